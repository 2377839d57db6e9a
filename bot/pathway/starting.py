"""Starting a form because the patient asked: screening, session, problem, diary, own words."""

from datetime import timedelta

from bot.chat.advice import clinic_words, crisis_words
from bot.chat.payload import message, paragraphs
from bot.chat.person import person
from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.clinical.screening import still_valid
from bot.locales import say
from bot.pathway import alerts, answering, crisis
from bot.pathway.asking import put_question
from bot.pathway.ending import end_unfinished
from bot.pathway.filling import Filling, load
from bot.pathway.history import TEXT_POINT
from bot.pathway.judging import around
from bot.pathway.moments import opened
from bot.pathway.outcome import outcome_of
from bot.pathway.post import Post
from bot.storage import answers, audit, forms, messages, sessions
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient

FORM_LIVES = timedelta(days=2)  # after this an unfinished form is kept as incomplete
SESSION_LIVES = timedelta(hours=2)  # its check-ins begin 3 hours after the session


def start(
    clinic: Clinic,
    *,
    patient: Patient,
    kind: FormKind,
    post: Post,
    intro: str = "",
    point: str | None = None,
) -> Form:
    """Open a form and put its first question; one of the same kind left open is ended first."""
    form = open_form(clinic, patient, kind, point)
    filling = load(clinic, form)
    if filling.next is None or _is_urgent(clinic, filling):
        # Everything asked lately is still valid, or what is known already comes before questions.
        answering.proceed(clinic, form, post, just=None)
    else:
        put_question(clinic, filling, post, intro=intro)
    return form


def _is_urgent(clinic: Clinic, filling: Filling) -> bool:
    """Tell whether the last session left something that a screening must begin with."""
    if filling.form.kind is not FormKind.SCREENING:
        return False
    outcome = outcome_of(clinic, filling, complete=False)
    return outcome.urgency is not None


def report_red_flag(
    clinic: Clinic, *, patient: Patient, flag: str, update_id: int, post: Post
) -> None:
    """Take a red flag tapped on a form that is closed as a report of its own."""
    form = open_form(clinic, patient, FormKind.PROBLEM, None)
    filling = load(clinic, form)
    answering.record(
        clinic,
        filling=filling,
        question=filling.questions[0],
        value=flag,
        update_id=update_id,
        post=post,
    )


def open_form(clinic: Clinic, patient: Patient, kind: FormKind, point: str | None) -> Form:
    """Open a form without putting its first question; an open one like it is ended."""
    _end_like(clinic, patient, kind, point)
    now = clinic.now()
    lives = SESSION_LIVES if kind is FormKind.SESSION else FORM_LIVES
    session = sessions.latest(clinic.db, patient.id)
    form = forms.add(
        clinic.db,
        patient_id=patient.id,
        kind=kind,
        session_id=session.id if session and kind is FormKind.PROBLEM else None,
        point=point,
        created_at=now,
        **opened(clinic),
        expires_at=now + lives,
        next_at=now + lives,
    )
    about = f"form {form.id}"
    audit.note(clinic.db, at=now, by=patient.code, what=f"{kind.value} begun", about=about)
    if kind is FormKind.SCREENING:
        _carry_over(clinic, patient, form)
    return form


def _end_like(clinic: Clinic, patient: Patient, kind: FormKind, point: str | None) -> None:
    """End an open form of the same kind that the patient began earlier."""
    for form in forms.waiting(clinic.db, patient.id):
        began = form.state is FormState.OPEN and form.due_at is None
        same = form.point == point or kind is FormKind.SESSION
        if began and form.kind is kind and same:
            end_unfinished(clinic, form, untouched=FormState.CANCELLED, by=patient.code)


def _carry_over(clinic: Clinic, patient: Patient, form: Form) -> None:
    """Copy earlier screening answers that still stand, with the time they were given."""
    earlier = answers.latest_of_kind(clinic.db, patient.id, FormKind.SCREENING)
    valid = still_valid(
        clinic.protocol.screening,
        {key: answer.at for key, answer in earlier.items()},
        clinic.now(),
        clinic.protocol.validity,
    )
    for question in clinic.protocol.screening:
        if question.key not in valid:
            continue
        old = earlier[question.key]
        answers.add(
            clinic.db,
            form_id=form.id,
            question=question.key,
            value=old.given,
            at=old.at,
            by=old.by,
            update_id=old.update_id,
        )


def hear(clinic: Clinic, *, patient: Patient, text: str, update_id: int, post: Post) -> None:
    """Keep a patient's own words, tell the clinic, and show the red flags.

    Words are never answered with reassurance, whatever the bot was asking before. Who told of
    thoughts of ending their life is not met with questions: they read again whom to call.
    """
    keep_words(clinic, patient=patient, text=text, update_id=update_id)
    in_crisis = crisis.is_recent(clinic, patient.id)
    alerts.raise_alert(
        clinic,
        patient_id=patient.id,
        level=TriageLevel.CONTACT_CLINIC,
        causes=["message"],
        form_id=None,
        at_once=in_crisis,
    )
    surroundings = around(clinic, patient)
    if in_crisis:
        rows = [[person(patient.language)]]
        post.send_first(message(crisis_words(surroundings), rows))
        return
    intro = clinic_words(surroundings, "text.passed_on", "text.kept")
    start(
        clinic,
        patient=patient,
        kind=FormKind.PROBLEM,
        post=post,
        intro=intro,
        point=TEXT_POINT,
    )


def keep_words(clinic: Clinic, *, patient: Patient, text: str, update_id: int) -> None:
    """Keep a patient's own words for the clinic to read."""
    now, about = clinic.now(), f"patient {patient.code}"
    messages.add(clinic.db, patient_id=patient.id, text=text, at=now, update_id=update_id)
    audit.note(clinic.db, at=now, by=patient.code, what="message", about=about)


def cancel(clinic: Clinic, *, patient: Patient, post: Post) -> None:
    """Leave the form being filled in; answers are kept, and what the bot asked stays open."""
    form = forms.current(clinic.db, patient.id)
    if form is None:
        post.send(message(say(patient.language, "cancel.nothing")))
        return
    if form.due_at is None:  # begun by the patient
        judgement = end_unfinished(clinic, form, untouched=FormState.CANCELLED, by=patient.code)
        if judgement is not None and judgement.is_news and judgement.text:
            post.send_first(message(judgement.text, [[person(patient.language)]]))
    emergency = around(clinic, patient).emergency
    asked = form.kind is FormKind.DIARY and form.due_at is not None
    post.send(
        message(
            paragraphs(
                say(patient.language, f"cancel.{form.kind.value}{'_asked' if asked else ''}"),
                say(patient.language, "cancel.reach_us", emergency=emergency),
            )
        )
    )
