"""The bot was down, or could not reach Telegram: nothing is lost, nothing comes twice."""

from datetime import timedelta

from bot.storage.forms import FormState
from bot.storage.outbox import Fate
from tests.house import Chatter, House
from tests.stories.acts import GATE, GOT_CARE, HEADACHE, had_a_session, is_screened, is_well
from tests.stories.records import alert, check_in, check_ins, flags, given, last_form

AGAIN = "I could not be reached for a while."


async def test_a_check_in_that_came_due_meanwhile_is_sent_once(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=2, minutes=59)
    seen = len(robin.from_bot)

    await house.outage(hours=1)

    _watch, prompt = robin.from_bot[seen:]
    assert prompt.startswith("It is about 3 hours since your session.")
    await is_well(robin)
    assert check_in(robin, "h3").state is FormState.ANSWERED


async def test_it_is_sent_once_also_when_the_clock_wakes_before_telegram_answers(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=2, minutes=59)
    seen = len(robin.from_bot)

    house.clock.move_to(house.now + timedelta(hours=1))
    await house.app.sweep()
    await house.app.receiver.poll(wait=0)
    await house.settle()

    _watch, prompt = robin.from_bot[seen:]
    assert GATE in prompt


async def test_a_check_in_that_could_not_be_sent_in_time_says_that_the_bot_was_down(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=2)
    seen = len(robin.from_bot)

    await house.outage(hours=20)

    assert check_ins(robin)[1, "h3"] == "bot_was_down"
    assert robin.from_bot[seen:] == []
    await house.go(hours=3)
    assert check_ins(robin)[1, "h24"] == "open"
    assert flags(charlie) == []


async def test_a_long_outage_brings_one_question_and_not_all_of_them(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    seen = len(robin.from_bot)

    await house.outage(days=3, hours=5)

    (prompt,) = robin.from_bot[seen:]
    assert "It is 3 days since your session." in prompt
    states = check_ins(robin)
    assert [states[1, point] for point in ("h3", "h24", "h48")] == ["bot_was_down"] * 3


async def test_an_open_question_is_asked_again_when_taps_were_lost(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await robin.taps("None of these")
    seen = len(robin.from_bot)
    robin.person.taps("3")  # nobody is there to fetch it

    await house.outage(minutes=3)

    (question,) = robin.from_bot[seen:]
    assert question.startswith(AGAIN)
    assert HEADACHE in question
    assert given(robin, check_in(robin, "h3")) == {"gate": "none"}
    await robin.taps("3", "No new problem")
    assert check_in(robin, "h3").state is FormState.ANSWERED


async def test_a_short_gap_loses_nothing_and_asks_nothing_again(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    seen = len(robin.from_bot)
    robin.person.taps("None of these")

    await house.outage(minutes=2)

    assert robin.from_bot[seen:] == []
    assert HEADACHE in robin.last.text


async def test_what_was_typed_during_the_outage_counts(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    robin.person.writes("none of these")

    await house.outage(hours=2)

    assert given(robin, check_in(robin, "h3")) == {"gate": "none"}
    assert HEADACHE in robin.last.text


async def test_only_the_question_that_was_open_last_is_asked_again(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await robin.says("/screen")
    await house.go(hours=3)
    assert GATE in robin.last.text
    seen = len(robin.from_bot)

    await house.outage(minutes=10)

    (question,) = robin.from_bot[seen:]
    assert GATE in question


async def test_nothing_is_asked_again_where_nothing_was_open(house: House, robin: Chatter) -> None:
    await is_screened(robin)
    seen = len(robin.from_bot)

    await house.outage(hours=2)

    assert robin.from_bot[seen:] == []


async def test_a_safety_question_that_came_due_meanwhile_is_asked(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")
    await robin.taps("Hard to breathe")

    await house.outage(hours=2)

    assert GOT_CARE in robin.last.text


async def test_an_alert_is_sent_on_after_the_outage(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    dana = await house.clinician("Dana")
    await robin.says("/problem")
    await robin.taps("Hard to breathe")

    await house.outage(minutes=40)

    assert len(flags(charlie)) == 2  # once before, once after: not once for each missed step
    assert len(flags(dana)) == 1
    assert alert(robin) is not None


async def test_while_telegram_is_away_the_instruction_waits_and_arrives_once(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")
    seen = len(robin.from_bot)
    house.api.faults.add(method="sendMessage", kind="retry_after", seconds=30, times=2)

    await robin.taps("Hard to breathe")

    (instruction,) = robin.from_bot[seen:]
    assert instruction.startswith("Call 112 now")
    assert len(flags(charlie)) == 1
    fates = house.clinic.db.query("SELECT DISTINCT state FROM outbox")
    assert [row["state"] for row in fates] == [Fate.SENT.value]


async def test_a_form_that_ended_during_the_outage_is_not_asked_again(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=4)
    seen = len(robin.from_bot)

    await house.outage(hours=15)

    assert not [text for text in robin.from_bot[seen:] if AGAIN in text]
    assert last_form(robin).point == "d14"
    assert check_in(robin, "h3").state is FormState.MISSED


async def test_a_pause_holds_through_an_outage(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await robin.says("/pause")
    seen = len(robin.from_bot)

    await house.outage(minutes=10)

    assert robin.from_bot[seen:] == []


async def test_what_a_paused_patient_began_is_asked_again(house: House, robin: Chatter) -> None:
    await robin.says("/pause")
    await robin.says("/problem")
    seen = len(robin.from_bot)

    await house.outage(minutes=10)

    (question,) = robin.from_bot[seen:]
    assert GATE in question


async def test_who_blocked_the_bot_finds_the_open_check_in_on_coming_back(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    robin.person.blocks()
    await house.settle()
    await house.go(hours=3)
    seen = len(robin.from_bot)

    robin.person.unblocks()
    await house.settle()

    (question,) = robin.from_bot[seen:]
    assert question.startswith("Welcome back.")
    assert GATE in question
    await robin.taps("None of these")
    assert given(robin, check_in(robin, "h3")) == {"gate": "none"}


async def test_nothing_is_put_again_for_who_comes_back_paused(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await robin.says("/pause")
    robin.person.blocks()
    await house.settle()
    seen = len(robin.from_bot)

    robin.person.unblocks()
    await house.settle()

    assert robin.from_bot[seen:] == []


async def test_a_check_in_that_telegram_never_took_was_not_missed(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    house.api.faults.add(method="sendMessage", status=502, times=None, chat_id=robin.person.id)

    await house.go(hours=20)

    assert check_in(robin, "h3").state is FormState.BOT_WAS_DOWN
