"""The cases that stand beside a protocol, and the rules that none of them makes speak."""

from pathlib import Path

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


def unexercised_rules(protocol: Protocol, loaded: list[Loaded]) -> tuple[str, ...]:
    """List the rules that speak in no case."""
    spoke = {rule for tried in try_cases(protocol, loaded) for rule in tried.verdict.rules}
    return tuple(rule.key for rule in protocol.rules if rule.key not in spoke)
