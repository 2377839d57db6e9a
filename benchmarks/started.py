"""Starts a program and looks at it from outside: its first poll, its first message, its memory."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.first_poll import PATIENCE, Noted, Telegram
from benchmarks.large_clinic import KEY
from benchmarks.peer import ENVIRONMENT, ROOT
from benchmarks.waiting_clinic import fill_waiting, open_waiting, plan
from bot.storage.database import transaction

TOKEN = "123456789:TEST-token-of-the-bench-000000003"
SETTLED = 2.0  # seconds after the first poll, when memory is read
FACTS = {
    "DATABASE": "clinic.db",
    "DATABASE_KEY_FILE": "keys/database.key",
    "TELEGRAM_BOT_TOKEN": TOKEN,
    "CLINIC_REGION": "de",
    "CLINIC_ZONE": "Europe/Berlin",
}


@dataclass(frozen=True, slots=True)
class Started:
    """What was seen: seconds to the first poll and the first message, and memory in MB."""

    polled: float
    sent: float
    memory: float


def make_clinic(folder: Path, pending: int, url: str) -> None:
    """Make a folder with a clinic as the program wants it."""
    folder.mkdir()
    (folder / "keys").mkdir(mode=0o700)
    key = folder / "keys" / "database.key"
    key.write_text(KEY)
    key.chmod(0o600)
    lines = {**FACTS, "TELEGRAM_API_URL": url}
    env = folder / ".env"
    env.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    env.chmod(0o600)
    clinic = open_waiting(folder, datetime.now(UTC))
    fill_waiting(clinic, pending)
    clinic.db.close()


def make_one_due(folder: Path) -> None:
    """Let a check-in be due already."""
    clinic = open_waiting(folder, datetime.now(UTC))
    with transaction(clinic.db):
        plan(clinic.db, 1, 1, clinic.now(), apart=0)
    clinic.db.close()


def start_bot(folder: Path, telegram: Telegram, *, until_sent: bool) -> Started:
    """Start the bot in its folder, as an operator does."""
    return _watch([sys.executable, "-m", "bot", "run"], folder, telegram, until_sent=until_sent)


def start_stock(folder: Path, telegram: Telegram) -> Started:
    """Start a stock bot that echoes."""
    command = [str(ENVIRONMENT), "-m", "benchmarks.peers.ptb_echo", telegram.url, "1"]
    return _watch(command, folder, telegram, until_sent=False)


def _watch(command: list[str], folder: Path, telegram: Telegram, *, until_sent: bool) -> Started:
    noted = telegram.noted = Noted()
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        polled = _wait(noted.polled, began)
        sent = _wait(noted.sent, began) if until_sent else 0.0
        time.sleep(SETTLED)
        return Started(polled, sent, memory_of(process.pid))
    finally:
        noted.ended.set()
        process.kill()
        process.wait()


def _wait(happened: threading.Event, began: float) -> float:
    if not happened.wait(PATIENCE):
        raise RuntimeError(f"a program did nothing for {PATIENCE:.0f} seconds")
    return time.perf_counter() - began


def memory_of(pid: int) -> float:
    """Read the most memory a process has held, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1000
    raise RuntimeError("this system does not tell how much memory a process holds")
