"""Who said it and what wrote it down, and who took the export away."""

from collections.abc import Iterable, Sequence

from bot.export.fhir.case import BOT, Case, last_changed
from bot.export.fhir.names import Resource, identity
from bot.export.fhir.shapes import concept, filled, hl7, moment
from bot.export.records import FormRecord


def _agent(code: str, who: Resource) -> Resource:
    kind = hl7("provenance-participant-type", code, code.capitalize())
    return {"type": kind, "who": who}


def of_answers(case: Case, form: FormRecord, made: Iterable[Resource]) -> Resource:
    """Say of answers, and of what was made of them, that the patient is their author."""
    said = moment(form, last_changed(form))
    return {
        "resourceType": "Provenance",
        "id": identity(case.code, "form", form.form),
        "target": [_to(resource) for resource in made],
        "occurredDateTime": said,
        "recorded": said,
        "agent": _agents(case),
    }


def of_event(case: Case, event: Resource, forms: Sequence[FormRecord]) -> Resource:
    """Say which answers a side effect was told in; an AdverseEvent has no place for them."""
    sources = [one for form in forms for one in case.response(form.form)]
    return filled(
        {
            "resourceType": "Provenance",
            "id": event["id"],
            "target": [_to(event)],
            "recorded": moment(forms[-1], forms[-1].moment),
            "agent": _agents(case),
            "entity": [{"role": "source", "what": source} for source in sources],
        }
    )


def of_export(case: Case) -> Resource:
    """Say who took the patient's record away, when, and what for."""
    about = case.about
    return filled(
        {
            "resourceType": "Provenance",
            "id": identity(case.code, "export"),
            "target": [case.subject],
            "recorded": about.stamp,
            "reason": [concept(text=about.purpose)] if about.purpose else None,
            "activity": concept(text=f"Exported, {about.told}; dates: {about.dates}"),
            "agent": [_agent("performer", {"display": about.by}), _agent("assembler", BOT)],
        }
    )


def _agents(case: Case) -> list[Resource]:
    return [_agent("author", case.subject), _agent("assembler", BOT)]


def _to(resource: Resource) -> Resource:
    return {"reference": f"{resource['resourceType']}/{resource['id']}"}
