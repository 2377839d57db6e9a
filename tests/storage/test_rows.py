"""Between rows and records: what goes in comes out the same."""

import json
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum, StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.rows import cell, instant, stamp

ANYWHERE = st.timezones()
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=ANYWHERE)  # noqa: DTZ001


class Colour(StrEnum):
    RED = "red"


class Number(Enum):
    ONE = 1


@given(moment=MOMENTS)
def test_an_instant_comes_back_the_same_in_utc(moment: datetime) -> None:
    assert instant(stamp(moment)) == moment.astimezone(UTC)
    assert instant(stamp(moment)).utcoffset() == timedelta(0)


@given(first=MOMENTS, second=MOMENTS)
def test_stamps_sort_as_instants_do(first: datetime, second: datetime) -> None:
    first, second = first.astimezone(UTC), second.astimezone(UTC)

    assert (stamp(first) < stamp(second)) == (first < second)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (7, 7),
        (True, 1),
        (Colour.RED, "red"),
        (Number.ONE, 1),
        ("x\x00y", "x\x00y"),
        ("half \ud83e", "half ?"),
        ([1, 2], "[1, 2]"),
        (("a",), '["a"]'),
        ({"text": "é🤕"}, '{"text": "é🤕"}'),
        ({"text": "half \ud83e"}, '{"text": "half ?"}'),
        (
            datetime(2026, 11, 2, 10, tzinfo=timezone(timedelta(hours=1))),
            "2026-11-02T09:00:00.000000Z",
        ),
    ],
    ids=repr,
)
def test_a_value_becomes_what_sqlite_can_store(value: object, kept: object) -> None:
    assert cell(value) == kept


@given(text=st.text(st.characters()))  # with halves of surrogate pairs
def test_any_text_can_be_written_as_utf8(text: str) -> None:
    kept = cell(text)

    assert kept.encode().decode() == kept
    assert kept == text or "?" in kept


@given(value=st.recursive(st.text() | st.integers() | st.none(), st.lists, max_leaves=10))
def test_a_list_comes_back_the_same(value: object) -> None:
    assert json.loads(cell([value])) == [value]
