"""Messages: what patients wrote in their own words, beside any question."""

from bot.export.records import MessageRecord
from bot.export.table import Column, Origin, Table, Type
from bot.export.tables.patients import PATIENT

TABLE = Table(
    name="messages",
    about="One row per message that a patient wrote beside any question.",
    reads=MessageRecord,
    columns=(
        PATIENT,
        Column(
            name="message",
            type=Type.INTEGER,
            about="Its number among this patient's messages, from 1.",
            origin=Origin.BOT,
            value=lambda message: message.message,
            low=1,
        ),
        Column(
            name="written_at",
            type=Type.MOMENT,
            about="When the bot had it.",
            origin=Origin.BOT,
            value=lambda message: message.local(message.written_at),
        ),
        Column(
            name="text",
            type=Type.TEXT,
            about="The words as they were written; they may hold names.",
            origin=Origin.PATIENT,
            value=lambda message: message.text,
        ),
    ),
    day=lambda message: message.local_date(message.written_at),
)
