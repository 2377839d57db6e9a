"""What a resource must be: by HL7's schema, models, code lists and conditions, and its text."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import jsonschema_rs
from fhirclient.models.fhirabstractbase import FHIRValidationError

from tests.export.fhir import conditions
from tests.export.fhir.elements import Json, elements, of_hl7, values

REQUIRED = of_hl7("required_codes.json")
SYSTEMS = of_hl7("code_systems.json")
SCHEMA = of_hl7("fhir.schema.json")
ID = re.compile(r"[A-Za-z0-9.\-]{1,64}")
TIME_WITHOUT_ZONE = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+")
MOMENTS = (
    "DateTime",
    "dateTime",
    "date",
    "authored",
    "sent",
    "received",
    "recorded",
    "start",
    "end",
)


def faults(resource: Json) -> list[str]:
    """List everything that is wrong with a resource."""
    name = f"{resource['resourceType']}/{resource.get('id', '')}"
    found = (
        *_against_schema(resource),
        *_against_models(resource),
        *_wrong_codes(resource),
        *conditions.broken(resource),
        *_wrong_shapes(resource),
    )
    return [f"{name} {fault}" for fault in found]


@cache
def _schema(kind: str) -> Any:
    definitions = {key: SCHEMA[key] for key in ("$schema", "definitions")}
    return jsonschema_rs.validator_for({**definitions, "$ref": f"#/definitions/{kind}"})


def _against_schema(resource: Json) -> Iterator[str]:
    for error in _schema(resource["resourceType"]).iter_errors(resource):
        yield f"schema: {error.message[:200]} at {error.instance_path}"


def _against_models(resource: Json) -> Iterator[str]:
    kind = resource["resourceType"]
    model = getattr(import_module(f"fhirclient.models.{kind.lower()}"), kind)
    try:
        model(resource, strict=True)
    except FHIRValidationError as error:
        yield f"model: {error}"


def _wrong_codes(resource: Json) -> Iterator[str]:
    """Hold codes against HL7's lists, with their case."""
    for path, element in elements(resource, resource["resourceType"]):
        for name, value in element.items():
            allowed = REQUIRED.get(f"{path}.{name}")
            if allowed and not set(_codes(value)) <= set(allowed):
                yield f"{path}.{name}: {value} is not one of {allowed}"
        codes = SYSTEMS.get(element.get("system"))
        if codes is not None and codes.get(element["code"]) != element.get("display"):
            yield f"{path}: {element} is not in its system"


def _codes(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [coding["code"] for coding in value["coding"]]
    return value if isinstance(value, list) else [value]


def _wrong_shapes(resource: Json) -> Iterator[str]:
    """Find what FHIR's text forbids and no model looks at."""
    if resource["resourceType"] != "Bundle" and not ID.fullmatch(resource.get("id", "")):
        yield "has no good id"
    if "contained" in resource:
        yield "contains a resource"
    for path, value in values(resource):
        if value in (None, "", [], {}) or (isinstance(value, str) and not value.strip()):
            yield f"{path} is empty"
        if isinstance(value, str) and TIME_WITHOUT_ZONE.fullmatch(value):
            yield f"{path}: {value} has no zone"
        if isinstance(value, dict):
            yield from _chosen_twice(path, value)


def _chosen_twice(path: str, element: Json) -> Iterator[str]:
    """Find two of a value[x], an effective[x] and so on."""
    for stem in (
        "value",
        "effective",
        "performed",
        "occurred",
        "identified",
        "answer",
        "medication",
    ):
        chosen = [name for name in element if re.fullmatch(rf"{stem}[A-Z]\w*", name)]
        if len(set(chosen) - {"answerOption"}) > 1:
            yield f"{path} has {' and '.join(chosen)}"
