"""Answers, kept as given: a correction or a step back is a new row, the newest one counts."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.storage.rows import find_all, insert

WITHDRAWN = "null"  # the stored value of an answer that was taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer as given; `final` is false while ticks are still being set."""

    id: int
    form_id: int
    question: str
    value: str
    final: bool
    at: datetime
    by: str
    update_id: int | None

    @property
    def given(self) -> Any:
        """The value itself; None when the answer was taken back."""
        return json.loads(self.value)


def add(
    db: Database,
    *,
    form_id: int,
    question: str,
    value: Any,
    at: datetime,
    by: str,
    update_id: int | None,
    final: bool = True,
) -> None:
    """Store an answer beside any earlier one; None takes it back."""
    insert(
        db,
        "answer",
        form_id=form_id,
        question=question,
        value=json.dumps(value, ensure_ascii=True),
        final=final,
        at=at,
        by=by,
        update_id=update_id,
    )


def history(db: Database, form_id: int) -> list[Answer]:
    """List every answer ever given on a form, oldest first."""
    return find_all(db, Answer, "SELECT * FROM answer WHERE form_id = ? ORDER BY id", form_id)


def newest(db: Database, form_id: int) -> dict[str, Answer]:
    """Map each question of a form to its newest answer that was not taken back."""
    return newest_of(history(db, form_id))


def newest_of(rows: Iterable[Answer]) -> dict[str, Answer]:
    """Map each question to the newest of its answers, oldest first, unless it was taken back."""
    by_question = {answer.question: answer for answer in rows}
    return {key: answer for key, answer in by_question.items() if answer.value != WITHDRAWN}


def last_given(db: Database, form_id: int) -> dict[str, Answer]:
    """Map each question whose answer was taken back to the settled answer before that."""
    rows = [answer for answer in history(db, form_id) if answer.final]
    newest_value = {answer.question: answer.value for answer in rows}
    return {
        answer.question: answer
        for answer in rows
        if answer.value != WITHDRAWN and newest_value[answer.question] == WITHDRAWN
    }


def settled(db: Database, form_id: int) -> dict[str, Any]:
    """Map each settled question of a form to its value."""
    return {key: answer.given for key, answer in newest(db, form_id).items() if answer.final}


def settled_of(db: Database, form_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Map each of some forms to its settled questions and their values, in one query at most."""
    if not form_ids:
        return {}
    rows = find_all(
        db,
        Answer,
        "SELECT * FROM answer WHERE form_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        list(form_ids),
    )
    newest_of = {(answer.form_id, answer.question): answer for answer in rows}
    given: dict[int, dict[str, Any]] = {form_id: {} for form_id in form_ids}
    for (form_id, question), answer in newest_of.items():
        if answer.final and answer.value != WITHDRAWN:
            given[form_id][question] = answer.given
    return given


def latest_of_kind(db: Database, patient_id: int, kind: str) -> dict[str, Answer]:
    """Map each question to the newest settled answer over all of a patient's forms of a kind."""
    rows = find_all(
        db,
        Answer,
        "SELECT answer.* FROM answer JOIN form ON form.id = answer.form_id"
        " WHERE form.patient_id = ? AND form.kind = ? ORDER BY answer.id",
        patient_id,
        kind,
    )
    by_question = {answer.question: answer for answer in rows}
    return {
        key: answer
        for key, answer in by_question.items()
        if answer.final and answer.value != WITHDRAWN
    }
