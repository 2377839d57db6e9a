"""An export is whole or not there, and leaves a line of who took what."""

import csv
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.export import FORMATS
from bot.pathway.exports import ExportRefused, documents, export, parse_day, patient_named
from bot.storage import alerts, audit, messages
from bot.storage.database import transaction
from bot.storage.patients import Patient
from tests.export.clinics import (
    FILES,
    START,
    add_form,
    add_patient,
    add_session,
    hours,
    make_clinic,
    order,
    rows_of,
    take,
)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """Open an empty clinic."""
    opened = make_clinic(tmp_path / "data")
    yield opened
    opened.db.close()


@pytest.fixture
def patient(clinic: Clinic) -> Patient:
    """Enrol a patient in Berlin."""
    return add_patient(clinic, chat_id=1)


def log(clinic: Clinic) -> list[tuple[str, str, str, str]]:
    """Read the access log without its times."""
    return [(line.by, line.what, line.about, line.detail) for line in audit.rows(clinic.db)]


def test_an_empty_clinic_exports_headers_and_a_codebook(clinic: Clinic, tmp_path: Path) -> None:
    files = export(clinic, order(), directory=tmp_path / "out")

    assert [file.name for file in files] == FILES
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FILES)
    assert [rows_of(file) for file in files[:-2]] == [[]] * 10


def test_the_columns_of_every_file_are_those_of_the_codebook(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    add_form(clinic, patient, "check_in", {"nrs": 3, "hiccups": "often"})
    files = export(clinic, order(), directory=tmp_path / "out")

    described: dict[str, list[str]] = {}
    for line in rows_of(files[-2]):
        if line["column"] and not line["key"]:
            described.setdefault(line["table"], []).append(line["column"])

    headers = {}
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            headers[file.stem] = next(csv.reader(lines))
    assert headers.pop("about") == ["item", "value"]
    assert headers == described
    assert "hiccups" in headers["check_ins"]


def test_one_patient_is_exported_alone(clinic: Clinic, patient: Patient, tmp_path: Path) -> None:
    other = add_patient(clinic, chat_id=2)
    for one in (patient, other):
        add_session(clinic, one, ended_at=START)
        add_form(clinic, one, "diary", {"nrs_worst": 1})
        add_form(clinic, one, "baseline", {"nrs_usual": 4})
        add_form(clinic, one, "check_in", {"problems": ["none"]})
        messages.add(clinic.db, patient_id=one.id, text="ow", at=START, update_id=1000 + one.id)
        alerts.add(
            clinic.db,
            patient_id=one.id,
            level=TriageLevel.URGENT,
            state="raised",
            raised_at=START,
            since=START,
        )

    taken = take(clinic, tmp_path, patient=patient)

    del taken["codebook"], taken["about"], taken["screenings"]
    assert {table: {row["patient"] for row in rows} for table, rows in taken.items()} == {
        table: {patient.code} for table in taken
    }


def test_a_span_holds_both_its_days_on_the_patients_calendar(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    # In Berlin the days of March begin at 23:00 UTC.
    for minutes in (-1, 0, 24 * 60 - 1, 24 * 60):
        at = datetime(2026, 3, 1, 23, 0, tzinfo=UTC) + timedelta(minutes=minutes)
        add_session(clinic, patient, ended_at=at)
        add_form(clinic, patient, "diary", {"nrs_worst": 1}, at=at)
        add_form(clinic, patient, "check_in", {"nrs": 1, "problems": ["none"]}, at=at)
    day = date(2026, 3, 2)

    taken = take(clinic, tmp_path, since=day, until=day)

    assert [row["session"] for row in taken["sessions"]] == ["2", "3"]
    assert [row["date"] for row in taken["diary"]] == ["2026-03-02", "2026-03-02"]
    assert len(taken["check_ins"]) == 2
    assert len(taken["symptoms"]) == 2 * len(clinic.protocol.symptoms)
    assert len(taken["patients"]) == 1


def test_a_symptom_begun_before_the_span_stays_with_its_session(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    first = add_session(clinic, patient, ended_at=START)
    second = add_session(clinic, patient, ended_at=hours(72))
    given = {"problems": ["tingling"], "tingling": 1}
    add_form(clinic, patient, "check_in", given, at=hours(3), session_id=first.id)
    add_form(clinic, patient, "check_in", given, at=hours(75), session_id=second.id)

    rows = take(clinic, tmp_path, since=date(2026, 3, 5))["symptoms"]

    [tingling] = [row for row in rows if row["symptom"] == "tingling"]
    assert (tingling["session"], tingling["hours_since_session"]) == ("1", "75.0")


def test_the_log_says_who_took_what_before_and_after(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    add_session(clinic, patient, ended_at=START)
    take(clinic, tmp_path)
    take(clinic, tmp_path, patient=patient, since=date(2027, 1, 1), until=date(2027, 12, 31))

    counts = "screenings 0, sessions {}, check_ins 0, symptoms 0, diary 0"
    counts += ", outcomes 0, summary 0, alerts 0, messages 0"
    told = "identified, purpose: care"
    about, span = f"patient {patient.code}", f"csv, 2027-01-01 to 2027-12-31, {told}"
    always = f"csv, the beginning to now, {told}"
    assert log(clinic) == [
        ("operator", "export started", "all patients", always),
        (
            "operator",
            "export finished",
            "all patients",
            f"{always}: patients 1, {counts.format(1)}",
        ),
        ("operator", "export started", about, span),
        ("operator", "export finished", about, f"{span}: patients 1, {counts.format(0)}"),
    ]


@pytest.mark.parametrize(("name", "steps"), [("redcap", 4), ("csv", 1)])
def test_progress_goes_from_the_first_to_the_last(
    clinic: Clinic, patient: Patient, tmp_path: Path, name: str, steps: int
) -> None:
    add_session(clinic, patient, ended_at=START)
    add_form(clinic, patient, "check_in", {"problems": ["none"]})
    seen: list[tuple[int, int | None]] = []

    take(clinic, tmp_path, progress=lambda done, total: seen.append((done, total)), format=name)

    # By records from table to table, the check-in for two of them; else by patients.
    assert seen == [(step, steps) for step in range(1, steps + 1)]


def test_an_export_that_fails_leaves_no_file_and_a_line_without_an_end(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    add_session(clinic, patient, ended_at=START)

    def stop(done: int, total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(clinic, tmp_path / "out", progress=stop)

    assert list((tmp_path / "out").iterdir()) == []
    assert [what for _, what, _, _ in log(clinic)] == ["export started"]
    assert take(clinic, tmp_path / "out")["sessions"]


KILLED = """
import os, signal, sys
from pathlib import Path
from bot.pathway.exports import export
from tests.export.clinics import make_clinic, order

def stop(done, total):
    if done == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

folder, wanted = Path(sys.argv[1]), order(sys.argv[2])
export(make_clinic(folder / "data"), wanted, directory=folder / "out", progress=stop)
"""
# Some go from table to table, and some from patient to patient.
POINTS = [("redcap", 1), ("redcap", 3), *((name, 2) for name in FORMATS if name != "redcap")]


@pytest.mark.parametrize(("name", "record"), POINTS)
def test_a_killed_export_leaves_no_file_under_its_name(
    clinic: Clinic, patient: Patient, tmp_path: Path, name: str, record: int
) -> None:
    for one in (patient, add_patient(clinic, chat_id=2)):
        add_session(clinic, one, ended_at=START)
        add_form(clinic, one, "diary", {"nrs_worst": 1})

    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), name, str(record)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": "."},
        check=False,
        timeout=60,
    )

    assert killed.returncode == -signal.SIGKILL
    assert [what for _, what, _, _ in log(clinic)] == ["export started"]
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert left
    assert {one for one in left if not one.endswith(".part")} == set()
    files = export(clinic, order(name), directory=tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {path.name for path in files}


def test_the_chat_gets_tables_with_rows_and_the_codebook_in_its_own_transaction(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    add_session(clinic, patient, ended_at=START)
    taken = take(clinic, tmp_path)

    with transaction(clinic.db):
        found = documents(clinic, order(patient=patient, by="C1", purpose="care"))

    assert [name for name, _ in found] == [
        *("patients.csv", "sessions.csv", "codebook.csv", "about.csv"),
    ]
    for name, content in found[:-1]:
        assert content == (tmp_path / name).read_bytes()
    assert taken["sessions"]
    counts = "screenings 0, sessions 1, check_ins 0, symptoms 0, diary 0"
    counts += ", outcomes 0, summary 0, alerts 0, messages 0"
    about, told = f"patient {patient.code}", "csv, the beginning to now, identified, purpose: care"
    assert log(clinic)[2:] == [
        ("C1", "export started", about, told),
        ("C1", "export finished", about, f"{told}: patients 1, {counts}"),
    ]


def test_a_patient_is_found_by_code_in_any_case(clinic: Clinic, patient: Patient) -> None:
    assert patient_named(clinic, f" {patient.code.lower()}") == patient


def test_an_unknown_code_is_refused_with_what_to_do(clinic: Clinic) -> None:
    with pytest.raises(ExportRefused) as refused:
        patient_named(clinic, "K7QX2")

    assert str(refused.value) == (
        "There is no patient K7QX2. /patients lists the codes; check for typing slips."
    )


def test_a_day_is_read() -> None:
    assert parse_day("2026-12-31") == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["31.13.2026", "2026-13-31", "20261231", "2026-W01-1", "", "x"])
def test_what_is_not_a_day_is_refused_with_how_to_write_one(text: str) -> None:
    expected = f"'{text}' is not a date; write it as 2026-12-31."

    with pytest.raises(ExportRefused, match=re.escape(expected)):
        parse_day(text)


def test_a_span_that_ends_before_it_begins_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    with pytest.raises(ExportRefused, match="2026-01-01, is before the first, 2026-02-01"):
        take(clinic, tmp_path, since=date(2026, 2, 1), until=date(2026, 1, 1))

    assert log(clinic) == []


@pytest.mark.parametrize("purpose", ["", " \n"])
def test_an_identified_export_without_a_purpose_is_refused(
    clinic: Clinic, tmp_path: Path, purpose: str
) -> None:
    with pytest.raises(ExportRefused, match="needs a purpose for the access log: add --purpose"):
        take(clinic, tmp_path, purpose=purpose)

    assert log(clinic) == []
    assert take(clinic, tmp_path, purpose=purpose, identified=False)


def test_a_file_that_is_there_is_kept(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_text("mine", "utf-8")

    with pytest.raises(ExportRefused, match=r"patients\.csv is there already; choose an empty"):
        export(clinic, order(), directory=tmp_path)

    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["patients.csv"]
    assert (tmp_path / "patients.csv").read_text("utf-8") == "mine"


def test_an_unknown_format_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    with pytest.raises(ExportRefused, match="There is no format 'dbf'; choose one of: csv"):
        export(clinic, order("dbf"), directory=tmp_path)


def test_a_directory_that_cannot_be_written_to_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")

    with pytest.raises(ExportRefused, match=r"out cannot be written to \(.+\); choose another"):
        take(clinic, tmp_path / "out")

    assert log(clinic) == []


def test_a_second_export_to_the_same_directory_is_refused_while_one_is_written(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    refusals: list[str] = []

    def again(done: int, total: int | None) -> None:
        with pytest.raises(ExportRefused) as refused:
            export(clinic, order(), directory=tmp_path / "out")
        refusals.append(str(refused.value))

    taken = take(clinic, tmp_path / "out", progress=again)

    assert refusals == [
        f"Another export is being written to {tmp_path / 'out'}; wait until it is done."
    ]
    assert len(taken["patients"]) == 1
