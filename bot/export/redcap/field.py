"""One field of a REDCap project: what its dictionary row says, and how a value is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.export.redcap.names import plain
from bot.export.table import Cell


class NotOfferedError(Exception):
    """A value that the field cannot hold, such as an option that is no longer offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field; `choices` maps keys, as cells hold them, to labels."""

    name: str
    type: str
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    validation: str = ""
    low: int | None = None
    high: int | None = None
    identifies: bool = False
    source: str = ""

    @property
    def codes(self) -> dict[str, str]:
        """The code of each choice, by key."""
        return {key: plain(key) for key in self.choices}

    @property
    def headers(self) -> list[str]:
        """The columns of records it takes."""
        if self.type == "checkbox":
            return [f"{self.name}___{code}" for code in self.codes.values()]
        return [self.name]

    def cells(self, value: Cell) -> list[str]:
        """Write a value; raises NotOfferedError."""
        if value is None:
            return [""] * len(self.headers)
        if self.type == "checkbox":
            return self._ticks(value if isinstance(value, tuple) else (str(value),))
        if self.choices:
            return [self._code(str(value))]
        if isinstance(value, bool):
            return [str(int(value))]
        if self.validation == "integer":
            self._must_fit(value)
        return ["|".join(value) if isinstance(value, tuple) else str(value)]

    def _ticks(self, ticked: tuple[str, ...]) -> list[str]:
        if not set(ticked) <= set(self.choices):
            raise NotOfferedError
        return [str(int(key in ticked)) for key in self.choices]

    def _code(self, key: str) -> str:
        if key not in self.choices:
            raise NotOfferedError
        return self.codes[key]

    def _must_fit(self, value: Cell) -> None:
        """REDCap takes any number when records are brought in, so it is held to its range here."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise NotOfferedError
        too_low = self.low is not None and value < self.low
        if too_low or (self.high is not None and value > self.high):
            raise NotOfferedError
