"""Questionnaires: every question can be answered and reached, and every path ends."""

from collections.abc import Iterator, Mapping

from bot.clinical.check_in import NO_PROBLEM, PROBLEMS
from bot.clinical.expression import variables
from bot.clinical.levels import TriageLevel
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Kind, Question
from bot.clinical.triage import triage
from bot.protocol.entries import questions
from bot.protocol.fault import Fault

# Questions the bot itself reads, by questionnaire.
NEEDED: Mapping[str, Mapping[str, Kind]] = {
    "check_in": {"nrs": Kind.NUMBER, PROBLEMS: Kind.SEVERAL},
    "session": {
        "ended": Kind.CHOICE,
        "ended_date": Kind.DATE,
        "ended_time": Kind.TIME,
        "areas": Kind.SEVERAL,
        "baseline_nrs": Kind.NUMBER,
    },
}


def question_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find questions that cannot be answered, are missing, or go round in circles."""
    for table, under, question in questions(protocol):
        name = f"{under} · {question.key}" if under else question.key
        for problem, remedy in (*_answers(question), *_order(protocol, table, question)):
            yield Fault(file=table, entry=name, problem=problem, remedy=remedy)
        if under and not question.when:
            yield Fault(
                file=table,
                entry=name,
                problem="is asked whether or not the symptom is there",
                remedy=f'add a line  when = "{under} >= 1"',
            )
    yield from _needed(protocol)
    yield from _gate(protocol)


def _answers(question: Question) -> Iterator[tuple[str, str]]:
    picks = question.kind in (Kind.CHOICE, Kind.SEVERAL)
    if picks and not question.options and question.key != PROBLEMS:
        yield "has no answers to choose from", "add options = [{ key = … }, …]"
    if question.kind in (Kind.NUMBER, Kind.AGE) and question.low >= question.high:
        yield f"goes from {question.low} to {question.high}", "low must be below high"
    if question.kind is Kind.GRADE or question.symptom:
        yield "grades belong to symptoms", "add a symptom to symptoms.toml instead"


def _order(protocol: Protocol, table: str, question: Question) -> Iterator[tuple[str, str]]:
    """A question may hang on earlier ones only: so each answer brings the end nearer."""
    if table == "symptoms" or not question.when:
        return
    keys = [other.key for other in getattr(protocol, table)]
    later = keys[keys.index(question.key) :]
    try:
        named = variables(question.when)
    except ValueError:
        return  # reported where expressions are read
    for name in sorted(named & set(later)):
        if name == question.key:
            yield "is asked only after its own answer", "take itself out of its `when`"
        else:
            yield f"hangs on '{name}', which is asked later", f"move it behind '{name}'"


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
    for question in protocol.check_in:
        none = question.option(NO_PROBLEM)
        if question.key == PROBLEMS and (none is None or not none.alone):
            yield Fault(
                file="check_in",
                entry=PROBLEMS,
                problem=f"needs the answer '{NO_PROBLEM}', standing alone",
                remedy=f'add {{ key = "{NO_PROBLEM}", alone = true }} to its options',
            )


def _gate(protocol: Protocol) -> Iterator[Fault]:
    """Every line of the first question but "none" is a red flag: a rule must answer it."""
    gate = protocol.check_in[0] if protocol.check_in else None
    for option in gate.options if gate else ():
        if option.key == NO_PROBLEM or gate is None:
            continue
        found = triage(protocol, {gate.key: option.key}, complete=False)
        if found.level < TriageLevel.URGENT:
            yield Fault(
                file="check_in",
                entry=f"{gate.key} · {option.key}",
                problem="no rule answers this red flag",
                remedy=f"add a rule with {gate.key} == '{option.key}' at urgent or emergency",
            )
