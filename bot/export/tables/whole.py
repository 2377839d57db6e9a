"""What only a whole record holds: every answer as given, every consent, every reply."""

from bot.export.questions import answer_cell
from bot.export.records import AnswerRecord, ConsentRecord, ReplyRecord
from bot.export.table import Column, Origin, Table, Told, Type
from bot.export.tables.patients import PATIENT
from bot.export.tables.sessions import FORM

ANSWERS = Table(
    name="answers",
    about="One row per answer as it was given, with those that were changed or taken back.",
    reads=AnswerRecord,
    columns=(
        PATIENT,
        FORM,
        Column(
            name="kind",
            type=Type.KEY,
            about="What kind of form it was given to.",
            origin=Origin.BOT,
            value=lambda answer: answer.kind,
        ),
        Column(
            name="question",
            type=Type.KEY,
            about="The question's key.",
            origin=Origin.BOT,
            value=lambda answer: answer.question,
        ),
        Column(
            name="answer",
            type=Type.ANSWER,
            about="What was given; null where it was taken back.",
            origin=Origin.PATIENT,
            value=lambda answer: answer_cell(answer.value),
            told=Told.BY_QUESTION,
        ),
        Column(
            name="answered_at",
            type=Type.MOMENT,
            about="When it was given.",
            origin=Origin.BOT,
            value=lambda answer: answer.local(answer.answered_at),
        ),
        Column(
            name="given_by",
            type=Type.KEY,
            about="The code of the person who gave it.",
            origin=Origin.BOT,
            value=lambda answer: answer.by,
            told=Told.CODED,
        ),
        Column(
            name="settled",
            type=Type.BOOLEAN,
            about="False while several answers were still being ticked.",
            origin=Origin.BOT,
            value=lambda answer: answer.final,
        ),
    ),
    day=lambda answer: answer.local_date(answer.answered_at),
)
CONSENTS = Table(
    name="consents",
    about="One row per consent. The dates exported do not leave any out.",
    reads=ConsentRecord,
    columns=(
        PATIENT,
        Column(
            name="version",
            type=Type.TEXT,
            about="The version of the text agreed to.",
            origin=Origin.BOT,
            value=lambda consent: consent.version,
            told=Told.AS_IT_IS,
        ),
        Column(
            name="text_hash",
            type=Type.TEXT,
            about="The hash of that text (SHA-256).",
            origin=Origin.BOT,
            value=lambda consent: consent.text_hash,
            told=Told.AS_IT_IS,
        ),
        Column(
            name="language",
            type=Type.KEY,
            about="The language it was read in (ISO 639).",
            origin=Origin.BOT,
            value=lambda consent: consent.language,
        ),
        Column(
            name="given_at",
            type=Type.MOMENT,
            about="When it was given.",
            origin=Origin.PATIENT,
            value=lambda consent: consent.local(consent.given_at),
        ),
        Column(
            name="withdrawn_at",
            type=Type.MOMENT,
            about="When it was taken back.",
            origin=Origin.PATIENT,
            value=lambda consent: consent.local(consent.withdrawn_at),
        ),
    ),
    day=lambda consent: None,
)
REPLIES = Table(
    name="replies",
    about="One row per message that the clinic wrote to the patient through the bot.",
    reads=ReplyRecord,
    columns=(
        PATIENT,
        Column(
            name="reply",
            type=Type.INTEGER,
            about="Its number among the clinic's messages to this patient, from 1.",
            origin=Origin.BOT,
            value=lambda reply: reply.reply,
            low=1,
        ),
        Column(
            name="written_at",
            type=Type.MOMENT,
            about="When it was written.",
            origin=Origin.BOT,
            value=lambda reply: reply.local(reply.written_at),
        ),
        Column(
            name="written_by",
            type=Type.KEY,
            about="The code of the clinician who wrote it.",
            origin=Origin.BOT,
            value=lambda reply: reply.by,
        ),
        Column(
            name="text",
            type=Type.TEXT,
            about="The words as they were written; they may hold names.",
            origin=Origin.CLINICIAN,
            value=lambda reply: reply.text,
        ),
    ),
    day=lambda reply: reply.local_date(reply.written_at),
)
WHOLE = (ANSWERS, CONSENTS, REPLIES)
