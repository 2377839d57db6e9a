"""Rules of section 5: what a keyboard may hold, and how much."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.bot_api import BotApi, Person
from bot.demo.bot_api.keyboards import parse_markup
from bot.demo.bot_api.refusals import Refusal
from tests.demo.bot_api.caller import Bot, keyboard
from tests.demo.bot_api.ruled import rule

INLINE = "can't parse inline keyboard button: "


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


def taken(markup: object) -> object:
    return parse_markup(json.dumps(markup))


def refusal(markup: object) -> str:
    with pytest.raises(Refusal) as caught:
        taken(markup)
    assert caught.value.code == 400
    return caught.value.description.removeprefix("Bad Request: ")


async def test_an_inline_keyboard_is_part_of_the_message(bot: Bot, robin: Person) -> None:
    rows = keyboard(["0", "1"], ["Back"])
    sent = await bot.says(robin.id, reply_markup=rows)

    assert sent["reply_markup"] == rows
    assert [[b.label for b in row] for row in robin.last.buttons] == [["0", "1"], ["Back"]]


@rule("5.1 callback data")
@given(st.text(min_size=1, max_size=70))
def test_callback_data_is_1_to_64_bytes(data: str) -> None:
    markup = inline(text="x", callback_data=data)

    if len(data.encode()) <= 64:
        assert taken(markup) == markup
    else:
        assert refusal(markup) == "BUTTON_DATA_INVALID"


@rule("5.2 wrong buttons")
@pytest.mark.parametrize(
    ("button", "problem"),
    [
        ({"text": "x"}, f"{INLINE}Text buttons are unallowed in the inline keyboard"),
        (
            {"text": "x", "callback_data": ""},
            f"{INLINE}Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": " ", "callback_data": "x"},
            f"{INLINE}Inline keyboard button text must be non-empty",
        ),
        ({"callback_data": "x"}, f'{INLINE}Can\'t find field "text"'),
        (
            {"text": 7, "callback_data": "x"},
            f'{INLINE}Field "text" must be of type String',
        ),
        (
            {"text": "x", "url": "here"},
            "inline keyboard button URL 'here' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "url": "ftp://example.org"},
            "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
        ),
        (
            {"text": "x", "web_app": {"url": "http://example.org"}},
            "inline keyboard button Web App URL 'http://example.org' is invalid: "
            "Only HTTPS links are allowed",
        ),
        (
            {"text": "x", "url": "https://example.org", "callback_data": "x"},
            f"{INLINE}exactly one action must be used",
        ),
        (
            {"text": "x", "callback_data": "x", "colour": "red"},
            'unknown field "colour" in the inline keyboard button',
        ),
    ],
)
def test_a_wrong_inline_button_is_refused(button: dict[str, Any], problem: str) -> None:
    assert refusal(inline(**button)) == problem


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x", "url": "https://example.org"},
        {"text": "x", "url": "example.org"},
        {"text": "x", "url": "tg://user?id=1"},
        {"text": "x", "web_app": {"url": "https://example.org"}},
    ],
)
def test_a_right_inline_button_is_taken(button: dict[str, Any]) -> None:
    assert taken(inline(**button)) == inline(**button)


@rule("5.6 wrong markup")
@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ([], "object expected as reply markup"),
        ({"inline_keyboard": "x"}, 'field "inline_keyboard" must be of type Array'),
        ({"inline_keyboard": ["x"]}, 'field "inline_keyboard" must be an Array of Arrays'),
        ({"keyboard": "x"}, 'field "keyboard" must be of type Array'),
        ({"force_reply": "yes"}, 'field "force_reply" must be of type Boolean'),
        ({"remove_keyboard": 1}, 'field "remove_keyboard" must be of type Boolean'),
        (
            {"keyboard": [["A"]], "resize_keyboard": "yes"},
            'field "resize_keyboard" must be of type Boolean',
        ),
        (
            {"force_reply": True, "input_field_placeholder": "x" * 65},
            "input field placeholder must be 1-64 characters long",
        ),
        (
            {"force_reply": True, "input_field_placeholder": ""},
            "input field placeholder must be 1-64 characters long",
        ),
        (
            {"keyboard": [[{"text": ""}]]},
            "can't parse keyboard button: Keyboard button text must be non-empty",
        ),
        ({"keyboard": [[7]]}, "can't parse keyboard button: expected an Object"),
        ({"keyboard": [["A"]], "columns": 2}, 'unknown field "columns" in the reply markup'),
    ],
)
def test_wrong_markup_is_refused(markup: object, problem: str) -> None:
    assert refusal(markup) == problem


def test_markup_must_be_json() -> None:
    with pytest.raises(Refusal, match="can't parse reply keyboard markup JSON object"):
        parse_markup("{")


async def test_empty_markup_is_no_markup(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, reply_markup={})

    assert "reply_markup" not in sent


@rule("5.3 how many buttons")
@pytest.mark.parametrize(
    ("buttons", "per_row", "fits"),
    [(100, 8, True), (101, 8, False), (8, 8, True), (9, 9, False)],
)
def test_an_inline_keyboard_has_at_most_100_buttons_and_8_in_a_row(
    buttons: int, per_row: int, fits: bool
) -> None:
    labels = [str(number) for number in range(buttons)]
    markup = keyboard(*[labels[at : at + per_row] for at in range(0, buttons, per_row)])

    if fits:
        assert taken(markup) == markup
    else:
        assert refusal(markup) == "reply markup is too long"


@rule("5.4 how large a keyboard")
def test_an_inline_keyboard_has_at_most_10_kilobytes() -> None:
    rows = [[str(number).ljust(60, "x")] for number in range(90)]

    assert refusal(keyboard(*rows)) == "reply markup is too long"


def test_empty_rows_are_dropped() -> None:
    markup = keyboard(["A"])

    assert taken({"inline_keyboard": [[], *markup["inline_keyboard"], []]}) == markup


@rule("5.5 web apps")
async def test_a_web_app_button_is_refused_in_a_group(bot: Bot, api: BotApi) -> None:
    markup = inline(text="x", web_app={"url": "https://example.org"})
    reply = await bot.call(
        "sendMessage", chat_id=api.group("Clinic").id, text="x", reply_markup=markup
    )

    assert reply.refusal == (400, "Bad Request: BUTTON_TYPE_INVALID")


async def test_a_reply_keyboard_stays_until_it_is_removed(bot: Bot, robin: Person) -> None:
    await bot.says(robin.id, "Choose", reply_markup={"keyboard": [["Yes", "No"]]})
    await bot.says(robin.id, "Take your time")
    robin.taps("No")
    answered = robin.messages[-1]
    await bot.says(robin.id, "Thanks", reply_markup={"remove_keyboard": True})

    assert (answered.text, answered.from_bot) == ("No", False)
    with pytest.raises(LookupError):
        robin.taps("Yes")


async def test_a_button_that_asks_for_a_location_writes_nothing(bot: Bot, robin: Person) -> None:
    where = {"text": "Where I am", "request_location": True}
    await bot.says(robin.id, reply_markup={"keyboard": [[where]]})

    with pytest.raises(LookupError, match="sends\\('location'"):
        robin.taps("Where I am")


async def test_a_reply_keyboard_is_not_part_of_the_message(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, reply_markup={"keyboard": [["Yes"]]})

    assert "reply_markup" not in sent
