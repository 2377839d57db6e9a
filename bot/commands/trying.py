"""`protocol try`: patient cases run against the protocol in force."""

import json
import sys
from pathlib import Path

import click

from bot.clinical.protocol import Protocol
from bot.commands.opened import FAULTY, refuse
from bot.protocol import ProtocolError, load_protocol, report_lines
from bot.protocol.cases import Tried, load_cases, try_cases
from bot.protocol.left_out import lines_within
from bot.settings import SettingsError, load_settings

DIRECTORY = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("try")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line and case.")
@click.option(
    "--protocol", "directory", type=DIRECTORY, help="Another protocol than the one in force."
)
def try_files(files: tuple[Path, ...], as_json: bool, directory: Path | None) -> None:
    """Run patient cases from TOML, YAML or JSON files (or directories of them).

    Ends with 1 when a case does not come out as expected, or cannot be read.
    """
    protocol, lines = load_with_lines(directory or in_force())
    loaded, faults = load_cases(protocol, files, lines)
    failed = 0
    for tried in try_cases(protocol, loaded):
        failed += bool(tried.misses)
        click.echo(_json(tried) if as_json else _line(tried))
    for line in report_lines(faults):
        click.echo(line, err=True)
    if not as_json:
        click.echo(f"{len(loaded)} cases: {len(loaded) - failed} as expected, {failed} not.")
    if failed or faults:
        sys.exit(FAULTY)


def in_force() -> Path | None:
    """Find the directory of the protocol the bot would run with; None for the packaged one."""
    try:
        return load_settings().protocol_dir
    except SettingsError as error:
        refuse(error.faults)


def load_with_lines(directory: Path | None) -> tuple[Protocol, dict[str, str]]:
    """Load a protocol and where its gate asks red flags; says every fault when it cannot."""
    try:
        protocol = load_protocol(directory)
        return protocol, dict(lines_within(protocol, directory))
    except ProtocolError as error:
        refuse(report_lines(error.faults))


def _line(tried: Tried) -> str:
    verdict = tried.verdict
    parts = [
        f"{'FAIL' if tried.misses else 'pass'}  {tried.case.id}",
        verdict.outcome,
        *tried.misses,
        tried.case.title if tried.misses else "",
        _listed("rules", verdict.rules),
        _listed("undecided", verdict.undecided),
        _listed("not used", verdict.unused),
    ]
    return " · ".join(filter(None, parts))


def _listed(name: str, keys: tuple[str, ...]) -> str:
    return f"{name}: {', '.join(keys)}" if keys else ""


def _json(tried: Tried) -> str:
    case, verdict = tried.case, tried.verdict
    told = {
        "file": tried.file,
        "id": case.id,
        "kind": case.kind,
        "title": case.title,
        "passed": not tried.misses,
        "level": verdict.level.value,
        "urgency": verdict.urgency.value if verdict.urgency else None,
        "rules": verdict.rules,
        "undecided": verdict.undecided,
        "unused": verdict.unused,
        "misses": tried.misses,
    }
    return json.dumps(told, ensure_ascii=False)
