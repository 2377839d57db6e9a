"""What items of a screen stand for: left unticked, ticked, and ticked with more to tell."""

from typing import Any

import pytest

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.questionnaire import Kind, Option, Question
from bot.clinical.screens import (
    NONE,
    SINGLY,
    Mark,
    Screen,
    as_question,
    settled_by,
    ticked,
    ticks_kept,
    unconfirmed,
    untouched,
)
from bot.protocol import load_protocol

PROTOCOL = load_protocol()


def item(key: str, *options: str, kind: Kind = Kind.CHOICE, **grave: Any) -> Question:
    """Make a question; none stands alone, and `grave` gives an option's urgency."""
    made = tuple(Option(key=o, alone=o == "none", urgency=grave.get(o)) for o in options)
    return Question(key=key, kind=kind, source="test", options=made)


PLAIN = item("plain", "no", "yes", "unsure")
DETAILED = item("detailed", "no", "cold", "ill", "unsure")
LISTED = item("listed", "red", "blue", "none", kind=Kind.SEVERAL)
GRAVE = item("grave", "no", "yes", "unsure", yes=TriageLevel.EMERGENCY)
STOPS = Question(
    key="stops",
    kind=Kind.CHOICE,
    source="test",
    options=(Option(key="yes"), Option(key="no", screening_class=ScreeningClass.STOP)),
)


@pytest.mark.parametrize(
    ("question", "left", "so", "open_"),
    [
        (PLAIN, "no", "yes", "yes"),
        (DETAILED, "no", None, "unsure"),
        (LISTED, ["none"], None, None),
        (item("list", "red", "none", "unsure", kind=Kind.SEVERAL), ["none"], None, ["unsure"]),
        (item("some", "none", "rarely", "often"), "none", None, None),
        (item("private", "no", "yes", "prefer_not"), "no", None, "yes"),
        (item("half", "no", "unsure"), "no", None, "unsure"),
        (GRAVE, "no", "yes", "yes"),
        (STOPS, None, "yes", "yes"),  # no is not clear there
        (item("open", "yes", "unsure"), None, "yes", "yes"),
        (item("urgent", "no", "yes", no=TriageLevel.URGENT), None, "yes", "yes"),
        (item("list", "no", "red", kind=Kind.SEVERAL), None, None, None),
        (item("years", "none", kind=Kind.AGE), None, None, None),
        (item("words", "no", "yes", kind=Kind.TEXT), None, None, "yes"),
    ],
)
def test_what_an_item_stands_for(question: Question, left: Any, so: Any, open_: Any) -> None:
    assert untouched(question) == left
    assert ticked(question) == so
    assert unconfirmed(question) == open_


def test_what_is_not_ticked_is_answered_and_what_has_more_to_tell_is_marked() -> None:
    items = (PLAIN, DETAILED, LISTED, GRAVE)

    assert settled_by(items, ["plain", "detailed"]) == {
        "plain": "yes",
        "detailed": Mark.DETAIL,
        "listed": ["none"],
        "grave": "no",
    }
    assert settled_by(items, [NONE]) == {
        "plain": "no",
        "detailed": "no",
        "listed": ["none"],
        "grave": "no",
    }
    assert settled_by(items, [SINGLY]) == dict.fromkeys(
        ("plain", "detailed", "listed", "grave"), Mark.SINGLY
    )


def test_only_changed_ticks_are_kept_and_an_emergency_is_answered_at_once() -> None:
    items = (PLAIN, DETAILED, GRAVE)

    assert ticks_kept(items, [], ["detailed"]) == {"detailed": Mark.TICKED}
    assert ticks_kept(items, ["plain", "detailed"], ["plain"]) == {"detailed": None}
    assert ticks_kept(items, ["plain"], ["plain", "grave"]) == {"grave": "yes"}
    assert ticks_kept(items, ["plain"], ["plain"]) == {}


def test_a_screen_is_put_as_one_question_with_two_ways_out() -> None:
    screen = Screen(key="first", items=("plain", "listed", "grave"), source="test")
    question = as_question(screen, (PLAIN, GRAVE))

    assert [option.key for option in question.options] == ["plain", "grave", NONE, SINGLY]
    assert question.accepts(["plain", "grave"])
    assert question.accepts([NONE])
    assert not question.accepts([NONE, "plain"])
    assert not question.accepts(["listed"])
    assert not question.accepts([])
    assert (question.low, question.high) == (1, 2)


def test_every_item_of_the_protocol_can_be_left_unticked_with_an_answer_it_takes() -> None:
    listed = {question.key: question for question in PROTOCOL.screening}
    items = [listed[key] for screen in PROTOCOL.screens for key in screen.items]

    assert items
    for question in items:
        assert question.accepts(untouched(question))
        assert ticked(question) is None or question.accepts(ticked(question))
        assert question.accepts(unconfirmed(question))  # a tick is never for nothing
