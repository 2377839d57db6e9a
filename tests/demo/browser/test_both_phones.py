"""The demo in a real browser: from the invitation past the last check-in, on both phones."""

import re
from zipfile import ZipFile

from playwright.sync_api import Browser

from tests.demo.browser.window import Window, opened
from tests.stories.acts import (
    ALL_WELL,
    GATE,
    GOT_CARE,
    HEADACHE,
    HEALTHY,
    NEW_PROBLEM,
    USUAL_SESSION,
    Replies,
)

TINGLING: Replies = {
    **ALL_WELL,
    HEADACHE: "4",
    NEW_PROBLEM: ("Pins and needles",),
    "How is it: pins and needles": "All the time, and strong",
}


def test_both_phones_from_the_invitation_past_the_last_check_in(
    browser: Browser, address: str
) -> None:
    with opened(browser, address) as window:
        robin, charlie = window.patient, window.clinician
        window.picture("1-invitation")

        window.joins()
        assert "You are in" in robin.text
        assert "Europe/Berlin" in window.stored
        robin.says("/screen")
        robin.answers(HEALTHY)
        assert "Nothing in your answers needs the clinic's word first" in robin.text
        robin.says("/session")
        robin.answers(USUAL_SESSION)
        assert "I will ask how you are" in robin.text
        window.picture("2-session")

        window.presses("To the next check-in")
        assert GATE in robin.text
        window.picture("3-check-in")
        robin.answers(ALL_WELL)
        assert "Your answers are saved" in robin.text

        window.presses("To the next check-in")
        robin.answers(TINGLING)
        assert "Get medical help today" in robin.text
        assert re.match(r"Flag \d+ · Urgent", charlie.text)
        assert "alert" in window.stored
        window.picture("4-alert")

        charlie.taps("Acknowledge")
        assert "acknowledged" in window.stored
        takes_the_export(window)
        window.picture("5-export")

        window.presses("To the next check-in")
        robin.answers({GOT_CARE: "Yes"})
        charlie.taps("Close with a reason", "Spoke with the patient", "It got better")
        for when in ("2 days", "3 days", "a week", "two weeks"):
            window.presses("To the next check-in")
            assert f"It is {when} since your session" in robin.all_texts
        window.presses("+1 day")
        robin.says("/history")
        assert "not answered" in robin.text
        window.picture("6-after-two-weeks")


def takes_the_export(window: Window) -> None:
    """Ask for the diary, say what for, and take the file with the answers."""
    window.clinician.says("/export")
    window.clinician.taps("Tables (CSV)", "care", "identified")
    link = window.clinician.pane.locator("a.file", has_text="needling-diary-csv.zip").last
    with window.page.expect_download() as taking:
        link.click()
    with ZipFile(taking.value.path()) as parts:
        lines = parts.read("symptoms.csv").decode("utf-8-sig").splitlines()
    assert "symptom" in lines[0]
    assert any("tingling" in line for line in lines[1:])
