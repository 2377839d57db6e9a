"""A small clinic with a bit of everything, played through the chat and exported as FHIR."""

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.export.hiding import Hiding
from bot.pathway.exports import Order, export
from bot.storage.database import transaction
from bot.storage.export_keys import KEY_BYTES
from tests.export.fhir.elements import Json
from tests.house import Chatter, House, open_house
from tests.stories.acts import Replies, answers, had_a_session, has, is_screened, still_has
from tests.stories.records import due

OWN_WORDS = "=warfarin\u00a05 mg, “as needed”"
UNASKED = "thank you for asking"
TAKES_WARFARIN: Replies = {
    "take any medicine": "Yes, regularly",
    "Which medicine is it": OWN_WORDS,
    "take a blood thinner": ("Warfarin",),
}
BAD_DAY: Replies = {
    "worst headache": "7",
    "How long did it last": "4 to 24 hours",
    "What did you take": "More than one of these",
    "Which ones did you take": ("Simple painkiller", "Triptan"),
    "hold you back": "I was slower",
}
FORMATS = ("fhir", "fhir-transaction", "fhir-ndjson")
SOON = timedelta(minutes=5)
FAR = timedelta(weeks=20)  # longer than the story


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export of the clinic holds, format by format."""

    code: str  # the only patient's
    files: dict[str, dict[str, bytes]]  # format → name → content
    hidden: Json  # the Bundle, de-identified

    def bundle(self, format: str = "fhir") -> Json:
        """Read the patient's Bundle."""
        whole: Json = json.loads(self.files[format][f"{self.code}.{format}.json"])
        return whole

    def lines(self) -> list[Json]:
        """Read every line of the NDJSON files."""
        files = self.files["fhir-ndjson"].values()
        return [json.loads(line) for content in files for line in content.splitlines()]

    def all(self, kind: str) -> list[Json]:
        """Give the resources of a type."""
        return [one for one in inside(self.bundle()) if one["resourceType"] == kind]


def inside(bundle: Json) -> list[Json]:
    """List the resources of a Bundle."""
    return [entry["resource"] for entry in bundle["entry"]]


async def _is_played(house: House) -> str:
    """Let a patient go from screening to withdrawal, with a clinician who acts on alerts."""
    charlie = await house.clinician("Charlie")
    robin = await house.patient("Robin")
    await is_screened(robin, TAKES_WARFARIN)
    await charlie.says(f"/clear {robin.patient.code}")
    await charlie.taps("Known and weighed", "Yes, clear it")
    await charlie.taps("Close with a reason", "Nothing was needed", "Known before")
    await had_a_session(robin)
    await _comes(robin, "h3")
    await has(robin, "Pins and needles", "Often, or bothers my sleep", 4)
    await robin.taps("Change an answer", "Headache now", "3")
    await charlie.taps("Acknowledge")
    await charlie.taps("Close with a reason", "Spoke with the patient", "It got better")
    await robin.says(UNASKED)
    await robin.says("/diary")
    await answers(robin, BAD_DAY)
    await _comes(robin, "h24")
    await still_has(robin, "Pins and needles", "None now")
    await _comes(robin, "h72")  # that of two days after was forgotten
    await robin.taps("Skip this check-in")
    code = robin.patient.code
    await robin.says("/stop")
    return code


async def _comes(patient: Chatter, point: str) -> None:
    """Let time pass until shortly after a check-in has come."""
    await patient.house.go_to(due(patient, point) + SOON)


async def _export() -> Exported:
    with TemporaryDirectory() as place:
        async with open_house(Path(place)) as house:
            code = await _is_played(house)
            _set_key(house, code)
            files = {name: _take(house, name, Path(place)) for name in FORMATS}
            [hidden] = _take(house, "fhir", Path(place), identified=False).values()
            return Exported(code=code, files=files, hidden=json.loads(hidden))


def _set_key(house: House, code: str) -> None:
    """Take a key by which no day is moved onto another true one."""
    keys = (bytes([number]) * KEY_BYTES for number in range(256))
    hidings = ((key, Hiding(key, house.clinic.protocol)) for key in keys)
    key = next(k for k, hiding in hidings if hiding.weeks(hiding.code(code)) > FAR)
    with transaction(house.clinic.db):
        sql = "INSERT INTO export_key (id, key, drawn_at) VALUES (1, ?, '')"
        house.clinic.db.execute(sql, [key.hex()])


def _take(house: House, name: str, place: Path, *, identified: bool = True) -> dict[str, bytes]:
    order = Order(format=name, by="operator", purpose="a test", identified=identified)
    directory = place / f"{name} {identified}"
    written = export(house.clinic, order, directory=directory)
    return {file.name: file.read_bytes() for file in written}


@cache
def exported() -> Exported:
    """Play the clinic and export it, once for all tests."""
    return asyncio.run(_export())
