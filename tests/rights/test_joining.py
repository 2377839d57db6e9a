"""Coming in as staff: the role and the name of the invitation, and nobody undoes a suspension."""

import pytest

from bot.pathway import invitations, staff
from bot.storage import clinicians
from bot.storage.clinicians import Clinician, StaffRole, StaffState
from bot.storage.database import transaction
from tests.house import Chatter, House
from tests.telegram.lookup import audited, column


def member(chatter: Chatter) -> Clinician:
    found = clinicians.ever_in_chat(chatter.house.clinic.db, chatter.person.id)
    assert found is not None
    return found


async def opens(chatter: Chatter, role: str, name: str = "") -> str:
    """Open a new invitation and give what the bot says."""
    house = chatter.house
    with transaction(house.clinic.db):
        token = invitations.invite(house.clinic, role=role, name=name, by="operator")
    chatter.person.starts(token)
    await house.settle()
    return chatter.last.text


def menu(house: House, chatter: Chatter) -> set[str]:
    scope = f'{{"chat_id": {chatter.person.id}, "type": "chat"}}'
    return {entry["command"] for entry in house.api.commands[(scope, "")]}


@pytest.mark.parametrize(
    ("role", "welcome", "has", "lacks"),
    [
        ("clinician", "You are in as a clinician.", "patients", "staff"),
        ("admin", "You are in as an admin.", "patients", "problem"),
        ("auditor", "You are in as an auditor.", "help", "patients"),
    ],
)
async def test_an_invitation_gives_its_role_its_name_and_a_menu_that_fits(
    house: House, role: str, welcome: str, has: str, lacks: str
) -> None:
    kim = house.chatter("Kim")

    said = await opens(kim, role, "  Dr.\nKim ")

    assert said.startswith(welcome)
    assert (member(kim).role, member(kim).name) == (StaffRole(role), "Dr. Kim")
    assert has in menu(house, kim)
    assert lacks not in menu(house, kim)
    assert "Dr. Kim" not in str(kim.from_bot)


async def test_a_wider_role_takes_the_place_of_a_narrower_one_and_not_the_other_way(
    house: House,
) -> None:
    kim = await house.clinician("Kim")
    code = member(kim).code
    assert (await opens(kim, "admin")).startswith("You are in as an admin.")

    for role in ("clinician", "auditor", "admin"):
        assert (await opens(kim, role)).startswith("You are in as an admin.")

    assert (member(kim).code, member(kim).role) == (code, StaffRole.ADMIN)
    assert column(house, "SELECT count(*) FROM invitation WHERE used_at IS NULL") == [3]
    assert audited(house, "staff joined") == [f"{code}: staff {code}"] * 2


async def test_whoever_is_suspended_is_not_let_in_by_a_link_and_who_was_revoked_is(
    house: House,
) -> None:
    await house.staff("admin", "Ann")
    kim = await house.clinician("Kim")
    code = member(kim).code
    for end, welcome, state in (
        (staff.suspend, "This link does not work", StaffState.SUSPENDED),
        (staff.revoke, "You are in as a clinician.", StaffState.ACTIVE),
    ):
        with transaction(house.clinic.db):
            end(house.clinic, member=member(kim), by="operator")

        assert (await opens(kim, "clinician")).startswith(welcome)
        assert member(kim).state is state

    assert member(kim).code == code
