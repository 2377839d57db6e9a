"""Cases loaded from files and run: what passes, what does not, and which rules spoke."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.clinical.case import Case, Verdict, misses
from bot.clinical.protocol import Protocol
from bot.clinical.trial import run
from bot.protocol.cases.files import Written, read_files
from bot.protocol.cases.fitting import fitted
from bot.protocol.cases.shape import shaped
from bot.protocol.fault import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One case and the file it stands in."""

    file: str
    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One case that was run: what came of it, and what differs from what was expected."""

    file: str
    case: Case
    verdict: Verdict
    misses: tuple[str, ...]


def load_cases(
    protocol: Protocol, paths: Iterable[Path], lines: Mapping[str, str]
) -> tuple[list[Loaded], list[Fault]]:
    """Load the cases that can be run, and say what is wrong with the others.

    `lines` names the gate's line that a red flag without a question of its own is asked within.
    """
    loaded: list[Loaded] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for written in read_files(paths):
        if isinstance(written, Fault):
            faults.append(written)
            continue
        found = _load(protocol, written, lines)
        if isinstance(found, Loaded) and found.case.id in seen:
            found = [_twice(found, seen[found.case.id])]
        if isinstance(found, Loaded):
            seen[found.case.id] = found.file
            loaded.append(found)
        else:
            faults += found
    return loaded, faults


def _load(protocol: Protocol, written: Written, lines: Mapping[str, str]) -> Loaded | list[Fault]:
    shape = shaped(written)
    if isinstance(shape, list):
        return shape
    case, misfits = fitted(protocol, shape, lines)
    if not misfits:
        return Loaded(file=written.file, case=case)
    return [
        Fault(
            file=written.file,
            entry=" · ".join(filter(None, (case.id, where))),
            problem=problem,
            remedy=remedy,
        )
        for where, (problem, remedy) in misfits
    ]


def _twice(found: Loaded, file: str) -> Fault:
    where = "" if file == found.file else f", also in {file}"
    return Fault(
        file=found.file,
        entry=found.case.id,
        problem=f"the id is used twice{where}",
        remedy="give one of them another id",
    )


def try_cases(protocol: Protocol, loaded: Iterable[Loaded]) -> Iterator[Tried]:
    """Run cases under a protocol."""
    for found in loaded:
        verdict = run(protocol, found.case)
        yield Tried(
            file=found.file,
            case=found.case,
            verdict=verdict,
            misses=misses(found.case.expect, verdict),
        )
