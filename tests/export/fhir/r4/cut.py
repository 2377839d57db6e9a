"""Cuts what the tests need out of HL7's own files; see README.md beside this."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESOURCES = (
    *("AdverseEvent", "Bundle", "Communication", "Consent", "DetectedIssue", "Device", "Flag"),
    *("MedicationStatement", "Observation", "Patient", "Procedure", "Provenance"),
    *("Questionnaire", "QuestionnaireResponse", "Task"),
)
DATATYPES = ("Period", "Quantity", "Reference")
GENERAL = ("ele-", "ext-", "dom-")  # the schema holds the first two; we contain no resource
SYSTEMS = [
    f"http://terminology.hl7.org/CodeSystem/{name}"
    for name in (
        *("adverse-event-outcome", "adverse-event-seriousness", "adverse-event-severity"),
        *("communication-category", "consentscope", "flag-category", "observation-category"),
        "provenance-participant-type",
    )
]
Json = dict[str, Any]


def schema(whole: Json) -> Json:
    """Keep the definitions that our resources reach, without their descriptions."""
    definitions = whole["definitions"]
    refs = [{"$ref": f"#/definitions/{name}"} for name in RESOURCES]
    definitions["ResourceList"] = {"oneOf": refs}
    reached: set[str] = set()
    waiting = list(RESOURCES)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += re.findall(r"#/definitions/(\w+)", json.dumps(definitions[name]))
    kept = {name: _silent(definitions[name]) for name in sorted(reached)}
    head = {key: whole[key] for key in ("$schema", "id")}
    return {**head, "oneOf": refs, "definitions": kept}


def _silent(node: Any) -> Any:
    if isinstance(node, list):
        return [_silent(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _silent(value)
        for key, value in node.items()
        if key != "description" or not isinstance(value, str)
    }


class Package:
    """The unpacked package hl7.fhir.r4.examples."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._systems = self._by_url("CodeSystem")
        self._value_sets = self._by_url("ValueSet")

    def _by_url(self, kind: str) -> dict[str, Json]:
        files = self._folder.glob(f"{kind}-*.json")
        found = (json.loads(file.read_text("utf-8")) for file in files)
        return {one["url"]: one for one in found}

    def elements(self, name: str) -> list[Json]:
        """List the elements of a resource or data type."""
        file = self._folder / f"StructureDefinition-{name}.json"
        whole: Json = json.loads(file.read_text("utf-8"))
        return list(whole["snapshot"]["element"])

    def codes(self, value_set: str) -> list[str]:
        """List the codes of a value set; of one that is too large to list, none."""
        includes = self._value_sets[value_set.partition("|")[0]]["compose"]["include"]
        return sorted({code for include in includes for code in self._included(include)})

    def _included(self, include: Json) -> Iterator[str]:
        if "concept" in include:
            yield from (concept["code"] for concept in include["concept"])
        elif include.get("system") in self._systems:
            yield from self.system(include["system"])

    def system(self, url: str) -> dict[str, str]:
        """Map each code of a code system to its display."""
        return dict(_concepts(self._systems[url].get("concept", [])))


def _concepts(listed: list[Json]) -> Iterator[tuple[str, str]]:
    for concept in listed:
        yield concept["code"], concept.get("display", "")
        yield from _concepts(concept.get("concept", []))


def required(package: Package) -> dict[str, list[str]]:
    """Map each element whose code must be one of a list to that list."""
    found = {}
    for name in RESOURCES:
        for element in package.elements(name):
            binding = element.get("binding", {})
            if binding.get("strength") == "required":
                found[element["path"]] = package.codes(binding["valueSet"])
    return {path: codes for path, codes in found.items() if codes}


def targets(package: Package) -> dict[str, list[str]]:
    """Map each element that refers to resources to the types it may refer to."""
    found: dict[str, list[str]] = {}
    for name in RESOURCES:
        for element in package.elements(name):
            for kind in element.get("type", []):
                if kind["code"] == "Reference":
                    urls = kind.get("targetProfile", ["Resource"])
                    found[element["path"]] = sorted(url.rpartition("/")[2] for url in urls)
    return found


def conditions(package: Package) -> dict[str, dict[str, str]]:
    """Map each path to HL7's conditions on it: their keys, and what they say."""
    found: dict[str, dict[str, str]] = {}
    for name in (*RESOURCES, *DATATYPES):
        for element in package.elements(name):
            for rule in element.get("constraint", []):
                if rule["severity"] == "error" and not rule["key"].startswith(GENERAL):
                    found.setdefault(element["path"], {})[rule["key"]] = rule["human"]
    return found


def main(schema_file: Path, package_folder: Path) -> None:
    """Write the files anew."""
    package = Package(package_folder)
    whole = json.loads(schema_file.read_text("utf-8"))
    files: Mapping[str, Any] = {
        "fhir.schema.json": schema(whole),
        "required_codes.json": required(package),
        "reference_targets.json": targets(package),
        "conditions.json": conditions(package),
        "code_systems.json": {url: package.system(url) for url in SYSTEMS},
    }
    for name, content in files.items():
        indent = None if name == "fhir.schema.json" else 1
        text = json.dumps(
            content,
            indent=indent,
            ensure_ascii=False,
            separators=(",", ":") if indent is None else None,
        )
        (HERE / name).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
