"""`demo`: the whole bot in a browser, with made-up people and no Telegram."""

import asyncio
import contextlib
import signal
import tempfile
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from starlette.routing import Mount

from bot.application import Application
from bot.clock import SystemClock
from bot.commands.opened import first_of, refuse
from bot.commands.touring import Planned, fill, whole_tour
from bot.demo.bot_api import BotApi, serving
from bot.demo.clinic import (
    DATABASE,
    PHONES,
    FolderError,
    check_folder,
    new_token,
    opened,
    settings_for,
)
from bot.demo.clock import DemoClock
from bot.demo.curtain import Curtain
from bot.demo.phones import Phones
from bot.demo.stage import Stage
from bot.demo.web import web_chat
from bot.lock import AlreadyRunningError, only_instance
from bot.logs import place_of, set_up_logging
from bot.settings import SettingsError
from bot.storage.failures import DatabaseUnusableError

USUAL_PORT = 8765
ANY_PORT = 0
NAME = "needling_demo_bot"
IN_USE = "This demo is already running. Open its page, or stop it first."
FULL = "{folder} holds a demo already. Leave --tour out, or write a new folder after --keep."
PORT_TAKEN = "Port {port} is taken. Write another one after --port, or leave --port out."
FAULT = "The demo ended by a fault of its own: {place}. Start it again."


class PortTakenError(Exception):
    """Another program listens on the port that was asked for."""


@click.command()
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the data in this folder and go on from there next time.",
)
@click.option("--port", type=click.IntRange(1, 65535), help="The port of the page.")
@click.option("--tour", is_flag=True, help="First fill the clinic: 12 people over 8 weeks.")
def demo(keep: Path | None, port: int | None, tour: bool) -> None:  # click's way
    """Try everything in a browser, with made-up people and no Telegram."""
    start(keep, port, tour=whole_tour() if tour else None)


def start(
    keep: Path | None = None, port: int | None = None, *, tour: Planned | None = None
) -> None:
    """Play the demo until it is stopped, in a folder that is kept or goes with it."""
    set_up_logging("WARNING")
    try:
        if keep is not None:
            check_folder(keep)
            if tour is not None and (keep / DATABASE).exists():
                raise FolderError(FULL.format(folder=keep))
            with only_instance(keep / DATABASE):
                asyncio.run(_until_stopped(_play(keep, port, kept=True, tour=tour)))
            return
        with tempfile.TemporaryDirectory(prefix="needling-demo-") as folder:
            asyncio.run(_until_stopped(_play(Path(folder), port, kept=False, tour=tour)))
    except AlreadyRunningError:
        refuse([IN_USE])
    except PortTakenError:
        refuse([PORT_TAKEN.format(port=port)])
    except (FolderError, SettingsError, DatabaseUnusableError) as error:
        refuse(str(error).splitlines())
    except Exception as error:  # noqa: BLE001  # a traceback helps nobody who tries the bot
        refuse([FAULT.format(place=place_of(first_of(error)))])


async def _until_stopped(play: Coroutine[Any, Any, None]) -> None:
    playing = asyncio.ensure_future(play)
    for wanted in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(wanted, playing.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await playing


async def _play(folder: Path, port: int | None, *, kept: bool, tour: Planned | None) -> None:
    async with staged(folder, port, kept=kept, tour=tour) as (url, _, running):
        where = f"It is kept in {folder}." if kept else "Nothing is kept."
        click.echo(f"The demo is at {url} – Ctrl+C ends it. {where}")
        await running


@asynccontextmanager
async def staged(
    folder: Path,
    port: int | None = None,
    *,
    kept: bool = False,
    starts_at: datetime | None = None,
    tour: Planned | None = None,
) -> AsyncIterator[tuple[str, Stage, asyncio.Future[None]]]:
    """Let the real application run against the stand-in, with the web chat beside it."""
    starts_at = tour.start.astimezone(UTC) if tour is not None else starts_at
    clock = DemoClock(starts_at or SystemClock().now(), stands=tour is not None)
    api = BotApi(token=new_token(), now=clock.now, username=NAME)
    curtain = Curtain()
    async with _listening(api, curtain, port) as url:
        settings = settings_for(folder, url, api.world.token)
        phones = Phones(api, folder / PHONES if kept else None)
        if tour is not None:
            await fill(tour, settings, api, clock, phones)
        with opened(settings, api, clock) as clinic:
            application = Application(clinic)
            running = asyncio.ensure_future(application.run())
            try:
                stage = Stage(
                    api=api,
                    bot=application,
                    clock=clock,
                    phones=phones,
                    kept=folder if kept else None,
                )
                await _first_of(running, stage.open())
                curtain.rises(web_chat(stage))
                try:
                    yield url, stage, running
                finally:
                    curtain.falls()
                    await stage.end()
            finally:
                running.cancel()
                await asyncio.wait([running])


async def _first_of(running: asyncio.Future[None], opening: Coroutine[Any, Any, None]) -> None:
    """Wait until the stage is open; a bot that ends before that will never let it open."""
    open_ = asyncio.ensure_future(opening)
    await asyncio.wait([running, open_], return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        open_.cancel()
        await running
    await open_


@asynccontextmanager
async def _listening(api: BotApi, curtain: Curtain, port: int | None) -> AsyncIterator[str]:
    """Serve both on the port asked for, or on the usual one, or else on any."""
    async with contextlib.AsyncExitStack() as stack:
        for tried in [port] if port else [USUAL_PORT, ANY_PORT]:
            try:
                beside = [Mount("/", curtain)]
                url = await stack.enter_async_context(serving(api, port=tried, beside=beside))
            except OSError:
                continue
            yield url
            return
        raise PortTakenError
