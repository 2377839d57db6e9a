"""Rules of section 2: what is waiting, what an offset confirms, who may poll, what expires."""

import asyncio

import httpx
import pytest

from bot.demo.bot_api import BotApi, Person, serving
from bot.demo.bot_api.polling import Polling
from tests.demo.bot_api.caller import TOKEN, Bot, Clock, poll_waits
from tests.demo.bot_api.ruled import rule

OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


def ids(updates: list[dict[str, object]]) -> list[object]:
    return [update["update_id"] for update in updates]


async def test_updates_come_again_until_an_offset_confirms_them(bot: Bot, robin: Person) -> None:
    first = await bot.updates()
    again = await bot.updates()
    confirmed = await bot.updates(offset=first[-1]["update_id"] + 1)

    assert first == again
    assert len(first) == 1
    assert confirmed == []


@rule("2.5 at least once")
async def test_the_same_offset_brings_the_same_updates_again(bot: Bot, robin: Person) -> None:
    second = robin.writes("second")

    assert ids(await bot.updates(offset=second)) == [second]
    assert ids(await bot.updates(offset=second)) == [second]


@rule("2.4 an offset confirms")
async def test_an_offset_confirms_only_what_is_below_it(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    written = [robin.writes(str(number)) for number in range(3)]

    assert ids(await bot.updates(offset=written[1])) == written[1:]
    assert api.pending == 2


@rule("2.6 negative offsets")
async def test_a_negative_offset_keeps_the_last_and_forgets_the_rest(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    written = [robin.writes(str(number)) for number in range(5)]

    assert ids(await bot.updates(offset=-2)) == written[-2:]
    assert ids(await bot.updates()) == written[-2:]


async def test_a_negative_offset_beyond_the_queue_forgets_nothing(bot: Bot, robin: Person) -> None:
    assert len(await bot.updates(offset=-50)) == 1


@pytest.mark.parametrize("beyond", [11, 5_000_000])
async def test_an_offset_far_beyond_the_tail_confirms_nothing(
    bot: Bot, robin: Person, beyond: int
) -> None:
    last = robin.writes("second")

    assert len(await bot.updates(offset=last + 1 + beyond)) == 2
    assert len(await bot.updates()) == 2


async def test_an_offset_ten_beyond_the_tail_still_confirms(bot: Bot, robin: Person) -> None:
    last = robin.writes("second")

    assert await bot.updates(offset=last + 1 + 10) == []


async def test_an_offset_long_past_confirms_nothing(bot: Bot, robin: Person) -> None:
    last = robin.writes("second")

    assert len(await bot.updates(offset=last - 2_500_000)) == 2


@rule("2.1 the limit")
@pytest.mark.parametrize(("limit", "count"), [(1, 1), (3, 3), (0, 1), (500, 100)])
async def test_the_limit_is_clamped_to_1_and_100(
    bot: Bot, robin: Person, limit: int, count: int
) -> None:
    for number in range(110):
        robin.writes(str(number))

    assert len(await bot.updates(limit=limit)) == count


async def test_without_a_timeout_an_empty_queue_answers_at_once(bot: Bot) -> None:
    assert await bot.updates() == []


@rule("2.3 a waiting poll")
async def test_a_waiting_poll_is_woken_by_an_update(api: BotApi, bot: Bot, robin: Person) -> None:
    offset = (await bot.updates())[-1]["update_id"] + 1
    poll = asyncio.create_task(bot.updates(offset=offset, timeout=30))
    await poll_waits(api, bot)

    update_id = robin.writes("wake up")

    assert ids(await asyncio.wait_for(poll, 5)) == [update_id]


async def test_a_poll_waits_for_its_timeout_when_nothing_comes(bot: Bot) -> None:
    started = asyncio.get_running_loop().time()

    assert await bot.updates(timeout=1) == []
    assert asyncio.get_running_loop().time() - started >= 0.9


@rule("2.2 the longest poll")
def test_a_timeout_is_cut_to_50_seconds(api: BotApi) -> None:
    assert api.world.polling.braked(0, 100, 1_000) == (100, 50)


@rule("2.16 two pollers")
async def test_a_newer_poll_ends_the_older_one_with_409(api: BotApi, bot: Bot) -> None:
    older = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await poll_waits(api, bot)

    newer = await bot.call("getUpdates")

    assert (await asyncio.wait_for(older, 5)).refusal == (409, OTHER_POLL)
    assert newer.result == []


async def test_a_poll_that_was_ended_confirms_nothing(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    offset = (await bot.updates())[-1]["update_id"] + 1
    older = asyncio.create_task(bot.call("getUpdates", offset=offset, timeout=30))
    await poll_waits(api, bot)
    newer = asyncio.create_task(bot.call("getUpdates", offset=offset, timeout=30))
    await older

    update_id = robin.writes("to whoever is there")

    assert ids((await asyncio.wait_for(newer, 5)).result) == [update_id]


@rule("2.7 kinds that are asked for")
async def test_allowed_updates_filter_when_the_update_is_made(bot: Bot, robin: Person) -> None:
    await bot.updates(offset=-1, allowed_updates=["callback_query"])
    assert robin.writes("before the change of mind") == 0

    later = await bot.updates(allowed_updates=["message"])

    assert [update["message"]["text"] for update in later] == ["/start"]


@rule("2.8 kinds are remembered")
async def test_allowed_updates_are_remembered_when_omitted(bot: Bot, robin: Person) -> None:
    await bot.updates(allowed_updates=["my_chat_member"])
    await bot.updates()

    assert robin.writes("nobody asked") == 0
    assert robin.blocks() > 0


@rule("2.9 the usual kinds")
async def test_an_empty_list_of_allowed_updates_means_the_default_ones(
    bot: Bot, robin: Person
) -> None:
    await bot.updates(allowed_updates=["callback_query"])
    await bot.updates(allowed_updates=[])

    assert robin.writes("heard again") > 0


@rule("2.10 no id for the unwanted")
async def test_an_update_nobody_asked_for_takes_no_id(bot: Bot, robin: Person) -> None:
    before = robin.writes("heard")
    await bot.updates(allowed_updates=["callback_query"])
    robin.writes("not heard")
    await bot.updates(allowed_updates=["message"])

    assert robin.writes("heard") == before + 1


async def test_an_unknown_kind_of_update_is_refused(bot: Bot) -> None:
    assert (await bot.call("getUpdates", allowed_updates=["letter"])).status == 400


@rule("2.11 the first id")
def test_update_ids_start_at_a_random_number_of_nine_digits(clock: Clock) -> None:
    firsts = {
        BotApi(token=TOKEN, now=clock).push_raw({"message": {"text": "hi"}}) for _ in range(5)
    }

    assert len(firsts) > 1
    assert all(100_000_000 <= first < 1_000_000_000 for first in firsts)


@rule("2.12 the next id")
def test_update_ids_rise_by_one(robin: Person) -> None:
    first, second, third = (robin.writes("x"), robin.blocks(), robin.unblocks())

    assert (second, third) == (first + 1, first + 2)


@rule("2.13 after a silent week")
async def test_after_a_silent_week_ids_are_random_again(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    old_offset = (await bot.updates())[-1]["update_id"] + 1
    await bot.updates(offset=old_offset)
    api.jump_update_ids(to=1_234)
    robin.writes("hello again")

    assert ids(await bot.updates(offset=old_offset)) == [1_234]
    assert await bot.updates(offset=1_235) == []


@rule("2.20 messages wait a day")
async def test_a_message_waits_for_24_hours(
    api: BotApi, bot: Bot, robin: Person, clock: Clock
) -> None:
    clock.forward(hours=23, minutes=59)
    assert api.pending == 1
    clock.forward(minutes=1)

    assert api.pending == 0
    assert await bot.updates() == []


@rule("2.21 taps wait 150 seconds")
async def test_a_tap_waits_for_150_seconds(bot: Bot, robin: Person, clock: Clock) -> None:
    await bot.says(robin.id, reply_markup={"inline_keyboard": [[BUTTON]]})
    tap = robin.taps("Yes")
    clock.forward(seconds=149)
    in_time = await bot.updates()
    clock.forward(seconds=1)

    assert tap in ids(in_time)
    assert tap not in ids(await bot.updates())


@rule("2.22 other kinds wait their time")
@pytest.mark.parametrize(
    ("kind", "seconds"),
    [
        ("inline_query", 30),
        ("shipping_query", 150),
        ("pre_checkout_query", 150),
        ("chosen_inline_result", 600),
        ("edited_message", 86_400),
        ("my_chat_member", 86_400),
    ],
)
def test_every_kind_waits_its_time(api: BotApi, clock: Clock, kind: str, seconds: int) -> None:
    api.world.queue.push(kind, {}, lane=1)
    clock.forward(seconds=seconds - 1)
    assert api.pending == 1
    clock.forward(seconds=1)

    assert api.pending == 0


async def test_a_blocking_waits_for_24_hours(api: BotApi, robin: Person, clock: Clock) -> None:
    clock.forward(hours=20)
    robin.blocks()
    clock.forward(hours=23)

    assert api.pending == 1


@rule("2.15 repeated polls bring one")
async def test_a_stretched_repeat_within_half_a_second_brings_one_update(clock: Clock) -> None:
    api = BotApi(token=TOKEN, now=clock, floods=None, stretch_polls=True)
    robin = api.person()
    robin.writes("one")
    robin.writes("two")

    first = await api.world.polling.get(offset=0, limit=100, wait=0)
    again = await api.world.polling.get(offset=0, limit=100, wait=0)

    assert (len(first), len(again)) == (2, 1)


async def test_without_stretching_a_repeat_brings_everything(bot: Bot, robin: Person) -> None:
    robin.writes("two")

    assert len(await bot.updates()) == len(await bot.updates()) == 2


@rule("2.14 repeated polls wait")
def test_a_stretched_repeat_within_3_seconds_waits_3_seconds(api: BotApi) -> None:
    moments = iter([0.0, 0.4, 1.0, 3.9, 7.0])
    polling = Polling(api.world.queue, stretch=True, clock=lambda: next(moments))

    brakes = [polling.braked(7, 100, 0) for _ in range(5)]

    assert brakes == [(100, 0), (1, 3), (100, 3), (100, 3), (100, 0)]


def test_a_stretched_repeat_never_shortens_a_longer_wait(api: BotApi) -> None:
    polling = Polling(api.world.queue, stretch=True, clock=lambda: 0.0)
    polling.braked(7, 100, 25)

    assert polling.braked(7, 100, 25) == (1, 25)


def test_another_offset_is_not_a_repeat(api: BotApi) -> None:
    polling = Polling(api.world.queue, stretch=True, clock=lambda: 0.0)
    polling.braked(7, 100, 0)

    assert polling.braked(8, 100, 0) == (100, 0)


@rule("2.19 held conflicts")
def test_a_stretched_409_is_sent_at_once_and_then_held_for_3_seconds(api: BotApi) -> None:
    moments = iter([10.0, 11.0, 12.9, 13.0])
    polling = Polling(api.world.queue, stretch=True, clock=lambda: next(moments))

    assert [polling.conflict_delay() for _ in range(4)] == [0, 3, 3, 0]


async def test_a_poll_that_waits_when_the_server_stops_is_answered(clock: Clock) -> None:
    api = BotApi(token=TOKEN, now=clock)
    async with httpx.AsyncClient(trust_env=False) as client:
        async with serving(api) as url:
            bot = Bot(client, url)
            poll = asyncio.create_task(bot.call("getUpdates", timeout=40))
            await poll_waits(api, bot)

        assert (await asyncio.wait_for(poll, 5)).result == []


BUTTON = {"text": "Yes", "callback_data": "y"}
