"""Which questions rate the headache from 0 to 10, and the code that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.export.fhir.names import LOINC
from bot.export.fhir.shapes import coding

PAIN = coding(LOINC, "72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported")
SCALE = range(11)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What a question rates, and the span it looks back on; without one it is the moment."""

    text: str
    span: timedelta | None = None


RATINGS: Mapping[str, Rating] = {
    "nrs": Rating(text="Headache now"),
    "nrs_worst": Rating(text="Worst headache of the day"),
    "nrs_usual": Rating(text="Usual headache of the last 7 days", span=WEEK),
    "nrs_worst_week": Rating(text="Worst headache of the last 7 days", span=WEEK),
    "baseline_nrs": Rating(text="Usual headache of the 7 days before the session", span=WEEK),
}
