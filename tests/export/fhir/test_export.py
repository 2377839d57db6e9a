"""A played clinic as FHIR: every file holds against HL7's R4, whole by whole."""

import json
import re

import pytest

from tests.export.fhir import conditions
from tests.export.fhir.clinic import exported, inside
from tests.export.fhir.elements import Json, of_hl7
from tests.export.fhir.rules import faults
from tests.export.fhir.wholes import dangling, mismatches, name_of, wrong_entries

WRITTEN = {
    *("AdverseEvent", "Communication", "Consent", "DetectedIssue", "Device", "Flag"),
    *("MedicationStatement", "Observation", "Patient", "Procedure", "Provenance"),
    *("Questionnaire", "QuestionnaireResponse", "Task"),
}


def bundles() -> dict[str, Json]:
    """Give each Bundle by the way it was taken."""
    taken = exported()
    return {
        "fhir": taken.bundle(),
        "fhir-transaction": taken.bundle("fhir-transaction"),
        "de-identified": taken.hidden,
    }


@pytest.mark.parametrize("way", ["fhir", "fhir-transaction", "de-identified"])
def test_every_resource_of_a_bundle_holds(way: str) -> None:
    bundle = bundles()[way]
    found = [fault for resource in inside(bundle) for fault in faults(resource)]

    assert found == []
    assert faults(bundle) == []
    assert list(wrong_entries(bundle)) == []
    assert {resource["resourceType"] for resource in inside(bundle)} == WRITTEN


@pytest.mark.parametrize("way", ["fhir", "fhir-transaction", "de-identified", "fhir-ndjson"])
def test_every_reference_resolves_and_every_response_fits_its_questionnaire(way: str) -> None:
    resources = exported().lines() if way == "fhir-ndjson" else inside(bundles()[way])

    assert list(dangling(resources)) == []
    assert list(mismatches(resources)) == []


def test_a_transaction_puts_each_resource_where_it_is() -> None:
    collection, transaction = (exported().bundle(name) for name in ("fhir", "fhir-transaction"))

    assert (collection["type"], transaction["type"]) == ("collection", "transaction")
    assert {entry["request"]["method"] for entry in transaction["entry"]} == {"PUT"}
    assert inside(collection) == inside(transaction)


def test_ndjson_has_a_file_for_each_type_and_a_resource_on_each_line() -> None:
    files = exported().files["fhir-ndjson"]

    assert set(files) == {f"{kind}.ndjson" for kind in WRITTEN}
    for name, content in files.items():
        lines = content.decode("utf-8").splitlines(keepends=True)
        kinds = {json.loads(line)["resourceType"] for line in lines}
        assert kinds == {name.removesuffix(".ndjson")}
        assert all(line.endswith("}\n") and line.startswith("{") for line in lines)
        assert b"\r" not in content


def test_all_three_ways_tell_the_same() -> None:
    told = {name_of(one): one for one in exported().lines()}

    assert {name_of(one): one for one in inside(exported().bundle())} == told


def test_no_condition_of_hl7_is_left_out() -> None:
    asked = {key for listed in of_hl7("conditions.json").values() for key in listed}

    assert conditions.CONDITIONS.keys() == asked


def test_a_de_identified_bundle_has_no_code_no_words_and_no_true_day() -> None:
    code, words = exported().code, "warfarin 5 mg"
    identified, hidden = (
        json.dumps(inside(bundle), ensure_ascii=False)
        for bundle in (exported().bundle(), exported().hidden)
    )
    days = set(re.findall(r"2026-11-\d\d", identified))

    assert (code in identified, words in identified, len(days) > 1) == (True, True, True)
    assert (code in hidden, words in hidden) == (False, False)
    taken = exported().hidden["timestamp"]
    assert days & set(re.findall(r"\d{4}-\d\d-\d\d", hidden.replace(taken, ""))) == set()


def test_no_name_and_no_chat_is_in_any_file() -> None:
    text = json.dumps(exported().lines())

    assert "Robin" not in text
    assert "Charlie" not in text
    assert "telegram" not in text.casefold()
