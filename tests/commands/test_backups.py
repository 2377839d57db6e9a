"""A restore drill: backups are whole and encrypted; what was erased does not come back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clinic import Clinic
from bot.clock import MovableClock
from bot.pathway import backups, enrolment, invitations
from bot.pathway.enrolment import Entry
from bot.storage import audit, clinicians, erasures, outbox, patients
from bot.storage import backups as stored
from bot.storage.clinicians import StaffState
from bot.storage.database import open_database, transaction
from bot.storage.failures import DatabaseUnusableError
from bot.storage.patients import Patient, PatientState
from tests.commands.program import runs, settle
from tests.house import PROTOCOL, settings_for

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class Place:
    """A clinic in a folder, opened and closed as a stopped bot's is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.backups = folder / "backups"
        self.database = folder / "data" / "needling.db"
        self.clock = MovableClock(NOW)
        settle(folder, "http://127.0.0.1:1", BACKUP_DAYS="7")

    @property
    def key(self) -> str:
        """The key as it stands in its file."""
        return (self.folder / "keys" / "database.key").read_text().strip()

    def opened(self) -> Clinic:
        """Open the clinic; whoever does closes its database."""
        return Clinic(
            db=open_database(self.database, self.key),
            protocol=PROTOCOL,
            clock=self.clock,
            settings=settings_for(self.folder, "http://127.0.0.1:1", BACKUP_DAYS="7"),
        )

    def adds(self, chat_id: int) -> Patient:
        """Add a patient."""
        clinic = self.opened()
        with transaction(clinic.db):
            made = patients.add(
                clinic.db, chat_id=chat_id, language="en", quiet=(QUIET, QUIET), now=NOW
            )
            audit.note(clinic.db, at=NOW, by=made.code, what="enrolled", about=made.code)
        clinic.db.close()
        return made

    def erases(self, patient: Patient) -> None:
        """Erase a patient."""
        clinic = self.opened()
        with transaction(clinic.db):
            erasures.erase(clinic.db, patient, NOW)
        clinic.db.close()

    def backed_up(self, written: str) -> Path:
        """Give the backup that the command named."""
        return self.folder / written.strip()

    def damages(self, backup: Path) -> None:
        """Change one bit of a backup."""
        content = bytearray(backup.read_bytes())
        content[len(content) // 2] ^= 1
        backup.write_bytes(content)

    def codes(self) -> list[str]:
        """List the patients there are."""
        clinic = self.opened()
        found = [patient.code for patient in patients.everyone(clinic.db)]
        clinic.db.close()
        return found


def is_secret(file: Path) -> bool:
    """Tell whether a file is encrypted, and its user's alone."""
    return file.read_bytes()[:6] != b"SQLite" and file.stat().st_mode & 0o077 == 0


QUIET = datetime(2026, 1, 1, 22, 0, tzinfo=UTC).time()


@pytest.fixture
async def place(tmp_path: Path) -> Place:
    """Make a clinic with its key."""
    place = Place(tmp_path)
    assert (await runs(tmp_path, "audit", "head")).code == 0
    return place


async def test_a_restore_brings_back_all_but_the_erased_and_says_what_is_missing(
    place: Place,
) -> None:
    robin, sam = place.adds(1001), place.adds(1002)
    made = await runs(place.folder, "backup", "backups")
    backup = place.backed_up(made.out)
    assert made.code == 0, made.written
    assert is_secret(backup)
    late = place.adds(1003)
    place.erases(robin)

    restored = await runs(place.folder, "restore", str(backup))

    assert restored.code == 0, restored.written
    assert "Restored, with 2 patients." in restored.out
    assert "Missing: everything after 2026-11-02T09:00:00+00:00" in restored.out
    assert "Erased again, as they had asked: 1 patients." in restored.out
    assert place.codes() == [sam.code]
    kept = next(place.database.parent.glob("*.before-*"))
    db = open_database(kept, place.key)
    assert {patient.code for patient in patients.everyone(db)} == {sam.code, late.code}
    db.close()
    assert (await runs(place.folder, "audit", "verify")).code == 0


async def test_a_restore_lets_nobody_back_in(place: Place) -> None:
    robin = place.adds(1001)
    clinic = place.opened()
    with transaction(clinic.db):
        token = invitations.invite(clinic, role="admin", by="operator")
        member = clinicians.add(clinic.db, chat_id=77, language="en", now=NOW)
    clinic.db.close()
    made = await runs(place.folder, "backup", "backups")
    clinic = place.opened()
    with transaction(clinic.db):
        clinicians.change(clinic.db, member.id, state=StaffState.REVOKED)
        enrolment.withdraw(clinic, patient=robin)
        enrolment.enter(clinic, chat_id=88, language="en", token=token)
    clinic.db.close()

    assert (await runs(place.folder, "restore", made.out.strip())).code == 0

    clinic = place.opened()
    with transaction(clinic.db):
        entered = enrolment.enter(clinic, chat_id=99, language="en", token=token)
    states = {one.code: one.state for one in clinicians.everyone(clinic.db)}
    left = patients.by_id(clinic.db, robin.id).state
    clinic.db.close()
    assert states == {member.code: StaffState.REVOKED}
    assert left is PatientState.WITHDRAWN
    assert entered is Entry.REFUSED


async def test_marks_beside_the_backups_serve_when_the_database_is_lost(place: Place) -> None:
    robin, sam = place.adds(1001), place.adds(1002)
    first = await runs(place.folder, "backup", "backups")
    place.erases(robin)
    place.clock.move_to(NOW + timedelta(days=1))
    clinic = place.opened()
    backups.back_up(clinic, directory=place.backups, key=place.key, by="clock")
    clinic.db.close()
    place.database.write_bytes(b"not a database any more" * 999)

    restored = await runs(place.folder, "restore", first.out.strip())

    assert restored.code == 0, restored.written
    assert "cannot be read" in restored.err
    assert place.codes() == [sam.code]


async def test_clinicians_are_told_of_the_gap(place: Place) -> None:
    clinic = place.opened()
    with transaction(clinic.db):
        invitations.invite(clinic, role="clinician", by="operator")
        clinic.db.execute(
            "INSERT INTO clinician (code, chat_id, language, state, joined_at)"
            " VALUES ('C1', 77, 'en', 'active', '2026-11-02T09:00:00.000000Z')"
        )
    clinic.db.close()
    made = await runs(place.folder, "backup", "backups")

    assert (await runs(place.folder, "restore", made.out.strip())).code == 0

    clinic = place.opened()
    due = outbox.due_by_chat(clinic.db)
    text = clinic.db.execute("SELECT payload FROM outbox WHERE chat_id = 77").fetchone()[0]
    clinic.db.close()
    assert list(due) == [77]
    assert "A backup was put back." in text


async def test_a_backup_that_is_damaged_or_not_ours_is_refused_and_nothing_changes(
    place: Place,
) -> None:
    robin = place.adds(1001)
    made = place.backed_up((await runs(place.folder, "backup", "backups")).out)
    place.damages(made)
    (place.folder / "other.db").write_bytes(b"something else" * 999)

    damaged = await runs(place.folder, "restore", str(made))
    foreign = await runs(place.folder, "restore", "other.db")

    for refused in (damaged, foreign):
        assert (refused.code, refused.out) == (1, "")
        assert "take another backup" in refused.err.lower()
    assert place.codes() == [robin.code]


def test_old_backups_go_and_the_newest_stays(tmp_path: Path) -> None:
    names = ["needling-20261001T030000Z.db", "needling-20261020T030000Z.db"]
    for name in names:
        (tmp_path / name).touch()

    gone = stored.rotate(tmp_path, NOW, days=14)
    none = stored.rotate(tmp_path, NOW + timedelta(days=99), days=14)

    assert [one.name for one in gone] == names[:1]
    assert none == []
    assert [one.name for one in stored.all_in(tmp_path)] == names[1:]


async def test_a_new_key_opens_the_database_and_the_old_one_only_old_backups(
    place: Place,
) -> None:
    robin, old = place.adds(1001), place.key
    made = await runs(place.folder, "backup", "backups")

    done = await runs(place.folder, "rekey")

    assert done.code == 0, done.written
    assert place.key != old
    assert place.codes() == [robin.code]
    with pytest.raises(DatabaseUnusableError):
        open_database(place.database, old)
    assert stored.check(place.folder / made.out.strip(), old).patients == 1
    kept = next((place.folder / "keys").glob("*.until-*"))
    assert kept.read_text().strip() == old


@pytest.mark.parametrize("is_done", [False, True])
async def test_a_change_of_key_that_was_cut_short_goes_on(place: Place, is_done: bool) -> None:
    robin, old, new = place.adds(1001), place.key, "cd" * 32
    coming = place.folder / "keys" / "database.key.new"
    coming.write_text(new)
    coming.chmod(0o600)
    if is_done:
        db = open_database(place.database, old)
        db.execute(f"PRAGMA rekey = \"x'{new}'\"")
        db.close()
        refused = await runs(place.folder, "audit", "head")
        assert "Run `python -m bot rekey` again." in refused.err

    assert (await runs(place.folder, "rekey")).code == 0

    assert place.key == new
    assert place.codes() == [robin.code]
