"""Ending a form that was not answered to the end; what was answered still counts."""

from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.pathway import alerts
from bot.pathway.filling import load
from bot.pathway.judging import judge
from bot.storage import answers, audit, forms
from bot.storage.forms import Form, FormState


def end(clinic: Clinic, form: Form, state: FormState) -> None:
    """Close a form in a state."""
    now = clinic.now()
    forms.change(clinic.db, form.id, state=state, closed_at=form.closed_at or now, next_at=None)
    what = f"{form.kind.value} {state.value}"
    audit.note(clinic.db, at=now, by="clock", what=what, about=f"form {form.id}")


def end_unfinished(clinic: Clinic, form: Form, *, untouched: FormState) -> None:
    """Close a form as incomplete, or in the given state when nothing was answered.

    Its answers are judged as they stand: a problem that was ticked and never described is
    not "no problem", so the clinic is told.
    """
    if not answers.newest(clinic.db, form.id):
        end(clinic, form, untouched)
        return
    filling = load(clinic, form)
    judgement = judge(clinic, filling, complete=form.reports_symptoms)
    if judgement.level > (form.told or TriageLevel.SELF_CARE):
        alerts.raise_alert(
            clinic,
            patient_id=form.patient_id,
            level=judgement.level,
            causes=[*judgement.causes, "incomplete"],
            form_id=form.id,
        )
    forms.change(clinic.db, form.id, level=judgement.level)
    end(clinic, form, FormState.INCOMPLETE)
