"""A case run through the engine, check-in by check-in, as a patient's chat would run it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.clinical.case import Case, CheckIn, Verdict
from bot.clinical.check_in import NO_PROBLEM, OTHER_PROBLEM, PROBLEMS, check_in_questions
from bot.clinical.earlier import remember, settle
from bot.clinical.facts import History, open_symptoms, report_facts
from bot.clinical.free_text import search
from bot.clinical.levels import TriageLevel
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Answers, Question, is_asked
from bot.clinical.schedule import Point
from bot.clinical.screening import screen
from bot.clinical.triage import Finding, Triage, triage
from bot.clinical.well import UNANSWERED, asked_of, nothing_new, well

SILENT = ("none", UNANSWERED)  # answers that tell of nothing


def run(protocol: Protocol, case: Case) -> Verdict:
    """Run a case under a protocol."""
    return _RUNS[case.kind](protocol, case)


def _screening(protocol: Protocol, case: Case) -> Verdict:
    told = well(protocol.screening, case.answers)
    answers = asked_of(protocol.screening, told, case.left)
    outcome = screen(
        protocol,
        answers,
        today=case.today or protocol.jurisdictions.checked_on,
        complete=True,
        facts={**answers, **case.left},
    )
    return Verdict(
        level=outcome.screening_class,
        urgency=outcome.urgency,
        rules=tuple(":".join(filter(None, (r.question, r.option))) for r in outcome.reasons),
        unused=_unused(case.answers, answers),
    )


def _safety(protocol: Protocol, case: Case) -> Verdict:
    answers = asked_of(protocol.safety, case.answers)
    result = triage(protocol, answers, complete=True, applies_to="safety")
    return _verdict(result, unused=_unused(case.answers, answers))


@dataclass(slots=True, kw_only=True)
class _Course:
    """What has been told so far."""

    told: list[Answers] = field(default_factory=list)
    alarming: list[frozenset[str]] = field(default_factory=list)
    level: TriageLevel | None = None


def _check_ins(protocol: Protocol, case: Case) -> Verdict:
    course = _Course()
    verdict = Verdict(level=TriageLevel.SELF_CARE, urgency=None)
    for check_in in case.check_ins:
        if check_in.missed:
            verdict = _verdict(_silence(protocol, check_in, course.level))
        else:
            verdict = _answered(protocol, case, check_in, course)
    return verdict


def _answered(protocol: Protocol, case: Case, check_in: CheckIn, course: _Course) -> Verdict:
    history = _history(protocol, case, check_in, course)
    heard = _heard(protocol, check_in.text)
    told = _told(protocol, case, check_in, history)
    answers, result = _fill(protocol, told, history, heard)
    course.told.append(answers)
    course.alarming.append(_alarming(result))
    course.level = result.level
    cut_short = result.level is TriageLevel.EMERGENCY
    given = {**check_in.answers, **{key: g for key, g in check_in.grades.items() if g}}
    return _verdict(result, unused=() if cut_short else _unused(given, answers))


def _history(protocol: Protocol, case: Case, check_in: CheckIn, course: _Course) -> History:
    settled = settle(protocol, course.told)
    reports = [pair for pair in zip(settled, course.alarming, strict=True) if pair[0].tells]
    alarming = reports[-1][1] if reports else frozenset()
    return History(
        screening=asked_of(protocol.screening, well(protocol.screening, case.answers)),
        baseline_nrs=case.baseline_nrs,
        baseline_grades=case.baseline_grades,
        days_taken=case.days_taken,
        previous=remember([report for report, _ in reports], alarming),
        hours=check_in.at_hours,
    )


def _told(protocol: Protocol, case: Case, check_in: CheckIn, history: History) -> dict[str, Any]:
    """Complete what a check-in tells: everything else is as usual and not there."""
    still_open = open_symptoms(history.previous)
    grades = {**dict.fromkeys(still_open, 0), **_implied(protocol, check_in), **check_in.grades}
    new = [key for key in grades if grades[key] >= 1 and key not in still_open]
    signs = {group.key for group in protocol.signs}
    # A sign that comes with no symptom is told as something else.
    worry = [OTHER_PROBLEM] if signs & check_in.answers.keys() else []
    asked = (*protocol.check_in, *protocol.signs, *_follow_ups(protocol))
    usual = {question.key: nothing_new(question) for question in asked}
    usual |= {"nrs": case.baseline_nrs, PROBLEMS: [*new, *worry] or [NO_PROBLEM]}
    return {
        key: value
        for key, value in {**usual, **grades, **check_in.answers}.items()
        if value is not None and value != UNANSWERED
    }


def _follow_ups(protocol: Protocol) -> list[Question]:
    """List the questions about a symptom that can be answered with "nothing"."""
    follow_ups = [question for symptom in protocol.symptoms for question in symptom.follow_ups]
    return [question for question in follow_ups if question.option("none")]


def _implied(protocol: Protocol, check_in: CheckIn) -> dict[str, int]:
    """Give the least grade of a symptom that was not told, but whose question tells of harm.

    Who has thoughts of ending their life was asked for them after a low mood: a case that tells
    only of the thoughts must not be judged as if it told nothing.
    """
    return {
        symptom.key: 1
        for symptom in protocol.symptoms
        for question in symptom.follow_ups
        if question.option("none") and check_in.answers.get(question.key, "none") not in SILENT
    }


def _heard(protocol: Protocol, text: str) -> tuple[Finding, ...]:
    """Find red flags in what was typed: they count before anything else."""
    flags = search(protocol.free_text, text)
    return tuple(Finding(rule=f.rule, level=f.level, message=f.message) for f in flags)


def _fill(
    protocol: Protocol, told: Answers, history: History, heard: tuple[Finding, ...]
) -> tuple[Answers, Triage]:
    """Put the questions in turn; an emergency ends the check-in, as it does in the chat."""
    still_open = frozenset(open_symptoms(history.previous))
    answers: dict[str, Any] = {}
    if Triage(findings=heard).level is TriageLevel.EMERGENCY:
        return answers, Triage(findings=heard)
    for question in check_in_questions(protocol, still_open=still_open):
        if question.key not in told:
            continue
        if not is_asked(question, report_facts(protocol, answers, history)):
            continue
        answers[question.key] = told[question.key]
        facts = report_facts(protocol, answers, history)
        result = triage(protocol, facts, complete=False)
        if result.level is TriageLevel.EMERGENCY:
            return answers, _with(heard, _only_serious(result))
    result = triage(protocol, report_facts(protocol, answers, history), complete=True)
    return answers, _with(heard, result)


def _with(heard: tuple[Finding, ...], result: Triage) -> Triage:
    return Triage(findings=(*heard, *result.findings), undecided=result.undecided)


def _alarming(result: Triage) -> frozenset[str]:
    """Name the symptoms that a finding at contact_clinic or higher speaks of."""
    serious = (f for f in result.findings if f.level >= TriageLevel.CONTACT_CLINIC)
    return frozenset(symptom for finding in serious for symptom in finding.symptoms)


def _only_serious(result: Triage) -> Triage:
    """Leave out what is premature when the rest was never asked."""
    return Triage(findings=tuple(f for f in result.findings if f.level > TriageLevel.SELF_CARE))


def _silence(protocol: Protocol, check_in: CheckIn, last: TriageLevel | None) -> Triage:
    """Run the rules about a check-in that nobody answers."""
    schedule = protocol.schedule
    point = _nearest(schedule.points, check_in.at_hours or 0)
    silent = check_in.silent_hours
    facts: dict[str, Any] = {
        "point": point.key,
        "hours_silent": schedule.silence_hours(point.key) if silent is None else silent,
        **({} if last is None else {"last_level": last.value}),
    }
    return triage(protocol, facts, complete=False, applies_to="silence")


def _nearest(points: tuple[Point, ...], hours: float) -> Point:
    return min(points, key=lambda point: abs(point.due - hours))


def _verdict(result: Triage, unused: tuple[str, ...] = ()) -> Verdict:
    rules = (finding.rule for finding in result.findings if not finding.undecided)
    return Verdict(
        level=result.level,
        urgency=result.level,
        rules=tuple(dict.fromkeys(rules)),
        undecided=result.undecided,
        unused=unused,
    )


def _unused(told: Mapping[str, Any], answers: Answers) -> tuple[str, ...]:
    return tuple(key for key in told if key not in answers and told[key] != UNANSWERED)


_RUNS = {"screening": _screening, "check_in": _check_ins, "safety": _safety}
