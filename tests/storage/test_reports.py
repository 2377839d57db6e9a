"""Which earlier reports count, and what was settled on them."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage import answers, forms, patients
from bot.storage.database import Database, open_database
from bot.storage.forms import FormKind, FormState
from tests.house import KEY, START


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """Open a database with one patient."""
    opened = open_database(tmp_path / "clinic.db", KEY)
    night = (START.time(), START.time())
    patients.add(opened, chat_id=9, language="en", quiet=night, now=START)
    return opened


def _report(db: Database, point: str | None, **levels: TriageLevel) -> int:
    return forms.add(
        db,
        patient_id=1,
        kind=FormKind.PROBLEM,
        state=FormState.ANSWERED,
        point=point,
        created_at=START,
        closed_at=START,
        **levels,
    ).id


def _last(db: Database) -> list[int]:
    found = forms.last_reports(db, 1, limit=40, before=START + timedelta(hours=1))
    return [form.id for form in found]


def test_red_flags_after_free_text_that_did_not_apply_are_no_report(db: Database) -> None:
    report = _report(db, None, level=TriageLevel.SELF_CARE)
    _report(db, forms.TEXT_POINT, level=TriageLevel.SELF_CARE, told=TriageLevel.SELF_CARE)
    _report(db, forms.TEXT_POINT)

    assert _last(db) == [report]


@pytest.mark.parametrize("kept", ["level", "told"])
def test_red_flags_after_free_text_that_did_apply_are_a_report(db: Database, kept: str) -> None:
    report = _report(db, forms.TEXT_POINT, **{kept: TriageLevel.URGENT})

    assert _last(db) == [report]


def test_what_is_settled_on_many_forms_is_what_is_settled_on_each(db: Database) -> None:
    ids = [_report(db, None) for _ in range(3)]
    given = [("nrs", 3, True), ("nrs", 4, True), ("gate", "none", True), ("gate", None, True)]
    for form_id in ids[:2]:
        for question, value, final in [*given, ("new", ["fever"], False)]:
            answers.add(
                db,
                form_id=form_id,
                question=question,
                value=value,
                at=START,
                by="P",
                update_id=None,
                final=final,
            )

    assert answers.settled_of(db, ids) == {i: answers.settled(db, i) for i in ids}
    assert answers.settled_of(db, ids)[1] == {"nrs": 4}


def test_what_is_settled_on_many_forms_is_asked_for_once(db: Database) -> None:
    asked: list[str] = []
    ids = [_report(db, None) for _ in range(5)]
    db.conn.set_trace_callback(asked.append)

    answers.settled_of(db, ids)

    assert sum(sql.startswith("SELECT") for sql in asked) == 1
