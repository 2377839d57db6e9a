"""The phones of the demo: whose each is, which link they were given, what clock they show."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.bot_api import BotApi, Person
from bot.demo.bot_api.chats import Standing

HOME = "Europe/Berlin"


@dataclass(slots=True, kw_only=True)
class Phone:
    """One person's phone; `start` is what its Start button writes, until it was pressed."""

    id: int
    person: Person
    role: str
    zone: str = HOME
    start: str | None = None

    @property
    def is_blocked(self) -> bool:
        """Whether the person has blocked the bot."""
        return self.person.chat.standing is Standing.KICKED

    @property
    def clock(self) -> ZoneInfo:
        """The time zone the phone shows."""
        return ZoneInfo(self.zone)


class Phones:
    """Every phone, in the order they came; kept in a file if the demo is kept."""

    def __init__(self, api: BotApi, file: Path | None = None) -> None:
        self._api = api
        self._file = file
        self._phones: dict[int, Phone] = {}

    def __iter__(self) -> Iterator[Phone]:
        return iter(self._phones.values())

    def __getitem__(self, phone_id: int) -> Phone:
        return self._phones[phone_id]

    def add(self, name: str, role: str, start: str | None = None, **more: Any) -> Phone:
        """Give somebody a phone."""
        user_id = more.pop("user_id", None)
        person = self._api.person(name, user_id=user_id)
        phone = Phone(id=len(self._phones) + 1, person=person, role=role, start=start, **more)
        self._phones[phone.id] = phone
        self.keep()
        return phone

    def keep(self) -> None:
        """Write down who there is, so that they are the same people after a start."""
        if self._file is not None:
            told = [
                {
                    "name": phone.person.user.first_name,
                    "role": phone.role,
                    "zone": phone.zone,
                    "user_id": phone.person.id,
                    "standing": phone.person.chat.standing.value,
                }
                for phone in self
            ]
            self._file.write_text(json.dumps(told, indent=1), encoding="utf-8")

    def bring_back(self) -> bool:
        """Give everybody who was written down their phone again; tell whether anybody was."""
        if self._file is None or not self._file.exists():
            return False
        for told in json.loads(self._file.read_text(encoding="utf-8")):
            standing = Standing(told.pop("standing"))
            self.add(**told).person.chat.standing = standing
        self.keep()
        return True


def place_of(zone: str) -> tuple[float, float] | None:
    """Find latitude and longitude of the town a time zone is named after."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    found = next((row[1] for row in rows if row[2] == zone), None)
    if found is None:
        return None
    split = max(found.rfind("+"), found.rfind("-"))
    return _degrees(found[:split], 2), _degrees(found[split:], 3)


def _degrees(text: str, digits: int) -> float:
    """Read ±DDMM, ±DDDMM or either with seconds."""
    sign, figures = (-1 if text[0] == "-" else 1), text[1:]
    degrees, minutes = figures[:digits], figures[digits : digits + 2]
    return round(sign * (int(degrees) + int(minutes) / 60), 4)
