"""The list of patients, flagged first: a fixed number of queries, however many there are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from bot.clinical.levels import TriageLevel
from bot.storage.alerts import AlertState
from bot.storage.forms import FormState
from bot.storage.patients import PatientState
from bot.storage.rows import read


class Choice(StrEnum):
    """Which patients a list shows."""

    ALL = "all"
    FLAGGED = "flagged"  # with an open alert
    SILENT = "silent"  # the last check-in that was sent has no answer
    FOLLOWED = "followed"  # a check-in is still to come, or open


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One patient of the list, with the open alert and the last check-in, where there are any."""

    code: str
    state: PatientState
    reachable: bool
    joined_at: datetime
    flagged: bool
    silent: bool
    followed: bool
    alert: int | None
    level: TriageLevel | None
    alert_state: AlertState | None
    raised_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    causes: str | None
    last_state: FormState | None
    last_point: str | None
    last_at: datetime | None
    sessions: int


# What was never put to the patient says nothing of whether they answer.
_EVERYBODY = """
SELECT patient.id, patient.code, patient.state, patient.reachable, patient.joined_at,
    alert.id AS alert, alert.level, alert.state AS alert_state, alert.raised_at,
    alert.acknowledged_at, alert.acknowledged_by AS acknowledging,
    last.state AS last_state, last.point AS last_point,
    coalesce(last.closed_at, last.opened_at) AS last_at,
    alert.id IS NOT NULL AS flagged,
    patient.state IN ('active', 'paused') AND last.id IS NOT NULL AND (
        last.state = 'missed' OR (last.state = 'open' AND last.silence_at IS NULL)
    ) AS silent,
    patient.state IN ('active', 'paused') AND EXISTS (
        SELECT 1 FROM form WHERE patient_id = patient.id AND state IN ('planned', 'open')
            AND kind = 'check_in'
    ) AS followed,
    CASE alert.level WHEN 'emergency' THEN 3 WHEN 'urgent' THEN 2 WHEN 'contact_clinic' THEN 1
        ELSE 0 END AS rank
FROM patient LEFT JOIN alert ON alert.patient_id = patient.id AND alert.state <> 'closed'
    LEFT JOIN form AS last ON last.id = (
        SELECT max(id) FROM form WHERE patient_id = patient.id AND kind = 'check_in'
            AND state NOT IN ('planned', 'cancelled', 'replaced')
    )
WHERE instr(patient.code, :search) > 0
"""
_CHOSEN = {
    Choice.ALL: "1",
    Choice.FLAGGED: "flagged",
    Choice.SILENT: "silent",
    Choice.FOLLOWED: "followed",
}
_SHOWN = """
SELECT chosen.*, clinician.code AS acknowledged_by,
    (SELECT group_concat(cause, ' ' ORDER BY id) FROM alert_event
        WHERE alert_id = chosen.alert AND what IN ('raised', 'joined')) AS causes,
    (SELECT count(*) FROM session WHERE patient_id = chosen.id) AS sessions
FROM chosen LEFT JOIN clinician ON clinician.id = chosen.acknowledging
ORDER BY chosen.rank DESC, chosen.alert_state = 'raised' DESC, chosen.raised_at, chosen.code
"""


def page(db: Database, *, choice: Choice, search: str, limit: int, offset: int) -> list[Listed]:
    """Read one page of the list: by level, what nobody acknowledged first, the oldest first."""
    sql = (
        f"WITH everybody AS ({_EVERYBODY}),"  # noqa: S608  # constants
        f" chosen AS (SELECT * FROM everybody WHERE {_CHOSEN[choice]}"
        " ORDER BY rank DESC, alert_state = 'raised' DESC, raised_at, code"
        f" LIMIT :limit OFFSET :offset) {_SHOWN}"
    )
    values = {"search": search, "limit": limit, "offset": offset}
    return [read(Listed, row) for row in db.query(sql, values)]


def counts(db: Database, search: str) -> dict[Choice, int]:
    """Count the patients of each choice."""
    columns = ", ".join(
        f"coalesce(sum({wanted}), 0) AS '{choice.value}'" for choice, wanted in _CHOSEN.items()
    )
    sql = f"SELECT {columns} FROM ({_EVERYBODY})"  # noqa: S608  # constants
    row = next(iter(db.query(sql, {"search": search})))
    return {choice: int(row[choice.value]) for choice in Choice}
