"""While nothing can be stored: whoever writes is told, straight and once, and so is the clinic."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from telegram.error import TelegramError

from bot.clinic import Clinic
from bot.locales import say
from bot.pathway.numbers import numbers
from bot.pathway.rights import Right, may
from bot.storage import clinicians, patients
from bot.storage.clinicians import Clinician
from bot.storage.database import DatabaseError
from bot.telegram.bot import ClinicBot
from bot.telegram.thread import DatabaseThread

log = logging.getLogger(__name__)

PERSISTS = 2  # failures of a part in a row: one alone may be a moment's lock
T = TypeVar("T")


class Trouble:
    """Knows which parts cannot write to the database, and who has been told of it.

    What it says needs no database: it goes straight to Telegram. Where reading still works, a
    patient is told the numbers of their own region.
    """

    def __init__(self, clinic: Clinic, bot: ClinicBot, thread: DatabaseThread) -> None:
        self._clinic = clinic
        self._bot = bot
        self._thread = thread
        self._failures: Counter[str] = Counter()
        self._told: set[int] = set()
        self._clinic_is_told = False

    async def met(self, part: str, chats: Iterable[int] = ()) -> None:
        """Count a failure of a part; once it persists, tell the clinic and who waits."""
        self._failures[part] += 1
        if self._failures[part] < PERSISTS:
            return
        if not self._clinic_is_told:
            self._clinic_is_told = True
            log.critical("nothing can be stored: make room on the disk, and see who may write")
            for member in await self._staff():
                await self._tell(member.chat_id, say(member.language, "failure.clinic_not_stored"))
        for chat_id in dict.fromkeys(chats):
            if chat_id not in self._told:
                self._told.add(chat_id)
                await self._tell(chat_id, await self._words_for(chat_id))

    def over(self, part: str) -> None:
        """Note that a part has written something."""
        del self._failures[part]
        if self._clinic_is_told and not self._failures:
            log.warning("everything can be stored again")
            self._told.clear()
            self._clinic_is_told = False

    async def _staff(self) -> list[Clinician]:
        """List who is to mend it: who manages the staff, or else everybody who treats."""
        staff = await self._read(lambda: clinicians.active(self._clinic.db)) or []
        return [one for one in staff if may(one, Right.MANAGE_STAFF)] or [
            one for one in staff if may(one, Right.ACT_ON_ALERTS)
        ]

    async def _words_for(self, chat_id: int) -> str:
        patient = await self._read(lambda: patients.by_chat(self._clinic.db, chat_id))
        language = patient.language if patient else self._clinic.settings.clinic_language
        return say(language, "failure.not_stored", **numbers(self._clinic, language, patient))

    async def _read(self, reading: Callable[[], T]) -> T | None:
        try:
            return await self._thread.run(reading)
        except DatabaseError:
            return None

    async def _tell(self, chat_id: int, text: str) -> None:
        try:
            await self._bot.call("sendMessage", {"chat_id": chat_id, "text": text})
        except TelegramError as error:
            log.warning("a notice of trouble was not sent: %s", type(error).__name__)


def writers(updates: Iterable[Any]) -> list[int]:
    """List whose private chats updates come from, without trusting their shape."""
    return [chat for update in updates if (chat := _private_chat(update)) is not None]


def _private_chat(update: Any) -> int | None:
    """Find the private chat of a message or a tap: it bears the number of its person."""
    content = update.get("message") or update.get("callback_query")
    if not isinstance(content, dict):
        return None
    message = content if "chat" in content else content.get("message")
    chat = message.get("chat") if isinstance(message, dict) else None
    number = chat.get("id") if isinstance(chat, dict) and chat.get("type") == "private" else None
    return number if type(number) is int else None
