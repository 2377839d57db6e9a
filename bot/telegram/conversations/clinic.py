"""What a clinician does in chat: patients, alerts and invitations."""

from bot.chat.clearing import standing_words
from bot.chat.overview import form_words, patient_line, patient_list, quotes, reply_words
from bot.chat.payload import message, packed
from bot.pathway import alerts, invitations, replying, summing, viewing
from bot.pathway.invitations import NoRegionError
from bot.pathway.replying import NotReachedError
from bot.pathway.rights import Right
from bot.pathway.standing import Standing
from bot.storage import patients
from bot.storage.patients import Patient
from bot.telegram.command import Command
from bot.telegram.visit import Visit

MOST_ALERTS = 10


def list_patients(visit: Visit, rest: str) -> None:
    """List patient codes, flagged ones first."""
    seen = viewing.everyone(visit.clinic, by=visit.colleague.code)
    lines = [
        patient_line(
            visit.language,
            one.patient,
            one.alert,
            one.last,
            screening=_standing_words(visit, one.standing),
        )
        for one in seen
    ]
    visit.send(message(patient_list(visit.language, lines)))


def show_patient(visit: Visit, rest: str) -> None:
    """Show a patient's own words, whole, then the last answers and the open alert."""
    patient = named(visit, rest)
    if patient is None:
        return
    seen = viewing.one(visit.clinic, patient=patient, by=visit.colleague.code)
    zone = patient.zone_info
    for written in seen.messages:
        for part in quotes(visit.language, zone, written):
            visit.send(message(part))
    for ours in seen.replies:
        visit.send(message(reply_words(visit.language, zone, ours)))
    screening = _standing_words(visit, seen.standing)
    line = patient_line(visit.language, patient, seen.alert, None, screening=screening)
    answers = [
        form_words(visit.language, zone, f.form, f.given, f.questions, f.ticked, f.cleared)
        for f in seen.filled
    ]
    course = summing.course_words(visit.clinic, seen.course, visit.language)
    for text in packed(filter(None, [line, course, *answers])):
        visit.send(message(text))
    if seen.alert is not None:
        visit.send(alerts.shown(visit.clinic, seen.alert, visit.language))


def _standing_words(visit: Visit, standing: Standing | None) -> str:
    if standing is None:
        return ""
    is_cleared = standing.clearance is not None
    return standing_words(visit.language, standing.found, is_cleared=is_cleared)


def named(visit: Visit, code: str) -> Patient | None:
    """Find the patient of a code; without one that is known, say what to write."""
    if not code.strip():
        visit.reply("clinician.which_patient")
        return None
    patient = patients.by_code(visit.clinic.db, code)
    if patient is None:
        visit.reply("clinician.no_such_patient")
    return patient


def reply(visit: Visit, rest: str) -> None:
    """Write to a patient in the clinic's name: /reply CODE and the words."""
    code, _, words = rest.strip().partition(" ")
    patient = named(visit, code)
    if patient is None:
        return
    try:
        replying.answer_patient(visit.clinic, patient=patient, by=visit.colleague, words=words)
    except ValueError:
        visit.reply("reply.which_words", code=patient.code, most=replying.LONGEST_WORDS)
    except NotReachedError:
        visit.reply("reply.not_reached", code=patient.code)
    else:
        visit.reply("reply.sent", code=patient.code)


def list_alerts(visit: Visit, rest: str) -> None:
    """Show every open alert with its buttons."""
    found = viewing.open_alerts(visit.clinic, by=visit.colleague.code)
    if not found:
        visit.reply("flag.none_open")
        return
    visit.reply("flag.open", count=len(found))
    for alert in found[:MOST_ALERTS]:
        visit.send(alerts.shown(visit.clinic, alert, visit.language))


def invite(visit: Visit, rest: str) -> None:
    """Give a single-use link for one patient."""
    try:
        token = invitations.invite(visit.clinic, role="patient", by=visit.colleague.code)
    except NoRegionError:
        visit.reply("invite.no_region")
        return
    link = invitations.link(visit.bot_name, token)
    days = visit.clinic.settings.invitation_days
    visit.send(
        {**message(visit.say("invite.link", link=link, count=days)), "protect_content": True}
    )


COMMANDS = (
    Command(name="alerts", run=list_alerts, right=Right.ACT_ON_ALERTS),
    Command(name="patients", run=list_patients, right=Right.SEE_ANSWERS),
    Command(name="patient", run=show_patient, right=Right.SEE_ANSWERS),
    Command(name="reply", run=reply, right=Right.ANSWER_PATIENTS),
    Command(name="invite", run=invite, right=Right.INVITE_PATIENTS),
)
