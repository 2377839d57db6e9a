"""The clock of the demo runs on by itself, and only ever leads forward."""

from datetime import UTC, datetime, timedelta

from bot.demo.clock import DemoClock

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_it_runs_on_from_where_it_was_put() -> None:
    clock = DemoClock(START)
    first = clock.now()
    clock.move_to(START + timedelta(days=14))
    moved = clock.now()

    assert START <= first <= clock.now()
    assert START + timedelta(days=14) <= moved <= clock.now()


def test_it_never_goes_back() -> None:
    clock = DemoClock(START)
    clock.move_to(START - timedelta(days=1))

    assert clock.now() >= START
