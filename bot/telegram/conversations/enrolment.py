"""Coming in: /start with an invitation, consent, region and time zone; pausing and leaving."""

from collections.abc import Callable

from bot.chat import enrolment as words
from bot.chat.payload import Button, message
from bot.chat.taps import Act, write
from bot.chat.typed import is_word, plain
from bot.pathway import consenting, enrolment, zones
from bot.pathway.enrolment import Entry
from bot.pathway.judging import around
from bot.storage import clinicians, forms
from bot.storage.patients import Patient, PatientState
from bot.telegram.command import PATIENTS, Command, Joined
from bot.telegram.conversations import settings
from bot.telegram.visit import Visit

LONGEST_NAME = 2  # words: more of them are something to tell, not a place


def start(visit: Visit, token: str) -> None:
    """Let a person in by invitation, or openly where the clinic allows it."""
    entry = _enter(visit, token)
    if entry is Entry.PATIENT or (entry is not Entry.STAFF and _is_in(visit)):
        _begin(visit)
    elif member := clinicians.by_chat(visit.clinic.db, visit.chat_id):
        visit.reply(f"welcome.{member.role.value}")
    elif entry is None and visit.clinic.settings.open_enrolment:
        _begin(visit)
    else:
        _refuse(visit, _REFUSALS[entry] if entry else "start.need_invitation")


def _is_in(visit: Visit) -> bool:
    patient = visit.patient
    return patient is not None and patient.state is not PatientState.WITHDRAWN


def _enter(visit: Visit, token: str) -> Entry | None:
    """Try a token; None when there is none."""
    if not token:
        return None
    return enrolment.enter(
        visit.clinic, chat_id=visit.chat_id, language=visit.language, token=token
    )


_REFUSALS = {Entry.REFUSED: "start.refused", Entry.LOCKED: "start.locked"}


def _begin(visit: Visit) -> None:
    patient = enrolment.begin(visit.clinic, chat_id=visit.chat_id, language=visit.language)
    enrolment.ask_step(visit.clinic, patient, visit.post)


def _refuse(visit: Visit, key: str) -> None:
    visit.reply(key, clinic_phone=visit.clinic.settings.clinic_phone or "–")


def choose_consent(visit: Visit, value: str) -> None:
    """Take a yes or a no to the consent text; a yes to words that have changed asks anew."""
    patient = visit.member
    before = consenting.is_frozen(visit.clinic, patient)
    if value == "no":
        visit.post.replace(message(visit.say(f"consent.declined{'_anew' if before else ''}")))
        return
    if value == _mark(visit) and before and patient.state is not PatientState.JOINING:
        enrolment.renew(visit.clinic, patient=patient, update_id=visit.update_id, post=visit.post)
        return
    if value == _mark(visit) and not _agreed(visit):
        consenting.agree(visit.clinic, patient=patient, update_id=visit.update_id)
    enrolment.ask_step(visit.clinic, patient, visit.post)


def _mark(visit: Visit) -> str:
    return words.mark(consenting.text_for(visit.clinic, visit.member))


def _agreed(visit: Visit) -> bool:
    return consenting.holds(visit.clinic, visit.member)


def choose_region(visit: Visit, value: str) -> None:
    """Take the region for the emergency number."""
    known = visit.clinic.protocol.region(value) is not None
    _choose_place(visit, known, lambda p: enrolment.set_region(visit.clinic, p, value))


def choose_zone(visit: Visit, value: str) -> None:
    """Take a time zone."""
    known = zones.is_zone(value)
    _choose_place(visit, known, lambda p: enrolment.set_zone(visit.clinic, p, value))


def _choose_place(visit: Visit, known: bool, change: Callable[[Patient], Patient]) -> None:
    """Take a choice that exists; while joining the next step follows, later the settings."""
    was_in = visit.member.state is not PatientState.JOINING
    if known and _agreed(visit):
        visit.patient = change(visit.member)
    if was_in:
        visit.post.replace(settings.overview(visit))
    else:
        enrolment.ask_step(visit.clinic, visit.member, visit.post)


def share_location(visit: Visit, latitude: float, longitude: float) -> None:
    """Take the time zone of a shared place; the coordinates are not kept."""
    zone = zones.at(latitude, longitude)
    if zone is None:
        visit.reply("enrolment.no_zone_there")
        visit.send(enrolment.ask_zone(visit.clinic, visit.member))
    elif visit.member.zone is None:
        choose_zone(visit, zone)
    else:
        visit.send(words.zone(visit.language, [zone]))  # not asked for just now: a tap takes it


def type_consent(visit: Visit, text: str) -> bool:
    """Read typed text as a yes or a no while consent is open; False when it is not."""
    if _agreed(visit):
        return False
    _type_consent(visit, text)
    return True


def is_label(visit: Visit, text: str) -> bool:
    """Tell whether a text is what the button of consent says, which can mean nothing else."""
    return plain(text) == plain(visit.say("consent.agree"))


def type_place(visit: Visit, text: str) -> bool:
    """Read typed text as the region or city that is asked for; False when it is neither.

    A city that nobody asked for, with nothing else open, is offered as the time zone.
    """
    patient, name = visit.member, len(text.split()) <= LONGEST_NAME
    if patient.region is None:
        region = _region(visit, text)
        if name or visit.clinic.protocol.region(region) is not None:
            choose_region(visit, region)
            return True
        return False
    if patient.zone is None:
        return _type_zone(visit, text, is_name=name)
    zone = zones.of_city(text)
    if not zone or forms.current(visit.clinic.db, patient.id) is not None:
        return False
    visit.send(words.zone(visit.language, zone))
    return True


def ask_missing(visit: Visit) -> None:
    """Ask again for what is still missing, if anything is."""
    if visit.member.region is None or visit.member.zone is None:
        enrolment.ask_step(visit.clinic, visit.member, visit.post)


def _type_consent(visit: Visit, text: str) -> None:
    if is_label(visit, text) or is_word(text, visit.language, "typed.yes"):
        choose_consent(visit, _mark(visit))
    elif is_word(text, visit.language, "typed.no"):
        choose_consent(visit, "no")
    else:
        # Without consent nothing may be kept, so the words are not read.
        emergency = around(visit.clinic, visit.member).emergency
        visit.reply("consent.first", emergency=emergency)
        enrolment.ask_step(visit.clinic, visit.member, visit.post)


def _region(visit: Visit, text: str) -> str:
    wanted = plain(text)
    regions = visit.clinic.protocol.regions
    names = {plain(visit.say(f"region.{region.key}")): region.key for region in regions}
    return names.get(wanted, wanted)


def _type_zone(visit: Visit, text: str, *, is_name: bool) -> bool:
    """Take a zone by a typed city; several are offered as buttons."""
    found = zones.by_city(text)
    if len(found) == 1:
        choose_zone(visit, found[0])
    elif found:
        buttons = [
            [Button(label=zone.replace("_", " "), data=write(Act.CHOOSE, 0, "zone", zone))]
            for zone in found
        ]
        visit.send(message(visit.say("enrolment.which_zone"), buttons))
    elif is_name:
        visit.reply("enrolment.unknown_city")
        visit.send(enrolment.ask_zone(visit.clinic, visit.member))
    return bool(found) or is_name


def pause(visit: Visit, rest: str) -> None:
    """Stop prompts for a while."""
    enrolment.pause(visit.clinic, patient=visit.member)
    visit.reply("pause.done")


def resume(visit: Visit, rest: str) -> None:
    """Start prompts again."""
    enrolment.resume(visit.clinic, patient=visit.member)
    visit.reply("resume.done")


def stop(visit: Visit, rest: str) -> None:
    """End prompts and consent at once."""
    enrolment.withdraw(visit.clinic, patient=visit.member)
    visit.reply("stop.done")


COMMANDS = (
    Command(name="pause", run=pause, roles=PATIENTS, needs=Joined.WHOLLY),
    Command(name="resume", run=resume, roles=PATIENTS, needs=Joined.WHOLLY),
    Command(name="stop", run=stop, roles=PATIENTS),
)
MENUS = {"consent": choose_consent, "region": choose_region, "zone": choose_zone}
