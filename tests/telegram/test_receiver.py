"""Receiving: nothing is acknowledged before it is stored, and everything that comes is kept."""

import asyncio
from datetime import timedelta

import pytest

from bot.storage.database import DatabaseError
from bot.telegram.bot import make_bot
from bot.telegram.failures import AnotherInstanceError, TokenRefusedError
from bot.telegram.receiver import Receiver, sender_of
from tests.house import TOKEN, Chatter, House
from tests.telegram.lookup import column, count

SECOND = timedelta(seconds=1)


@pytest.fixture
async def unheard(house: House) -> Chatter:
    """Bring a person whose messages are received but never worked on here."""
    return house.chatter("Alex")


def offsets(house: House) -> list[int | None]:
    """List the offsets of all polls."""
    polls = [r for r in house.api.journal.requests if r.method == "getUpdates"]
    return [poll.parameters.get("offset") for poll in polls]


def stored(house: House) -> list[int]:
    """List the ids of all stored updates in the order they came."""
    return column(house, "SELECT update_id FROM inbox ORDER BY id")


def restart(house: House) -> None:
    """Take a new receiver, as after a start."""
    app = house.app
    app.receiver = Receiver(
        house.clinic,
        app.bot,
        app.thread,
        app.working.take,
        app.working.wake,
        app.trouble,
        app.meters,
    )


async def receive_all(house: House) -> None:
    """Poll until nothing new comes and all is acknowledged."""
    while house.api.pending:
        await house.app.receiver.poll(wait=0)


async def test_the_first_poll_names_no_offset_and_the_next_one_the_id_after_the_last(
    house: House, unheard: Chatter
) -> None:
    ids = [unheard.person.writes(str(number)) for number in range(3)]

    await house.app.receiver.poll(wait=0)
    await house.app.receiver.poll(wait=0)

    assert offsets(house) == [None, ids[-1] + 1]
    assert stored(house) == ids
    assert house.api.pending == 0


async def test_a_batch_is_acknowledged_only_by_the_poll_after_it_was_stored(
    house: House, unheard: Chatter
) -> None:
    unheard.person.writes("hello")

    await house.app.receiver.poll(wait=0)

    assert len(stored(house)) == 1
    assert house.api.pending == 1


async def test_after_a_start_what_was_stored_comes_again_and_is_one(
    house: House, unheard: Chatter
) -> None:
    ids = [unheard.person.writes(str(number)) for number in range(3)]
    await house.app.receiver.poll(wait=0)

    restart(house)
    ids.append(unheard.person.writes("3"))
    await receive_all(house)

    assert offsets(house)[1] is None
    assert stored(house) == ids


async def test_more_than_a_batch_comes_in_several(house: House, unheard: Chatter) -> None:
    ids = [unheard.person.writes(str(number)) for number in range(250)]

    counts = [await house.app.receiver.poll(wait=0) for _ in range(4)]

    assert counts == [100, 100, 50, 0]
    assert stored(house) == ids


@pytest.mark.parametrize("jump", [7, 1_000_000_000])
async def test_after_a_silent_week_new_numbers_all_arrive(
    house: House, unheard: Chatter, jump: int
) -> None:
    before = [unheard.person.writes("before")]
    await receive_all(house)
    house.clock.move_to(house.now + timedelta(days=8))

    house.api.jump_update_ids(jump)
    after = [unheard.person.writes(str(number)) for number in range(250)]
    await receive_all(house)

    assert after[0] == jump
    assert stored(house) == before + after
    assert house.api.pending == 0


async def test_only_the_kinds_that_are_read_are_asked_for(house: House) -> None:
    await house.app.receiver.poll(wait=0)

    poll = house.api.journal.requests[-1]
    assert poll.parameters["allowed_updates"] == [
        *("message", "edited_message", "callback_query", "my_chat_member")
    ]
    assert poll.parameters["limit"] == 100


def fill_the_disk(house: House) -> None:
    """Leave the database no page to grow by."""
    pages = house.clinic.db.execute("PRAGMA page_count").fetchone()[0]
    house.clinic.db.execute(f"PRAGMA max_page_count = {pages}")


def empty_the_disk(house: House) -> None:
    house.clinic.db.execute("PRAGMA max_page_count = 1000000")


async def test_a_full_disk_acknowledges_nothing_and_loses_nothing(
    house: House, unheard: Chatter
) -> None:
    ids = [unheard.person.writes("x" * 4000) for _ in range(20)]
    fill_the_disk(house)

    for _ in range(3):
        with pytest.raises(DatabaseError, match="full"):
            await house.app.receiver.poll(wait=0)
    assert offsets(house) == [None, None, None]
    assert stored(house) == []
    assert house.api.pending == 20

    empty_the_disk(house)
    await receive_all(house)
    assert stored(house) == ids


async def test_a_full_disk_while_working_loses_no_update_and_counts_no_failure(
    house: House, robin: Chatter
) -> None:
    robin.person.writes("🤕" * 4000)
    await house.store()
    fill_the_disk(house)
    for _ in range(6):
        with pytest.raises(DatabaseError, match="full"):
            await house.app.working.step()
    assert count(house, "patient_message") == 0
    assert count(house, "inbox", "attempts > 0 OR state = 'dead'") == 0

    empty_the_disk(house)
    await house.settle()

    assert count(house, "patient_message") == 1
    assert "cannot judge what you wrote" in robin.last.text


async def test_a_full_disk_lets_the_running_receiver_pause_and_go_on(
    house: House, unheard: Chatter, caplog: pytest.LogCaptureFixture
) -> None:
    unheard.person.writes("x" * 4000)
    unheard.person.writes("x" * 4000)
    fill_the_disk(house)

    pauses = [await house.app.receiver.step() for _ in range(6)]

    assert pauses == [1, 2, 5, 10, 30, 30]
    assert "receiving failed: OperationalError" in caplog.text
    empty_the_disk(house)
    assert await house.app.receiver.step() == 0
    assert len(stored(house)) == 2


@pytest.mark.parametrize(
    "fault",
    [{"status": 502}, {"status": 500}, {"kind": "drop"}, {"kind": "drop", "when": "after"}],
    ids=str,
)
async def test_trouble_on_the_way_pauses_and_loses_nothing(
    house: House,
    unheard: Chatter,
    fault: dict[str, str],
) -> None:
    sent = unheard.person.writes("hello")
    house.api.faults.add(method="getUpdates", times=2, **fault)  # type: ignore[arg-type]

    pauses = [await house.app.receiver.step() for _ in range(3)]

    assert pauses == [1, 2, 0]
    assert stored(house) == [sent]


async def test_a_poll_that_is_too_frequent_waits_as_long_as_it_is_told(
    house: House, unheard: Chatter
) -> None:
    unheard.person.writes("hello")
    house.api.faults.add(method="getUpdates", kind="retry_after", seconds=17)

    assert await house.app.receiver.step() == 17
    assert await house.app.receiver.step() == 0


async def test_a_refused_token_ends_receiving(house: House) -> None:
    house.api.token_revoked = True

    with pytest.raises(TokenRefusedError):
        await house.app.receiver.run()


async def test_another_program_with_the_same_token_is_told_of_and_ends_it_after_ten_minutes(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.api.faults.add(method="getUpdates", status=409, times=None)

    await house.app.receiver.step()
    assert "another program asks for this bot's updates" in caplog.text
    for _ in range(19):
        house.clock.move_to(house.now + 30 * SECOND)
        await house.app.receiver.step()

    house.clock.move_to(house.now + 30 * SECOND)
    with pytest.raises(AnotherInstanceError):
        await house.app.receiver.step()


async def test_a_poll_that_comes_through_in_between_does_not_hide_another_program(
    house: House, unheard: Chatter
) -> None:
    """Two programs take turns: each gets some updates, and each misses some."""
    for _ in range(20):
        house.api.faults.add(method="getUpdates", status=409)
        await house.app.receiver.step()
        unheard.person.writes("hello")
        assert await house.app.receiver.step() == 0
        house.clock.move_to(house.now + 30 * SECOND)

    house.api.faults.add(method="getUpdates", status=409)
    with pytest.raises(AnotherInstanceError):
        await house.app.receiver.step()


async def test_conflicts_that_are_over_are_forgotten(house: House, unheard: Chatter) -> None:
    for _ in range(3):
        house.api.faults.add(method="getUpdates", status=409)
        await house.app.receiver.step()
        unheard.person.writes("hello")
        await house.app.receiver.step()
        house.clock.move_to(house.now + timedelta(minutes=9))

    assert len(stored(house)) == 3


async def test_a_newer_poll_of_another_program_ends_ours_and_nothing_is_lost(
    house: House, unheard: Chatter, caplog: pytest.LogCaptureFixture
) -> None:
    ours = asyncio.create_task(house.app.receiver.step())
    while not house.api.world.polling.waits:  # noqa: ASYNC110  # the stand-in has no event
        await asyncio.sleep(0)

    async with make_bot(TOKEN, house.clinic.settings.telegram_api_url) as other:
        assert await other.raw_updates(offset=None, wait=0, limit=1) == []

    assert await ours == 1
    assert "receiving failed: Conflict" in caplog.text
    sent = unheard.person.writes("hello")
    assert await house.app.receiver.step() == 0
    assert stored(house) == [sent]


@pytest.mark.parametrize(
    ("update", "sender"),
    [
        ({"message": {"from": {"id": 5}}}, 5),
        ({"edited_message": {"from": {"id": 5}}}, 5),
        ({"callback_query": {"from": {"id": 5}}}, 5),
        ({"my_chat_member": {"from": {"id": 5}}}, 5),
        ({"message": {"from": {"id": "5"}}}, None),
        ({"message": {"from": {"id": True}}}, None),
        ({"message": {"from": {"id": 2**64}}}, None),
        ({"message": {"from": {"id": -5}}}, None),
        ({"message": {"from": []}}, None),
        ({"message": {}}, None),
        ({"message": "x"}, None),
        ({"poll": {"from": {"id": 5}}}, None),
        ({}, None),
    ],
    ids=str,
)
def test_the_sender_is_read_without_trusting_the_shape(
    update: dict[str, object], sender: int | None
) -> None:
    assert sender_of(update) == sender


@pytest.fixture
async def answering(house: House, robin: Chatter) -> Chatter:
    """Let a patient have an open question."""
    await robin.says("/diary")
    return robin


@pytest.mark.parametrize(("seconds", "again"), [(100, 0), (200, 1), (3600, 1)])
async def test_after_a_gap_that_can_have_cost_taps_the_open_question_comes_again(
    house: House, answering: Chatter, seconds: int, again: int
) -> None:
    questions = sum("worst headache" in text for text in answering.from_bot)

    await house.outage(seconds=seconds)

    texts = answering.from_bot
    assert sum("worst headache" in text for text in texts) == questions + again
    assert sum("I could not be reached for a while" in text for text in texts) == again
