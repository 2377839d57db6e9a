"""Time travel: whatever was due on the way happens, in order, each once, and by itself."""

from datetime import datetime, timedelta

import pytest

from bot.demo.bot_api import Message
from bot.demo.travel import NothingPlannedError
from bot.storage import forms
from bot.storage.forms import Form, FormKind, FormState
from tests.demo.theatre import Theatre
from tests.stories.acts import had_a_session, is_screened, is_well

POINTS = {
    "h3": "about 3 hours since your session",
    "h24": "a day since your session",
    "h48": "2 days since your session",
    "h72": "3 days since your session",
    "d7": "a week since your session",
    "d14": "two weeks since your session",
}


def said(messages: list[Message], words: str) -> Message:
    """Give the one message that says these words."""
    [found] = [message for message in messages if message.from_bot and words in message.text]
    return found


def due(form: Form) -> datetime:
    """Give the moment a form was due."""
    assert form.due_at is not None
    return form.due_at


async def test_two_weeks_in_one_jump(demo: Theatre) -> None:
    robin = await demo.patient()
    await is_screened(robin)
    await had_a_session(robin)
    travel = demo.stage.travel

    first = await travel.to_next_question()
    assert first.point == "h3"
    assert POINTS["h3"] in robin.last.text
    await is_well(robin)
    before = demo.stage.clock.now()
    await travel.go(days=14)

    assert demo.stage.clock.now() - before >= timedelta(days=14)
    check_ins = forms.of_kind(demo.db, robin.patient.id, FormKind.CHECK_IN)
    assert [(form.point, form.state) for form in check_ins] == [
        ("h3", FormState.ANSWERED),
        *((point, FormState.MISSED) for point in ("h24", "h48", "h72", "d7")),
        ("d14", FormState.OPEN),
    ]
    sent = robin.person.messages
    prompts = [said(sent, POINTS[form.point or ""]) for form in check_ins[1:]]
    assert prompts == sorted(prompts, key=lambda message: message.message_id)
    for form, prompt in zip(check_ins[1:], prompts, strict=True):
        assert abs(prompt.date - due(form)) < timedelta(seconds=30)
    assert set(demo.db.execute("SELECT state, attempts FROM outbox")) == {("sent", 0)}


async def test_without_a_session_there_is_no_next_question(demo: Theatre) -> None:
    await demo.patient()

    with pytest.raises(NothingPlannedError):
        await demo.stage.travel.to_next_question()
