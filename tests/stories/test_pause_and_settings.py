"""The patient's own terms: a pause, a way out, the zone, the quiet hours, the hour."""

from datetime import timedelta

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage import consents
from bot.storage.forms import FormKind, FormState
from bot.storage.patients import PatientState
from tests.house import START, Chatter, House
from tests.stories.acts import GATE, had_a_session, is_well
from tests.stories.records import check_in, check_ins, due, flagged, flags, forms_of, last_form

AUCKLAND = (-36.8485, 174.7633)
MID_ATLANTIC = (0.0, -30.0)


async def test_while_paused_nothing_is_asked_and_afterwards_it_is(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await robin.says("/pause")
    seen = len(robin.from_bot)
    await house.go(hours=25)
    assert robin.from_bot[seen:] == []
    assert check_ins(robin)[1, "h3"] == check_ins(robin)[1, "h24"] == "skipped"

    await robin.says("/resume")
    await house.go(hours=24)

    assert GATE in robin.last.text
    await is_well(robin)
    assert check_in(robin, "h48").state is FormState.ANSWERED


async def test_an_open_check_in_is_not_reminded_of_while_paused(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await robin.says("/pause")
    seen = len(robin.from_bot)

    await house.go(hours=4)

    assert robin.from_bot[seen:] == []


async def test_a_problem_can_be_reported_while_paused(charlie: Chatter, robin: Chatter) -> None:
    await robin.says("/pause")

    await robin.says("/problem")
    await robin.taps("Fever + stiff neck")

    assert robin.last.text.startswith("Call 112 now")
    assert flagged(robin) is TriageLevel.EMERGENCY
    assert len(flags(charlie)) == 1


async def test_leaving_ends_every_prompt_and_the_consent_at_once(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)

    await robin.says("/stop")
    seen = len(robin.from_bot)
    await house.go(days=16)

    assert robin.from_bot[seen:] == []
    assert set(check_ins(robin).values()) == {"cancelled"}
    assert consents.in_force(house.clinic.db, robin.patient.id) is None
    assert robin.patient.state is PatientState.WITHDRAWN


async def test_leaving_by_a_plain_word(robin: Chatter) -> None:
    await robin.says("Stop")

    assert "You have left." in robin.last.text
    assert robin.patient.state is PatientState.WITHDRAWN


async def test_what_was_ticked_before_leaving_goes_to_the_clinic(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await robin.taps("None of these", "3", "Pain in chest", "Done")

    await robin.says("/stop")

    assert check_ins(robin)[1, "h3"] == "incomplete"
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert len(flags(charlie)) == 1


async def test_an_alert_outlives_the_leaving(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")
    await robin.taps("Hard to breathe")

    await robin.says("/stop")
    await house.go(minutes=11)

    assert flagged(robin) is TriageLevel.EMERGENCY
    assert len(flags(charlie)) == 2  # and it is sent again until somebody acts


async def test_after_leaving_nothing_is_kept(house: House, robin: Chatter) -> None:
    await robin.says("/stop")
    before = len(forms_of(robin))

    await robin.says("My neck hurts")
    assert "You have left, so nothing is stored" in robin.last.text
    await robin.says("/problem")
    assert "You have left, so nothing is stored" in robin.last.text

    assert len(forms_of(robin)) == before
    assert list(house.clinic.db.query("SELECT * FROM patient_message")) == []


async def test_coming_back_needs_a_new_link_and_a_new_consent(
    house: House, robin: Chatter
) -> None:
    await robin.says("/stop")
    await robin.says("/start")
    assert "link your clinic gave you" in robin.last.text

    robin.person.starts(house.invitation("patient"))
    await house.settle()
    await robin.taps("Yes, I agree")

    assert robin.patient.state is PatientState.ACTIVE
    assert "You are in." in robin.last.text


async def test_the_zone_is_set_by_a_city(house: House, robin: Chatter) -> None:
    await robin.says("/settings")
    await robin.taps("Time zone", "Berlin")

    assert robin.patient.zone == "Europe/Berlin"


async def test_the_zone_is_set_by_a_shared_place_that_is_kept_nowhere(
    house: House, robin: Chatter
) -> None:
    latitude, longitude = AUCKLAND
    await robin.says("/settings")
    await robin.taps("Time zone")

    robin.person.sends("location", latitude=latitude, longitude=longitude)
    await house.settle()
    await robin.taps("Auckland")

    assert robin.patient.zone == "Pacific/Auckland"
    assert _stored(house, "36.84") == []
    assert _stored(house, "174.76") == []


def _stored(house: House, digits: str) -> list[str]:
    """Name the tables of the whole database in which these digits stand."""
    db = house.clinic.db
    return [
        table
        for table in db.table_names()
        if any(digits in str(row) for row in db.table(table).rows)
    ]


async def test_a_place_at_sea_has_no_zone(house: House, robin: Chatter) -> None:
    latitude, longitude = MID_ATLANTIC
    await robin.says("/settings")
    await robin.taps("Time zone")

    robin.person.sends("location", latitude=latitude, longitude=longitude)
    await house.settle()

    assert robin.patient.zone == "Europe/Berlin"
    assert "no time zone for that place" in " ".join(robin.from_bot)


async def test_a_new_zone_moves_what_is_planned_and_doubles_nothing(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    before = check_ins(robin)

    await robin.says("/settings")
    robin.person.sends("location", latitude=AUCKLAND[0], longitude=AUCKLAND[1])
    await house.settle()
    await robin.taps("Auckland")

    assert check_ins(robin) == before
    # 22:00 in Auckland is inside quiet hours: the next morning there.
    assert due(robin, "h24").strftime("%a %H:%M") == "Wed 08:00"
    assert abs(due(robin, "h3") - START - timedelta(hours=3)) < timedelta(minutes=1)
    seen = len(robin.from_bot)
    await house.go(hours=35)
    assert sum(GATE in text for text in robin.from_bot[seen:]) == 3  # two, and one reminder


async def test_quiet_hours_put_a_check_in_off_until_the_morning(
    house: House, robin: Chatter
) -> None:
    await house.go(hours=10)  # 20:00 in Berlin
    await had_a_session(robin)
    assert due(robin, "h24").strftime("%a %H:%M") == "Tue 20:00"

    await robin.says("/settings")
    await robin.taps("Quiet hours", "20:00-07:00")

    assert due(robin, "h24").strftime("%a %H:%M") == "Wed 07:00"
    assert due(robin, "h3").strftime("%a %H:%M") == "Mon 23:00"  # early signs do not wait


async def test_without_quiet_hours_check_ins_come_at_night(house: House, robin: Chatter) -> None:
    await house.go(hours=13)  # 23:00 in Berlin
    await had_a_session(robin)
    assert due(robin, "h24").strftime("%a %H:%M") == "Wed 08:00"

    await robin.says("/settings")
    await robin.taps("Quiet hours", "none")

    assert due(robin, "h24").strftime("%a %H:%M") == "Tue 23:00"


async def test_the_hour_is_kept_inside_each_window(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await robin.says("/settings")

    await robin.taps("Hour of check-ins", "12:00")

    hours = {point: due(robin, point).strftime("%H:%M") for _, point in check_ins(robin)}
    assert hours == {
        "h3": "13:00",  # its window has hardly begun at noon
        "h24": "12:00",
        "h48": "12:00",
        "h72": "12:00",
        "d7": "12:00",
        "d14": "12:00",
    }

    await robin.says("/settings")
    await robin.taps("Hour of check-ins", "19:00")

    hours = {point: due(robin, point).strftime("%H:%M") for _, point in check_ins(robin)}
    assert hours == {
        "h3": "13:00",
        "h24": "10:00",
        "h48": "10:00",
        "h72": "10:00",
        "d7": "19:00",
        "d14": "19:00",
    }


async def test_the_hour_of_the_session_can_be_taken_again(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await robin.says("/settings")
    await robin.taps("Hour of check-ins", "12:00")

    await robin.says("/settings")
    await robin.taps("Hour of check-ins", "the hour of the session")

    assert due(robin, "h24").strftime("%H:%M") == "10:00"


async def test_another_region_shows_another_number(charlie: Chatter, robin: Chatter) -> None:
    await robin.says("/settings")
    await robin.taps("Region", "United Kingdom")
    await robin.says("/problem")

    await robin.taps("Hard to breathe")

    assert robin.last.text.startswith("Call 999 now")


async def test_what_is_set_is_shown(robin: Chatter) -> None:
    await robin.says("/settings")

    assert "Time zone: Europe/Berlin" in robin.last.text
    assert "Quiet hours: 21:00-08:00" in robin.last.text
    assert "the hour of the session" in robin.last.text
    assert "Germany" in robin.last.text


@pytest.mark.parametrize("command", ["/pause", "/resume"])
async def test_a_pause_changes_no_open_form(robin: Chatter, command: str) -> None:
    await robin.says("/screen")
    await robin.says("34")

    await robin.says(command)
    await robin.says("no")

    assert last_form(robin, FormKind.SCREENING).state is FormState.OPEN


async def test_an_hour_that_has_passed_today_brings_the_check_in_at_once_and_once(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=23)  # 9:00, an hour before the check-in is due
    seen = len(robin.from_bot)

    await robin.says("/settings")
    await robin.taps("Hour of check-ins", "8:00")
    await house.go(hours=2)

    assert sum(GATE in text for text in robin.from_bot[seen:]) == 1
    assert check_in(robin, "h24").state is FormState.OPEN
