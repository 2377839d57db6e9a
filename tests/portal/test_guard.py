"""What no request gets past: host, origin, a form's own word, size; and what every answer says."""

from collections.abc import AsyncIterator
from itertools import product

from bot.portal.guard import LARGEST_BODY
from bot.storage import alerts
from tests.portal.clinics import OWN, Browser, Desk
from tests.telegram.lookup import audited, count

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
ANYTHING = (
    ("GET", "/sign-in/x", 200),
    ("GET", "/portal.css", 200),
    ("GET", "/favicon.ico", 200),
    ("GET", "/patients", 401),
    ("GET", "/nowhere", 404),
    ("GET", "/sign-out", 405),
    ("PUT", "/patients", 403),
    ("POST", "/sign-in", 403),
    ("BREW", "/patients", 403),
)


async def signed_in(desk: Desk, browser: Browser) -> None:
    """Sign a clinician in."""
    await browser.sign_in(await desk.link(await desk.house.clinician()))


async def test_every_answer_carries_the_same_headers(browser: Browser) -> None:
    for method, path, status in ANYTHING:
        response = await browser.client.request(method, browser.desk.served + path)

        assert (path, response.status_code) == (path, status)
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


async def test_another_host_gets_nothing(desk: Desk, browser: Browser) -> None:
    await signed_in(desk, browser)
    hosts = ("evil.example", "127.0.0.1", "127.0.0.1:1", "")

    for host, path in product(hosts, ("/patients", "/portal.css", "/nowhere")):
        response = await browser.get(path, Host=host)

        assert response.status_code == 400
        assert "This is not the portal’s address." in response.text


FOREIGN: tuple[dict[str, str], ...] = (
    {},
    {"Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "{own}"},
)


async def test_a_form_from_elsewhere_changes_nothing(desk: Desk, browser: Browser) -> None:
    await signed_in(desk, browser)
    csrf = await browser.csrf("/patients")

    for headers in FOREIGN:
        sent = {name: value.format(own=desk.address) for name, value in headers.items()}
        response = await browser.post("/sign-out", {"csrf": csrf}, sent)

        assert response.status_code == 403
        assert (await browser.get("/patients")).status_code == 200


async def test_a_browser_that_tells_only_the_origin_is_let_through(
    desk: Desk, browser: Browser
) -> None:
    await signed_in(desk, browser)
    csrf = await browser.csrf("/patients")

    response = await browser.post("/sign-out", {"csrf": csrf}, {"Origin": desk.address})

    assert response.status_code == 303


async def test_a_form_without_the_sessions_own_word_changes_nothing(
    desk: Desk, browser: Browser
) -> None:
    await signed_in(desk, browser)

    for fields in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "ё" * 64}):
        response = await browser.post("/invite", fields)

        assert response.status_code == 403
        assert "This form did not come from an open page of the portal" in response.text
    assert count(desk.house, "invitation", "role = 'patient'") == 0


async def test_the_word_of_another_session_is_not_this_ones(desk: Desk, browser: Browser) -> None:
    charlie = await desk.house.clinician()
    await browser.sign_in(await desk.link(charlie))
    word = await browser.csrf("/patients")
    await browser.sign_in(await desk.link(charlie))

    assert (await browser.post("/invite", {"csrf": word})).status_code == 403


async def test_a_form_in_another_shape_is_no_form(desk: Desk, browser: Browser) -> None:
    await signed_in(desk, browser)
    word = await browser.csrf("/patients")

    response = await browser.client.post(f"{desk.served}/invite", json={"csrf": word}, headers=OWN)

    assert response.status_code == 403


async def test_more_than_any_form_holds_is_refused(browser: Browser) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BODY // 1000 + 1):
            yield b"x" * 1000

    whole = await browser.post("/sign-in", {"token": "x" * LARGEST_BODY})
    parts = await browser.client.post(
        f"{browser.desk.served}/sign-in", content=endless(), headers=OWN
    )

    assert (whole.status_code, parts.status_code) == (413, 413)
    assert "That was too long, so nothing was stored." in whole.text


RUBBISH = (
    *(b"\xff\xfe", b"token=%ff%fe", b"&&&=&", b"a=" * 9000, b"token", b"token=%00"),
    b"=" * 30000,
)


async def test_a_form_of_rubbish_is_refused_in_a_sentence(browser: Browser) -> None:
    headers = {**OWN, "Content-Type": "application/x-www-form-urlencoded"}

    for body in RUBBISH:
        response = await browser.client.post(
            f"{browser.desk.served}/sign-in", content=body, headers=headers
        )

        assert response.status_code == 403
        assert "This link does not work" in response.text


NOWHERE = (
    *("/patients/NOONE", "/patients/%00", "/patients/%F0%9F%92%A9", "/nowhere"),
    *("/patients/" + "A" * 5000, "/patients/..%2f..%2fetc", "/patients/' OR 1=1 --"),
)


async def test_what_is_not_there_is_not_found(desk: Desk, browser: Browser) -> None:
    await signed_in(desk, browser)

    for path in NOWHERE:
        response = await browser.get(path)

        assert response.status_code == 404
        assert "There is no such page or patient." in response.text


async def test_a_flag_of_somebody_else_is_not_found(desk: Desk, browser: Browser) -> None:
    robin = await desk.house.patient()
    kim = await desk.house.patient("Kim")
    await robin.says("I feel odd today")
    await signed_in(desk, browser)
    assert [alert.id for alert in alerts.all_open(desk.house.clinic.db)] == [1]

    for number, act in product(("1", "0", "-1", "x", "9" * 30, "١"), ("acknowledge", "resolve")):
        path = f"/patients/{kim.patient.code}/alerts/{number}/{act}"
        response = await browser.send(path, round="1", action="called", reason="better")

        assert response.status_code == 404
    assert audited(desk.house, "alert acknowledged") == []
