"""Each rating of the headache as an Observation beside the answer it comes from."""

from collections.abc import Iterator

from bot.export.fhir.case import Case
from bot.export.fhir.names import UCUM, Resource, identity, own_system
from bot.export.fhir.pain import PAIN, RATINGS, SCALE, Rating
from bot.export.fhir.shapes import coding, concept, filled, hl7, moment, period
from bot.export.records import FormRecord, Given

SURVEY = hl7("observation-category", "survey", "Survey")
HEAD = concept(text="Head")  # SNOMED CT would need a licence in many countries


def observations(case: Case, form: FormRecord) -> Iterator[Resource]:
    """Give the ratings of a form; an answer that is no whole number of the scale is none."""
    for key, rating in RATINGS.items():
        given = form.given.get(key)
        if given is not None and type(given.value) is int and given.value in SCALE:
            yield _observation(case, form, key, rating, given)


def _observation(case: Case, form: FormRecord, key: str, rating: Rating, given: Given) -> Resource:
    own = coding(own_system("rating"), key, rating.text)
    return filled(
        {
            "resourceType": "Observation",
            "id": identity(case.code, "form", form.form, key),
            "partOf": case.session(form.session),
            "status": _status(form, given),
            "category": [SURVEY],
            "code": concept(PAIN, own, text=rating.text),
            "subject": case.subject,
            **_effective(form, rating, given),
            "performer": [case.subject],
            "valueQuantity": {
                "value": given.value,
                "unit": "{score}",
                "system": UCUM,
                "code": "{score}",
            },
            "bodySite": HEAD,
            "derivedFrom": case.response(form.form),
        }
    )


def _status(form: FormRecord, given: Given) -> str:
    if form.state == "open":
        return "preliminary"
    return "amended" if given.corrections else "final"


def _effective(form: FormRecord, rating: Rating, given: Given) -> Resource:
    """Say when it was so: that day, that moment, or the days up to it."""
    if form.kind == "diary":
        return {"effectiveDateTime": form.dated.isoformat()}
    told = moment(form, given.at)
    if rating.span is None:
        return {"effectiveDateTime": told}
    return {"effectivePeriod": period(moment(form, given.at - rating.span), told)}
