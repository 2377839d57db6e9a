"""The page of the demo: the server renders it, and a small script keeps it up to date."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from bot.locales import SOURCE_LANGUAGE, say

STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"
VIEWS = ("patient", "clinician", "records")
ROLES = ("patient", "clinician")
# What one phone shows at first; a link below the oldest shows the rest.
NEWEST = 40
# Some people's zones: far apart, on half hours, north and south, with and without summer time.
ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Atlantic/Azores",
    "Europe/London",
    "Europe/Berlin",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Apia",
)
KILOBYTE = 1000
COMMAND = re.compile(r"<var>(/\w+)</var>")
State = Mapping[str, Any]


def render(state: State, query: Mapping[str, str]) -> str:
    """Render the whole page; `query` says whose phones and which part are looked at."""
    shown = {role: phone_of(state["phones"], role, query.get(role)) for role in ROLES}
    view = query.get("view", "")
    return (
        _environment()
        .get_template("page.html")
        .render(
            state=state,
            shown=shown,
            people={role: [p for p in state["phones"] if p["role"] == role] for role in ROLES},
            clock=local_time(state["now"], shown["patient"]),
            utc=f"{datetime.fromisoformat(state['now']):%H:%M}",
            view=view if view in VIEWS else VIEWS[0],
            query={name: query[name] for name in (*ROLES, "view", "earlier") if name in query},
            zones=sorted({*ZONES, *(phone["zone"] for phone in state["phones"])}),
        )
    )


def phone_of(phones: Iterable[State], role: str, wanted: str | None) -> State | None:
    """Choose the phone that is looked at: the wanted one, or the first of its role."""
    fitting = [phone for phone in phones if phone["role"] == role]
    named = [phone for phone in fitting if str(phone["id"]) == wanted]
    return next(iter(named or fitting), None)


def days_of(messages: Iterable[State]) -> Iterator[tuple[str, list[State]]]:
    """Put messages together under the day they were sent on."""
    for day, sent in groupby(messages, key=lambda message: str(message["day"])):
        yield day, list(sent)


def local_time(now: str, phone: State | None) -> str:
    """Word an instant as its day and time where a person is."""
    moment = datetime.fromisoformat(now)
    if phone is not None:
        moment = moment.astimezone(ZoneInfo(phone["zone"]))
    return f"{moment:%a} {moment.day} {moment:%b %Y, %H:%M}"


def size(count: int) -> str:
    """Word the size of a file."""
    for unit in ("bytes", "kB"):
        if count < KILOBYTE:
            return f"{count} {unit}"
        count = round(count / KILOBYTE)
    return f"{count} MB"


def place(zone: str) -> str:
    """Name the place a time zone is called after."""
    return zone.rpartition("/")[2].replace("_", " ")


def with_commands(html: str, path: str) -> str:
    """Let the commands in a message be tapped, as Telegram does: a tap writes them."""
    return COMMAND.sub(lambda found: _command(found[1], path), html)


def _command(command: str, path: str) -> str:
    body = escape(json.dumps({"text": command}))
    button = f'<button type="button" class="command" data-post="{path}" data-body="{body}">'
    return f"{button}{command}</button>"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": partial(say, SOURCE_LANGUAGE), "NEWEST": NEWEST}
    environment.filters |= {
        "days": days_of,
        "with_commands": with_commands,
        "size": size,
        "place": place,
    }
    return environment
