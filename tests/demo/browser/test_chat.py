"""The chats of the demo in a real browser: as calm as a chat that is not made for tests."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser

from tests.demo.browser.window import NARROW, Window, opened

FROM_END = "(log) => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop)"
HEIGHT = "(element) => element.offsetHeight"
FROM_TOP = "(message) => message.getBoundingClientRect().top"
NEAR = 48  # pixels
TOO_LATE = """(key) => {
  key.dataset.body = JSON.stringify({ ...JSON.parse(key.dataset.body), data: "gone" });
  key.click();
}"""
LINK = re.compile(r"^https://t\.me/\w+\?start=")


@pytest.fixture(scope="module")
def window(browser: Browser, address: str) -> Iterator[Window]:
    """Open a window in which a patient has just joined."""
    with opened(browser, address) as window:
        window.adds_a_patient()
        window.joins()
        yield window


def test_a_chat_stays_at_its_end_unless_somebody_reads_further_up(window: Window) -> None:
    robin, log = window.patient, window.patient.log
    robin.says("/help")
    robin.says("/about")
    assert log.evaluate(FROM_END) < NEAR

    log.evaluate("(log) => log.scrollTo(0, 0)")
    path = f"/phones/{robin.pane.get_attribute('data-phone')}/write"
    window.page.request.post(urljoin(window.page.url, path), data={"text": "/privacy"})
    robin.pane.locator(".own", has_text="/privacy").wait_for()
    assert log.evaluate("(log) => log.scrollTop") == 0

    robin.pane.get_by_role("button", name="Go to the newest message").click()
    assert log.evaluate(FROM_END) < NEAR
    assert not robin.pane.get_by_role("button", name="Go to the newest message").is_visible()


def test_a_question_taller_than_the_phone_is_shown_from_its_beginning(window: Window) -> None:
    robin = window.patient
    robin.says("/problem")
    above = robin.log.evaluate(FROM_TOP)
    assert robin.newest.evaluate(HEIGHT) > robin.log.evaluate(HEIGHT)
    assert above <= robin.newest.evaluate(FROM_TOP) < above + NEAR

    robin.taps("None of these")
    assert robin.newest.evaluate(FROM_TOP) >= above


def test_buttons_are_edited_in_place_and_keep_the_focus(window: Window) -> None:
    robin = window.patient
    robin.says("/problem")
    key = robin.newest.locator(".key").first
    marked = key.evaluate("(key) => key.mark = 'the same element'")
    key.focus()
    before = key.inner_text()
    window.page.keyboard.press("Enter")
    window.rests()

    assert key.inner_text() != before
    assert key.evaluate("(key) => key.mark") == marked
    assert key.evaluate("(key) => key === document.activeElement")


def test_what_comes_is_read_out_once_and_a_flood_as_a_number(window: Window) -> None:
    told = window.page.locator("#told")
    window.patient.says("/diary")
    assert told.locator("p").last.inner_text().startswith("Bot to Robin: ")
    assert "buttons." in told.locator("p").last.inner_text()

    lines = told.locator("p").count()
    window.presses("+1 hour")
    assert told.locator("p").last.inner_text() == f"It is now {window.now.splitlines()[0]}."
    assert told.locator("p").count() <= max(lines + 1, 5)


def test_what_is_being_written_survives_whatever_comes(window: Window) -> None:
    box = window.patient.pane.get_by_role("textbox")
    box.fill("It began when I")
    window.presses("+1 hour")
    assert box.input_value() == "It began when I"


def test_a_command_in_a_message_is_written_by_a_tap(window: Window) -> None:
    window.patient.says("/help")
    window.patient.newest.get_by_role("button", name="/history", exact=True).click()
    window.rests()
    assert "/history" in window.patient.pane.locator(".message.own").last.inner_text()


def test_a_link_of_the_clinician_brings_another_patient(window: Window) -> None:
    window.clinician.says("/invite")
    link = window.clinician.newest.get_by_role("link")
    assert LINK.match(link.get_attribute("href") or "")
    link.click()
    window.page.keyboard.type("Sam")
    window.page.keyboard.press("Enter")
    window.rests()
    window.page.get_by_role("heading", name="Patient Sam").wait_for()
    window.joins()


def test_a_tap_that_comes_too_late_is_refused_in_one_sentence(window: Window) -> None:
    robin, fault = window.patient, window.page.locator("#fault")
    robin.says("/settings")
    robin.newest.locator(".key").first.evaluate(TOO_LATE)
    window.rests()
    window.wrong.clear()  # the browser notes the refusal as an error, which it is

    assert fault.inner_text().startswith("That button is gone")
    fault.get_by_role("button").click()
    assert not fault.is_visible()


def test_what_comes_out_of_sight_leaves_a_mark_until_it_is_seen(
    window: Window, browser: Browser, address: str
) -> None:
    with opened(browser, address, size=NARROW) as narrow:
        narrow.adds_a_patient("Kim")
        narrow.joins()
        clinician = narrow.page.locator("#switch-clinician")
        assert "new" not in clinician.inner_text()
        narrow.patient.says("My chest hurts and I cannot breathe")
        assert "new" in clinician.inner_text()
        clinician.click()
        narrow.page.wait_for_url("**view=clinician*")
        narrow.clinician.pane.wait_for()
        assert "new" not in clinician.inner_text()

        window.patient.says("/help")
        narrow.page.get_by_role("link", name="Patient new").click()
        narrow.page.get_by_role("button", name="Patients new").wait_for()


def test_a_demo_that_has_stopped_says_how_to_start_it_again(window: Window) -> None:
    window.page.context.set_offline(True)
    window.patient.says("Hello?")
    window.page.get_by_text("The demo has stopped").wait_for()
    window.is_fit_for_all()
    window.page.context.set_offline(False)
    window.patient.says("Hello!")
    window.page.get_by_text("The demo has stopped").wait_for(state="hidden")
    window.wrong.clear()
