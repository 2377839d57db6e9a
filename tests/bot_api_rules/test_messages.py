"""Rules of section 4: texts, edits, deletions, replies, chats that are closed to the bot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bot_api import BotApi, Person
from tests.bot_api.markup import MAX_TEXT, message_text
from tests.bot_api.refusals import Refusal
from tests.bot_api_rules.caller import MONDAY, Bot, Clock, keyboard

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
ARM = "\N{FLEXED BICEPS}"


async def test_a_text_reaches_the_person(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "How are you?")

    assert robin.last.text == "How are you?"
    assert robin.last.message_id == sent["message_id"]
    assert robin.last.date == MONDAY


async def test_a_message_has_sender_chat_and_a_date_in_seconds(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id)

    assert sent["from"]["is_bot"] is True
    assert sent["chat"] == {"id": robin.id, "type": "private", "first_name": "Robin"}
    assert sent["date"] == int(MONDAY.timestamp())


async def test_a_text_of_4096_code_points_is_taken(bot: Bot, robin: Person) -> None:
    await bot.says(robin.id, ARM * 4096)

    assert len(robin.last.text) == 4096


async def test_a_text_of_4097_code_points_is_too_long(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x" * 4097)

    assert reply.refusal == (400, "Bad Request: message is too long")


async def test_length_is_counted_after_parsing(bot: Bot, robin: Person) -> None:
    await bot.says(robin.id, f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")

    assert robin.last.text == "<" * 4096


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


@pytest.mark.parametrize("text", [" ", "\n\t ", "<b> </b>"])
async def test_a_blank_text_is_refused(bot: Bot, robin: Person, text: str) -> None:
    reply = await bot.call("sendMessage", chat_id=robin.id, text=text, parse_mode="HTML")

    assert reply.refusal == (400, "Bad Request: text must be non-empty")


async def test_control_characters_are_cleaned(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "a\x00b\r\nc\u202ed")

    assert sent["text"] == "a b\ncd"


async def test_entities_are_counted_in_utf16_units(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, f"{ARM} <b>{ARM}{ARM}</b>", parse_mode="HTML")

    assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 4}]


async def test_trimming_moves_the_entities(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "  a <b>b </b> ", parse_mode="HTML")

    assert (sent["text"], sent["entities"]) == (
        "a b",
        [{"type": "bold", "offset": 2, "length": 1}],
    )


async def test_entities_over_100_are_ignored(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "<b>x</b> " * 150, parse_mode="HTML")

    assert len(sent["entities"]) == 100


async def test_entities_can_be_given_outright(bot: Bot, robin: Person) -> None:
    bold = {"type": "bold", "offset": 0, "length": 2}
    sent = await bot.says(robin.id, f"{ARM} *", entities=[bold])

    assert (sent["text"], sent["entities"]) == (f"{ARM} *", [bold])


@pytest.mark.parametrize(
    ("entity", "problem"),
    [
        ({"type": "loud"}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "text_link"}, "can't parse MessageEntity: Can't find field \"url\""),
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


async def test_protected_content_is_marked(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, protect_content=True)

    assert sent["has_protected_content"] is True


async def test_link_preview_options_are_echoed(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, link_preview_options={"is_disabled": True})

    assert sent["link_preview_options"] == {"is_disabled": True}


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


async def test_a_paid_broadcast_needs_stars_the_bot_does_not_have(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x", allow_paid_broadcast=True)

    assert reply.refusal == (400, "Bad Request: FLOODSKIP_NOT_ALLOWED")


async def test_an_edit_changes_the_message_in_its_place(
    bot: Bot, robin: Person, clock: Clock
) -> None:
    first = await bot.says(robin.id, "First")
    await bot.says(robin.id, "Second")
    clock.forward(minutes=1)

    edited = await bot.call(
        "editMessageText", chat_id=robin.id, message_id=first["message_id"], text="Changed"
    )

    assert edited.result["edit_date"] == first["date"] + 60
    assert [m.text for m in robin.messages if m.from_bot] == ["Changed", "Second"]
    assert [m.edited for m in robin.messages if m.from_bot] == [1, 0]


@pytest.mark.parametrize(
    ("text", "mode"), [("Same", ""), ("  Same ", ""), ("S<b></b>ame", "HTML")]
)
async def test_an_edit_that_changes_nothing_is_refused(
    bot: Bot, robin: Person, text: str, mode: str
) -> None:
    sent = await bot.says(robin.id, "Same")
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}
    reply = await bot.call("editMessageText", **place, text=text, parse_mode=mode)

    assert reply.refusal == (400, NOT_MODIFIED)
    assert robin.last.edited == 0


@pytest.mark.parametrize(
    "change",
    [{"text": "Other"}, {"text": "<b>Same</b>"}, {"reply_markup": keyboard(["A", "C"])}],
)
async def test_an_edit_of_text_entities_or_keyboard_is_a_change(
    bot: Bot, robin: Person, change: dict[str, object]
) -> None:
    same: dict[str, object] = {"text": "Same", "reply_markup": keyboard(["A", "B"])}
    sent = (await bot.call("sendMessage", chat_id=robin.id, **same)).result
    place = {"chat_id": robin.id, "message_id": sent["message_id"], "parse_mode": "HTML"}

    assert (await bot.call("editMessageText", **place, **(same | change))).status == 200


async def test_an_edit_without_a_keyboard_removes_the_keyboard(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "Same", reply_markup=keyboard(["A"]))
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}
    edited = await bot.call("editMessageText", **place, text="Same")

    assert "reply_markup" not in edited.result
    assert robin.last.labels == []


async def test_a_keyboard_alone_can_be_changed_and_removed(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "Text", reply_markup=keyboard(["A"]))
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}

    await bot.call("editMessageReplyMarkup", **place, reply_markup=keyboard(["B"]))
    changed = robin.last
    await bot.call("editMessageReplyMarkup", **place)

    assert (changed.labels, changed.text) == (["B"], "Text")
    assert (robin.last.labels, robin.last.text) == ([], "Text")


async def test_the_same_keyboard_again_is_not_modified(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "Text", reply_markup=keyboard(["A"]))
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}
    reply = await bot.call("editMessageReplyMarkup", **place, reply_markup=keyboard(["A"]))

    assert reply.refusal == (400, NOT_MODIFIED)


async def test_a_message_that_never_was_cannot_be_edited(bot: Bot, robin: Person) -> None:
    reply = await bot.call("editMessageText", chat_id=robin.id, message_id=1, text="x")

    assert reply.refusal == (400, "Bad Request: message to edit not found")


async def test_a_deleted_message_cannot_be_edited(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id)
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}
    await bot.call("deleteMessage", **place)

    reply = await bot.call("editMessageText", **place, text="x")

    assert reply.refusal == (400, "Bad Request: message to edit not found")


async def test_the_message_of_a_person_cannot_be_edited(bot: Bot, robin: Person) -> None:
    written = robin.messages[-1].message_id
    reply = await bot.call("editMessageText", chat_id=robin.id, message_id=written, text="x")

    assert reply.refusal == (400, "Bad Request: message can't be edited")


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, reply_markup={"keyboard": [["A"]]})
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}
    reply = await bot.call("editMessageText", **place, text="x")

    assert reply.refusal == (400, "Bad Request: message can't be edited")


async def test_a_deleted_message_is_gone(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id)
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}

    assert (await bot.call("deleteMessage", **place)).result is True
    assert [m.text for m in robin.messages] == ["/start"]


async def test_the_message_of_a_person_can_be_deleted_in_a_private_chat(
    bot: Bot, robin: Person
) -> None:
    written = robin.messages[-1].message_id
    await bot.call("deleteMessage", chat_id=robin.id, message_id=written)

    assert robin.messages == []


async def test_a_message_that_never_was_cannot_be_deleted(bot: Bot, robin: Person) -> None:
    reply = await bot.call("deleteMessage", chat_id=robin.id, message_id=1)

    assert reply.refusal == (400, "Bad Request: message to delete not found")


async def test_a_message_older_than_48_hours_cannot_be_deleted(
    bot: Bot, robin: Person, clock: Clock
) -> None:
    sent = await bot.says(robin.id)
    clock.forward(hours=48, seconds=1)
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}

    reply = await bot.call("deleteMessage", **place)

    assert reply.refusal == (400, "Bad Request: message can't be deleted")


async def test_a_reply_carries_the_message_it_answers(bot: Bot, robin: Person) -> None:
    written = robin.messages[-1].message_id
    sent = await bot.says(robin.id, reply_parameters={"message_id": written})

    assert sent["reply_to_message"]["message_id"] == written
    assert sent["reply_to_message"]["text"] == "/start"


async def test_a_reply_to_nothing_is_refused(bot: Bot, robin: Person) -> None:
    reply = await bot.call(
        "sendMessage", chat_id=robin.id, text="x", reply_parameters={"message_id": 1}
    )

    assert reply.refusal == (400, "Bad Request: message to be replied not found")


async def test_a_reply_to_nothing_goes_out_when_that_is_allowed(bot: Bot, robin: Person) -> None:
    reply = {"message_id": 1, "allow_sending_without_reply": True}
    sent = await bot.says(robin.id, reply_parameters=reply)

    assert "reply_to_message" not in sent


async def test_a_reply_must_name_a_message(bot: Bot, robin: Person) -> None:
    reply = await bot.call(
        "sendMessage", chat_id=robin.id, text="x", reply_parameters={"quote": "x"}
    )

    assert reply.refusal == (400, 'Bad Request: can\'t find field "message_id"')


async def test_a_missing_chat_id_is_empty(bot: Bot) -> None:
    assert (await bot.call("sendMessage", text="x")).refusal == (
        400,
        "Bad Request: chat_id is empty",
    )


@pytest.mark.parametrize("chat_id", [0, -1, 42, "@nobody", "nobody"])
async def test_an_unknown_chat_is_not_found(bot: Bot, chat_id: object) -> None:
    reply = await bot.call("sendMessage", chat_id=chat_id, text="x")

    assert reply.refusal == (400, "Bad Request: chat not found")


async def test_a_private_chat_does_not_exist_before_the_person_writes(
    bot: Bot, api: BotApi
) -> None:
    stranger = api.person("Stranger")
    assert stranger.messages == []

    reply = await bot.call("sendMessage", chat_id=stranger.id, text="x")

    assert reply.refusal == (400, "Bad Request: chat not found")


async def test_a_person_met_in_a_group_cannot_be_written_to_first(bot: Bot, api: BotApi) -> None:
    stranger = api.person("Stranger")
    api.group("Clinic", stranger)

    reply = await bot.call("sendMessage", chat_id=stranger.id, text="x")

    assert reply.refusal == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_a_bot_that_is_blocked_cannot_write(bot: Bot, robin: Person) -> None:
    robin.blocks()
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x")

    assert reply.refusal == (403, "Forbidden: bot was blocked by the user")


async def test_a_bot_that_is_blocked_cannot_edit_or_show_typing(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id)
    robin.blocks()
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}

    edit = await bot.call("editMessageText", **place, text="x")
    typing = await bot.call("sendChatAction", chat_id=robin.id, action="typing")

    assert edit.status == typing.status == 403


async def test_blocking_and_unblocking_are_told_with_my_chat_member(
    bot: Bot, robin: Person
) -> None:
    robin.blocks()
    robin.unblocks()

    _, blocked, unblocked = await bot.updates()

    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["old_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_an_unblocked_bot_can_write_again(bot: Bot, robin: Person) -> None:
    robin.blocks()
    robin.unblocks()

    assert (await bot.call("sendMessage", chat_id=robin.id, text="x")).status == 200


async def test_starting_again_unblocks(bot: Bot, robin: Person) -> None:
    robin.blocks()
    robin.starts()

    assert (await bot.call("sendMessage", chat_id=robin.id, text="x")).status == 200


async def test_a_deleted_account_cannot_be_written_to(bot: Bot, robin: Person) -> None:
    robin.deactivates()
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x")

    assert reply.refusal == (403, "Forbidden: user is deactivated")


async def test_typing_can_be_shown(bot: Bot, robin: Person) -> None:
    assert (await bot.call("sendChatAction", chat_id=robin.id, action="typing")).result is True


async def test_a_wrong_chat_action_is_refused(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendChatAction", chat_id=robin.id, action="dancing")

    assert reply.refusal == (400, "Bad Request: wrong parameter action in request")
