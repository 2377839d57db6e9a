"""How the demo looks in a real browser: wide and narrow, light and dark, in all of its states."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.demo.browser.window import NARROW, WIDE, Scheme, Window, opened

FAULTS = {
    "() => document.querySelector('main').append(new Image())": "image-alt",
    "() => { document.querySelector('.guide').style.opacity = '0.4'; }": "color-contrast",
    "() => { document.querySelector('main').style.width = '3000px'; }": "pixels too wide",
}
SMALLEST = 44  # pixels of a button, each way
SMALL = """(smallest) => [...document.querySelectorAll("button, select, textarea, .key")]
  .filter((one) => !one.matches(".command")) // within a sentence, like a link
  .filter((one) => one.checkVisibility())
  .filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    return width + 0.5 < smallest || height + 0.5 < smallest;
  })
  .map((one) => one.outerHTML)"""


def opens(opener: str, *, on: str = "body") -> Callable[[Window], None]:
    """Open a sheet by the name of its button."""

    def act(window: Window) -> None:
        window.page.locator(on).get_by_role("button", name=opener, exact=True).click()

    return act


def closes(window: Window) -> None:
    """Close the sheet that is open."""
    window.page.keyboard.press("Escape")


def starts(window: Window) -> None:
    """Press Start: the first question stands there."""
    window.patient.pane.get_by_role("button", name="Start", exact=True).click()
    window.rests()


def sends(kind: str) -> Callable[[Window], None]:
    """Send something that is no text."""

    def act(window: Window) -> None:
        opens("Send something else", on="#patient")(window)
        window.presses(kind)

    return act


def blocks(window: Window) -> None:
    """Block the bot."""
    opens("More for Robin")(window)
    window.presses("Block the bot")
    window.page.get_by_text("The bot is blocked here").wait_for()


def unblocks(window: Window) -> None:
    """Unblock the bot."""
    window.patient.pane.locator(".foot").get_by_role("button").click()
    window.rests()


def looks_at(part: str) -> Callable[[Window], None]:
    """Look at another part of a narrow page."""

    def act(window: Window) -> None:
        link = window.page.locator(f"#switch-{part}")
        if link.is_visible():
            link.click()
            window.page.locator(f"#switch-{part}[aria-current]").wait_for()

    return act


# Each state is reached from the one before it.
STATES: dict[str, tuple[Callable[[Window], None], ...]] = {
    "invitation": (),
    "question": (starts,),
    "sent": (sends("Sticker"), sends("Photo"), sends("Voice message"), sends("Place on the map")),
    "commands": (opens("Commands", on="#patient"),),
    "other": (closes, opens("Send something else", on="#patient")),
    "people": (closes, opens("Patients")),
    "zone": (closes, opens("Time zone")),
    "blocked": (closes, blocks),
    "clinician": (unblocks, looks_at("clinician")),
    "stored": (looks_at("records"),),
}


# Colours do not depend on the width: each state is measured once in each scheme, once at each.
@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["1440-light", "360-dark"]
)
def test_every_state_is_fit_for_all_and_calm_to_look_at(
    browser: Browser, address: str, size: tuple[int, int], scheme: Scheme
) -> None:
    with opened(browser, address, size=size, scheme=scheme) as window:
        window.adds_a_patient()
        for state, acts in STATES.items():
            for act in acts:
                act(window)
            window.is_fit_for_all()
            assert window.page.evaluate(SMALL, SMALLEST) == []
            window.picture(f"{size[0]}-{scheme}-{state}")


def test_the_measure_tells_what_is_not_fit_for_all(browser: Browser, address: str) -> None:
    with opened(browser, address) as window:
        for fault, rule in FAULTS.items():
            window.page.reload()
            window.page.evaluate(fault)
            with pytest.raises(AssertionError, match=rule):
                window.is_fit_for_all()


def test_without_script_the_state_is_shown_and_what_it_takes_to_act(
    browser: Browser, address: str
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)

    assert page.get_by_role("heading", name="Patient Robin").is_visible()
    assert page.locator("noscript p").is_visible()
    page.context.close()
