"""Who may needle where: a dated table, doubted once it is old, and never legal advice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from typing import Any

from bot.clinical.levels import ScreeningClass
from bot.clinical.questionnaire import STRICT

COUNTRY, STATE, PRACTITIONER = "SC40_country", "SC40_state", "SC40_who"  # what is held against it
STALE = "stale"  # stands in for every row of a table that is too old


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """What holds for some practitioners in a state, or in the rest of a country."""

    __pydantic_config__ = STRICT
    key: str
    country: str
    practitioners: tuple[str, ...]
    note: str
    source: str
    state: str = ""
    screening_class: ScreeningClass = ScreeningClass.CLEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdictions:
    """The table, the day it was last checked, and for how many days it can be relied on."""

    __pydantic_config__ = STRICT
    checked_on: Date
    stale_after_days: int
    source: str
    rows: tuple[Jurisdiction, ...]

    @property
    def last_good_day(self) -> Date:
        """The last day on which the table can be relied on."""
        return self.checked_on + timedelta(days=self.stale_after_days)

    def is_stale(self, today: Date) -> bool:
        """Tell whether the table is too old to rely on."""
        return today > self.last_good_day

    def row(
        self, country: str | None, state: str | None, practitioner: str | None
    ) -> Jurisdiction | None:
        """Find the row that holds; one for the state comes before one for its country."""
        fitting = (
            row
            for row in self.rows
            if row.country == country
            and row.state in (state, "")
            and practitioner in row.practitioners
        )
        return max(fitting, key=lambda row: bool(row.state), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the table says of an answer: the row, its class, and the words to show with it."""

    row: str
    screening_class: ScreeningClass
    note: str


def ruling(table: Jurisdictions, answers: Mapping[str, Any], today: Date) -> Ruling | None:
    """Hold answers against the table; None when no row speaks of them."""
    row = table.row(answers.get(COUNTRY), answers.get(STATE), answers.get(PRACTITIONER))
    if row is None:
        return None
    if table.is_stale(today):
        return Ruling(row=STALE, screening_class=ScreeningClass.CHECK, note=STALE)
    return Ruling(row=row.key, screening_class=row.screening_class, note=row.note)
