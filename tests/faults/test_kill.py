"""The bot killed at random instants, again and again, while people go on answering it.

`make faults` asks for the long form; KILLS in the environment for another number of kills,
KILL_SEED for another order.
"""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from bot.demo.bot_api import BotApi, serving
from tests.faults import life
from tests.faults.forms import times
from tests.faults.ground import Ground
from tests.faults.respondents import all_given
from tests.faults.tally import Tally
from tests.house import TOKEN

ALL_KILLS = int(os.environ.get("KILLS", times(short=50, long=1000)))
ROUNDS = max(1, ALL_KILLS // 200)  # each on a database of its own, with another seed
KILLS = ALL_KILLS // ROUNDS
SEED = int(os.environ.get("KILL_SEED", "1"))
ANSWERS = KILLS * times(short=1, long=10)  # at least; kills go on until there are so many
MOST_KILLS = 3 * KILLS
MOST_REQUESTS = times(short=80, long=120)  # of a life; two seconds at most on an idle machine
LONGEST_LIFE = times(short=2.0, long=3.0)  # seconds, from when it is up
JITTER = 0.03  # seconds by which a kill is off the request it follows
IN_THE_START = 0.2  # the share of kills that come before it is up
LAST_LIFE = 3.0  # seconds
LONGEST_STOP = 10.0  # seconds on a machine with too much to do; else a fraction of one


async def test_no_answer_and_no_check_in_is_lost_to_kill_9(
    tmp_path: Path, show: Callable[[str], None]
) -> None:
    began, tally = time.monotonic(), Tally()
    seeds = range(SEED, SEED + ROUNDS)
    for seed in seeds:
        folder = tmp_path / str(seed)
        folder.mkdir()
        await one_round(folder, seed, tally)

    took, order = time.monotonic() - began, ", ".join(map(str, seeds))
    show(f"{tally.kills} x kill -9 in {took:.0f} s (seed {order}): {tally.told()}")
    assert tally.wrong == []
    assert tally.answers >= ROUNDS * ANSWERS


async def one_round(folder: Path, seed: int, tally: Tally) -> None:
    """Kill the bot of a new clinic again and again, let it finish, and judge what is there."""
    api = BotApi(token=TOKEN, now=lambda: datetime.now(UTC), floods=None)
    async with serving(api) as url:
        ground = Ground(folder, url, api, Random(seed))
        ground.begin()
        booked: list[int] = []
        kills = 0
        while kills < KILLS or (len(all_given(ground.people)) < ANSWERS and kills < MOST_KILLS):
            await live_and_die(ground)
            booked += ground.book_check_ins()
            kills += 1
        tally.stopping = await live_and_stop(ground)
        await ground.finish()
        tally.judge(ground, kills, booked)


async def live_and_die(ground: Ground) -> None:
    """Start the bot and kill it at a random instant, be it in its start or in its work."""
    bot = life.begin(ground.environ, ground.folder)
    if ground.rng.random() < IN_THE_START:
        await ground.look(ground.rng.uniform(0, ground.start_took))
    else:
        await ground.look_until_up()
        await ground.look_for(ground.rng.randint(0, MOST_REQUESTS), LONGEST_LIFE)
        await ground.look(ground.rng.uniform(0, JITTER))
    bot.kill()
    bot.join()
    log = (ground.folder / "bot.log").read_text() if bot.exitcode != -signal.SIGKILL else ""
    assert bot.exitcode == -signal.SIGKILL, f"the bot ended by itself:\n{log[-4000:]}"


async def live_and_stop(ground: Ground) -> float:
    """Start the bot as a person does, stop it in the middle, and tell how long that took."""
    bot = life.begin_cold(ground.environ, ground.folder)
    try:
        await ground.look_until_up()
        await ground.look(LAST_LIFE)
        began = time.monotonic()
        bot.terminate()
        assert await asyncio.to_thread(bot.wait, LONGEST_STOP) == 0
        return time.monotonic() - began
    finally:
        bot.kill()
        bot.wait()
