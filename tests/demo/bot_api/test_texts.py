"""Rules of section 4: the text of a message, its length, its entities, what is echoed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.bot_api import BotApi, Person
from bot.demo.bot_api.markup import MAX_TEXT, message_text
from bot.demo.bot_api.refusals import Refusal
from tests.demo.bot_api.caller import MONDAY, Bot
from tests.demo.bot_api.ruled import rule

ARM = "\N{FLEXED BICEPS}"


async def test_a_text_reaches_the_person(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "How are you?")

    assert robin.last.text == "How are you?"
    assert robin.last.message_id == sent["message_id"]
    assert robin.last.date == MONDAY


@rule("4.33 dates")
async def test_a_message_has_sender_chat_and_a_date_in_seconds(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id)

    assert sent["from"]["is_bot"] is True
    assert sent["chat"] == {"id": robin.id, "type": "private", "first_name": "Robin"}
    assert sent["date"] == int(MONDAY.timestamp())


async def test_a_text_of_4096_code_points_is_taken(bot: Bot, robin: Person) -> None:
    await bot.says(robin.id, ARM * 4096)

    assert len(robin.last.text) == 4096


@rule("4.1 the longest text")
async def test_a_text_of_4097_code_points_is_too_long(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x" * 4097)

    assert reply.refusal == (400, "Bad Request: message is too long")


@rule("4.2 parsed first")
async def test_length_is_counted_after_parsing(bot: Bot, robin: Person) -> None:
    await bot.says(robin.id, f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")

    assert robin.last.text == "<" * 4096


@rule("4.3 trimmed first")
async def test_length_is_counted_after_trimming(bot: Bot, robin: Person) -> None:
    await bot.says(robin.id, "  \n" + "x" * 4096 + "\n\n")

    assert robin.last.text == "x" * 4096


@given(st.text(max_size=3), st.integers(4090, 4100))
def test_a_text_is_taken_exactly_when_its_trimmed_length_fits(margin: str, size: int) -> None:
    text = " " + margin + ARM * size + " "
    expected = len(message_text(margin + "x").text) - 1 + size

    if expected <= MAX_TEXT:
        assert len(message_text(text).text) == expected
    else:
        with pytest.raises(Refusal, match="message is too long"):
            message_text(text)


async def test_a_missing_text_is_empty(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendMessage", chat_id=robin.id)

    assert reply.refusal == (400, "Bad Request: message text is empty")


@rule("4.4 blank texts")
@pytest.mark.parametrize("text", [" ", "\n\t ", "<b> </b>"])
async def test_a_blank_text_is_refused(bot: Bot, robin: Person, text: str) -> None:
    reply = await bot.call("sendMessage", chat_id=robin.id, text=text, parse_mode="HTML")

    assert reply.refusal == (400, "Bad Request: text must be non-empty")


async def test_control_characters_are_cleaned(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "a\x00b\r\nc\u202ed")

    assert sent["text"] == "a b\ncd"


@rule("4.6 entities in UTF-16")
async def test_entities_are_counted_in_utf16_units(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, f"{ARM} <b>{ARM}{ARM}</b>", parse_mode="HTML")

    assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 4}]


async def test_trimming_moves_the_entities(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "  a <b>b </b> ", parse_mode="HTML")

    assert (sent["text"], sent["entities"]) == (
        "a b",
        [{"type": "bold", "offset": 2, "length": 1}],
    )


@rule("4.7 a hundred entities")
async def test_entities_over_100_are_ignored(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "<b>x</b> " * 150, parse_mode="HTML")

    assert len(sent["entities"]) == 100


async def test_entities_can_be_given_outright(bot: Bot, robin: Person) -> None:
    bold = {"type": "bold", "offset": 0, "length": 2}
    sent = await bot.says(robin.id, f"{ARM} *", entities=[bold])

    assert (sent["text"], sent["entities"]) == (f"{ARM} *", [bold])


@rule("4.8 entities given outright")
@pytest.mark.parametrize(
    ("entity", "problem"),
    [
        ({"type": "loud"}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "text_link"}, "can't parse MessageEntity: Can't find field \"url\""),
        ({"offset": "1"}, 'can\'t parse MessageEntity: Field "offset" must be a Number'),
        ({"offset": -1}, "receive an entity with incorrect offset -1"),
        ({"length": -1}, "receive an entity with incorrect length -1"),
        ({"offset": 100}, "entity begins after the end of the text at UTF-16 offset 100"),
        (
            {"length": 100},
            "entity beginning at UTF-16 offset 0 ends after the end of the text "
            "at UTF-16 offset 100",
        ),
    ],
)
async def test_a_wrong_entity_is_refused(
    bot: Bot, robin: Person, entity: dict[str, object], problem: str
) -> None:
    whole = {"type": "bold", "offset": 0, "length": 1} | entity
    reply = await bot.call("sendMessage", chat_id=robin.id, text="Hello", entities=[whole])

    assert reply.refusal == (400, f"Bad Request: {problem}")


async def test_an_unknown_parse_mode_is_refused(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x", parse_mode="BBCode")

    assert reply.refusal == (400, "Bad Request: unsupported parse_mode")


@rule("4.32 message ids")
async def test_message_ids_are_one_sequence_over_all_private_chats(
    bot: Bot, robin: Person, api: BotApi
) -> None:
    kim = api.person("Kim")
    kim.starts()

    first, second, third = [(await bot.says(p.id))["message_id"] for p in (robin, kim, robin)]

    assert (second, third) == (first + 1, first + 2)
    assert first > 2


async def test_a_silent_message_is_silent(bot: Bot, robin: Person) -> None:
    await bot.says(robin.id, disable_notification=True)
    quiet = robin.last.silent
    await bot.says(robin.id)

    assert (quiet, robin.last.silent) == (True, False)


@rule("4.27 protected content")
async def test_protected_content_is_marked(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, protect_content=True)

    assert sent["has_protected_content"] is True


async def test_link_preview_options_are_echoed(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, link_preview_options={"is_disabled": True})

    assert sent["link_preview_options"] == {"is_disabled": True}


@rule("4.28 effects")
async def test_an_effect_is_echoed_in_a_private_chat(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, message_effect_id="5046509860389126442")

    assert sent["effect_id"] == "5046509860389126442"


async def test_an_unknown_effect_is_refused(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x", message_effect_id="1")

    assert reply.refusal == (400, "Bad Request: EFFECT_ID_INVALID")


async def test_an_effect_is_refused_in_a_group(bot: Bot, api: BotApi) -> None:
    effect = "5046509860389126442"
    group = api.group("Clinic")
    reply = await bot.call("sendMessage", chat_id=group.id, text="x", message_effect_id=effect)

    assert reply.refusal == (400, "Bad Request: EFFECT_ID_INVALID")


@rule("4.29 paid broadcasts")
async def test_a_paid_broadcast_needs_stars_the_bot_does_not_have(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x", allow_paid_broadcast=True)

    assert reply.refusal == (400, "Bad Request: FLOODSKIP_NOT_ALLOWED")
