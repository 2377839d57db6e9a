"""Bundles: a file for each patient that stands by itself, to hand over or to load."""

from collections.abc import Iterator
from typing import BinaryIO

from bot.export.destination import Destination
from bot.export.extract import Extract
from bot.export.fhir.case import Case
from bot.export.fhir.definitions import Definitions
from bot.export.fhir.lines import line
from bot.export.fhir.names import BASE, Resource
from bot.export.fhir.people import device
from bot.export.fhir.record import definitions_used, resources

COLLECTION, TRANSACTION = "collection", "transaction"


def write_collections(extract: Extract, destination: Destination) -> None:
    """Write a Bundle to hand over for each patient."""
    _write(extract, destination, COLLECTION)


def write_transactions(extract: Extract, destination: Destination) -> None:
    """Write a Bundle for each patient that a FHIR server loads; loading it twice adds nothing."""
    _write(extract, destination, TRANSACTION)


def _write(extract: Extract, destination: Destination, kind: str) -> None:
    definitions = Definitions(extract.protocol)
    for file in extract.patients():
        case = Case(file=file, definitions=definitions, about=extract.about)
        with destination.create(f"{case.code}.{case.about.format}.json") as out:
            _bundle(case, kind, out)


def _bundle(case: Case, kind: str, out: BinaryIO) -> None:
    """Write entry by entry, so that no Bundle has to fit into memory."""
    head = {"resourceType": "Bundle", "type": kind, "timestamp": case.about.stamp}
    out.write(line(head)[:-1] + b',"entry":[')
    between = b"\n"
    for resource in _whole(case):
        out.write(between + line(_entry(resource, kind)))
        between = b",\n"
    out.write(b"\n]}\n")


def _whole(case: Case) -> Iterator[Resource]:
    """Give what a patient's resources refer to, and then these."""
    yield device(case.about)
    for kind, version in definitions_used(case):
        yield case.definitions.questionnaire(kind, version)
    yield from resources(case)


def _entry(resource: Resource, kind: str) -> Resource:
    url = f"{resource['resourceType']}/{resource['id']}"
    entry = {"fullUrl": f"{BASE}/{url}", "resource": resource}
    if kind == TRANSACTION:
        entry["request"] = {"method": "PUT", "url": url}
    return entry
