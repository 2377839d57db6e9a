"""Coming in: /start with an invitation, consent, region and time zone; pausing and leaving."""

from bot.chat import enrolment as words
from bot.chat.payload import Button, message
from bot.chat.taps import Act, write
from bot.chat.typed import is_word, plain
from bot.pathway import enrolment, zones
from bot.pathway.enrolment import Entry
from bot.storage import consents
from bot.storage.patients import PatientState
from bot.telegram.command import PATIENTS, Command
from bot.telegram.visit import Visit


def start(visit: Visit, token: str) -> None:
    """Let a person in by invitation, or openly where the clinic allows it."""
    if token and visit.clinician is None and not _is_in(visit):
        _enter(visit, token)
    elif visit.patient is not None and visit.patient.state is not PatientState.WITHDRAWN:
        enrolment.ask_step(visit.clinic, visit.patient, visit.post)
    elif visit.clinician is not None:
        visit.reply("clinician.welcome")
    elif visit.clinic.settings.open_enrolment:
        _begin(visit)
    else:
        _refuse(visit, "start.need_invitation")


def _is_in(visit: Visit) -> bool:
    patient = visit.patient
    return patient is not None and patient.state is not PatientState.WITHDRAWN


def _enter(visit: Visit, token: str) -> None:
    entry = enrolment.enter(
        visit.clinic, chat_id=visit.chat_id, language=visit.language, token=token
    )
    if entry is Entry.PATIENT:
        _begin(visit)
    elif entry is Entry.CLINICIAN:
        visit.reply("clinician.welcome")
    else:
        refusal = {Entry.LOCKED: "start.locked"}
        _refuse(visit, refusal.get(entry, "start.refused"))


def _begin(visit: Visit) -> None:
    patient = enrolment.begin(visit.clinic, chat_id=visit.chat_id, language=visit.language)
    enrolment.ask_step(visit.clinic, patient, visit.post)


def _refuse(visit: Visit, key: str) -> None:
    visit.reply(key, clinic_phone=visit.clinic.settings.clinic_phone or "–")


def choose_consent(visit: Visit, value: str) -> None:
    """Take a yes or a no to the consent text."""
    patient = visit.member
    if value != "yes":
        visit.post.replace(message(visit.say("consent.declined")))
        return
    if not _agreed(visit):
        enrolment.consents_now(visit.clinic, patient=patient, update_id=visit.update_id)
    enrolment.ask_step(visit.clinic, patient, visit.post)


def _agreed(visit: Visit) -> bool:
    return consents.in_force(visit.clinic.db, visit.member.id) is not None


def choose_region(visit: Visit, value: str) -> None:
    """Take the region for the emergency number."""
    patient = visit.member
    if visit.clinic.protocol.region(value) is not None and _agreed(visit):
        patient = enrolment.set_region(visit.clinic, patient=patient, region=value)
    enrolment.ask_step(visit.clinic, patient, visit.post)


def choose_zone(visit: Visit, value: str) -> None:
    """Take a time zone."""
    patient = visit.member
    if zones.is_zone(value) and _agreed(visit):
        patient = enrolment.set_zone(visit.clinic, patient=patient, zone=value)
    enrolment.ask_step(visit.clinic, patient, visit.post)


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


def type_step(visit: Visit, text: str) -> bool:
    """Read typed text as the answer to the open enrolment step; False when there is none."""
    patient = visit.member
    if not _agreed(visit):
        _type_consent(visit, text)
    elif patient.region is None:
        choose_region(visit, _region(visit, text))
    elif patient.zone is None:
        type_zone(visit, text)
    else:
        return False
    return True


def _type_consent(visit: Visit, text: str) -> None:
    if is_word(text, visit.language, "typed.yes"):
        choose_consent(visit, "yes")
    elif is_word(text, visit.language, "typed.no"):
        choose_consent(visit, "no")
    else:
        # Without consent nothing may be kept, so the words are not read.
        region = visit.clinic.protocol.region(visit.clinic.settings.clinic_region)
        number = region.emergency if region else visit.say("emergency.unknown")
        visit.reply("consent.first", emergency=number)
        enrolment.ask_step(visit.clinic, visit.member, visit.post)


def _region(visit: Visit, text: str) -> str:
    wanted = plain(text)
    regions = visit.clinic.protocol.regions
    names = {plain(visit.say(f"region.{region.key}")): region.key for region in regions}
    return names.get(wanted, wanted)


def type_zone(visit: Visit, text: str) -> None:
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
    else:
        visit.reply("enrolment.unknown_city")
        visit.send(enrolment.ask_zone(visit.clinic, visit.member))


def pause(visit: Visit, rest: str) -> None:
    """Stop prompts for a while."""
    enrolment.pause(visit.clinic, patient=visit.member)
    visit.reply("pause.done")


def resume(visit: Visit, rest: str) -> None:
    """Start prompts again."""
    if visit.member.state is PatientState.WITHDRAWN:
        visit.reply("withdrawn")
        return
    enrolment.resume(visit.clinic, patient=visit.member)
    visit.reply("resume.done")


def stop(visit: Visit, rest: str) -> None:
    """End prompts and consent at once."""
    enrolment.withdraw(visit.clinic, patient=visit.member)
    visit.reply("stop.done")


COMMANDS = (
    Command(name="pause", run=pause, roles=PATIENTS, needs_consent=True),
    Command(name="resume", run=resume, roles=PATIENTS, needs_consent=True),
    Command(name="stop", run=stop, roles=PATIENTS),
)
MENUS = {"consent": choose_consent, "region": choose_region, "zone": choose_zone}
