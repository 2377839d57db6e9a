"""A clinician takes records away with three taps, and the access log keeps what for."""

import io
import json
from zipfile import ZipFile

import pytest

from bot.chat.exporting import DE_IDENTIFIED, IDENTIFIED
from bot.export import FORMATS
from bot.locales import say
from bot.pathway.exports import PURPOSES
from bot.storage.database import transaction
from tests.house import Chatter, House
from tests.telegram.lookup import audited, count


def labels(what: str, keys: tuple[str, ...]) -> list[str]:
    return [say("en", f"export.{what}.{key}") for key in keys]


async def test_three_taps_give_a_file_and_say_what_was_ordered(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")
    code = robin.patient.code
    before = len(charlie.from_bot)

    await charlie.says(f"/export {code.lower()}")
    asked = await charlie.taps("Tables (CSV)", "letter or referral")

    assert asked.labels == labels("told", (DE_IDENTIFIED, IDENTIFIED))
    assert asked.text.startswith(f"Export of patient {code}, Tables (CSV), letter or referral.")
    assert len(charlie.from_bot) == before + 1  # one message, edited
    assert count(house, "audit", "what LIKE 'export%'") == 0

    await charlie.taps("identified")

    assert "It holds health data" in charlie.from_bot[-2]
    assert charlie.last.document is not None
    assert charlie.last.document.filename == "needling-diary-csv.zip"
    with ZipFile(io.BytesIO(charlie.last.document.content)) as parts:
        assert "patients.csv" in parts.namelist()
        assert code in parts.read("check_ins.csv").decode("utf-8-sig")
    [noted] = audited(house, "export started")
    assert noted == f"C1: patient {code}"
    detail = house.clinic.db.execute("SELECT detail FROM audit WHERE what = 'export started'")
    assert "identified, purpose: letter or referral" in str(detail.fetchone()[0])


async def test_one_file_is_sent_as_it_is(house: House, charlie: Chatter, robin: Chatter) -> None:
    await charlie.says(f"/export {robin.patient.code}")
    await charlie.taps("Data (JSON)", "asked for by the patient", "de-identified")

    assert charlie.last.document is not None
    told = json.loads(charlie.last.document.content)
    assert charlie.last.document.filename == f"{told['patient']['patient']}.json"
    assert robin.patient.code not in json.dumps(told)


async def test_every_format_and_purpose_has_its_words(charlie: Chatter) -> None:
    formats = await charlie.says("/export")
    offered = tuple(name for name, writer in FORMATS.items() if writer.in_chat)
    assert formats.labels == labels("format", offered)
    assert {"csv", "xlsx", "redcap", "json", "fhir", "pdf"} == set(offered)

    purposes = await charlie.taps(formats.labels[0])
    assert purposes.labels == labels("purpose", PURPOSES)


@pytest.mark.parametrize(
    "data", ["w:0:dbf", "w:0:csv:fun", "w:0:csv:care:all", "w:999", "w:0:csv:care:identified:x"]
)
async def test_a_button_that_was_never_shown_does_nothing(
    house: House, charlie: Chatter, data: str
) -> None:
    message = await charlie.says("/export")

    charlie.person.taps("", message=message, data=data)
    await house.settle()

    assert charlie.person.toasts[-1] == say("en", "tap.unknown")
    assert count(house, "audit", "what LIKE 'export%'") == 0


@pytest.mark.parametrize("name", ["csv", "pdf"])
async def test_more_than_a_chat_can_wait_for_is_refused(
    house: House, charlie: Chatter, robin: Chatter, name: str
) -> None:
    with transaction(house.clinic.db):
        house.clinic.db.execute(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "INSERT INTO form (patient_id, kind, state, created_at) "
            "SELECT ?, 'diary', 'answered', '2026-11-02T09:00:00.000000Z' FROM n",
            [FORMATS[name].most_in_chat, robin.patient.id],
        )

    await charlie.says("/export")
    await charlie.taps(say("en", f"export.format.{name}"), "care", "de-identified")

    assert charlie.last.text.startswith("This is too much for the chat.")
    assert count(house, "audit", "what LIKE 'export%'") == 0
