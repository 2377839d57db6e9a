"""The program in a process of its own, as an operator starts it, in a folder with its `.env`."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.demo.bot_api import Person
from tests.house import TOKEN

ROOT = Path(__file__).parents[2]
PATIENCE = 30  # seconds of real time a test waits for a process on a busy machine
CLINIC = {
    "TELEGRAM_BOT_TOKEN": TOKEN,
    "CLINIC_NAME": "the Test Clinic",
    "CLINIC_PHONE": "030 555 0100",
    "CLINIC_HOURS": "Monday to Friday",
    "CLINIC_REGION": "de",
    "CLINIC_ZONE": "Europe/Berlin",
    "PRIVACY_CONTACT": "Dr Doe",
    "DUTY_HOURS": "mon-fri 09:00-17:00",
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def written(self) -> str:
        """Everything it wrote."""
        return self.out + self.err


@dataclass(slots=True)
class Running:
    """A process that runs."""

    process: asyncio.subprocess.Process
    out: str = ""
    err: str = ""
    _readers: list[asyncio.Task[None]] = field(default_factory=list)

    async def says(self, words: str) -> None:
        """Wait until it has written some words."""
        await self._until(lambda: words in self.out + self.err)

    async def sends(self, person: Person, words: str) -> None:
        """Wait until it has written some words to a person."""
        await self._until(lambda: any(words in m.text for m in person.messages if m.from_bot))

    async def _until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, f"it did not come: {self.err}"
            assert self.process.returncode is None, f"the program ended: {self.err}"
            await asyncio.sleep(0.01)

    async def ends(self) -> Ended:
        """Wait for its end."""
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*self._readers)
            code = await self.process.wait()
        return Ended(code, self.out, self.err)

    async def stops(self) -> Ended:
        """Ask it to stop, as systemd and docker do, and wait for its end."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ends()

    async def read(self) -> None:
        """Read what it writes as it comes."""
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._readers = [
            asyncio.create_task(self._keep("out", self.process.stdout)),
            asyncio.create_task(self._keep("err", self.process.stderr)),
        ]

    async def _keep(self, name: str, stream: asyncio.StreamReader) -> None:
        while piece := await stream.read(4096):
            setattr(self, name, getattr(self, name) + piece.decode("utf-8", "replace"))


def settle(folder: Path, url: str, **settings: str) -> None:
    """Write a `.env`; an empty setting is left out."""
    lines = {**CLINIC, "TELEGRAM_API_URL": url, **settings}.items()
    env = folder / ".env"
    env.write_text("".join(f"{name}={value}\n" for name, value in lines if value))
    env.chmod(0o600)


@asynccontextmanager
async def running(folder: Path, *arguments: str, **environ: str) -> AsyncIterator[Running]:
    """Run `python -m bot …` in a folder; kill it when the test is over and it still runs."""
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env={
            "PYTHONPATH": str(ROOT),
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TMPDIR": str(temporary),
            **environ,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    started = Running(process)
    await started.read()
    try:
        yield started
    finally:
        if process.returncode is None:
            process.kill()
        await started.ends()


async def runs(folder: Path, *arguments: str) -> Ended:
    """Run `python -m bot …` to its end."""
    async with running(folder, *arguments) as started:
        return await started.ends()
