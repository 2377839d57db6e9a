"""The Bot API as this program speaks it: python-telegram-bot's bot, without its updater."""

import asyncio
import base64
from typing import Any

from telegram import InputFile
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.telegram.failures import TokenRefusedError
from bot.telegram.wire import Wire
from bot.typesetting import picture

CONNECTIONS = 100
PATIENCE = 5.0  # seconds to wait for an answer
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]


class ClinicBot(ExtBot[None]):
    """A bot that gives raw updates and sends what the outbox holds."""

    async def raw_updates(
        self, *, offset: int | None, wait: int, limit: int
    ) -> list[dict[str, Any]]:
        """Long-poll for updates as Telegram wrote them; raises what PTB raises."""
        asked: dict[str, Any] = {"timeout": wait, "limit": limit, "allowed_updates": ALLOWED}
        if offset is not None:
            asked["offset"] = offset
        # get_updates() would parse the batch, and one bad update would lose all of it.
        updates = await self._post("getUpdates", asked, read_timeout=wait + 10)
        return updates if isinstance(updates, list) else []

    async def call(self, method: str, parameters: dict[str, Any]) -> Any:
        """Call a method with parameters as the outbox keeps them; a chart becomes a picture here.

        Raises NotTypesetError, and what PTB raises.
        """
        if "document" in parameters:
            content = base64.b64decode(parameters["document"])
            filename = parameters.get("filename")
            kept = {k: v for k, v in parameters.items() if k not in ("document", "filename")}
            parameters = {**kept, "document": InputFile(content, filename=filename)}
        if "svg" in parameters:
            kept = {k: v for k, v in parameters.items() if k != "svg"}
            content = await asyncio.to_thread(picture, parameters["svg"])
            parameters = {**kept, "photo": InputFile(content, filename="chart.png")}
        return await self._post(method, parameters)


async def name_of(bot: ClinicBot) -> str:
    """Ask Telegram for a bot's name; empty when it cannot be reached.

    Raises TokenRefusedError.
    """
    try:
        async with bot:
            return str(bot.username)
    except InvalidToken as error:
        raise TokenRefusedError from error
    except TelegramError:
        return ""


def make_bot(token: str, api_url: str, *, patience: float = PATIENCE) -> ClinicBot:
    """Make a bot for a Bot API server; nothing is sent before it is initialised.

    A call that is not answered within `patience` seconds has an unknown outcome.
    """
    return ClinicBot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=Wire(connections=CONNECTIONS, patience=patience),
        get_updates_request=Wire(connections=1, patience=patience),
    )
