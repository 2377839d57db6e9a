"""Every change of the database schema in order; once merged, none is edited."""

import hashlib
import json

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("needling-diary")

PEOPLE = """
CREATE TABLE patient (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    chat_id INTEGER UNIQUE,
    language TEXT NOT NULL,
    zone TEXT,
    region TEXT,
    state TEXT NOT NULL CHECK (state IN ('joining', 'active', 'paused', 'withdrawn')),
    reachable INTEGER NOT NULL DEFAULT 1 CHECK (reachable IN (0, 1)),
    quiet_from TEXT NOT NULL,
    quiet_to TEXT NOT NULL,
    reminder_hour INTEGER CHECK (reminder_hour BETWEEN 0 AND 23),
    joined_at TEXT NOT NULL
) STRICT;
CREATE TABLE clinician (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    chat_id INTEGER NOT NULL UNIQUE,
    language TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'revoked')),
    reachable INTEGER NOT NULL DEFAULT 1 CHECK (reachable IN (0, 1)),
    joined_at TEXT NOT NULL
) STRICT;
CREATE TABLE invitation (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('patient', 'clinician')),
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;
CREATE TABLE invitation_attempt (
    id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX invitation_attempt_at ON invitation_attempt (at);
CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    patient_id INTEGER NOT NULL REFERENCES patient (id),
    version TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    given_at TEXT NOT NULL,
    update_id INTEGER,
    withdrawn_at TEXT
) STRICT;
CREATE INDEX consent_patient ON consent (patient_id);
"""

DIARY = """
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    patient_id INTEGER NOT NULL REFERENCES patient (id),
    number INTEGER NOT NULL,
    ended_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    zone TEXT NOT NULL,
    screening_class TEXT,
    UNIQUE (patient_id, number)
) STRICT;
CREATE TABLE form (
    id INTEGER PRIMARY KEY,
    patient_id INTEGER NOT NULL REFERENCES patient (id),
    kind TEXT NOT NULL CHECK (
        kind IN ('screening', 'session', 'check_in', 'safety', 'problem', 'diary')
    ),
    state TEXT NOT NULL CHECK (state IN (
        'planned', 'open', 'answered', 'incomplete', 'skipped', 'missed', 'bot_was_down',
        'replaced', 'cancelled'
    )),
    session_id INTEGER REFERENCES session (id),
    point TEXT,
    after_form_id INTEGER REFERENCES form (id),
    protocol_version TEXT,
    protocol_hash TEXT,
    created_at TEXT NOT NULL,
    due_at TEXT,
    closes_at TEXT,
    expires_at TEXT,
    opened_at TEXT,
    asked_at TEXT,
    remind_at TEXT,
    silence_at TEXT,
    next_at TEXT,
    closed_at TEXT,
    silent INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1)),
    level TEXT,
    told TEXT,
    standing TEXT NOT NULL DEFAULT '[]',
    screening_class TEXT,
    message_id INTEGER
) STRICT;
CREATE UNIQUE INDEX form_point ON form (session_id, point) WHERE after_form_id IS NULL
    AND kind = 'check_in';
CREATE UNIQUE INDEX form_follow_up ON form (after_form_id, point) WHERE after_form_id IS NOT NULL;
CREATE INDEX form_next ON form (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX form_patient ON form (patient_id, state);
CREATE TABLE answer (
    id INTEGER PRIMARY KEY,
    form_id INTEGER NOT NULL REFERENCES form (id),
    question TEXT NOT NULL,
    value TEXT NOT NULL,
    final INTEGER NOT NULL CHECK (final IN (0, 1)),
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    update_id INTEGER
) STRICT;
CREATE INDEX answer_form ON answer (form_id, id);
CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    form_id INTEGER NOT NULL REFERENCES form (id),
    rule TEXT NOT NULL,
    level TEXT NOT NULL,
    undecided INTEGER NOT NULL CHECK (undecided IN (0, 1)),
    symptoms TEXT NOT NULL,
    at TEXT NOT NULL,
    protocol_version TEXT NOT NULL,
    protocol_hash TEXT NOT NULL,
    UNIQUE (form_id, rule, level)
) STRICT;
CREATE TABLE patient_message (
    id INTEGER PRIMARY KEY,
    patient_id INTEGER NOT NULL REFERENCES patient (id),
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    update_id INTEGER UNIQUE
) STRICT;
CREATE INDEX patient_message_patient ON patient_message (patient_id);
"""

ALERTS = """
CREATE TABLE alert (
    id INTEGER PRIMARY KEY,
    patient_id INTEGER NOT NULL REFERENCES patient (id),
    form_id INTEGER REFERENCES form (id),
    level TEXT NOT NULL CHECK (level IN ('contact_clinic', 'urgent', 'emergency')),
    state TEXT NOT NULL CHECK (state IN ('raised', 'acknowledged', 'closed')),
    raised_at TEXT NOT NULL,
    since TEXT NOT NULL,
    next_at TEXT,
    sendings INTEGER NOT NULL DEFAULT 0,
    round INTEGER NOT NULL DEFAULT 1,
    acknowledged_at TEXT,
    acknowledged_by INTEGER REFERENCES clinician (id),
    closed_at TEXT,
    closed_by INTEGER REFERENCES clinician (id),
    reason TEXT,
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (reason IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX alert_one_open ON alert (patient_id) WHERE state <> 'closed';
CREATE INDEX alert_next ON alert (next_at) WHERE next_at IS NOT NULL;
CREATE TABLE alert_event (
    id INTEGER PRIMARY KEY,
    alert_id INTEGER NOT NULL REFERENCES alert (id),
    at TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN (
        'raised', 'joined', 'delivered', 'escalated', 'acknowledged', 'closed'
    )),
    cause TEXT NOT NULL DEFAULT '',
    level TEXT,
    clinician_id INTEGER REFERENCES clinician (id)
) STRICT;
CREATE INDEX alert_event_alert ON alert_event (alert_id);
"""

POST = """
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    update_id INTEGER NOT NULL UNIQUE,
    raw TEXT NOT NULL,
    received_at TEXT NOT NULL,
    sender_id INTEGER,
    state TEXT NOT NULL CHECK (state IN ('new', 'done', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    not_before TEXT,
    error TEXT
) STRICT;
CREATE TABLE last_poll (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new';
CREATE INDEX inbox_new_of_sender ON inbox (sender_id, id) WHERE state = 'new';
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    dkey TEXT NOT NULL UNIQUE,
    lane INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    method TEXT NOT NULL,
    payload TEXT NOT NULL,
    form_id INTEGER,
    alert_id INTEGER,
    queued_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    expires_at TEXT,
    state TEXT NOT NULL CHECK (
        state IN ('queued', 'sending', 'sent', 'dead', 'expired')
    ),
    lease_until TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    unknowns INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER,
    sent_at TEXT,
    note TEXT
) STRICT;
CREATE INDEX outbox_queued ON outbox (lane, due_at, id) WHERE state = 'queued';
CREATE INDEX outbox_queued_in_chat ON outbox (chat_id, lane, id) WHERE state = 'queued';
CREATE INDEX outbox_expiring ON outbox (expires_at)
    WHERE state = 'queued' AND expires_at IS NOT NULL;
CREATE INDEX outbox_sending ON outbox (lease_until) WHERE state = 'sending';
CREATE INDEX outbox_sending_in_chat ON outbox (chat_id, lane, id) WHERE state = 'sending';
CREATE INDEX outbox_form ON outbox (form_id) WHERE form_id IS NOT NULL;
"""

AUDIT = """
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER answer_no_update BEFORE UPDATE ON answer
    BEGIN SELECT RAISE(ABORT, 'answers are kept as given; a correction is a new row'); END;
"""


def _run(db: Database, script: str) -> None:
    """Run statements one by one: executescript() would commit in the middle."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if _complete(statement):
            db.execute(statement)
            statement = ""


def _complete(statement: str) -> bool:
    text = statement.strip()
    if text.startswith("CREATE TRIGGER"):
        return text.endswith("END;")
    return text.endswith(";")


@migrations()
def m001_people_diary_alerts_post_audit(db: Database) -> None:
    """Create the first schema."""
    for script in (PEOPLE, DIARY, ALERTS, POST, AUDIT):
        _run(db, script)


@migrations()
def m002_evening_diary(db: Database) -> None:
    """Keep the day of a diary entry, and the hour a patient is asked for it (NULL: not at all)."""
    _run(
        db,
        """
ALTER TABLE patient ADD COLUMN diary_hour INTEGER CHECK (diary_hour BETWEEN 0 AND 23);
ALTER TABLE form ADD COLUMN day TEXT;
CREATE INDEX form_day ON form (patient_id, day) WHERE day IS NOT NULL;
""",
    )


@migrations()
def m003_baseline_and_follow_up(db: Database) -> None:
    """Let a form be a baseline or a follow-up.

    Making the table anew would pull the ground from under every row that refers to it. SQLite's
    own way to change a CHECK is to change its text in the schema; the new one allows more, so
    every row there is still fits.
    """
    version = int(db.execute("PRAGMA schema_version").fetchone()[0])
    db.execute("PRAGMA writable_schema = ON")
    try:
        db.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, '''diary'')', "
            "'''diary'', ''baseline'', ''follow_up'')') WHERE type = 'table' AND name = 'form'"
        )
        db.execute(f"PRAGMA schema_version = {version + 1}")
    finally:
        db.execute("PRAGMA writable_schema = OFF")
    _must_be_whole(db)


def _must_be_whole(db: Database) -> None:
    """Stop, and so undo the step, when the database is not whole."""
    found = [tuple(row) for row in db.execute("PRAGMA integrity_check")]
    dangling = [tuple(row) for row in db.execute("PRAGMA foreign_key_check")]
    allowed = str(db.execute("SELECT sql FROM sqlite_schema WHERE name = 'form'").fetchone()[0])
    if found != [("ok",)] or dangling or "'follow_up'" not in allowed:
        raise RuntimeError(f"the schema could not be changed: {found} {dangling}")


@migrations()
def m004_courses(db: Database) -> None:
    """Keep which course a session belongs to; all there are so far are of the first."""
    _run(
        db,
        """
ALTER TABLE session ADD COLUMN course INTEGER NOT NULL DEFAULT 1 CHECK (course >= 1);
""",
    )


@migrations()
def m005_clearance(db: Database) -> None:
    """Keep who cleared which screening, when and why, and the words a clinician is writing."""
    _run(
        db,
        """
CREATE TABLE clearance (
    id INTEGER PRIMARY KEY,
    form_id INTEGER NOT NULL REFERENCES form (id),
    screening_class TEXT NOT NULL CHECK (screening_class IN ('check', 'stop')),
    reason TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    clinician_id INTEGER NOT NULL REFERENCES clinician (id)
) STRICT;
CREATE INDEX clearance_form ON clearance (form_id);
CREATE TRIGGER clearance_no_update BEFORE UPDATE ON clearance
    BEGIN SELECT RAISE(ABORT, 'a clearance is kept as given; a new screening ends it'); END;
CREATE TABLE clearance_draft (
    clinician_id INTEGER PRIMARY KEY REFERENCES clinician (id),
    form_id INTEGER NOT NULL REFERENCES form (id),
    words TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL
) STRICT;
""",
    )


@migrations()
def m006_alert_event_form(db: Database) -> None:
    """Keep which form's answers raised or joined an alert."""
    db.execute("ALTER TABLE alert_event ADD COLUMN form_id INTEGER REFERENCES form (id)")


@migrations()
def m007_alerts_by_patient(db: Database) -> None:
    """Find a patient's alerts without reading all of them."""
    db.execute("CREATE INDEX alert_patient ON alert (patient_id)")


def _allow(db: Database, table: str, known: str, more: str) -> None:
    """Let a CHECK that lists what a column may hold allow more, as m003 does and says why."""
    version = int(db.execute("PRAGMA schema_version").fetchone()[0])
    db.execute("PRAGMA writable_schema = ON")
    try:
        db.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, ?, ?)"
            " WHERE type = 'table' AND name = ? AND instr(sql, ?)",
            [f"{known}, ", f"{known}, {more}, ", table, f"{known}, "],
        )
        changed = int(db.execute("SELECT changes()").fetchone()[0])
        db.execute(f"PRAGMA schema_version = {version + 1}")
    finally:
        db.execute("PRAGMA writable_schema = OFF")
    found = [tuple(row) for row in db.execute("PRAGMA integrity_check")]
    dangling = [tuple(row) for row in db.execute("PRAGMA foreign_key_check")]
    if found != [("ok",)] or dangling or changed != 1:
        raise RuntimeError(f"the schema could not be changed: {found} {dangling} {changed}")


@migrations()
def m008_staff(db: Database) -> None:
    """Let a clinician be one of several kinds of staff, with a name, who can be suspended."""
    _run(
        db,
        """
ALTER TABLE clinician ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE clinician ADD COLUMN role TEXT NOT NULL DEFAULT 'clinician'
    CHECK (role IN ('clinician', 'admin', 'auditor', 'operator'));
ALTER TABLE invitation ADD COLUMN name TEXT NOT NULL DEFAULT '';
""",
    )
    _allow(db, "clinician", "'active'", "'suspended'")
    _allow(db, "alert_event", "'acknowledged'", "'released'")
    _allow(db, "invitation", "'patient'", "'admin', 'auditor'")


@migrations()
def m009_picture(db: Database) -> None:
    """Keep whether a patient wants charts light, or dark for eyes that light hurts."""
    _run(
        db,
        """
ALTER TABLE patient ADD COLUMN picture TEXT NOT NULL DEFAULT 'light'
    CHECK (picture IN ('light', 'dark'));
""",
    )


@migrations()
def m010_audit_chain(db: Database) -> None:
    """Chain every line of the log to the one before it, so that a change shows."""
    db.execute("ALTER TABLE audit ADD COLUMN hash TEXT NOT NULL DEFAULT ''")
    guard = str(
        db.execute("SELECT sql FROM sqlite_schema WHERE name = 'audit_no_update'").fetchone()[0]
    )
    db.execute("DROP TRIGGER audit_no_update")
    before, number = "", 0
    lines = list(db.execute("SELECT id, at, by, what, about, detail FROM audit ORDER BY id"))
    for number, line in enumerate(lines, start=1):
        told = [before, number, *line[1:]]
        before = hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()
        db.execute("UPDATE audit SET id = ?, hash = ? WHERE id = ?", [number, before, line[0]])
    db.execute(guard)


@migrations()
def m011_export_key(db: Database) -> None:
    """Keep the key that hides who is who in de-identified exports."""
    _run(
        db,
        """
CREATE TABLE export_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key TEXT NOT NULL,
    drawn_at TEXT NOT NULL
) STRICT;
""",
    )


@migrations()
def m012_portal(db: Database) -> None:
    """Keep sign-in links and sessions of the portal as hashes, and what clinicians note."""
    _run(
        db,
        """
CREATE TABLE portal_link (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    clinician_id INTEGER NOT NULL REFERENCES clinician (id),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;
CREATE INDEX portal_link_unused ON portal_link (clinician_id) WHERE used_at IS NULL;
CREATE TABLE portal_attempt (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX portal_attempt_at ON portal_attempt (at);
CREATE TABLE portal_session (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    clinician_id INTEGER NOT NULL REFERENCES clinician (id),
    begun_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE INDEX portal_session_open ON portal_session (clinician_id) WHERE ended_at IS NULL;
CREATE TABLE clinic_note (
    id INTEGER PRIMARY KEY,
    patient_id INTEGER NOT NULL REFERENCES patient (id),
    clinician_id INTEGER NOT NULL REFERENCES clinician (id),
    text TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX clinic_note_patient ON clinic_note (patient_id);
CREATE TRIGGER clinic_note_no_update BEFORE UPDATE ON clinic_note
    BEGIN SELECT RAISE(ABORT, 'a note is kept as given; another one may correct it'); END;
""",
    )


@migrations()
def m013_erasure(db: Database) -> None:
    """Keep a keyed mark of whoever was erased; let answers be deleted for that alone."""
    _run(
        db,
        """
CREATE TABLE erased (
    mark TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE tombstone_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    value TEXT NOT NULL
) STRICT;
INSERT INTO tombstone_key (id, value) VALUES (1, lower(hex(randomblob(32))));
CREATE TABLE erasing (
    patient_id INTEGER PRIMARY KEY
) STRICT;
CREATE TRIGGER answer_no_delete BEFORE DELETE ON answer
    WHEN NOT EXISTS (SELECT 1 FROM erasing)
    BEGIN SELECT RAISE(ABORT, 'answers go only with all else of a patient'); END;
""",
    )


@migrations()
def m014_duty_and_closing(db: Database) -> None:
    """Keep who is told first and who is away; what was done about an alert, and a note.

    What alerts were closed with so far told what was done, but for two that told why.
    """
    _run(
        db,
        """
ALTER TABLE clinician ADD COLUMN duty_order INTEGER;
ALTER TABLE clinician ADD COLUMN off_until TEXT;
ALTER TABLE alert ADD COLUMN action TEXT;
ALTER TABLE alert ADD COLUMN note TEXT NOT NULL DEFAULT '';
UPDATE alert SET
    action = CASE WHEN reason IN ('known', 'mistake') THEN 'nothing' ELSE reason END,
    reason = CASE WHEN reason IN ('known', 'mistake') THEN reason ELSE 'other' END
    WHERE state = 'closed';
""",
    )


@migrations()
def m015_clinic_message(db: Database) -> None:
    """Keep what the clinic wrote to a patient, by whom and when."""
    _run(
        db,
        """
CREATE TABLE clinic_message (
    id INTEGER PRIMARY KEY,
    patient_id INTEGER NOT NULL REFERENCES patient (id),
    clinician_id INTEGER NOT NULL REFERENCES clinician (id),
    text TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX clinic_message_patient ON clinic_message (patient_id);
CREATE TRIGGER clinic_message_no_update BEFORE UPDATE ON clinic_message
    BEGIN SELECT RAISE(ABORT, 'what was written to a patient is kept as given'); END;
""",
    )


@migrations()
def m016_upkeep(db: Database) -> None:
    """Keep when the nightly upkeep was last done."""
    _run(
        db,
        """
CREATE TABLE last_upkeep (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL
) STRICT;
""",
    )


@migrations()
def m017_digest(db: Database) -> None:
    """Keep when each member of staff gets the next digest."""
    _run(
        db,
        """
ALTER TABLE clinician ADD COLUMN digest_at TEXT;
CREATE INDEX clinician_digest ON clinician (digest_at) WHERE state = 'active';
""",
    )


# Whatever is numbered by itself and may be deleted: the log alone is not, and is left out.
NUMBERED = (
    *("patient", "clinician", "invitation", "invitation_attempt", "consent"),
    *("session", "form", "answer", "finding", "patient_message"),
    *("alert", "alert_event", "inbox", "outbox", "clearance", "clinic_note", "clinic_message"),
    *("portal_link", "portal_attempt", "portal_session"),
)


@migrations()
def m018_numbers_given_once(db: Database) -> None:
    """Never give the number of a deleted row again: an old button would act on somebody else.

    SQLite's own way, AUTOINCREMENT, is written into the schema as m003 does and says why.
    """
    db.execute("CREATE TABLE numbered (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT")
    db.execute("DROP TABLE numbered")  # what stays is sqlite_sequence, the numbers given so far
    version = int(db.execute("PRAGMA schema_version").fetchone()[0])
    changed = 0
    db.execute("PRAGMA writable_schema = ON")
    try:
        for table in NUMBERED:
            db.execute(
                "UPDATE sqlite_schema SET sql = replace(sql, ?1, ?2)"
                " WHERE type = 'table' AND name = ?3 AND instr(sql, ?1)",
                [" id INTEGER PRIMARY KEY,", " id INTEGER PRIMARY KEY AUTOINCREMENT,", table],
            )
            changed += int(db.execute("SELECT changes()").fetchone()[0])
        db.execute(f"PRAGMA schema_version = {version + 1}")
    finally:
        db.execute("PRAGMA writable_schema = OFF")
    for table in NUMBERED:
        db.execute(
            f"INSERT INTO sqlite_sequence SELECT '{table}', max(id) FROM {table}"  # noqa: S608  # names of the schema
            " HAVING max(id) IS NOT NULL"
        )
    found = [tuple(row) for row in db.execute("PRAGMA integrity_check")]
    if found != [("ok",)] or changed != len(NUMBERED):
        raise RuntimeError(f"the schema could not be changed: {found} {changed}")


@migrations()
def m019_joined_is_news(db: Database) -> None:
    """Let buttons sent before a further cause joined a flag be old: nobody saw that cause."""
    db.execute(
        "UPDATE alert SET round = round + 1 WHERE state <> 'closed' AND EXISTS ("
        "SELECT 1 FROM alert_event WHERE alert_id = alert.id AND what = 'joined')"
    )


@migrations()
def m020_burst(db: Database) -> None:
    """Count how many messages each chat writes within a minute; find fast what failed."""
    _run(
        db,
        """
CREATE TABLE burst (
    chat_id INTEGER PRIMARY KEY,
    since TEXT NOT NULL,
    messages INTEGER NOT NULL
) STRICT;
CREATE INDEX inbox_new_put_off ON inbox (sender_id, id)
    WHERE state = 'new' AND not_before IS NOT NULL;
""",
    )


@migrations()
def m021_told_elsewhere(db: Database) -> None:
    """Keep when the clinic was told of a flag on another way than Telegram."""
    db.execute("ALTER TABLE alert ADD COLUMN told_elsewhere_at TEXT")


@migrations()
def m022_consent_terms(db: Database) -> None:
    """Keep the hash of the words agreed to, apart from the hours and numbers told in them."""
    db.execute("ALTER TABLE consent ADD COLUMN terms_hash TEXT")
