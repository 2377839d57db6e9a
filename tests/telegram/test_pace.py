"""The pace: as fast as Telegram lets a bot write, and a place for an alert in any crowd."""

from datetime import UTC, datetime, timedelta

from bot.telegram.pace import FULL_SECOND, Pace

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def crowd(pace: Pace, span: timedelta) -> list[datetime]:
    """Send to ever new chats whenever one may go, and give the instants."""
    now, sent = START, list[datetime]()
    while now < START + span:
        for _ in range(pace.room(now)):
            pace.count(len(sent) + 1, now)
            sent.append(now)
        now = max(pace.ready_at(now), now + timedelta(milliseconds=1))
    return sent


def most_within(instants: list[datetime], span: timedelta) -> int:
    """Count the most that fall into any span."""
    return max(sum(start <= at < start + span for at in instants) for start in instants)


def test_in_no_second_are_there_more_than_telegram_takes() -> None:
    assert most_within(crowd(Pace(), 5 * SECOND), SECOND) == 30


def test_hardly_a_place_is_left_empty() -> None:
    assert len(crowd(Pace(), 10 * SECOND)) >= 0.98 * 300


def test_a_few_go_at_a_stroke() -> None:
    assert crowd(Pace(), SECOND)[:15] == [START] * 15


def test_in_a_crowd_an_alert_finds_a_place_within_a_third_of_a_second() -> None:
    pace = Pace()
    last = crowd(pace, 5 * SECOND)[-1]

    waits = next(ms for ms in range(1000) if pace.room_for_alerts(last + ms * SECOND / 1000) > 0)

    assert waits <= 333


def test_what_telegram_refuses_in_a_crowd_holds_up_only_its_chat() -> None:
    pace = Pace()
    now = START + 5 * SECOND
    crowd(pace, 5 * SECOND)

    for chat in (1, 2, 3):
        pace.limit(chat, SECOND, now)

    assert pace.ready_at(now) < now + FULL_SECOND
    assert {1, 2, 3} <= pace.told_to_wait(now)


def test_where_telegram_refuses_many_everybody_waits_and_an_alert_to_another_chat_does_not() -> (
    None
):
    pace = Pace()
    for chat in range(1, 11):
        pace.count(chat, START)

    for chat in (1, 2, 3):
        pace.limit(chat, SECOND, START)

    assert pace.ready_at(START) > START + SECOND
    assert pace.told_to_wait(START) == {1, 2, 3}
    assert pace.room_for_alerts(START) > 0


def test_it_does_not_matter_whether_messages_come_one_by_one_or_in_pairs() -> None:
    pace, now, sent = Pace(), START, 0
    while now < START + 5 * SECOND:
        pace.count(sent, now)
        sent += 1
        now = pace.ready_at(now)

    assert sent >= 0.98 * 150
