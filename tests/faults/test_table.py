"""The table of failures: each row has its tests or says what is missing; the page has its rows."""

import pytest

from tests.faults import outcome, page
from tests.faults.outcome import FAILED, HELD, Case, came_to
from tests.faults.table import Failure, failures, is_there

ROWS = failures()
REFERENCES = {
    *(f"C{number}" for number in range(1, 10)),
    *(f"D{number}" for number in range(1, 8)),
    *(f"T{number}" for number in range(1, 5)),
    *(f"N{number}" for number in range(1, 11)),
    *(f"U{number}" for number in range(1, 13)),
    "any step",
    "any order",
}


def test_every_failure_has_one_row() -> None:
    ids = [row.id for row in ROWS]

    assert len(ids) == len(set(ids))
    assert set(ids) == REFERENCES


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_has_tests_that_are_there_or_says_what_is_missing(row: Failure) -> None:
    assert row.tests or row.missing
    assert [test for test in row.tests if not is_there(test)] == []
    assert all((row.failure, row.expected, row.target))


def test_a_test_that_is_not_written_is_not_there() -> None:
    assert is_there("tests/faults/test_kill.py::test_no_answer_and_no_check_in_is_lost_to_kill_9")
    assert is_there("tests/faults/test_model.py::TestAnyOrder")
    assert not is_there("tests/faults/test_kill.py::test_of_another_name")
    assert not is_there("tests/faults/no_such_file.py::test_of_another_name")


def test_the_page_tells_the_table_and_what_the_last_runs_came_to() -> None:
    assert page.FILE.read_text("utf-8") == page.page(ROWS, outcome.last()), (
        "write it anew: python -m tests.faults page, or make faults"
    )


def test_a_row_has_held_only_when_every_case_of_every_test_has() -> None:
    tests = ("tests/faults/test_one.py::test_a", "tests/faults/test_one.py::TestMachine")
    row = Failure(id="X", failure="f", expected="e", target="t", tests=tests)
    first = Case(name="tests.faults.test_one.test_a", held=True, seconds=1.0, figures=("7 of 7",))
    worse = Case(name="tests.faults.test_one.test_a", held=False, seconds=1.0, figures=())
    other = Case(
        name="tests.faults.test_one.TestMachine.runTest", held=True, seconds=2.0, figures=()
    )

    whole = came_to(row, [first, other], "2026-11-02")
    assert (whole.outcome, whole.seconds, whole.figures) == (HELD, 3.0, ("7 of 7",))
    assert came_to(row, [first], "2026-11-02").outcome == FAILED, "one did not run"
    assert came_to(row, [first, worse, other], "2026-11-02").outcome == FAILED


def test_what_a_row_came_to_is_of_the_tests_it_has_now() -> None:
    kept = outcome.last().rows
    stale = [row.id for row in ROWS if row.id in kept and kept[row.id].tests != row.tests]

    assert stale == [], f"try them again: python -m tests.faults {' '.join(stale)}"
    assert {id for id in kept if kept[id].outcome == FAILED} == set()
