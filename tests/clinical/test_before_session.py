"""Before a later session: facts about the last one, and what the screening makes of them."""

import pytest

from bot.clinical.before_session import Aftermath, aftermath_facts
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.screening import ScreeningOutcome, screen
from bot.clinical.well import well
from tests.clinical.reports import PROTOCOL

C, U, E = TriageLevel.CONTACT_CLINIC, TriageLevel.URGENT, TriageLevel.EMERGENCY
DANGER = ("chest_pain", "breathlessness", "cough", "neck_swelling", "weakness")


def judged(aftermath: Aftermath, **answers: object) -> ScreeningOutcome:
    """Judge the screening of somebody healthy before a later session."""
    told = well(PROTOCOL.screening, answers)
    facts = {**told, **aftermath_facts(aftermath)}
    today = PROTOCOL.jurisdictions.checked_on
    return screen(PROTOCOL, told, today=today, complete=True, facts=facts)


def after(hours: float = 100.0) -> Aftermath:
    return Aftermath(sessions=1, hours=hours)


def left(**symptoms: TriageLevel) -> Aftermath:
    return Aftermath(sessions=1, hours=100.0, open_symptoms=symptoms)


def test_symptoms_are_listed_by_their_level() -> None:
    facts = aftermath_facts(left(weakness=U, tingling=C, cough=C, neck_swelling=E))

    assert facts["open_contact"] == ["cough", "tingling"]
    assert facts["open_urgent"] == ["weakness"]
    assert facts["open_emergency"] == ["neck_swelling"]
    assert (facts["sessions_before"], facts["t"], facts["alert_open"]) == (1, 100.0, False)


def test_before_the_first_session_no_time_has_passed_since_one() -> None:
    assert "t" not in aftermath_facts(Aftermath())


def test_nothing_left_is_clear() -> None:
    assert judged(after()).screening_class is ScreeningClass.CLEAR


def test_before_the_first_session_it_is_not_asked() -> None:
    outcome = judged(Aftermath(alert_open=True))

    assert outcome.reasons == ()


def test_an_open_alert_is_a_stop() -> None:
    outcome = judged(Aftermath(sessions=1, alert_open=True))

    assert (outcome.screening_class, outcome.urgency) == (ScreeningClass.STOP, None)


@pytest.mark.parametrize("level", [C, U, E])
@pytest.mark.parametrize("symptom", PROTOCOL.symptom_keys)
def test_an_open_symptom_is_a_stop_and_a_dangerous_one_keeps_its_level(
    symptom: str, level: TriageLevel
) -> None:
    outcome = judged(left(**{symptom: level}))

    assert outcome.screening_class is ScreeningClass.STOP
    assert outcome.urgency is (level if symptom in DANGER else None)


@pytest.mark.parametrize(("hours", "urgency"), [(168.0, E), (168.1, U)])
def test_breathing_counts_as_an_emergency_for_seven_days(
    hours: float, urgency: TriageLevel
) -> None:
    outcome = judged(after(hours=hours), PRE1="yes", PRE1_what=["breath"])

    assert (outcome.screening_class, outcome.urgency) == (ScreeningClass.STOP, urgency)


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_not_answered_further_is_never_clear(answer: str) -> None:
    assert judged(after(), PRE1=answer).screening_class is ScreeningClass.CHECK
