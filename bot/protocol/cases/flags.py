"""Red flags of a case, turned into what the protocol asks now."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.clinical.check_in import NO_PROBLEM
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Kind, Question
from bot.clinical.triage import triage
from bot.protocol.expressions import Problem
from bot.protocol.fault import did_you_mean
from bot.protocol.questions import GATE

UNSURE = "unsure"


def flag_answers(
    protocol: Protocol, flags: Mapping[str, str], lines: Mapping[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    """Turn flags into answers; `lines` names the gate's line that a flag is asked within.

    What has happened and gone counts as there. The gate takes one answer: the gravest line.
    "Not sure" is one answer for a group of signs: it counts when it is the graver one.
    """
    own = {q.key: q for q in _asked(protocol) if q.key != GATE and q.option("yes")}
    known = {**lines, **{line: line for line in gate_lines(protocol)}}
    groups = sign_groups(protocol)
    answers: dict[str, Any] = {}
    tapped: list[str] = []
    ticked: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for flag, said in flags.items():
        if flag in own:
            answers[flag] = said if own[flag].option(said) else "yes"
        elif flag in groups:
            ticked.setdefault(groups[flag], []).append(UNSURE if said == UNSURE else flag)
            if said == "no":
                ticked[groups[flag]].pop()
        elif flag not in known:
            problems.append(_unknown(flag, {*known, *own, *groups}))
        elif said != "no":
            tapped.append(UNSURE if said == UNSURE else known[flag])
    for group, keys in ticked.items():
        answers |= {group: _gravest(protocol, group, keys)} if keys else {}
    if tapped:
        answers[GATE] = max(
            tapped, key=lambda line: triage(protocol, {GATE: line}, complete=False).level
        )
    return answers, problems


def sign_groups(protocol: Protocol) -> dict[str, str]:
    """Name the group that each red-flag sign is asked in."""
    return {
        option.key: group.key
        for group in protocol.signs
        if group.kind is Kind.SEVERAL
        for option in group.options
        if not option.alone
    }


def _gravest(protocol: Protocol, group: str, keys: list[str]) -> list[str]:
    sure = [key for key in keys if key != UNSURE]
    offered = [found for found in (sure, [UNSURE] if UNSURE in keys else []) if found]
    return max(offered, key=lambda found: triage(protocol, {group: found}, complete=False).level)


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
