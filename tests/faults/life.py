"""One life of the program: in a process of its own, from its start to its end."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlite_utils import Database

ROOT = Path(__file__).parents[2]
LOG = "bot.log"
# Lives are forked from a process that has imported the program, and read the protocol, and done
# nothing else: then kills fall into the bot's work and not into its imports.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["bot.__main__", "tests.house"])


def begin(environ: Mapping[str, str], folder: Path, *arguments: str) -> BaseProcess:
    """Start `python -m bot …`, or the bot itself; what it writes goes to bot.log in the folder."""
    return does(environ, folder, program, arguments or ("run",))


def does(
    environ: Mapping[str, str], folder: Path, work: Callable[..., None], *given: object
) -> BaseProcess:
    """Start a life that does some work of the program's."""
    life = PROCESSES.Process(target=run, args=(dict(environ), folder, work, given), daemon=True)
    life.start()
    return life


def run(
    environ: dict[str, str], folder: Path, work: Callable[..., None], given: tuple[object, ...]
) -> None:
    """Do the work in this folder, with these settings and no others."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    work(*given)


def program(arguments: tuple[str, ...]) -> None:
    """Be `python -m bot` with these arguments."""
    from bot.__main__ import main

    main(list(arguments))


def ends_at(db: Database, statement: int) -> None:
    """Let this process be killed before its connection runs a statement of this number."""
    seen = 0

    def counts(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    db.conn.set_trace_callback(counts)


def begin_cold(environ: Mapping[str, str], folder: Path) -> subprocess.Popen[bytes]:
    """Start `python -m bot run` itself."""
    with (folder / LOG).open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env={**environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
