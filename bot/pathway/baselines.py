"""The baseline: how things are before a course, told before its first session."""

from bot.chat.payload import message, paragraphs
from bot.clinic import Clinic
from bot.locales import say
from bot.pathway import courses
from bot.pathway.post import Post
from bot.pathway.starting import open_form, start
from bot.storage.forms import FormKind
from bot.storage.patients import Patient


def takes_baseline(clinic: Clinic, patient: Patient) -> bool:
    """Tell whether a baseline can be told or changed: only before a course's first session."""
    return courses.is_wanted(clinic.db, clinic.protocol, patient.id, clinic.now())


def start_baseline(clinic: Clinic, *, patient: Patient, post: Post) -> None:
    """Begin the baseline of a course that has no session yet; later it would not be one."""
    language = patient.language
    if takes_baseline(clinic, patient):
        intro = say(language, "baseline.intro")
        start(clinic, patient=patient, kind=FormKind.BASELINE, post=post, intro=intro)
    else:
        post.send(message(say(language, "baseline.over")))


def begin_session(clinic: Clinic, *, patient: Patient, post: Post, intro: str) -> None:
    """Begin to record a session; a baseline that is missing is asked first."""
    if not courses.is_missing(clinic.db, clinic.protocol, patient.id, clinic.now()):
        start(clinic, patient=patient, kind=FormKind.SESSION, post=post, intro=intro)
        return
    open_form(clinic, patient, FormKind.SESSION, None)  # comes back once the baseline is told
    start(
        clinic,
        patient=patient,
        kind=FormKind.BASELINE,
        post=post,
        intro=paragraphs(intro, say(patient.language, "baseline.first")),
    )
