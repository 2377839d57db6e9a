"""The shape of a case as written: its lines, their kinds, and what is wrong with them."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from bot.clinical.case import CaseKind
from bot.protocol.cases.files import Written
from bot.protocol.fault import Fault
from bot.protocol.schema import in_words

FlagAnswer = Literal["yes", "no", "unsure", "resolved"]
Trend = Literal["better", "same", "worse"]


def _word(value: object) -> object:
    """Read true and false as the answers yes and no."""
    return ("no", "yes")[value] if isinstance(value, bool) else value


class Shape(BaseModel):
    """A table of lines that are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class CheckInShape(Shape):
    """One check-in as written."""

    at_hours: float | None = None
    answers: dict[str, Any] = {}
    grades: dict[str, int] = {}
    trends: dict[str, Trend] = {}
    flags: dict[str, Annotated[FlagAnswer, BeforeValidator(_word)]] = {}
    text: str = ""
    missed: bool = False
    silent_hours: float | None = None


class ExpectShape(Shape):
    """What is expected, as written."""

    min: str | None = None
    max: str | None = None
    urgency_min: str | None = None
    urgency_max: str | None = None


class CaseShape(Shape):
    """One case as written."""

    id: str
    kind: CaseKind
    title: str = ""
    answers: dict[str, Any] = {}
    today: date | None = None
    history: dict[str, Any] = {}
    check_ins: list[CheckInShape] = []
    expect: ExpectShape


ADAPTER = TypeAdapter(CaseShape)


def shaped(written: Written) -> CaseShape | list[Fault]:
    """Read a case's lines, or say what is wrong with them."""
    try:
        return ADAPTER.validate_python(dict(written.content))
    except ValidationError as error:
        return [
            _fault(written, e["loc"], *in_words(e, _name(e["loc"]), known=_names(e["loc"])))
            for e in error.errors()
        ]


def _name(place: tuple[int | str, ...]) -> str:
    last = place[-1]
    return last if isinstance(last, str) else f"{place[-2]} {last + 1}"


def _names(place: tuple[int | str, ...]) -> list[str]:
    """List the lines that may stand where a value stands."""
    inner: dict[str, type[Shape]] = {"check_ins": CheckInShape, "expect": ExpectShape}
    shape = inner.get(str(place[0]), CaseShape) if len(place) > 1 else CaseShape
    return list(shape.model_fields)


def _fault(written: Written, place: tuple[int | str, ...], problem: str, remedy: str) -> Fault:
    check_in = place[1] if place[0] == "check_ins" and len(place) > 1 else None
    where = f"check-in {check_in + 1}" if isinstance(check_in, int) else ""
    entry = " · ".join(filter(None, (written.name, where)))
    return Fault(file=written.file, entry=entry, problem=problem, remedy=remedy)
