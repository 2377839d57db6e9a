"""The hazard log is honest: every hazard has controls, and every control tests that are run."""

import pytest

from tests.hazards import PAGE, Hazard, hazards, is_run, page

ALL = hazards()
LEAST = 20
BORNE, NEVER = 3, 5  # the highest risk that may remain by reason alone; and one that may not


def test_it_is_about_many_hazards_each_with_a_number_of_its_own() -> None:
    numbers = [one.id for one in ALL]

    assert len(numbers) >= LEAST
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_every_hazard_has_controls_and_every_control_tests_that_are_run(one: Hazard) -> None:
    assert one.controls
    for control in one.controls:
        assert control.what
        assert control.tests, control.what
        assert [test for test in control.tests if not is_run(test)] == []


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_what_remains_can_be_borne_and_is_said_where_it_is_not_small(one: Hazard) -> None:
    assert one.after <= one.before
    assert one.risk(one.after) < NEVER
    assert one.remaining or one.risk(one.after) < BORNE
    assert bool(one.before_use) is (one.risk(one.after) > BORNE)


def test_a_test_that_is_not_there_or_not_run_is_no_control() -> None:
    assert is_run("test_hazards.py::test_a_test_that_is_not_there_or_not_run_is_no_control")
    assert not is_run("test_hazards.py::test_of_another_name")
    assert not is_run("no_such_file.py::test_it")
    assert not is_run("test_hazards.py::LEAST")
    assert not is_run("test_hazards.py")


def test_the_page_is_the_log_as_it_is() -> None:
    assert PAGE.read_text("utf-8") == page(), "run make docs"
