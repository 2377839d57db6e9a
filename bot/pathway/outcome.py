"""What the answers of a screening come to, on the patient's day, with what is known beside."""

from bot.clinic import Clinic
from bot.clinical.screening import ScreeningOutcome, screen
from bot.pathway.days import today_of
from bot.pathway.filling import Filling
from bot.storage import answers


def outcome_of(clinic: Clinic, filling: Filling, *, complete: bool) -> ScreeningOutcome:
    """Judge a screening as it stands."""
    return screen(
        clinic.protocol,
        filling.given,
        today=today_of(clinic, filling.patient),
        complete=complete,
        facts=filling.facts,
        carried=_carried(clinic, filling),
    )


def _carried(clinic: Clinic, filling: Filling) -> frozenset[str]:
    """Name the answers that were taken over from an earlier screening."""
    newest, begun = answers.newest(clinic.db, filling.form.id), filling.form.created_at
    return frozenset(key for key, answer in newest.items() if answer.at < begun)
