"""A tour in a clinic of its own, as tests and examples play it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.demo.tour.personas import Book, Persona, load_people
from bot.demo.tour.touring import Tour
from tests.house import PROTOCOL, House, open_house

MIDNIGHT = datetime(2026, 9, 6, 22, 0, tzinfo=UTC)  # in Berlin, before a Monday


def only(*names: str, days: int) -> Book:
    """Give a shorter tour of some of its people."""
    book = load_people()
    return replace(book, days=days, people=tuple(one for one in book.people if one.name in names))


def persona(name: str) -> Persona:
    """Find somebody of the tour."""
    return next(one for one in load_people().people if one.name == name)


@asynccontextmanager
async def played(folder: Path, book: Book) -> AsyncIterator[House]:
    """Let a tour happen, and open what it left."""
    async with open_house(folder, MIDNIGHT, protocol=PROTOCOL) as house:
        tour = Tour(
            house.api,
            house.app,
            house.clock,
            book=book,
            start=MIDNIGHT,
            bring=lambda name, role: house.api.person(name),
        )
        await tour.run()
        yield house
