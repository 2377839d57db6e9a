"""The demo by keyboard alone: every act can be reached, focus is seen and never lost."""

from playwright.sync_api import Browser, Page

from tests.demo.browser.window import NARROW, Window, opened

FOCUSED = """() => {
  const held = document.activeElement;
  return (held.ariaLabel || held.labels?.[0]?.innerText || held.innerText || "").trim();
}"""
RINGED = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
}"""
REPLY = "Message from Robin to the bot"
MOST_STOPS = 60


def test_a_patient_joins_and_time_passes_by_keyboard_alone(browser: Browser, address: str) -> None:
    with opened(browser, address) as window:
        window.adds_a_patient()
        window.page.reload()  # focus is at the very beginning again
        keys = window.page.keyboard
        keys.press("Tab")
        assert focused(window.page) == "Go to the patient’s reply box"
        keys.press("Enter")
        assert focused(window.page) == "Start"
        enters(window)
        assert focused(window.page) == REPLY  # where the Start button was

        keys.press("ArrowUp")
        assert focused(window.page) == "Yes, I agree"
        enters(window)
        walks_to(window, "Germany", "ArrowDown")
        enters(window)
        walks_to(window, REPLY, "Tab")
        keys.type("Berlin")
        enters(window)
        assert "You are in" in window.patient.text
        assert focused(window.page) == REPLY

        walks_to(window, "Commands", "Tab")
        keys.press("Enter")
        assert focused(window.page).startswith("/")
        keys.press("Escape")
        assert focused(window.page) == "Commands"

        walks_to(window, "+1 hour", "Shift+Tab")
        before = window.now
        enters(window)
        assert window.now != before
        assert focused(window.page) == "+1 hour"


def test_every_stop_is_seen_and_the_way_leads_out_of_the_page_again(
    browser: Browser, address: str
) -> None:
    with opened(browser, address, size=NARROW) as window:
        window.adds_a_patient()
        window.page.reload()
        stops = []
        for _ in range(MOST_STOPS):
            window.page.keyboard.press("Tab")
            if window.page.evaluate("() => document.activeElement === document.body"):
                break
            assert window.page.evaluate(RINGED), focused(window.page)
            stops.append(focused(window.page))

        assert 12 < len(stops) < MOST_STOPS
        assert {"+1 hour", "+1 day", "Time zone", "Patients", "More for Robin"} <= set(stops)


def focused(page: Page) -> str:
    """Name what has focus."""
    return str(page.evaluate(FOCUSED))


def enters(window: Window) -> None:
    """Press Enter and wait for what comes of it."""
    window.page.keyboard.press("Enter")
    window.rests()


def walks_to(window: Window, name: str, key: str) -> None:
    """Press a key until something has focus."""
    for _ in range(MOST_STOPS):
        if focused(window.page) == name:
            return
        window.page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {name}")
