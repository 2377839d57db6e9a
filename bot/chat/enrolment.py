"""The messages of enrolment: what the bot is, consent, region and time zone."""

import hashlib
from collections.abc import Iterable

from bot.chat import taps
from bot.chat.payload import Button, Payload, fitted, in_rows, message, paragraphs
from bot.chat.taps import Act
from bot.clinical.protocol import Region
from bot.locales import say

MARK = 12  # letters


def choice(label: str, menu: str, value: str) -> Button:
    """Build a button that chooses a value in a menu."""
    return Button(label=label, data=taps.write(Act.CHOOSE, 0, menu, value))


def consent_text(
    language: str, *, clinic_name: str, clinic_hours: str, emergency: str, contact: str
) -> str:
    """Word what a patient agrees to; its hash is stored with the consent."""
    return say(
        language,
        "consent.text",
        clinic_name=clinic_name or say(language, "clinic.name_unknown"),
        clinic_hours=clinic_hours or say(language, "clinic.hours_unknown"),
        contact=contact or say(language, "clinic.contact_unknown"),
        emergency=emergency,
    )


def mark(text: str) -> str:
    """Give a short mark of a text, by which a button tells what was agreed to."""
    return hashlib.sha256(text.encode()).hexdigest()[:MARK]


def consent(language: str, text: str, intro: str = "") -> Payload:
    """Ask for consent; an introduction is no part of what is agreed to."""
    agree = choice(say(language, "consent.agree"), "consent", mark(text))
    decline = choice(say(language, "consent.decline"), "consent", "no")
    return message(paragraphs(intro, text), [[agree], [decline]])


def region(language: str, regions: Iterable[Region], first: str) -> Payload:
    """Ask where the patient is, for the emergency number; the clinic's own region leads."""
    ordered = sorted(regions, key=lambda entry: (entry.key != first, entry.key == "xx"))
    buttons = [choice(say(language, f"region.{r.key}"), "region", r.key) for r in ordered]
    return message(say(language, "enrolment.region"), in_rows(buttons, 2))


def zone(language: str, zones: Iterable[str]) -> Payload:
    """Ask for the time zone: likely ones, or a typed city, or a shared location."""
    buttons = [choice(zone_label(name), "zone", name) for name in zones]
    return message(say(language, "enrolment.zone"), fitted(buttons))


def zone_label(name: str) -> str:
    """Word a zone by its city."""
    return name.rsplit("/", maxsplit=1)[-1].replace("_", " ")
