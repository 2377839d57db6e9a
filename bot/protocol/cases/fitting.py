"""A case as written, fitted to a protocol: every key known, every value one that can be given."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from bot.clinical.case import Case, CheckIn, Expected
from bot.clinical.check_in import PROBLEMS, check_in_questions
from bot.clinical.diary import DaysTaken
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Question
from bot.protocol.cases.aftermath import left_before
from bot.protocol.cases.flags import flag_answers
from bot.protocol.cases.history import Known, known_before
from bot.protocol.cases.shape import CaseShape, CheckInShape, ExpectShape
from bot.protocol.cases.values import answer_of, grade_problem
from bot.protocol.expressions import Problem
from bot.protocol.fault import did_you_mean

Misfit = tuple[str, Problem]  # the check-in it stands in, or "", and what is wrong


def fitted(
    protocol: Protocol, shape: CaseShape, lines: Mapping[str, str]
) -> tuple[Case, list[Misfit]]:
    """Fit a case to a protocol; `lines` names the gate's line a flag is asked within."""
    known = known_before(protocol, shape.history if shape.kind == "check_in" else {})
    left, strange = _left(protocol, shape)
    answers, problems = _answers(_questions_of(protocol, shape), shape.answers)
    expect, wrong = _expected(shape)
    misfits = [
        ("", problem) for problem in (*_amiss(shape), *known.problems, *strange, *problems, *wrong)
    ]
    check_ins: list[CheckIn] = []
    for number, written in enumerate(shape.check_ins, start=1):
        check_in, found = _check_in(protocol, written, lines)
        check_ins.append(check_in)
        misfits += [(f"check-in {number}", problem) for problem in found]
    case = Case(
        id=shape.id,
        kind=shape.kind,
        title=shape.title,
        answers=known.answers if shape.kind == "check_in" else answers,
        left=left,
        today=shape.today,
        baseline_nrs=_baseline_pain(known, check_ins),
        baseline_grades=known.baseline_grades,
        days_taken=DaysTaken(**known.days_taken),
        check_ins=tuple(check_ins),
        expect=expect,
    )
    return case, misfits


def _left(protocol: Protocol, shape: CaseShape) -> tuple[dict[str, Any], list[Problem]]:
    return left_before(protocol, shape.history) if shape.kind == "screening" else ({}, [])


def _baseline_pain(known: Known, check_ins: list[CheckIn]) -> int:
    """Take the baseline as told, or the first headache told: as usual."""
    if known.baseline_nrs is not None:
        return known.baseline_nrs
    told = (check_in.answers.get("nrs") for check_in in check_ins)
    return next((nrs for nrs in told if isinstance(nrs, int)), 0)


def _questions_of(protocol: Protocol, shape: CaseShape) -> Mapping[str, Question]:
    listed = {"screening": protocol.screening, "safety": protocol.safety, "check_in": ()}
    return {question.key: question for question in listed[shape.kind]}


def _amiss(shape: CaseShape) -> Iterator[Problem]:
    """Find lines that do not belong together."""
    if shape.today is not None and shape.kind != "screening":
        yield "'today' is for a screening", "take it out"
    if shape.kind == "check_in":
        if not shape.check_ins:
            yield "tells no check-in", "add check_ins = [{ at_hours = 24 }]"
        if shape.answers:
            yield "answers stand beside the check-ins", "write them inside a check-in"
        hours = [written.at_hours for written in shape.check_ins if written.at_hours is not None]
        if hours != sorted(hours) or any(hour < 0 for hour in hours):
            yield "its check-ins are out of order", "put them by at_hours, none below 0"
    elif shape.check_ins:
        remedy = 'take them out, or write kind = "check_in"'
        yield f"a {shape.kind} case has no check-ins", remedy
    if shape.kind == "safety" and shape.history:
        yield "a safety case has no history", "take it out"


def _answers(
    known: Mapping[str, Question], written: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in written.items():
        if key not in known:
            problems.append((f"'{key}' is no question here", did_you_mean(key, known)))
            continue
        answers[key], problem = answer_of(known[key], value)
        problems += [problem] if problem else []
    return answers, problems


def _check_in(
    protocol: Protocol, written: CheckInShape, lines: Mapping[str, str]
) -> tuple[CheckIn, list[Problem]]:
    known = {q.key: q for q in check_in_questions(protocol) if q.key != PROBLEMS}
    answers, problems = _answers(known, written.answers)
    flags, wrong = flag_answers(protocol, written.flags, lines)
    symptoms = protocol.symptom_keys
    strangers = sorted({*written.grades, *written.trends} - {*symptoms})
    problems += [(f"'{key}' is no symptom", did_you_mean(key, symptoms)) for key in strangers]
    graded = (grade_problem(key, grade) for key, grade in written.grades.items())
    problems += [*wrong, *filter(None, graded), *_silent(written)]
    trends = {f"{key}_trend": trend for key, trend in written.trends.items()}
    told_grades = {key: grade for key, grade in answers.items() if key in symptoms}
    check_in = CheckIn(
        at_hours=written.at_hours,
        answers={**{k: v for k, v in answers.items() if k not in symptoms}, **trends, **flags},
        grades={**told_grades, **written.grades},
        text=written.text,
        missed=written.missed,
        silent_hours=written.silent_hours,
    )
    return check_in, problems


def _silent(written: CheckInShape) -> Iterator[Problem]:
    told = [
        name for name in ("answers", "grades", "trends", "flags", "text") if getattr(written, name)
    ]
    if written.missed and told:
        yield f"is missed, and yet tells {' and '.join(told)}", "take out one of the two"
    if written.silent_hours is not None and not written.missed:
        yield "'silent_hours' is for a missed check-in", "add missed = true"


def _expected(shape: CaseShape) -> tuple[Expected, list[Problem]]:
    scale: type[Enum] = ScreeningClass if shape.kind == "screening" else TriageLevel
    expect = shape.expect
    problems: list[Problem] = []

    def read(name: str, known: type[Enum]) -> Any:
        written = getattr(expect, name)
        if written is None or written in {member.value for member in known}:
            return None if written is None else known(written)
        words = ", ".join(str(member.value) for member in known)
        problems.append((f"'{name}' cannot be '{written}'", f"write one of: {words}"))
        return None

    found = Expected(
        lowest=read("min", scale),
        highest=read("max", scale),
        urgency_lowest=read("urgency_min", TriageLevel),
        urgency_highest=read("urgency_max", TriageLevel),
    )
    if expect == ExpectShape():
        problems.append(("expects nothing", 'write expect = { min = "…", max = "…" }'))
    return found, problems
