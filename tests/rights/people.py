"""Everybody who may come to the clinic's doors, and a patient who has told much."""

from dataclasses import dataclass, field

from bot.pathway import staff
from bot.storage import clinicians
from bot.storage.clinicians import Clinician, StaffRole, StaffState
from bot.storage.database import transaction
from bot.telegram.visit import Role
from tests.house import Chatter, House
from tests.stories.acts import begins_a_session

CANARY = "ZXQ-HEADACHE-CANARY"  # the patient's own words: nobody sees them who may not
STAFF = tuple(StaffRole)
ENDED = (StaffState.SUSPENDED, StaffState.REVOKED)


@dataclass(slots=True)
class People:
    """One of each kind by name; `robin` is the patient they are curious about."""

    house: House
    robin: Chatter
    kinds: dict[str, Chatter] = field(default_factory=dict)

    def member(self, kind: str) -> Clinician | None:
        """Give the staff record of a kind of person, if they have one."""
        return clinicians.ever_in_chat(self.house.clinic.db, self.kinds[kind].person.id)

    def roles(self, kind: str) -> set[Role]:
        """Tell what a kind of person is to the clinic, as this test has made them."""
        if kind in set(StaffRole):
            return {Role.STAFF}
        return {Role.PATIENT} if kind == "patient" else {Role.STRANGER}


KINDS = ("stranger", "patient", *(role.value for role in STAFF), *(state.value for state in ENDED))


async def gathered(house: House) -> People:
    """Bring one of each kind, and a patient with forms, words and an open alert."""
    people = People(house, await house.patient("Robin"))
    await begins_a_session(people.robin)
    await people.robin.says("/diary")
    people.kinds["stranger"] = house.chatter("Alex")
    people.kinds["patient"] = await house.patient("Mallory")
    for role in STAFF:
        people.kinds[role.value] = await _member(house, role)
    for state in ENDED:
        people.kinds[state.value] = await house.staff("admin", state.value)
    admin = people.member("admin")
    assert admin is not None
    for state, end in zip(ENDED, (staff.suspend, staff.revoke), strict=True):
        gone = people.member(state.value)
        assert gone is not None
        with transaction(house.clinic.db):
            end(house.clinic, member=gone, by=admin.code)
    await house.settle()
    await people.robin.says(f"my neck feels odd {CANARY}")
    return people


async def _member(house: House, role: StaffRole) -> Chatter:
    """Bring a member of staff; nobody is invited as operator, who stands at the machine."""
    invited = "admin" if role is StaffRole.OPERATOR else role.value
    chatter = await house.staff(invited, role.value)
    if role is StaffRole.OPERATOR:
        member = clinicians.by_chat(house.clinic.db, chatter.person.id)
        assert member is not None
        clinicians.change(house.clinic.db, member.id, role=role)
    return chatter
