"""NDJSON, as in FHIR's bulk export: a file for each type, a resource on each line."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import BinaryIO

from bot.export.destination import Destination
from bot.export.extract import Extract
from bot.export.fhir.case import Case
from bot.export.fhir.definitions import Definitions
from bot.export.fhir.lines import line
from bot.export.fhir.names import Resource
from bot.export.fhir.people import device
from bot.export.fhir.record import Definition, definitions_used, resources


def write_ndjson(extract: Extract, destination: Destination) -> None:
    """Write each resource to the file of its type; a type without resources has none."""
    files: dict[str, BinaryIO] = {}
    with ExitStack() as opened:
        for resource in _all(extract):
            kind = resource["resourceType"]
            if kind not in files:
                files[kind] = opened.enter_context(destination.create(f"{kind}.ndjson"))
            files[kind].write(line(resource) + b"\n")


def _all(extract: Extract) -> Iterator[Resource]:
    """Give every resource once, patient by patient."""
    definitions = Definitions(extract.protocol)
    known: set[Definition] = set()
    yield device(extract.about)
    for file in extract.patients():
        case = Case(file=file, definitions=definitions, about=extract.about)
        for definition in definitions_used(case):
            if definition not in known:
                known.add(definition)
                yield definitions.questionnaire(*definition)
        yield from resources(case)
