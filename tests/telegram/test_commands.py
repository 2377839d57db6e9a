"""Every command for everybody: run for those who may, one plain sentence for all others."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.pathway.rights import RIGHTS
from bot.storage.clinicians import StaffRole
from bot.storage.patients import PatientState
from bot.telegram.command import EVERYBODY, PATIENTS
from bot.telegram.commands import COMMANDS
from tests.house import Chatter, House, open_house
from tests.telegram.lookup import count, written

Bring = Callable[[House], Awaitable[Chatter]]
OF_PATIENTS = [command.name for command in COMMANDS if command.roles == PATIENTS]
OF_CLINICIANS = [
    command.name for command in COMMANDS if command.right in RIGHTS[StaffRole.CLINICIAN]
]
OF_EVERYBODY = [command.name for command in COMMANDS if command.roles == EVERYBODY]
KNOWN_TO_ALL = {"help", "privacy", "about"}


async def stranger(house: House) -> Chatter:
    return house.chatter("Alex")


async def invited(house: House) -> Chatter:
    """Bring somebody who came in and has not agreed yet."""
    chatter = house.chatter("Kim")
    chatter.person.starts(house.invitation("patient"))
    await house.settle()
    return chatter


async def agreed(house: House) -> Chatter:
    """Bring somebody who has agreed and not yet told region and zone."""
    chatter = await invited(house)
    await chatter.taps("Yes, I agree")
    return chatter


async def patient(house: House) -> Chatter:
    return await house.patient("Robin")


async def paused(house: House) -> Chatter:
    chatter = await house.patient("Pat")
    await chatter.says("/pause")
    return chatter


async def withdrawn(house: House) -> Chatter:
    chatter = await house.patient("Sam")
    await chatter.says("/stop")
    return chatter


async def clinician(house: House) -> Chatter:
    return await house.clinician()


ROLES: tuple[Bring, ...] = (*(stranger, invited, agreed, patient, paused, withdrawn, clinician),)


def shown(chatter: Chatter) -> list[tuple[int, str]]:
    """Tell what the bot has written, with how often each message was edited."""
    return [(m.edited, m.text) for m in chatter.person.messages if m.from_bot]


@pytest.mark.parametrize("bring", ROLES)
async def test_every_command_is_answered(house: House, bring: Bring) -> None:
    chatter = await bring(house)
    await chatter.says("hello")
    silent = []
    for command in sorted(
        COMMANDS, key=lambda one: one.name in ("stop", "forget")
    ):  # leaving comes last
        house.clock.move_to(house.now + timedelta(seconds=5))  # nobody types faster
        before = shown(chatter)

        chatter.person.writes(f"/{command.name}")
        await house.settle()

        if shown(chatter) == before:
            silent.append(command.name)

    assert silent == []


ALWAYS = {command.name for command in COMMANDS if command.when_left}  # a patient's rights
REFUSALS: list[tuple[Bring, list[str], str]] = [
    (stranger, OF_PATIENTS, "This bot belongs to a clinic."),
    (stranger, ["start"], "This bot belongs to a clinic."),
    (stranger, OF_CLINICIANS, "This command is for the clinic's staff."),
    (invited, OF_CLINICIANS, "This command is for the clinic's staff."),
    (patient, OF_CLINICIANS, "This command is for the clinic's staff."),
    (paused, OF_CLINICIANS, "This command is for the clinic's staff."),
    (withdrawn, OF_CLINICIANS, "This command is for the clinic's staff."),
    (withdrawn, [*set(OF_PATIENTS) - ALWAYS], "You have left, so nothing is stored or asked."),
    (withdrawn, ["start"], "This bot belongs to a clinic."),
    (clinician, OF_PATIENTS, "This command is for patients."),
]


@pytest.mark.parametrize(("bring", "names", "sentence"), REFUSALS)
async def test_who_may_not_is_told_so_in_one_sentence_and_nothing_happens(
    house: House, bring: Bring, names: list[str], sentence: str
) -> None:
    chatter = await bring(house)
    forms, invitations = count(house, "form"), count(house, "invitation")

    for name in names:
        before = len(chatter.from_bot)
        await chatter.says(f"/{name}" if name == "start" else f"/{name} K7QX2")

        assert len(chatter.from_bot) == before + 1
        assert chatter.last.text.startswith(sentence)
    assert count(house, "form") == forms
    assert count(house, "invitation") == invitations
    assert count(house, "audit", "what IN ('viewed', 'export started')") == 0


@pytest.mark.parametrize(
    ("bring", "works"),
    [(invited, {"stop", *ALWAYS}), (agreed, {"stop", "problem", *ALWAYS})],
)
async def test_hardly_anything_works_before_joining_is_finished(
    house: House, bring: Bring, works: set[str]
) -> None:
    chatter = await bring(house)
    step = chatter.last.text

    for name in (name for name in OF_PATIENTS if name not in works):
        await chatter.says(f"/{name}")

        assert chatter.from_bot[-2] == "Before this works, please finish joining first."
        assert chatter.last.text == step
    assert count(house, "form") == 0


async def test_leaving_works_before_joining_is_finished(house: House) -> None:
    chatter = await invited(house)

    reply = await chatter.says("/stop")

    assert reply.text.startswith("You have left.")
    assert chatter.patient.state is PatientState.WITHDRAWN


@pytest.mark.parametrize(
    "written",
    [
        "/start@{bot}",
        "/HELP",
        "/Help@{bot}",
        "/help now please",
        "/help\nplease",
        "/help@{bot}  x",
    ],
)
async def test_a_command_is_known_however_it_is_written(
    house: House, robin: Chatter, written: str
) -> None:
    before = len(robin.from_bot)

    await robin.says(written.format(bot=house.app.bot.username))

    assert len(robin.from_bot) == before + 1
    assert "I do not know" not in robin.last.text


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("/nonsense", "/nonsense"),
        ("/11", "/11"),
        ("/helpme", "/helpme"),
        ("/help@another_clinics_bot", "/help@another_clinics_bot"),
        ("/_", "/_"),
        (f"/{'x' * 64}", f"/{'x' * 32}"),
    ],
)
async def test_an_unknown_command_is_said_to_be_unknown(
    robin: Chatter, written: str, named: str
) -> None:
    reply = await robin.says(written)

    assert reply.text == (
        f"I do not know {named}. Send /help to see what I know. "
        "If something is wrong, send /problem."
    )


async def test_words_after_an_unknown_command_go_to_the_clinic(
    robin: Chatter, charlie: Chatter
) -> None:
    await robin.says("/pain my neck hurts since this morning")

    assert written(robin) == ["/pain my neck hurts since this morning"]
    assert "I do not know /pain" in robin.from_bot[-2]
    assert "Flag 1" in charlie.last.text


async def test_words_after_problem_go_to_the_clinic(robin: Chatter, charlie: Chatter) -> None:
    await robin.says("/problem my neck hurts since this morning")

    assert written(robin) == ["my neck hurts since this morning"]
    assert "most important question" in robin.last.text
    assert "Flag 1" in charlie.last.text


async def test_words_after_an_unknown_command_are_not_kept_without_consent(house: House) -> None:
    kim = await invited(house)

    await kim.says("/pain my neck hurts")

    assert count(house, "patient_message") == 0


async def test_an_unknown_command_leaves_the_open_question_open(robin: Chatter) -> None:
    await robin.says("/diary")

    await robin.says("/nonsense")
    await robin.says("7")

    assert "How long did it last?" in robin.last.text


async def test_a_slash_inside_words_is_no_command(robin: Chatter, charlie: Chatter) -> None:
    await robin.says("my neck hurts, see /help")

    assert "cannot judge what you wrote" in robin.last.text


def menu_names(house: House, scope: str) -> list[str]:
    return [entry["command"] for entry in house.api.commands[(scope, "")]]


async def test_patients_and_clinicians_each_have_their_own_menu(
    house: House, charlie: Chatter
) -> None:
    everybody = menu_names(house, '{"type": "all_private_chats"}')
    staff = menu_names(house, f'{{"chat_id": {charlie.person.id}, "type": "chat"}}')

    assert set(everybody) == {*OF_PATIENTS, *KNOWN_TO_ALL}
    assert set(staff) == {*OF_CLINICIANS, *KNOWN_TO_ALL}


async def test_the_menu_leads_with_what_cannot_wait(house: House, charlie: Chatter) -> None:
    everybody = menu_names(house, '{"type": "all_private_chats"}')
    staff = menu_names(house, f'{{"chat_id": {charlie.person.id}, "type": "chat"}}')

    assert everybody[0] == "problem"
    assert staff[0] == "alerts"


async def test_open_enrolment_lets_anybody_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("open")
    async with open_house(folder, OPEN_ENROLMENT="true") as house:
        alex = house.chatter("Alex")

        await alex.says("/start")

        assert alex.last.labels == ["Yes, I agree", "No"]
        assert alex.patient.state is PatientState.JOINING
