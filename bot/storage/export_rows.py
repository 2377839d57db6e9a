"""The reading side of exports: records with all that belongs to them, one after another."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from sqlite_utils import Database

from bot.clinical.levels import TriageLevel
from bot.export.records import (
    AlertRecord,
    AnswerRecord,
    ConsentRecord,
    FormRecord,
    Given,
    MessageRecord,
    OfPatient,
    PatientRecord,
    ReplyRecord,
    SessionRecord,
    Spoken,
)
from bot.storage.rows import fields_of

R = TypeVar("R", bound=OfPatient)
Row = tuple[Any, ...]
Fields = dict[str, Any]
_json, _instant = json.JSONDecoder().decode, datetime.fromisoformat  # called for every form

# Forms and sessions of one patient come together, and CROSS JOIN keeps the patients outermost:
# only one patient's rows are ever sorted, so that memory does not grow with the clinic.
PATIENTS = """
SELECT patient.*, patient.code AS patient, consent.given_at AS consented_at,
    consent.version AS consent_version, consent.withdrawn_at,
    (SELECT count(*) FROM session WHERE patient_id = patient.id) AS sessions
FROM patient LEFT JOIN consent
    ON consent.id = (SELECT max(id) FROM consent WHERE patient_id = patient.id)
WHERE (:patient_id IS NULL OR patient.id = :patient_id) ORDER BY patient.id
"""
CONSENTS = """
SELECT consent.*, patient.code AS patient, patient.zone
FROM patient CROSS JOIN consent ON consent.patient_id = patient.id
WHERE (:patient_id IS NULL OR patient.id = :patient_id) ORDER BY patient.id, consent.id
"""
SESSIONS = """
SELECT session.*, patient.code AS patient,
    (SELECT count(*) FROM session AS other
        WHERE other.patient_id = session.patient_id AND other.course = session.course
        AND (other.ended_at, other.id) <= (session.ended_at, session.id)) AS place,
    (SELECT json_group_array(json_array(question, json(value), final, at, by) ORDER BY id)
        FROM answer WHERE form_id = form.id) AS answers
FROM patient CROSS JOIN session ON session.patient_id = patient.id LEFT JOIN form ON form.id = (
    SELECT max(id) FROM form
    WHERE patient_id = patient.id AND session_id = session.id AND kind = 'session'
)
WHERE (:patient_id IS NULL OR patient.id = :patient_id) ORDER BY patient.id, session.number
"""
FORMS = """
SELECT form.*, patient.code AS patient, patient.zone,
    session.number AS session, session.ended_at AS session_ended_at, session.course,
    (SELECT json_group_array(json_array(question, json(value), final, at, by) ORDER BY id)
        FROM answer WHERE form_id = form.id) AS answers,
    (SELECT json_group_array(
            json_array(rule, level, undecided, json(symptoms), at) ORDER BY id
        ) FROM finding WHERE form_id = form.id) AS findings,
    clearance.at AS cleared_at, clearing.code AS cleared_by, clearance.reason AS clearing_reason,
    clearance.words AS clearing_words
FROM patient CROSS JOIN form ON form.patient_id = patient.id
    LEFT JOIN session ON session.id = form.session_id
    LEFT JOIN clearance
        ON clearance.id = (SELECT max(id) FROM clearance WHERE form_id = form.id)
    LEFT JOIN clinician AS clearing ON clearing.id = clearance.clinician_id
WHERE (:patient_id IS NULL OR patient.id = :patient_id)
    AND form.kind IN (SELECT value FROM json_each(:kinds))
ORDER BY patient.id,
    coalesce(form.closed_at, form.opened_at, form.due_at, form.created_at), form.id
"""
ALERTS = """
SELECT alert.id, alert.patient_id, patient.code AS patient, patient.zone, alert.id AS alert,
    alert.level, alert.state,
    alert.raised_at, alert.acknowledged_at, alert.closed_at, alert.action,
    alert.reason, alert.sendings, nullif(alert.note, '') AS note,
    (SELECT json_group_array(cause ORDER BY id) FROM alert_event
        WHERE alert_id = alert.id AND what IN ('raised', 'joined')) AS causes,
    (SELECT json_group_array(DISTINCT (
            SELECT count(*) FROM form AS earlier WHERE earlier.patient_id = alert.patient_id
            AND earlier.id <= coalesce(alert_event.form_id, alert.form_id)
        )) FROM alert_event WHERE alert_id = alert.id AND what IN ('raised', 'joined')
        AND coalesce(alert_event.form_id, alert.form_id) IS NOT NULL) AS forms,
    (SELECT min(at) FROM alert_event
        WHERE alert_id = alert.id AND what = 'delivered') AS first_delivered_at,
    acknowledging.code AS acknowledged_by, closing.code AS closed_by
FROM patient CROSS JOIN alert ON alert.patient_id = patient.id
    LEFT JOIN clinician AS acknowledging ON acknowledging.id = alert.acknowledged_by
    LEFT JOIN clinician AS closing ON closing.id = alert.closed_by
WHERE (:patient_id IS NULL OR patient.id = :patient_id) ORDER BY patient.id, alert.id
"""
MESSAGES = """
SELECT patient_message.*, patient_message.at AS written_at, patient.code AS patient, patient.zone
FROM patient CROSS JOIN patient_message ON patient_message.patient_id = patient.id
WHERE (:patient_id IS NULL OR patient.id = :patient_id) ORDER BY patient.id, patient_message.id
"""
REPLIES = """
SELECT clinic_message.*, clinic_message.at AS written_at, clinician.code AS by,
    patient.code AS patient, patient.zone
FROM patient CROSS JOIN clinic_message ON clinic_message.patient_id = patient.id
    JOIN clinician ON clinician.id = clinic_message.clinician_id
WHERE (:patient_id IS NULL OR patient.id = :patient_id) ORDER BY patient.id, clinic_message.id
"""
ANSWERS = """
SELECT form.id, form.patient_id, form.kind, patient.code AS patient, patient.zone,
    answer.question, answer.value, answer.at AS answered_at, answer.by, answer.final
FROM patient CROSS JOIN form ON form.patient_id = patient.id
    CROSS JOIN answer ON answer.form_id = form.id
WHERE (:patient_id IS NULL OR patient.id = :patient_id)
ORDER BY patient.id, form.id, answer.id
"""
ANSWERED = """
SELECT DISTINCT form.kind, answer.question
FROM patient CROSS JOIN form ON form.patient_id = patient.id
    CROSS JOIN answer ON answer.form_id = form.id
WHERE (:patient_id IS NULL OR patient.id = :patient_id)
"""


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Read everything as it was at one instant, while others go on writing."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")


def stream(
    db: Database, record: type[R], *, kinds: tuple[str, ...], patient_id: int | None
) -> Iterator[R]:
    """Read records of all patients or of one; of forms, those of some kinds."""
    sql, made = QUERIES[record]
    cursor = db.execute(sql, _parameters(kinds, patient_id))
    names = tuple(column[0] for column in cursor.description)
    rows: Iterable[Row] = cursor
    if record in NUMBERED:
        table, number = NUMBERED[record]
        rows = _numbered(db, rows, table, names.index("id"), names.index("patient_id"))
        names = (*names, number)
    fields = fields_of(record, tuple("" if name in made else name for name in names))
    making = [(names.index(name), make) for name, make in made.items()]
    for row in rows:
        values = fields(row)
        for place, make in making:
            values.update(make(row[place]))
        yield record(**values)


def count(
    db: Database, record: type[OfPatient], *, kinds: tuple[str, ...], patient_id: int | None
) -> int:
    """Count what stream() would read."""
    sql, _ = QUERIES[record]
    counting = f"SELECT count(*) FROM ({sql})"  # noqa: S608  # a constant
    return int(db.execute(counting, _parameters(kinds, patient_id)).fetchone()[0])


def count_all(db: Database, *, patient_id: int | None) -> int:
    """Count the forms of all patients or of one."""
    sql = "SELECT count(*) FROM form WHERE ?1 IS NULL OR patient_id = ?1"
    return int(db.execute(sql, [patient_id]).fetchone()[0])


def patient_codes(db: Database) -> dict[int, str]:
    """Give the code of every patient by id, in the order they joined."""
    return {row["id"]: row["code"] for row in db.query("SELECT id, code FROM patient ORDER BY id")}


def answered_questions(db: Database, *, patient_id: int | None) -> dict[str, set[str]]:
    """Name the questions that any answer was ever stored to, by kind of form."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in db.query(ANSWERED, {"patient_id": patient_id}):
        found[row["kind"]].add(row["question"])
    return found


def _parameters(kinds: tuple[str, ...], patient_id: int | None) -> dict[str, Any]:
    return {"kinds": json.dumps(kinds), "patient_id": patient_id}


def _numbered(
    db: Database, rows: Iterable[Row], table: str, own_id: int, whose: int
) -> Iterator[Row]:
    """Number rows among all of their patient's; a number never changes, since ids only grow."""
    sql = f"SELECT id FROM {table} WHERE patient_id = ? ORDER BY id"  # noqa: S608  # a constant
    for patient_id, own in groupby(rows, key=itemgetter(whose)):
        numbers = {row[0]: n for n, row in enumerate(db.execute(sql, [patient_id]), start=1)}
        for row in own:
            yield (*row, numbers[row[own_id]])


def _answers(stored: str) -> Fields:
    """Keep the newest answer to each question, if it is settled, and count the settled others."""
    history = _json(stored)
    settled: dict[str, int] = {}
    for question, value, final, _, _ in history:
        if final and value is not None:
            settled[question] = settled.get(question, 0) + 1
    newest = {answer[0]: answer for answer in history}
    given = {
        question: Given(value=value, at=_instant(at), by=by, corrections=settled[question] - 1)
        for question, value, final, at, by in newest.values()
        if final and value is not None
    }
    return {"given": given, "corrections": sum(settled.values()) - len(given)}


def _findings(stored: str) -> Fields:
    if stored == "[]":
        return {"findings": ()}
    found = (
        Spoken(
            rule=rule,
            level=TriageLevel(level),
            undecided=bool(undecided),
            symptoms=tuple(symptoms),
            at=_instant(at),
        )
        for rule, level, undecided, symptoms, at in _json(stored)
    )
    return {"findings": tuple(found)}


def _value(stored: str) -> Fields:
    return {"value": _json(stored)}


def _causes(stored: str) -> Fields:
    return {"causes": tuple(dict.fromkeys(" ".join(_json(stored)).split()))}


def _forms(stored: str) -> Fields:
    return {"forms": tuple(_json(stored))}


# Records that are numbered patient by patient: their table and the number's field.
NUMBERED: Mapping[type[OfPatient], tuple[str, str]] = {
    FormRecord: ("form", "form"),
    AlertRecord: ("alert", "number"),
    MessageRecord: ("patient_message", "message"),
    ReplyRecord: ("clinic_message", "reply"),
    AnswerRecord: ("form", "form"),
}
# Of each record its query, and what becomes of the columns that hold JSON.
QUERIES: Mapping[type[OfPatient], tuple[str, Mapping[str, Callable[[Any], Fields]]]] = {
    PatientRecord: (PATIENTS, {}),
    ConsentRecord: (CONSENTS, {}),
    SessionRecord: (SESSIONS, {"answers": _answers}),
    FormRecord: (FORMS, {"answers": _answers, "findings": _findings}),
    AlertRecord: (ALERTS, {"causes": _causes, "forms": _forms}),
    MessageRecord: (MESSAGES, {}),
    ReplyRecord: (REPLIES, {}),
    AnswerRecord: (ANSWERS, {"value": _value}),
}
