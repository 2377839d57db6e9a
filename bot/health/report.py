"""The judgement: which part of the bot is well, and for how long the worst of it has waited."""

from dataclasses import dataclass
from datetime import timedelta

from bot.storage.vitals import NOTHING, Vitals

# How long the oldest may wait before somebody should look.
LIMITS = {
    "receiving": timedelta(minutes=2),  # a long poll, and the longest pause after a failure
    "working": timedelta(minutes=2),  # an update that fails is set aside sooner
    "sending": timedelta(minutes=5),
    "due": timedelta(minutes=2),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How each part is: for how long something has waited there, and whether that is too long.

    `vitals` is None where the database did not take a line: then nothing else is known.
    """

    vitals: Vitals | None = None
    waited: dict[str, timedelta]

    @property
    def parts(self) -> dict[str, bool]:
        """Tell of each part whether it is well."""
        timed = {part: self.waited[part] <= LIMITS[part] for part in self.waited}
        return {"database": self.vitals is not None, **timed}

    @property
    def well(self) -> bool:
        """Whether all of it is."""
        return all(self.parts.values())

    @property
    def unwell(self) -> str:
        """Name the parts that are not."""
        return ", ".join(part for part, well in self.parts.items() if not well)

    def as_json(self) -> dict[str, object]:
        """Write it for a monitor: parts and seconds, and nobody's anything."""
        return {
            "well": self.well,
            "parts": self.parts,
            "seconds": {part: int(wait.total_seconds()) for part, wait in self.waited.items()},
        }


def judge(vitals: Vitals | None, silence: timedelta | None) -> Report:
    """Judge what was read; `silence` is for how long Telegram was not heard, where it should be.

    With a webhook it need not be: where nobody writes, Telegram has nothing to bring.
    """
    waited = {} if silence is None else {"receiving": max(NOTHING, silence)}
    if vitals is not None:
        waited |= {
            "working": vitals.unworked_age,
            "sending": vitals.unsent_age,
            "due": vitals.due_lag,
        }
    return Report(vitals=vitals, waited=waited)
