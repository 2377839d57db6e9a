"""Writes docs/example-export: two made-up patients in every format, always the same ones."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.export import FORMATS
from bot.pathway.exports import Order, export
from bot.storage import patients
from bot.storage.database import transaction
from tests.house import Chatter, House, open_house
from tests.stories.course import goes_through_a_course, has_a_rough_fortnight

FOLDER = Path(__file__).parents[1] / "docs" / "example-export"


async def patient_with_code(house: House, name: str, code: str) -> Chatter:
    """Bring a patient who has a known code, where codes are drawn at random."""
    patient = await house.patient(name)
    with transaction(house.clinic.db):
        patients.change(house.clinic.db, patient.patient.id, code=code)
    return patient


async def write_example(folder: Path) -> list[Path]:
    """Play both courses in a clinic of their own and export them, each format to its directory."""
    with TemporaryDirectory() as place:
        async with open_house(Path(place)) as house:
            charlie = await house.clinician("Charlie")
            kim = await patient_with_code(house, "Kim", "M4TW9")
            await has_a_rough_fortnight(kim, charlie)
            robin = await patient_with_code(house, "Robin", "K7QX2")
            await goes_through_a_course(robin)
            return [file for name in FORMATS for file in _write(house, name, folder)]


def _write(house: House, name: str, folder: Path) -> list[Path]:
    order = Order(format=name, by="example", purpose="an example", identified=True)
    return export(house.clinic, order, directory=folder / name, replace=True)


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for file in asyncio.run(write_example(chosen)):
        print(file)
