"""The night's upkeep: a backup each night, old words gone, the erased gone from backups too."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.pathway import erasing
from bot.settings import read_or_create_key
from bot.storage import audit, backups, erasures, inbox, outbox, patients
from bot.storage.backups import Contents
from bot.storage.database import open_database, transaction
from bot.telegram.outcomes import sent
from bot.telegram.sender import LEASE, settle
from tests.house import House, open_house
from tests.storage.plain_copies import copy_without_a_key, is_on_disk

WORDS = "my neck is sore"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Open a clinic that wants backups."""
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    (keys / "database.key").write_text("ab" * 32)
    (keys / "database.key").chmod(0o600)
    async with open_house(tmp_path, BACKUP_DIR=str(tmp_path / "backups")) as opened:
        yield opened


def made(house: House) -> list[Path]:
    """List the backups there are."""
    directory = house.clinic.settings.backup_dir
    assert directory is not None
    return backups.all_in(directory)


def checked(house: House, backup: Path) -> Contents:
    """Look a backup over with the clinic's key."""
    return backups.check(backup, read_or_create_key(house.clinic.settings).get_secret_value())


def says(house: House, backup: Path, words: str) -> bool:
    """Tell whether words lie in a backup, once it is decrypted."""
    key = read_or_create_key(house.clinic.settings).get_secret_value()
    copied, plain = backup.with_suffix(".copy"), backup.with_suffix(".plain")
    shutil.copyfile(backup, copied)  # opening writes
    db = open_database(copied, key)
    copy_without_a_key(db, plain).close()
    db.close()
    found = is_on_disk(plain, words)
    copied.unlink()
    plain.unlink()
    return found


def raw_updates(house: House) -> str:
    """Give everything that stored updates still say."""
    return "\n".join(row[0] for row in house.clinic.db.execute("SELECT raw FROM inbox"))


async def test_each_night_has_one_backup_and_a_late_one_is_made_up_for(house: House) -> None:
    await house.patient()
    for _ in range(3):
        await house.app.night.keep_up()
    assert len(made(house)) == 1
    assert checked(house, made(house)[0]).patients == 1

    await house.go(hours=16)  # two in the morning in Berlin
    await house.app.night.keep_up()
    assert len(made(house)) == 1

    await house.go(hours=1, minutes=1)
    await house.app.night.keep_up()
    await house.go(days=20)
    await house.app.night.keep_up()
    await house.app.night.keep_up()

    assert len(made(house)) == 1  # the others were older than 14 days
    assert [line.what for line in audit.rows(house.clinic.db) if line.by == "clock"].count(
        "backup written"
    ) == 3


async def test_a_backup_that_fails_keeps_nothing_else_from_being_done(house: House) -> None:
    directory = house.clinic.settings.backup_dir
    assert directory is not None
    directory.write_text("in the way")  # a moment's work

    await house.app.night.keep_up()
    done = [line.what for line in audit.rows(house.clinic.db) if line.by == "clock"]
    directory.unlink()  # a moment's work
    await house.app.night.keep_up()
    too_soon = made(house)
    await house.go(hours=1)
    await house.app.night.keep_up()

    assert done == ["upkeep"]
    assert too_soon == []
    assert len(made(house)) == 1


async def test_raw_words_go_after_a_fortnight_and_the_answers_stay(house: House) -> None:
    robin, stranger = await house.patient(), house.chatter("Sam")
    await robin.says(WORDS)
    await stranger.says("hello?")
    assert WORDS in raw_updates(house)

    await house.go(days=13)
    await house.app.night.keep_up()
    assert WORDS in raw_updates(house)
    senders = {row[0] for row in house.clinic.db.execute("SELECT sender_id FROM inbox")}
    assert stranger.person.id not in senders
    await house.go(days=2)
    await house.app.night.keep_up()

    assert WORDS not in raw_updates(house)
    kept = house.clinic.db.execute("SELECT text FROM patient_message").fetchall()
    assert kept == [(WORDS,)]
    assert inbox.last_update_id(house.clinic.db) > 0


async def test_who_was_erased_is_gone_from_earlier_backups_by_the_next_night(
    house: House,
) -> None:
    robin, sam = await house.patient("Robin"), await house.patient("Sam")
    await robin.says(WORDS)
    await house.app.night.keep_up()
    assert checked(house, made(house)[0]).patients == 2
    assert says(house, made(house)[0], WORDS)
    with transaction(house.clinic.db):
        erasing.forget(house.clinic, patient=robin.patient, by=robin.patient.code)

    await house.go(days=1)
    await house.app.night.keep_up()

    assert [checked(house, one).patients for one in made(house)] == [1, 1]
    assert not any(says(house, one, WORDS) for one in made(house))
    assert patients.everyone(house.clinic.db) == [sam.patient]


async def test_a_patient_whose_time_is_over_is_erased_but_for_open_alerts(tmp_path: Path) -> None:
    async with open_house(tmp_path, KEEP_DAYS="90") as house:
        robin, sam = await house.patient("Robin"), await house.patient("Sam")
        charlie = await house.clinician()
        await sam.says("/problem")
        await sam.taps("Hard to breathe, or chest pain")
        await charlie.taps("Acknowledge")
        await house.go(hours=3)
        await sam.taps("Yes", "Yes")  # care was got, and all is safe: the flag stays open
        kim = await house.patient("Kim")
        await kim.says("/stop")
        await house.go(days=75)
        await house.app.night.keep_up()
        assert "is deleted" not in robin.last.text

        await house.go(days=2)
        await house.app.night.keep_up()
        await house.go(hours=12)  # not in the night
        assert "is deleted on Mon 1 Feb." in robin.last.text
        assert "send /mydata" in robin.last.text
        assert "is deleted" not in kim.last.text
        await house.go(days=13)
        await house.app.night.keep_up()
        assert robin.patient.code
        await house.go(days=1)
        await house.app.night.keep_up()

        left = [patient.code for patient in patients.everyone(house.clinic.db)]
        assert left == [sam.patient.code]


async def test_who_answers_after_the_notice_is_kept_and_told_again_another_time(
    tmp_path: Path,
) -> None:
    async with open_house(tmp_path, KEEP_DAYS="90") as house:
        robin = await house.patient("Robin")
        await house.go(days=77)
        await house.app.night.keep_up()
        await house.go(days=1)
        await robin.says("/diary")
        await robin.taps("3")

        for _ in range(11):
            await house.go(days=7)
            await house.app.night.keep_up()
        await house.go(hours=1)
        told = [text for text in robin.from_bot if text.startswith("Nothing has come from you")]
        assert len(told) == 2
        assert robin.patient.code
        assert (await robin.says("/privacy")).text.startswith("How long: when nothing has come")
        await house.go(days=15)
        await house.app.night.keep_up()

        assert patients.everyone(house.clinic.db) == []


async def test_a_key_that_is_gone_stops_backups_and_nothing_else(house: House) -> None:
    house.clinic.settings.database_key_file.unlink()

    await house.app.night.keep_up()

    assert made(house) == []
    assert [line.what for line in audit.rows(house.clinic.db)][-1] == "upkeep"


async def test_a_backup_of_a_day_to_come_or_of_no_day_holds_nothing_up(house: House) -> None:
    directory = house.clinic.settings.backup_dir
    assert directory is not None
    directory.mkdir()
    for name in ("needling-20361102T030000Z.db", "needling-20261399T990000Z.db"):
        (directory / name).touch()

    await house.app.night.keep_up()

    assert (directory / f"needling-{house.now:%Y%m%dT%H%M%SZ}.db").exists()


async def test_whoever_is_erased_is_noted_beside_the_backups_at_once(house: House) -> None:
    robin = await house.patient("Robin")
    await house.app.night.keep_up()
    with transaction(house.clinic.db):
        erasing.forget(house.clinic, patient=robin.patient, by=robin.patient.code)

    await house.app.night.keep_up()

    assert backups.erased_in(made(house)[0].parent) == erasures.marks(house.clinic.db)


async def test_a_log_that_was_changed_is_told_and_the_backup_is_good(house: House) -> None:
    await house.patient("Robin")
    house.clinic.db.execute("DROP TRIGGER audit_no_update")
    house.clinic.db.execute("UPDATE audit SET what = 'x' WHERE id = 2")

    await house.app.night.keep_up()

    found = checked(house, made(house)[0])
    assert found.patients == 1
    assert found.log_faults == ("Line 2 of the log is not what was written.",)


async def test_a_message_whose_patient_is_erased_on_its_way_leaves_nothing(house: House) -> None:
    robin = await house.patient("Robin")
    robin.person.writes("/help")
    await house.app.receiver.poll(wait=0)
    await house.app.working.step()
    with transaction(house.clinic.db):
        [message] = outbox.claim(
            house.clinic.db, now=house.now, lease_until=house.now + LEASE, limit=1, resting=()
        )
        erasing.forget(house.clinic, patient=robin.patient, by=robin.patient.code)

    with transaction(house.clinic.db):
        settle(house.clinic, message, sent(4711))

    assert not outbox.is_there(house.clinic.db, message.id)
