"""The page of the demo as the server renders it: all of the state, safely, without script."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.demo import page

STYLES = sorted(page.STATIC.glob("*.css"))
SCRIPTS = sorted(page.STATIC.glob("*.js"))
TEMPLATES = sorted(page.TEMPLATES.glob("*.html"))
OUTSIDE = re.compile(r"""["'(](?:https?:)?//\w[^"')]*""")  # an address of another host
INLINE = re.compile(r"""\s(?:style|on\w+)=["'{]|<style|<script(?![^>]*\ssrc=)""")


def message(number: int, **fields: Any) -> dict[str, Any]:
    """Make a message of the bot."""
    plain = {"from_bot": True, "time": "10:00", "day": "Mon 2 Nov 2026", "html": "Hello"}
    rest = {"edited": False, "buttons": [], "reply_keyboard": False, "file": None}
    return {"id": number, **plain, **rest, **fields}


def button(label: str, **fields: Any) -> dict[str, Any]:
    """Make a button that tells the bot something."""
    return {"label": label, "data": "x", "url": None, "asks_for": None, **fields}


def phone(number: int, role: str = "patient", **fields: Any) -> dict[str, Any]:
    """Make a phone on which nothing has happened yet."""
    person = {"name": "Robin", "code": None, "zone": "Europe/Berlin", "local_time": "10:00"}
    now = {"blocked": False, "typing": False, "start": None, "notice": None}
    return {"id": number, "role": role, **person, **now, "commands": [], "messages": [], **fields}


def shown(*phones: dict[str, Any], keep: str | None = None, **query: str) -> str:
    """Render the page with these phones."""
    state = {
        "version": 7,
        "now": "2026-11-02T09:00:00+00:00",
        "guide": {"text": "Press Start."},
        "keep": keep,
        "phones": list(phones),
        "stored": [],
        "next": None,
    }
    return page.render(state, query)


def test_what_people_are_called_and_write_is_never_markup() -> None:
    evil = '"><img src=x onerror=alert(1)>'

    html = shown(
        phone(1, name=evil, messages=[message(1, buttons=[[button(evil, data=evil)]])]),
        phone(2, role="clinician", start=f"/start {evil}"),
    )

    assert "<img src=x" not in html
    assert html.count("&lt;img src=x") >= 4


def test_the_words_of_a_message_keep_the_markup_of_the_bot() -> None:
    html = shown(phone(1, messages=[message(1, html="<b>Call 112</b> now &lt;3")]))

    assert "<b>Call 112</b> now &lt;3" in html


def test_a_command_in_a_message_is_written_by_a_tap() -> None:
    html = shown(phone(1, messages=[message(1, html="Send <var>/help</var> now.")]))

    assert 'data-body="{&#34;text&#34;: &#34;/help&#34;}">/help</button> now.' in html


def test_the_clock_is_that_of_the_patient_looked_at() -> None:
    home, away = phone(1), phone(2, name="Sam", zone="Asia/Kolkata")

    assert "Mon 2 Nov 2026, 10:00" in shown(home, away)
    assert "Mon 2 Nov 2026, 14:30" in shown(home, away, patient="2")
    assert "for Sam in Kolkata · 09:00 UTC" in shown(home, away, patient="2")


def test_the_banner_says_where_the_data_is() -> None:
    assert "temporary folder; <code>--keep DIR</code> keeps it." in " ".join(shown().split())
    assert "The data stays in /srv/demo." in shown(keep="/srv/demo")


def test_an_address_that_names_nobody_shows_the_first_phone() -> None:
    assert 'data-phone="1"' in shown(phone(1), phone(2), patient="99", view="nothing")


def test_a_long_chat_begins_with_its_newest_messages_and_a_link_to_the_rest() -> None:
    many = [message(number) for number in range(1, page.NEWEST + 6)]

    html, whole = shown(phone(1, messages=many)), shown(phone(1, messages=many), earlier="1")

    assert "Show 5 earlier messages" in html
    assert html.count('class="message bot"') == page.NEWEST
    assert whole.count('class="message bot"') == len(many)


@pytest.mark.parametrize(
    ("fields", "there", "gone"),
    [
        ({"start": "/start abc"}, "/start abc", "<textarea"),
        ({"blocked": True}, "Unblock the bot", "<textarea"),
        ({"typing": True}, "The bot is writing", "Unblock the bot"),
        ({}, "<textarea", "Unblock the bot"),
    ],
)
def test_below_the_chat_stands_what_can_be_done_now(
    fields: dict[str, Any], there: str, gone: str
) -> None:
    html = shown(phone(1, **fields))

    assert there in html
    assert gone not in html


@pytest.mark.parametrize(
    ("fields", "posted"),
    [
        ({"data": "nrs:3"}, '/phones/1/tap" data-body="{&#34;data&#34;: &#34;nrs:3&#34;, '),
        ({"data": None}, '/phones/1/write" data-body="{&#34;text&#34;: &#34;Here&#34;}"'),
        ({"data": None, "asks_for": "location"}, "/phones/1/send"),
        ({"data": None, "url": "https://example.org/"}, 'href="https://example.org/"'),
    ],
)
def test_every_kind_of_button_does_what_it_does_in_telegram(
    fields: dict[str, Any], posted: str
) -> None:
    assert posted in shown(phone(1, messages=[message(5, buttons=[[button("Here", **fields)]])]))


@pytest.mark.parametrize(
    ("name", "kind", "there"),
    [
        ("course.png", "photo", 'alt="Chart of the headache"'),
        ("answers.csv", "document", "download>"),
        ("summary.pdf", "document", 'target="_blank"'),
        ("", "sticker", "#sticker"),
        ("voice.ogg", "voice", "Voice message"),
    ],
)
def test_a_file_can_be_seen_opened_or_taken(name: str, kind: str, there: str) -> None:
    url = f"/files/7/{name}" if name else None
    file = {"name": name, "url": url, "kind": kind, "size": 1, "alt": "Chart of the headache"}

    html = shown(phone(1, messages=[message(1, html="", file=file)]))

    assert there in html
    assert (f'href="{url}"' in html) is (kind in ("photo", "document"))


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 bytes"), (999, "999 bytes"), (1_000, "1 kB"), (2_600_000, "3 MB")]
)
def test_the_size_of_a_file_is_a_round_figure(count: int, said: str) -> None:
    assert page.size(count) == said


@pytest.mark.parametrize("file", [*STYLES, *SCRIPTS, *TEMPLATES], ids=lambda file: file.name)
def test_the_page_needs_no_other_host_and_no_inline_code(file: Path) -> None:
    text = file.read_text("utf-8")

    assert OUTSIDE.findall(text) == []
    assert INLINE.findall(text) == []
