"""A check-in's life: sent when due, reminded once, silence noted, expired with its own word."""

from datetime import datetime, timedelta

from bot.chat.advice import watch
from bot.chat.payload import message
from bot.chat.person import person
from bot.chat.when import moment_words
from bot.clinic import Clinic
from bot.clinical.triage import triage
from bot.locales import say
from bot.pathway import alerts, consenting, diary, ladders
from bot.pathway.asking import later_choices, put_question
from bot.pathway.ending import end, end_unfinished, judge_unfinished
from bot.pathway.filling import load
from bot.pathway.judging import around
from bot.pathway.moments import book_next, opened
from bot.pathway.post import Post
from bot.pathway.recording import record_unfinished
from bot.storage import answers, forms, patients
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.outbox import Lane
from bot.storage.patients import Patient, PatientState


def advance(clinic: Clinic, form: Form) -> None:
    """Do what a form's next moment calls for."""
    now = clinic.now()
    if form.state is FormState.PLANNED:
        _come_due(clinic, form)
    elif form.closed_at is not None or (form.expires_at is not None and now >= form.expires_at):
        _expire(clinic, form)
    elif form.silence_at is not None and now >= form.silence_at:
        _note_silence(clinic, form)
    elif form.remind_at is not None and now >= form.remind_at:
        _remind(clinic, form)
    else:
        book_next(clinic, form)


def _come_due(clinic: Clinic, form: Form) -> None:
    patient = patients.by_id(clinic.db, form.patient_id)
    is_over = form.expires_at is not None and clinic.now() >= form.expires_at
    if not _may_be_put(clinic, form, patient):
        _wait_for_consent(clinic, form, is_over=is_over)
    elif is_over:
        end(clinic, form, FormState.BOT_WAS_DOWN)
    elif not _is_asked(form, patient):
        end(clinic, form, FormState.SKIPPED)
    elif not ladders.is_called_for(clinic, form):
        end(clinic, form, FormState.CANCELLED)
    elif form.kind is FormKind.DIARY and patient.quiet.covers(clinic.now()):
        forms.change(clinic.db, form.id, next_at=patient.quiet.shift(clinic.now()))
    else:
        _open(clinic, ladders.of_latest_session(clinic, form), patient)
    if form.kind is FormKind.DIARY:
        diary.keep_going(clinic, patient)


def _may_be_put(clinic: Clinic, form: Form, patient: Patient) -> bool:
    """Nobody is asked whose consent was to other words, but whether somebody flagged is safe."""
    return form.kind is FormKind.SAFETY or not consenting.is_frozen(clinic, patient)


def _wait_for_consent(clinic: Clinic, form: Form, *, is_over: bool) -> None:
    if is_over:
        end(clinic, form, FormState.SKIPPED)
    else:
        forms.change(clinic.db, form.id, next_at=form.expires_at)


def catch_up(clinic: Clinic, patient: Patient) -> None:
    """Put at once what came due while it could not be put, as long as its window is open."""
    now = clinic.now()
    for form in forms.waiting(clinic.db, patient.id):
        if form.state is FormState.PLANNED and form.due_at is not None and form.due_at <= now:
            forms.change(clinic.db, form.id, next_at=now)


def _is_asked(form: Form, patient: Patient) -> bool:
    """A pause stops check-ins, but not the question whether somebody flagged is safe."""
    if form.kind is FormKind.SAFETY:
        return patient.state is not PatientState.WITHDRAWN
    return patient.state is PatientState.ACTIVE


def _open(clinic: Clinic, form: Form, patient: Patient) -> None:
    form = book_next(clinic, form, **opened(clinic), **_if_unanswered(clinic, form, patient))
    intro, first = _intro(form, patient), _watch_for(clinic, form, patient)
    prompt(clinic, form, key="prompt", intro=intro, first=first, silent=form.silent)


def _watch_for(clinic: Clinic, form: Form, patient: Patient) -> str:
    """Say what to watch for where the point is to say it, whatever is answered then."""
    point = clinic.protocol.schedule.point(form.point or "")
    return watch(around(clinic, patient)) if point is not None and point.watch else ""


def _if_unanswered(clinic: Clinic, form: Form, patient: Patient) -> dict[str, datetime | None]:
    """Say when to remind and when silence counts; the diary is asked once and may be silent."""
    if form.kind is FormKind.DIARY:
        return {}
    now, schedule = clinic.now(), clinic.protocol.schedule
    silence = timedelta(hours=schedule.silence_hours(form.point or ""))
    reminder = patient.quiet.shift(now + timedelta(hours=schedule.reminder_after))
    return {"remind_at": _inside(form, reminder), "silence_at": now + silence}


def _inside(form: Form, moment: datetime) -> datetime | None:
    """Give a moment if the form can still be answered then."""
    return moment if form.expires_at is None or moment < form.expires_at else None


def _intro(form: Form, patient: Patient) -> str:
    if form.kind is FormKind.DIARY:
        return say(patient.language, "diary.evening")
    return say(patient.language, f"point.{form.point}.intro")


def prompt(
    clinic: Clinic, form: Form, *, key: str, intro: str, first: str = "", silent: bool = False
) -> None:
    """Put the open question of a form as a new message that was not asked for.

    What is to be said `first` stays in the chat above it. A patient who cannot or may not be
    asked gets none, and is silent like anybody else.
    """
    patient = patients.by_id(clinic.db, form.patient_id)
    if patient.chat_id is None or not patient.reachable:
        return
    if not _may_be_put(clinic, form, patient):
        return
    post = Post(
        db=clinic.db,
        chat_id=patient.chat_id,
        cause=f"form:{form.id}:{key}",
        now=clinic.now(),
        lane=Lane.CHECK_IN,
        expires_at=_worth_sending_until(clinic, form, patient),
    )
    if first:
        post.send(message(first, silent=True))  # the question after it rings
    put_question(clinic, load(clinic, form), post, intro=intro, silent=silent)


def _worth_sending_until(clinic: Clinic, form: Form, patient: Patient) -> datetime | None:
    """Tell how late a prompt may still go out: that of the diary not into the night."""
    night = patient.quiet.next_start(clinic.now()) if form.kind is FormKind.DIARY else None
    return min(filter(None, (form.expires_at, night)), default=None)


def _remind(clinic: Clinic, form: Form) -> None:
    patient = patients.by_id(clinic.db, form.patient_id)
    form = book_next(clinic, form, remind_at=None, asked_at=clinic.now())
    is_diary = form.kind is FormKind.DIARY
    if is_diary:
        diary.keep_going(clinic, patient)
    if patient.is_prompted and not (is_diary and patient.quiet.covers(clinic.now())):
        moment = clinic.now().strftime("%Y%m%dT%H%M")
        prompt(clinic, form, key=f"reminder:{moment}", intro=_reminder(clinic, form, patient))


def _reminder(clinic: Clinic, form: Form, patient: Patient) -> str:
    if form.kind is FormKind.FOLLOW_UP:
        return say(patient.language, "follow_up.reminder")
    if form.kind is not FormKind.DIARY:
        return say(patient.language, "check_in.reminder")
    begun = answers.newest(clinic.db, form.id)  # by the patient, earlier that day
    return say(patient.language, "diary.finish" if begun else "diary.evening")


def _note_silence(clinic: Clinic, form: Form) -> None:
    """Run the rules about silence; only the clinic is told, the patient's level stays."""
    book_next(clinic, form, silence_at=None)
    if form.reports_symptoms and answers.newest(clinic.db, form.id):
        judge_unfinished(clinic, form, because="silent")
    facts: dict[str, object] = {"point": form.point or "", "hours_silent": _hours(clinic, form)}
    last = _last_result(clinic, form)
    if last is not None and last.highest is not None:
        facts["last_level"] = last.highest.value
    result = triage(clinic.protocol, facts, complete=False, applies_to="silence")
    if result.findings:
        alerts.raise_alert(
            clinic,
            patient_id=form.patient_id,
            level=result.level,
            causes=[*result.rules, "silent"],
            form_id=form.id,
        )


def _last_result(clinic: Clinic, form: Form) -> Form | None:
    """Find the result that tells how much silence matters."""
    if form.kind is FormKind.SAFETY and form.after_form_id is not None:
        return forms.by_id(clinic.db, form.after_form_id)
    last = forms.last_reports(clinic.db, form.patient_id, before=clinic.now(), limit=1)
    return last[0] if last else None


def _hours(clinic: Clinic, form: Form) -> float:
    start = form.opened_at or form.due_at or form.created_at
    return (clinic.now() - start).total_seconds() / 3600


def _expire(clinic: Clinic, form: Form) -> None:
    """End a form that was not finished in time."""
    if form.silence_at is not None:
        _note_silence(clinic, form)
    asked = form.due_at is not None  # by the bot, not begun by the patient
    if form.kind is FormKind.SESSION:
        record_unfinished(clinic, form)
    end_unfinished(clinic, form, untouched=FormState.MISSED if asked else FormState.CANCELLED)


def put_off(clinic: Clinic, *, form: Form, choice: str, post: Post) -> None:
    """Send a check-in again later, inside its window; a choice that has passed is said so."""
    filling = load(clinic, form)
    moment = later_choices(clinic, filling).get(choice)
    language = filling.patient.language
    if moment is None:
        put_question(clinic, filling, post, intro=say(language, "later.too_late"))
        return
    silence = timedelta(hours=clinic.protocol.schedule.silence_hours(form.point or ""))
    book_next(clinic, form, remind_at=moment, silence_at=moment + silence)
    when = moment_words(moment, filling.patient.zone_info, language)
    post.replace(message(say(language, "later.booked", when=when)))


def skip(clinic: Clinic, *, form: Form, post: Post) -> None:
    """Note that the patient chose not to answer a check-in; what was answered counts."""
    patient = patients.by_id(clinic.db, form.patient_id)
    judgement = end_unfinished(clinic, form, untouched=FormState.SKIPPED, by=patient.code)
    if judgement is not None and judgement.is_news and judgement.text:
        post.send_first(message(judgement.text, [[person(patient.language)]]))
    emergency = around(clinic, patient).emergency
    post.replace(message(say(patient.language, "check_in.skipped", emergency=emergency)))


def cancel_waiting(clinic: Clinic, patient: Patient) -> None:
    """Cancel everything that waits for a patient who leaves."""
    for form in forms.waiting(clinic.db, patient.id):
        end_unfinished(clinic, form, untouched=FormState.CANCELLED, by=patient.code)
