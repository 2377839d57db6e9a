"""Signing in: a link that works once, a session that ends, and nobody else let in."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.clinic import Clinic
from bot.pathway import staff
from bot.pathway.signing_in import IDLE, LINK_LIVES, LONGEST, TRIES
from bot.storage.clinicians import Clinician
from bot.storage.database import transaction
from tests.house import open_house
from tests.portal.clinics import Browser, Desk, browsing, open_desk
from tests.telegram.lookup import column, count

REFUSED = "This link does not work: it was used, or it is too old."
MINUTE = timedelta(minutes=1)


async def is_in(browser: Browser) -> bool:
    """Tell whether the browser's session still counts."""
    return (await browser.get("/patients")).status_code == 200


async def test_the_link_from_the_chat_signs_in(desk: Desk, browser: Browser) -> None:
    charlie = await desk.house.clinician()
    assert (await browser.get("/patients")).status_code == 401

    response = await browser.sign_in(await desk.link(charlie))

    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert await is_in(browser)
    assert "signed in" in column(desk.house, "SELECT what FROM audit")


async def test_the_link_has_no_preview_and_cannot_be_passed_on(desk: Desk) -> None:
    charlie = await desk.house.clinician()

    await desk.link(charlie)

    sent = charlie.last
    assert sent.protect_content
    assert sent.echoed["link_preview_options"] == {"is_disabled": True}


async def test_fetching_the_link_uses_nothing_up(desk: Desk, browser: Browser) -> None:
    link = await desk.link(await desk.house.clinician())
    path = link.removeprefix(desk.address)

    for _ in range(5):
        page = await browser.get(path, **{"User-Agent": "TelegramBot (like TwitterBot)"})
        assert page.status_code == 200
        assert "set-cookie" not in page.headers
    assert (await browser.client.head(link)).status_code == 200

    assert (await browser.sign_in(link)).status_code == 303


async def test_a_link_works_once(desk: Desk, browser: Browser) -> None:
    link = await desk.link(await desk.house.clinician())
    await browser.sign_in(link)
    async with browsing(desk) as other:
        again = await other.sign_in(link)

        assert again.status_code == 403
        assert REFUSED in again.text
        assert not await is_in(other)


async def test_two_who_press_at_once_are_not_both_let_in(desk: Desk, browser: Browser) -> None:
    link = await desk.link(await desk.house.clinician())

    both = await asyncio.gather(browser.sign_in(link), browser.sign_in(link))

    assert sorted(one.status_code for one in both) == [303, 403]


async def test_a_link_is_too_old_after_ten_minutes(desk: Desk, browser: Browser) -> None:
    link = await desk.link(await desk.house.clinician())
    desk.house.clock.move_to(desk.house.now + LINK_LIVES)

    assert REFUSED in (await browser.sign_in(link)).text


async def test_a_new_link_puts_an_end_to_the_one_before(desk: Desk, browser: Browser) -> None:
    charlie = await desk.house.clinician()
    first = await desk.link(charlie)
    second = await desk.link(charlie)

    assert (await browser.sign_in(first)).status_code == 403
    assert (await browser.sign_in(second)).status_code == 303


async def test_guesses_are_refused_alike_counted_and_lock_nobody_out(
    desk: Desk, browser: Browser
) -> None:
    link = await desk.link(await desk.house.clinician())
    for number in range(TRIES):
        assert REFUSED in (await browser.sign_in(f"/{number}")).text

    assert (await browser.sign_in("/guess")).status_code == 429
    assert count(desk.house, "portal_attempt") == TRIES
    assert (await browser.sign_in(link)).status_code == 303


async def test_only_hashes_of_links_and_sessions_are_stored(desk: Desk, browser: Browser) -> None:
    link = await desk.link(await desk.house.clinician())
    await browser.sign_in(link)

    token, session = link.rpartition("/")[2], browser.client.cookies["session"]
    hashes = [hashlib.sha256(one.encode()).hexdigest() for one in (token, session)]
    assert column(desk.house, "SELECT token_hash FROM portal_link") == hashes[:1]
    assert column(desk.house, "SELECT token_hash FROM portal_session") == hashes[1:]
    db = desk.house.clinic.db
    dump = "\n".join(str(list(db.table(name).rows)) for name in db.table_names())
    assert token not in dump
    assert session not in dump


async def test_a_session_left_alone_ends_and_one_in_use_does_not(
    desk: Desk, browser: Browser
) -> None:
    await browser.sign_in(await desk.link(await desk.house.clinician()))
    for _ in range(3):
        desk.house.clock.move_to(desk.house.now + IDLE - MINUTE)
        assert await is_in(browser)

    desk.house.clock.move_to(desk.house.now + IDLE)

    assert not await is_in(browser)


async def test_a_session_ends_after_eight_hours_whatever_is_done(
    desk: Desk, browser: Browser
) -> None:
    await browser.sign_in(await desk.link(await desk.house.clinician()))
    end = desk.house.now + LONGEST
    while desk.house.now + IDLE < end:
        desk.house.clock.move_to(desk.house.now + IDLE - MINUTE)
        assert await is_in(browser)

    desk.house.clock.move_to(end)

    assert not await is_in(browser)


async def test_signing_in_again_ends_the_session_before(desk: Desk, browser: Browser) -> None:
    charlie = await desk.house.clinician()
    await browser.sign_in(await desk.link(charlie))
    before = browser.client.cookies["session"]

    await browser.sign_in(await desk.link(charlie))

    assert browser.client.cookies["session"] != before
    async with httpx.AsyncClient(cookies={"session": before}, verify=False) as old:  # noqa: S501
        assert (await old.get(f"{desk.served}/patients")).status_code == 401


async def test_signing_out_ends_the_session_on_the_server(desk: Desk, browser: Browser) -> None:
    await browser.sign_in(await desk.link(await desk.house.clinician()))
    token = browser.client.cookies["session"]

    await browser.post("/sign-out", {"csrf": await browser.csrf("/patients")})

    assert "session" not in browser.client.cookies
    async with httpx.AsyncClient(cookies={"session": token}, verify=False) as old:  # noqa: S501
        assert (await old.get(f"{desk.served}/patients")).status_code == 401


@pytest.mark.parametrize("from_chat", [True, False])
async def test_signing_out_everywhere_ends_all_sessions_and_links(
    desk: Desk, browser: Browser, from_chat: bool
) -> None:
    charlie = await desk.house.clinician()
    await browser.sign_in(await desk.link(charlie))
    async with browsing(desk) as other:
        await other.sign_in(await desk.link(charlie))
        waiting = await desk.link(charlie)
        if from_chat:
            await charlie.says("/portal_out")
        else:
            await other.post("/sign-out-everywhere", {"csrf": await other.csrf("/patients")})

        assert not await is_in(other)
        assert not await is_in(browser)
        assert (await other.sign_in(waiting)).status_code == 403


End = Callable[[Clinic, Clinician], object]
ENDS: dict[str, End] = {
    "suspended": lambda clinic, member: staff.suspend(clinic, member=member, by="operator"),
    "revoked": lambda clinic, member: staff.revoke(clinic, member=member, by="operator"),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
async def test_who_is_kept_out_is_out_with_the_next_request(
    desk: Desk, browser: Browser, end: End
) -> None:
    charlie = await desk.house.clinician()
    await browser.sign_in(await desk.link(charlie))
    link = await desk.link(charlie)
    with transaction(desk.house.clinic.db):
        end(desk.house.clinic, desk.member(charlie))

    assert not await is_in(browser)
    assert (await browser.sign_in(link)).status_code == 403


async def test_patients_and_strangers_get_no_link(desk: Desk) -> None:
    robin, alex = await desk.house.patient(), desk.house.chatter("Alex")

    for person in (robin, alex):
        assert "sign-in" not in (await person.says("/portal")).text
    assert count(desk.house, "portal_link") == 0


async def test_behind_https_the_cookie_is_the_hosts_own(tmp_path: Path) -> None:
    async with (
        open_desk(tmp_path, address="https://portal.example") as desk,
        browsing(desk) as browser,
    ):
        response = await browser.sign_in(await desk.link(await desk.house.clinician()))

    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    kept = {part.strip().casefold() for part in cookie.split(";")[1:]}
    assert kept >= {"secure", "httponly", "samesite=strict", "path=/"}
    assert not any(part.startswith("domain") for part in kept)
    assert response.headers["strict-transport-security"] == "max-age=31536000"


async def test_without_an_address_there_is_no_portal(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        charlie = await house.clinician()

        answer = await charlie.says("/portal")

        assert answer.text.startswith("The portal is not set up here.")
        assert house.app.routes() == []
