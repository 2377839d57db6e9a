"""A browser window on the demo, driven by what people see: phones, buttons, the clock."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, sync_playwright

from tests.stories.acts import MOST_QUESTIONS, WAYS_ON, Replies

SCREENS = Path(__file__).parents[3] / "build" / "screens"
MISSING = "The browser tests need Chromium. On Debian: sudo apt install chromium"
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-component-update", "--disable-sync"),
)
Scheme = Literal["light", "dark"]
PATIENCE = 15_000  # milliseconds until a step counts as failed, on a busy machine too
WIDE, NARROW = (1440, 900), (360, 740)
ONLY_FAULTS = {"resultTypes": ["violations"]}  # the rest is not looked at, and takes long
AT_REST = "() => !document.documentElement.hasAttribute('data-busy')"
MOVING = "() => document.getAnimations().length"
LOOKED_AT = """() => document.querySelector("#patient").dataset.phone
  === new URL(location).searchParams.get("patient")"""
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, or say how to install it."""
    found = shutil.which("chromium")
    if found is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone on the page."""

    window: "Window"
    role: str

    @property
    def pane(self) -> Locator:
        """The whole phone."""
        return self.window.page.get_by_test_id(self.role)

    @property
    def log(self) -> Locator:
        """What scrolls."""
        return self.pane.locator(".log")

    @property
    def newest(self) -> Locator:
        """The newest message of the bot."""
        return self.pane.locator(".message.bot").last

    @property
    def text(self) -> str:
        """The words of the bot's newest message."""
        return self.newest.locator(".text").inner_text()

    @property
    def all_texts(self) -> str:
        """The words of all messages on the page."""
        return "\n".join(self.pane.locator(".text").all_inner_texts())

    @property
    def labels(self) -> list[str]:
        """The buttons of the bot's newest message."""
        return self.newest.locator(".key").all_inner_texts()

    def taps(self, *labels: str) -> None:
        """Tap buttons one after another, each on the newest message that has it."""
        for label in labels:
            fitting = [shown for shown in self.labels if shown.lstrip("☐☑ ").startswith(label)]
            shown = fitting[0] if fitting else label
            self.pane.get_by_role("button", name=shown, exact=True).last.click()
            self.window.rests()

    def says(self, text: str) -> None:
        """Write into the reply box and send."""
        self.pane.get_by_role("textbox").fill(text)
        self.pane.get_by_role("button", name="Send", exact=True).click()
        self.window.rests()

    def answers(self, replies: Replies) -> None:
        """Answer each question that is put, until one comes that the replies say nothing of."""
        for _ in range(MOST_QUESTIONS):
            labels, text = self.labels, self.text
            reply = next((reply for words, reply in replies.items() if words in text), None)
            if reply is None or (labels and set(labels) <= WAYS_ON):
                return
            if isinstance(reply, tuple):
                self.taps(*reply, "Done")
            elif any(label.casefold().startswith(reply.casefold()) for label in labels):
                self.taps(reply)
            else:
                self.says(reply)
        raise AssertionError("the questions do not end")


@dataclass(slots=True)
class Window:
    """One window, and what went wrong behind it."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    @property
    def patient(self) -> Phone:
        """The patient's phone."""
        return Phone(self, "patient")

    @property
    def clinician(self) -> Phone:
        """The clinician's phone."""
        return Phone(self, "clinician")

    @property
    def stored(self) -> str:
        """What the strip says is stored."""
        return self.page.get_by_test_id("records").inner_text()

    @property
    def now(self) -> str:
        """The time the page shows."""
        return self.page.get_by_test_id("now").inner_text()

    def presses(self, label: str) -> None:
        """Press a button beside the phones."""
        self.page.get_by_role("button", name=label).click()
        self.rests()

    def adds_a_patient(self, name: str = "Robin") -> None:
        """Bring a patient of one's own, whatever happened to others before."""
        self.page.get_by_role("button", name="Patients").click()
        self.page.get_by_label("Name of another patient").fill(name)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**patient=*")
        self.page.wait_for_function(LOOKED_AT)

    def joins(self) -> None:
        """Join by the invitation that is open."""
        self.patient.pane.get_by_role("button", name="Start", exact=True).click()
        self.rests()
        self.patient.taps("Yes, I agree", "Germany")
        self.patient.says("Berlin")

    def rests(self) -> None:
        """Wait until the page shows all that came of what was done."""
        self.page.wait_for_function(AT_REST)

    def is_fit_for_all(self) -> None:
        """Hold the page against the rules of axe-core; nothing may need sideways scrolling."""
        found = Axe().run(self.page, options=ONLY_FAULTS).response["violations"]
        faults = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]
        sideways = self.page.evaluate(SIDEWAYS)
        assert faults == [], faults
        assert sideways <= 0, f"the page is {sideways} pixels too wide"
        assert self.page.evaluate(MOVING) == 0, "something moves for people who want it still"

    def picture(self, name: str) -> None:
        """Save what is seen, for people to look at."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}.png")


@contextmanager
def opened(
    browser: Browser, address: str, *, size: tuple[int, int] = WIDE, scheme: Scheme = "light"
) -> Iterator[Window]:
    """Open a window; in the end nothing may have gone wrong and no other host been asked."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    window = Window(page)
    host = urlsplit(address).netloc

    def asked(request: Request) -> None:
        if urlsplit(request.url).netloc != host:
            window.wrong.append(request.url)

    def told(line: ConsoleMessage) -> None:
        if line.type == "error":
            window.wrong.append(line.text)

    page.on("request", asked)
    page.on("console", told)
    page.on("pageerror", lambda error: window.wrong.append(str(error)))
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    yield window
    page.close()
    assert window.wrong == []
