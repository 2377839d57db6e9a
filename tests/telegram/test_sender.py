"""Sending: in order for each chat, alerts first, as fast as Telegram lets it, nothing twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.demo.bot_api import Person
from bot.health.meters import Meters
from bot.storage import outbox
from bot.storage.database import open_database, transaction
from bot.storage.outbox import Lane
from bot.telegram.failures import TokenRefusedError
from bot.telegram.pace import Pace
from bot.telegram.sender import AT_ONCE, KEPT_FOR_ALERTS, LEASE, Sender, settle_left
from bot.telegram.trouble import Trouble
from tests.house import KEY
from tests.telegram.posting import Posting, texts

ALL = tuple(Lane)
PATIENCE = 10  # seconds of real time a test waits for what must come at once
When = Callable[[], bool]


async def send_at_once(posting: Posting) -> int:
    """Send with as many messages on their way as the bot itself has, until none may go."""
    sent = 0
    while any(moved := await asyncio.gather(*(posting.sender.send_one() for _ in range(8)))):
        sent += sum(moved)
    return sent


async def send_until_empty(posting: Posting) -> None:
    """Send and let time pass until nothing waits."""
    await send_at_once(posting)
    while (moment := posting.sender.next_moment()) is not None:
        posting.clock.move_to(moment)
        await send_at_once(posting)


async def test_three_hundred_messages_meet_no_limit_and_keep_their_order(
    posting: Posting,
) -> None:
    crowd = [posting.person() for _ in range(200)]
    busy = [posting.person() for _ in range(5)]
    for person in crowd:
        posting.queue(person, "How is it?", lane=Lane.CHECK_IN)
    for number in range(100):
        posting.queue(busy[number % 5], str(number))
    began = posting.clock.now()

    await send_until_empty(posting)

    assert all(texts(person) == ["How is it?"] for person in crowd)
    for index, person in enumerate(busy):
        assert texts(person) == [str(number) for number in range(index, 100, 5)]
    assert posting.refused(429) == 0
    assert timedelta(seconds=17) <= posting.clock.now() - began <= timedelta(seconds=20)


async def test_messages_that_arrive_late_do_not_crowd_the_next_second(posting: Posting) -> None:
    people = [posting.person() for _ in range(60)]
    for person in people:
        posting.queue(person, "x", lane=Lane.CHECK_IN)
    posting.late.by = timedelta(milliseconds=80)
    await send_at_once(posting)
    posting.late.by = timedelta(0)

    await send_until_empty(posting)

    assert posting.refused(429) == 0
    assert all(texts(person) == ["x"] for person in people)


async def test_alerts_go_before_replies_and_replies_before_check_ins(posting: Posting) -> None:
    for lane in reversed(Lane):
        posting.queue(posting.person(), lane.name, lane=lane)

    await posting.send_all()

    order = [request.parameters["text"] for request in posting.api.journal.sent()]
    assert order == ["ALERT", "REPLY", "CHECK_IN", "DIGEST"]


async def test_an_alert_does_not_wait_behind_a_crowd(posting: Posting) -> None:
    for _ in range(40):
        posting.queue(posting.person(), "x", lane=Lane.CHECK_IN)
    await posting.send_all()
    charlie = posting.person("Charlie")
    posting.queue(charlie, "Flag 1", lane=Lane.ALERT)

    await posting.send_all()

    assert texts(charlie) == ["Flag 1"]


async def test_places_kept_for_alerts_take_nothing_else(posting: Posting) -> None:
    posting.api.faults.add(method="sendMessage", kind="sleep", seconds=PATIENCE, times=None)
    trouble = Trouble(posting.clinic, posting.bot, posting.thread)
    posting.sender = Sender(
        posting.clinic, posting.bot, posting.thread, trouble, Meters(), Pace(overall=1000)
    )
    for _ in range(AT_ONCE):
        posting.queue(posting.person(), "reply")
    charlie = posting.person("Charlie")
    async with running(posting):
        await until(lambda: posting.on_its_way() == AT_ONCE - KEPT_FOR_ALERTS)
        await posting.thread.run(lambda: posting.queue(charlie, "Flag 1", lane=Lane.ALERT))
        posting.sender.wake()
        await until(lambda: posting.on_its_way() == AT_ONCE - KEPT_FOR_ALERTS + 1)


async def test_one_chats_messages_keep_their_order_while_one_is_on_its_way(
    posting: Posting,
) -> None:
    robin = posting.person()
    for word in ("one", "two", "three"):
        posting.queue(robin, word)
    posting.api.faults.add(method="sendMessage", kind="sleep", seconds=0.05)

    await send_at_once(posting)

    assert texts(robin) == ["one", "two", "three"]


async def test_a_message_that_waits_holds_back_what_was_queued_after_it(
    posting: Posting,
) -> None:
    robin = posting.person()
    posting.queue(robin, "one", after=timedelta(seconds=30))
    posting.queue(robin, "two")

    await posting.send_all()
    assert texts(robin) == []
    await posting.go_on(seconds=30)

    assert texts(robin) == ["one", "two"]


async def test_a_message_is_not_sent_before_its_time(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "later", after=timedelta(minutes=5))

    await posting.go_on(minutes=4, seconds=59)
    assert texts(robin) == []
    assert posting.sender.next_moment() == posting.due()
    await posting.go_on(seconds=1)

    assert texts(robin) == ["later"]


async def test_a_prompt_that_is_no_longer_of_use_is_not_sent(posting: Posting) -> None:
    robin = posting.person()
    end = posting.clock.now() + timedelta(hours=1)
    posting.queue(robin, "stale", lane=Lane.CHECK_IN, expires_at=end)
    posting.queue(robin, "next", lane=Lane.CHECK_IN)

    await posting.go_on(hours=1)

    assert texts(robin) == ["next"]
    assert posting.state() == "expired"


async def test_the_same_key_is_the_same_message(posting: Posting) -> None:
    robin = posting.person()
    for _ in range(3):
        posting.queue(robin, "once", dkey="form:7:prompt")

    await posting.send_all()
    posting.queue(robin, "once", dkey="form:7:prompt")
    await posting.send_all()

    assert texts(robin) == ["once"]


def begins(posting: Posting, lane: Lane, person: Person) -> str:
    """Leave a message as a process does that dies while it is being sent."""
    dkey = posting.queue(person, lane.name, lane=lane, form_id=7)
    with transaction(posting.clinic.db):
        now = posting.clock.now()
        assert outbox.claim(
            posting.clinic.db, now=now, lease_until=now + LEASE, limit=1, resting=()
        )
    assert posting.state(dkey) == "sending"
    return dkey


@pytest.mark.parametrize(
    ("lane", "at_once", "later"),
    [(Lane.ALERT, 1, 1), (Lane.REPLY, 0, 1), (Lane.CHECK_IN, 0, 1), (Lane.DIGEST, 0, 0)],
)
async def test_after_a_crash_what_was_being_sent_follows_its_lane(
    posting: Posting, lane: Lane, at_once: int, later: int
) -> None:
    robin = posting.person()
    dkey = begins(posting, lane, robin)

    posting.restart()
    await posting.sender.recover()
    await posting.send_all()
    assert len(texts(robin)) == at_once
    await posting.go_on(seconds=61)

    assert len(texts(robin)) == later
    assert posting.state(dkey) == "sent"


async def test_a_sending_that_never_ended_is_taken_up_when_its_lease_is_over(
    posting: Posting,
) -> None:
    robin = posting.person()
    dkey = begins(posting, Lane.REPLY, robin)
    posting.clock.move_to(posting.clock.now() + LEASE - timedelta(seconds=1))
    settle_left(posting.clinic, posting.clock.now())
    assert posting.state(dkey) == "sending"

    posting.clock.move_to(posting.clock.now() + timedelta(seconds=1))
    settle_left(posting.clinic, posting.clock.now())
    await posting.go_on(seconds=5)

    assert texts(robin) == ["REPLY"]


async def test_two_claims_never_take_the_same_message(posting: Posting) -> None:
    for _ in range(50):
        posting.queue(posting.person(), "x")
    other = open_database(posting.clinic.settings.database, KEY)
    now = posting.clock.now()
    taken: Counter[int] = Counter()

    for database in (posting.clinic.db, other) * 30:
        with transaction(database):
            found = outbox.claim(
                database, now=now, lease_until=now + LEASE, limit=1, resting=set()
            )
        taken.update(message.id for message in found)
    other.close()

    assert sorted(taken) == list(range(1, 51))
    assert set(taken.values()) == {1}


async def until(true: When) -> None:
    """Let the event loop turn until something is true."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  # neither the database nor a chat has an event
            await asyncio.sleep(0)


@asynccontextmanager
async def running(posting: Posting) -> AsyncIterator[asyncio.Task[None]]:
    """Let the sender run by itself."""
    task = asyncio.create_task(posting.sender.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_the_running_sender_sends_what_is_queued_while_it_rests(posting: Posting) -> None:
    robin = posting.person()
    async with running(posting):
        await posting.thread.run(lambda: posting.queue(robin, "one"))
        posting.sender.wake()
        await until(lambda: texts(robin) == ["one"])
        await posting.thread.run(lambda: posting.queue(robin, "two"))
        posting.sender.wake()
        await until(lambda: len(texts(robin)) > 1)

    assert texts(robin) == ["one", "two"]


async def test_the_running_sender_outlives_a_disk_that_takes_nothing(
    posting: Posting, caplog: pytest.LogCaptureFixture
) -> None:
    robin, db = posting.person(), posting.clinic.db
    posting.queue(robin, "one")
    db.execute("PRAGMA query_only = ON")
    async with running(posting) as task:
        await until(lambda: "nothing could be sent: OperationalError" in caplog.text)
        assert texts(robin) == []
        assert not task.done()

        await posting.thread.run(lambda: db.execute("PRAGMA query_only = OFF"))
        posting.sender.wake()
        await until(lambda: texts(robin) != [])

    assert texts(robin) == ["one"]


async def test_a_refused_token_ends_the_running_sender(posting: Posting) -> None:
    posting.queue(posting.person(), "one")
    posting.api.token_revoked = True
    async with running(posting) as task:
        await until(task.done)

        with pytest.raises(ExceptionGroup) as ended:
            task.result()
    assert ended.group_contains(TokenRefusedError)
