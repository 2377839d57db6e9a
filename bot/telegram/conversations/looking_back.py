"""What a patient has recorded lately, and how a course compares with the time before it."""

from bot.chat.enrolment import choice
from bot.chat.history import history_text
from bot.chat.payload import message, paragraphs
from bot.chat.summary import summary_text
from bot.pathway import courses, following, summing
from bot.pathway.asking import put_question
from bot.pathway.filling import load
from bot.storage import answers, forms, sessions
from bot.telegram.command import PATIENTS, Command, Joined
from bot.telegram.visit import Visit


def show_history(visit: Visit, rest: str) -> None:
    """Tell the last 14 days as text."""
    patient, db = visit.member, visit.clinic.db
    entries = [(form, answers.settled(db, form.id)) for form in forms.of_patient(db, patient.id)]
    text = history_text(
        patient.language,
        patient.zone_info,
        visit.clinic.now(),
        entries,
        sessions.of_patient(db, patient.id),
        visit.clinic.protocol.symptom_keys,
    )
    visit.send(message(text))


def show_summary(visit: Visit, rest: str) -> None:
    """Put the time before the course beside the time after it, as far as both were told."""
    clinic, patient, language = visit.clinic, visit.member, visit.language
    course = courses.current(clinic.db, patient.id)
    if not course.sessions and courses.baseline_of(clinic.db, course) is None:
        visit.reply("summary.nothing")
        return
    text = summary_text(language, summing.summary_of(clinic, course))
    if summing.follow_up_of(clinic, course) is not None:
        visit.send(message(text))
    elif following.can_be_answered(clinic, course):
        button = choice(visit.say("summary.answer"), "follow_up", "begin")
        visit.send(message(paragraphs(text, visit.say("summary.open")), [[button]]))
    else:
        visit.send(message(paragraphs(text, visit.say("summary.later"))))


def answer_follow_up(visit: Visit, value: str) -> None:
    """Put the follow-up again, or for the first time when its check-in was not answered."""
    clinic = visit.clinic
    course = courses.current(clinic.db, visit.member.id)
    if not following.can_be_answered(clinic, course):
        show_summary(visit, "")
        return
    form = following.take_up(clinic, visit.member, course)
    put_question(clinic, load(clinic, form), visit.post)


COMMANDS = (
    Command(name="history", run=show_history, roles=PATIENTS, needs=Joined.WHOLLY),
    Command(name="summary", run=show_summary, roles=PATIENTS, needs=Joined.WHOLLY),
)
MENUS = {"follow_up": answer_follow_up}
