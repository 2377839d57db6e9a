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


def test_one_that_stands_moves_by_jumps_until_it_is_let_run() -> None:
    clock = DemoClock(START, stands=True)
    noon = START + timedelta(hours=3)
    clock.move_to(noon)
    clock.move_to(START)
    standing = clock.now()
    clock.run()
    clock.run()

    assert standing == noon
    assert noon < clock.now() < noon + timedelta(hours=1)
