"""What resources must be to each other: references, entries, questionnaires and responses."""

from collections.abc import Iterable, Iterator
from typing import Any

from tests.export.fhir.elements import Json, elements, of_hl7

TARGETS = of_hl7("reference_targets.json")
VALUES = {
    "boolean": {"valueBoolean"},
    "choice": {"valueCoding"},
    "date": {"valueDate"},
    "integer": {"valueInteger"},
    "open-choice": {"valueCoding", "valueString"},
    "string": {"valueString"},
    "text": {"valueString"},
    "time": {"valueTime"},
}


def name_of(resource: Json) -> str:
    """Name a resource as references do."""
    return f"{resource['resourceType']}/{resource['id']}"


def dangling(resources: Iterable[Json]) -> Iterator[str]:
    """Find references to nothing, or to a type that the element may not refer to."""
    listed = list(resources)
    names = [name_of(resource) for resource in listed]
    yield from (f"{name} is there twice" for name in {n for n in names if names.count(n) > 1})
    for resource in listed:
        for path, element in elements(resource, resource["resourceType"]):
            if "reference" not in element:
                continue
            target = element["reference"]
            if target not in names:
                yield f"{name_of(resource)} {path}: {target} is not there"
            allowed = TARGETS[path]
            if "Resource" not in allowed and target.partition("/")[0] not in allowed:
                yield f"{name_of(resource)} {path}: {target} is not one of {allowed}"


def wrong_entries(bundle: Json) -> Iterator[str]:
    """Find entries whose addresses do not fit their resources."""
    for entry in bundle["entry"]:
        name = name_of(entry["resource"])
        if not entry["fullUrl"].endswith(f"/fhir/{name}"):
            yield f"{entry['fullUrl']} is not {name}"
        request = entry.get("request")
        if request and (request["method"], request["url"]) != ("PUT", name):
            yield f"{request} does not put {name}"


def mismatches(resources: Iterable[Json]) -> Iterator[str]:
    """Find responses that do not fit the Questionnaire they name."""
    listed = list(resources)
    sheets = {
        f"{one['url']}|{one['version']}": one
        for one in listed
        if one["resourceType"] == "Questionnaire"
    }
    for resource in listed:
        if resource["resourceType"] == "QuestionnaireResponse":
            sheet = sheets.get(resource["questionnaire"])
            if sheet is None:
                yield f"{name_of(resource)}: {resource['questionnaire']} is not there"
            else:
                yield from _unlike(resource["item"], sheet["item"], name_of(resource))


def _unlike(given: list[Json], asked: list[Json], where: str) -> Iterator[str]:
    """Hold items against their definitions: order, type, number, options, limits."""
    definitions = {item["linkId"]: item for item in asked}
    order = [link for link in definitions if link in {item["linkId"] for item in given}]
    if order != [item["linkId"] for item in given]:
        yield f"{where}: items are unknown, doubled or out of order"
        return
    for item in given:
        definition = definitions[item["linkId"]]
        place = f"{where} {item['linkId']}"
        yield from _unlike(item.get("item", []), definition.get("item", []), place)
        yield from _wrong_answers(item.get("answer", []), definition, place)
    missing = {item["linkId"] for item in asked if item.get("required")} - set(order)
    yield from (f"{where}: {link} is missing" for link in missing)


def _wrong_answers(answers: list[Json], definition: Json, place: str) -> Iterator[str]:
    if len(answers) > 1 and not definition.get("repeats"):
        yield f"{place}: several answers"
    offered = [option["valueCoding"] for option in definition.get("answerOption", [])]
    limits = {one["url"].rpartition("/")[2]: one for one in definition.get("extension", [])}
    for answer in answers:
        [(element, value)] = answer.items()
        if element not in VALUES.get(definition["type"], set()):
            yield f"{place}: {element} for {definition['type']}"
        if element == "valueCoding" and value not in offered:
            yield f"{place}: {value} is not offered"
        if element == "valueInteger" and not _within(value, limits):
            yield f"{place}: {value} is out of range"


def _within(value: int, limits: dict[str, Any]) -> bool:
    low, high = (limits[name]["valueInteger"] for name in ("minValue", "maxValue"))
    return bool(low <= value <= high)
