"""A de-identified export holds what the codebook says it holds, in every format."""

from collections.abc import Callable, Container, Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from bot.clinic import Clinic
from bot.clock import MovableClock
from bot.export import FORMATS
from bot.export.table import Told
from bot.export.tables import tables_of
from bot.pathway.exports import Order, documents
from bot.protocol import load_protocol
from bot.storage import audit, export_keys, patients
from bot.storage.database import transaction
from tests.export.clinics import (
    Row,
    add_patient,
    hours,
    make_clinic,
    order,
    take,
)
from tests.export.happened import SECRET, everything_happens

TABLES = tables_of(load_protocol(), {"check_in": ["odd"]})
Name = tuple[str, str]  # of a table and a column


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """Open a clinic where everything that can be told has happened to two patients."""
    opened = make_clinic(tmp_path / "data")
    everything_happens(opened, patients=2)
    moved = opened.clock
    assert isinstance(moved, MovableClock)
    moved.move_to(hours(24 * 365))
    yield opened
    opened.db.close()


def cells(tables: dict[str, list[Row]], kept: Container[str]) -> Iterator[tuple[Name, list[str]]]:
    """Give the cells of every column, of the answers that are kept."""
    for table in TABLES:
        rows = [row for row in tables[table.name] if row.get("question", "SC01") in kept]
        for column in table.columns:
            yield (table.name, column.name), [row[column.name] for row in rows]


def shift(one: str, other: str) -> timedelta:
    """Tell how far two moments or dates are apart on the clock."""
    true, told = (datetime.fromisoformat(text).replace(tzinfo=None) for text in (one, other))
    return true - told


def test_every_column_is_told_as_the_codebook_says(clinic: Clinic, tmp_path: Path) -> None:
    kim = patients.by_id(clinic.db, 2)
    whole = take(clinic, tmp_path / "whole", patient=kim)
    hidden = take(clinic, tmp_path / "hidden", patient=kim, identified=False)
    told = {
        (line["table"], line["column"]): Told(line["de_identified"])
        for line in hidden["codebook"]
        if line["de_identified"] and not line["key"]
    }
    answered = {row["question"] for row in hidden["screenings"]}
    true, others = dict(cells(whole, answered)), dict(cells(hidden, answered))

    wrong = [name for name in true if not HOLDS[told[name]](true[name], others[name], kim.code)]
    assert wrong == []
    untried = [name for name in true if told[name] is not Told.AS_IT_IS and not any(true[name])]
    assert untried == []
    moved = {
        shift(one, other)
        for name in true
        if told[name] is Told.MOVED
        for one, other in zip(true[name], others[name], strict=True)
        if one
    }
    assert len(moved) == 1
    assert answered == {"SC01", "SC30"}
    assert [row["answer"] for row in whole["screenings"]] == ["93", "other", SECRET]
    assert [row["answer"] for row in hidden["screenings"]] == ["90", "other"]


HOLDS: dict[Told, Callable[[list[str], list[str], str], bool]] = {
    Told.AS_IT_IS: lambda true, told, code: true == told,
    Told.CODED: lambda true, told, code: code in true and code not in told and all(told),
    Told.MOVED: lambda true, told, code: all(
        shift(one, other) % timedelta(weeks=1) == timedelta(0) < shift(one, other)
        for one, other in zip(true, told, strict=True)
        if one or other
    ),
    Told.NUMBERED: lambda true, told, code: (true, told) == (["2"], ["1"]),
    Told.BY_QUESTION: lambda true, told, code: len(true) == len(told),
    Told.LEFT_OUT: lambda true, told, code: not any(told),
}


@pytest.mark.parametrize("name", FORMATS)
def test_no_file_of_any_format_tells_who_it_was_or_when(clinic: Clinic, name: str) -> None:
    codes = [patients.by_id(clinic.db, one).code for one in (1, 2)]
    # Two days, as text and as the number a workbook keeps them as.
    days = [f"{hours(0).date()}", f"{hours(24).date()}", "46083.", "46084."]
    secrets = [*codes, "Robin Example", "Europe/Berlin", *days]

    whole = read(clinic, order(name))
    hidden = read(clinic, order(name, identified=False))

    assert [secret for secret in codes if secret not in whole] == []
    assert [secret for secret in secrets if secret in hidden] == []


def read(clinic: Clinic, wanted: Order) -> str:
    """Give the names and the text of all files of an export."""
    with transaction(clinic.db):
        files = documents(clinic, wanted)
    return "\n".join(f"{name}\n{text_of(name, content)}" for name, content in files)


def text_of(name: str, content: bytes) -> str:
    """Read a file as text; a workbook's parts, a document's pages."""
    if name.endswith(".xlsx"):
        with ZipFile(BytesIO(content)) as parts:
            return "\n".join(parts.read(part).decode() for part in parts.namelist())
    if name.endswith(".pdf"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode()


def test_patients_do_not_stand_in_the_order_they_joined(clinic: Clinic, tmp_path: Path) -> None:
    for chat in range(3, 20):
        add_patient(clinic, chat_id=chat)

    rows = take(clinic, tmp_path, identified=False)["patients"]

    codes = [row["patient"] for row in rows]
    assert len(codes) == 19
    assert codes == sorted(codes)


def test_a_span_is_of_the_true_dates_and_is_not_told(clinic: Clinic, tmp_path: Path) -> None:
    day = hours(12).date()

    inside = take(clinic, tmp_path, identified=False, since=day, until=day)
    after = take(clinic, tmp_path, identified=False, since=day + timedelta(days=1))

    assert [len(inside["diary"]), len(after["diary"])] == [2, 0]
    about = {row["item"]: row["value"] for row in inside["about"]}
    assert about["dates"].startswith("moved;")
    assert about["told"] == "de-identified"
    logged = [line.detail for line in audit.rows(clinic.db)]
    assert logged[0] == f"csv, {day} to {day}, de-identified, purpose: care"


def test_the_key_stays_the_same_and_is_drawn_once(clinic: Clinic, tmp_path: Path) -> None:
    first = take(clinic, tmp_path / "a", identified=False)
    second = take(clinic, tmp_path / "b", identified=False)

    assert first["patients"] == second["patients"]
    assert len(export_keys.key(clinic.db, hours(0))) == 32
