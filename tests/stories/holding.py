"""What must hold at the end of every story: nothing vanished, no flag missing, nothing told."""

from datetime import timedelta

from bot.storage.rows import stamp
from tests.house import TOKEN, House

LONG = timedelta(days=120)  # after this no form may still wait

# A finding that calls for the clinic, with no alert of that level raised or joined by then.
NO_FLAG = """
SELECT finding.rule FROM finding JOIN form ON form.id = finding.form_id
WHERE finding.level <> 'self_care' AND NOT EXISTS (
    SELECT 1 FROM alert JOIN alert_event ON alert_event.alert_id = alert.id
    WHERE alert.patient_id = form.patient_id AND alert_event.what IN ('raised', 'joined')
    AND alert_event.at BETWEEN form.created_at AND finding.at
    AND instr('contact_clinic urgent emergency', alert_event.level)
        >= instr('contact_clinic urgent emergency', finding.level)
)
"""


async def holds_at_the_end(house: House, log: str) -> None:
    """Check what no story may break, whatever happened in it."""
    no_flag_is_missing(house)
    no_message_is_stuck(house)
    nothing_private_is_logged(house, log)
    await every_form_ends(house)


def no_flag_is_missing(house: House) -> None:
    """Check that each finding above self-care has its alert."""
    assert list(house.clinic.db.query(NO_FLAG)) == []


def no_message_is_stuck(house: House) -> None:
    """Check that each message that was due is sent, or ended with a reason."""
    stuck = house.clinic.db.query(
        "SELECT dkey FROM outbox WHERE state = 'sending'"
        " OR (state = 'queued' AND due_at <= ?) OR (state = 'dead' AND note IS NULL)",
        [stamp(house.now)],
    )
    assert list(stuck) == []


def nothing_private_is_logged(house: House, log: str) -> None:
    """Check the log for names, chats, words that patients wrote, and the token."""
    db = house.clinic.db
    people = [person for chat in house.api.world.chats.values() for person in [chat.user]]
    names = [person.first_name for person in people if person is not None]
    chats = [str(chat) for chat in house.api.world.chats]
    words = [row["text"] for row in db.query("SELECT text FROM patient_message")]
    assert [secret for secret in (*names, *chats, *words, TOKEN) if secret in log] == []


async def every_form_ends(house: House) -> None:
    """Let a long time pass and check that each form has come to its end."""
    house.clock.move_to(house.now + LONG)
    await house.app.sweep()
    waiting = house.clinic.db.query(
        "SELECT id, kind, state FROM form WHERE state IN ('planned', 'open')"
        " OR next_at IS NOT NULL OR closed_at IS NULL"
    )
    assert list(waiting) == []
