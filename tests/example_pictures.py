"""Writes docs/pictures: the two phones of the demo, with a check-in and what came of one."""

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import FloatRect

from bot.commands.demo import staged
from bot.commands.touring import Planned
from bot.demo.stage import Stage
from bot.demo.tour.personas import Persona, Problem, load_people
from tests.demo.browser.window import Window, chromium, opened
from tests.demo.tour.played import persona

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
MIDNIGHT = datetime(2026, 9, 6, 22, 0, tzinfo=UTC)  # in Berlin, before a Monday
SEED = 3  # with which the alert is some minutes old
SIZE = (1280, 900)
ROOM = 12  # pixels
# Two of the tour, met on the fourth day: one has a check-in open, the other has just told of
# something. It is the same conversations as in the whole tour, only sooner.
PEOPLE: tuple[Persona, ...] = (
    replace(persona("Robin"), joins=0, sessions=(1,), silent_after=2.6, evenings=0.0),
    replace(
        persona("Eike"),
        joins=0,
        sessions=(2,),
        problems=(Problem(symptom="tingling", first=2.9, last=9.0, grades=(2,)),),
    ),
)


def photograph(stage: Stage, url: str, folder: Path) -> list[Path]:
    """Take the pictures of the page, light and wide."""
    ids = {phone.person.user.first_name: phone.id for phone in stage.phones}
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with chromium() as browser:
        for name, file in (("Eike", "alert"), ("Robin", "check-in")):
            with opened(browser, f"{url}/?patient={ids[name]}", size=SIZE) as window:
                if name == "Robin":
                    window.patient.taps("None of these")
                window.page.mouse.move(0, 0)
                taken.append(folder / f"{file}.png")
                window.page.screenshot(path=taken[-1], clip=both_phones(window))
    return taken


def both_phones(window: Window) -> FloatRect:
    """Give the part of the page where the phones are, with some room around them."""
    left, right = (phone.pane.bounding_box() for phone in (window.patient, window.clinician))
    assert left is not None
    assert right is not None
    return {
        "x": left["x"] - ROOM,
        "y": left["y"] - ROOM,
        "width": right["x"] + right["width"] - left["x"] + 2 * ROOM,
        "height": left["height"] + 2 * ROOM,
    }


async def write_pictures(folder: Path) -> list[Path]:
    """Let the days pass, and take the pictures where they end."""
    tour = Planned(book=replace(load_people(), days=3, seed=SEED, people=PEOPLE), start=MIDNIGHT)
    with TemporaryDirectory() as place:
        async with staged(Path(place), tour=tour) as (url, stage, _):
            return await asyncio.to_thread(photograph, stage, url, folder)


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for file in asyncio.run(write_pictures(chosen)):
        print(file)
