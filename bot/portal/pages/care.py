"""What a clinician writes on a patient's page: a note, and the word that clears a screening."""

from bot.chat.clearing import OWN_WORDS, REASONS
from bot.pathway import clearing, noting, replying
from bot.pathway.clearing import NotClearableError
from bot.pathway.replying import NotReachedError
from bot.pathway.rights import Right
from bot.portal.page import Page
from bot.portal.pages.patient import again
from bot.portal.reply import Onward, Reply
from bot.portal.visit import Visit


def note(visit: Visit) -> Reply:
    """Keep a note."""
    patient, text = visit.patient(), visit.fields.get("note", "")
    if not text.strip():
        return again(visit, patient, {"note": "portal.note.empty"})
    noting.note(visit.clinic, patient=patient, by=visit.person, text=text)
    return Onward(to=f"/patients/{patient.code}?done=noted#notes")


def clear(visit: Visit) -> Reply:
    """Clear the screening that was shown, with a reason."""
    patient = visit.patient()
    reason, words = visit.fields.get("cleared_for", ""), visit.fields.get("words", "")
    if reason not in REASONS:
        return again(visit, patient, {"cleared_for": "portal.clear.choose_reason"})
    if reason == OWN_WORDS and not words.strip():
        return again(visit, patient, {"words": "portal.clear.write_words"})
    try:
        found = clearing.clearable(visit.clinic, patient_id=patient.id)
    except NotClearableError as error:
        return again(visit, patient, {"clear": f"portal.clear.not.{error.why.value}"})
    if visit.fields.get("mark") != f"{found.form.id}.{found.mark}":
        return again(visit, patient, {"clear": "portal.clear.not.newer"})
    own = words if reason == OWN_WORDS else ""
    clearing.clear(visit.clinic, screening=found.form, by=visit.person, reason=reason, words=own)
    return Onward(to=f"/patients/{patient.code}?done=cleared#screening")


def answer(visit: Visit) -> Reply:
    """Write to the patient in the chat."""
    patient, words = visit.patient(), visit.fields.get("answer", "").strip()
    if not words:
        return again(visit, patient, {"answer": "portal.messages.empty"})
    if len(words) > replying.LONGEST_WORDS:
        return again(visit, patient, {"answer": "portal.messages.too_long"})
    try:
        replying.answer_patient(visit.clinic, patient=patient, by=visit.person, words=words)
    except NotReachedError:
        return again(visit, patient, {"answer": "portal.messages.call"})
    return Onward(to=f"/patients/{patient.code}?done=sent#messages")


PAGES = (
    Page(path="/patients/{code}/messages", run=answer, right=Right.ANSWER_PATIENTS, method="POST"),
    Page(path="/patients/{code}/notes", run=note, right=Right.SEE_ANSWERS, method="POST"),
    Page(path="/patients/{code}/clear", run=clear, right=Right.CLEAR_SCREENING, method="POST"),
)
