"""What people do and see: writing, tapping, editing, sending; every update parses in PTB."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.demo.bot_api import BotApi, Person
from bot.demo.bot_api.markup import utf16_length
from tests.demo.bot_api.caller import TOKEN, Bot, Clock, keyboard
from tests.demo.bot_api.ruled import rule

KINDS = ["sticker", "photo", "voice", "document", "video", "audio", "animation", "contact"]


def newest(api: BotApi) -> dict[str, Any]:
    body = api.journal.updates[-1].body
    assert isinstance(body, dict)
    return body


def commands(api: BotApi) -> list[tuple[int, int]]:
    entities = newest(api)["message"].get("entities", [])
    return [(e["offset"], e["length"]) for e in entities if e["type"] == "bot_command"]


def test_a_person_has_a_random_id_of_nine_or_ten_digits(api: BotApi) -> None:
    people = {api.person().id for _ in range(20)}

    assert len(people) == 20
    assert all(len(str(person_id)) in (9, 10) for person_id in people)


def test_a_private_chat_has_the_id_of_the_person(robin: Person) -> None:
    assert robin.chat_id == robin.id


def test_a_text_carries_the_person_and_the_language(api: BotApi) -> None:
    kim = api.person("Kim", language_code="de", last_name="Lee", username="kim_lee")
    kim.writes("Hallo")

    assert newest(api)["message"]["from"] == {
        "id": kim.id,
        "is_bot": False,
        "first_name": "Kim",
        "last_name": "Lee",
        "username": "kim_lee",
        "language_code": "de",
    }


@rule("5.21 addresses are marked")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://example.org/start", [(0, 25)]),
        ("See http://127.0.0.1:8080/a?b=c-d_e.", [(4, 31)]),
        ("\N{FLEXED BICEPS} (https://e.org) https://f.org/", [(4, 13), (19, 14)]),
        ("7/10 and/or //x", []),
    ],
)
def test_an_address_is_marked_with_an_entity(
    robin: Person, text: str, found: list[tuple[int, int]]
) -> None:
    robin.writes(text)

    marked = [entity for entity in robin.messages[-1].entities if entity["type"] == "url"]
    assert [(entity["offset"], entity["length"]) for entity in marked] == found


@rule("5.19 commands are marked")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", [(0, 6)]),
        ("/start abc-DEF_1", [(0, 6)]),
        ("/help@needling_test_bot now", [(0, 23)]),
        ("first /help then /stop", [(6, 5), (17, 5)]),
        ("\N{FLEXED BICEPS} /help", [(3, 5)]),
        ("7/10", []),
        ("and/or", []),
        ("https://example.org/start", []),
        ("/", []),
    ],
)
def test_a_command_is_marked_with_an_entity(
    api: BotApi, robin: Person, text: str, found: list[tuple[int, int]]
) -> None:
    robin.writes(text)

    assert commands(api) == found


def test_start_carries_the_payload_of_the_link(api: BotApi, robin: Person) -> None:
    robin.starts("invite_A1")

    assert newest(api)["message"]["text"] == "/start invite_A1"
    assert commands(api) == [(0, 6)]


@rule("5.18 deep links")
@pytest.mark.parametrize("payload", ["", "x" * 65, "a b", "ä"])
def test_a_link_carries_1_to_64_plain_characters(robin: Person, payload: str) -> None:
    with pytest.raises(ValueError, match="a link cannot carry"):
        robin.starts(payload)


def test_a_long_text_goes_out_in_several_messages(api: BotApi, robin: Person) -> None:
    last = robin.writes("x" * 9_000)

    assert [len(m.text) for m in robin.messages[1:]] == [4096, 4096, 808]
    assert newest(api)["update_id"] == last


def test_a_blank_text_is_not_sent(robin: Person) -> None:
    with pytest.raises(ValueError, match="blank"):
        robin.writes(" \n ")


def test_a_reply_carries_what_it_answers(api: BotApi, robin: Person) -> None:
    robin.writes("And this?", reply_to=robin.messages[0])

    assert newest(api)["message"]["reply_to_message"]["text"] == "/start"


def test_an_edit_is_told_with_edited_message(api: BotApi, robin: Person, clock: Clock) -> None:
    robin.writes("sevn")
    clock.forward(seconds=5)
    robin.edits(robin.messages[-1].message_id, "seven")

    edited = newest(api)["edited_message"]
    assert (edited["text"], edited["edit_date"] - edited["date"]) == ("seven", 5)
    assert robin.messages[-1].text == "seven"


async def test_a_person_cannot_edit_what_the_bot_wrote(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id)

    with pytest.raises(ValueError, match="only their own"):
        robin.edits(sent["message_id"], "x")


async def test_the_last_message_is_the_newest_of_the_bot(bot: Bot, robin: Person) -> None:
    with pytest.raises(LookupError):
        _ = robin.last
    await bot.says(robin.id, "one")
    await bot.says(robin.id, "two")
    robin.writes("three")

    assert robin.last.text == "two"
    assert [m.text for m in robin.messages] == ["/start", "one", "two", "three"]


async def test_a_button_is_found_by_label_prefix_or_part(bot: Bot, robin: Person) -> None:
    await bot.says(robin.id, reply_markup=keyboard(["No pain", "No"], ["A little pain", "Back"]))

    tapped = []
    for words in ("No", "no p", "little", "BACK"):
        robin.taps(words)
        tapped.append((await bot.updates())[-1]["callback_query"]["data"])

    assert tapped == ["No", "No pain", "A little pain", "Back"]


async def test_words_that_fit_several_buttons_tap_none(bot: Bot, robin: Person) -> None:
    await bot.says(robin.id, reply_markup=keyboard(["No pain", "No idea"]))

    with pytest.raises(LookupError, match="several"):
        robin.taps("No")


async def test_a_button_that_is_not_there_raises_with_the_labels_in_sight(
    bot: Bot, robin: Person
) -> None:
    await bot.says(robin.id, reply_markup=keyboard(["Yes", "No"]))

    with pytest.raises(LookupError, match=r"\['Yes', 'No'\]"):
        robin.taps("Maybe")


async def test_the_newest_message_with_such_a_button_is_tapped(bot: Bot, robin: Person) -> None:
    old = await bot.says(robin.id, "old", reply_markup=keyboard(["Yes", "Undo"]))
    new = await bot.says(robin.id, "new", reply_markup=keyboard(["Yes"]))
    await bot.says(robin.id, "without buttons")

    tapped = []
    for label in ("Yes", "Undo"):
        robin.taps(label)
        query = (await bot.updates())[-1]["callback_query"]
        tapped.append(query["message"]["message_id"])

    assert tapped == [new["message_id"], old["message_id"]]


async def test_a_button_with_an_address_tells_the_bot_nothing(bot: Bot, robin: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Leaflet", "url": "https://example.org"}]]}
    await bot.says(robin.id, reply_markup=markup)

    with pytest.raises(LookupError, match="opens a page"):
        robin.taps("Leaflet")
    assert robin.last.buttons[0][0].url == "https://example.org"


def test_a_blocked_bot_gets_no_messages(robin: Person) -> None:
    robin.blocks()

    with pytest.raises(RuntimeError, match="blocked"):
        robin.writes("hello?")


def test_a_location_has_its_coordinates(api: BotApi, robin: Person) -> None:
    robin.sends("location", latitude=52.52, longitude=13.4)

    assert newest(api)["message"]["location"] == {"latitude": 52.52, "longitude": 13.4}


def test_a_thing_sent_may_have_a_caption(api: BotApi, robin: Person) -> None:
    robin.sends("photo", caption="/problem here")

    message = newest(api)["message"]
    assert message["caption"] == "/problem here"
    assert message["caption_entities"][0]["type"] == "bot_command"


@pytest.mark.parametrize("kind", KINDS)
def test_ptb_reads_everything_a_person_sends(api: BotApi, robin: Person, kind: str) -> None:
    robin.sends(kind)

    update = Update.de_json(newest(api), None)

    assert update.message is not None
    assert update.message.effective_attachment
    assert update.effective_user is not None
    assert update.effective_user.id == robin.id


async def test_ptb_reads_every_kind_of_update(api: BotApi, bot: Bot, robin: Person) -> None:
    await bot.says(robin.id, reply_markup=keyboard(["7"]))
    robin.taps("7")
    robin.edits(robin.messages[0].message_id, "/help")
    robin.sends("location", latitude=1.5, longitude=2.5)
    robin.blocks()
    robin.unblocks()
    group = api.group("Clinic", robin)
    robin.writes("hello", chat=group)
    group.upgrades()

    read = [Update.de_json(update, None) for update in await bot.updates()]

    assert {update.update_id for update in read} == {p.update_id for p in api.journal.updates}
    kinds = {name for update in read for name in update.to_dict() if name != "update_id"}
    assert kinds == {"message", "edited_message", "callback_query", "my_chat_member"}


@given(st.text(alphabet=st.characters(), min_size=1, max_size=200))
def test_whatever_is_written_ptb_reads_with_the_right_length(text: str) -> None:
    api = BotApi(token=TOKEN, now=Clock())
    robin = api.person()
    try:
        robin.writes(text)
    except ValueError:
        return
    update = Update.de_json(newest(api), None)

    assert update.message is not None
    assert update.message.text == robin.messages[0].text
    length = utf16_length(update.message.text or "")
    assert all(e.offset + e.length <= length for e in update.message.entities)


def test_lone_surrogates_and_nul_can_be_pushed_raw(api: BotApi) -> None:
    update_id = api.push_raw({"message": {"text": "\ud800\x00"}})

    assert newest(api) == {"update_id": update_id, "message": {"text": "\ud800\x00"}}


async def test_a_raw_update_keeps_what_it_is(api: BotApi, bot: Bot) -> None:
    first = api.push_raw({"message": {"date": "x"}})
    second = api.push_raw('{"update_id": "text", "poll": null}')

    assert await bot.updates() == [
        {"update_id": first, "message": {"date": "x"}},
        {"update_id": "text", "poll": None},
    ]
    assert second == first + 1


async def test_a_raw_update_may_repeat_an_id(api: BotApi, bot: Bot, robin: Person) -> None:
    update = (await bot.updates())[0]

    assert api.push_raw(update) == update["update_id"]
    assert await bot.updates() == [update, update]
    assert await bot.updates(offset=update["update_id"] + 1) == []


async def test_text_that_is_not_json_is_served_as_it_is(api: BotApi, bot: Bot) -> None:
    api.push_raw("{broken")
    response = await bot.client.get(bot.at("getUpdates"))

    assert response.text == '{"ok":true,"result":[{broken]}'
