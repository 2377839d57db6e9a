"""What the charts of one patient show, gathered from the clinic's records."""

from datetime import date

from bot.charts import ChartFacts
from bot.clinic import Clinic
from bot.export.charted import REPORTS, charted
from bot.export.courses import reports_of
from bot.export.records import FormRecord, SessionRecord
from bot.export.summaries import summaries_of
from bot.pathway.days import today_of
from bot.storage import export_rows
from bot.storage.forms import FormKind
from bot.storage.patients import Patient


def chart_facts(
    clinic: Clinic, patient: Patient, since: date | None = None, until: date | None = None
) -> ChartFacts:
    """Gather one patient's days, both ends included: by default from the first to today."""
    db, protocol, kinds = clinic.db, clinic.protocol, tuple(FormKind)
    forms = list(export_rows.stream(db, FormRecord, kinds=kinds, patient_id=patient.id))
    return charted(
        protocol,
        forms,
        export_rows.stream(db, SessionRecord, kinds=(), patient_id=patient.id),
        reports_of(protocol, [form for form in forms if form.kind in REPORTS]),
        list(summaries_of(protocol, forms)),
        since=since,
        until=until or today_of(clinic, patient),
    )
