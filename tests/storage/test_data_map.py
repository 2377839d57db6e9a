"""Every column is classified, and what the map says is what the program does."""

import json
import re
from pathlib import Path

import pytest

from bot.clinic import Clinic
from bot.pathway.exports import documents
from bot.storage import clinicians, erasures, notes, patients
from bot.storage.database import Database, transaction
from bot.storage.retention import RULES
from tests.data_map import CLASSES, FORGOTTEN, PAGE, Mapped, data_map, page
from tests.export.clinics import hours, make_clinic, order
from tests.export.happened import SECRET, everything_happens

MAP = data_map()
NOTE = "a note for colleagues"
WIPES = re.compile(r"(DELETE FROM|UPDATE) (\w+)")


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Open a clinic with a database that nothing has happened in."""
    return make_clinic(tmp_path / "data")


def schema(db: Database) -> dict[str, set[str]]:
    """Map every table of ours to its columns."""
    names = [name for name in db.table_names() if not name.startswith(("sqlite_", "_"))]
    return {name: {column.name for column in db.table(name).columns} for name in names}


def test_every_column_of_every_table_has_a_class_and_none_else(clinic: Clinic) -> None:
    found = schema(clinic.db)

    mapped = {name: set(table.columns) for name, table in MAP.items()}

    assert mapped == found, "classify it in docs/data-map.toml, then run make docs"


@pytest.mark.parametrize("name", MAP)
def test_each_entry_says_what_it_must(name: str) -> None:
    table = MAP[name]

    assert {column.kind for column in table.columns.values()} <= set(CLASSES)
    assert table.whose in {"patient", "staff", "anybody", "the program"}
    assert table.forgotten in {*FORGOTTEN, "no"}
    assert (table.forgotten == "no") is bool(table.because)
    assert table.about.endswith(".")


def is_of_a_patient(table: Mapped) -> bool:
    """Tell whether a patient could be known, or known to be ill, by what is in a table."""
    kinds = {column.kind for column in table.columns.values()}
    return table.whose != "staff" and bool(kinds & {"health", "identity"})


def test_what_is_told_to_be_forgotten_is_what_an_erasure_wipes(clinic: Clinic) -> None:
    wiped = {*erasures.count(clinic.db, 1), "erasing"}
    emptied: set[str] = set()
    for statement in erasures.FORGET_MESSAGES:
        [(verb, table)] = WIPES.findall(statement)
        (wiped if verb.startswith("DELETE") else emptied).add(table)

    assert {name for name, table in MAP.items() if table.forgotten != "no"} == wiped
    assert {name for name, table in MAP.items() if table.forgotten == "words"} == emptied
    kept = {name for name, table in MAP.items() if table.forgotten == "no"}
    assert {name for name in kept if is_of_a_patient(MAP[name])} == {"audit"}


def test_what_goes_by_itself_is_what_the_night_takes_away() -> None:
    rules: dict[str, list[str]] = {}
    for rule in RULES:
        rules.setdefault(rule.table, []).append(rule.key)
        assert not rule.part or rule.part in MAP[rule.table].columns

    assert {name: table.goes for name, table in MAP.items() if table.goes} == rules


def test_a_patients_copy_has_what_the_map_says_and_no_note_of_the_clinics(clinic: Clinic) -> None:
    [patient] = everything_happens(clinic, patients=1)
    [member] = clinicians.everyone(clinic.db)
    notes.add(clinic.db, patient_id=patient.id, clinician_id=member.id, text=NOTE, at=hours(2))
    with transaction(clinic.db):
        [(_, content)] = documents(clinic, order("json", patient=patient))
    copy = json.loads(content)

    for table, where in {
        "patient": "patient",
        "consent": "consents",
        "answer": "answers",
        "patient_message": "messages",
        "clinic_message": "replies",
        "alert": "alerts",
        "session": "sessions",
        "clearance": "screenings",
    }.items():
        rows = [copy["patient"]] if where == "patient" else copy["tables"][where]
        assert rows, table
        assert any(column.in_copy for column in MAP[table].columns.values())
    said = content.decode()
    assert said.count(SECRET) >= 5  # an answer, a clearance, an alert, a message and a reply
    assert NOTE not in said
    assert not any(column.in_copy for column in MAP["clinic_note"].columns.values())
    assert str(patients.by_id(clinic.db, patient.id).chat_id) not in re.findall(r"\d+", said)
    assert not MAP["patient"].columns["chat_id"].in_copy


def test_the_page_shows_the_map_as_it_is() -> None:
    assert PAGE.read_text("utf-8") == page(), "run make docs"
