"""Rules of section 3: where updates may be posted, what counts as delivered, order, retries."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.responses import JSONResponse, Response

from bot.demo.bot_api import BotApi, Person
from tests.demo.bot_api.caller import TOKEN, Bot, Clock, keyboard, poll_waits
from tests.demo.bot_api.hook import Hook, chat_of, listening
from tests.demo.bot_api.ruled import rule


@pytest.fixture
async def hook(bot: Bot) -> AsyncIterator[Hook]:
    async with listening() as hook:
        yield hook
        await bot.call("deleteWebhook")


@pytest.fixture
def api(clock: Clock) -> BotApi:
    api = BotApi(token=TOKEN, now=clock, floods=None)
    api.world.webhook.first_delay = 0.01
    return api


async def delivered(bot: Bot) -> None:
    """Return when nothing is pending any more."""
    async with asyncio.timeout(10):
        while (await bot.call("getWebhookInfo")).result["pending_update_count"]:
            pass


@rule("3.3 the secret's header")
async def test_updates_are_posted_with_the_secret(
    bot: Bot, hook: Hook, api: BotApi, robin: Person
) -> None:
    reply = await bot.call("setWebhook", url=hook.url, secret_token="s3cret_-")
    update_id = robin.writes("hello")

    updates = await hook.until_count(2)
    await delivered(bot)

    assert reply.result is True
    assert [secret for secret, _ in hook.received] == ["s3cret_-"] * 2
    assert [update["message"]["text"] for update in updates] == ["/start", "hello"]
    assert updates[1]["update_id"] == update_id


async def test_without_a_secret_the_header_is_missing(bot: Bot, hook: Hook, robin: Person) -> None:
    await bot.call("setWebhook", url=hook.url)
    received = await hook.until(bool)

    assert received[0][0] is None


@rule("2.18 polling beside a webhook")
async def test_polling_is_refused_while_a_webhook_is_active(
    bot: Bot, hook: Hook, robin: Person
) -> None:
    await bot.call("setWebhook", url=hook.url)

    assert (await bot.call("getUpdates")).refusal == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    )


@rule("2.17 a webhook ends a poll")
async def test_setting_a_webhook_ends_a_waiting_poll(api: BotApi, bot: Bot, hook: Hook) -> None:
    poll = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await poll_waits(api, bot)
    await bot.call("setWebhook", url=hook.url)

    reply = await asyncio.wait_for(poll, 5)
    assert reply.refusal == (409, "Conflict: terminated by setWebhook request")


@rule("3.5 delivered")
@pytest.mark.parametrize("status", [200, 201, 204, 299])
async def test_any_2xx_is_a_delivery(
    bot: Bot, hook: Hook, api: BotApi, robin: Person, status: int
) -> None:
    hook.answers = [Response(status_code=status)]
    await bot.call("setWebhook", url=hook.url)
    await hook.until_count(1)
    await delivered(bot)

    assert len(hook.received) == 1


@rule("3.6 sent again")
@pytest.mark.parametrize("status", [302, 400, 403, 404, 500, 503])
async def test_anything_else_is_sent_again(
    bot: Bot, hook: Hook, api: BotApi, robin: Person, status: int
) -> None:
    hook.answers = [Response(status_code=status)] * 3
    await bot.call("setWebhook", url=hook.url)
    updates = await hook.until_count(4)
    await delivered(bot)

    assert {update["update_id"] for update in updates} == {updates[0]["update_id"]}
    assert len(hook.received) == 4


@rule("3.11 order")
async def test_the_order_within_a_chat_is_kept_over_failures(
    bot: Bot, hook: Hook, api: BotApi, robin: Person
) -> None:
    hook.answers = [Response(), Response(status_code=500), Response(status_code=500)]
    await bot.call("setWebhook", url=hook.url)
    for number in range(3):
        robin.writes(str(number))

    texts = [update["message"]["text"] for update in await hook.until_count(6)]

    assert texts == ["/start", "0", "0", "0", "1", "2"]


@rule("3.12 chats side by side")
async def test_a_chat_that_hangs_does_not_hold_up_another(
    bot: Bot, hook: Hook, api: BotApi, robin: Person
) -> None:
    kim = api.person("Kim")
    hook.hold[robin.id] = asyncio.Event()
    await bot.call("setWebhook", url=hook.url)
    kim.writes("not held up")

    updates = await hook.until_count(2)
    hook.hold[robin.id].set()

    assert {chat_of(update) for update in updates} == {robin.id, kim.id}


async def test_a_tap_may_overtake_a_text(bot: Bot, hook: Hook, api: BotApi, robin: Person) -> None:
    hook.hold[robin.id] = asyncio.Event()
    await bot.says(robin.id, reply_markup=keyboard(["7"]))
    await bot.call("setWebhook", url=hook.url)
    await hook.until_count(1)
    robin.writes("seven")
    robin.taps("7")

    updates = await hook.until_count(2)
    hook.hold[robin.id].set()

    assert "callback_query" in updates[1]


@rule("3.9 a day at most")
async def test_an_update_that_cannot_be_delivered_expires_after_24_hours(
    bot: Bot, hook: Hook, api: BotApi, robin: Person, clock: Clock
) -> None:
    hook.answers = [Response(status_code=500)] * 1_000
    await bot.call("setWebhook", url=hook.url)
    await hook.until_count(2)
    clock.forward(hours=24)
    await delivered(bot)
    hook.answers = []
    later = robin.writes("a new day")

    received = await hook.until(lambda got: got[-1][1]["update_id"] == later)

    assert received[-1][1]["message"]["text"] == "a new day"


@rule("3.8 asked to wait")
async def test_retry_after_is_honoured(bot: Bot, hook: Hook, api: BotApi, robin: Person) -> None:
    hook.answers = [Response(status_code=503, headers={"Retry-After": "3000"})]
    await bot.call("setWebhook", url=hook.url)
    await hook.until_count(1)
    kim = api.person("Kim")
    kim.writes("in another chat")
    await hook.until_count(2)

    assert [chat_of(body) for _, body in hook.received] == [robin.id, kim.id]
    assert api.journal.updates[0].confirmed_at is None


@rule("3.7 growing delays")
def test_delays_double_up_to_a_limit(api: BotApi) -> None:
    webhook = api.world.webhook
    webhook.first_delay = 2.0

    assert [webhook.delay(failures, None) for failures in (1, 2, 3, 4, 30)] == [0, 2, 4, 8, 60]


@rule("3.10 gone")
async def test_a_webhook_that_is_gone_for_23_hours_is_closed(
    bot: Bot, hook: Hook, robin: Person, clock: Clock
) -> None:
    hook.answers = [Response(status_code=410)] * 1_000
    await bot.call("setWebhook", url=hook.url)
    await hook.until_count(2)
    clock.forward(hours=23, seconds=1)
    robin.writes("is anybody there?")
    async with asyncio.timeout(10):
        while (await bot.call("getWebhookInfo")).result["url"]:
            pass

    assert (await bot.call("getUpdates")).status == 200


@rule("3.13 a call in the answer")
async def test_the_answer_may_carry_a_method(
    bot: Bot, hook: Hook, api: BotApi, robin: Person
) -> None:
    call = {"method": "sendMessage", "chat_id": robin.id, "text": "By return of post"}
    hook.answers = [JSONResponse(call)]
    await bot.call("setWebhook", url=hook.url)
    robin.writes("after the answer was executed")
    await hook.until_count(2)

    assert robin.last.text == "By return of post"


@rule("3.14 calls an answer may not carry")
@pytest.mark.parametrize("method", ["getMe", "setWebhook", "deleteWebhook", "close", "logOut"])
async def test_some_methods_in_an_answer_are_not_executed(
    bot: Bot, hook: Hook, api: BotApi, robin: Person, method: str
) -> None:
    hook.answers = [JSONResponse({"method": method})]
    await bot.call("setWebhook", url=hook.url)
    robin.writes("next")
    await hook.until_count(2)

    assert [request.method for request in api.journal.requests] == ["setWebhook"]


@rule("3.15 how it goes")
async def test_webhook_info_tells_what_waits_and_what_failed(
    bot: Bot, hook: Hook, robin: Person, clock: Clock
) -> None:
    hook.answers = [Response(status_code=500, headers={"Retry-After": "3000"})]
    await bot.call("setWebhook", url=hook.url, max_connections=7)
    await hook.until_count(1)
    robin.writes("waits")
    async with asyncio.timeout(10):
        while "last_error_message" not in (info := (await bot.call("getWebhookInfo")).result):
            pass

    assert info == {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": 2,
        "max_connections": 7,
        "last_error_date": int(clock().timestamp()),
        "last_error_message": "Wrong response from the webhook: 500 Internal Server Error",
    }


async def test_a_webhook_nobody_answers_is_a_failure(bot: Bot, robin: Person) -> None:
    await bot.call("setWebhook", url="http://127.0.0.1:9/")
    async with asyncio.timeout(10):
        while "last_error_message" not in (info := (await bot.call("getWebhookInfo")).result):
            pass

    assert info["last_error_message"] == "Connection failed: ConnectError"
    await bot.call("deleteWebhook")


@rule("3.16 a fresh start")
@pytest.mark.parametrize("method", ["setWebhook", "deleteWebhook"])
async def test_pending_updates_can_be_dropped(
    bot: Bot, api: BotApi, robin: Person, method: str
) -> None:
    await bot.call(method, drop_pending_updates=True)

    assert api.pending == 0


async def test_after_deleting_the_webhook_updates_can_be_polled(
    bot: Bot, hook: Hook, robin: Person
) -> None:
    hook.answers = [Response(status_code=500)] * 1_000
    await bot.call("setWebhook", url=hook.url)
    await hook.until_count(1)
    await bot.call("deleteWebhook")

    assert len(await bot.updates()) == 1
    assert (await bot.call("getWebhookInfo")).result["url"] == ""


async def test_an_empty_address_deletes_the_webhook(bot: Bot, hook: Hook) -> None:
    await bot.call("setWebhook", url=hook.url)
    await bot.call("setWebhook", url="")

    assert await bot.updates() == []
