"""What is said before anything starts."""

from datetime import date, timedelta

import pytest

from bot.opening import aging_table
from tests.house import PROTOCOL

TABLE = PROTOCOL.jurisdictions


@pytest.mark.parametrize(("days", "told"), [(150, 0), (151, 1), (180, 1), (400, 1)])
def test_a_table_that_grows_old_is_told_a_month_before(days: int, told: int) -> None:
    assert len(list(aging_table(TABLE, TABLE.checked_on + timedelta(days=days)))) == told


def test_it_is_told_when_and_what_to_do() -> None:
    (sentence,) = aging_table(TABLE, date(2030, 1, 1))

    assert str(TABLE.last_good_day) in sentence
    assert "put the day in checked_on" in sentence
