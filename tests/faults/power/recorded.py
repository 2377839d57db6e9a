"""A bot at work whose every write is recorded: people join and answer, and the disk is noted.

`python -m tests.faults.power.recorded PATIENTS FOLDER=SYNCHRONOUS …`, under strace. After each
step it says on its standard output how much the database must hold from then on.
"""

import asyncio
import os
import sys
from pathlib import Path

from bot.demo.bot_api import Button
from tests.faults.power.held import held
from tests.house import Chatter, House, open_house

TAPS = 10  # of one patient


async def people_answer(folder: Path, patients: int, synchronous: str) -> None:
    """Let some patients join and answer, step by step."""
    async with open_house(folder) as house:
        house.clinic.db.execute(f"PRAGMA synchronous = {synchronous}")
        for number in range(patients):
            await one_answers(house, house.chatter(f"Robin {number}"))


async def one_answers(house: House, robin: Chatter) -> None:
    """Join, and then answer whatever is asked."""
    robin.person.starts(house.invitation("patient"))
    await comes_to_rest(house)
    for label in ("Yes, I agree", "Germany"):
        robin.person.taps(label)
        await comes_to_rest(house)
    for words in ("Berlin", "My head feels odd.", "/diary"):
        robin.person.writes(words)
        await comes_to_rest(house)
    for _ in range(TAPS):
        if (button := last_button(robin)) is None:
            break
        robin.person.taps("", message=robin.last, data=button.data)
        await comes_to_rest(house)


def last_button(robin: Chatter) -> Button | None:
    """Find the last answer that the newest message offers."""
    answers = [
        button for row in robin.last.buttons for button in row if "Back" not in button.label
    ]
    return answers[-1] if answers else None


async def comes_to_rest(house: House) -> None:
    """Receive, work and send, and say after each what is held."""
    while house.api.pending:
        await house.app.receiver.poll(wait=0)
        say(house)
        await house.app.working.step()
        say(house)
    while (moment := house.app.sender.next_moment()) is not None:
        house.clock.move_to(max(moment, house.now))
        await house.app.sender.send_one()
        say(house)


def say(house: House) -> None:
    """Say how much is held: whoever hears it may rely on it."""
    counts = held(house.clinic.db)
    os.write(1, f"held {' '.join(str(number) for number in counts)}\n".encode())


if __name__ == "__main__":
    for life in sys.argv[2:]:
        place, _, level = life.partition("=")
        asyncio.run(people_answer(Path(place), int(sys.argv[1]), level))
