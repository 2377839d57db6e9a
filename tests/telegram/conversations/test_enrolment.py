"""Coming in: an invitation works once, for one person, for a while; guessing is stopped."""

import re

import pytest

from bot.pathway import invitations
from bot.storage import clinicians, patients
from bot.storage.patients import PatientState
from tests.house import Chatter, House
from tests.telegram.lookup import audited, column, count, written

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


async def test_after_five_wrong_links_in_an_hour_more_are_locked_out(
    house: House, stranger: Chatter
) -> None:
    used, old = house.invitation("patient"), house.invitation("patient")
    await follows(house.chatter("First"), used)
    house.clinic.db.execute("UPDATE invitation SET expires_at = '2020' WHERE used_at IS NULL")
    for attempt in range(5):
        assert (await follows(stranger, f"wrong-{attempt}")).startswith(REFUSED)

    replies = {await follows(stranger, token) for token in (used, old, "wrong")}
    assert [reply.startswith(LOCKED) for reply in replies] == [True]
    await house.go(minutes=58)
    assert (await follows(stranger, "wrong")).startswith(LOCKED)

    await house.go(minutes=3)
    assert (await follows(stranger, "wrong")).startswith(REFUSED)


@pytest.mark.parametrize("role", ["patient", "clinician"])
async def test_a_right_link_works_whoever_guessed_before(
    house: House, stranger: Chatter, role: str
) -> None:
    token = house.invitation(role)
    for number in range(10):
        guesser = house.chatter(f"Guesser {number}")
        for attempt in range(5):
            guesser.person.starts(f"wrong-{attempt}")
    for attempt in range(6):
        stranger.person.starts(f"wrong-{attempt}")
    await house.settle()
    assert stranger.last.text.startswith(LOCKED)

    await follows(stranger, token)

    assert not stranger.last.text.startswith((LOCKED, REFUSED))
    assert column(house, "SELECT used_at IS NULL FROM invitation") == [0]


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


async def test_a_patient_with_a_clinicians_link_is_both(house: House, robin: Chatter) -> None:
    said = await follows(robin, house.invitation("clinician"))

    assert said.startswith("You are in as a clinician.")
    assert clinicians.by_chat(house.clinic.db, robin.person.id) is not None
    assert robin.patient.state is PatientState.ACTIVE


async def test_a_clinician_with_a_patients_link_is_both(house: House, charlie: Chatter) -> None:
    await follows(charlie, house.invitation("patient"))

    assert charlie.last.labels == CONSENT
    assert clinicians.by_chat(house.clinic.db, charlie.person.id) is not None


@pytest.mark.parametrize("role", ["patient", "clinician"])
async def test_who_has_the_role_of_a_link_leaves_it_for_somebody_else(
    house: House, robin: Chatter, charlie: Chatter, role: str
) -> None:
    token = house.invitation(role)
    await follows(robin if role == "patient" else charlie, token)
    kim = house.chatter("Kim")

    await follows(kim, token)

    assert not kim.last.text.startswith(REFUSED)


async def test_alerts_that_waited_for_the_first_clinician_come_at_once(
    house: House, robin: Chatter
) -> None:
    await robin.says("something is odd")
    await house.go(minutes=40)

    charlie = await house.clinician()
    await house.go(seconds=5)

    assert "Flag 1" in charlie.last.text


async def test_alerts_come_at_once_to_the_only_clinician_who_is_back(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    charlie.person.blocks()
    await robin.says("something is odd")
    await house.go(minutes=2)
    before = len(charlie.from_bot)

    charlie.person.unblocks()
    await house.settle()
    await house.go(seconds=5)

    assert any("Flag 1" in text for text in charlie.from_bot[before:])
    assert audited(house, "unreachable") == ["telegram: clinician C1"]
    assert audited(house, "reachable") == ["telegram: clinician C1"]


async def test_a_second_clinician_who_joins_starts_no_alert_anew(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("something is odd")
    before = len(charlie.from_bot)

    await house.clinician("Dana")
    await house.go(seconds=5)

    assert len(charlie.from_bot) == before


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


async def test_who_agrees_to_words_that_have_changed_since_is_shown_the_new_ones(
    house: House, stranger: Chatter
) -> None:
    await follows(stranger, house.invitation("patient"))
    house.clinic.settings.__dict__["clinic_name"] = "the New Clinic"
    shown = stranger.last

    await stranger.taps("Yes, I agree")

    assert count(house, "consent") == 0
    assert stranger.last.labels == CONSENT
    assert "the New Clinic" in stranger.last.text
    assert "the New Clinic" not in shown.text
    await stranger.taps("Yes, I agree")
    assert count(house, "consent") == 1


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


@pytest.mark.parametrize("typed", ["Atlantis", "xx", "🌍", "Europe/Nowhere", "'; DROP"])
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


async def test_more_than_a_name_in_place_of_the_region_goes_to_the_clinic(
    house: House, charlie: Chatter, stranger: Chatter
) -> None:
    await follows(stranger, house.invitation("patient"))
    await stranger.taps("Yes, I agree")

    await stranger.says("My arm is sore since yesterday")

    assert written(stranger) == ["My arm is sore since yesterday"]
    assert "Flag 1" in charlie.last.text
    assert "cannot judge what you wrote" in stranger.from_bot[-2]
    assert "Where are you?" in stranger.last.text


async def test_more_than_a_name_in_place_of_the_city_goes_to_the_clinic(
    house: House, stranger: Chatter
) -> None:
    await follows(stranger, house.invitation("patient"))
    await stranger.taps("Yes, I agree", "Germany")

    await stranger.says("my shoulder feels odd")

    assert written(stranger) == ["my shoulder feels odd"]
    assert "Which city" in stranger.last.text
    await stranger.says("none of these")  # answers the red flags, and is no message
    assert written(stranger) == ["my shoulder feels odd"]
    await stranger.says("Berlin")
    assert stranger.patient.state is PatientState.ACTIVE


async def test_a_problem_can_be_reported_before_region_and_city_are_known(
    house: House, charlie: Chatter, stranger: Chatter
) -> None:
    await follows(stranger, house.invitation("patient"))
    await stranger.taps("Yes, I agree")

    await stranger.says("/problem")
    await stranger.taps("Hard to breathe")

    assert "Call 112 now" in "".join(stranger.from_bot)
    assert "Flag 1" in charlie.last.text


async def test_a_city_nobody_asked_for_is_offered_as_the_time_zone(
    house: House, robin: Chatter, charlie: Chatter
) -> None:
    before = len(charlie.from_bot)
    await robin.says("Tokyo")

    assert robin.last.labels == ["Tokyo"]
    assert len(charlie.from_bot) == before
    await robin.taps("Tokyo")
    assert robin.patient.zone == "Asia/Tokyo"


async def test_another_region_is_shown_among_the_settings(house: House, robin: Chatter) -> None:
    await robin.says("/settings")

    await robin.taps("Region", "Austria")

    assert "Emergency number for: Austria" in robin.last.text
    assert (
        audited(house, "region set")[-1] == f"{robin.patient.code}: patient {robin.patient.code}"
    )


async def test_joining_again_is_in_the_log(house: House, robin: Chatter) -> None:
    await robin.says("/stop")

    await follows(robin, house.invitation("patient"))

    assert audited(house, "joining again") == [
        f"{robin.patient.code}: patient {robin.patient.code}"
    ]
