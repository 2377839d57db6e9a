"""Coming in: an invitation works once, for one person, for a while; guessing is stopped."""

import re

import pytest

from bot.pathway import invitations
from bot.storage import clinicians, patients
from bot.storage.patients import PatientState
from tests.house import Chatter, House
from tests.telegram.lookup import audited, column, count

REFUSED = "This link does not work. It may be used, too old, or mistyped."
LOCKED = "There were too many tries with links."
CONSENT = ["Yes, I agree", "No"]


async def follows(chatter: Chatter, token: str) -> str:
    """Open a link and give what the bot says."""
    chatter.person.starts(token)
    await chatter.house.settle()
    return chatter.last.text


async def test_an_invitation_lets_one_person_in_and_asks_for_consent(
    house: House, stranger: Chatter
) -> None:
    await follows(stranger, house.invitation("patient"))

    assert stranger.last.labels == CONSENT
    assert stranger.patient.state is PatientState.JOINING


async def test_an_invitation_works_once(house: House, stranger: Chatter) -> None:
    token = house.invitation("patient")
    await follows(house.chatter("First"), token)

    said = await follows(stranger, token)

    assert said.startswith(REFUSED)
    assert patients.by_chat(house.clinic.db, stranger.person.id) is None


async def test_opening_the_own_link_again_goes_on_where_one_was(
    house: House, stranger: Chatter
) -> None:
    token = house.invitation("patient")
    await follows(stranger, token)
    await stranger.taps("Yes, I agree")

    await follows(stranger, token)

    assert "Where are you?" in stranger.last.text
    assert count(house, "patient") == 1


@pytest.mark.parametrize(("days", "works"), [(6.99, True), (7, False), (400, False)])
async def test_an_invitation_ends_after_its_days(
    house: House, stranger: Chatter, days: float, works: bool
) -> None:
    token = house.invitation("patient")
    await house.go(days=days)

    await follows(stranger, token)

    assert (stranger.last.labels == CONSENT) is works


@pytest.mark.parametrize("token", ["x", "A" * 24, "K7QX2", "a-b_c", "0" * 64])
async def test_a_wrong_link_is_refused_in_the_same_words(
    house: House, stranger: Chatter, token: str
) -> None:
    house.invitation("patient")

    said = await follows(stranger, token)

    assert said.startswith(REFUSED)
    assert audited(house, "invitation refused") == ["stranger: invitation"]


async def test_wrong_used_and_old_links_are_refused_alike(house: House) -> None:
    used, old = house.invitation("clinician"), house.invitation("patient")
    await follows(house.chatter("First"), used)
    await house.go(days=8)
    replies = {await follows(house.chatter(), token) for token in (used, old, "wrong")}

    assert len(replies) == 1


async def test_a_link_mistyped_by_one_letter_is_refused(house: House, stranger: Chatter) -> None:
    token = house.invitation("patient")
    other = token[:-1] + ("A" if token[-1] != "A" else "B")

    assert (await follows(stranger, other)).startswith(REFUSED)
    await follows(stranger, token)
    assert stranger.last.labels == CONSENT


async def test_a_clinicians_link_makes_a_clinician(house: House, stranger: Chatter) -> None:
    said = await follows(stranger, house.invitation("clinician"))

    assert said.startswith("You are in as a clinician.")
    assert clinicians.by_chat(house.clinic.db, stranger.person.id) is not None
    assert patients.by_chat(house.clinic.db, stranger.person.id) is None


async def test_after_five_wrong_links_in_an_hour_even_a_right_one_waits(
    house: House, stranger: Chatter
) -> None:
    token = house.invitation("patient")
    for attempt in range(5):
        assert (await follows(stranger, f"wrong-{attempt}")).startswith(REFUSED)

    assert (await follows(stranger, token)).startswith(LOCKED)
    await house.go(minutes=58)
    assert (await follows(stranger, token)).startswith(LOCKED)

    await house.go(minutes=3)
    await follows(stranger, token)
    assert stranger.last.labels == CONSENT


async def test_one_persons_wrong_links_lock_nobody_else(house: House, stranger: Chatter) -> None:
    for attempt in range(6):
        await follows(stranger, f"wrong-{attempt}")
    other = house.chatter("Kim")

    await follows(other, house.invitation("patient"))

    assert other.last.labels == CONSENT


async def test_many_people_guessing_together_are_stopped(house: House) -> None:
    for attempt in range(50):
        assert (await follows(house.chatter(), f"wrong-{attempt}")).startswith(REFUSED)

    assert (await follows(house.chatter(), "wrong-again")).startswith(LOCKED)


async def test_only_a_hash_of_an_invitation_is_kept(house: House, stranger: Chatter) -> None:
    token = house.invitation("patient")
    await follows(stranger, token)

    assert re.fullmatch("[0-9a-f]{64}", column(house, "SELECT token_hash FROM invitation")[0])
    tables = [name for name in house.clinic.db.table_names() if name != "inbox"]
    rows = [row for name in tables for row in house.clinic.db.table(name).rows]
    assert not [row for row in rows if token in str(row)]


@pytest.mark.parametrize("role", ["patient", "clinician"])
async def test_a_link_can_be_carried_by_telegram(house: House, role: str) -> None:
    tokens = {house.invitation(role) for _ in range(200)}

    assert len(tokens) == 200
    assert all(re.fullmatch("[A-Za-z0-9_-]{16,64}", token) for token in tokens)
    link = invitations.link("needling_test_bot", min(tokens))
    assert link == f"https://t.me/needling_test_bot?start={min(tokens)}"


async def test_a_clinician_can_invite_a_patient(house: House, charlie: Chatter) -> None:
    invited = await charlie.says("/invite")
    link = re.search(r"https://t\.me/needling_test_bot\?start=(\S+)", invited.text)
    assert link is not None
    kim = house.chatter("Kim")

    await follows(kim, link[1])

    assert kim.last.labels == CONSENT
    assert invited.protect_content
    assert audited(house, "invited")[-1] == "C1: patient"


async def test_a_clinicians_link_does_not_turn_a_patient_into_staff(
    house: House, robin: Chatter
) -> None:
    token = house.invitation("clinician")

    await follows(robin, token)

    assert clinicians.by_chat(house.clinic.db, robin.person.id) is None
    assert column(house, "SELECT used_at FROM invitation WHERE role = 'clinician'") == [None]


async def test_whoever_left_comes_back_with_a_new_link_only(house: House, robin: Chatter) -> None:
    code = robin.patient.code
    await robin.says("/stop")

    assert (await robin.says("/start")).text.startswith("This bot belongs to a clinic.")
    await follows(robin, house.invitation("patient"))

    assert robin.last.labels == CONSENT
    assert robin.patient.code == code


async def test_saying_no_to_the_consent_keeps_nothing(house: House, stranger: Chatter) -> None:
    await follows(stranger, house.invitation("patient"))

    await stranger.taps("No")

    assert "Nothing is stored" in stranger.last.text
    assert count(house, "consent") == 0


async def test_consent_is_kept_with_version_hash_language_and_time(
    house: House, stranger: Chatter
) -> None:
    await follows(stranger, house.invitation("patient"))
    update = stranger.person.taps("Yes, I agree")
    await house.settle()

    row = dict(next(iter(house.clinic.db.query("SELECT * FROM consent"))))
    assert row["version"] == "2026-11"
    assert re.fullmatch("[0-9a-f]{64}", row["text_hash"])
    assert row["language"] == "en"
    assert row["given_at"].startswith("2026-11-02T09:00")
    assert row["update_id"] == update
    assert row["withdrawn_at"] is None


async def test_agreeing_twice_is_one_consent(house: House, stranger: Chatter) -> None:
    await follows(stranger, house.invitation("patient"))
    asked = stranger.last

    stranger.person.taps("Yes, I agree", message=asked)
    stranger.person.taps("Yes, I agree", message=asked)
    await house.settle()

    assert count(house, "consent") == 1


async def test_words_before_consent_are_not_kept(house: House, stranger: Chatter) -> None:
    await follows(stranger, house.invitation("patient"))

    await stranger.says("I cannot breathe")

    assert "I could not keep what you wrote" in stranger.from_bot[-2]
    assert "112" in stranger.from_bot[-2]
    assert count(house, "patient_message") == 0
    assert stranger.last.labels == CONSENT


@pytest.mark.parametrize(
    ("typed", "zone"), [("Berlin", "Europe/Berlin"), ("TOKYO!", "Asia/Tokyo")]
)
async def test_joining_can_be_typed_throughout(
    house: House, stranger: Chatter, typed: str, zone: str
) -> None:
    await follows(stranger, house.invitation("patient"))

    for words in ("yes", "germany", typed):
        await stranger.says(words)

    assert stranger.patient.zone == zone
    assert stranger.patient.region == "de"
    assert stranger.patient.state is PatientState.ACTIVE
    assert "You are in." in stranger.last.text


@pytest.mark.parametrize("typed", ["Atlantis", "xx", "🌍", "Europe/Nowhere", "'; DROP TABLE x"])
async def test_an_unknown_city_is_asked_again(house: House, stranger: Chatter, typed: str) -> None:
    await follows(stranger, house.invitation("patient"))
    await stranger.taps("Yes, I agree", "Germany")

    await stranger.says(typed)

    assert "I do not know that city." in stranger.from_bot[-2]
    assert stranger.patient.zone is None


@pytest.mark.parametrize(
    "data",
    ["m:0:zone:Mars/Olympus", "m:0:zone:", "m:0:zone:../etc", "m:0:region:qq", "m:0:region"],
)
async def test_a_choice_that_does_not_exist_is_not_stored(
    house: House, stranger: Chatter, data: str
) -> None:
    await follows(stranger, house.invitation("patient"))
    await stranger.taps("Yes, I agree")

    stranger.person.taps("", data=data)
    await house.settle()

    assert stranger.patient.region is None
    assert stranger.patient.zone is None
    assert "Where are you?" in stranger.last.text


@pytest.mark.parametrize("data", ["m:0:region:de", "m:0:zone:Europe/Berlin"])
async def test_without_consent_region_and_zone_are_not_stored(
    house: House, stranger: Chatter, data: str
) -> None:
    await follows(stranger, house.invitation("patient"))

    stranger.person.taps("", data=data)
    await house.settle()

    assert (stranger.patient.region, stranger.patient.zone) == (None, None)
    assert stranger.last.labels == CONSENT
