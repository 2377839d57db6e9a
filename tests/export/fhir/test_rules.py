"""The checks themselves: each notices what it is there for."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from tests.export.fhir.clinic import exported, inside
from tests.export.fhir.elements import Json
from tests.export.fhir.rules import faults
from tests.export.fhir.wholes import dangling, mismatches, wrong_entries

# What is done to a resource of a type → what is then said of it.
SPOILT: dict[str, tuple[str, Callable[[Json], object], str]] = {
    "an element that R4 does not have": (
        *("AdverseEvent", lambda one: one.update(occurrenceDateTime="2026-11-02")),
        "schema",
    ),
    "text for a number": (
        *("Observation", lambda one: one["valueQuantity"].update(value="3")),
        "model",
    ),
    "a status that is not listed": (
        *("Flag", lambda one: one.update(status="Active")),
        "is not one of",
    ),
    "an outcome that is not listed": (
        *("AdverseEvent", lambda one: one["outcome"]["coding"][0].update(code="Ongoing")),
        "is not one of",
    ),
    "a code in the wrong case": (
        *("AdverseEvent", lambda one: one["seriousness"]["coding"][0].update(code="serious")),
        "is not in its system",
    ),
    "no value and no reason, both": (
        *("Observation", lambda one: one.update(dataAbsentReason={"text": "unknown"})),
        "obs-6",
    ),
    "a consent without a policy": (
        *("Consent", lambda one: one.pop("policyRule")),
        "ppc-1",
    ),
    "an answer beside items": (
        *(
            "QuestionnaireResponse",
            lambda one: one["item"][0].update(answer=[{"valueInteger": 1}]),
        ),
        "qrs-1",
    ),
    "a link that stands twice": (
        *("Questionnaire", lambda one: one["item"].append(one["item"][0])),
        "que-2",
    ),
    "an end before its start": (
        *("Flag", lambda one: one["period"].update(end="2020-01-01T00:00:00Z")),
        "per-1",
    ),
    "two values": (
        *("Observation", lambda one: one.update(valueInteger=3)),
        "valueQuantity and valueInteger",
    ),
    "an empty text": (
        *("Procedure", lambda one: one["note"][0].update(text=" ")),
        "is empty",
    ),
    "an empty list": (
        *("Task", lambda one: one.update(note=[])),
        "is empty",
    ),
    "a time without a zone": (
        *("Communication", lambda one: one.update(sent="2026-11-02T10:00:00")),
        "has no zone",
    ),
    "an id with an underscore": (
        *("Patient", lambda one: one.update(id="K7_QX2")),
        "has no good id",
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_resource_is_noticed(what: str) -> None:
    kind, spoil, said = SPOILT[what]
    resource = deepcopy(exported().all(kind)[0])
    spoil(resource)

    assert any(said in fault for fault in faults(resource))


def spoilt(kind: str, change: Callable[[Json], object]) -> list[Json]:
    """Give all resources with the first of a type changed."""
    resources = deepcopy(inside(exported().bundle()))
    change(next(one for one in resources if one["resourceType"] == kind))
    return resources


def test_a_reference_to_nothing_or_to_the_wrong_type_is_noticed() -> None:
    lost = spoilt("Flag", lambda one: one["subject"].update(reference="Patient/Nobody"))
    wrong = spoilt("Flag", lambda one: one["author"].update(reference="Flag/" + one["id"]))

    assert [fault for fault in dangling(lost) if "is not there" in fault]
    assert [fault for fault in dangling(wrong) if "is not one of" in fault]


def test_an_entry_that_puts_another_resource_is_noticed() -> None:
    bundle = deepcopy(exported().bundle("fhir-transaction"))
    bundle["entry"][0]["request"]["url"] = "Device/other"
    bundle["entry"][1]["fullUrl"] = bundle["entry"][2]["fullUrl"]

    assert len(list(wrong_entries(bundle))) == 2
    assert any("bdl-7" in fault for fault in faults(bundle))


MISFITS: dict[str, Callable[[Json], object]] = {
    "unknown, doubled or out of order": lambda one: one["item"].reverse(),
    "valueString for choice": lambda one: _answer(one, "gate", {"valueString": "none"}),
    "is not offered": lambda one: _answer(one, "gate", {"valueCoding": {"code": "other"}}),
    "is out of range": lambda one: _answer(one, "nrs", {"valueInteger": 11}),
    "several answers": lambda one: _answer(one, "nrs", {"valueInteger": 1}, {"valueInteger": 2}),
    "is not there": lambda one: one.update(questionnaire="https://elsewhere.invalid|1"),
}


def _answer(response: Json, link: str, *answers: Json) -> None:
    item = next(one for one in response["item"] if one["linkId"] == link)
    item["answer"] = list(answers)


@pytest.mark.parametrize("said", MISFITS)
def test_a_response_that_does_not_fit_is_noticed(said: str) -> None:
    resources = deepcopy(inside(exported().bundle()))
    responses = [one for one in resources if one["resourceType"] == "QuestionnaireResponse"]
    MISFITS[said](next(one for one in responses if "/check_in|" in one["questionnaire"]))

    assert any(said in fault for fault in mismatches(resources))
