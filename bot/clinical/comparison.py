"""The questions that compare the time before a course with the time after it, and their facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Answers, Kind, Question

USUAL = "nrs_usual"
SYMPTOMS = "symptoms_before"
NECK = "neck_movement"
REST = "rest"  # the fact that a patient has not skipped the rest


class Stage(StrEnum):
    """When a question is asked: in the baseline, in check-ins, in the follow-up."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysFilled:
    """On how many days of each window the diary has an entry."""

    headache: int = 0
    medicine: int = 0


def course_questions(protocol: Protocol) -> tuple[Question, ...]:
    """List the questions of the baseline and the follow-up, with a grade for what was ticked."""
    listed: list[Question] = []
    for question in protocol.course:
        listed.append(question)
        if question.key == SYMPTOMS:
            listed += [_grade(key, question) for key in symptoms_asked(protocol)]
    return tuple(listed)


def symptoms_asked(protocol: Protocol) -> tuple[str, ...]:
    """Name the symptoms that the baseline asks about."""
    options = [o for q in protocol.course if q.key == SYMPTOMS for o in q.options]
    return tuple(option.key for option in options if not option.alone)


def _grade(key: str, question: Question) -> Question:
    return Question(
        key=key,
        kind=Kind.GRADE,
        source=question.source,
        low=1,
        high=4,
        when=f"stage == '{Stage.BEFORE}' && '{key}' in {SYMPTOMS}",
        symptom=key,
    )


def course_facts(
    answers: Answers, stage: Stage, *, point: str = "", filled: DaysFilled | None = None
) -> dict[str, Any]:
    """Gather what the conditions of these questions speak of."""
    facts: dict[str, Any] = {**answers, "stage": stage.value}
    if stage is Stage.DURING:
        return {**facts, "point": point}
    days = filled or DaysFilled()
    counts = {"diary_days": days.headache, "medicine_diary_days": days.medicine}
    return {**facts, REST: answers.get(REST, True), **counts}


def grades_before(protocol: Protocol, answers: Answers) -> Mapping[str, int]:
    """Read off a baseline how bad each symptom was; one that was not graded was not there."""
    ticked = answers.get(SYMPTOMS, ())
    return {
        key: answers[key] for key in symptoms_asked(protocol) if key in ticked and key in answers
    }
