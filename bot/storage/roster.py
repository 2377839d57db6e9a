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
FROM patient LEFT JOIN alert ON alert.patient_id = patient.id AND alert.state <> 'closed'
    LEFT JOIN form AS last ON last.id = (
        SELECT max(id) FROM form WHERE patient_id = patient.id AND kind = 'check_in'
            AND state NOT IN ('planned', 'cancelled', 'replaced')
    )
"""
_CHOSEN = {
    Choice.ALL: "1",
    Choice.FLAGGED: "alert.id IS NOT NULL",
    Choice.SILENT: """patient.state IN ('active', 'paused') AND last.id IS NOT NULL AND (
        last.state = 'missed' OR (last.state = 'open' AND last.silence_at IS NULL))""",
    Choice.FOLLOWED: """patient.state IN ('active', 'paused') AND EXISTS (
        SELECT 1 FROM form WHERE patient_id = patient.id AND state IN ('planned', 'open')
            AND kind = 'check_in')""",
}
_FOUND = "instr(patient.code, :search) > 0"
_ORDER = """
CASE alert.level WHEN 'emergency' THEN 3 WHEN 'urgent' THEN 2 WHEN 'contact_clinic' THEN 1
    ELSE 0 END DESC, alert.state = 'raised' DESC, alert.raised_at, patient.code
"""
# First who is shown, then what is shown of them: most of the work is for one page alone.
_SHOWN = f"""
SELECT patient.code, patient.state, patient.reachable, patient.joined_at,
    alert.id AS alert, alert.level, alert.state AS alert_state, alert.raised_at,
    alert.acknowledged_at, clinician.code AS acknowledged_by,
    last.state AS last_state, last.point AS last_point,
    coalesce(last.closed_at, last.opened_at) AS last_at,
    {_CHOSEN[Choice.FLAGGED]} AS flagged,
    {_CHOSEN[Choice.SILENT]} AS silent,
    {_CHOSEN[Choice.FOLLOWED]} AS followed,
    (SELECT group_concat(cause, ' ' ORDER BY id) FROM alert_event
        WHERE alert_id = alert.id AND what IN ('raised', 'joined')) AS causes,
    (SELECT count(*) FROM session WHERE patient_id = patient.id) AS sessions
{_EVERYBODY} LEFT JOIN clinician ON clinician.id = alert.acknowledged_by
WHERE patient.id IN chosen
ORDER BY {_ORDER}
"""  # noqa: S608  # constants


def page(db: Database, *, choice: Choice, search: str, limit: int, offset: int) -> list[Listed]:
    """Read one page of the list: by level, what nobody acknowledged first, the oldest first."""
    sql = (
        f"WITH chosen AS MATERIALIZED (SELECT patient.id {_EVERYBODY}"
        f" WHERE {_FOUND} AND {_CHOSEN[choice]}"
        f" ORDER BY {_ORDER} LIMIT :limit OFFSET :offset) {_SHOWN}"
    )
    values = {"search": search, "limit": limit, "offset": offset}
    return [read(Listed, row) for row in db.query(sql, values)]


def counts(db: Database, search: str) -> dict[Choice, int]:
    """Count the patients of each choice."""
    columns = ", ".join(
        f"coalesce(sum({wanted}), 0) AS '{choice.value}'" for choice, wanted in _CHOSEN.items()
    )
    sql = f"SELECT {columns} {_EVERYBODY} WHERE {_FOUND}"
    row = next(iter(db.query(sql, {"search": search})))
    return {choice: int(row[choice.value]) for choice in Choice}
