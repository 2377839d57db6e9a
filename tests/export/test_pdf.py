"""The page for the visit: one page whatever is on it, tagged, always the same, nothing hidden."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from bot.clinic import Clinic
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clock import MovableClock
from bot.export.pdf import visit_page
from bot.pathway.exports import documents
from bot.pathway.taking import Taking
from bot.storage import alerts, clearances, clinicians
from bot.storage.database import transaction
from bot.storage.patients import Patient
from tests.export.clinics import (
    START,
    add_form,
    add_patient,
    add_session,
    answer,
    hours,
    make_clinic,
    order,
)
from tests.export.extracts import ABOUT

DAYS, SESSIONS = 56, 12
CHECK_INS = {"h3": 3, "h24": 24, "h48": 48, "h72": 72}
HOSTILE = {
    "code": '#import "@preview/x:1.0.0": * #panic("run") #let a = read("/etc/passwd")',
    "math": "$x$ $ sum_(i=0) $ ] } *bold* _it_ = Heading <label> @ref // gone /* too */",
    "json": '"}], "title": "other", \\u0041 \\n',
    "emoji": "It hurts 😀👍🏽 1️⃣ here",
    "letters": "頭が痛い every day",
    "right_to_left": "كان الصداع شديدا جدا, 8 of 10",
    "turned": "abc \u202egnirts\u202c def",
    "long": "I had a very bad night and " * 150,
    "one_word": "a" * 4000,
}


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """Open an empty clinic."""
    opened = make_clinic(tmp_path / "data")
    yield opened
    opened.db.close()


@pytest.fixture
def patient(clinic: Clinic) -> Patient:
    """Enrol a patient in Berlin."""
    return add_patient(clinic, chat_id=1)


def page_of(clinic: Clinic, patient: Patient, **values: Any) -> bytes:
    """Export one patient's page as a clinician does in chat."""
    with transaction(clinic.db):
        [(name, page)] = documents(clinic, order(format="pdf", patient=patient, **values))
    assert name.endswith(".pdf")
    return page


def root_of(pdf: bytes) -> Any:
    """Read what a document says of itself."""
    return PdfReader(io.BytesIO(pdf)).root_object


def text_of(pdf: bytes) -> str:
    """Read the text of a document that has one page, on one line."""
    [page] = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(page.extract_text().split())


def has_a_long_course(clinic: Clinic, patient: Patient) -> None:
    """Store eight weeks with twelve sessions, more than 200 entries, and twenty alerts."""
    with transaction(clinic.db):
        given = {"nrs_usual": 6, "nrs_worst_week": 9, "days_last_14": 10, "took_any": 8}
        add_form(clinic, patient, "baseline", given, at=hours(-2))
        for number in range(SESSIONS):
            session = add_session(clinic, patient, ended_at=hours(number * 24 * 4.5))
            for point, after in CHECK_INS.items():
                at = session.ended_at + timedelta(hours=after)
                told = {"nrs": (number + after) % 11, "problems": ["soreness", "tingling"]}
                told |= {"soreness": 2, "tingling": 1 + number % 3}
                add_form(
                    clinic,
                    patient,
                    "check_in",
                    told,
                    at=at,
                    session_id=session.id,
                    point=point,
                    due_at=at,
                )
        for index in range(DAYS * 3):
            day = START.date() + timedelta(days=index // 3)
            evening = {"nrs_worst": index % 10, "medicine": "triptan"}
            add_form(clinic, patient, "diary", evening, day=day, at=hours(index * 8))
    for number in range(20):
        closed = number < 19
        raises_an_alert(clinic, patient, at=30 * number, closed=closed)
    assert isinstance(clinic.clock, MovableClock)
    clinic.clock.move_to(hours(DAYS * 24))


def raises_an_alert(
    clinic: Clinic,
    patient: Patient,
    *,
    at: float,
    closed: bool,
    cause: str = "R62 silent",
    note: str = "",
) -> None:
    """Store an alert that a clinician has closed, or that nobody has seen."""
    if clinicians.everyone(clinic.db) == []:
        clinicians.add(clinic.db, chat_id=9, language="en", now=START)
    [charlie] = clinicians.everyone(clinic.db)
    handled = {
        "closed_at": hours(at + 2),
        "closed_by": charlie.id,
        "action": "called",
        "reason": "better",
        "note": note,
    }
    alert = alerts.add(
        clinic.db,
        patient_id=patient.id,
        level=TriageLevel.URGENT,
        state="closed" if closed else "raised",
        raised_at=hours(at),
        since=hours(at),
        **(handled if closed else {}),
    )
    alerts.note(clinic.db, alert.id, hours(at), "raised", cause=cause)


def is_screened(clinic: Clinic, patient: Patient, words: str) -> None:
    """Store a screening with a blood thinner, and the same words wherever some may be written."""
    form = add_form(
        clinic,
        patient,
        "screening",
        {"SC12": "yes", "SC12_which": words, "SC11": "yes", "SC11_which": words},
        at=hours(1),
        screening_class=ScreeningClass.CHECK,
    )
    answer(clinic, form, "SC13", ["warfarin"], at=hours(1))
    charlie = clinicians.add(clinic.db, chat_id=9, language="en", now=START)
    clearances.add(
        clinic.db,
        form_id=form.id,
        screening_class=ScreeningClass.CHECK,
        reason="words",
        words=words,
        at=hours(2),
        clinician_id=charlie.id,
    )


def test_a_long_course_stands_on_one_page_with_what_matters_first(
    clinic: Clinic, patient: Patient
) -> None:
    has_a_long_course(clinic, patient)
    text = text_of(page_of(clinic, patient))

    told = [
        f"Patient {patient.code}",
        "2 Mar 2026 to 27 Apr 2026",
        "Open: Urgent: medical help today (flag 20), since 26 Mar 2026, 04:00.",
        "pins and needles, less feeling or electric shocks.” (R62)",
        "No answer to a check-in. Nobody has seen it yet.",
        "Usual headache, 0 to 10 6 not told",
        "Diary filled in on 27 of 28 days.",
        "There is no screening in these days.",
        "S12 20 Apr 2026 – 4 of 4 pins and needles 3 (last told: 3), sore muscles 2",
        "S1 2 Mar 2026",
        "Closed by C1, 25 Mar 2026, 00:00: Spoke with the patient: It got better",
        "older alerts are not shown here.",
        "It is not a diagnosis.",
        "Exported by operator at 2026-04-27T09:00:00Z, identified; purpose: care.",
        f"Protocol dry_needling_headache {clinic.protocol.version}",
    ]
    places = [text.find(words) for words in told]
    assert -1 not in places, [words for words in told if words not in text]
    assert places == sorted(places)


def test_everything_at_its_worst_still_fits_on_one_page(clinic: Clinic, patient: Patient) -> None:
    keys = clinic.protocol.symptom_keys
    worst = {"nrs": 10, "problems": list(keys), **dict.fromkeys(keys, 4)}
    for number in range(15):
        session = add_session(clinic, patient, ended_at=hours(number * 24 * 3))
        at = session.ended_at + timedelta(hours=3)
        add_form(clinic, patient, "check_in", worst, at=at, session_id=session.id, point="h3")
    assert isinstance(clinic.clock, MovableClock)
    clinic.clock.move_to(session.ended_at + timedelta(days=1))
    is_screened(clinic, patient, HOSTILE["long"])
    raises_an_alert(clinic, patient, at=1, closed=True)
    every_rule = " ".join(rule.key for rule in clinic.protocol.rules)
    raises_an_alert(clinic, patient, at=2, closed=False, cause=every_rule)
    text = text_of(page_of(clinic, patient, purpose=HOSTILE["long"]))

    assert "older sessions are not shown here." in text
    assert text.count("more letters]") >= 4
    assert "not a diagnosis" in text


def test_the_page_is_declared_accessible_and_is_tagged(clinic: Clinic, patient: Patient) -> None:
    is_screened(clinic, patient, "a herb")
    catalog = root_of(page_of(clinic, patient))

    xmp = catalog["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert f"Patient {patient.code}" in xmp
    assert catalog["/Lang"] == "en"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = {kind for kind, _ in structure(catalog["/StructTreeRoot"])}
    assert {"/Figure", "/H1", "/H2", "/Table", "/TH", "/TD"} <= kinds
    [described] = [alt for kind, alt in structure(catalog["/StructTreeRoot"]) if alt]
    assert described.startswith("From 17 Feb 2026 to 2 Mar 2026: 0 of 14 days have an entry.")


def structure(node: Any) -> Iterator[tuple[str, str]]:
    """Walk the tags of a document: what each is, and what is said instead of it."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from structure(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
        yield from structure(node.get("/K"))


def test_the_same_records_give_the_same_bytes(clinic: Clinic, patient: Patient) -> None:
    is_screened(clinic, patient, HOSTILE["emoji"])

    assert page_of(clinic, patient) == page_of(clinic, patient)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_what_people_wrote_is_text_and_nothing_else(
    clinic: Clinic, patient: Patient, words: str
) -> None:
    is_screened(clinic, patient, words)
    raises_an_alert(clinic, patient, at=3, closed=True, note=words)
    text = text_of(page_of(clinic, patient, purpose=words)).replace(" ", "")

    beginning = " ".join(words.split()).split("\u202e")[0][:25].replace(" ", "")
    if words.isascii():
        assert text.count(beginning) >= 5  # two answers, a clearance, a note, a purpose
    assert "root:" not in text
    assert "Notadiagnosis" in text or "notadiagnosis" in text


def test_what_is_cut_or_cannot_be_shown_says_so(clinic: Clinic, patient: Patient) -> None:
    is_screened(clinic, patient, f"{HOSTILE['letters']} {HOSTILE['emoji']} {HOSTILE['long']}")
    text = text_of(page_of(clinic, patient))

    assert "[4 letters that cannot be shown here] every day" in text
    assert "It hurts [grinning face] [thumbs up sign] 1 here" in text
    assert "more letters]" in text


def test_a_screening_nobody_cleared_stands_at_the_top(clinic: Clinic, patient: Patient) -> None:
    form = {"SC13": ["warfarin"]}
    stop = ScreeningClass.STOP
    add_form(clinic, patient, "screening", form, screening_class=stop)
    text = text_of(page_of(clinic, patient))

    held = "The screening of 2 Mar 2026, 10:00 says “stop”. Nobody has cleared it."
    assert text.index(held) < text.index("Before and after")


def test_pages_are_kept_to_the_days_asked_for(clinic: Clinic, patient: Patient) -> None:
    has_a_long_course(clinic, patient)
    since, until = date(2026, 3, 2), date(2026, 3, 8)
    text = text_of(page_of(clinic, patient, since=since, until=until))

    assert "2 Mar 2026 to 8 Mar 2026" in text
    assert "S2 6 Mar 2026" in text
    assert "S3" not in text


def test_a_de_identified_page_has_no_true_day_and_no_words(
    clinic: Clinic, patient: Patient
) -> None:
    is_screened(clinic, patient, "Robin of Sherwood")
    raises_an_alert(clinic, patient, at=3, closed=True, note="Went to Sherwood")
    add_form(clinic, patient, "diary", {"nrs_worst": 5}, day=START.date())
    text = text_of(page_of(clinic, patient, identified=False))

    assert patient.code not in text
    assert "Sherwood" not in text
    assert "de-identified" in text
    assert "Mar 2026" not in text.partition("Exported")[0]


def test_a_page_is_read_from_right_to_left_where_people_read_so(
    clinic: Clinic, patient: Patient
) -> None:
    has_a_long_course(clinic, patient)
    about = replace(ABOUT, format="pdf", at=clinic.now())
    [file] = Taking(clinic=clinic, about=about, patient=patient, hiding=None).patients()
    pdf = visit_page(file, clinic.protocol, about, "ar")

    assert root_of(pdf)["/Lang"] == "ar"
    assert patient.code in text_of(pdf)
