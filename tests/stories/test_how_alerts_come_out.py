"""What the clinic learns of its alerts, and how it writes back to a patient."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.clinical.levels import TriageLevel
from bot.pathway.statistics import OfRule, statistics
from bot.storage import alerts
from bot.storage.database import transaction
from tests.commands.program import settle
from tests.house import Chatter, House
from tests.stories.acts import had_a_session, is_screened, is_well
from tests.stories.records import causes, flagged, flags

CALLED = ("Close with a reason", "Spoke with the patient", "It got better")
NOTHING = ("Close with a reason", "Nothing was needed", "To be expected")


async def test_alerts_are_counted_against_check_ins_with_how_fast_and_for_what(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    start = house.now
    await is_screened(robin)
    await had_a_session(robin)
    await house.go(hours=3, minutes=5)
    await is_well(robin)  # one check-in
    await robin.says("my neck feels odd")
    await house.go(minutes=10)
    await charlie.taps("Acknowledge", *CALLED)
    await robin.says("and once more")
    await house.go(minutes=20)
    await charlie.taps("Acknowledge")
    await house.go(hours=60)
    await charlie.taps(*NOTHING)
    with transaction(house.clinic.db):
        found = statistics(house.clinic, by="operator", days=28)

    said = (await charlie.says("/statistics")).text

    of_words = next(row for row in found.by_rule if row.rule == "message")
    assert of_words == OfRule(rule="message", alerts=2, closed=2, nothing_needed=1)
    assert found.check_ins >= 1
    assert found.alerts_per_100_check_ins == round(100 * found.alerts / found.check_ins, 1)
    assert (found.closed_in_48_h, found.due_in_48_h) == (1, 2)
    assert found.share_closed_in_48_h == 0.5
    assert found.median_minutes_to_acknowledge == pytest.approx(15, abs=0.5)
    assert "Closed within 48 hours: 50% (1 of 2)" in said
    assert "message: 2, 2, 1" in said
    assert (await charlie.says("/statistics soon")).text.startswith(
        "Please write a number of days"
    )
    with transaction(house.clinic.db):
        before = statistics(house.clinic, by="operator", days=1)
    assert before.since > start
    assert before.alerts == 0
    assert before.share_closed_in_48_h is None


def test_the_figures_of_a_new_clinic_are_dashes_for_people_and_null_for_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(tmp_path, "http://127.0.0.1:9")
    monkeypatch.chdir(tmp_path)

    told = CliRunner().invoke(main, ["statistics", "--days", "7"])
    figures = json.loads(CliRunner().invoke(main, ["statistics", "--json"]).output)

    assert told.output.startswith("The last 7 days:\n\nCheck-ins answered: 0\n")
    assert "Closed within 48 hours: – (0 of 0)" in told.output
    assert figures["alerts"] == 0
    assert figures["alerts_per_100_check_ins"] is None
    assert figures["by_rule"] == []


async def test_a_clinician_writes_to_a_patient_and_the_answer_comes_back_as_a_flag(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    code = robin.patient.code

    said = {
        text: (await charlie.says(text)).text
        for text in (f"/reply {code}", "/reply", "/reply NOBODY hello")
    }
    sent = await charlie.says(f"/reply {code} Please keep it\nwarm until Friday.")
    read = robin.last.text
    await robin.says("thank you, I will")
    flag = charlie.last.text
    before = len(charlie.from_bot)
    await charlie.says(f"/patient {code}")
    shown = charlie.from_bot[before:]

    assert sent.text == f"Sent to {code}. What they write back comes as a flag."
    assert "Please keep it\nwarm until Friday." in read
    assert flag.startswith("Flag 1")
    assert "thank you, I will" in shown[0]
    assert any(text.startswith("C1 wrote to the patient") for text in shown)
    assert said == {
        f"/reply {code}": f"Please add what to write, up to 3000 letters, like /reply {code} "
        "Please call us.",
        "/reply": "Please add the patient's code, like /patient K7QX2. /patients lists them.",
        "/reply NOBODY hello": "There is no patient with this code. /patients lists them.",
    }
    await robin.says("/stop")
    gone = await charlie.says(f"/reply {code} hello")
    assert gone.text == f"The bot cannot write to {code}. Please call."


async def test_a_flood_is_one_alert_and_hides_nobody_else(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    kim = await house.patient("Kim")
    for number in range(40):
        robin.person.writes(f"something is odd, number {number}")
        if number == 20:
            kim.person.writes("/problem")
    await house.settle()
    await kim.taps("Hard to breathe")

    assert len(alerts.of_patient(house.clinic.db, robin.patient.id)) == 1
    assert causes(robin).count("message") > 1
    assert flagged(kim) is TriageLevel.EMERGENCY
    assert "Emergency" in flags(charlie)[-1]
    assert len(flags(charlie)) == 2  # one each: a flood does not drown the emergency

    robin.person.writes("my face is drooping")  # the level latches, whatever is said after it
    await house.settle()
    await robin.says("it was nothing")
    assert flagged(robin) is TriageLevel.EMERGENCY
    start = house.now
    await house.go_to(start + timedelta(minutes=1))
    assert len(alerts.of_patient(house.clinic.db, robin.patient.id)) == 1
