"""A real browser: Debian's Chromium, driven by Playwright, with what every page must be."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

CHROMIUM = "/usr/bin/chromium"
WIDE: ViewportSize = {"width": 1200, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 740}
SIDEWAYS = "document.documentElement.scrollWidth - window.innerWidth"


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start the browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            await browser.close()


async def is_accessible(page: Page) -> None:
    """Hold the page to axe-core's rules, wide and on a small phone, with no sideways scroll."""
    for size in (WIDE, NARROW):
        await page.set_viewport_size(size)
        assert await page.evaluate(SIDEWAYS) <= 0, f"{page.url} scrolls sideways at {size}"
        found = await Axe().run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
