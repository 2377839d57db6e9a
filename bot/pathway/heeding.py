"""Heeding a red flag in a patient's words: kept, told and alerted before anything else is done."""

from bot.chat.advice import advise
from bot.chat.payload import message
from bot.chat.person import person
from bot.clinic import Clinic
from bot.clinical.free_text import RedFlag, search
from bot.clinical.levels import TriageLevel
from bot.clinical.schedule import follow_up
from bot.clinical.triage import Finding, Triage
from bot.locales import say
from bot.pathway import alerts, answering, booking, consenting, enrolment
from bot.pathway.asking import put_question
from bot.pathway.ending import end_unfinished
from bot.pathway.filling import load
from bot.pathway.history import TEXT_POINT
from bot.pathway.judging import around
from bot.pathway.post import Post
from bot.pathway.reporting import add_report
from bot.pathway.starting import keep_words, start
from bot.storage import forms
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient, PatientState


def red_flags(clinic: Clinic, text: str) -> tuple[RedFlag, ...]:
    """List the red flags in a text, most urgent first."""
    return search(clinic.protocol.free_text, text)


def heed(
    clinic: Clinic,
    *,
    patient: Patient,
    text: str,
    flags: tuple[RedFlag, ...],
    update_id: int,
    post: Post,
) -> None:
    """Keep a text with its red flags, tell the patient what to do, and alert the clinic."""
    interrupted = forms.current(clinic.db, patient.id)
    keep_words(clinic, patient=patient, text=text, update_id=update_id)
    form = add_report(clinic, patient, Triage(findings=_findings(flags)), point=TEXT_POINT)
    crisis = any(flag.is_crisis for flag in flags)
    alerts.raise_alert(
        clinic,
        patient_id=patient.id,
        level=flags[0].level,
        causes=[*dict.fromkeys(f.rule for f in flags), *(f"text:{f.concept}" for f in flags)],
        form_id=form.id,
        at_once=crisis,
    )
    _tell(clinic, patient, flags, post)
    _book_follow_up(clinic, form, flags)
    if crisis or flags[0].level is TriageLevel.EMERGENCY:  # nobody is left with a questionnaire
        _end(clinic, interrupted)
    else:
        _go_on(clinic, patient, interrupted, post)


def _findings(flags: tuple[RedFlag, ...]) -> tuple[Finding, ...]:
    return tuple(Finding(rule=f.rule, level=f.level, message=f.message) for f in flags)


def _tell(clinic: Clinic, patient: Patient, flags: tuple[RedFlag, ...], post: Post) -> None:
    """Send what to do; about thoughts of ending one's life in a message of its own."""
    body = tuple(flag for flag in flags if not flag.is_crisis)
    crisis = tuple(flag for flag in flags if flag.is_crisis)
    told = [found for found in (body, crisis) if found]
    for found in sorted(told, key=lambda found: -found[0].level.rank):
        result = Triage(findings=_findings(found))
        words = advise(clinic.protocol, result, around(clinic, patient))
        post.send_first(message(words, [[person(patient.language)]]))


def _book_follow_up(clinic: Clinic, form: Form, flags: tuple[RedFlag, ...]) -> None:
    """Ask later whether the patient is safe; as soon for thoughts as for an emergency."""
    crisis = any(flag.is_crisis for flag in flags)
    level = TriageLevel.EMERGENCY if crisis else flags[0].level
    rules = tuple(flag.rule for flag in flags)
    entry = follow_up(clinic.protocol.schedule, level, rules)
    if entry is not None and not _is_asked_soon(clinic, form):
        booking.book_follow_up(clinic, filling=load(clinic, form), entry=entry)


def _is_asked_soon(clinic: Clinic, form: Form) -> bool:
    """Tell whether an earlier red flag already has its question after safety waiting.

    Somebody in need writes several messages; each of them is one cry for help, not a form.
    """
    waiting = forms.waiting(clinic.db, form.patient_id)
    return any(f.kind is FormKind.SAFETY and f.state is FormState.PLANNED for f in waiting)


def _end(clinic: Clinic, interrupted: Form | None) -> None:
    """End what was being filled in: help comes first.

    Only the record of a session stays open: without it no check-in would ever be booked.
    """
    if interrupted is not None and interrupted.kind is not FormKind.SESSION:
        end_unfinished(clinic, interrupted, untouched=FormState.CANCELLED)


def _go_on(clinic: Clinic, patient: Patient, interrupted: Form | None, post: Post) -> None:
    """Go on with what was open; when nothing was, put the red flags."""
    if interrupted is not None and not consenting.is_frozen(clinic, patient):
        intro, filling = say(patient.language, "form.resumed"), load(clinic, interrupted)
        put_question(clinic, filling, post, intro=intro, in_place=False)
        if filling.next is None:  # the words were the last answer
            answering.proceed(clinic, interrupted, post, just=None)
    elif patient.state is PatientState.JOINING:
        enrolment.ask_step(clinic, patient, post)
    else:
        intro = say(patient.language, "text.check_too")
        kind = FormKind.PROBLEM
        start(clinic, patient=patient, kind=kind, post=post, intro=intro, point=TEXT_POINT)
