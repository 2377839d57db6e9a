"""What a patient sees of a form: questions put together, the way back, and how many are left."""

from typing import Any

from bot.clinical.questionnaire import Kind, Question, answered
from bot.clinical.screens import NONE, Mark, Screen, as_question, unconfirmed, untouched
from bot.pathway.filling import Filling
from bot.storage.answers import Answer

ASKED_SINGLY = (Mark.DETAIL, Mark.SINGLY, Mark.AGAIN)
TICKS = (Mark.TICKED, Mark.DETAIL)
SCREEN_DONE = (Mark.DETAIL, Mark.SINGLY)  # marks that a screen leaves behind


def put(filling: Filling) -> Question | None:
    """Give what is put now: the next question, or the screen that it stands on with others."""
    question = filling.next
    screen = _screen_of(filling, question) if question else None
    items = _shown(filling, screen) if screen else ()
    if screen and question in items and len(items) > 1:
        return as_question(screen, items)
    return question


def find(filling: Filling, key: str) -> Question | None:
    """Find a question, or the screen as it is put or was answered."""
    screen = next((screen for screen in filling.screens if screen.key == key), None)
    if screen is None:
        return filling.question(key)
    acts = _acts(filling)
    once = (i for i in _items(filling, screen) if i.key in acts or i.key not in filling.given)
    return as_question(screen, _shown(filling, screen) or once)


def was_put(filling: Filling, question: Question) -> bool:
    """Tell whether a question is answered, or something was done on a screen."""
    acts = _acts(filling)
    return question.key in filling.given or any(
        item.key in acts or item.key in filling.marks for item in items_of(filling, question)
    )


def items_of(filling: Filling, question: Question) -> tuple[Question, ...]:
    """List the questions that a screen put as a question holds; none for any other question."""
    keys = {option.key for option in question.options if question.kind is Kind.SCREEN}
    return tuple(item for item in filling.questions if item.key in keys)


def answer_to(filling: Filling, question: Question) -> Any:
    """Give the settled answer to a question; of a screen, what was ticked."""
    if question.kind is not Kind.SCREEN:
        return filling.given.get(question.key)
    told = [item for item in items_of(filling, question) if item.key in _told_here(filling)]
    so = [item.key for item in told if filling.given.get(item.key) != untouched(item)]
    return (so or [NONE]) if told else None


def ticks_on(filling: Filling, question: Question) -> list[str]:
    """List what is ticked of a question and not settled."""
    if question.kind is not Kind.SCREEN:
        return filling.ticked.get(question.key, [])
    items = items_of(filling, question)
    return [item.key for item in items if filling.marks.get(item.key) == Mark.TICKED]


def unconfirmed_ticks(filling: Filling) -> dict[str, Any]:
    """Map what is ticked and not settled to what it stands for as long as no more is said."""
    marked = [q for q in filling.questions if filling.marks.get(q.key) in TICKS]
    stands = {question.key: unconfirmed(question) for question in marked}
    return {**filling.ticked, **{key: value for key, value in stands.items() if value}}


def taken_back(filling: Filling, question: Question) -> dict[str, Mark | None]:
    """Map what is asked again to the mark it gets: a screen comes back with its ticks."""
    items = items_of(filling, question)
    if not items:
        return {question.key: _again(filling, question)} if question.key in filling.given else {}
    so = [*(answer_to(filling, question) or ()), *ticks_on(filling, question)]
    return {item.key: Mark.TICKED if item.key in so else None for item in items}


def _again(filling: Filling, question: Question) -> Mark | None:
    """Give the mark of an answered question that is asked again by itself; None off screens."""
    if _screen_of(filling, question) is None:
        return None
    earlier = [row.given for row in filling.rows if row.question == question.key][:-1]
    return Mark.DETAIL if earlier and earlier[-1] == Mark.DETAIL else Mark.AGAIN


def before(filling: Filling) -> str:
    """Name what was answered last on this form, for the way back: a question or a screen."""
    acts = _acts(filling)
    last = max(acts.values(), key=lambda row: row.id, default=None)
    question = filling.question(last.question) if last else None
    if last is None or question is None:
        return ""
    screen = _screen_of(filling, question)
    return screen.key if screen and _is_of_screen(filling, last) else question.key


def position(filling: Filling) -> tuple[int, int]:
    """Count messages: the number of the one that is put, and how many there are so far."""
    answered = {row.update_id for row in _acts(filling).values()}
    left: set[str] = set()
    for question in filling.applicable:
        screen = _screen_of(filling, question)
        if question.key not in filling.given:
            together = screen is not None and not _is_asked_singly(filling, question)
            left.add(screen.key if screen and together else question.key)
    return len(answered) + 1, len(answered) + len(left)


def _screen_of(filling: Filling, question: Question) -> Screen | None:
    return next((screen for screen in filling.screens if question.key in screen.items), None)


def _items(filling: Filling, screen: Screen) -> tuple[Question, ...]:
    return tuple(item for item in filling.applicable if item.key in screen.items)


def _shown(filling: Filling, screen: Screen) -> tuple[Question, ...]:
    """List the items that are to be ticked, or left unticked, on a screen."""
    return tuple(
        item
        for item in _items(filling, screen)
        if item.key not in filling.given and not _is_asked_singly(filling, item)
    )


def _is_asked_singly(filling: Filling, item: Question) -> bool:
    return filling.marks.get(item.key) in ASKED_SINGLY or item.key in filling.ticked


def _told_here(filling: Filling) -> set[str]:
    """Name the items that were answered on this form, or are ticked with more to be told."""
    settled = {key for key, row in _acts(filling).items() if row.final}
    return settled | {key for key, mark in filling.marks.items() if mark == Mark.DETAIL}


def _acts(filling: Filling) -> dict[str, Answer]:
    """Map each question to what was done about it on this form and still counts."""
    newest = {row.question: row for row in filling.rows}
    asked = {question.key for question in answered(filling.questions, newest, filling.facts)}
    return {
        key: row
        for key, row in newest.items()
        if key in asked
        and row.at >= filling.form.created_at
        and (key in filling.given or (row.given in SCREEN_DONE and _is_of_screen(filling, row)))
    }


def _is_of_screen(filling: Filling, row: Answer) -> bool:
    """Tell whether the tap that left a row was on a screen: then it spoke of others, too."""
    return any(
        other.update_id == row.update_id and other.question != row.question
        for other in filling.rows
    )
