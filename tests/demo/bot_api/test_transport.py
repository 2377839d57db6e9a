"""Rules of section 1: addresses, tokens, ways to pass parameters, the shape of an error."""

import json
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from bot.demo.bot_api import BotApi, Person, serving
from bot.demo.bot_api.refusals import PREFIXES, Refusal
from tests.demo.bot_api.caller import TOKEN, Bot, Clock, Reply, read
from tests.demo.bot_api.ruled import rule


def method_not_found(reply: Reply) -> bool:
    return reply.refusal == (404, "Not Found: method not found")


@rule("1.1 the address of a method")
async def test_the_method_name_is_read_without_regard_to_case(bot: Bot) -> None:
    assert (await bot.call("GETme")).result["username"] == "needling_test_bot"


@rule("1.2 the verbs")
@pytest.mark.parametrize("verb", ["GET", "POST"])
async def test_get_and_post_are_both_accepted(bot: Bot, verb: str) -> None:
    reply = read(await bot.client.request(verb, bot.at("getMe")))

    assert reply.result["is_bot"] is True


@rule("1.3 the forms of a request")
@pytest.mark.parametrize("form", ["params", "data", "json", "files"])
async def test_parameters_come_in_every_form(bot: Bot, robin: Person, form: str) -> None:
    words = "100 % + more & Zwölf\r\n--Teile"
    given = {"chat_id": str(robin.id), "text": words}
    parts = {name: (None, value) for name, value in given.items()}
    carried: Any = {form: parts if form == "files" else given}
    reply = read(await bot.client.post(bot.at("sendMessage"), **carried))

    assert reply.result["text"] == "100 % + more & Zwölf\n--Teile"


@rule("1.4 strings")
async def test_form_values_stay_strings_until_a_method_reads_them(bot: Bot, robin: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "7", "callback_data": "7"}]]}
    form = {
        "chat_id": str(robin.id),
        "text": "12",
        "disable_notification": "true",
        "reply_markup": json.dumps(markup),
    }
    reply = read(await bot.client.post(bot.at("sendMessage"), data=form))

    assert reply.result["text"] == "12"
    assert reply.result["reply_markup"] == markup
    assert robin.last.silent is True


async def test_json_values_may_be_objects_or_encoded_strings(bot: Bot, robin: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "7", "callback_data": "7"}]]}

    plain = await bot.says(robin.id, reply_markup=markup)
    encoded = await bot.says(robin.id, reply_markup=json.dumps(markup))

    assert plain["reply_markup"] == encoded["reply_markup"] == markup


async def test_broken_json_is_refused(bot: Bot) -> None:
    headers = {"Content-Type": "application/json"}
    reply = read(await bot.client.post(bot.at("getMe"), content="{", headers=headers))

    assert reply.status == 400


async def test_a_broken_multipart_body_is_refused(bot: Bot) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    reply = read(await bot.client.post(bot.at("getMe"), content="--x\r\n", headers=headers))

    assert reply.status == 400


@pytest.mark.parametrize(
    "content", [b'{"chat_id": 1, "text": "\\ud800"}', b'{"chat_id": 1, "text": "\xff"}']
)
async def test_text_that_is_not_utf8_is_refused(bot: Bot, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    reply = read(await bot.client.post(bot.at("sendMessage"), content=content, headers=headers))

    assert reply.refusal == (400, "Bad Request: strings must be encoded in UTF-8")


async def test_half_a_surrogate_pair_in_a_button_is_refused(bot: Bot, robin: Person) -> None:
    markup = '{"inline_keyboard": [[{"text": "x", "callback_data": "\\ud800"}]]}'
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x", reply_markup=markup)

    assert reply.refusal == (400, "Bad Request: strings must be encoded in UTF-8")


@rule("1.5 the token in an address")
async def test_the_token_is_percent_decoded(bot: Bot) -> None:
    address = f"{bot.url}/bot{quote(TOKEN, safe='')}/getMe"
    assert "%3A" in address

    assert read(await bot.client.get(address)).result["id"] == 123456789


@rule("1.7 malformed tokens")
@pytest.mark.parametrize("token", ["nonsense", "0123:abc", "12:", ":abc", "1:" + "x" * 80])
async def test_a_malformed_token_is_unauthorized(bot: Bot, token: str) -> None:
    reply = await Bot(bot.client, bot.url, token).call("getMe")

    assert reply.refusal == (401, "Unauthorized: invalid token specified")


async def test_a_wrong_token_is_unauthorized(bot: Bot) -> None:
    reply = await Bot(bot.client, bot.url, "123456789:another").call("getMe")

    assert reply.refusal == (401, "Unauthorized")


async def test_a_revoked_token_is_unauthorized_until_it_is_restored(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    api.token_revoked = True
    assert api.token_revoked
    refused = await bot.call("sendMessage", chat_id=robin.id, text="Hello")
    api.token_revoked = False

    assert refused.refusal == (401, "Unauthorized")
    assert (await bot.call("getMe")).status == 200


@rule("1.8 unknown methods")
async def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    assert method_not_found(await bot.call("sendRoses"))


async def test_a_method_that_is_not_modelled_is_not_found(bot: Bot) -> None:
    assert method_not_found(await bot.call("sendDice"))


async def test_another_address_is_not_found(bot: Bot) -> None:
    reply = read(await bot.client.get(f"{bot.url}/elsewhere"))

    assert reply.refusal == (404, "Not Found")


@rule("1.9 unknown parameters")
async def test_an_unknown_parameter_is_refused(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendMessage", chat_id=robin.id, text="Hi", colour="red")

    assert reply.refusal == (400, 'Bad Request: unknown parameter "colour"')
    assert not any(message.from_bot for message in robin.messages)


@pytest.mark.parametrize(
    ("name", "value"),
    [("message_id", "first"), ("reply_markup", "{"), ("entities", "{"), ("message_id", 1.5)],
)
async def test_a_parameter_of_the_wrong_type_is_refused(
    bot: Bot, robin: Person, name: str, value: object
) -> None:
    parameters = {"chat_id": robin.id, "message_id": 1, "text": "Hi", name: value}
    reply = await bot.call("editMessageText", **parameters)

    assert reply.status == 400


@pytest.mark.parametrize("value", [True, "true", "True", "1", "yes"])
async def test_a_flag_is_read_in_every_usual_way(bot: Bot, robin: Person, value: object) -> None:
    await bot.says(robin.id, protect_content=value)

    assert robin.last.protect_content is True


@rule("1.6 the envelope")
async def test_the_envelope_of_an_error_names_code_and_reason(bot: Bot) -> None:
    response = await bot.client.post(bot.at("sendMessage"), json={"chat_id": 1, "text": "Hi"})

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: chat not found",
    }


@rule("1.10 the words of an error")
async def test_a_server_constant_keeps_its_capitals(bot: Bot, robin: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "7", "callback_data": "7" * 65}]]}
    reply = await bot.call("sendMessage", chat_id=robin.id, text="Hi", reply_markup=markup)

    assert reply.refusal == (400, "Bad Request: BUTTON_DATA_INVALID")


@rule("1.11 constants behind a 403")
@pytest.mark.parametrize(("words", "code"), [("CHAT_WRITE_FORBIDDEN", 400), ("not yours", 403)])
def test_a_403_that_is_a_constant_is_a_400(words: str, code: int) -> None:
    refusal = Refusal(words, code=403)

    assert refusal.envelope()["error_code"] == code
    assert refusal.description == f"{PREFIXES[code]}{words}"


@rule("1.13 markup before the chat")
async def test_markup_is_parsed_before_the_chat_is_looked_up(bot: Bot) -> None:
    reply = await bot.call("sendMessage", chat_id=1, text="<b>", parse_mode="HTML")

    assert reply.refusal[1].startswith("Bad Request: can't parse entities: ")


async def test_logging_out_ends_every_call_for_ten_minutes(bot: Bot, api: BotApi) -> None:
    assert (await bot.call("logOut")).result is True

    assert (await bot.call("getMe")).refusal == (400, "Logged out")


async def test_ten_minutes_after_logging_out_calls_work_again(bot: Bot, clock: Clock) -> None:
    await bot.call("logOut")
    clock.forward(minutes=10)

    assert (await bot.call("getMe")).status == 200


async def test_closing_is_refused_in_the_first_ten_minutes(bot: Bot) -> None:
    reply = await bot.call("close")

    assert reply.refusal == (429, "Too Many Requests: retry after 600")
    assert reply.headers["Retry-After"] == "600"


async def test_closing_works_after_ten_minutes(bot: Bot, clock: Clock) -> None:
    clock.forward(minutes=10)

    assert (await bot.call("close")).result is True


async def test_the_server_can_go_away_and_come_back_on_the_same_port(api: BotApi) -> None:
    async with serving(api) as url, httpx.AsyncClient(trust_env=False) as client:
        before = await Bot(client, url).call("getMe")
    async with (
        serving(api, port=httpx.URL(url).port or 0) as again,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        after = await Bot(client, again).call("getMe")

    assert again == url
    assert before.result == after.result
