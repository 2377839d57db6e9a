"""What is wrong with a protocol, in words a clinician can act on."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to put right: where it stands, what is wrong, what to write instead."""

    file: str
    entry: str
    problem: str
    remedy: str = ""

    def __str__(self) -> str:
        """Join the parts into one line."""
        return " · ".join(filter(None, (self.file, self.entry, self.problem, self.remedy)))


class ProtocolError(Exception):
    """A protocol that cannot be used, with everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(report_lines(faults)))
        self.faults = faults


def report_lines(faults: Iterable[Fault]) -> list[str]:
    """Write one line per fault, in the order of the files."""
    return [str(fault) for fault in sorted(faults, key=lambda fault: fault.file)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the known names nearest to a word, or list what there is when it is little."""
    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.5)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known here: {', '.join(names)}" if 0 < len(names) <= 12 else ""
