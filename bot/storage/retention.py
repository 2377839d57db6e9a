"""How long what is stored is kept: one entry per kind of record, and the job that holds to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.storage.patients import Patient
from bot.storage.rows import find_all, stamp

NOBODYS = (
    "{0} NOT IN (SELECT chat_id FROM patient WHERE chat_id IS NOT NULL)"
    " AND {0} NOT IN (SELECT chat_id FROM clinician)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of record: which rows, after how many days, and whether all or a part goes.

    `part` is the column that is emptied; without it the row goes. `where` may use :before.
    """

    key: str
    about: str
    table: str
    where: str
    days: int
    part: str = ""


RULES: tuple[Rule, ...] = (
    Rule(
        key="updates",
        about="what updates said, word for word; the answers in them are kept as answers",
        table="inbox",
        where="state <> 'new' AND received_at < :before AND raw <> ''",
        days=14,
        part="raw",
    ),
    Rule(
        key="messages",
        about="what the bot wrote",
        table="outbox",
        where="state NOT IN ('queued', 'sending') AND queued_at < :before AND payload <> '{}'",
        days=90,
        part="payload",
    ),
    Rule(
        key="unsent_files",
        about="exports, charts and links that were dropped before they were sent",
        table="outbox",
        where="state IN ('dead', 'expired') AND queued_at < :before AND payload <> '{}'"
        " AND (method IN ('sendDocument', 'sendPhoto')"
        " OR json_extract(payload, '$.protect_content'))",
        days=2,
        part="payload",
    ),
    Rule(
        key="strangers_updates",
        about="updates of people who are neither patients nor staff",
        table="inbox",
        where="state <> 'new' AND received_at < :before AND " + NOBODYS.format("sender_id"),
        days=2,
    ),
    Rule(
        key="strangers_messages",
        about="messages to people who are neither patients nor staff",
        table="outbox",
        where="state NOT IN ('queued', 'sending') AND queued_at < :before AND "
        + NOBODYS.format("chat_id"),
        days=2,
    ),
    Rule(
        key="attempts",
        about="tries to open an invitation",
        table="invitation_attempt",
        where="at < :before",
        days=2,
    ),
    Rule(
        key="portal_attempts",
        about="tries to open the portal with a link",
        table="portal_attempt",
        where="at < :before",
        days=2,
    ),
    Rule(
        key="portal_links",
        about="sign-in links to the portal, used or not",
        table="portal_link",
        where="expires_at < :before",
        days=2,
    ),
    Rule(
        key="portal_sessions",
        about="browsers once signed in to the portal; who looked at what stays in the access log",
        table="portal_session",
        where="begun_at < :before",  # none lasts a day
        days=7,
    ),
)
EMPTY = {"raw": "", "payload": "{}"}


def overdue(db: Database, now: datetime) -> Iterator[tuple[Rule, int]]:
    """Yield each rule with the number of rows whose time is over."""
    for rule in RULES:
        sql = f"SELECT count(*) FROM {rule.table} WHERE {rule.where}"  # noqa: S608  # constants
        yield rule, int(db.execute(sql, _before(rule, now)).fetchone()[0])


def apply(db: Database, now: datetime) -> dict[str, int]:
    """Delete or empty what has been kept long enough, and count it by rule."""
    return {rule.key: _apply(db, rule, now) for rule in RULES}


def _apply(db: Database, rule: Rule, now: datetime) -> int:
    verb = f"DELETE FROM {rule.table}"  # noqa: S608  # constants
    if rule.part:
        verb = f"UPDATE {rule.table} SET {rule.part} = '{EMPTY[rule.part]}'"  # noqa: S608  # constants
    return int(db.execute(f"{verb} WHERE {rule.where}", _before(rule, now)).rowcount)


def _before(rule: Rule, now: datetime) -> dict[str, str]:
    return {"before": stamp(now - timedelta(days=rule.days))}


def inactive_since(db: Database, before: datetime) -> list[Patient]:
    """List patients of whom nothing came since an instant, and whose alerts are all closed."""
    return find_all(
        db,
        Patient,
        "SELECT * FROM patient WHERE joined_at < ?1"
        " AND NOT EXISTS (SELECT 1 FROM answer JOIN form ON form.id = form_id"
        "  WHERE patient_id = patient.id AND answer.at >= ?1)"
        " AND NOT EXISTS (SELECT 1 FROM patient_message"
        "  WHERE patient_id = patient.id AND patient_message.at >= ?1)"
        " AND NOT EXISTS (SELECT 1 FROM session"
        "  WHERE patient_id = patient.id AND recorded_at >= ?1)"
        " AND NOT EXISTS (SELECT 1 FROM alert WHERE patient_id = patient.id AND state <> 'closed')"
        " ORDER BY id",
        before,
    )
