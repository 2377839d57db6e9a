"""A morning at the portal in a real browser: from the link in the chat to signing out."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page

from bot.portal.pages import PAGES
from bot.storage import alerts, notes
from bot.storage.alerts import AlertState
from tests.house import Chatter
from tests.portal.chromium import NARROW, WIDE, chromium, is_accessible
from tests.portal.clinics import Desk, open_desk
from tests.stories.acts import had_a_session, has, is_screened, is_well
from tests.stories.course import BLOOD_THINNER

NO_PAGES = ("/", "/portal.css", "/icon.svg", "/favicon.ico")  # they lead on, or are no page


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a clinic with its portal."""
    async with open_desk(tmp_path) as opened:
        yield opened


async def is_flagged(desk: Desk) -> Chatter:
    """Bring a patient who is to be cleared, was treated, and tells of pins and needles."""
    robin = await desk.house.patient()
    await is_screened(robin, BLOOD_THINNER)
    await had_a_session(robin)
    await desk.house.go(hours=25)
    await is_well(robin)
    await desk.house.go(hours=25)
    await has(robin, "Pins and needles", "Often, or bothers my sleep", 4)
    await is_screened(robin, BLOOD_THINNER)
    await robin.says("My left hand still tingles <b>at night</b>")
    return robin


async def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that follows."""
    await page.get_by_role("button", name=name, exact=True).click()
    await page.wait_for_load_state()


async def test_a_morning_at_the_portal(desk: Desk) -> None:
    charlie = await desk.house.staff("admin", "Charlie")
    robin = await is_flagged(desk)
    code = robin.patient.code
    link = await desk.link(charlie)
    async with chromium() as browser:
        page = await browser.new_page(accept_downloads=True)
        said: list[str] = []
        asked: set[str] = set()
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))

        await page.goto(link)
        await press(page, "Sign in")
        first = page.get_by_role("listitem").filter(has_text=code)
        assert "Contact the clinic within 24 hours" in await first.inner_text()
        assert "nobody has seen it" in await first.inner_text()

        await page.get_by_role("link", name=code).click()
        await page.set_viewport_size(NARROW)
        await press(page, "I have seen it")
        assert "Noted: you have seen this flag." in await page.inner_text("[role=status]")
        await page.get_by_text("Close this flag").click()
        await press(page, "Close the flag")
        assert "Choose why it can be closed." in await page.inner_text("#reason-error")
        await is_accessible(page)
        await page.get_by_label("Spoke with the patient").first.check()
        await page.get_by_label("It got better").check()
        await page.get_by_label("Note (if you wish)").fill("Called at noon, all is well")
        await press(page, "Close the flag")
        assert "The flag is closed." in await page.inner_text("[role=status]")
        alert = alerts.of_patient(desk.house.clinic.db, robin.patient.id)[-1]
        assert (alert.action, alert.reason) == ("called", "better")
        assert (alert.state, alert.note) == (AlertState.CLOSED, "Called at noon, all is well")

        await page.get_by_text("Clear this screening").click()
        await page.get_by_label("Known and weighed").check()
        await press(page, "Clear the screening")
        assert "The screening is cleared" in await page.inner_text("[role=status]")
        await page.get_by_label("New note").fill("Tingling is known <script>alert(1)</script>")
        await press(page, "Store the note")
        assert "<script>alert(1)</script>" in await page.inner_text("#notes")
        assert len(notes.of_patient(desk.house.clinic.db, robin.patient.id)) == 1

        await page.get_by_role("link", name="Invite").click()
        await press(page, "Make a link")
        await page.emulate_media(media="print")
        assert await page.locator(".qr svg").is_visible()
        assert not await page.get_by_role("navigation").is_visible()
        await page.emulate_media(media="screen")
        await is_accessible(page)

        await every_page_is_accessible(page, desk, code)
        await only_the_keyboard_is_needed(page, desk, code)
        await press(page, "Sign out")
        assert "You are not signed in" in await page.inner_text("h1")
        await page.goto(f"{desk.address}/patients/{code}")
        assert code not in await page.inner_text("main")
        await page.goto(link)
        await press(page, "Sign in")
        assert "This link does not work" in await page.inner_text("main")
        await is_accessible(page)

        failed = [line for line in said if "status of" not in line]  # 401, 403, 422 are meant
        assert failed == []
        assert asked == {urlsplit(desk.address).netloc}


async def every_page_is_accessible(page: Page, desk: Desk, code: str) -> None:
    """Hold every page there is to the rules; a new one is held to them by itself."""
    shown = [one for one in PAGES if one.method == "GET" and one.path not in NO_PAGES]
    for one in shown:
        await page.goto(desk.address + one.path.format(code=code, token="x"))
        await is_accessible(page)
    await page.goto(f"{desk.address}/nowhere")
    await is_accessible(page)


async def only_the_keyboard_is_needed(page: Page, desk: Desk, code: str) -> None:
    """Skip the menu, then open a patient, by keys alone; what has the focus can be seen."""
    await page.set_viewport_size(WIDE)
    await page.goto(f"{desk.address}/patients")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Skip to the content"
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.id") == "search"
    assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    await page.keyboard.type(code)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**search=**")
    await page.get_by_role("link", name=code).focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/patients/{code}")
