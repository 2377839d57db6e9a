"""A scene in which python-telegram-bot's own client can call every method there is."""

from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.ext import ExtBot

from bot.demo.bot_api import BotApi, Person
from tests.demo.bot_api.caller import Clock

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])
COMMANDS = [BotCommand("help", "What this bot does")]


class Scene:
    """A bot as PTB knows it, a person it speaks to, and a group with both."""

    def __init__(self, ptb: ExtBot[None], api: BotApi, robin: Person, clock: Clock) -> None:
        self.ptb = ptb
        self.api = api
        self.robin = robin
        self.clock = clock
        self.group = api.group("Clinic", robin)

    async def asks(self) -> int:
        """Send a question with a button and return its message id."""
        sent = await self.ptb.send_message(self.robin.id, "How is it?", reply_markup=BUTTONS)
        return sent.message_id

    async def is_tapped(self) -> str:
        """Ask, and return the id of the tap that answers."""
        await self.asks()
        self.robin.taps("Yes")
        query = (await self.ptb.get_updates())[-1].callback_query
        assert query is not None
        return query.id

    async def sends_a_file(self) -> str:
        """Send a document and return its id."""
        sent = await self.ptb.send_document(self.robin.id, b"words", filename="a.txt")
        assert sent.document is not None
        return sent.document.file_id

    async def edits_the_text(self) -> object:
        """Ask, then change the question."""
        return await self.ptb.edit_message_text("Better", self.robin.id, await self.asks())

    async def edits_the_buttons(self) -> object:
        """Ask, then take the button away."""
        return await self.ptb.edit_message_reply_markup(self.robin.id, await self.asks())

    async def deletes(self) -> bool:
        """Ask, then delete the question."""
        return await self.ptb.delete_message(self.robin.id, await self.asks())

    async def answers_a_tap(self) -> bool:
        """Ask, and show a notice for the tap."""
        return await self.ptb.answer_callback_query(await self.is_tapped(), "Saved")

    async def fetches_a_file(self) -> bytes:
        """Send a document and download it."""
        file = await self.ptb.get_file(await self.sends_a_file())
        return bytes(await file.download_as_bytearray())

    async def forgets_commands(self) -> bool:
        """Set commands, then delete them."""
        await self.ptb.set_my_commands(COMMANDS)
        return await self.ptb.delete_my_commands()

    async def closes(self) -> bool:
        """Close the session, which cannot be done at once."""
        self.clock.forward(minutes=10)
        return await self.ptb.close()

    def has_text(self, kind: str) -> bool:
        """Tell whether a text of the profile was set."""
        return bool(self.api.world.menus.texts.get((kind, "")))
