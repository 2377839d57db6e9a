"""What a patient has recorded lately, and how a course compares with the time before it."""

from bot.charts import THEMES, described, headache_chart
from bot.chat.enrolment import choice
from bot.chat.history import DAYS, history_text
from bot.chat.payload import keyboard, message, paragraphs
from bot.chat.summary import summary_text
from bot.pathway import courses, following, summing
from bot.pathway.asking import put_question
from bot.pathway.charting import chart_facts
from bot.pathway.days import DAY, today_of
from bot.pathway.filling import load
from bot.storage import answers, forms, sessions
from bot.telegram.command import PATIENTS, Command, Joined
from bot.telegram.conversations.settings import change
from bot.telegram.visit import Visit


def show_history(visit: Visit, rest: str) -> None:
    """Tell the last 14 days as text and, where a headache was told, as a picture."""
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
    _send_picture(visit)


def _send_picture(visit: Visit) -> None:
    """Send the chart of the same days, with a button for the other look; none without data."""
    clinic, patient, language = visit.clinic, visit.member, visit.language
    today = today_of(clinic, patient)
    facts = chart_facts(clinic, patient, today - (DAYS - 1) * DAY, today)
    if not facts.entries:
        return
    other = next(name for name in THEMES if name != patient.picture)
    button = choice(visit.say(f"history.{other}"), "history", other)
    svg = headache_chart(facts, patient.picture, language)
    visit.post.send_picture(
        svg, described(facts, language), {"reply_markup": keyboard([[button]])}
    )


def change_picture(visit: Visit, value: str) -> None:
    """Send the chart in another look, and keep to it."""
    if value in THEMES:
        change(visit, picture=value)
    _send_picture(visit)


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
MENUS = {"follow_up": answer_follow_up, "history": change_picture}
