"""Every command and every button, for everybody: what is not declared open is shut."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.taps import Act
from bot.pathway.rights import RIGHTS, Right
from bot.storage import alerts, forms
from bot.storage.clinicians import StaffRole
from bot.telegram.command import Command, Permission, Tapping
from bot.telegram.commands import COMMANDS, MENUS
from bot.telegram.routing import TAPS
from tests.house import House, open_house
from tests.rights.people import CANARY, ENDED, KINDS, People, gathered
from tests.telegram.lookup import audited

NOT_YOURS = "This button is not yours."
REFUSALS = (
    "This bot belongs to a clinic.",
    "This command is for",
    "You may not use this command.",
)
# What a refusal may leave behind: that it was asked and answered.
BESIDE = {"inbox", "outbox", "audit", "last_poll", "invitation_attempt", "burst"}
BESIDE.add("sqlite_sequence")  # the numbers given so far, of these tables as well
TAKING = ("viewed", "export started", "export finished")
SEES_NO_ANSWER = [kind for kind in KINDS if kind not in ("clinician", "admin")]


@pytest.fixture
async def people(tmp_path: Path) -> AsyncIterator[People]:
    """Open a clinic with one of each kind of person."""
    async with open_house(tmp_path) as house:
        yield await gathered(house)


def is_open(door: Permission, people: People, kind: str) -> bool:
    """Tell whether what is declared lets a kind of person in, worked out from the two tables."""
    rights = RIGHTS[StaffRole(kind)] if kind in set(StaffRole) else frozenset()
    return bool(door.roles & people.roles(kind)) or door.right in rights


def kept(house: House) -> dict[str, list[str]]:
    """Read all there is, but for what a refusal may leave."""
    db = house.clinic.db
    there = [name for name in db.table_names() if name not in BESIDE and name[0] != "_"]
    return {name: [str(row) for row in db.table(name).rows] for name in there}


async def test_a_command_answers_those_it_is_declared_for_and_nobody_else(people: People) -> None:
    wrong = [fault for kind in KINDS for fault in await tries_commands(people, kind)]

    assert wrong == []


async def tries_commands(people: People, kind: str) -> list[str]:
    """Send every command about somebody else, and tell which were answered wrongly."""
    chatter, code, wrong = people.kinds[kind], people.robin.patient.code, []
    for command in COMMANDS:
        allowed = is_open(command, people, kind)
        if allowed and kind in ("patient", "stranger", *ENDED):
            continue  # what people do about themselves the stories show
        people.house.clock.move_to(people.house.now + timedelta(seconds=5))  # nobody types faster
        before, record = len(chatter.from_bot), kept(people.house)

        await chatter.says(f"/{command.name} {code}")

        said = chatter.from_bot[before:]
        refused = any(text.startswith(REFUSALS) for text in said)
        if refused is allowed:
            wrong.append(f"{kind}, /{command.name}: {said}")
        if not allowed and (len(said) != 1 or kept(people.house) != record):
            wrong.append(f"{kind}, /{command.name} was refused, and did something: {said}")
    return wrong


async def test_who_may_not_see_answers_is_shown_none_whatever_they_try(people: People) -> None:
    for kind in SEES_NO_ANSWER:
        for command in COMMANDS:
            await people.kinds[kind].says(f"/{command.name} {people.robin.patient.code}")
            await people.kinds[kind].says(f"/{command.name}")

    assert [kind for kind in SEES_NO_ANSWER if CANARY in str(people.kinds[kind].from_bot)] == []
    looks = [row for what in TAKING for row in audited(people.house, what)]
    assert [look for look in looks if people.robin.patient.code in look] == []


def foreign(people: People, door: Tapping, act: Act) -> list[str]:
    """Write taps of an act on what is Robin's, with words that would do something."""
    db, robin = people.house.clinic.db, people.robin.patient
    form, alert = forms.of_patient(db, robin.id)[-1], alerts.open_of(db, robin.id)
    assert alert is not None
    return {
        "alert": [f"{act}:{alert.id}:{alert.round}{more}" for more in ("", ":called:better")],
        "patient": [f"{act}:{robin.id}{more}" for more in ("", ":csv:care:identified")],
        "menu": [f"{act}:0:{menu}:yes" for menu in MENUS],
        "form": [f"{act}:{form.id}:nrs:3", f"{act}:{form.id}:1:own_words:yes"],
    }[door.about]


async def test_a_button_on_anothers_record_is_refused_and_noted(people: People) -> None:
    wrong = [fault for kind in KINDS for fault in await tries_buttons(people, kind)]

    assert wrong == []
    assert len(audited(people.house, "foreign tap refused")) > len(KINDS)


async def tries_buttons(people: People, kind: str) -> list[str]:
    """Press every button on somebody else's record, and tell which were answered wrongly."""
    chatter, wrong = people.kinds[kind], []
    await chatter.says("hello")
    for act, door in TAPS.items():
        own_menu = door.about == "menu" and kind == "patient"
        if own_menu or (door.right is not None and is_open(door, people, kind)):
            continue  # that is whom the button is for
        for data in foreign(people, door, act):
            record, toasts = kept(people.house), len(chatter.person.toasts)

            chatter.person.taps("", message=chatter.last, data=data)
            await people.house.settle()

            told = chatter.person.toasts[toasts:]
            if told != [NOT_YOURS] or kept(people.house) != record:
                wrong.append(f"{kind}, {data}: {told}")
    return wrong


def test_every_kind_of_button_says_who_may_press_it() -> None:
    assert set(TAPS) == set(Act)
    assert all(isinstance(tapping, Tapping) for tapping in TAPS.values())


def test_a_door_that_does_not_say_for_whom_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="does not say who may use it"):
        Command(name="peek", run=lambda visit, rest: None)
    with pytest.raises(TypeError, match="does not say who may use it"):
        Tapping(run=lambda visit, tap: None, about="alert")


def test_every_role_has_its_rights_and_every_right_somebody() -> None:
    assert set(RIGHTS) == set(StaffRole)
    assert frozenset().union(*RIGHTS.values()) == set(Right)


@pytest.mark.parametrize("role", [StaffRole.AUDITOR, StaffRole.OPERATOR])
def test_who_watches_or_runs_has_no_right_to_answers(role: StaffRole) -> None:
    of_answers = {
        Right.SEE_ANSWERS,
        Right.ACT_ON_ALERTS,
        Right.CLEAR_SCREENING,
        Right.ANSWER_PATIENTS,
        Right.EXPORT,
    }

    assert not of_answers & RIGHTS[role]
