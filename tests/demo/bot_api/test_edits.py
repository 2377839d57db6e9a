"""Rules of section 4: what can be edited, deleted and replied to, and what cannot."""

import pytest

from bot.demo.bot_api import Person
from tests.demo.bot_api.caller import Bot, Clock, keyboard
from tests.demo.bot_api.ruled import rule

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


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


@rule("4.13 an edit that changes nothing")
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


@rule("4.16 edits without a keyboard")
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


@rule("4.14 edits of nothing")
async def test_a_deleted_message_cannot_be_edited(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id)
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}
    await bot.call("deleteMessage", **place)

    reply = await bot.call("editMessageText", **place, text="x")

    assert reply.refusal == (400, "Bad Request: message to edit not found")


@rule("4.15 edits of others")
async def test_the_message_of_a_person_cannot_be_edited(bot: Bot, robin: Person) -> None:
    written = robin.messages[-1].message_id
    reply = await bot.call("editMessageText", chat_id=robin.id, message_id=written, text="x")

    assert reply.refusal == (400, "Bad Request: message can't be edited")


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, reply_markup={"keyboard": [["A"]]})
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}
    reply = await bot.call("editMessageText", **place, text="x")

    assert reply.refusal == (400, "Bad Request: message can't be edited")


async def test_an_edit_takes_inline_keyboards_only(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id)
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}
    markup = {"keyboard": [["A"]]}
    reply = await bot.call("editMessageText", **place, text="x", reply_markup=markup)

    assert reply.refusal == (400, "Bad Request: inline keyboard expected")


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


@rule("4.17 deleting nothing")
async def test_a_message_that_never_was_cannot_be_deleted(bot: Bot, robin: Person) -> None:
    reply = await bot.call("deleteMessage", chat_id=robin.id, message_id=1)

    assert reply.refusal == (400, "Bad Request: message to delete not found")


@rule("4.18 deleting late")
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


@rule("4.19 replies")
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
