"""The gate before a session: after a check or a stop a clinician's word comes first."""

from bot.chat.advice import clinic_words
from bot.chat.enrolment import choice
from bot.chat.payload import message, paragraphs
from bot.chat.person import person
from bot.clinic import Clinic
from bot.locales import say
from bot.pathway.asking import put_question
from bot.pathway.baselines import begin_session
from bot.pathway.filling import load
from bot.pathway.judging import around
from bot.pathway.post import Post
from bot.pathway.recording import ALL_THE_SAME, tell_if_held_back
from bot.pathway.standing import Standing, standing
from bot.pathway.starting import start
from bot.storage import forms
from bot.storage.forms import FormKind
from bot.storage.patients import Patient


def start_session(clinic: Clinic, *, patient: Patient, post: Post) -> None:
    """Begin to record a session, if no clinician's word is waited for.

    Says so when there is no screening from today.
    """
    screening = standing(clinic, patient.id)
    if screening is not None and screening.holds_back(clinic.now()):
        _hold_back(clinic, patient, screening, post)
        return
    fresh = screening is not None and screening.is_valid(clinic.now())
    intro = "" if fresh else say(patient.language, "session.not_screened")
    begin_session(clinic, patient=patient, post=post, intro=intro)


def _hold_back(clinic: Clinic, patient: Patient, screening: Standing, post: Post) -> None:
    """Say what to do before a session; who was treated all the same must not go unasked."""
    language, phone = patient.language, around(clinic, patient).phone
    text = say(language, f"session.held_back.{screening.found.value}", clinic_phone=phone)
    treated = choice(say(language, "session.treated"), "session", ALL_THE_SAME)
    post.send(message(text, [[treated], [person(language)]]))


def start_session_all_the_same(clinic: Clinic, *, patient: Patient, post: Post) -> None:
    """Record a session that no clinician cleared, with all its check-ins; the clinic is told."""
    screening = standing(clinic, patient.id)
    if screening is None or not screening.holds_back(clinic.now()):
        start_session(clinic, patient=patient, post=post)  # cleared meanwhile, or too old
        return
    begun = [form for form in forms.all_open(clinic.db, patient.id) if form.point == ALL_THE_SAME]
    if begun:
        put_question(clinic, load(clinic, begun[0]), post)
        return
    tell_if_held_back(clinic, patient, screening)
    intro = say(patient.language, "session.treated_noted")
    start(
        clinic,
        patient=patient,
        kind=FormKind.SESSION,
        post=post,
        intro=paragraphs(intro, clinic_words(around(clinic, patient))),
        point=ALL_THE_SAME,
    )
