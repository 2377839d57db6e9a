"""What became of things: each resource of the played clinic tells it as it was."""

from typing import Any

from tests.export.fhir.clinic import UNASKED, exported, inside
from tests.export.fhir.elements import Json

LOINC_PAIN = {
    "system": "http://loinc.org",
    "code": "72514-3",
    "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
}


def answers(response: Json) -> dict[str, list[Any]]:
    """Map each item of a response to what was answered, codes by themselves."""
    items = [below for item in response["item"] for below in item.get("item", [item])]
    return {item["linkId"]: [_plain(one) for one in item["answer"]] for item in items}


def _plain(answer: Json) -> Any:
    [value] = answer.values()
    return value["code"] if isinstance(value, dict) else value


def response_to(kind: str) -> Json:
    """Give the first response to a kind of form."""
    found = exported().all("QuestionnaireResponse")
    return next(one for one in found if f"/{kind}|" in one["questionnaire"])


def rating(key: str) -> Json:
    """Give the first Observation of a rating."""
    found = exported().all("Observation")
    return next(one for one in found if one["code"]["coding"][1]["code"] == key)


def text_of(concept: Json) -> str:
    """Give the words of a concept."""
    return str(concept["text"])


def test_a_screening_keeps_numbers_options_and_own_words_apart() -> None:
    told = answers(response_to("screening"))

    assert told["SC01.integer"] == [34]
    assert told["SC13"] == ["warfarin"]
    assert told["SC12_which"] == ["=warfarin 5 mg, “as needed”"]


def test_a_corrected_answer_is_amended_and_the_standing_one_is_told() -> None:
    response = response_to("check_in")
    observation = rating("nrs")

    assert response["status"] == "amended"
    assert response["authored"] == observation["effectiveDateTime"]  # when it was corrected
    assert answers(response)["nrs"] == [3]
    assert observation["status"] == "amended"
    assert observation["valueQuantity"] == {
        "value": 3,
        "unit": "{score}",
        "system": "http://unitsofmeasure.org",
        "code": "{score}",
    }


def test_ratings_have_the_code_of_pain_and_the_time_they_speak_of() -> None:
    found = exported().all("Observation")

    assert {one["code"]["coding"][0] == LOINC_PAIN for one in found} == {True}
    assert rating("nrs")["effectiveDateTime"].startswith("2026-11-02T13:")
    assert rating("nrs_worst")["effectiveDateTime"] == "2026-11-02"
    week = rating("nrs_usual")["effectivePeriod"]
    assert (week["start"][:10], week["end"][:10]) == ("2026-10-26", "2026-11-02")


def test_the_question_of_the_headache_has_the_code_and_its_limits() -> None:
    sheets = exported().all("Questionnaire")
    [sheet] = [one for one in sheets if one["url"].endswith("/check_in")]
    item = next(one for one in sheet["item"] if one["linkId"] == "nrs")
    limits = [list(one.values())[-1] for one in item["extension"] if "Value" in one["url"]]

    assert item["code"] == [LOINC_PAIN]
    assert (item["type"], limits) == ("integer", [0, 10])
    assert "LOINC" in sheet["copyright"]


def test_a_side_effect_is_told_from_first_report_to_last() -> None:
    [event] = exported().all("AdverseEvent")
    codes = {
        name: event[name]["coding"][0]["code"] for name in ("seriousness", "severity", "outcome")
    }

    assert text_of(event["event"]) == "pins and needles"
    assert codes == {"seriousness": "Non-serious", "severity": "moderate", "outcome": "resolved"}
    assert event["date"].startswith("2026-11-02T13:")
    assert event["suspectEntity"] == [
        {"instance": {"reference": f"Procedure/{exported().code}-session-1"}}
    ]


def test_the_answers_behind_a_side_effect_are_named() -> None:
    [event] = exported().all("AdverseEvent")
    [told] = [one for one in exported().all("Provenance") if one["id"] == event["id"]]

    assert len(told["entity"]) == 2
    assert {one["role"] for one in told["entity"]} == {"source"}


def test_alerts_are_flags_with_what_clinicians_did() -> None:
    *closed, left = exported().all("Flag")
    *seen, unseen, _ = exported().all("Communication")

    assert [one["status"] for one in (*closed, left)] == ["inactive", "inactive", "active"]
    assert all({"start", "end"} == one["period"].keys() for one in closed)
    assert left["period"].keys() == {"start"}
    assert [one["status"] for one in (*seen, unseen)] == ["completed", "completed", "in-progress"]
    assert all(one["sent"] <= one["received"] for one in seen)
    assert {one["recipient"][0]["identifier"]["value"] for one in seen} == {"C1"}
    assert "received" not in unseen


def test_what_the_patient_wrote_unasked_is_a_communication() -> None:
    *_, written = exported().all("Communication")
    patient = {"reference": f"Patient/{exported().code}"}

    assert written["sender"] == patient
    assert written["payload"] == [{"contentString": UNASKED}]
    hidden = [one for one in inside(exported().hidden) if "payload" in one]
    assert hidden == []


def test_what_was_found_says_what_was_done_about_it() -> None:
    issues = {one["id"].partition("-form-")[2]: one for one in exported().all("DetectedIssue")}
    screening = next(one for key, one in issues.items() if key.endswith("-screening"))
    done = [text_of(one["action"]) for one in screening["mitigation"]]

    assert screening["severity"] == "moderate"
    assert done == ["Cleared: known and weighed", "Nothing was needed: Known before"]
    assert {one["author"]["reference"] for one in issues.values()} == {"Device/needling-diary"}
    found = [one for key, one in issues.items() if key.endswith("-contact.clinic")]
    assert {text_of(one["mitigation"][0]["action"]) for one in found} == {
        "Spoke with the patient: It got better"
    }


def test_no_response_is_made_up_for_what_was_never_answered() -> None:
    tasks = {one["description"]: one for one in exported().all("Task")}
    ends = {about: (one["status"], text_of(one["statusReason"])) for about, one in tasks.items()}

    assert ends["Check-in after a session: 2 days after"] == ("failed", "Not answered in time")
    assert ends["Check-in after a session: 3 days after"][0] == "rejected"
    assert ends["Check-in after a session: 7 days after"][0] == "cancelled"
    answered = {one["id"] for one in exported().all("QuestionnaireResponse")}
    assert answered.isdisjoint(one["id"] for one in tasks.values())


def test_consent_that_was_taken_back_is_inactive_and_has_its_end() -> None:
    [consent] = exported().all("Consent")
    [patient] = exported().all("Patient")

    assert consent["status"] == "inactive"
    assert consent["provision"]["period"].keys() == {"start", "end"}
    assert "SHA-256" in text_of(consent["policyRule"])
    assert patient["active"] is False


def test_a_session_is_a_procedure_told_by_the_patient() -> None:
    [session] = exported().all("Procedure")

    assert text_of(session["code"]) == "Dry needling"
    assert [text_of(area) for area in session["bodySite"]] == ["Back of the neck", "Shoulders"]
    assert session["asserter"] == session["subject"]


def test_each_kind_of_medicine_of_a_day_is_a_statement() -> None:
    found = exported().all("MedicationStatement")
    taken = [text_of(one["medicationCodeableConcept"]).partition(",")[0] for one in found]

    assert taken == ["Simple painkiller", "Triptan or ergot medicine"]
    assert {one["effectiveDateTime"] for one in found} == {"2026-11-02"}
    assert {one["dateAsserted"][:10] for one in found} == {"2026-11-02"}


def test_the_patient_is_the_author_and_the_bot_the_assembler_of_answers() -> None:
    response = response_to("diary")
    [told] = [one for one in exported().all("Provenance") if one["id"] == response["id"]]
    agents = {one["type"]["coding"][0]["code"]: one["who"] for one in told["agent"]}

    assert agents == {
        "author": {"reference": f"Patient/{exported().code}"},
        "assembler": {"reference": "Device/needling-diary"},
    }
    kinds = [one["reference"].partition("/")[0] for one in told["target"]]
    assert kinds == [
        *("QuestionnaireResponse", "Observation", "MedicationStatement", "MedicationStatement")
    ]
