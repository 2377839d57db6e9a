"""Pictures, voices, long and strange texts: each is answered, and words are never lost."""

from typing import Any

import pytest

from tests.house import Chatter, House
from tests.telegram.lookup import count, current_form, given, written

GATE = "most important question"
WORST = "your worst headache today"
NOT_READ = "I cannot read pictures, voice messages, stickers or files"
FILES = ("sticker", "photo", "voice", "document", "video", "audio", "animation", "contact")


@pytest.mark.parametrize("kind", FILES)
async def test_what_cannot_be_read_is_said_so_and_the_question_is_put_again(
    house: House, robin: Chatter, kind: str
) -> None:
    await robin.says("/diary")

    robin.person.sends(kind)
    await house.settle()

    assert robin.from_bot[-2].startswith(NOT_READ)
    assert WORST in robin.last.text
    assert "7" in robin.last.labels
    assert given(robin, current_form(robin)) == {}
    assert house.api.journal.sent(method="getFile") == []


@pytest.mark.parametrize("kind", FILES)
async def test_what_cannot_be_read_is_said_so_when_nothing_is_open(
    house: House, robin: Chatter, kind: str
) -> None:
    robin.person.sends(kind)
    await house.settle()

    assert robin.from_bot[-2].startswith(NOT_READ)
    assert "write it in words" in robin.last.text


async def test_a_caption_is_read_as_words(house: House, robin: Chatter, charlie: Chatter) -> None:
    robin.person.sends("photo", caption="my neck looks red")
    await house.settle()

    assert written(robin) == ["my neck looks red"]
    assert GATE in robin.last.text
    assert "Flag" in charlie.last.text


async def test_a_caption_can_answer_the_open_question(house: House, robin: Chatter) -> None:
    await robin.says("/diary")

    robin.person.sends("photo", caption="7")
    await house.settle()

    assert given(robin, current_form(robin)) == {"nrs_worst": 7}


@pytest.mark.parametrize("kind", ["sticker", "photo", "location"])
async def test_before_consent_nothing_sent_is_kept(
    house: House, stranger: Chatter, kind: str
) -> None:
    stranger.person.starts(house.invitation("patient"))
    await house.settle()

    place = {"latitude": 52.52, "longitude": 13.4}
    fields: dict[str, Any] = place if kind == "location" else {"caption": "my neck"}
    stranger.person.sends(kind, **fields)
    await house.settle()

    assert stranger.from_bot[-2].startswith(NOT_READ)
    assert stranger.patient.zone is None
    assert written(stranger) == []


async def test_a_place_shared_when_no_zone_is_asked_is_offered_not_taken(
    house: House, robin: Chatter
) -> None:
    robin.person.sends("location", latitude=35.68, longitude=139.69)
    await house.settle()

    assert robin.patient.zone == "Europe/Berlin"
    assert robin.last.labels == ["Tokyo"]
    await robin.taps("Tokyo")
    assert robin.patient.zone == "Asia/Tokyo"


async def test_a_place_shared_when_the_zone_is_asked_is_taken_and_forgotten(
    house: House, stranger: Chatter
) -> None:
    stranger.person.starts(house.invitation("patient"))
    await house.settle()
    await stranger.taps("Yes, I agree", "Germany")

    stranger.person.sends("location", latitude=52.5201, longitude=13.4049)
    await house.settle()

    assert stranger.patient.zone == "Europe/Berlin"
    sql = "SELECT count(*) FROM patient WHERE zone || region || code LIKE '%52.52%'"
    assert house.clinic.db.execute(sql).fetchone() == (0,)


async def test_a_place_at_sea_is_said_to_have_no_zone(house: House, stranger: Chatter) -> None:
    stranger.person.starts(house.invitation("patient"))
    await house.settle()
    await stranger.taps("Yes, I agree", "Germany")

    stranger.person.sends("location", latitude=0.0, longitude=-30.0)
    await house.settle()

    assert "I found no time zone for that place." in stranger.from_bot
    assert stranger.patient.zone is None


async def test_a_place_that_moves_is_answered_once(house: House, robin: Chatter) -> None:
    seen = len(robin.from_bot)
    moving = {
        "message_id": 77,
        "date": int(house.now.timestamp()),
        "edit_date": int(house.now.timestamp()) + 9,
        "chat": robin.person.chat.as_json(),
        "from": robin.person.user.as_json(),
        "location": {"latitude": 52.5, "longitude": 13.4, "live_period": 900},
    }

    for _ in range(5):
        house.api.push_raw({"edited_message": moving})
    await house.settle()

    assert robin.from_bot[seen:] == []


STRANGE = {
    "right to left": "رأسي يؤلمني جداً اليوم",
    "overridden direction": "my \u202ehead\u202c hurts",
    "emoji": "🤕🤕🤕 👩🏽‍⚕️ 🏳️‍🌈",
    "combining marks": "h̷̛̤e̴̡͝a̸̢͘d̶̨̛",
    "SQL": "'); DROP TABLE patient; --",
    "a wild card": "%_* WHERE 1=1",
    "markup": "<b>bold</b> *_[x](tg://user?id=1)_* `code` &amp;",
    "placeholders": "%(clinic_name)s %s {0} ${HOME}",
    "a formula": "=1+1",
    "line breaks": "one\n\n\ntwo\nthree",
    "4,096 characters": "a" * 4096,
    "4,096 emoji": "🤕" * 4096,
}


@pytest.mark.parametrize("name", STRANGE)
async def test_strange_words_are_kept_as_they_are_and_reach_the_clinic(
    house: House, robin: Chatter, charlie: Chatter, name: str
) -> None:
    sent = STRANGE[name]
    kept = sent.replace("\u202e", "").replace("\u202c", "")  # Telegram itself takes these out

    reply = await robin.says(sent)

    assert written(robin) == [kept]
    assert GATE in reply.text
    await charlie.says(f"/patient {robin.patient.code}")
    assert kept[:500] in "\n".join(charlie.from_bot)


async def test_a_longer_text_than_telegram_takes_comes_in_parts_and_none_is_lost(
    house: House, robin: Chatter
) -> None:
    await robin.says("a" * 4096 + "b" * 4096 + "c")

    assert written(robin) == ["c", "b" * 4096, "a" * 4096]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("half of a pair \ud83e here", "half of a pair ? here"),
        ("\udc00", "?"),
        ("zero \x00 byte", "zero \x00 byte"),
        ("\x00", "\x00"),
        ("bell \x07 and escape \x1b[31m", "bell \x07 and escape \x1b[31m"),
    ],
)
async def test_what_no_app_would_send_is_kept_and_answered(
    house: House, robin: Chatter, charlie: Chatter, sent: str, kept: str
) -> None:
    house.api.push_raw(message_update(house, robin, sent))
    await house.settle()

    assert written(robin) == [kept]
    assert GATE in robin.last.text
    await charlie.says(f"/patient {robin.patient.code}")
    assert "Wrote, " in "\n".join(charlie.from_bot)
    assert count(house, "outbox", "state NOT IN ('sent')") == 0


async def test_half_of_a_pair_in_a_command_is_answered(house: House, robin: Chatter) -> None:
    update = message_update(house, robin, "/h\ud83e")
    update["message"]["entities"] = [{"type": "bot_command", "offset": 0, "length": 3}]
    house.api.push_raw(update)
    await house.settle()

    assert robin.last.text.startswith("I do not know /h?.")
    assert count(house, "outbox", "state NOT IN ('sent')") == 0


def message_update(house: House, chatter: Chatter, text: str) -> dict[str, Any]:
    return {
        "message": {
            "message_id": 4711,
            "date": int(house.now.timestamp()),
            "chat": chatter.person.chat.as_json(),
            "from": chatter.person.user.as_json(),
            "text": text,
        }
    }


async def test_an_edited_message_changes_nothing_and_is_answered(
    house: House, robin: Chatter
) -> None:
    await robin.says("/diary")
    robin.person.writes("7")
    await house.settle()
    mine = [message for message in robin.person.messages if message.text == "7"][-1]

    robin.person.edits(mine.message_id, "9")
    await house.settle()

    assert "Changed messages are not read" in robin.last.text
    assert given(robin, current_form(robin)) == {"nrs_worst": 7}


async def test_stop_in_plain_words_ends_everything(house: House, robin: Chatter) -> None:
    await robin.says("/diary")

    reply = await robin.says("Stop!")

    assert reply.text.startswith("You have left.")
    assert robin.patient.state == "withdrawn"


async def test_a_clinicians_words_are_not_forwarded_and_not_taken_for_a_patients(
    house: House, charlie: Chatter
) -> None:
    reply = await charlie.says("I feel dizzy")

    assert "I forward nothing from here" in reply.text
    assert count(house, "patient_message") == 0
    assert count(house, "alert") == 0
