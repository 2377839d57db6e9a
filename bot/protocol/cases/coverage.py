"""The cases that stand beside a protocol, and what none of them makes speak."""

from collections.abc import Iterator
from pathlib import Path

from bot.clinical.jurisdiction import PRACTITIONER, STALE
from bot.clinical.levels import ScreeningClass
from bot.clinical.protocol import Protocol
from bot.protocol.cases.loading import Loaded, load_cases, try_cases
from bot.protocol.fault import Fault
from bot.protocol.left_out import lines_within
from bot.protocol.loader import PACKAGED

FOLDER = "cases"


def cases_beside(
    protocol: Protocol, directory: Path | None = None
) -> tuple[list[Loaded], list[Fault]]:
    """Load the cases in a protocol's own folder, or the packaged ones when it has none."""
    own = (directory or PACKAGED) / FOLDER
    folder = own if own.is_dir() else PACKAGED / FOLDER
    return load_cases(protocol, [folder], lines_within(protocol, directory))


def unexercised(protocol: Protocol, loaded: list[Loaded]) -> tuple[str, ...]:
    """List the rules, screening answers and places that count and speak in no case."""
    spoke = {rule for tried in try_cases(protocol, loaded) for rule in tried.verdict.rules}
    rules = (rule.key for rule in protocol.rules)
    return tuple(key for key in (*rules, *_telling(protocol)) if key not in spoke)


def _telling(protocol: Protocol) -> Iterator[str]:
    """Name what makes a screening anything but clear, as a verdict names it."""
    for question in protocol.screening:
        for option in question.options:
            if not option.is_clear:
                yield f"{question.key}:{option.key}"
        for outcome in question.outcomes:
            if outcome.screening_class > ScreeningClass.CLEAR or outcome.urgency:
                yield f"{question.key}:{outcome.key}"
    rows = protocol.jurisdictions.rows
    keys = [row.key for row in rows if row.screening_class > ScreeningClass.CLEAR]
    yield from (f"{PRACTITIONER}:{key}" for key in (*keys, STALE))
