"""A patient's own data: a copy of all of it, or all of it deleted, and the clinic learns of it."""

import json
from pathlib import Path

from bot.storage import audit, clinicians, erasures
from tests.house import House
from tests.storage.plain_copies import copy_without_a_key, is_on_disk

CANARY = "ZXQ-HEADACHE-CANARY"
REPLY = "Please call us in the morning."


async def test_everything_goes_and_an_open_flag_is_not_lost_from_sight(
    house: House, tmp_path: Path
) -> None:
    charlie, robin = await house.clinician(), await house.patient("Robin")
    code = robin.patient.code
    await robin.says(f"{CANARY} I can't breathe")
    await charlie.says(f"/patient {code}")

    asked = await robin.says("/forget")
    assert "Nobody can bring it back." in asked.text
    assert "Messages in your own words: 1." in asked.text
    await robin.taps("Delete everything")

    assert "All that was here about you is gone." in robin.last.text
    assert "Entries now: 0." in robin.last.text
    assert f"Patient {code} has deleted all that was here." in charlie.last.text
    assert "Flag 1 was open: Emergency" in charlie.last.text
    copy_without_a_key(house.clinic.db, tmp_path / "plain.db").close()
    assert not is_on_disk(tmp_path / "plain.db", CANARY)
    assert [line.by for line in audit.rows(house.clinic.db) if line.what == "erased"] == [code]
    assert len(erasures.marks(house.clinic.db)) == 1

    assert (await robin.says("hello")).text.startswith("This bot belongs to a clinic.")


async def test_who_thinks_better_of_it_keeps_everything(house: House) -> None:
    robin = await house.patient("Robin")
    await robin.says("/diary")
    await robin.taps("3")
    before = erasures.count(house.clinic.db, robin.patient.id)

    await robin.says("/forget")
    await robin.taps("Keep everything")

    assert robin.last.text == "Nothing was deleted."
    assert erasures.count(house.clinic.db, robin.patient.id) == before


async def test_an_old_button_deletes_nothing(house: House) -> None:
    robin = await house.patient("Robin")
    await robin.says("/forget")
    await house.go(minutes=11)

    await robin.taps("Delete everything")

    assert "send /forget again" in robin.last.text
    assert robin.patient.code


async def test_who_has_left_can_still_be_forgotten(house: House) -> None:
    robin = await house.patient("Robin")
    await robin.says("/stop")

    await robin.says("/forget")
    await robin.taps("Delete everything")

    assert "All that was here about you is gone." in robin.last.text


async def test_nobody_else_can_press_the_button(house: House) -> None:
    robin, sam = await house.patient("Robin"), await house.patient("Sam")
    await robin.says("/forget")
    data = next(b.data for row in robin.last.buttons for b in row if b.label.startswith("Delete"))

    sam.person.taps("", message=sam.person.last, data=data)
    await house.settle()

    assert robin.patient.code


async def test_a_patient_gets_a_copy_of_all_that_is_kept(house: House) -> None:
    charlie, robin = await house.clinician(), await house.patient("Robin")
    await robin.says(f"{CANARY} my neck is sore")
    await charlie.says(f"/reply {robin.patient.code} {REPLY}")
    await robin.says("/stop")

    await robin.says("/mydata")

    files = {m.document.filename: m.document for m in robin.person.messages if m.document}
    kept = files[f"{robin.patient.code}.json"].content.decode()
    assert {name.rpartition(".")[2] for name in files} == {"json", "xlsx"}
    assert json.loads(kept)["patient"]["patient"] == robin.patient.code
    assert CANARY in kept
    [reply] = json.loads(kept)["tables"]["replies"]
    [member] = clinicians.everyone(house.clinic.db)
    assert (reply["written_by"], reply["text"]) == (member.code, REPLY)
    taken = [(line.by, line.what) for line in audit.rows(house.clinic.db) if "export" in line.what]
    assert (
        taken
        == [(robin.patient.code, "export started"), (robin.patient.code, "export finished")] * 2
    )
