"""Looking back: the last days as text and as a picture, light or dark."""

import pytest

from bot.demo.bot_api import Message
from bot.demo.bot_api.pictures import picture_size
from tests.house import Chatter, House
from tests.stories.acts import had_a_session, is_screened, is_well


def pictures(person: Chatter) -> list[Message]:
    """List the pictures the bot sent."""
    return [message for message in person.person.messages if message.photo]


@pytest.fixture
async def treated(house: House, robin: Chatter) -> Chatter:
    """Have a session, and answer two of the check-ins after it."""
    await is_screened(robin)
    await had_a_session(robin)
    await house.go(hours=3, minutes=5)
    await is_well(robin, 5)
    await house.go(hours=21)
    await is_well(robin, 2)
    return robin


async def test_history_comes_as_text_and_as_a_picture_that_tells_the_same(
    house: House, treated: Chatter
) -> None:
    await treated.says("/history")

    [picture] = pictures(treated)
    text = treated.from_bot[-2]
    assert "Mon 2 Nov: session 1; headache 5 of 10" in text
    assert picture.text == (
        "From 21 Oct 2026 to 3 Nov 2026: 2 of 14 days have an entry. Lowest 2, highest 5. "
        "Usual before treatment: 4. 1 session."
    )
    assert picture_size(picture.photo or b"")[0] == 1200
    row = house.clinic.db.execute(
        "SELECT payload FROM outbox WHERE method = 'sendPhoto' AND state = 'sent'"
    ).fetchone()
    assert row == ("{}",)  # once sent, no chart is kept
    methods = [request.method for request in house.api.journal.requests]
    assert methods[methods.index("sendPhoto") - 1] == "sendChatAction"


async def test_a_picture_comes_though_telegram_will_not_announce_it(
    house: House, treated: Chatter
) -> None:
    house.api.faults.add(method="sendChatAction", status=502, times=None)

    await treated.says("/history")

    assert len(pictures(treated)) == 1


async def test_the_dark_picture_is_one_tap_away_and_stays_dark(treated: Chatter) -> None:
    await treated.says("/history")
    await treated.taps("Dark picture")
    await treated.says("/history")

    light, dark, again = pictures(treated)
    assert light.photo != dark.photo == again.photo
    assert again.labels == ["Light picture"]
    assert treated.patient.picture == "dark"


async def test_the_look_of_charts_is_set_in_the_settings(robin: Chatter) -> None:
    await robin.says("/settings")
    assert "Charts: light" in robin.last.text

    await robin.taps("Charts", "dark")

    assert "Charts: dark" in robin.last.text
    assert robin.patient.picture == "dark"


async def test_without_a_headache_told_there_is_text_alone(robin: Chatter) -> None:
    await robin.says("/history")

    assert "Nothing is recorded in the last 14 days." in robin.last.text
    assert pictures(robin) == []
