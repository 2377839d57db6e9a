"""Questionnaires: every question can be answered, and those that the bot reads are there."""

from collections.abc import Iterator, Mapping

from bot.clinical.check_in import NO_PROBLEM, PROBLEMS
from bot.clinical.comparison import NECK, SYMPTOMS, USUAL
from bot.clinical.levels import TriageLevel
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Kind, Question
from bot.clinical.triage import triage
from bot.protocol.entries import questions
from bot.protocol.fault import Fault, did_you_mean

GATE = "gate"  # the first question of every check-in: red flags

# Questions the bot itself reads, by questionnaire.
NEEDED: Mapping[str, Mapping[str, Kind]] = {
    "check_in": {GATE: Kind.CHOICE, "nrs": Kind.NUMBER, PROBLEMS: Kind.SEVERAL},
    "diary": {"nrs_worst": Kind.NUMBER, "medicine": Kind.CHOICE, "medicines": Kind.SEVERAL},
    "course": {
        USUAL: Kind.NUMBER,
        SYMPTOMS: Kind.SEVERAL,
        "change": Kind.CHOICE,
        "nrs_worst_week": Kind.NUMBER,
        "days_last_14": Kind.NUMBER,
        "duration_usual": Kind.CHOICE,
        "disability_usual": Kind.CHOICE,
        "took_any": Kind.NUMBER,
        "took_simple": Kind.NUMBER,
        "took_strong": Kind.NUMBER,
        NECK: Kind.SEVERAL,
    },
    "session": {
        "ended": Kind.CHOICE,
        "ended_date": Kind.DATE,
        "ended_time": Kind.TIME,
        "areas": Kind.SEVERAL,
        "baseline_nrs": Kind.NUMBER,
    },
}


def question_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find questions that cannot be answered, or that the bot needs and does not find."""
    for table, under, question in questions(protocol):
        name = f"{under} · {question.key}" if under else question.key
        for problem, remedy in _answers(question):
            yield Fault(file=table, entry=name, problem=problem, remedy=remedy)
        if under and not question.when:
            yield Fault(
                file=table,
                entry=name,
                problem="is asked whether or not the symptom is there",
                remedy=f'add a line  when = "{under} >= 1"',
            )
        if table == "signs" and not question.when:
            yield Fault(
                file=table,
                entry=name,
                problem="is asked at every check-in",
                remedy='say where it can matter: when = "headache_up"',
            )
    yield from _needed(protocol)


def _answers(question: Question) -> Iterator[tuple[str, str]]:
    picks = question.kind in (Kind.CHOICE, Kind.SEVERAL)
    if picks and not question.options and question.key != PROBLEMS:
        yield "has no answers to choose from", "add options = [{ key = … }, …]"
    if question.kind in (Kind.NUMBER, Kind.AGE) and question.low >= question.high:
        yield f"goes from {question.low} to {question.high}", "low must be below high"
    if question.kind is Kind.GRADE or question.symptom:
        yield "grades belong to symptoms", "add a symptom to symptoms.toml instead"
    if question.kind is Kind.SCREEN:
        yield "a screen is no question", "add [[screens]] with the keys of questions as its items"


def _needed(protocol: Protocol) -> Iterator[Fault]:
    for table, wanted in NEEDED.items():
        there = {question.key: question.kind for question in getattr(protocol, table)}
        for key, kind in wanted.items():
            if there.get(key) is not kind:
                yield Fault(
                    file=table,
                    entry=key,
                    problem=f"the bot needs this question, of kind '{kind}'",
                    remedy="take it over from the packaged protocol",
                )
    if not protocol.check_in or protocol.check_in[0].key != GATE:
        yield Fault(
            file="check_in",
            entry=GATE,
            problem="must come first: red flags before anything else",
            remedy="move it to the top",
        )
    for question in protocol.check_in:
        none = question.option(NO_PROBLEM)
        if question.key == PROBLEMS and (none is None or not none.alone):
            yield Fault(
                file="check_in",
                entry=PROBLEMS,
                problem=f"needs the answer '{NO_PROBLEM}', standing alone",
                remedy=f'add {{ key = "{NO_PROBLEM}", alone = true }} to its options',
            )


def medicine_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find kinds of medicine that are counted and cannot be told."""
    told = {o.key for q in protocol.diary if q.key == "medicine" for o in q.options}
    rule = protocol.medicine_days
    for kind in (*rule.strong, *rule.simple):
        if kind not in told:
            yield Fault(
                file="medicine_days",
                entry=kind,
                problem="is no answer to 'medicine'",
                remedy=did_you_mean(kind, told),
            )


def gate_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find red flags on the gate that no rule answers."""
    lines = [o.key for q in protocol.check_in if q.key == GATE for o in q.options]
    for line in lines:
        if line == NO_PROBLEM:
            continue
        found = triage(protocol, {GATE: line}, complete=False)
        if found.level < TriageLevel.URGENT:
            yield Fault(
                file="check_in",
                entry=f"{GATE} · {line}",
                problem="no rule answers this red flag",
                remedy=f"add a rule with {GATE} == '{line}' at urgent or emergency",
            )
