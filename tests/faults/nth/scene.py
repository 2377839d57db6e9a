"""A clinic at one moment, which can be taken up again and again just as it was."""

import copy
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.application import Application
from bot.clinic import Clinic
from bot.clock import MovableClock
from bot.demo.bot_api import BotApi, Person, serving
from bot.storage.database import open_database
from bot.telegram.bot import PATIENCE
from tests.house import KEY, Chatter, House, open_house
from tests.stories.acts import had_a_session

Everybody = tuple[Person, Person, Person]
Preparing = Callable[["Scene"], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A clinic with its people: Robin is a patient, Charlie a clinician, Sam not yet here."""

    house: House
    robin: Chatter
    charlie: Chatter
    sam: Chatter


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """All there is of a clinic while its bot is down: its files, Telegram and the time."""

    clinic: Clinic
    api: BotApi
    clock: MovableClock
    people: Everybody
    folder: Path


async def first_moment(folder: Path) -> Moment:
    """Let Robin have a session and be asked how it is three hours after."""
    (folder / "keys").mkdir(mode=0o700)
    (folder / "keys" / "database.key").touch(mode=0o600)
    (folder / "keys" / "database.key").write_text(KEY)
    async with open_house(folder, BACKUP_DIR=str(folder / "data" / "backups")) as house:
        scene = Scene(
            house=house,
            robin=await house.patient("Robin"),
            charlie=await house.clinician("Charlie"),
            sam=house.chatter("Sam"),
        )
        await house.app.night.keep_up()
        await had_a_session(scene.robin)
        await house.go(hours=3)
    return kept(scene, folder / "asked")


def kept(scene: Scene, folder: Path) -> Moment:
    """Keep what there is of a clinic whose bot has been stopped."""
    clinic = scene.house.clinic
    shutil.copytree(clinic.settings.database.parent, folder)
    return Moment(
        clinic=clinic,
        api=scene.house.api,
        clock=scene.house.clock,
        people=(scene.robin.person, scene.charlie.person, scene.sam.person),
        folder=folder,
    )


@asynccontextmanager
async def taken_up(
    moment: Moment, folder: Path, *, patience: float = PATIENCE
) -> AsyncIterator[Scene]:
    """Go on from a moment with a bot that has just been started."""
    api, clock, people = copy.deepcopy((moment.api, moment.clock, moment.people))
    shutil.copytree(moment.folder, folder)
    database = folder / "clinic.db"
    async with serving(api) as url:
        here = {
            "telegram_api_url": url,
            "database": database,
            "backup_dir": folder / "backups",
        }
        clinic = replace(
            moment.clinic,
            db=open_database(database, KEY),
            clock=clock,
            settings=moment.clinic.settings.model_copy(update=here),
        )
        house = House(api, Application(clinic, patience=patience), clock)
        robin, charlie, sam = (Chatter(house, person) for person in people)
        await house.app.bot.initialize()
        await house.app.sender.recover()
        try:
            yield Scene(house=house, robin=robin, charlie=charlie, sam=sam)
        finally:
            await house.app.stop()
    shutil.rmtree(folder)


async def later(moment: Moment, goes_on: Preparing, folder: Path) -> Moment:
    """Let the people of a moment do something, and keep what there is then."""
    async with taken_up(moment, folder / "work") as scene:
        await goes_on(scene)
        await scene.house.app.stop()
        return kept(scene, folder / "before")
