"""REDCap takes the dictionary and the records as they are, and an answer is what it was."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.clinic import Clinic
from bot.export.redcap.instruments import INSTRUMENTS
from bot.export.redcap.names import Names
from bot.export.tables import tables_of
from bot.pathway.exports import documents, export
from bot.storage.database import transaction
from tests.export.clinics import (
    add_form,
    add_patient,
    add_session,
    answer,
    hours,
    make_clinic,
    order,
)
from tests.export.happened import everything_happens
from tests.export.redcap_rules import (
    CHOICES,
    FORM,
    HEADER,
    NAME,
    Row,
    dictionary_faults,
    faults_of,
    rows_of,
)

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """Open a clinic where everything that can be told has happened to two patients."""
    opened = make_clinic(tmp_path_factory.mktemp("redcap"))
    everything_happens(opened, patients=2)
    yield opened
    opened.db.close()


@pytest.fixture(scope="module")
def files(clinic: Clinic) -> Files:
    """Export it."""
    with transaction(clinic.db):
        return dict(documents(clinic, order("redcap")))


def records(files: Files, form: str) -> list[Row]:
    [name] = [name for name in files if name.endswith(f"_{form}.csv")]
    return rows_of(files[name])[1]


@pytest.mark.parametrize("identified", [True, False])
def test_redcap_takes_every_row(clinic: Clinic, identified: bool) -> None:
    with transaction(clinic.db):
        files = dict(documents(clinic, order("redcap", identified=identified)))

    assert faults_of(files) == []
    assert {name for name in files if name.startswith("records")}
    assert all(records(files, form) for form in INSTRUMENTS)


def test_every_table_has_its_instrument(clinic: Clinic) -> None:
    assert [table.name for table in tables_of(clinic.protocol, {})] == list(INSTRUMENTS)


def test_answers_stand_under_their_codes(files: Files) -> None:
    first = records(files, "check_ins")[0]
    told = {name: value for name, value in first.items() if value and "utc" not in name}

    assert told["redcap_repeat_instrument"] == "check_ins"
    assert told["redcap_repeat_instance"] == told["ci_form"]
    assert (told["ci_point"], told["ci_nrs"], told["ci_gate"]) == ("h3", "5", "none")
    assert (told["ci_problems___tingling"], told["ci_problems___cough"]) == ("1", "0")
    assert told["ci_answered_at"] == "2026-03-02T16:00:00".replace("T", " ")
    assert first["ci_answered_at_utc"] == "+01:00"
    assert told["check_ins_complete"] == "2"


def test_rows_of_one_screening_or_report_become_one_instance(files: Files) -> None:
    [screening, _] = records(files, "screenings")
    [report, _] = records(files, "symptoms")

    assert (screening["sc_sc01"], screening["sc_sc30___other"]) == ("93", "1")
    assert screening["sc_sc30_what"] == "my name is Robin Example"
    assert (report["sy_tingling_grade"], report["sy_tingling_asked"]) == ("2", "1")
    assert (report["sy_cough_grade"], report["sy_cough_asked"]) == ("0", "0")


def test_what_no_field_offers_is_kept_beside(clinic: Clinic) -> None:
    patient = add_patient(clinic, chat_id=77)
    screening = add_form(clinic, patient, "screening", {"SC01": 34, "SC99": "old"}, at=hours(1))
    answer(clinic, screening, "SC30", ["gone"], at=hours(1), by=patient.code)
    add_form(clinic, patient, "diary", {"nrs_worst": 11, "medicine": "leeches"}, at=hours(2))

    with transaction(clinic.db):
        files = dict(documents(clinic, order("redcap", patient=patient)))

    assert faults_of(files) == []
    assert records(files, "screenings")[0]["sc_not_offered"] == "SC30=gone; SC99=old"
    assert records(files, "diary")[0]["di_not_offered"] == "nrs_worst=11; medicine=leeches"


def test_a_second_export_has_the_same_names_and_numbers(clinic: Clinic, files: Files) -> None:
    patient = add_patient(clinic, chat_id=78)
    add_session(clinic, patient, ended_at=hours(3))
    add_form(clinic, patient, "diary", {"nrs_worst": 1, "hiccups": "often"}, at=hours(4))

    with transaction(clinic.db):
        later = dict(documents(clinic, order("redcap")))

    for form in INSTRUMENTS:
        before, after = records(files, form), records(later, form)
        known = [row for row in after if row["record_id"] in {one["record_id"] for one in before}]
        assert [{name: row[name] for name in before[0]} for row in known] == before
    _, fields = rows_of(files["data_dictionary.csv"])
    _, more = rows_of(later["data_dictionary.csv"])
    assert {row[NAME] for row in more} - {row[NAME] for row in fields} == {"di_hiccups"}


def test_text_is_as_it_was_written(clinic: Clinic) -> None:
    patient, words = add_patient(clinic, chat_id=79), '=1+1, "x"\nand ünïcödé | more'
    add_form(clinic, patient, "screening", {"SC30_what": words}, at=hours(1))

    with transaction(clinic.db):
        files = dict(documents(clinic, order("redcap", patient=patient)))

    assert records(files, "screenings")[0]["sc_sc30_what"] == words


def test_an_empty_clinic_has_its_dictionary(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path / "data")

    written = export(clinic, order("redcap"), directory=tmp_path / "out")

    files = {path.name: path.read_bytes() for path in written}
    assert faults_of(files) == []
    assert len(rows_of(files["data_dictionary.csv"])[1]) > 200


def test_the_page_says_what_to_enable_and_what_an_upload_deletes(files: Files) -> None:
    page = " ".join(files["how_to.md"].decode().split())

    assert "Uploading a data dictionary replaces all instruments" in page
    assert "enable **Repeatable instruments** and tick `screenings`, `sessions`" in page
    assert "| `records_04_check_ins.csv` | `check_ins` | form | 2 |" in page


def test_long_names_are_cut_the_same_way_each_time() -> None:
    first, second = Names(), Names()
    long = "a_question_with_a_very_long_key"

    assert first.give("ci", long) == second.give("ci", long)
    assert first.give("ci", long + "_2") != second.give("ci", long + "_3")


def changed(content: bytes, row: int, **values: str) -> bytes:
    """Change cells of one row of the dictionary; `Form_Name` is the column "Form Name"."""
    lines = list(csv.reader(io.StringIO(content.decode(), newline="")))
    for name, value in values.items():
        lines[row][HEADER.index(COLUMNS[name])] = value
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


COLUMNS = {
    **{"name": NAME, "form": FORM, "type": "Field Type", "label": "Field Label"},
    **{"choices": CHOICES, "validation": HEADER[7], "low": HEADER[8], "high": HEADER[9]},
    **{"identifier": HEADER[10], "branching": HEADER[11]},
}
BROKEN: list[tuple[dict[str, str], str]] = [
    ({"name": "Nrs"}, "is no name of a field"),
    ({"name": "a" * 27}, "is no name of a field"),
    ({"name": "pt_state"}, "is there twice"),
    ({"name": "patients_complete"}, "is a name of REDCap's own"),
    ({"form": "diary"}, "do not stand together"),
    ({"type": "choice"}, "no type that REDCap knows"),
    ({"label": " "}, "has no label"),
    ({"type": "radio"}, "has choices where there are none"),
    ({"type": "radio", "choices": "A b, label"}, "a code that is no code"),
    ({"type": "radio", "choices": "a, one | a, two"}, "a code that is no code"),
    ({"type": "radio", "choices": "a, one | b"}, "a choice without a label"),
    ({"type": "notes", "validation": "integer"}, "a validation it cannot have"),
    ({"validation": "whole"}, "a validation it cannot have"),
    ({"low": "1"}, "a range without a number"),
    ({"validation": "integer", "low": "2", "high": "1"}, "a range upside down"),
    ({"identifier": "yes"}, "says something else than y"),
    ({"branching": '[nrs] = "1"'}, "double quotes"),
    ({"label": "<b>x"}, "takes for HTML"),
]


@pytest.mark.parametrize(("values", "fault"), BROKEN)
def test_the_rules_notice_a_broken_dictionary(
    files: Files, values: dict[str, str], fault: str
) -> None:
    broken = changed(files["data_dictionary.csv"], 3, **values)  # pt_language, plain text

    assert any(fault in found for found in dictionary_faults(broken))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b",h3,", b",h4,", "ci_point cannot be 'h4'"),
        (b",check_ins,3,", b",check_ins,0,", "no number of an instance"),
        (b",check_ins,", b",diary,", "another form"),
        (b"2026-03-02 16:00:00", b"2026-03-02T16:00:00", "ci_answered_at cannot be"),
        (b"ci_nrs", b"ci_nsr", "ci_nsr is no field"),
        (b",none,5,", b",none,12,", "ci_nrs cannot be '12'"),
        (b",2\r\n", b",3\r\n", "neither incomplete"),
        (b"record_id", b"id", "does not begin with the record id"),
    ],
)
def test_the_rules_notice_broken_records(files: Files, old: bytes, new: bytes, fault: str) -> None:
    name = "records_04_check_ins.csv"
    assert old in files[name]

    found = faults_of({**files, name: files[name].replace(old, new)})

    assert any(fault in one for one in found), found
