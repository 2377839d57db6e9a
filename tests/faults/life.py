"""One life of the bot: the program in a process of its own, from its start to its end."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Lives are forked from a process that has imported the program, and read the protocol, and done
# nothing else: then kills fall into the bot's work and not into its imports.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["bot.__main__", "tests.house"])


def begin(environ: Mapping[str, str], folder: Path) -> BaseProcess:
    """Start a life; what it writes goes to bot.log in the folder."""
    life = PROCESSES.Process(target=run, args=(dict(environ), folder), daemon=True)
    life.start()
    return life


def run(environ: dict[str, str], folder: Path) -> None:
    """Be `python -m bot run` with these settings and no others."""
    from bot.__main__ import main

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    log = os.open(folder / "bot.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    main(["run"])


def begin_cold(environ: Mapping[str, str], folder: Path) -> subprocess.Popen[bytes]:
    """Start `python -m bot run` itself."""
    with (folder / "bot.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env={**environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
