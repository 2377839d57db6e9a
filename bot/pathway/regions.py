"""Asking the clinic to check numbers from general knowledge before they are relied on."""

from bot.chat.payload import message, paragraphs
from bot.clinic import Clinic
from bot.clinical.protocol import Region
from bot.locales import say
from bot.pathway import duty
from bot.storage import audit, outbox, patients
from bot.storage.clinicians import Clinician
from bot.storage.outbox import Lane

ASKED = "region asked about"


def ask_clinic(clinic: Clinic) -> None:
    """Ask once about each region that patients chose and whose numbers nobody has checked.

    While no clinician can be reached, the question waits for the first who can.
    """
    told = [person for person in duty.on_duty(clinic) if person.reachable]
    for key in patients.regions(clinic.db) if told else ():
        region = clinic.region(key)
        if region is not None and not region.is_checked:
            _ask_once(clinic, region, told)


def _ask_once(clinic: Clinic, region: Region, told: list[Clinician]) -> None:
    about = f"region {region.key}"
    if audit.is_noted(clinic.db, ASKED, about):
        return
    audit.note(clinic.db, at=clinic.now(), by="rules", what=ASKED, about=about)
    for person in told:
        outbox.queue(
            clinic.db,
            dkey=f"region:{region.key}:{person.id}",
            lane=Lane.ALERT,
            chat_id=person.chat_id,
            method="sendMessage",
            payload=message(_question(region, person.language)),
            due_at=clinic.now(),
        )


def _question(region: Region, language: str) -> str:
    line, is_open = region.unchecked_line, region.verified_on is None
    return paragraphs(
        say(language, "unchecked.region", place=say(language, f"region.{region.key}")),
        say(language, "unchecked.number", number=region.emergency) if is_open else "",
        say(language, "unchecked.crisis_line", crisis_line=line) if line else "",
        say(language, "unchecked.what_to_do", key=region.key),
        say(language, "unchecked.meanwhile") if is_open else "",
    )
