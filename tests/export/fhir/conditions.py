"""HL7's conditions ("invariants") on what we write, each as one expression over its element."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from tests.export.fhir.elements import Json, elements, of_hl7

Condition = Callable[[Json], bool]
CHOSEN = ("choice", "open-choice")


def without(*names: str) -> Condition:
    """Hold a condition by never writing the element that it is about."""
    return lambda element: not element.keys() & set(names)


def _link_ids(item: Json) -> list[str]:
    below = [link for one in item.get("item", []) for link in _link_ids(one)]
    return [item["linkId"], *below] if "linkId" in item else below


def _is_in_order(period: Json) -> bool:
    if not {"start", "end"} <= period.keys():
        return True
    return datetime.fromisoformat(period["start"]) <= datetime.fromisoformat(period["end"])


def _has_patient(consent: Json) -> bool:
    return "patient" in consent


def _is_no_document(bundle: Json) -> bool:
    return bundle["type"] in ("collection", "transaction")


CONDITIONS: Mapping[str, Condition] = {
    "bdl-1": without("total"),
    "bdl-2": lambda bundle: all("search" not in entry for entry in bundle["entry"]),
    "bdl-3": lambda bundle: all(
        ("request" in entry) is (bundle["type"] == "transaction") for entry in bundle["entry"]
    ),
    "bdl-4": lambda bundle: all("response" not in entry for entry in bundle["entry"]),
    "bdl-5": lambda entry: "resource" in entry,
    "bdl-7": lambda b: len({entry["fullUrl"] for entry in b["entry"]}) == len(b["entry"]),
    "bdl-8": lambda entry: "/_history/" not in entry["fullUrl"],
    "bdl-9": _is_no_document,
    "bdl-10": _is_no_document,
    "bdl-11": _is_no_document,
    "bdl-12": _is_no_document,
    "inv-1": without("lastModified"),
    "obs-3": without("referenceRange"),
    "obs-6": lambda obs: "dataAbsentReason" not in obs or "valueQuantity" not in obs,
    "obs-7": without("component"),
    "pat-1": without("contact"),
    "per-1": _is_in_order,
    "ppc-1": lambda consent: "policy" in consent or "policyRule" in consent,
    "ppc-2": _has_patient,
    "ppc-3": _has_patient,
    "ppc-4": _has_patient,
    "ppc-5": _has_patient,
    "qrs-1": lambda item: not {"answer", "item"} <= item.keys(),
    "qty-3": lambda quantity: "code" not in quantity or "system" in quantity,
    "que-1": lambda item: (item["type"] == "group") is ("item" in item),
    "que-2": lambda sheet: len(set(_link_ids(sheet))) == len(_link_ids(sheet)),
    "que-3": lambda item: item["type"] != "display",
    "que-4": without("answerValueSet"),
    "que-5": lambda item: "answerOption" not in item or item["type"] in CHOSEN,
    "que-6": lambda item: item["type"] != "display",
    "que-7": without("enableWhen"),
    "que-8": without("initial"),
    "que-9": without("readOnly"),
    "que-10": without("maxLength"),
    "que-11": without("initial"),
    "que-12": without("enableWhen"),
    "que-13": without("initial"),
    "ref-1": lambda reference: not reference.get("reference", "").startswith("#"),
}
# Where a condition is about an element that we never write, it is held by the one above that.
STANDS_IN = {
    "Observation.referenceRange": "Observation",
    "Patient.contact": "Patient",
    "Questionnaire.item.enableWhen": "Questionnaire.item",
}
# Elements of these data types, known by what they hold.
SHAPES: Mapping[str, Condition] = {
    "Period": lambda element: element.keys() <= {"start", "end"},
    "Quantity": lambda element: "code" in element and "value" in element,
    "Reference": lambda element: "reference" in element,
}


def _keys_by_path() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, conditions in of_hl7("conditions.json").items():
        found.setdefault(STANDS_IN.get(path, path), []).extend(conditions)
    return found


KEYS = _keys_by_path()


def broken(resource: Json) -> Iterator[str]:
    """Name each condition that a resource does not meet, and where."""
    for path, element in elements(resource, resource["resourceType"]):
        shapes = [name for name, fits in SHAPES.items() if fits(element)]
        for key in (key for place in (path, *shapes) for key in KEYS.get(place, [])):
            if not CONDITIONS[key](element):
                yield f"{path}: {key}"
