"""A program that the bot is set beside: a process of its own, asked by lines of JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[1]
ENVIRONMENT = ROOT / ".venv" / "peers" / "bin" / "python"


class Peer:
    """A process that reads one line of JSON, does what it asks and answers with one line."""

    def __init__(self, module: str, *arguments: str, python: Path = ENVIRONMENT) -> None:
        self._process = subprocess.Popen(
            [python, "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.communicate(timeout=60)  # the end of its input is the end of its work

    @property
    def pid(self) -> int:
        """The process, for what is read of it from outside."""
        return self._process.pid

    def end(self) -> None:
        """End one that does not read its input."""
        self._process.kill()
        self._process.communicate(timeout=60)

    def ask(self, question: object) -> Any:
        """Ask and wait for the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended before it had answered")
        return json.loads(line)


def own(module: str, *arguments: str) -> Peer:
    """Start a part of the bench itself, beside the bot's own packages."""
    return Peer(module, *arguments, python=Path(sys.executable))


def peer_version(name: str) -> str:
    """Tell which version of a package is in the peers' environment."""
    code = f"from importlib.metadata import version; print(version({name!r}))"
    return subprocess.check_output([ENVIRONMENT, "-c", code], text=True).strip()
