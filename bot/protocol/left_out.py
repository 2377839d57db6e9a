"""What a protocol leaves out, and why: for the clinician who signs it, not for the engine."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import STRICT
from bot.protocol.cases.flags import gate_lines
from bot.protocol.fault import Fault, ProtocolError
from bot.protocol.loader import PACKAGED
from bot.protocol.reading import BESIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One thing that is left out; `asked_within` is the gate's line that holds a red flag."""

    __pydantic_config__ = STRICT
    id: str
    what: str
    reason: str
    asked_within: str = ""


ADAPTER = TypeAdapter(tuple[LeftOut, ...])


def left_out(directory: Path | None = None) -> tuple[LeftOut, ...]:
    """Read what the protocol of a directory leaves out; raises ProtocolError when it cannot."""
    path = (directory or PACKAGED) / BESIDE
    if not path.exists():
        return ()
    try:
        return ADAPTER.validate_python(tomllib.loads(path.read_text("utf-8")).get("left_out", []))
    except (OSError, ValueError, ValidationError) as error:
        reason = " ".join(str(error).split())
        fault = Fault(
            file=BESIDE,
            entry="",
            problem=f"cannot be read: {reason}",
            remedy="write id, what and reason for each [[left_out]]",
        )
        raise ProtocolError((fault,)) from error


def lines_within(protocol: Protocol, directory: Path | None = None) -> Mapping[str, str]:
    """Name the gate's line that each red flag without a question of its own is asked within."""
    lines = gate_lines(protocol)
    return {
        entry.id: entry.asked_within
        for entry in left_out(directory)
        if entry.asked_within in lines
    }
