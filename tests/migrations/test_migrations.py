"""The schema: complete from nothing, each step whole or not at all, strict, append-only."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlcipher3
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from bot.storage import audit
from bot.storage.database import DatabaseError, open_database
from bot.storage.failures import DatabaseUnusableError
from migrations.migrations import migrations
from tests.house import KEY

ROOT = Path(__file__).parents[2]
BOOKKEEPING = Migrations.migrations_table  # written by sqlite-utils
CREATE = (
    sqlcipher3.SQLITE_CREATE_TABLE,
    sqlcipher3.SQLITE_CREATE_INDEX,
    sqlcipher3.SQLITE_CREATE_TRIGGER,
)
TABLES = {
    *("patient", "clinician", "invitation", "invitation_attempt", "consent"),
    *("session", "form", "answer", "finding", "patient_message"),
    *("alert", "alert_event", "inbox", "last_poll", "outbox", "audit"),
    *("clearance", "clearance_draft", "export_key"),
    *("portal_link", "portal_attempt", "portal_session", "clinic_note", "clinic_message"),
    *("erased", "erasing", "tombstone_key", "last_upkeep", "burst"),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "clinic.db"


def schema(db: Database) -> dict[str, str]:
    """Map everything in a database to the statement that made it."""
    rows = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name <> ?",
        [BOOKKEEPING],
    )
    return dict(rows)


def plain() -> Database:
    """Open a database in memory, without a key."""
    return Database(sqlcipher3.connect(":memory:", isolation_level=None))


def copied() -> Migrations:
    """Make a second set of the same steps, to which a test may add its own."""
    copy = Migrations(migrations.name)
    for step in migrations.pending(plain()):
        copy(name=step.name, transactional=step.transactional)(step.fn)
    return copy


def test_an_empty_database_gets_every_table(path: Path) -> None:
    db = open_database(path, KEY)

    assert {name for name in db.table_names() if not name.startswith(("sqlite", "_"))} == TABLES


def test_opening_again_changes_nothing(path: Path) -> None:
    db = open_database(path, KEY)
    before, applied = schema(db), migrations.applied(db)
    db.close()

    again = open_database(path, KEY)

    assert (schema(again), migrations.applied(again)) == (before, applied)


def test_every_step_runs_in_a_transaction() -> None:
    assert all(step.transactional for step in migrations.pending(plain()))


def test_a_start_that_fails_at_any_statement_leaves_nothing_half_made() -> None:
    whole = plain()
    migrations.apply(whole)

    for statement in range(len(schema(whole))):
        db = plain()
        migrations.ensure_migrations_table(db)
        fail_at(db, statement)
        with pytest.raises(DatabaseError, match="not authorized"):
            migrations.apply(db)
        assert schema(db) == schema(stepped(len(migrations.applied(db))))

        db.conn.set_authorizer(None)
        migrations.apply(db)
        assert schema(db) == schema(whole)


def stepped(steps: int) -> Database:
    """Make a database that has had only the first so many steps."""
    db = plain()
    migrations.apply(db, stop_before=[step.name for step in migrations.pending(db)][steps:])
    return db


def fail_at(db: Database, statement: int) -> None:
    """Let SQLite refuse one of the statements that make something."""
    made = iter(range(1_000))

    def judge(action: int, name: str | None, *_: str | None) -> int:
        own = action in CREATE and not (name or "").startswith("sqlite_")
        return int(
            sqlcipher3.SQLITE_DENY if own and next(made) == statement else sqlcipher3.SQLITE_OK
        )

    db.conn.set_authorizer(judge)


def test_a_step_that_fails_in_the_middle_leaves_the_old_schema(path: Path) -> None:
    db = open_database(path, KEY)
    before = schema(db)
    later = copied()

    @later()
    def m999_half_way(db: Database) -> None:
        db.execute("CREATE TABLE half_made (id INTEGER PRIMARY KEY) STRICT")
        db.execute("ALTER TABLE patient ADD COLUMN half_made TEXT")
        db.execute("INSERT INTO no_such_table VALUES (1)")

    with pytest.raises(DatabaseError, match="no_such_table"):
        later.apply(db)

    assert schema(db) == before
    assert [step.name for step in later.pending(db)] == ["m999_half_way"]
    db.close()
    assert schema(open_database(path, KEY)) == before


def test_a_log_from_before_it_was_chained_is_chained() -> None:
    db = stepped(9)
    for number in (1, 2, 4):  # a line had been lost
        line = {"id": number, "at": "t", "by": "é", "what": "viewed", "about": f"patient {number}"}
        db.table("audit").insert(line)

    migrations.apply(db)

    assert list(audit.faults(db)) == []
    assert [row["about"] for row in db.query("SELECT about FROM audit ORDER BY id")] == [
        "patient 1",
        "patient 2",
        "patient 4",
    ]


def test_a_database_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    db = open_database(path, KEY)
    later = copied()

    @later()
    def m999_of_the_next_version(db: Database) -> None:
        db.execute("ALTER TABLE patient ADD COLUMN shoe_size INTEGER")

    later.apply(db)
    after = schema(db)
    db.close()
    left = path.read_bytes()

    with pytest.raises(DatabaseUnusableError, match="newer version"):
        open_database(path, KEY)

    assert path.read_bytes() == left
    assert "shoe_size" in after["patient"]


def test_the_steps_can_be_run_by_sqlite_utils_itself(tmp_path: Path) -> None:
    file = tmp_path / "plain.db"

    done = subprocess.run(
        [sys.executable, "-m", "sqlite_utils", "migrate", str(file), str(ROOT / "migrations")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    ours = plain()
    migrations.apply(ours)
    assert (done.returncode, done.stderr) == (0, "")
    theirs = Database(file)
    assert schema(theirs) == schema(ours)
    theirs.close()


def test_every_table_is_strict(path: Path) -> None:
    rows = open_database(path, KEY).execute("PRAGMA table_list")
    strict = {
        name: strict for schema, name, kind, columns, rowid, strict in rows if name in TABLES
    }

    assert strict == dict.fromkeys(TABLES, 1)


def test_no_number_of_a_deleted_row_is_given_again(path: Path) -> None:
    db = open_database(path, KEY)

    by_itself = {
        name
        for name, sql in schema(db).items()
        if name in TABLES and " id INTEGER PRIMARY KEY" in sql and "CHECK (id = 1)" not in sql
    }

    once = {name for name, sql in schema(db).items() if "PRIMARY KEY AUTOINCREMENT" in sql}
    assert by_itself - once == {"audit"}  # from which nothing can be deleted


def test_numbers_given_before_are_not_given_again() -> None:
    db = plain()
    steps = [step.name for step in migrations.pending(db)]
    migrations.apply(db, stop_before=steps[steps.index("m018_numbers_given_once") :])
    db.table("portal_attempt").insert({"id": 7, "at": "t"})

    migrations.apply(db)
    db.execute("DELETE FROM portal_attempt")

    assert db.table("portal_attempt").insert({"at": "t"}).last_pk == 8


@pytest.mark.parametrize(
    ("table", "row", "change"),
    [
        ("audit", {"at": "t", "by": "b", "what": "w", "about": "a"}, "UPDATE audit SET what = ''"),
        ("audit", {"at": "t", "by": "b", "what": "w", "about": "a"}, "DELETE FROM audit"),
        (
            "answer",
            {"form_id": 1, "question": "q", "value": "1", "final": 1, "at": "t", "by": "b"},
            "UPDATE answer SET value = '2'",
        ),
        (
            "clearance",
            {"form_id": 1, "screening_class": "stop", "reason": "r", "at": "t", "clinician_id": 1},
            "UPDATE clearance SET reason = ''",
        ),
        (
            "clinic_note",
            {"patient_id": 1, "clinician_id": 1, "text": "t", "at": "t"},
            "UPDATE clinic_note SET text = ''",
        ),
        (
            "clinic_message",
            {"patient_id": 1, "clinician_id": 1, "text": "t", "at": "t"},
            "UPDATE clinic_message SET text = ''",
        ),
    ],
)
def test_what_was_written_down_stays(
    path: Path, table: str, row: dict[str, object], change: str
) -> None:
    db = open_database(path, KEY)
    db.execute("PRAGMA foreign_keys = OFF")  # the row alone is looked at
    db.table(table).insert(row)
    before = list(db.query(f"SELECT * FROM {table}"))  # noqa: S608  # a constant

    with pytest.raises(DatabaseError, match=r"append-only|kept as given"):
        db.execute(change)

    assert list(db.query(f"SELECT * FROM {table}")) == before  # noqa: S608  # a constant


def test_a_row_cannot_refer_to_what_is_not_there(path: Path) -> None:
    db = open_database(path, KEY)

    with pytest.raises(DatabaseError, match="FOREIGN KEY"):
        db.table("alert_event").insert({"alert_id": 1, "at": "t", "what": "raised"})


def with_rows_of_the_second_step() -> Database:
    """Make a database as the first two steps left it, with a form and all that refers to it."""
    db = stepped(2)
    db.execute("PRAGMA foreign_keys = ON")
    patient = {"id": 1, "code": "K7QX2", "language": "en", "state": "active", "joined_at": "t"}
    db.table("patient").insert({**patient, "quiet_from": "21:00", "quiet_to": "08:00"})
    session = {"id": 1, "patient_id": 1, "number": 1, "ended_at": "t", "recorded_at": "t"}
    db.table("session").insert({**session, "zone": "UTC"})
    form = {"patient_id": 1, "state": "answered", "created_at": "t", "session_id": 1}
    db.table("form").insert({**form, "id": 1, "kind": "check_in", "point": "h3"})
    db.table("form").insert({**form, "id": 2, "kind": "safety", "after_form_id": 1})
    db.table("answer").insert(
        {"form_id": 1, "question": "nrs", "value": "3", "final": 1, "at": "t", "by": "K7QX2"}
    )
    return db


def contents(db: Database) -> dict[str, list[dict[str, object]]]:
    """Read every row of the tables there are."""
    there = TABLES & set(db.table_names())
    return {name: list(db.query(f"SELECT * FROM {name}")) for name in there}  # noqa: S608


def test_forms_of_new_kinds_fit_and_no_row_is_touched() -> None:
    db = with_rows_of_the_second_step()
    before = contents(db)
    later = [step.name for step in migrations.pending(db) if step.name > "m004_courses"]

    migrations.apply(db, stop_before=later)

    after = contents(db)
    assert [{**row, "course": 1} for row in before.pop("session")] == after.pop("session")
    assert before == after
    assert [tuple(row) for row in db.execute("PRAGMA integrity_check")] == [("ok",)]
    assert list(db.execute("PRAGMA foreign_key_check")) == []
    for kind in ("baseline", "follow_up"):
        db.table("form").insert(
            {"patient_id": 1, "kind": kind, "state": "open", "created_at": "t"}
        )
    with pytest.raises(DatabaseError, match="CHECK"):
        db.table("form").insert(
            {"patient_id": 1, "kind": "guess", "state": "open", "created_at": "t"}
        )
    with pytest.raises(DatabaseError, match="FOREIGN KEY"):
        db.execute("DELETE FROM form WHERE id = 1")


def test_a_schema_that_could_be_written_to_cannot_be_afterwards() -> None:
    db = with_rows_of_the_second_step()

    migrations.apply(db)

    assert db.execute("PRAGMA writable_schema").fetchone()[0] == 0
    with pytest.raises(DatabaseError, match="may not be modified"):
        db.execute("UPDATE sqlite_schema SET sql = sql")


def test_a_database_that_is_not_whole_is_left_as_it_was() -> None:
    db = with_rows_of_the_second_step()
    db.execute("PRAGMA foreign_keys = OFF")
    db.table("answer").insert(
        {"form_id": 9, "question": "nrs", "value": "3", "final": 1, "at": "t", "by": "K7QX2"}
    )
    before = schema(db)

    with pytest.raises(RuntimeError, match="could not be changed"):
        migrations.apply(db)

    assert schema(db) == before
