"""The web chat over HTTP: what the page is told, what people do, and what is refused."""

import asyncio
import re
from typing import Any

import httpx
import pytest

from tests.demo.theatre import Theatre
from tests.stories.acts import had_a_session, is_screened

PATIENT, CLINICIAN = "/phones/2", "/phones/1"


def phone_of(state: dict[str, Any], role: str) -> dict[str, Any]:
    """Give the phone of a role from the state."""
    [found] = [phone for phone in state["phones"] if phone["role"] == role]
    return dict(found)


async def test_the_state_tells_what_the_page_shows(demo: Theatre) -> None:
    before = await demo.state()
    robin = phone_of(before, "patient")
    await demo.post(f"{PATIENT}/write", text=robin["start"])
    state = await demo.state()

    assert set(state) == {"version", "now", "guide", "keep", "phones", "stored", "next"}
    assert (robin["messages"], robin["code"]) == ([], None)
    assert (before["next"], before["keep"]) == (None, None)
    assert state["version"] > before["version"]
    charlie, robin = phone_of(state, "clinician"), phone_of(state, "patient")
    assert (charlie["code"], charlie["local_time"], charlie["zone"]) == (
        "C1",
        "10:00",
        "Europe/Berlin",
    )
    assert "alerts" in [command["command"] for command in charlie["commands"]]
    own, asked = robin["messages"]
    assert (own["from_bot"], asked["from_bot"]) == (False, True)
    assert own["html"].startswith("<var>/start</var> ")
    assert (asked["time"], asked["day"]) == ("10:00", "Monday, 2 November")
    assert asked["buttons"][0][0]["label"] == "Yes, I agree"
    assert robin["start"] is None
    assert {"invitation", "inbox", "outbox"} <= {part["table"] for part in state["stored"]}
    assert sum(len(part["rows"]) for part in state["stored"]) <= 20


async def test_a_tap_changes_the_message_in_its_place(demo: Theatre) -> None:
    robin = await demo.patient()
    await robin.says("/settings")
    message = phone_of(await demo.state(), "patient")["messages"][-1]
    button = message["buttons"][0][0]

    await demo.post(f"{PATIENT}/tap", message=message["id"], data=button["data"])

    after = phone_of(await demo.state(), "patient")["messages"]
    [changed] = [found for found in after if found["id"] == message["id"]]
    assert changed["html"] != message["html"] or changed["buttons"] != message["buttons"]


async def test_a_page_that_waits_hears_of_an_act_and_of_a_leap(demo: Theatre) -> None:
    for path, body in ((f"{PATIENT}/write", {"text": "hello"}), ("/clock", {"hours": 1})):
        seen = (await demo.state())["version"]
        waiting = asyncio.create_task(demo.state(after=str(seen)))
        await demo.post(path, **body)

        assert (await waiting)["version"] > seen
    page = await demo.client.get("/", params={"after": "0"})
    assert "hello" in page.text


async def test_time_passes_as_far_as_it_is_told(demo: Theatre) -> None:
    robin = await demo.patient()
    await is_screened(robin)
    await had_a_session(robin)
    planned = (await demo.state())["next"]
    assert planned["text"] == "check-in in 3 hours"

    came = await demo.post("/clock", to="next_check_in")
    later = await demo.post("/clock", days=1)

    assert came["now"][:16] == planned["at"][:16]
    assert [(passed["to"], passed["text"]) for passed in came["passed"]][-1] == (
        "Robin",
        "It is about 3 hours since your session.",
    )
    assert later["now"] > came["now"]
    assert "It is a day since your session." in [passed["text"] for passed in later["passed"]]


async def test_whatever_is_sent_is_shown_and_can_be_opened(demo: Theatre) -> None:
    await demo.patient()
    for kind in ("sticker", "photo", "voice", "location"):
        await demo.post(f"{PATIENT}/send", kind=kind)
    robin = phone_of(await demo.state(), "patient")
    files = {shown["file"]["kind"]: shown["file"] for shown in robin["messages"] if shown["file"]}

    picture = await demo.client.get(files["photo"]["url"])
    voice = await demo.client.get(files["voice"]["url"])

    assert list(files) == ["sticker", "photo", "voice", "location"]
    assert files["sticker"]["alt"] == "🙂"
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8\xff")
    assert "content-disposition" not in picture.headers
    assert voice.headers["content-disposition"] == "attachment"
    assert files["location"]["alt"] == "Place 52.5, 13.3667"


async def test_the_export_is_there_to_be_saved(demo: Theatre) -> None:
    await demo.patient()
    await demo.post(f"{CLINICIAN}/write", text="/export")
    for choice in ("w:0:xlsx", "w:0:xlsx:care", "w:0:xlsx:care:identified"):
        asked = phone_of(await demo.state(), "clinician")["messages"][-1]
        await demo.post(f"{CLINICIAN}/tap", message=asked["id"], data=choice)
    charlie = phone_of(await demo.state(), "clinician")
    files = [shown["file"] for shown in charlie["messages"] if shown["file"]]
    [workbook] = [file for file in files if file["name"] == "needling-diary.xlsx"]

    saved = await demo.client.get(workbook["url"])

    assert saved.headers["content-disposition"] == "attachment"
    assert len(saved.content) == workbook["size"]


async def test_the_portal_opens_from_the_chat(demo: Theatre) -> None:
    await demo.post(f"{CLINICIAN}/write", text="/portal")
    message = phone_of(await demo.state(), "clinician")["messages"][-1]
    link = re.search(r'href="([^"]+)"', message["html"])
    assert link is not None

    async with httpx.AsyncClient() as browser:
        page = await browser.get(link[1])

    assert page.status_code == 200
    assert "Sign in" in page.text


async def test_a_phone_is_blocked_carried_and_handed_out(demo: Theatre) -> None:
    await demo.patient()
    await demo.post(f"{PATIENT}/zone", zone="Asia/Tokyo")
    await demo.post(f"{PATIENT}/block")
    blocked = phone_of(await demo.state(), "patient")
    refused = await demo.client.post(f"{PATIENT}/write", json={"text": "hello"})
    await demo.post(f"{PATIENT}/unblock")
    added = await demo.post("/people", name="Sam")
    phones = (await demo.state())["phones"]

    assert (blocked["blocked"], blocked["local_time"]) == (True, "18:00")
    assert refused.status_code == 409
    assert refused.json() == {"error": "This phone has blocked the bot. Unblock it first."}
    assert [(phone["id"], phone["name"]) for phone in phones if not phone["blocked"]] == [
        (1, "Charlie"),
        (2, "Robin"),
        (added["id"], "Sam"),
    ]
    assert phones[-1]["start"].startswith("/start ")


REFUSED: tuple[tuple[str, Any, int, str], ...] = (
    ("/phones/9/write", {"text": "x"}, 404, "There is nothing at this address."),
    ("/phones/2/dance", {}, 404, "There is nothing at this address."),
    ("/phones/2/write", {"text": "  "}, 400, "Write something first"),
    ("/phones/2/write", {"text": "x" * 12_001}, 400, "Write something first"),
    ("/phones/2/write", {}, 400, "Write something first"),
    ("/phones/2/write", {"text": 7}, 400, "Write something first"),
    ("/phones/2/write", {"text": "x", "as": "Charlie"}, 400, "There is a name in the request"),
    ("/phones/2/write", ["x"], 400, "Send the request as JSON."),
    ("/phones/2/write", {"text": "x" * 100_000}, 413, "That is too long to send."),
    ("/phones/2/tap", {"message": 1, "data": "x"}, 409, "That button is gone"),
    ("/phones/2/tap", {"message": "last", "data": "x"}, 400, "Say in “message”"),
    ("/phones/2/tap", {"message": 1}, 400, "Say in “data”"),
    ("/phones/2/send", {"kind": "rose"}, 400, "Say in “kind”"),
    ("/phones/2/zone", {"zone": "Mars/Base"}, 400, "There is no such time zone."),
    ("/people", {"name": ""}, 400, "Write a name"),
    ("/people", {"name": "Sam", "start": "a b"}, 400, "This link is not an invitation."),
    ("/clock", {}, 400, "Say how far to go"),
    ("/clock", {"hours": 1, "days": 1}, 400, "Say how far to go"),
    ("/clock", {"hours": 0}, 400, "Say in “hours”"),
    ("/clock", {"days": 366}, 400, "Say in “days”"),
    ("/clock", {"to": "yesterday"}, 400, "Say in “to”"),
    ("/clock", {"to": "next_check_in"}, 409, "No check-in is planned."),
)


async def test_each_bad_input_is_refused_with_a_sentence(demo: Theatre) -> None:
    before = (await demo.state())["phones"]
    for path, body, status, words in REFUSED:
        refused = await demo.client.post(path, json=body)

        assert refused.status_code == status, (path, body)
        assert refused.json()["error"].startswith(words), (path, body)
    assert (await demo.state())["phones"] == before


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", "/state", {"headers": {"Host": "clinic.example"}}, 403),
        ("GET", "/", {"headers": {"Host": "127.0.0.1:1"}}, 403),
        ("POST", "/clock", {"json": {"hours": 1}, "headers": {"Origin": "http://x.example"}}, 403),
        ("POST", "/clock", {"json": {"hours": 1}, "headers": {"Origin": "null"}}, 403),
        ("POST", "/clock", {"data": {"hours": "1"}}, 415),
        ("GET", "/clock", {}, 405),
        ("GET", "/state", {"params": {"after": "new"}}, 400),
        ("GET", "/files/photo-1/x.jpg", {}, 404),
        ("GET", "/static/%2e%2e/web.py", {}, 404),
    ],
)
async def test_only_the_page_itself_is_served(
    demo: Theatre, method: str, path: str, sent: dict[str, Any], status: int
) -> None:
    answer = await demo.client.request(method, path, **sent)

    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert "default-src 'none'" in answer.headers["content-security-policy"]
