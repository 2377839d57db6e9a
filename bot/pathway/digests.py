"""The morning's digest: what is open, who is silent, what is due; codes and counts only."""

from datetime import datetime, time, timedelta

from bot.chat import digest as words
from bot.chat.payload import message
from bot.clinic import Clinic
from bot.clinical.schedule import first_valid
from bot.pathway import consenting, duty
from bot.storage import alerts, clinicians, forms, outbox, patients, roster
from bot.storage.clinicians import Clinician
from bot.storage.outbox import Lane
from bot.storage.roster import Choice

LIVES = timedelta(hours=12)  # a digest of the morning is no use in the night
MOST_SILENT = 30


def send(clinic: Clinic, member: Clinician) -> None:
    """Send a member on duty the digest of today, once, and book that of tomorrow."""
    wanted = clinic.settings.digest_hour is not None and member.digest_at is not None
    if wanted and member.id in {one.id for one in duty.on_duty(clinic)}:
        today = clinic.now().astimezone(clinic.zone).date()
        outbox.queue(
            clinic.db,
            dkey=f"digest:{member.id}:{today}",
            lane=Lane.DIGEST,
            chat_id=member.chat_id,
            method="sendMessage",
            payload=message(_text(clinic, member.language)),
            due_at=clinic.now(),
            expires_at=clinic.now() + LIVES,
        )
    book(clinic, member)


def book(clinic: Clinic, member: Clinician) -> None:
    """Book a member's next digest, on the clinic's own clock whatever its clocks do."""
    clinicians.change(clinic.db, member.id, digest_at=_next(clinic))


def _next(clinic: Clinic) -> datetime | None:
    hour = clinic.settings.digest_hour
    if hour is None:
        return None
    today = clinic.now().astimezone(clinic.zone).date()
    mornings = (
        first_valid(datetime.combine(today + timedelta(days=ahead), time(hour), clinic.zone))
        for ahead in (0, 1)
    )
    return next(morning for morning in mornings if morning > clinic.now())


def _text(clinic: Clinic, language: str) -> str:
    db, now = clinic.db, clinic.now()
    midnight = datetime.combine(now.astimezone(clinic.zone).date(), time.min, clinic.zone)
    tomorrow = first_valid(midnight + timedelta(days=1))
    codes = {member.id: member.code for member in clinicians.everyone(db)}
    open_lines = [
        words.alert_line(
            language,
            alert,
            patients.by_id(db, alert.patient_id).code,
            open_for=now - alert.raised_at,
            acknowledged_by=codes.get(alert.acknowledged_by or 0, ""),
        )
        for alert in alerts.all_open(db)
    ]
    silent = roster.page(db, choice=Choice.SILENT, search="", limit=MOST_SILENT, offset=0)
    due = forms.check_ins_between(db, first_valid(midnight), tomorrow)
    return words.digest(
        language,
        open_lines=open_lines,
        silent=[one.code for one in silent],
        frozen=[patient.code for patient in consenting.frozen(clinic)[:MOST_SILENT]],
        due=due,
    )
