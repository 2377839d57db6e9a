"""Taking an export in chat: three taps, then the file."""

import base64

from bot.chat.exporting import DE_IDENTIFIED, IDENTIFIED, next_choice, order_words
from bot.chat.payload import message
from bot.chat.taps import Act, Tap
from bot.export import FORMATS
from bot.pathway import exports
from bot.pathway.exports import PURPOSES, Order, TooMuchError, purpose_words
from bot.pathway.rights import Right
from bot.storage import patients
from bot.storage.patients import Patient
from bot.telegram.command import Command, Tapping
from bot.telegram.conversations.clinic import named
from bot.telegram.visit import Visit

OFFERED = {
    "format": tuple(name for name, writer in FORMATS.items() if writer.in_chat),
    "purpose": PURPOSES,
    "told": (DE_IDENTIFIED, IDENTIFIED),
}


def export(visit: Visit, rest: str) -> None:
    """Ask how one patient's records, or all, are to be taken away."""
    patient = None
    if rest.strip():
        patient = named(visit, rest)
        if patient is None:
            return
    visit.send(_next(visit, patient, ()))


def tapped(visit: Visit, tap: Tap) -> None:
    """Take one choice after another; after the last send the file."""
    patient = _patient(visit, tap.number)
    known = all(
        choice in offered for choice, offered in zip(tap.words, OFFERED.values(), strict=False)
    )
    if (patient is None and tap.number) or not known or len(tap.words) > len(OFFERED):
        visit.toast = visit.say("tap.unknown")
    elif len(tap.words) < len(OFFERED):
        visit.post.replace(_next(visit, patient, tap.words))
    else:
        _take(visit, patient, tap.words)


def _patient(visit: Visit, patient_id: int) -> Patient | None:
    try:
        return patients.by_id(visit.clinic.db, patient_id) if patient_id else None
    except LookupError:
        return None


def _next(visit: Visit, patient: Patient | None, chosen: tuple[str, ...]) -> dict[str, object]:
    return next_choice(
        visit.language,
        patient_id=patient.id if patient else 0,
        code=patient.code if patient else "",
        chosen=chosen,
        offered=OFFERED,
    )


def _take(visit: Visit, patient: Patient | None, chosen: tuple[str, ...]) -> None:
    format_, purpose, told = chosen
    order = Order(
        format=format_,
        by=visit.colleague.code,
        patient=patient,
        purpose=purpose_words(purpose),
        identified=told == IDENTIFIED,
    )
    try:
        name, content = exports.document(visit.clinic, order)
    except TooMuchError:
        visit.post.replace(message(visit.say("export.too_much")))
        return
    code = patient.code if patient else ""
    of = order_words(visit.language, code=code, chosen=chosen, offered=OFFERED)
    visit.post.replace(message(visit.say("export.coming", of=of)))
    visit.post.send_document(name, base64.b64encode(content).decode("ascii"))


TAPS = {Act.EXPORT: Tapping(run=tapped, right=Right.EXPORT, about="patient")}
COMMANDS = (Command(name="export", run=export, right=Right.EXPORT),)
