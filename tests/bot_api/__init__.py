"""A stand-in of the Telegram Bot API: real HTTP in front, people with phones behind."""

from tests.bot_api.api import BotApi
from tests.bot_api.chats import Standing
from tests.bot_api.floods import FloodLimits
from tests.bot_api.groups import Group
from tests.bot_api.messages import Button, Document, Message
from tests.bot_api.people import Person
from tests.bot_api.server import serving

__all__ = [
    "BotApi",
    "Button",
    "Document",
    "FloodLimits",
    "Group",
    "Message",
    "Person",
    "Standing",
    "serving",
]
