"""A stand-in of the Telegram Bot API: real HTTP in front, people with phones behind.

A call comes in through `server`, `reading`, `answering` and the table in `methods`; what it may
hold is said in `calls`, `markup`, `keyboards` and `files`; it acts on the `world`. People act on
the same world from the other side (`people`, `groups`) and make `updates`, which leave through
`polling` or the `webhook`. `floods` and `faults` make trouble, the `journal` remembers.
"""

from bot.demo.bot_api.api import BotApi
from bot.demo.bot_api.floods import FloodLimits
from bot.demo.bot_api.groups import Group
from bot.demo.bot_api.messages import Button, Document, Message
from bot.demo.bot_api.people import Person
from bot.demo.bot_api.server import serving

__all__ = [
    "BotApi",
    "Button",
    "Document",
    "FloodLimits",
    "Group",
    "Message",
    "Person",
    "serving",
]
