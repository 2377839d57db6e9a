"""Days with medicine for headache, each kind of a day as a MedicationStatement."""

from collections.abc import Iterator

from bot.clinical.diary import kinds_taken
from bot.export.fhir.case import Case
from bot.export.fhir.names import Resource, identity
from bot.export.fhir.shapes import concept, filled, moment, own
from bot.export.records import FormRecord
from bot.export.words import words

SEVERAL = "more_than_one"  # which they were is told in the next answer, if it came to that


def statements(case: Case, form: FormRecord) -> Iterator[Resource]:
    """Give what a diary entry says was taken; kinds of medicine, since names are not asked."""
    if form.kind != "diary":
        return
    answers = {key: given.value for key, given in form.given.items()}
    taken = kinds_taken(answers)
    for kind in sorted(taken - {SEVERAL} or taken):
        label = words(f"option.medicine.{kind}", otherwise=kind)
        yield filled(
            {
                "resourceType": "MedicationStatement",
                "id": identity(case.code, "form", form.form, kind),
                "status": "completed",
                "medicationCodeableConcept": own("medicine", kind, label),
                "subject": case.subject,
                "effectiveDateTime": form.dated.isoformat(),
                "dateAsserted": moment(form, form.answered_at),
                "informationSource": case.subject,
                "derivedFrom": case.response(form.form),
                "reasonCode": [concept(text="Headache")],
            }
        )
