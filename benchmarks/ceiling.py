"""P5: sending at Telegram's ceiling, with refusals mixed in, beside PTB's own limiter."""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.large_clinic import open_clinic
from benchmarks.peer import ENVIRONMENT, ROOT, own
from benchmarks.result import Check, Plan, Result, Table
from benchmarks.telegram_limits import OVERALL

BOT, LIMITER = "the bot", "PTB with AIORateLimiter"
SECONDS, QUICK = 12.0, 6.0  # of each round
ROUNDS = 2
STEP, STEPS = 0.11, 20  # seconds; two turns of the bot’s own pace in all
WHY_SHARE = (
    "A second is counted as 1.004, since Telegram counts when calls arrive, and a refused call "
    "keeps its place (bot/telegram/pace.py): 98.6 % at best. The rest is how late a sleep ends."
)
WHY_CORE = "Each turn that takes or settles messages is a durable commit."
WHY_ALERT = "An alert that Telegram itself refuses waits as long as Telegram says."


@dataclass
class Kept:
    """The figures of one side, round after round."""

    share: list[float] = field(default_factory=list)  # of the ceiling, in percent
    wait: list[float] = field(default_factory=list)  # of an alert, the longest
    processor: list[float] = field(default_factory=list)  # of a core, in percent
    over: list[float] = field(default_factory=list)  # calls refused since they came too fast

    def add(self, told: dict[str, Any], counted: dict[str, Any]) -> None:
        """Work out the figures of a round."""
        begun, ended = told["begun"], told["ended"]
        arrived = {chat: at for at, chat in counted["accepted"]}
        waits = [arrived.get(chat, told["seen"]) - at for chat, at in told["asked"]]
        accepted = [at for at, _ in counted["accepted"]]
        self.share.append(100 * rate(accepted, begun, ended) / OVERALL)
        self.wait.append(max(waits))
        self.processor.append(100 * told["share"])
        self.over.append(counted["over"])


def rate(instants: list[float], begun: float, ended: float) -> float:
    """Count a second’s messages: the mean of spans a little apart, since they go in bursts."""
    width = ended - begun - STEP * STEPS
    starts = [begun + STEP * step for step in range(STEPS)]
    within = [sum(start <= at < start + width for at in instants) for start in starts]
    return statistics.mean(within) / width


def measure(plan: Plan) -> Result:
    """Let each side send a crowd's messages in turn."""
    kept = {BOT: Kept(), LIMITER: Kept()}
    commands: dict[str, Callable[[Path, str, str], list[str]]] = {BOT: _bot, LIMITER: _limiter}
    seconds = str(QUICK if plan.quick else SECONDS)
    for _ in range(1 if plan.quick else ROUNDS):
        for name, command in commands.items():
            with tempfile.TemporaryDirectory() as folder:
                _round(kept[name], partial(command, Path(folder), seconds))
    return _result(kept)


def _round(kept: Kept, command: Callable[[str], list[str]]) -> None:
    with own("benchmarks.telegram_limits") as telegram:
        url = f"http://127.0.0.1:{telegram.ask({})['address']}"
        made = subprocess.run(
            command(url), cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        kept.add(json.loads(made.stdout.splitlines()[-1]), telegram.ask({}))


def _bot(folder: Path, seconds: str, url: str) -> list[str]:
    open_clinic(folder).db.close()
    return [sys.executable, "-m", "benchmarks.bot_at_ceiling", str(folder), url, seconds]


def _limiter(folder: Path, seconds: str, url: str) -> list[str]:
    return [str(ENVIRONMENT), "-m", "benchmarks.peers.ptb_limited", url, seconds]


def _result(kept: dict[str, Kept]) -> Result:
    bot = kept[BOT]
    return Result(
        tables=[
            Table("share of 30 a second", "%", {name: side.share for name, side in kept.items()}),
            Table("longest wait of an alert", "s", {n: side.wait for n, side in kept.items()}),
            Table("one core", "%", {name: side.processor for name, side in kept.items()}),
            Table("refused as too fast", "calls", {n: side.over for n, side in kept.items()}),
        ],
        checks=[
            Check("ceiling used", min(bot.share), at_least=98, unit="%", why=WHY_SHARE),
            Check("longest wait of an alert", max(bot.wait), at_most=1, unit="s", why=WHY_ALERT),
            Check("one core", max(bot.processor), at_most=10, unit="%", why=WHY_CORE),
        ],
        notes=[
            "One call of a hundred is refused whatever the pace, and told to wait a second. An "
            "alert that had not arrived when a round was over counts as waiting until then."
        ],
    )
