"""Everything that can be wrong with a protocol that its shape alone does not show."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from bot.clinical.protocol import Protocol
from bot.protocol.comparison import comparison_faults
from bot.protocol.conditions import Condition, conditions
from bot.protocol.entries import entries
from bot.protocol.expressions import Problem, problems, unreadable
from bot.protocol.fault import Fault, did_you_mean
from bot.protocol.keys import key_faults
from bot.protocol.lexicons import lexicon_faults
from bot.protocol.places import place_faults
from bot.protocol.questions import gate_faults, medicine_faults, question_faults
from bot.protocol.reading import FILES
from bot.protocol.screens import screen_faults
from bot.protocol.search import witness
from bot.protocol.timing import evening_faults, silence_faults, timing_faults, usual_faults
from bot.protocol.words import word_faults


def check(
    protocol: Protocol,
    *,
    words: Mapping[str, Collection[str]] | None = None,
    files: Mapping[str, str] = FILES,
) -> tuple[Fault, ...]:
    """List what is wrong with a protocol; with `words`, also what each language lacks.

    `words` gives the keys that each language has words for, `files` the file of each table.
    """
    listed = list(conditions(protocol))
    faults = [_fault(c, problem) for c in listed for problem in unreadable(c.expression)]
    faults += key_faults(protocol)
    can_be_tried = not faults  # what follows needs names and conditions that can be read
    faults += [*question_faults(protocol), *timing_faults(protocol)]
    faults += [*_sources(protocol), *_advice(protocol), *_regions(protocol)]
    faults += lexicon_faults(protocol)
    faults += place_faults(protocol)
    faults += [*evening_faults(protocol.evening), *medicine_faults(protocol)]
    faults += [*usual_faults(protocol), *comparison_faults(protocol)]
    if can_be_tried:
        faults += [*gate_faults(protocol), *silence_faults(protocol), *screen_faults(protocol)]
        faults += [_fault(c, problem) for c in listed for problem in _tried(c)]
    in_files = [replace(fault, file=files.get(fault.file, fault.file)) for fault in faults]
    return (*in_files, *word_faults(protocol, words or {}))


def _fault(condition: Condition, problem: Problem) -> Fault:
    return Fault(
        file=condition.table, entry=condition.entry, problem=problem[0], remedy=problem[1]
    )


def _tried(condition: Condition) -> list[Problem]:
    expression, known = condition.expression, condition.vocabulary
    is_value = condition.role == "value"
    found = problems(expression, known, yes_or_no=not is_value)
    if found or is_value:
        return found
    if witness(expression, known) is None:
        return [("can never be true", "loosen a number, or turn an && into ||")]
    if condition.role == "rule" and witness(f"!({expression})", known) is None:
        return [("is true whatever is answered", "say when it should speak")]
    return []


def _advice(protocol: Protocol) -> Iterator[Fault]:
    """Find advice that is named and is not there."""
    known = [advice.key for advice in protocol.advice]
    named = [("symptoms", symptom.key, symptom.advice) for symptom in protocol.symptoms]
    named += [("rules", rule.key, rule.advice) for rule in protocol.rules]
    for table, entry, keys in named:
        for key in keys:
            if key not in known:
                yield Fault(
                    file=table,
                    entry=entry,
                    problem=f"gives the advice '{key}', which is not there",
                    remedy=did_you_mean(key, known),
                )


def _sources(protocol: Protocol) -> Iterator[Fault]:
    for entry in entries(protocol):
        if not entry.source.strip():
            yield Fault(
                file=entry.table,
                entry=entry.name,
                problem="names no source",
                remedy='write where it comes from: source = "[D] our own decision"',
            )


def _regions(protocol: Protocol) -> Iterator[Fault]:
    for region in protocol.regions:
        if not any(sign.isdigit() for sign in region.emergency):
            yield Fault(
                file="regions",
                entry=region.key,
                problem="has no emergency number",
                remedy='write the number people call there: emergency = "112"',
            )
