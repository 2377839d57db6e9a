"""What later reports are compared with: the newest grade of every symptom, the last headache."""

from bot.clinical.earlier import Earlier, remember, settle
from bot.clinical.facts import Previous
from tests.clinical.reports import PROTOCOL

NOBODY: frozenset[str] = frozenset()


def test_what_was_not_ticked_is_gone_unless_it_was_there_before() -> None:
    first, second = settle(
        PROTOCOL,
        [
            {"nrs": 3, "problems": ["fever"], "fever": 2},
            {"nrs": 4, "problems": ["nausea"], "nausea": 1},  # fever was left unanswered
        ],
    )

    assert (first.grades["fever"], first.grades["nausea"], first.nrs) == (2, 0, 3)
    assert "fever" not in second.grades
    assert (second.grades["nausea"], second.nrs) == (1, 4)


def test_a_symptom_left_open_stays_so_over_a_report_that_asks_nothing() -> None:
    *_, last = settle(
        PROTOCOL,
        [
            {"nrs": 3, "problems": ["fever"], "fever": 2},
            {"nrs": 4, "problems": ["none"]},  # fever was left unanswered
            {"nrs": 4, "problems": ["none"]},
        ],
    )

    assert "fever" not in last.grades


def test_without_any_headache_told_none_is_remembered() -> None:
    remembered = remember([Earlier(grades={"fever": 1}, nrs=None)], NOBODY)

    assert remembered == Previous(grades={"fever": 1}, nrs=None)


def test_a_report_cut_short_hides_no_symptom() -> None:
    reports = settle(PROTOCOL, [{"nrs": 3, "problems": ["fever"], "fever": 2}, {"gate": "breath"}])

    remembered = remember(reports, frozenset({"fever"}))
    assert remembered is not None
    assert (remembered.grades["fever"], remembered.nrs) == (2, 3)
    assert remembered.alarming == {"fever"}


def test_only_a_report_with_a_grade_or_a_headache_tells_something() -> None:
    assert [report.tells for report in settle(PROTOCOL, [{"gate": "breath"}, {"nrs": 0}])] == [
        False,
        True,
    ]


def test_nothing_is_remembered_of_nothing() -> None:
    assert remember([], NOBODY) is None
    assert remember([Earlier(grades={}, nrs=2)], NOBODY) == Previous(grades={}, nrs=2)
