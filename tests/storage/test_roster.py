"""The list of patients: who comes first, who is found, and no more queries for more patients."""

from datetime import timedelta

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage import roster
from bot.storage.database import Database, open_database, transaction
from bot.storage.roster import Choice
from bot.storage.rows import stamp
from tests.house import KEY, START

LETTERS = "ABCDEFGHJK"
MANY = 10_000
LEVELS = {1: TriageLevel.CONTACT_CLINIC, 2: TriageLevel.EMERGENCY, 3: TriageLevel.URGENT}


def code_of(number: int) -> str:
    """Make a patient code of a number."""
    return "".join(LETTERS[int(digit)] for digit in f"{number:05}")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """Open a database with 10,000 patients; each has two check-ins, every tenth is silent."""
    opened = open_database(tmp_path_factory.mktemp("roster") / "clinic.db", KEY)
    patient = ("en", "active", "21:00", "08:00", stamp(START))
    with transaction(opened):
        opened.conn.executemany(
            "INSERT INTO patient (id, code, chat_id, language, state, quiet_from, quiet_to,"
            " joined_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(n, code_of(n), n, *patient) for n in range(1, MANY + 1)],
        )
        opened.conn.executemany(
            "INSERT INTO form (patient_id, kind, state, point, created_at, due_at)"
            " VALUES (?, 'check_in', ?, ?, ?, ?)",
            [
                (n, state, point, stamp(START), stamp(START))
                for n in range(1, MANY + 1)
                for point, state in (
                    ("h3", "missed" if n % 10 == 0 else "answered"),
                    ("h24", "planned" if n % 2 else "cancelled"),
                )
            ],
        )
        for n, level in LEVELS.items():
            raised = stamp(START - timedelta(hours=n))
            opened.execute(
                "INSERT INTO alert (id, patient_id, level, state, raised_at, since)"
                " VALUES (?, ?, ?, 'raised', ?, ?)",
                [n, n * 100, level.value, raised, raised],
            )
            opened.execute(
                "INSERT INTO alert_event (alert_id, at, what, cause)"
                " VALUES (?, ?, 'raised', 'R1')",
                [n, raised],
            )
    return opened


def page(
    db: Database, choice: Choice = Choice.ALL, search: str = "", offset: int = 0
) -> list[str]:
    """Give the codes of one page."""
    found = roster.page(db, choice=choice, search=search, limit=50, offset=offset)
    return [one.code for one in found]


def test_the_most_urgent_flag_comes_first_then_everybody_by_code(db: Database) -> None:
    shown = roster.page(db, choice=Choice.ALL, search="", limit=5, offset=0)

    assert [one.code for one in shown] == [code_of(n) for n in (200, 300, 100, 1, 2)]
    assert [(one.level, one.causes) for one in shown[:2]] == [
        (TriageLevel.EMERGENCY, "R1"),
        (TriageLevel.URGENT, "R1"),
    ]
    assert shown[3].level is None


def test_each_choice_shows_its_own_and_they_are_counted(db: Database) -> None:
    expected = {Choice.ALL: MANY, Choice.FLAGGED: 3, Choice.SILENT: 1000, Choice.FOLLOWED: 5000}

    assert roster.counts(db, "") == expected
    assert page(db, Choice.FLAGGED) == [code_of(n) for n in (200, 300, 100)]
    assert page(db, Choice.SILENT)[3:5] == [code_of(10), code_of(20)]
    assert page(db, Choice.FOLLOWED)[:2] == [code_of(1), code_of(3)]


def test_a_search_finds_part_of_a_code_in_every_choice(db: Database) -> None:
    assert page(db, search=code_of(1234)) == [code_of(1234)]
    assert roster.counts(db, code_of(9_999)[1:])[Choice.ALL] == 1
    assert page(db, search="ZZ") == []


def test_pages_follow_each_other_without_a_gap_or_a_repetition(db: Database) -> None:
    first = [*page(db), *page(db, offset=50)]
    last = page(db, offset=MANY - 25)

    flagged = {code_of(n * 100) for n in LEVELS}
    assert first[3:] == [code for n in range(1, 101) if (code := code_of(n)) not in flagged][:97]
    assert last == [code_of(n) for n in range(MANY - 24, MANY + 1)]


def test_more_patients_need_no_more_queries(db: Database) -> None:
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)

    roster.page(db, choice=Choice.ALL, search="", limit=50, offset=0)
    roster.counts(db, "")

    db.conn.set_trace_callback(None)
    assert len([sql for sql in asked if sql.lstrip().startswith(("SELECT", "WITH"))]) == 2
