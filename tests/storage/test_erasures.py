"""Erasing: nothing of a patient is left in any table or page, and nothing of others is gone."""

from pathlib import Path

from bot.clinical.levels import TriageLevel
from bot.pathway.alerts import raise_alert
from bot.storage import alerts, erasures
from bot.storage.alerts import AlertState
from bot.storage.database import transaction
from tests.house import Chatter, House
from tests.storage.plain_copies import copy_without_a_key, is_on_disk

CANARY = "ZXQ-HEADACHE-CANARY"
MINE = {"patient", "consent", "form", "answer", "patient_message", "alert", "alert_event"}


async def told(house: House, name: str) -> Chatter:
    """Bring a patient who has told of something in their own words, which a clinician read."""
    patient = await house.patient(name)
    await patient.says(f"{CANARY} {name} my arm is weak")
    await patient.says("/diary")
    await patient.taps("3")
    return patient


async def test_nothing_of_an_erased_patient_is_left_and_others_keep_everything(
    house: House, tmp_path: Path
) -> None:
    charlie = await house.clinician()
    robin, sam = await told(house, "Robin"), await told(house, "Sam")
    for chatter in (robin, sam):
        await charlie.says(f"/patient {chatter.patient.code}")
    gone, stays, file = robin.patient, sam.patient, tmp_path / "plain.db"
    db = copy_without_a_key(house.clinic.db, file)
    others = erasures.count(db, stays.id)
    assert is_on_disk(file, f"{CANARY} Robin")
    assert {table for table, rows in erasures.count(db, gone.id).items() if rows} >= MINE

    with transaction(db):
        erasures.erase(db, gone, house.now)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert not is_on_disk(file, f"{CANARY} Robin")
    assert is_on_disk(file, f"{CANARY} Sam")
    assert sum(erasures.count(db, gone.id).values()) == 0
    assert erasures.count(db, stays.id) == others
    assert list(db.execute("PRAGMA foreign_key_check")) == []
    sent_by = "SELECT count(*) FROM inbox WHERE sender_id = ?"
    assert db.execute(sent_by, [robin.person.id]).fetchone() == (0,)
    db.close()


async def test_a_mark_knows_whoever_was_erased_and_nobody_else(house: House) -> None:
    robin, sam = await house.patient("Robin"), await house.patient("Sam")
    db, mark = house.clinic.db, erasures.mark_of(house.clinic.db, robin.patient)

    with transaction(db):
        assert erasures.erase_again(db, {mark}, house.now) == 1
        assert erasures.erase_again(db, {mark}, house.now) == 0

    assert erasures.marks(db) == {mark}
    assert erasures.mark_of(db, sam.patient) != mark


async def test_an_old_button_does_nothing_to_whoever_comes_after_an_erasure(house: House) -> None:
    charlie = await house.clinician()
    robin, sam = await house.patient("Robin"), await told(house, "Sam")
    old, erased, db = charlie.last, sam.patient, house.clinic.db
    gone = alerts.open_of(db, erased.id)
    with transaction(db):
        erasures.erase(db, erased, house.now)
        raised = raise_alert(
            house.clinic,
            patient_id=robin.patient.id,
            level=TriageLevel.EMERGENCY,
            causes=["R01"],
            form_id=None,
        )

    charlie.person.taps("Acknowledge", message=old)
    await house.settle()

    assert gone is not None
    assert raised.id > gone.id
    assert alerts.by_id(db, raised.id).state is AlertState.RAISED
    assert (await house.patient("Kim")).patient.id > erased.id
