"""Every command in one list: running them, their menus, who may use which."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.chat.taps import Act, Tap
from bot.locales import languages, say
from bot.pathway import consenting
from bot.pathway.rights import Right
from bot.storage import audit, clinicians
from bot.storage.clinicians import Clinician, StaffState
from bot.storage.patients import PatientState
from bot.telegram.command import EVERYBODY, Command, Joined, Tapping
from bot.telegram.conversations import (
    about,
    care,
    clearing,
    clinic,
    duty,
    enrolment,
    exporting,
    figures,
    help,
    looking_back,
    own_data,
    person,
    portal,
    settings,
    speaking,
    staff,
    watching,
)
from bot.telegram.visit import Role, Visit


def start(visit: Visit, token: str) -> None:
    """Let a person in; a new member of staff gets a menu that fits."""
    enrolment.start(visit, token)
    joined = clinicians.by_chat(visit.clinic.db, visit.chat_id)
    if joined is not None and (visit.clinician is None or visit.clinician.role != joined.role):
        visit.post.call("setMyCommands", staff_menu(joined))


def help_(visit: Visit, rest: str) -> None:
    """List what can be done here, for whoever asks."""
    if visit.clinician is None:
        help.tell_patient(visit)
    else:
        help.tell_staff(visit, COMMANDS)


COMMANDS: tuple[Command, ...] = (
    *care.COMMANDS,
    *looking_back.COMMANDS,
    *settings.COMMANDS,
    *enrolment.COMMANDS,
    *own_data.COMMANDS,
    Command(name="start", run=start, roles=EVERYBODY, in_menu=False),
    *clinic.COMMANDS,
    *clearing.COMMANDS,
    *duty.COMMANDS,
    *figures.COMMANDS,
    *exporting.COMMANDS,
    *staff.COMMANDS,
    *watching.COMMANDS,
    Command(name="help", run=help_, roles=EVERYBODY),
    *portal.COMMANDS,
    *help.COMMANDS,
    *about.COMMANDS,
)
BY_NAME = {command.name: command for command in COMMANDS}
MENUS = {
    **enrolment.MENUS,
    **settings.MENUS,
    **care.MENUS,
    **looking_back.MENUS,
    **person.MENUS,
    **own_data.MENUS,
}
_NEEDS = {
    **dict.fromkeys(enrolment.MENUS, Joined.NOT_YET),
    **dict.fromkeys(own_data.MENUS, Joined.NOT_YET),
    **dict.fromkeys(person.MENUS, Joined.BEFORE),
}


def run(visit: Visit, name: str, rest: str) -> None:
    """Run a command for a person who may; else say in one sentence why not."""
    command = BY_NAME.get(name)
    if command is None:
        _unknown(visit, name, rest)
    elif refusal := _refusal(visit, command):
        visit.reply(refusal, clinic_phone=visit.clinic.settings.clinic_phone or "–")
    elif _joined(visit) < command.needs:
        if _joined(visit) is not Joined.BEFORE:  # who is asked anew is told why by the asking
            visit.reply("consent.first_command")
        enrolment.start(visit, "")
    elif command.right is Right.MANAGE_STAFF:
        _manage(visit, command, rest)
    else:
        command.run(visit, rest)


def _manage(visit: Visit, command: Command, rest: str) -> None:
    """Run a command about the staff; whoever may do other things now gets a menu that fits."""
    before = {member.id: member for member in clinicians.everyone(visit.clinic.db)}
    command.run(visit, rest)
    for member in clinicians.everyone(visit.clinic.db):
        if member != before.get(member.id):
            post = replace(visit.post, chat_id=member.chat_id, cause=f"{visit.post.cause}:menu")
            post.call("setMyCommands", staff_menu(member))


def choose(visit: Visit, tap: Tap) -> None:
    """Take a choice from a menu; all but those of /about are for patients."""
    menu, value = tap.first, tap.second
    chosen = MENUS.get(menu)
    if menu in about.MENUS:
        about.MENUS[menu](visit, value)
    elif chosen is None or visit.patient is None:
        visit.toast = visit.say("tap.not_yours")
    elif visit.patient.state is PatientState.WITHDRAWN and menu not in own_data.MENUS:
        visit.reply("withdrawn")
    elif _joined(visit) < _NEEDS.get(menu, Joined.WHOLLY):
        enrolment.start(visit, "")
    else:
        chosen(visit, value)


def _refusal(visit: Visit, command: Command) -> str:
    if command.allows(visit):
        patient = visit.patient
        gone = patient is not None and patient.state is PatientState.WITHDRAWN
        for_patients = command.roles == {Role.PATIENT} and not command.when_left
        return "withdrawn" if gone and for_patients else ""
    if command.right is not None and visit.clinician is not None:
        by, now = visit.clinician.code, visit.clinic.now()
        audit.note(visit.clinic.db, at=now, by=by, what="refused", about=f"/{command.name}")
        return "command.not_your_right"
    if command.right is not None:
        return "command.for_clinicians"
    return "command.for_patients" if visit.clinician else "start.need_invitation"


def _unknown(visit: Visit, name: str, rest: str) -> None:
    """Say that a command is unknown; words written with it are for the clinic all the same."""
    visit.reply("command.unknown", command=name[:32])
    if rest and _joined(visit) >= Joined.BEFORE:
        speaking.pass_on(visit, f"/{name} {rest}")


def _joined(visit: Visit) -> Joined:
    """Tell how far the patient has come in; without consent not at all."""
    patient = visit.patient
    if patient is None or not consenting.has_agreed(visit.clinic, patient):
        return Joined.NOT_YET
    if consenting.is_frozen(visit.clinic, patient):
        return Joined.BEFORE
    return Joined.AGREED if patient.region is None or patient.zone is None else Joined.WHOLLY


TAPS = {Act.CHOOSE: Tapping(run=choose, roles=EVERYBODY, about="menu")}


def menu(language: str, is_shown: Callable[[Command], bool]) -> list[dict[str, str]]:
    """List the commands of somebody's menu as setMyCommands takes them."""
    return [
        {"command": command.name, "description": say(language, f"command.{command.name}")}
        for command in COMMANDS
        if command.in_menu and is_shown(command)
    ]


def _is_for_patients(command: Command) -> bool:
    return Role.PATIENT in command.roles


def menus(staff: list[Clinician]) -> list[dict[str, Any]]:
    """List the setMyCommands calls for everybody's menu, in every language, and for the staff."""
    everybody: dict[str, Any] = {"scope": {"type": "all_private_chats"}}
    calls = [{**everybody, "commands": menu(languages()[0], _is_for_patients)}]
    for language in languages()[1:]:
        commands = menu(language, _is_for_patients)
        calls.append({**everybody, "commands": commands, "language_code": language})
    return calls + [staff_menu(member) for member in staff]


def staff_menu(member: Clinician) -> dict[str, Any]:
    """Give the setMyCommands call for a member's chat; who is staff no more sees a patient's."""
    scope = {"type": "chat", "chat_id": member.chat_id}
    if member.state is StaffState.ACTIVE:
        shown = menu(member.language, lambda command: command.is_open_to(member))
    else:
        shown = menu(member.language, _is_for_patients)
    return {"scope": scope, "commands": shown}
