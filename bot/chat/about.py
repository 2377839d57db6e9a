"""What /about tells: topics as buttons, and the statements of one with their sources."""

import re

from bot.chat import taps
from bot.chat.advice import Surroundings
from bot.chat.payload import Button, Payload, fitted, message, paragraphs
from bot.chat.taps import Act
from bot.chat.typed import plain
from bot.clinical.protocol import Protocol, Statement
from bot.locales import say

MARKS = re.compile(r"\[[A-Z]\d*[a-z]?\]\s*")  # of the protocol, for those who review it


def overview(protocol: Protocol, language: str, text: str) -> Payload:
    """Build the first page: what the bot is, with a button for each topic."""
    return message(text, _topics(protocol, language))


def topic(protocol: Protocol, key: str, around: Surroundings) -> Payload:
    """Build the page of one topic: each statement with its source, and when it was checked."""
    language = around.language
    told = [statement for statement in protocol.about if statement.topic == key]
    checked = min(statement.date for statement in told)
    text = paragraphs(
        say(language, f"about.topic.{key}"),
        *(_words(statement, around) for statement in told),
        say(language, "about.checked", date=checked.isoformat()),
    )
    return message(text, _topics(protocol, language))


def topic_named(protocol: Protocol, language: str, text: str) -> str | None:
    """Find the topic whose whole label a text is."""
    labels = {plain(say(language, f"about.topic.{key}")): key for key in protocol.topics}
    return labels.get(plain(text))


def topic_meant(protocol: Protocol, language: str, text: str) -> str | None:
    """Find the one topic that the words after /about stand for: some of its label will do."""
    wanted = set(plain(text).split())
    found = [
        key
        for key in protocol.topics
        if wanted <= set(plain(say(language, f"about.topic.{key}")).split()) | _parts(key)
    ]
    return found[0] if wanted and len(found) == 1 else None


def _parts(key: str) -> set[str]:
    return set(key.split("_"))


def _words(statement: Statement, around: Surroundings) -> str:
    language = around.language
    words = say(
        language,
        f"about.{statement.key}",
        emergency=around.emergency,
        clinic_phone=around.phone,
    )
    source = MARKS.sub("", statement.source)
    return "\n".join([words, say(language, "about.source", source=source)])


def _topics(protocol: Protocol, language: str) -> list[list[Button]]:
    return fitted(
        [
            Button(
                label=say(language, f"about.topic.{key}"),
                data=taps.write(Act.CHOOSE, 0, "about", key),
            )
            for key in protocol.topics
        ]
    )
