"""Pictures of every page of the portal, wide and on a small phone, for docs/pictures."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page

from tests.portal.chromium import NARROW, WIDE, chromium
from tests.portal.clinics import Desk, open_desk
from tests.stories.acts import answers, had_a_session, has, is_screened, is_well
from tests.stories.course import BLOOD_THINNER, goes_through_a_course

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
TALLEST = 1300  # pixels: what is below is more of the same
SIZES = {"wide": WIDE, "phone": NARROW}
PICTURES = {
    "sign-in": "/sign-in/{token}",
    "patients": "/patients",
    "patient": "/patients/{code}",
    "export": "/export",
    "statistics": "/statistics",
    "staff": "/staff",
    "access-log": "/log",
    "protocol": "/protocol",
    "not-found": "/nowhere",
    "signed-out": "/signed-out",
    "invite": "/invite",
}


async def _people(desk: Desk) -> str:
    """Bring patients of every kind, and give the code of the one who is looked at."""
    house = desk.house
    robin = await house.patient("Robin")
    await goes_through_a_course(robin)
    kim, sam, alex = [await house.patient(name) for name in ("Kim", "Sam", "Alex")]
    await is_screened(kim, BLOOD_THINNER)
    await had_a_session(sam)
    await house.go(hours=60)
    await had_a_session(alex)
    await house.go(hours=4)
    await answers(alex, {"most important question": "Hard to breathe"})
    await is_screened(robin, BLOOD_THINNER)
    await had_a_session(robin)
    await house.go(hours=25)
    await is_well(robin, 2)
    await house.go(hours=24)
    await has(robin, "Pins and needles", "Often, or bothers my sleep", 4)
    await is_screened(robin, BLOOD_THINNER)
    await robin.says("My left hand tingles at night. Is that usual?")
    return robin.patient.code


async def _take(page: Page, name: str) -> None:
    for size, viewport in SIZES.items():
        await page.set_viewport_size(viewport)
        tall = min(await page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        await page.set_viewport_size({**viewport, "height": tall})
        await page.screenshot(path=FOLDER / f"portal-{name}-{size}.png")


async def _tour(desk: Desk, page: Page, code: str, link: str) -> None:
    """Go through every page as an admin would."""
    for name, path in PICTURES.items():
        answer = await page.goto(
            link if name == "sign-in" else desk.address + path.format(code=code)
        )
        assert answer is not None
        assert answer.status < 500, path
        if name == "invite":
            await page.get_by_role("button", name="Make a link").click()
        await _take(page, name)
        if name == "sign-in":
            await page.get_by_role("button", name="Sign in").click()
    await page.goto(f"{desk.address}/patients/{code}")
    await page.set_viewport_size({"width": 760, "height": 1075})
    await page.emulate_media(media="print")
    await page.screenshot(path=FOLDER / "portal-patient-printed.png")


async def main() -> None:
    """Write the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with open_desk(Path(folder)) as desk, chromium() as browser:
            admin = await desk.house.staff("admin", "Ada")
            await desk.house.clinician()
            code = await _people(desk)
            page = await browser.new_page()
            await _tour(desk, page, code, await desk.link(admin))


if __name__ == "__main__":
    asyncio.run(main())
