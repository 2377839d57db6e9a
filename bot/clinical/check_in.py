"""The questions of one check-in: gate, headache, new problems, each symptom, red-flag signs."""

from dataclasses import replace
from functools import lru_cache

from bot.clinical.protocol import Protocol, Symptom
from bot.clinical.questionnaire import Kind, Option, Question

GATE = "gate"
NO_FLAG = "none"
PROBLEMS = "problems"
NO_PROBLEM = "none"
OTHER_PROBLEM = "other"
TRENDS = ("better", "same", "worse")


@lru_cache(maxsize=256)
def check_in_questions(
    protocol: Protocol, *, focus: tuple[str, ...] = (), still_open: frozenset[str] = frozenset()
) -> tuple[Question, ...]:
    """List every question a check-in may ask, in order; `when` decides which are asked.

    Symptoms still open from last time are asked about by name and left out of the list of
    new problems; the point's focus symptoms come first everywhere.
    """
    symptoms = in_focus_order(protocol, focus)
    questions: list[Question] = []
    for question in protocol.check_in:
        is_list = question.key == PROBLEMS
        questions.append(_list_problems(question, symptoms, still_open) if is_list else question)
    for symptom in symptoms:
        questions += _about(symptom)
    return (*questions, *protocol.signs)


def in_focus_order(protocol: Protocol, focus: tuple[str, ...]) -> tuple[Symptom, ...]:
    """Order the symptoms with the focus ones first."""
    rest = tuple(symptom for symptom in protocol.symptoms if symptom.key not in focus)
    return tuple(protocol.symptom(key) for key in focus) + rest


def _list_problems(
    question: Question, symptoms: tuple[Symptom, ...], still_open: frozenset[str]
) -> Question:
    """Put the symptoms between "no problem" and "something else"."""
    listed = tuple(Option(key=s.key) for s in symptoms if s.key not in still_open)
    first = tuple(option for option in question.options if option.alone)
    last = tuple(option for option in question.options if not option.alone)
    return replace(question, options=(*first, *listed, *last))


@lru_cache(maxsize=256)
def _about(symptom: Symptom) -> tuple[Question, ...]:
    key = symptom.key
    grade = Question(
        key=key,
        kind=Kind.GRADE,
        source=symptom.source,
        high=4,
        when=f"'{key}' in {PROBLEMS} || {key}_before >= 1",
        symptom=key,
    )
    trend = Question(
        key=f"{key}_trend",
        kind=Kind.CHOICE,
        source=symptom.source,
        options=tuple(Option(key=trend) for trend in TRENDS),
        when=f"{key}_before >= 1 && {key} >= 1",
        symptom=key,
    )
    return (grade, trend, *(replace(question, symptom=key) for question in symptom.follow_ups))
