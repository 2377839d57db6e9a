"""Writes docs/example-export: three people of the tour in every format, always the same ones."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.export import FORMATS
from bot.pathway.exports import Order, export
from tests.demo.tour.played import only, played
from tests.house import House

FOLDER = Path(__file__).parents[1] / "docs" / "example-export"
# A course to its end, screenings that wait for the clinic's word, and somebody who left. All
# twelve over eight weeks would be too much to read, and too slow to hold up to date.
PEOPLE = ("Robin", "Toni", "Mika")
DAYS = 33


async def write_example(folder: Path) -> list[Path]:
    """Play their weeks in a clinic of their own and export them, each format to its directory."""
    with TemporaryDirectory() as place:
        async with played(Path(place), only(*PEOPLE, days=DAYS)) as house:
            return [file for name in FORMATS for file in _write(house, name, folder)]


def _write(house: House, name: str, folder: Path) -> list[Path]:
    order = Order(format=name, by="example", purpose="an example", identified=True)
    return export(house.clinic, order, directory=folder / name, replace=True)


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for file in asyncio.run(write_example(chosen)):
        print(file)
