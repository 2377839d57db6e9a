"""Errands of the program that write files, and the kill that comes while they do."""

import asyncio
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import TypeVar

from benchmarks.large_clinic import KEY, fill
from bot.due.night import Night
from bot.opening import open_clinic
from tests.faults import life

T = TypeVar("T")
GLANCE = 0.001  # seconds between looks at the folder
LATEST = 60.0  # seconds until an errand must have begun to write
BEYOND = 1.1  # kills fall into a little more than the time an errand takes


@dataclass
class Errands:
    """A stopped clinic with some records, and errands that are run or killed there."""

    folder: Path
    rng: Random
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        key = self.folder / "keys" / "database.key"
        key.parent.mkdir(mode=0o700)
        key.write_text(KEY)
        key.chmod(0o600)
        self.environ = {
            "DATABASE": str(self.folder / "clinic.db"),
            "DATABASE_KEY_FILE": str(key),
            "CLINIC_REGION": "de",
            "CLINIC_ZONE": "Europe/Berlin",
        }

    def fills(self, entries: int) -> None:
        """Write so many entries of the diary."""
        fill(self.folder, entries)

    def finishes(self, errand: BaseProcess, writes_to: Path) -> float:
        """Let an errand come to its end; tell how long it wrote."""
        self._waits_for(errand, writes_to)
        began = time.monotonic()
        errand.join()
        assert errand.exitcode == 0, (self.folder / life.LOG).read_text()[-2000:]
        return time.monotonic() - began

    def kills(self, errand: BaseProcess, writes_to: Path, takes: float) -> bool:
        """Kill an errand at a random instant of its writing; tell whether it still ran."""
        self._waits_for(errand, writes_to)
        errand.join(self.rng.uniform(0, takes * BEYOND))
        errand.kill()
        errand.join()
        assert errand.exitcode in (0, -signal.SIGKILL), (self.folder / life.LOG).read_text()
        return errand.exitcode == -signal.SIGKILL

    def _waits_for(self, errand: BaseProcess, writes_to: Path) -> None:
        end = time.monotonic() + LATEST
        while errand.is_alive() and not (writes_to.exists() and any(writes_to.iterdir())):
            assert time.monotonic() < end, "it did not begin to write"
            time.sleep(GLANCE)


def keeps_up() -> None:
    """Do the night's upkeep of the clinic in force."""
    with open_clinic(None) as clinic:

        async def here(work: Callable[[], T]) -> T:
            return work()

        asyncio.run(Night(clinic, here).keep_up())
