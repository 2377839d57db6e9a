"""Who is told first: the order an admin sets, and days off, which never leave an alert alone."""

import pytest

from bot.storage.alerts import AlertState
from tests.house import Chatter, House
from tests.stories.records import alert, flags
from tests.telegram.lookup import audited


def places(chatter: Chatter) -> list[str]:
    return [line for line in chatter.last.text.splitlines() if line[:1].isdigit()]


async def test_an_admin_sets_the_order_and_alerts_follow_it(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    ann = await house.staff("admin", "Ann")
    await house.staff("auditor", "Aud")

    await charlie.says("/duty")
    assert places(charlie) == ["1. C1 · on duty", "2. C2 · on duty"]
    await charlie.says("/duty_order C2 C1")
    assert charlie.last.text.startswith("You may not use this command.")
    await ann.says("/duty_order c2")
    assert places(ann) == ["1. C2 · on duty", "2. C1 · on duty"]
    await robin.says("my neck feels odd")

    assert (len(flags(ann)), len(flags(charlie))) == (1, 0)
    assert audited(house, "duty order set") == ["C2: duty list"]


async def test_who_is_away_is_passed_over_until_the_day_after(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    dana = await house.clinician("Dana")

    said = await charlie.says("/off 2026-11-03")
    await robin.says("my neck feels odd")
    await dana.taps("Close with a reason", "Spoke with the patient", "To be expected")
    await house.go(days=2)  # the fourth of November
    await robin.says("it feels odd again")

    assert said.text == "C1 gets no alerts up to 2026-11-03. /on ends it sooner."
    assert flags(charlie)[-1].startswith("Flag 2")
    assert len(flags(charlie)) == 1


async def test_when_all_are_away_all_are_told_all_the_same(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    said = await charlie.says("/off 2026-11-30")

    await robin.says("my neck feels odd")

    assert said.text.endswith("Nobody else is on duty now, so alerts still come to all of you.")
    assert len(flags(charlie)) == 1
    await charlie.says("/on")
    assert charlie.last.text == "C1 is on duty."


@pytest.mark.parametrize("leaves", ["is away", "becomes an auditor"])
async def test_what_who_leaves_has_acknowledged_is_raised_again(
    house: House, charlie: Chatter, robin: Chatter, leaves: str
) -> None:
    dana = await house.clinician("Dana")
    await robin.says("my neck feels odd")
    await charlie.taps("Acknowledge")
    told = len(flags(charlie))

    if leaves == "is away":
        await charlie.says("/off 2026-12-31")
    else:
        charlie.person.starts(house.invitation("auditor"))
        await house.settle()
    await house.go(hours=2)

    found = alert(robin)
    assert found is not None
    assert found.state is AlertState.RAISED
    assert len(flags(dana)) > 0
    assert len(flags(charlie)) == told


async def test_what_cannot_be_read_is_said_in_one_sentence(house: House, charlie: Chatter) -> None:
    ann = await house.staff("admin", "Ann")
    await house.staff("auditor", "Aud")

    said = {
        text: (await ann.says(text)).text
        for text in (
            *("/off", "/off tomorrow", "/off 2026-11-01"),
            *("/duty_off C3 2026-11-30", "/duty_order C9", "/duty_order", "/duty_on"),
        )
    }
    far = {
        (await ann.says(f"/off {day}")).text for day in ("2027-11-04", "2030-01-01", "9999-12-31")
    }
    of_another = (await charlie.says("/duty_off C2 2026-11-30")).text

    day = "Please write the last day off, from today on, like /off 2026-12-31"
    assert far == {"Please write a last day off within a year from today."}
    assert said == {
        "/off": day,
        "/off tomorrow": day,
        "/off 2026-11-01": day,
        "/duty_off C3 2026-11-30": "C3 does not answer alerts. /duty lists who does.",
        "/duty_order C9": "C9 does not answer alerts. /duty lists who does.",
        "/duty_order": "Please add the code of a colleague, like C2. /duty lists them.",
        "/duty_on": "Please add the code of a colleague, like C2. /duty lists them.",
    }
    assert of_another.startswith("You may not use this command.")
    await ann.says("/duty_off C1 2026-11-30")
    assert ann.last.text.startswith("C1 gets no alerts up to 2026-11-30.")
    assert (await ann.says("/duty_on c1")).text == "C1 is on duty."
