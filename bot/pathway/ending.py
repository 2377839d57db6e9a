"""Ending a form that was not answered to the end; what was answered still counts."""

from bot.clinic import Clinic
from bot.clinical.levels import ScreeningClass
from bot.pathway import ladders
from bot.pathway.filling import load
from bot.pathway.judging import Judgement, judge
from bot.pathway.putting import unconfirmed_ticks
from bot.pathway.telling import raise_alert
from bot.storage import answers, audit, forms, outbox, patients
from bot.storage.forms import Form, FormState

CLOCK = "clock"  # who ends what time has run out for


def end(clinic: Clinic, form: Form, state: FormState, *, by: str = CLOCK) -> None:
    """Close a form in a state."""
    now = clinic.now()
    forms.change(clinic.db, form.id, state=state, closed_at=form.closed_at or now, next_at=None)
    what = f"{form.kind.value} {state.value}"
    audit.note(clinic.db, at=now, by=by, what=what, about=f"form {form.id}")


def end_unfinished(
    clinic: Clinic, form: Form, *, untouched: FormState, by: str = CLOCK
) -> Judgement | None:
    """Close a form as incomplete, or in the given state when nothing was answered.

    Its answers are judged as they stand: a problem that was ticked and never described is
    not "no problem", so the clinic is told. Gives what was judged, if anything.
    """
    if form.closed_at is not None and _is_whole_again(clinic, form):
        end(clinic, form, FormState.ANSWERED, by=by)
        return None
    if not answers.newest(clinic.db, form.id):
        end(clinic, form, _honest(clinic, form, untouched), by=by)
        return None
    judgement = judge_unfinished(clinic, form, because="incomplete")
    forms.change(
        clinic.db, form.id, level=judgement.level, screening_class=judgement.screening_class
    )
    end(clinic, form, FormState.INCOMPLETE, by=by)
    if form.reports_symptoms:
        ladders.book(clinic, form.patient_id)
    return judgement


def judge_unfinished(clinic: Clinic, form: Form, *, because: str) -> Judgement:
    """Judge what was answered and ticked so far as if no more came; tell the clinic of it."""
    settle_ticks(clinic, form)
    filling = load(clinic, form)
    judgement = judge(clinic, filling, complete=form.reports_symptoms)
    not_clear = judgement.screening_class not in (None, ScreeningClass.CLEAR)
    if judgement.is_news or not_clear:
        raise_alert(clinic, form, judgement, because=(because,))
    return judgement


def settle_ticks(clinic: Clinic, form: Form) -> None:
    """Take ticks that were never confirmed as they stand."""
    newest = answers.newest(clinic.db, form.id)
    for question, value in unconfirmed_ticks(load(clinic, form)).items():
        answers.add(
            clinic.db,
            form_id=form.id,
            question=question,
            value=value,
            at=newest[question].at,
            by=newest[question].by,
            update_id=newest[question].update_id,
        )


def _is_whole_again(clinic: Clinic, form: Form) -> bool:
    """Put back answers taken back for a correction that never came; tell if none is missing."""
    for question, answer in answers.last_given(clinic.db, form.id).items():
        answers.add(
            clinic.db,
            form_id=form.id,
            question=question,
            value=answer.given,
            at=answer.at,
            by=answer.by,
            update_id=answer.update_id,
        )
    return load(clinic, form).next is None


def _honest(clinic: Clinic, form: Form, untouched: FormState) -> FormState:
    """Nobody who can be reached missed what Telegram never took."""
    asked = untouched is not FormState.MISSED or outbox.was_sent(clinic.db, form.id)
    reached = patients.by_id(clinic.db, form.patient_id).reachable
    return FormState.BOT_WAS_DOWN if reached and not asked else untouched
