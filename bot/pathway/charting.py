"""What the charts of one patient show, gathered from the clinic's records."""

from datetime import date

from bot.charts import ChartFacts
from bot.clinic import Clinic
from bot.export.charted import charted
from bot.export.records import FormRecord, SessionRecord
from bot.pathway.days import today_of
from bot.storage import export_rows
from bot.storage.forms import FormKind
from bot.storage.patients import Patient


def chart_facts(
    clinic: Clinic, patient: Patient, since: date | None = None, until: date | None = None
) -> ChartFacts:
    """Gather one patient's days, both ends included: by default from the first to today."""
    kinds = tuple(FormKind)
    forms = export_rows.stream(clinic.db, FormRecord, kinds=kinds, patient_id=patient.id)
    sessions = export_rows.stream(clinic.db, SessionRecord, kinds=(), patient_id=patient.id)
    last = until or today_of(clinic, patient)
    return charted(clinic.protocol, list(forms), sessions, since, last)
