"""Every page for every kind of person: who has the right gets in, nobody else learns a thing."""

from dataclasses import dataclass

import pytest

from bot.pathway.rights import RIGHTS
from bot.portal.page import Page
from bot.portal.pages import PAGES
from bot.storage.clinicians import StaffRole
from tests.portal.clinics import Browser, Desk, browsing
from tests.rights.people import CANARY, gathered
from tests.telegram.lookup import audited, count

WITHOUT_A_SESSION = {
    *("GET /sign-in/{token}", "POST /sign-in", "GET /signed-out"),
    *("GET /portal.css", "GET /icon.svg", "GET /favicon.ico"),
}
INSIDE = [page for page in PAGES if page.right is not None]
TABLES = ("patient", "form", "answer", "alert_event", "clinic_note", "clearance", "invitation")


def name_of(page: Page) -> str:
    """Name a page by method and path."""
    return f"{page.method} {page.path}"


def test_only_what_lets_people_in_needs_no_session() -> None:
    assert {name_of(page) for page in PAGES if page.right is None} == WITHOUT_A_SESSION


def test_no_page_is_declared_without_its_right() -> None:
    with pytest.raises(TypeError, match="right"):
        Page(path="/new", run=INSIDE[0].run)  # type: ignore[call-arg]  # that is the point


@dataclass(slots=True)
class Seat:
    """A browser in front of which a kind of person sits."""

    kind: str
    browser: Browser

    async def tries(self, page: Page, code: str) -> tuple[int, str]:
        """Ask for a page about a patient, with a form's word where there is one."""
        path = page.path.format(code=code, number=1, token="x")
        if page.method == "GET":
            response = await self.browser.get(path)
        elif self.kind in set(StaffRole):
            response = await self.browser.send(path)
        else:
            response = await self.browser.post(path, {})
        return response.status_code, response.text


async def test_every_page_opens_for_its_right_alone(desk: Desk) -> None:
    people = await gathered(desk.house)
    # Who is out for good is what the staff's pages are tried on: nothing more can become of them.
    gone = people.member("revoked")
    assert gone is not None
    codes = {True: gone.code, False: people.robin.patient.code}
    for kind, person in people.kinds.items():
        async with browsing(desk) as browser:
            seat = Seat(kind, browser)
            if kind in set(StaffRole):
                await browser.sign_in(await desk.link(person))
            for page in (one for one in INSIDE if not one.path.startswith("/sign-out")):
                code = codes[page.path.startswith("/staff")]
                await _is_treated_rightly(seat, page, code, desk)


async def _is_treated_rightly(seat: Seat, page: Page, code: str, desk: Desk) -> None:
    assert page.right is not None
    before = {table: count(desk.house, table) for table in TABLES}
    status, text = await seat.tries(page, code)
    is_staff = seat.kind in set(StaffRole)
    may = is_staff and page.right in RIGHTS[StaffRole(seat.kind)]
    which = f"{seat.kind}: {name_of(page)}"
    if may:
        assert status not in (401, 403, 404, 405, 500), which
        return
    assert status == (403 if is_staff else 401), which
    assert CANARY not in text, which
    assert code not in text, which
    assert {table: count(desk.house, table) for table in TABLES} == before, which


async def test_an_auditor_reads_who_looked_and_no_answers(desk: Desk) -> None:
    people = await gathered(desk.house)
    code = people.robin.patient.code
    async with browsing(desk) as browser:
        await browser.sign_in(await desk.link(people.kinds["clinician"]))
        for path in ("/patients", f"/patients/{code}", "/protocol"):
            await browser.get(path)
        await browser.sign_in(await desk.link(people.kinds["auditor"]))
        refused = await browser.get(f"/patients/{code}")
        home = await browser.get("/")
        log = await browser.get("/log")

    clinician, auditor = (
        desk.member(people.kinds[kind]).code for kind in ("clinician", "auditor")
    )
    seen = ("patients", f"patient {code}", "protocol")
    viewed = audited(desk.house, "viewed")
    assert set(viewed) >= {f"{auditor}: access log", *(f"{clinician}: {what}" for what in seen)}
    assert f"{auditor}: /patients/{{code}}" in audited(desk.house, "refused")
    assert (refused.status_code, home.headers["location"], log.status_code) == (403, "/log", 200)
    assert f"patient {code}" in log.text
    assert CANARY not in log.text
