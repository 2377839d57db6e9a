"""Whatever people write stays words: no page has a tag, an attribute or a style from it."""

from html.parser import HTMLParser
from itertools import product

from bot.clinical.levels import ScreeningClass
from bot.portal.pages import PAGES
from bot.storage import answers, clearances, clinic_messages, clinicians, forms, messages, notes
from bot.storage.database import transaction
from bot.storage.forms import FormKind
from tests.portal.clinics import Browser, Desk
from tests.stories.acts import had_a_session, is_screened

CORPUS = (
    "<script>alert(1)</script>",
    "</textarea></p><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '<a href="javascript:alert(1)">x</a>',
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;\u202e\u2066</title><style>*{display:none}</style>",
)
ALL = " | ".join(CORPUS)
FORBIDDEN_TAGS = {"script", "style", "img", "iframe", "object", "embed", "base", "b"}
NOT_HTML = ("/portal.css", "/icon.svg", "/favicon.ico")


class Markup(HTMLParser):
    """Collects what must stand in no page."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN_TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            is_script = (value or "").strip().casefold().startswith("javascript:")
            if name.startswith("on") or name == "style" or is_script:
                self.faults.append(f"<{tag} {name}={value!r}>")


def faults(text: str) -> list[str]:
    """Name what a page has that it must not have."""
    reader = Markup()
    reader.feed(text)
    return reader.faults


def test_the_measure_finds_what_it_looks_for() -> None:
    assert [bool(faults(text)) for text in CORPUS] == [True, True, True, False, True, False, True]


async def test_no_page_takes_markup_from_what_people_write(desk: Desk, browser: Browser) -> None:
    house = desk.house
    robin, admin = await house.patient(), await house.staff("admin", "Ada")
    await is_screened(robin)
    await had_a_session(robin)
    db, patient, member = house.clinic.db, robin.patient, desk.member(admin)
    screening = forms.of_kind(db, patient.id, FormKind.SCREENING)[-1]
    with transaction(db):
        clinicians.change(db, member.id, name=ALL)
        for number, text in enumerate(CORPUS):
            messages.add(db, patient_id=patient.id, text=text, at=house.now, update_id=-number)
        clinic_messages.add(
            db, patient_id=patient.id, clinician_id=member.id, text=ALL, at=house.now
        )
        notes.add(db, patient_id=patient.id, clinician_id=member.id, text=ALL, at=house.now)
        answers.add(
            db,
            form_id=screening.id,
            question="SC30_what",
            value=ALL,
            at=house.now,
            by=patient.code,
            update_id=None,
        )
        clearances.add(
            db,
            form_id=screening.id,
            screening_class=ScreeningClass.STOP,
            reason="words",
            words=ALL,
            at=house.now,
            clinician_id=member.id,
        )
    await browser.sign_in(await desk.link(admin))
    await browser.send("/export", format="csv", told="identified", purpose=ALL)

    for page in (one for one in PAGES if one.path not in NOT_HTML):
        path = page.path.format(code=patient.code, number=1, token="x")
        response = (
            await browser.get(path) if page.method == "GET" else await browser.post(path, {})
        )
        assert faults(response.text) == [], path
        assert response.status_code < 500, path
    seen = (await browser.get(f"/patients/{patient.code}")).text
    assert "&lt;script&gt;alert(1)" in seen
    assert "49{%" not in seen


async def test_no_page_takes_markup_from_its_address_or_a_form(
    desk: Desk, browser: Browser
) -> None:
    await browser.sign_in(await desk.link(await desk.house.staff("admin", "Ada")))
    asked = ("/patients?search={}", "/patients?show={}", "/log?code={}", "/export?patient={}")

    for path, text in product((*asked, "/staff?done={0}&code={0}", "/{}"), CORPUS):
        response = await browser.client.get(desk.served + path.format(text))
        assert faults(response.text) == [], path
    for name, text in product(("code", "since", "purpose", "format", "told"), CORPUS):
        response = await browser.send("/export", **{name: text})
        assert response.status_code == 422
        assert faults(response.text) == [], name
