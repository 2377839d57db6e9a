"""The tour on the command line: played before the page opens, with a bar that shows how far."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bot.application import Application
from bot.clock import SystemClock
from bot.demo.bot_api import BotApi
from bot.demo.clinic import opened
from bot.demo.clock import DemoClock
from bot.demo.phones import Phones
from bot.demo.tour.personas import Book, load_people
from bot.demo.tour.touring import Progress as Told
from bot.demo.tour.touring import Tour
from bot.settings import Settings

CLINIC_ZONE = ZoneInfo("Europe/Berlin")
NOON = time(12)  # when the tour ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A tour to play: with whom, and from which midnight on, on the clinic's own clock."""

    book: Book
    start: datetime


def whole_tour() -> Planned:
    """Plan the whole tour so that it ends at the next noon: the demo is never behind its time."""
    book = load_people()
    now = SystemClock().now().astimezone(CLINIC_ZONE)
    last = now.date() + timedelta(days=now.time() > NOON)
    first = last - timedelta(days=book.days)
    return Planned(book=book, start=datetime.combine(first, time(), CLINIC_ZONE))


async def fill(
    planned: Planned, settings: Settings, api: BotApi, clock: DemoClock, phones: Phones
) -> None:
    """Let the people of the tour fill a clinic, on a clock that stands but for their steps."""
    with opened(settings, api, clock) as clinic, _bar(planned.book.days) as told:
        application = Application(clinic)
        await application.start()
        tour = Tour(
            api,
            application,
            clock,
            book=planned.book,
            start=planned.start,
            bring=lambda name, role: phones.add(name, role).person,
        )
        try:
            await tour.run(told)
        finally:
            await application.stop()
    clock.run()


@contextmanager
def _bar(days: int) -> Iterator[Told]:
    """Show on the screen how many of the days have passed."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(f"{days} days at a clinic", total=days)
        yield lambda passed: bar.update(task, completed=min(passed, days))
