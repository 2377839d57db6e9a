"""Recording a program's writes with strace, and reading what strace wrote down."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.faults.power.disk import Cut, Named, NamesSynced, Said, Step, Sync, Write

MISSING = "This test needs strace. On Debian: sudo apt install strace"
READ = ("openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "unlink")
# Ways to write that are not read here: a trace in which they touch the database proves nothing.
UNREAD = ("pwritev", "pwritev2", "writev", "fallocate", "rename", "renameat2", "unlinkat")
OPTIONS = (
    *("-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "1000000", "-e", "signal=none"),
    *("-e", "status=successful", "-e", f"trace={','.join(READ + UNREAD)}"),
)
CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += +\d+")
OPENED = re.compile(r'^[^"]*"([^"]*)", ([A-Z_|]+)')
ON_A_FILE = re.compile(r"^(\d+)<([^>]*)>")
HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
SHARED_MEMORY = "-shm"  # what is in it is gone with the power; its name may stay
ROOT = Path(__file__).parents[3]


def is_allowed() -> bool:
    """Tell whether this machine lets one program watch another; some containers do not."""
    assert shutil.which("strace"), MISSING
    return subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"]).returncode == 0


def record(folder: Path, patients: int, levels: tuple[str, ...]) -> dict[str, list[Step]]:
    """Let people answer at each level of `PRAGMA synchronous`, and give what was written."""
    trace = folder / "trace"
    lives = [f"{folder / level}={level}" for level in levels]
    program = [sys.executable, "-m", "tests.faults.power.recorded", str(patients), *lives]
    command = ["strace", *OPTIONS, "-o", str(trace), *program]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    lines = trace.read_text().splitlines()
    trace.unlink()
    return {level: Reader(folder / level / "data").steps(lines) for level in levels}


class Reader:
    """Reads what happened to the files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._living: dict[str, int] = {}
        self._files = 0

    def steps(self, lines: list[str]) -> list[Step]:
        """Give all steps from the first file on, to the last."""
        steps = [step for line in lines for step in self._of(line)]
        first = next(place for place, step in enumerate(steps) if isinstance(step, Named))
        last = max(place for place, step in enumerate(steps) if not isinstance(step, Said))
        return steps[first : last + 1]

    def _of(self, line: str) -> Iterator[Step]:
        assert "unfinished" not in line, "two threads wrote at once: their order is not known"
        found = CALL.match(line)
        if found is None:
            return
        call, given = found[1], found[2]
        assert call not in UNREAD or plain(str(self._folder)) not in given, f"unread: {call}"
        if call == "openat":
            yield from self._created(given)
        elif call == "unlink":
            yield from self._removed(Path(content(given).decode()))
        elif at := ON_A_FILE.match(given):
            path = Path(bytes.fromhex(at[2].replace("\\x", "")).decode())
            yield from said(given) if at[1] == "1" else self._changed(call, path, given)

    def _created(self, given: str) -> Iterator[Step]:
        found = OPENED.match(given)
        path = Path(content(given).decode()) if found and "O_CREAT" in found[2] else Path()
        if path.parent == self._folder and path.name not in self._living:
            self._files += 1
            self._living[path.name] = self._files
            yield Named(path.name, self._files)

    def _removed(self, path: Path) -> Iterator[Step]:
        if path.parent == self._folder and path.name in self._living:
            del self._living[path.name]
            yield Named(path.name, None)

    def _changed(self, call: str, path: Path, given: str) -> Iterator[Step]:
        if path == self._folder:
            yield NamesSynced()
        file = self._living.get(path.name) if path.parent == self._folder else None
        if file is None or path.name.endswith(SHARED_MEMORY):
            return
        number = given.rsplit(",", 1)[-1].strip()
        if call == "pwrite64":
            yield Write(file, int(number), content(given))
        elif call == "ftruncate":
            yield Cut(file, int(number, 0))
        elif call.endswith("sync"):
            yield Sync(file)


def said(given: str) -> Iterator[Step]:
    """Read what the program said it holds."""
    words = content(given).decode(errors="replace").split()
    if words[:1] == ["held"]:
        yield Said(tuple(int(word) for word in words[1:]))


def content(given: str) -> bytes:
    """Give the first text of a call."""
    found = HEX.search(given)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else b""


def plain(text: str) -> str:
    """Write a text as strace does."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode())
