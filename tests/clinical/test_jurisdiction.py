"""Who may needle where: a pure function of the answers, the dated table and the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.clinical.jurisdiction import Jurisdiction, Jurisdictions, Ruling, ruling
from bot.clinical.levels import ScreeningClass
from tests.clinical.reports import PROTOCOL

TABLE = PROTOCOL.jurisdictions
CHECKED = TABLE.checked_on


def ruled(country: str, state: str, who: str, today: date = CHECKED) -> Ruling | None:
    """Hold answers against the packaged table."""
    answers = {"SC40_country": country, "SC40_state": state, "SC40_who": who}
    return ruling(TABLE, {key: answer for key, answer in answers.items() if answer}, today)


@pytest.mark.parametrize(
    ("country", "state", "who", "row", "found"),
    [
        ("us", "ca", "physical_therapist", "ca", "stop"),
        ("us", "ny", "physical_therapist", "ny", "stop"),
        ("us", "or", "physical_therapist", "or", "stop"),
        ("us", "hi", "physical_therapist", "hi", "stop"),
        ("us", "wa", "physical_therapist", "wa", "check"),
        ("us", "other", "physical_therapist", "other_state", "clear"),
        ("us", "ca", "acupuncturist", "us_licensed", "clear"),
        ("us", "hi", "doctor", "us_licensed", "clear"),
        ("us", "other", "chiropractor", "us_others", "check"),
        ("us", "ca", "other", "us_others", "check"),
        ("elsewhere", "", "physical_therapist", "elsewhere", "clear"),
        ("elsewhere", "", "other", "elsewhere_others", "check"),
    ],
)
def test_a_place_and_a_practitioner_lead_to_one_row(
    country: str, state: str, who: str, row: str, found: str
) -> None:
    said = ruled(country, state, who)

    assert said is not None
    assert (said.row, said.screening_class) == (row, ScreeningClass(found))


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_of_the_state_comes_before_one_of_its_country(turned: bool) -> None:
    state = Jurisdiction(
        key="tx", country="us", state="tx", practitioners=("doctor",), note="board", source="test"
    )
    country = Jurisdiction(
        key="all", country="us", practitioners=("doctor",), note="board", source="test"
    )
    rows = (country, state) if turned else (state, country)
    found = replace(TABLE, rows=rows).row("us", "tx", "doctor")

    assert found is state


@pytest.mark.parametrize(
    ("country", "state", "who"),
    [
        ("unsure", "", "doctor"),
        ("us", "", "physical_therapist"),
        ("us", "unsure", "physical_therapist"),
        ("us", "ca", ""),
        ("", "", ""),
    ],
)
def test_no_row_speaks_of_what_is_not_known(country: str, state: str, who: str) -> None:
    assert ruled(country, state, who) is None


@pytest.mark.parametrize(("days", "stale"), [(0, False), (180, False), (181, True), (-20, False)])
def test_rows_count_for_180_days_and_then_are_a_check(days: int, stale: bool) -> None:
    today = CHECKED + timedelta(days=days)
    stops, clears = (ruled("us", "ca", who, today) for who in ("physical_therapist", "doctor"))

    assert TABLE.is_stale(today) is stale
    assert stops is not None
    assert clears is not None
    if stale:
        assert (
            stops
            == clears
            == Ruling(row="stale", screening_class=ScreeningClass.CHECK, note="stale")
        )
    else:
        assert stops.screening_class is ScreeningClass.STOP
        assert clears.screening_class is ScreeningClass.CLEAR


def test_the_states_asked_are_those_of_the_table() -> None:
    (asked,) = (q for q in PROTOCOL.screening if q.key == "SC40_state")

    states = [row.state for row in TABLE.rows if row.state]
    assert [option.key for option in asked.options] == [*states, "unsure"]


def test_an_empty_table_says_nothing() -> None:
    empty = Jurisdictions(checked_on=CHECKED, stale_after_days=1, source="[D]", rows=())
    answers = {"SC40_country": "us", "SC40_state": "ca", "SC40_who": "doctor"}

    assert ruling(empty, answers, CHECKED + timedelta(days=9)) is None
