"""Bots under load: each with a stand-in for Telegram of its own, in processes of their own."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.asked_clinic import fill_asked, taps, words
from benchmarks.peer import ENVIRONMENT, Peer, own

Made = dict[str, "Side"]
BOT = "the bot"
WARMING = 20  # patients who answer before it counts, as with a bot that has run for a while
STOCK, STOCK_STORING, AIOGRAM = "stock PTB echo", "PTB echo, one commit each", "aiogram echo"


class Side(Protocol):
    """A bot that can be asked by many people."""

    def ask(self, people: int, *, delay: float, one_by_one: bool = False) -> Any:
        """Let so many people ask; give the seconds until all have a reply, or those of each."""


@dataclass
class Echo:
    """A bot that says what it is told."""

    telegram: Peer
    asked: int = 0

    def ask(self, people: int, *, delay: float, one_by_one: bool = False) -> Any:
        """Let so many people say a word."""
        updates, self.asked = words(people, self.asked), self.asked + people
        return self.telegram.ask({"updates": updates, "delay": delay, "one_by_one": one_by_one})


class Clinic:
    """The bot, begun anew each time with a copy of the same clinic: nobody has answered yet."""

    def __init__(self, folder: Path, people: int) -> None:
        self._folder = folder
        (folder / "asked").mkdir()
        self._forms = fill_asked(folder / "asked", people + WARMING)

    def ask(self, people: int, *, delay: float, one_by_one: bool = False) -> Any:
        """Let so many patients begin their check-in."""
        copy = self._folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._folder / "asked", copy)
        updates = taps(self._forms, 0)
        first, rest = updates[:WARMING], updates[WARMING : WARMING + people]
        with own("benchmarks.telegram_load") as telegram, bot_at(copy, address(telegram)):
            telegram.ask({"updates": first, "delay": 0, "one_by_one": False})
            return telegram.ask({"updates": rest, "delay": delay, "one_by_one": one_by_one})


def bot_at(folder: Path, url: str) -> Peer:
    """Start the bot on a clinic's folder."""
    return own("benchmarks.bot_alone", str(folder), url)


def address(telegram: Peer) -> str:
    """Ask a stand-in where it is."""
    return f"http://127.0.0.1:{telegram.ask({})}"


@contextlib.contextmanager
def asked_clinic(people: int) -> Iterator[Clinic]:
    """Make a clinic that has asked so many patients."""
    with tempfile.TemporaryDirectory() as folder:
        yield Clinic(Path(folder), people)


@contextlib.contextmanager
def sides(clinic: Clinic, at_once: int, only: tuple[str, ...] = ()) -> Iterator[Made]:
    """Start what the bot is set beside; PTB works on so many updates at once."""
    with contextlib.ExitStack() as stack:
        said = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "said.db"
        programs = {
            STOCK: ("benchmarks.peers.ptb_echo", str(at_once)),
            STOCK_STORING: ("benchmarks.peers.ptb_echo", str(at_once), str(said)),
            AIOGRAM: ("benchmarks.peers.aiogram_echo",),
        }
        made: Made = {BOT: clinic}
        for name in only or tuple(programs):
            module, *arguments = programs[name]
            telegram = stack.enter_context(own("benchmarks.telegram_load"))
            peer = Peer(module, address(telegram), *arguments, python=ENVIRONMENT)
            stack.callback(peer.end)
            made[name] = Echo(telegram)
        yield made
