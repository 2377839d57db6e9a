"""A case run check-in by check-in: what is not told is as usual, and an emergency ends it."""

from typing import Any

import pytest

from bot.clinical.case import Case, CheckIn, Expected, Verdict, misses
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.trial import run
from bot.clinical.well import UNANSWERED
from tests.clinical.reports import BLEEDS, PROTOCOL

ANY = Expected()


def after(*check_ins: CheckIn, **known: Any) -> Verdict:
    """Run check-ins of a patient who has 3 of 10 as usual."""
    case = Case(
        id="a", kind="check_in", expect=ANY, **{"baseline_nrs": 3, "check_ins": check_ins, **known}
    )
    return run(PROTOCOL, case)


def screened(**answers: Any) -> Verdict:
    """Run a screening; what is not told is what a healthy adult answers."""
    return run(PROTOCOL, Case(id="a", kind="screening", expect=ANY, answers=answers))


def test_a_check_in_that_tells_nothing_is_all_clear() -> None:
    found = after(CheckIn(at_hours=24))

    assert (found.level, found.rules, found.undecided) == (TriageLevel.SELF_CARE, ("R91",), ())


def test_who_is_not_told_to_be_at_risk_is_not() -> None:
    bruised = CheckIn(at_hours=24, grades={"bruising": 2})

    assert after(bruised).level is TriageLevel.SELF_CARE
    assert after(bruised, answers=BLEEDS).level is TriageLevel.CONTACT_CLINIC


def test_a_follow_up_question_is_never_guessed() -> None:
    found = after(CheckIn(at_hours=24, grades={"chest_pain": 1}))

    assert found.level is TriageLevel.URGENT
    assert "R03" in found.undecided


@pytest.mark.parametrize(
    ("told", "level"),
    [
        ("none", TriageLevel.SELF_CARE),
        ("thoughts", TriageLevel.URGENT),
        ("plan_or_unsafe", TriageLevel.EMERGENCY),
        ("unsure", TriageLevel.EMERGENCY),
    ],
)
def test_thoughts_of_ending_ones_life_count_without_a_mood(told: str, level: TriageLevel) -> None:
    found = after(CheckIn(at_hours=24, answers={"suicidal": told}))

    assert found.level is level


def test_a_stronger_headache_is_like_the_usual_one_unless_told() -> None:
    assert after(CheckIn(at_hours=24, answers={"nrs": 4})).level is TriageLevel.SELF_CARE


def test_an_emergency_ends_the_check_in() -> None:
    found = after(CheckIn(at_hours=24, answers={"gate": "stroke"}, grades={"weakness": 1}))

    assert (found.level, found.rules, found.unused) == (TriageLevel.EMERGENCY, ("R07",), ())


def test_an_emergency_hides_no_earlier_symptom() -> None:
    found = after(
        CheckIn(at_hours=3, grades={"tingling": 1}),
        CheckIn(at_hours=4, answers={"gate": "stroke"}),
        CheckIn(at_hours=24, grades={"tingling": 2}),
    )

    assert "R63" in found.rules


def test_a_symptom_that_is_not_told_any_more_is_gone() -> None:
    found = after(
        CheckIn(at_hours=3, grades={"nausea": 2}),
        CheckIn(at_hours=24),
        CheckIn(at_hours=48, grades={"nausea": 1}),
    )

    assert found.rules == ("R90",)


def test_a_missed_check_in_is_skipped_by_those_that_follow() -> None:
    found = after(
        CheckIn(at_hours=3, grades={"tingling": 1}),
        CheckIn(at_hours=24, missed=True),
        CheckIn(at_hours=48, grades={"tingling": 2}),
    )

    assert "R63" in found.rules


@pytest.mark.parametrize(
    ("last", "silent_hours", "level"),
    [
        (CheckIn(at_hours=3, grades={"fever": 2}), None, TriageLevel.CONTACT_CLINIC),
        (CheckIn(at_hours=3, grades={"fever": 2}), 5.9, TriageLevel.SELF_CARE),
        (CheckIn(at_hours=3), None, TriageLevel.SELF_CARE),
    ],
)
def test_a_missed_check_in_at_the_end_is_judged_as_silence(
    last: CheckIn, silent_hours: float | None, level: TriageLevel
) -> None:
    missed = CheckIn(at_hours=24, missed=True, silent_hours=silent_hours)

    assert after(last, missed).level is level


def test_silence_is_judged_at_the_nearest_point() -> None:
    told = CheckIn(at_hours=3, grades={"fever": 2})

    early = after(told, CheckIn(at_hours=26, missed=True, silent_hours=6.0))
    late = after(told, CheckIn(at_hours=70, missed=True, silent_hours=6.0))
    assert (early.rules, late.rules) == (("R85",), ())


def test_silence_before_any_answer_says_nothing() -> None:
    assert after(CheckIn(missed=True)).rules == ()


def test_answers_to_questions_that_are_not_asked_are_named() -> None:
    found = after(CheckIn(at_hours=3, answers={"faint_place": "later"}))

    assert found.unused == ("faint_place",)


def test_a_red_flag_that_was_typed_counts_with_the_answers() -> None:
    typed = CheckIn(at_hours=24, text="a needle is still in me", grades={"soreness": 3})

    found = after(typed)
    assert found.level is TriageLevel.URGENT
    assert found.rules[0] == "R24"
    assert "R60" in found.rules


def test_an_emergency_that_was_typed_comes_before_every_question() -> None:
    found = after(CheckIn(at_hours=24, text="I cant breathe", grades={"soreness": 3}))

    assert (found.level, found.rules) == (TriageLevel.EMERGENCY, ("R24",))


def test_what_was_typed_never_lowers_a_level() -> None:
    found = after(CheckIn(at_hours=24, text="all is fine", grades={"dizziness": 3}))

    assert found.level is TriageLevel.URGENT


def test_a_question_can_be_left_open() -> None:
    found = after(CheckIn(at_hours=3, answers={"nrs": UNANSWERED}))

    assert found.level is TriageLevel.CONTACT_CLINIC
    assert "R37" in found.undecided
    assert found.unused == ()


def test_a_healthy_adult_is_clear() -> None:
    assert screened() == Verdict(level=ScreeningClass.CLEAR, urgency=None)


def test_a_screening_tells_class_urgency_and_reasons() -> None:
    found = screened(SC05="ill", SC05_signs="unsure", SC06=UNANSWERED)

    assert (found.level, found.urgency) == (ScreeningClass.STOP, TriageLevel.URGENT)
    assert set(found.rules) == {"SC05:ill", "SC05_signs:unsure", "SC06"}


def test_a_screening_names_what_was_not_asked() -> None:
    assert screened(SC05_signs="yes").unused == ("SC05_signs",)


def test_the_safety_questions_have_rules_of_their_own() -> None:
    def asked(**answers: str) -> TriageLevel | ScreeningClass:
        case = Case(id="a", kind="safety", expect=ANY, answers=answers)
        return run(PROTOCOL, case).level

    assert asked(got_care="yes", safe="yes") is TriageLevel.SELF_CARE
    assert asked(got_care="yes", safe="no") is TriageLevel.EMERGENCY
    assert asked(got_care="yes") is TriageLevel.CONTACT_CLINIC  # not asked is not "yes"


URGENT = Verdict(level=TriageLevel.URGENT, urgency=TriageLevel.URGENT)
CLEAR = Verdict(level=ScreeningClass.CLEAR, urgency=None)


@pytest.mark.parametrize(
    ("expected", "verdict", "said"),
    [
        (Expected(), URGENT, ()),
        (Expected(lowest=TriageLevel.URGENT, highest=TriageLevel.URGENT), URGENT, ()),
        (
            Expected(lowest=TriageLevel.EMERGENCY),
            URGENT,
            ("expected at least emergency, found urgent",),
        ),
        (
            Expected(highest=TriageLevel.CONTACT_CLINIC),
            URGENT,
            ("expected at most contact_clinic, found urgent",),
        ),
        (
            Expected(lowest=ScreeningClass.CHECK, urgency_lowest=TriageLevel.URGENT),
            CLEAR,
            (
                "expected at least check, found clear",
                "expected at least urgent, found self_care",
            ),
        ),
        (Expected(urgency_highest=TriageLevel.SELF_CARE), CLEAR, ()),
        (
            Expected(urgency_highest=TriageLevel.CONTACT_CLINIC),
            URGENT,
            ("expected at most contact_clinic, found urgent",),
        ),
    ],
)
def test_what_differs_is_said(expected: Expected, verdict: Verdict, said: tuple[str, ...]) -> None:
    assert misses(expected, verdict) == said
