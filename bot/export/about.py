"""What an export says of itself: who made it, when, for what, and of which records."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.export.table import Column, Origin, Records, Told, Type

IDENTIFIED, DE_IDENTIFIED = "identified", "de-identified"
# With true dates beside moved ones, each patient's could be moved back.
HIDDEN_SPAN = "moved; the days that were asked for stand in the clinic's access log"
NAME = "about"  # the table's name in formats that have tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Dates on the patients' calendars, both inclusive; an open end is None."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date | None) -> bool:
        """Tell whether a day is inside; what has no day always is."""
        return day is None or (self.since or day) <= day <= (self.until or day)

    def __str__(self) -> str:
        return f"{self.since or 'the beginning'} to {self.until or 'now'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """One export: who took it, when, what of, what for, by which protocol, and how it is told.

    `patient` is the one patient's code, or None for all.
    """

    format: str
    by: str
    at: datetime  # UTC
    patient: str | None
    span: Span
    purpose: str
    identified: bool
    protocol: str
    protocol_version: str
    protocol_hash: str
    program_version: str

    @property
    def stamp(self) -> str:
        """The time it was made, as 2026-11-26T17:00:00Z."""
        return f"{self.at:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def told(self) -> str:
        """How it is told."""
        return IDENTIFIED if self.identified else DE_IDENTIFIED

    @property
    def dates(self) -> str:
        """Which days were asked for, where that tells nothing of moved dates."""
        return str(self.span) if self.identified else HIDDEN_SPAN

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Say it line by line: the name of a thing, and what it is."""
        return (
            ("made by", self.by),
            ("made at", f"{self.stamp} (UTC)"),
            ("format", self.format),
            ("patients", self.patient or "all"),
            ("dates", self.dates),
            ("purpose", self.purpose or "not given"),
            ("told", self.told),
            ("protocol", f"{self.protocol} {self.protocol_version}"),
            ("protocol hash", self.protocol_hash),
            ("program", f"needling-diary {self.program_version}"),
        )


def _column(name: str, about: str, place: int) -> Column[tuple[str, str]]:
    return Column(
        name=name,
        type=Type.TEXT,
        about=about,
        origin=Origin.BOT,
        value=lambda line: line[place],
        told=Told.AS_IT_IS,
    )


COLUMNS = (
    _column("item", "What is told of this export.", 0),
    _column("value", "What it is.", 1),
)


def about_table(about: About) -> Records:
    """Make the table "about this export"."""
    return Records(name=NAME, columns=COLUMNS, rows=about.lines)
