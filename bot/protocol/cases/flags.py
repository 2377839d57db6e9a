"""Red flags of a case, turned into what the protocol asks now."""

from collections.abc import Collection, Mapping

from bot.clinical.check_in import NO_PROBLEM
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Question
from bot.clinical.triage import triage
from bot.protocol.expressions import Problem
from bot.protocol.fault import did_you_mean
from bot.protocol.questions import GATE

UNSURE = "unsure"


def flag_answers(
    protocol: Protocol, flags: Mapping[str, str], lines: Mapping[str, str]
) -> tuple[dict[str, str], list[Problem]]:
    """Turn flags into answers; `lines` names the gate's line that a flag is asked within.

    What has happened and gone counts as there. The gate takes one answer: the gravest line.
    """
    own = {q.key: q for q in _asked(protocol) if q.key != GATE and q.option("yes")}
    known = {**lines, **{line: line for line in gate_lines(protocol)}}
    answers: dict[str, str] = {}
    tapped: list[str] = []
    problems: list[Problem] = []
    for flag, said in flags.items():
        if flag in own:
            answers[flag] = said if own[flag].option(said) else "yes"
        elif flag not in known:
            problems.append(_unknown(flag, {*known, *own}))
        elif said != "no":
            tapped.append(UNSURE if said == UNSURE else known[flag])
    if tapped:
        answers[GATE] = max(
            tapped, key=lambda line: triage(protocol, {GATE: line}, complete=False).level
        )
    return answers, problems


def _unknown(flag: str, known: Collection[str]) -> Problem:
    near = did_you_mean(flag, known)
    return (
        f"'{flag}' is no red flag that this protocol asks about",
        near or f"write one of: {', '.join(sorted(known))}",
    )


def gate_lines(protocol: Protocol) -> tuple[str, ...]:
    """List the red flags that the gate offers."""
    options = [option.key for q in protocol.check_in if q.key == GATE for option in q.options]
    return tuple(key for key in options if key != NO_PROBLEM)


def _asked(protocol: Protocol) -> list[Question]:
    return [*protocol.check_in, *(q for symptom in protocol.symptoms for q in symptom.follow_ups)]
