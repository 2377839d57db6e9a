"""What happens when a form is complete: its result is stored, told and acted on."""

from bot.chat import taps
from bot.chat.advice import act
from bot.chat.payload import Button, Payload, message, paragraphs
from bot.chat.taps import Act
from bot.clinic import Clinic
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.questionnaire import Question
from bot.clinical.schedule import follow_up
from bot.clinical.screening import screen
from bot.locales import say
from bot.pathway import alerts, booking, recording
from bot.pathway.asking import put_question, settle_tapped
from bot.pathway.filling import Filling, load
from bot.pathway.history import TEXT_POINT
from bot.pathway.judging import Judgement, around, judge, reason_words
from bot.pathway.post import Post
from bot.storage import audit, forms
from bot.storage.forms import Form, FormKind, FormState


def conclude(
    clinic: Clinic, filling: Filling, post: Post, *, just: Question | None = None
) -> None:
    """Close a form with its result, tell the patient, and go back to any form still open."""
    complete = filling.next is None
    judgement = judge(clinic, filling, complete=complete)
    told = filling.form.told or TriageLevel.SELF_CARE
    form = forms.change(
        clinic.db,
        filling.form.id,
        state=FormState.ANSWERED,
        closed_at=filling.form.closed_at or clinic.now(),
        remind_at=None,
        silence_at=None,
        next_at=None,
        level=judgement.level,
        told=max(judgement.level, told),
        screening_class=judgement.screening_class,
    )
    audit.note(
        clinic.db,
        at=clinic.now(),
        by=filling.patient.code,
        what=f"{form.kind.value} answered",
        about=f"form {form.id}",
    )
    if judgement.level > told:
        _raise(clinic, form, judgement)
        settle_tapped(filling, just, post)
    _CONCLUSIONS[form.kind](clinic, filling, judgement, post)
    _resume(clinic, form, post)


def _raise(clinic: Clinic, form: Form, judgement: Judgement) -> None:
    alerts.raise_alert(
        clinic,
        patient_id=form.patient_id,
        level=judgement.level,
        causes=list(judgement.causes),
        form_id=form.id,
    )


def _resume(clinic: Clinic, form: Form, post: Post) -> None:
    """Ask on where another form was left."""
    other = forms.current(clinic.db, form.patient_id)
    if other is not None and form.told is not TriageLevel.EMERGENCY:
        filling = load(clinic, other)
        intro = say(filling.patient.language, "form.resumed")
        put_question(clinic, filling, post, intro=intro, in_place=False)


def _report(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    told = filling.form.told or TriageLevel.SELF_CARE
    language = filling.patient.language
    if filling.form.point == TEXT_POINT and told is judgement.level is TriageLevel.SELF_CARE:
        post.replace(message(say(language, "text.no_red_flag")))
        return
    if judgement.level > told:
        # New and serious: a message of its own, so that the phone makes itself heard.
        post.send_first(_with_correction(filling, judgement.text))
    elif told is TriageLevel.SELF_CARE:
        post.replace(_with_correction(filling, judgement.text))
    elif not judgement.ends:
        action = act(told, around(clinic, filling.patient))
        post.replace(
            _with_correction(filling, paragraphs(say(language, "check_in.still"), action))
        )
    book_follow_up(clinic, filling, judgement, complete=True)


def _with_correction(filling: Filling, text: str) -> Payload:
    language, form_id = filling.patient.language, filling.form.id
    button = Button(label=say(language, "button.correct"), data=taps.write(Act.CORRECT, form_id))
    return message(text, [[button]])


def book_follow_up(
    clinic: Clinic, filling: Filling, judgement: Judgement, *, complete: bool
) -> None:
    """Book what a result calls for; an extra check-in follows only a first report, complete."""
    form = filling.form
    entry = follow_up(clinic.protocol.schedule, judgement.level, judgement.rules)
    first = complete and form.reports_symptoms and form.after_form_id is None
    if entry is not None and (first or entry.questionnaire == FormKind.SAFETY.value):
        booking.book_follow_up(clinic, filling=filling, entry=entry)


def _screening(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    language = filling.patient.language
    outcome = screen(clinic.protocol, filling.given, complete=not judgement.ends)
    found = outcome.screening_class
    if found > ScreeningClass.CLEAR:
        alerts.raise_alert(
            clinic,
            patient_id=filling.patient.id,
            level=max(TriageLevel.CONTACT_CLINIC, judgement.level),
            causes=[f"screening:{found.value}"],
            form_id=filling.form.id,
        )
    if judgement.level > (filling.form.told or TriageLevel.SELF_CARE):
        post.send_first(message(judgement.text))
    book_follow_up(clinic, filling, judgement, complete=True)
    if judgement.ends:
        return  # the emergency text is the last word
    hours = clinic.protocol.validity.every_session_hours
    valid = say(language, "screening.valid", hours=hours)
    surroundings = around(clinic, filling.patient)
    post.replace(
        message(
            paragraphs(
                say(language, f"outcome.{found.value}", clinic_phone=surroundings.phone),
                reason_words(language, outcome),
                valid if found is ScreeningClass.CLEAR else "",
            )
        )
    )


def _session(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    if judgement.level > (filling.form.told or TriageLevel.SELF_CARE):
        post.send_first(message(judgement.text))
    session = recording.record_session(clinic, filling=filling)
    book_follow_up(clinic, filling, judgement, complete=True)
    if judgement.ends:
        return  # the emergency text is the last word
    post.replace(message(booking.booked_words(clinic, filling.patient, session)))


def _safety(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    language = filling.patient.language
    if judgement.level > (filling.form.told or TriageLevel.SELF_CARE):
        post.send_first(message(judgement.text))
    elif judgement.level is TriageLevel.SELF_CARE:
        post.replace(message(say(language, "safety.thanks")))
    elif not judgement.ends:
        post.replace(message(say(language, "check_in.saved")))


def _diary(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    post.replace(_with_correction(filling, say(filling.patient.language, "diary.saved")))


_CONCLUSIONS = {
    FormKind.SCREENING: _screening,
    FormKind.SESSION: _session,
    FormKind.CHECK_IN: _report,
    FormKind.PROBLEM: _report,
    FormKind.SAFETY: _safety,
    FormKind.DIARY: _diary,
}
