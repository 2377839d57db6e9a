"""What happens when a form is complete: its result is stored, told and acted on."""

from bot.chat import taps
from bot.chat.advice import act
from bot.chat.enrolment import choice
from bot.chat.payload import Button, Rows, message, paragraphs
from bot.chat.person import person
from bot.chat.summary import summary_text
from bot.chat.taps import Act
from bot.chat.when import day_words
from bot.clinic import Clinic
from bot.clinical.diary import DETAILS, kinds_taken
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.schedule import follow_up
from bot.clinical.screening import ScreeningOutcome
from bot.locales import say
from bot.pathway import (
    alerts,
    booking,
    courses,
    diary,
    following,
    ladders,
    medicines,
    recording,
    summing,
)
from bot.pathway.asking import put_question
from bot.pathway.days import today_of
from bot.pathway.filling import Filling, load
from bot.pathway.history import TEXT_POINT
from bot.pathway.judging import Judgement, around, note_words, reason_words
from bot.pathway.outcome import outcome_of
from bot.pathway.post import Post
from bot.pathway.telling import correction, told_level, with_correction, with_ways_on
from bot.storage import answers, audit, forms, patients, sessions
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient

CONTACT = TriageLevel.CONTACT_CLINIC  # what is more urgent has been told before


def conclude(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    """Close a form with its result and go back to any form still open.

    What is new in the result has been told before.
    """
    form = forms.change(
        clinic.db,
        filling.form.id,
        state=FormState.ANSWERED,
        closed_at=filling.form.closed_at or clinic.now(),
        remind_at=None,
        silence_at=None,
        next_at=None,
        level=judgement.level,
        screening_class=_latched(filling.form, judgement),
    )
    audit.note(
        clinic.db,
        at=clinic.now(),
        by=filling.patient.code,
        what=f"{form.kind.value} answered",
        about=f"form {form.id}",
    )
    if form.reports_symptoms:
        ladders.book(clinic, form.patient_id)
    _CONCLUSIONS[form.kind](clinic, filling, judgement, post)
    if not judgement.crisis:  # nobody is left with a questionnaire then
        _resume(clinic, form, post)


def _latched(form: Form, judgement: Judgement) -> ScreeningClass | None:
    """Give the class of a screening: a corrected answer does not clear it, a clinician does."""
    classes = [one for one in (form.screening_class, judgement.screening_class) if one is not None]
    return max(classes, default=None)


def _resume(clinic: Clinic, form: Form, post: Post) -> None:
    """Ask on where another form was left; an evening's diary that nobody began stays quiet."""
    if form.told is TriageLevel.EMERGENCY:
        return
    left = [f for f in forms.all_open(clinic.db, form.patient_id) if not _is_quiet(clinic, f)]
    if left:
        filling = load(clinic, left[0])
        fresh = left[0].kind is FormKind.FOLLOW_UP and not filling.given
        intro = say(filling.patient.language, "follow_up.intro" if fresh else "form.resumed")
        put_question(clinic, filling, post, intro=intro, in_place=False)


def _is_quiet(clinic: Clinic, form: Form) -> bool:
    """Tell whether a form is a diary entry that the bot asked for and nobody began."""
    if form.kind is not FormKind.DIARY or form.due_at is None or form.opened_at is None:
        return False
    return form.opened_at >= form.due_at and not answers.newest(clinic.db, form.id)


def _report(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    told = told_level(filling.form)
    language = filling.patient.language
    if filling.form.point == TEXT_POINT and told is TriageLevel.SELF_CARE:
        post.replace(message(say(language, "text.no_red_flag")))
        return
    if told is TriageLevel.SELF_CARE:
        post.replace(with_correction(filling, judgement.text))
    elif not judgement.is_news:
        action = act(told, around(clinic, filling.patient))
        post.replace(with_ways_on(filling, paragraphs(say(language, "check_in.still"), action)))
    book_follow_up(clinic, filling, judgement, complete=True)
    if following.is_due_after(clinic, filling.form) and told <= TriageLevel.CONTACT_CLINIC:
        following.begin(clinic, filling.patient, filling.form.session_id)


def book_follow_up(
    clinic: Clinic, filling: Filling, judgement: Judgement, *, complete: bool
) -> None:
    """Book what a result calls for; an extra check-in follows only a complete report.

    One that is itself an extra after a result calls for no other.
    """
    form = filling.form
    entry = follow_up(clinic.protocol.schedule, judgement.level, judgement.rules)
    is_step = clinic.protocol.schedule.ladder(form.point or "") is not None
    first = complete and form.reports_symptoms and (form.after_form_id is None or is_step)
    if entry is not None and (first or entry.questionnaire == FormKind.SAFETY.value):
        booking.book_follow_up(clinic, filling=filling, entry=entry)


def _screening(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    outcome = outcome_of(clinic, filling, complete=not judgement.ends)
    found = _latched(filling.form, judgement) or ScreeningClass.CLEAR
    if found > ScreeningClass.CLEAR:
        alerts.raise_alert(
            clinic,
            patient_id=filling.patient.id,
            level=max(TriageLevel.CONTACT_CLINIC, judgement.level),
            causes=[f"screening:{found.value}"],
            form_id=filling.form.id,
        )
    book_follow_up(clinic, filling, judgement, complete=True)
    if not judgement.ends:  # an emergency text is the last word
        text = _outcome_words(clinic, filling, outcome, found)
        person_row = [[person(filling.patient.language)]] if found > ScreeningClass.CLEAR else []
        offer = _baseline_offer(clinic, filling.patient) if found < ScreeningClass.STOP else []
        soon = act(CONTACT, around(clinic, filling.patient)) if judgement.level is CONTACT else ""
        rows = [[correction(filling)], *person_row, *offer]
        post.replace(message(paragraphs(text, soon), rows))


def _baseline_offer(clinic: Clinic, patient: Patient) -> list[list[Button]]:
    """Offer the baseline while it is still to be asked."""
    db, protocol = clinic.db, clinic.protocol
    if not courses.is_missing(db, protocol, patient.id, clinic.now()):
        return []
    return [[choice(say(patient.language, "baseline.offer"), "baseline", "begin")]]


def _outcome_words(
    clinic: Clinic, filling: Filling, outcome: ScreeningOutcome, found: ScreeningClass
) -> str:
    language = filling.patient.language
    hours = clinic.protocol.validity.every_session_hours
    return paragraphs(
        say(
            language,
            f"outcome.{found.value}",
            clinic_phone=around(clinic, filling.patient).phone,
        ),
        reason_words(language, outcome),
        note_words(language, outcome, clinic.protocol.jurisdictions.checked_on),
        say(language, "screening.valid", hours=hours) if found is ScreeningClass.CLEAR else "",
    )


def _session(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    session = recording.record_session(clinic, filling=filling)
    book_follow_up(clinic, filling, judgement, complete=True)
    if judgement.ends:
        return  # the emergency text is the last word
    offer, rows = _evening_diary(clinic, filling.patient)
    booked = booking.booked_words(clinic, filling.patient, session)
    post.replace(message(paragraphs(booked, offer), rows))


def _evening_diary(clinic: Clinic, patient: Patient) -> tuple[str, Rows]:
    """Turn the evening diary on with the first session, or offer it, and say how to change it."""
    first = len(sessions.of_patient(clinic.db, patient.id)) == 1
    if not first or patient.diary_hour is not None:
        return "", ()
    evening, language = clinic.protocol.evening, patient.language
    change = choice(say(language, "settings.diary"), "evening", "ask")
    if not evening.from_first_session:
        return say(language, "diary.offer"), [[change]]
    diary.keep_going(clinic, patients.change(clinic.db, patient.id, diary_hour=evening.hour))
    off = choice(say(language, "diary.off"), "evening", "off")
    return say(language, "diary.on", hour=f"{evening.hour}:00"), [[change, off]]


def _baseline(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    book_follow_up(clinic, filling, judgement, complete=True)
    if not judgement.is_news:
        words = say(filling.patient.language, "baseline.saved")
        post.replace(with_correction(filling, words))


def _follow_up(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    if not judgement.is_news:
        words = say(filling.patient.language, "follow_up.saved")
        post.replace(with_correction(filling, words))
    if filling.form.session_id is not None:
        course = courses.of_session(clinic.db, filling.form.session_id)
        summary = summing.summary_of(clinic, course)
        post.send(message(summary_text(filling.patient.language, summary)))


def _safety(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    if judgement.is_news:
        return  # told what to do just now
    calm = judgement.level is TriageLevel.SELF_CARE
    key = "safety.thanks" if calm else "check_in.saved"
    post.replace(message(say(filling.patient.language, key)))


def _diary(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> None:
    form, language = forms.by_id(clinic.db, filling.form.id), filling.patient.language
    day = day_words(
        form.day or form.created_at.date(), today_of(clinic, filling.patient), language
    )
    text = say(language, "diary.saved_late" if form.is_late else "diary.saved", day=day)
    details = Button(label=say(language, "diary.details"), data=taps.write(Act.DETAILS, form.id))
    rows = [] if filling.given.get(DETAILS) else [[details]]
    tip = medicines.tip(clinic, filling.patient) if kinds_taken(filling.given) else ""
    post.replace(message(paragraphs(text, tip), [*rows, [correction(filling)]]))
    diary.keep_going(clinic, filling.patient)


_CONCLUSIONS = {
    FormKind.SCREENING: _screening,
    FormKind.SESSION: _session,
    FormKind.CHECK_IN: _report,
    FormKind.PROBLEM: _report,
    FormKind.SAFETY: _safety,
    FormKind.DIARY: _diary,
    FormKind.BASELINE: _baseline,
    FormKind.FOLLOW_UP: _follow_up,
}
