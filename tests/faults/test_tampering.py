"""Buttons replayed, doubled and shuffled; links guessed; text that is code: nothing gives way."""

import random
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.demo.bot_api import Message
from tests.faults.forms import times
from tests.house import Chatter, House
from tests.stories.acts import had_a_session, is_screened
from tests.telegram.lookup import audited, column, count, current_form, given

REPLAYS = times(short=30, long=1_000)
HISTORIES = times(short=6, long=200)
GUESSERS, GUESSES = times(short=(4, 25), long=(100, 1_000))
LOCKED = "Too many links that do not work"
Show = Callable[[str], None]
RECORD = ("answer", "form", "session", "finding", "alert", "consent", "patient_message")
CODE = (
    "'; DROP TABLE patient; --",
    '" OR ""="',
    "1) UNION SELECT token_hash FROM invitation --",
    "' || (SELECT group_concat(value) FROM answer) || '",
    "%27%20OR%201=1",
    "\\'; DELETE FROM answer; --",
    '=HYPERLINK("http://evil.test","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "\t=1",
    "{{7*7}} ${7*7} %(clinic_name)s {0.__class__}",
    "<script>alert(1)</script>",
    "<a href='tg://user?id=1'>x</a> [x](tg://user?id=1)",
)


@pytest.fixture
async def robin(house: House) -> Chatter:
    """Bring a patient at a clinic with somebody on duty."""
    await house.clinician()
    return await house.patient("Robin")


def record(house: House) -> list[str]:
    """Give all that is kept of what patients told."""
    return [str(row) for name in RECORD for row in house.clinic.db.table(name).rows]


def buttons(chatter: Chatter) -> list[tuple[Message, str]]:
    """List every button the bot ever showed and still shows somebody."""
    shown = [message for message in chatter.person.messages if message.from_bot]
    return [
        (message, button.data)
        for message in shown
        for row in message.buttons
        for button in row
        if button.data
    ]


async def test_old_buttons_pressed_again_change_nothing(
    house: House, robin: Chatter, show: Show
) -> None:
    """What closed forms showed is pressed with its old data, as a changed app could."""
    collected: list[tuple[Message, str]] = []
    await robin.says("/diary")
    for label in ("7", "Less than 30 minutes", "Nothing", "Not at all"):
        collected += buttons(robin)
        await robin.taps(label)
    await is_screened(robin)
    await had_a_session(robin)
    form = column(house, "SELECT id FROM form WHERE kind = 'diary' AND state = 'answered'")
    answers = [(message, data) for message, data in collected if data.startswith("a:")]
    assert form
    assert answers
    before = record(house)
    chance = random.Random(1)

    for _ in range(REPLAYS):
        message, data = chance.choice(answers)
        robin.person.taps("", message=message, data=data)
    await house.settle()

    assert record(house) == before
    assert count(house, "inbox", "state <> 'done'") == 0
    show(f"{REPLAYS} old buttons pressed again: nothing written")


async def test_the_last_tap_counts_however_often_and_from_wherever_it_comes(
    house: House, robin: Chatter, show: Show
) -> None:
    """Two phones tap at random, some taps twice; the wire repeats updates."""
    chance = random.Random(2)
    wrong = 0
    for _ in range(HISTORIES):
        await house.go(seconds=10)  # nobody begins and leaves more of them in a minute
        await robin.says("/diary")
        question, form = robin.last, current_form(robin)
        data = [d for message, d in buttons(robin) if message.message_id == question.message_id]
        values = [one for one in data if ":nrs_worst:" in one and not one.endswith(":0")]
        taps = [chance.choice(values) for _ in range(chance.randint(1, 6))]
        taps = [again for one in taps for again in [one] * chance.choice((1, 1, 2))]
        for one in taps:
            robin.person.taps("", message=question, data=one)
        await house.settle()

        wrong += str(given(robin, form)["nrs_worst"]) != taps[-1].rsplit(":", 1)[1]
        kept = column(
            house,
            "SELECT value FROM answer WHERE form_id = ? AND question = 'nrs_worst' ORDER BY id",
            form.id,
        )
        changes = [str(taps[0].rsplit(":", 1)[1])]
        changes += [b.rsplit(":", 1)[1] for a, b in pairwise(taps) if a != b]
        assert kept == changes, "each change is in the history, each repetition is not"
        await robin.says("/cancel")
    assert wrong == 0
    show(f"{HISTORIES} histories of taps in any number: 0 wrong last answers")


async def test_links_are_not_guessed(house: House, show: Show) -> None:
    links = [house.invitation("patient") for _ in range(10)]
    guessers = [house.chatter(f"Guesser {number}") for number in range(GUESSERS)]
    chance = random.Random(3)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    for guesser in guessers:
        for _ in range(GUESSES):
            guesser.person.starts("".join(chance.choices(alphabet, k=len(links[0]))))
        await house.settle()

    assert count(house, "invitation", "used_at IS NOT NULL") == 0
    assert count(house, "patient") == 0
    assert count(house, "clinician") == 0
    assert column(
        house,
        "SELECT max(tries) FROM (SELECT count(*) AS tries FROM"
        " invitation_attempt GROUP BY chat_id)",
    ) == [5]
    assert count(house, "invitation_attempt") <= 50
    said = [len(guesser.from_bot) for guesser in guessers]
    assert max(said) <= 21
    show(f"{GUESSERS * GUESSES} links guessed by {GUESSERS} people: 0 found, 5 tries each")


@pytest.mark.parametrize("place", ["words", "command", "city", "caption", "tap", "link"])
async def test_text_that_is_code_is_text(house: House, robin: Chatter, place: str) -> None:
    tables = set(house.clinic.db.table_names())
    joining = house.chatter("Kim")
    joining.person.starts(house.invitation("patient"))
    await house.settle()
    await joining.taps("Yes, I agree", "Germany")
    patients = count(house, "patient")
    for code in CODE:
        await house.go(seconds=5)
        if place == "words":
            await robin.says(code)
        elif place == "command":
            await robin.says(f"/problem{code}")
            await robin.says(f"/history {code}")
        elif place == "city":
            await joining.says(code)
        elif place == "caption":
            robin.person.sends("photo", caption=code)
        elif place == "tap":
            robin.person.taps("", message=robin.last, data=f"a:1:{code}"[:64])
        else:
            robin.person.writes(f"/start {code}")
        await house.settle()

    assert set(house.clinic.db.table_names()) == tables
    assert count(house, "patient") == patients
    assert count(house, "inbox", "state <> 'done'") == 0
    assert house.clinic.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert (robin.patient.zone, joining.patient.zone) == ("Europe/Berlin", None)
    if place == "words":
        assert set(column(house, "SELECT text FROM patient_message")) >= {
            code.strip() for code in CODE if code.strip() == code
        }


NAMES = ('<a href="tg://user?id=1">x</a>', "*bold* _it_ [x](y)", "\u202egnorw", "@channel", "<b>")


@pytest.mark.parametrize("name", NAMES)
async def test_an_alert_is_delivered_whatever_a_patient_is_called(house: House, name: str) -> None:
    charlie = await house.clinician()
    patient = await house.patient(name)

    await patient.says("my face is drooping")

    (sent,) = [
        r for r in house.api.journal.sent(charlie.person.id) if "Flag" in r.parameters["text"]
    ]
    assert "parse_mode" not in sent.parameters
    assert name not in sent.parameters["text"]
    assert audited(house, "alert raised") == ["rules: alert 1"]
