"""A patient's JSON document holds all that the tables hold of the patient, in one known shape."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.clinic import Clinic
from bot.pathway.exports import documents, export
from bot.storage import forms
from bot.storage.database import transaction
from tests.export.clinics import answer, hours, make_clinic, order, take
from tests.export.happened import SECRET, everything_happens

SHAPE = ["format", "shape", "about", "patient", "tables"]


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """Open a clinic where everything that can be told has happened to two patients."""
    opened = make_clinic(tmp_path / "data")
    yield opened
    opened.db.close()


def document(clinic: Clinic, **values: Any) -> dict[str, Any]:
    """Export one document and read it."""
    with transaction(clinic.db):
        [(_, content)] = documents(clinic, order("json", **values))
    told: dict[str, Any] = json.loads(content)
    return told


def test_one_patient_is_one_document_with_its_codebook(clinic: Clinic) -> None:
    patient, _ = everything_happens(clinic, patients=2)

    told = document(clinic, patient=patient)

    assert list(told) == [*SHAPE, "codebook"]
    assert (told["format"], told["shape"]) == ("needling-diary", 1)
    assert told["about"]["purpose"] == "care"
    assert told["patient"]["patient"] == patient.code
    described = {(line.get("table"), line.get("column")) for line in told["codebook"]}
    for table, rows in told["tables"].items():
        assert {(table, column) for row in rows for column in row} <= described


def test_it_holds_what_the_tables_hold(clinic: Clinic, tmp_path: Path) -> None:
    patient, _ = everything_happens(clinic, patients=2)
    [report] = [f for f in forms.of_patient(clinic.db, patient.id) if f.kind == "check_in"]
    answer(clinic, report, "nrs", 7, at=hours(7), by=patient.code)
    tables = take(clinic, tmp_path / "csv", patient=patient)

    told = document(clinic, patient=patient)

    del tables["codebook"], tables["about"]
    history = told["tables"].pop("answers")
    assert {row["answer"] for row in history if row["question"] == "nrs"} == {5, 7}
    assert [row["version"] for row in told["tables"].pop("consents")] == ["1"]
    assert [row["text"] for row in told["tables"].pop("replies")] == [SECRET]
    assert [told["patient"]["zone"]] == [row["zone"] for row in tables.pop("patients")]
    assert {name: len(rows) for name, rows in told["tables"].items()} == {
        name: len(rows) for name, rows in tables.items()
    }
    assert [list(row) for row in told["tables"]["diary"]] == [list(row) for row in tables["diary"]]


def test_values_keep_their_kind(clinic: Clinic) -> None:
    patient, _ = everything_happens(clinic, patients=2)

    tables = document(clinic, patient=patient)["tables"]

    [report, *_] = tables["check_ins"]
    assert (report["nrs"], report["problems"], report["safe"]) == (5, ["tingling"], None)
    assert report["answered_at"] == "2026-03-02T16:00:00+01:00"
    assert tables["diary"][0]["late"] is False
    assert [row["answer"] for row in tables["screenings"]] == [93, ["other"], SECRET]


def test_without_a_patient_each_has_a_file_and_the_codebook_has_one(
    clinic: Clinic, tmp_path: Path
) -> None:
    both = everything_happens(clinic, patients=2)

    files = export(clinic, order("json"), directory=tmp_path / "out")

    assert [path.name for path in files] == [*(f"{p.code}.json" for p in both), "codebook.json"]
    told = [json.loads(path.read_text("utf-8")) for path in files]
    assert [list(one) for one in told] == [SHAPE, SHAPE, ["about", "codebook"]]
