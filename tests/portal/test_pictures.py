"""The pictures of the portal: one of every page, wide and on a small phone."""

from bot.portal.pages import PAGES
from tests.portal.test_in_a_browser import NO_PAGES
from tests.portal_pictures import FOLDER, PICTURES, SIZES


def test_every_page_has_its_pictures() -> None:
    shown = {one.path for one in PAGES if one.method == "GET"} - set(NO_PAGES)
    files = {FOLDER / f"portal-{name}-{size}.png" for name in PICTURES for size in SIZES}

    assert shown == set(PICTURES.values()) - {"/nowhere"}
    assert [file.name for file in files if not file.exists()] == []
