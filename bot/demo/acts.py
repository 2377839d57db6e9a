"""What can be asked of the demo, each act with what it needs and why it may be refused."""

from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from bot.demo.bot_api import Message
from bot.demo.phones import Phone, place_of
from bot.demo.stage import Stage
from bot.demo.travel import NothingPlannedError
from bot.locales import SOURCE_LANGUAGE, say

PHOTO = Path(__file__).with_name("photo.jpg")
LONGEST_TEXT = 12_000  # letters; the app itself cuts what is longer than a message
LONGEST_LEAP = 365  # days
Json = dict[str, Any]


class RefusedError(Exception):
    """An act that cannot be done, with the sentence that says why."""

    def __init__(self, key: str, status: int = 400, **values: object) -> None:
        self.sentence = say(SOURCE_LANGUAGE, f"demo.error.{key}", **values)
        self.status = status
        super().__init__(self.sentence)


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("no zone of this name")
    return name


Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class Asked(BaseModel):
    """What an act needs; a field that is not known is refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Write(Asked):
    """Write a text."""

    text: Words


class Tap(Asked):
    """Tap a button of a message."""

    message: int
    data: str


class Send(Asked):
    """Send something that is no text."""

    kind: Literal["sticker", "photo", "voice", "location"]


class Nothing(Asked):
    """Needs nothing."""


class Zone(Asked):
    """Carry the phone to another time zone."""

    zone: Annotated[str, AfterValidator(_zone)]


class NewPatient(Asked):
    """Bring a new patient, by a link of a clinician's if `start` names one."""

    name: Name
    start: Token | None = None


class Clock(Asked):
    """Let time pass: so many hours or days, or until the next check-in."""

    hours: Annotated[int, Field(ge=1, le=24 * LONGEST_LEAP)] | None = None
    days: Annotated[int, Field(ge=1, le=LONGEST_LEAP)] | None = None
    to: Literal["next_check_in"] | None = None


async def write(stage: Stage, phone: Phone, asked: Write) -> None:
    """Write a text on a phone."""
    _refuse_blocked(phone)
    async with stage.acting():
        phone.person.writes(asked.text)


async def tap(stage: Stage, phone: Phone, asked: Tap) -> None:
    """Tap a button on a phone."""
    _refuse_blocked(phone)
    message = phone.person.chat.messages.get(asked.message)
    if message is None or asked.data not in _data_of(phone, message):
        raise RefusedError("no_button", 409)
    async with stage.acting():
        phone.person.taps("", message=message, data=asked.data)


def _data_of(phone: Phone, message: Message) -> set[str | None]:
    shown = message.buttons if phone.person.chat.shows_keyboard(message) else []
    return {button.data for row in shown for button in row if button.data}


async def send(stage: Stage, phone: Phone, asked: Send) -> None:
    """Send a sticker, a picture, a voice message, or where the phone is."""
    _refuse_blocked(phone)
    fields = SENT[asked.kind](phone)
    async with stage.acting():
        phone.person.sends(asked.kind, **fields)


def _place(phone: Phone) -> Json:
    place = place_of(phone.zone)
    if place is None:
        raise RefusedError("no_place", zone=phone.zone)
    return {"latitude": place[0], "longitude": place[1]}


SENT: dict[str, Any] = {
    "sticker": lambda _: {},
    "voice": lambda _: {},
    "photo": lambda _: {"content": PHOTO.read_bytes()},
    "location": _place,
}


async def block(stage: Stage, phone: Phone, _: Nothing) -> None:
    """Block the bot."""
    if not phone.is_blocked:
        async with stage.acting():
            phone.person.blocks()


async def unblock(stage: Stage, phone: Phone, _: Nothing) -> None:
    """Unblock the bot."""
    if phone.is_blocked:
        async with stage.acting():
            phone.person.unblocks()


async def carry(stage: Stage, phone: Phone, asked: Zone) -> None:
    """Carry a phone to another time zone, of which the bot learns only if it is told."""
    phone.zone = asked.zone
    async with stage.acting():
        pass


ON_A_PHONE: dict[str, tuple[type[Asked], Any]] = {
    "write": (Write, write),
    "tap": (Tap, tap),
    "send": (Send, send),
    "block": (Nothing, block),
    "unblock": (Nothing, unblock),
    "zone": (Zone, carry),
}


async def bring(stage: Stage, asked: NewPatient) -> Json:
    """Bring a new patient."""
    return {"id": (await stage.bring_patient(asked.name, asked.start)).id}


async def let_time_pass(stage: Stage, asked: Clock) -> Json:
    """Let time pass and tell what was sent meanwhile."""
    spans = asked.model_dump(exclude_none=True)
    if len(spans) != 1:
        raise RefusedError("clock")
    before = len(stage.api.journal.requests)
    try:
        await (stage.travel.to_next_question() if asked.to else stage.travel.go(**spans))
    except NothingPlannedError:
        raise RefusedError("nothing_planned", 409) from None
    now = stage.clock.now().isoformat(timespec="seconds")
    return {"now": now, "passed": stage.sent_since(before)}


def _refuse_blocked(phone: Phone) -> None:
    if phone.is_blocked:
        raise RefusedError("blocked", 409)
