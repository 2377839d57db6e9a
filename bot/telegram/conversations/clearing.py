"""Clearing a patient's screening: what it found, a reason, and a yes; by a clinician only."""

from datetime import timedelta

from bot.chat import clearing as words
from bot.chat.clearing import NO, OWN_WORDS, REASONS, YES
from bot.chat.payload import message, paragraphs
from bot.chat.taps import Act, Tap
from bot.chat.when import moment_words
from bot.pathway import alerts, clearing
from bot.pathway.clearing import NotClearableError
from bot.pathway.filling import load
from bot.pathway.judging import reason_words
from bot.pathway.outcome import outcome_of
from bot.pathway.rights import Right, may
from bot.pathway.standing import Standing
from bot.storage import alerts as stored
from bot.storage import audit, clearances, forms, patients
from bot.storage.clearances import Draft
from bot.storage.patients import Patient
from bot.telegram.command import Command, Tapping
from bot.telegram.conversations.clinic import named
from bot.telegram.visit import Visit

DRAFT_LIVES = timedelta(minutes=15)  # after this typed words are no longer taken for a reason


def clear(visit: Visit, rest: str) -> None:
    """Show what a patient's screening found and ask why it may be cleared."""
    code, _, reason = rest.strip().partition(" ")
    patient = named(visit, code)
    if patient is None:
        return
    about = f"patient {patient.code}"
    by, now = visit.colleague.code, visit.clinic.now()
    audit.note(visit.clinic.db, at=now, by=by, what="viewed", about=about)
    waiting = _waiting(visit, patient)
    if waiting is not None and reason.strip():
        _keep_words(visit, waiting, reason)
        _confirm(visit, patient, waiting, OWN_WORDS)
    elif waiting is not None:
        _ask_reason(visit, patient, waiting)


def _waiting(visit: Visit, patient: Patient) -> Standing | None:
    """Find the screening that waits for a clinician's word; else say that there is none."""
    try:
        return clearing.clearable(visit.clinic, patient_id=patient.id)
    except NotClearableError as error:
        visit.reply(f"clearing.{error.why.value}", code=patient.code)
        return None


def _ask_reason(visit: Visit, patient: Patient, waiting: Standing) -> None:
    filling = load(visit.clinic, waiting.form)
    outcome = outcome_of(visit.clinic, filling, complete=True)
    zone = patient.zone_info
    text = paragraphs(
        visit.say(
            "clearing.found",
            code=patient.code,
            found=visit.say(f"class.{waiting.found.value}"),
            when=moment_words(waiting.form.closed_at, zone, visit.language),
            until=moment_words(waiting.valid_until, zone, visit.language),
        ),
        reason_words(visit.language, outcome),
        visit.say("clearing.why"),
    )
    form_id = waiting.form.id
    visit.send(words.choose_reason(visit.language, text, form_id=form_id, mark=waiting.mark))


def _keep_words(visit: Visit, waiting: Standing, reason: str) -> None:
    clearances.keep_draft(
        visit.clinic.db,
        clinician_id=visit.colleague.id,
        form_id=waiting.form.id,
        words=reason.strip()[: clearing.LONGEST_WORDS],
        at=visit.clinic.now(),
    )


def _confirm(visit: Visit, patient: Patient, waiting: Standing, reason: str) -> None:
    visit.post.replace(
        words.confirm(
            visit.language,
            code=patient.code,
            form_id=waiting.form.id,
            mark=waiting.mark,
            reason=reason,
            words=_draft_words(visit, waiting) if reason == OWN_WORDS else "",
        )
    )


def _draft(visit: Visit) -> Draft | None:
    """Give the reason this clinician is writing, while it is fresh."""
    found = clearances.draft_of(visit.clinic.db, visit.colleague.id)
    fresh = found is not None and visit.clinic.now() - found.at < DRAFT_LIVES
    return found if fresh else None


def _draft_words(visit: Visit, waiting: Standing) -> str:
    found = _draft(visit)
    return found.words if found is not None and found.form_id == waiting.form.id else ""


def typed(visit: Visit, text: str) -> bool:
    """Take typed text as the reason a clinician was asked to write; False when none was."""
    member = visit.clinician
    is_asked = member is not None and may(member, Right.CLEAR_SCREENING)
    draft = _draft(visit) if is_asked else None
    if draft is None or draft.words:
        return False
    patient = patients.by_id(
        visit.clinic.db, forms.by_id(visit.clinic.db, draft.form_id).patient_id
    )
    waiting = _waiting(visit, patient)
    if waiting is not None:
        _keep_words(visit, waiting, text)
        _confirm(visit, patient, waiting, OWN_WORDS)
    else:
        clearances.drop_draft(visit.clinic.db, visit.colleague.id)
    return True


def tapped(visit: Visit, tap: Tap) -> None:
    """Take a reason, a yes or a no."""
    try:
        form = forms.by_id(visit.clinic.db, tap.number)
    except LookupError:
        visit.toast = visit.say("tap.over")
        return
    patient = patients.by_id(visit.clinic.db, form.patient_id)
    waiting = _waiting(visit, patient)
    if waiting is None:
        return
    if (waiting.form.id, str(waiting.mark)) != (form.id, tap.first) or tap.second not in REASONS:
        visit.toast = visit.say("clearing.newer", code=patient.code)
        _ask_reason(visit, patient, waiting)
    else:
        _take(visit, patient, waiting, tap)


def _take(visit: Visit, patient: Patient, waiting: Standing, tap: Tap) -> None:
    reason, answer = tap.second, "".join(tap.words[2:3])
    if answer == YES:
        _clear(visit, patient, waiting, reason)
    elif answer == NO:
        clearances.drop_draft(visit.clinic.db, visit.colleague.id)
        visit.post.replace(message(visit.say("clearing.not_done", code=patient.code)))
    elif reason == OWN_WORDS:
        _keep_words(visit, waiting, "")
        visit.reply("clearing.write", code=patient.code)
    else:
        _confirm(visit, patient, waiting, reason)


def _clear(visit: Visit, patient: Patient, waiting: Standing, reason: str) -> None:
    written = _draft_words(visit, waiting) if reason == OWN_WORDS else ""
    if reason == OWN_WORDS and not written:
        visit.reply("clearing.write_again", code=patient.code)
        return
    given = clearing.clear(
        visit.clinic, screening=waiting.form, by=visit.colleague, reason=reason, words=written
    )
    clearances.drop_draft(visit.clinic.db, visit.colleague.id)
    cleared = words.cleared_words(visit.language, patient.zone_info, given)
    done = visit.say("clearing.done", code=patient.code)
    visit.post.replace(message(paragraphs(done, cleared)))
    alert = stored.open_of(visit.clinic.db, patient.id)
    if alert is not None:  # it is closed by a person, with a reason of its own
        visit.send(alerts.shown(visit.clinic, alert, visit.language))


TAPS = {Act.CLEAR: Tapping(run=tapped, right=Right.CLEAR_SCREENING, about="form")}
COMMANDS = (Command(name="clear", run=clear, right=Right.CLEAR_SCREENING),)
