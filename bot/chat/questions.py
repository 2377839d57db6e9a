"""A question as a message with buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from bot.chat import taps
from bot.chat.payload import Button, Payload, Rows, fitted, in_rows, message, paragraphs
from bot.chat.taps import Act
from bot.clinical.questionnaire import Kind, Option, Question
from bot.clinical.screens import NONE, SINGLY
from bot.locales import has, say

TICKED, UNTICKED = "☑ ", "☐ "
BESIDE = {NONE: "button.none", SINGLY: "button.one_by_one"}  # the items of a screen
HOURS = (8, 10, 12, 14, 16, 18, 20)
DAYS_BACK = 7
MOST_NUMBERS = 31  # as many days as are ever asked about


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question being put: on which form, in which language, with what around it."""

    form_id: int
    question: Question
    language: str
    today: date
    intro: str = ""
    position: tuple[int, int] | None = None
    back_to: str = ""  # key of the question before
    ticked: Sequence[str] = ()
    focus: str = ""  # names of the symptoms to think of first
    extra: Rows = ()
    day: str = ""  # words for the day the answers are of; today unless said


def ask(asking: Asking, *, silent: bool = False) -> Payload:
    """Build the message that puts a question."""
    place = ""
    if asking.position:
        number, total = asking.position
        place = say(asking.language, "question.place", number=number, total=total)
    text = paragraphs(asking.intro, place, question_text(asking), _how_to_type(asking))
    rows = [*_buttons(asking), *_back(asking), *asking.extra]
    return message(text, rows, silent=silent)


def question_text(asking: Asking) -> str:
    """Word a question; a symptom's grade and trend share one wording each."""
    question, language = asking.question, asking.language
    symptom = say(language, f"symptom.{question.symptom}") if question.symptom else ""
    if question.kind is Kind.GRADE:
        return say(language, "question.grade", symptom=symptom)
    if question.kind is Kind.SCREEN:
        return say(language, f"screen.{question.key}")
    if question.key.endswith("_trend"):
        return say(language, "question.trend", symptom=symptom)
    day = asking.day or say(language, "day.today")
    return say(language, f"question.{question.key}", focus=asking.focus, day=day)


def short_question(asking: Asking) -> str:
    """Give a question's short name where it has one, else its first line."""
    key = f"asked.{asking.question.key}"
    if has(asking.language, key):
        return say(asking.language, key)
    return question_text(asking).split("\n", maxsplit=1)[0]


def option_label(language: str, question: Question, key: str) -> str:
    """Word an option; the problems of a check-in are symptoms, trends share their words."""
    if question.kind is Kind.SCREEN:
        return say(language, BESIDE.get(key, f"screen_item.{key}"))
    for words in (f"option.{question.key}.{key}", f"symptom.{key}"):
        if has(language, words):
            return _capital(say(language, words))
    return say(language, f"option.trend.{key}")


def value_label(language: str, question: Question, value: Any) -> str:
    """Word a stored answer; one that is private is not said in any chat."""
    if question.private:
        return say(language, "answer.private")
    if isinstance(value, list):
        return ", ".join(option_label(language, question, key) for key in value)
    if question.kind is Kind.GRADE:
        return say(language, f"grade.{question.symptom}.{value}")
    if isinstance(value, str) and question.option(value):
        return option_label(language, question, value)
    return str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _buttons(asking: Asking) -> list[list[Button]]:
    return _LAYOUTS[asking.question.kind](asking)


def _choice(asking: Asking) -> list[list[Button]]:
    return fitted([_answer(asking, option.key) for option in asking.question.options])


def _several(asking: Asking) -> list[list[Button]]:
    options = asking.question.options
    lone = [[_answer(asking, option.key)] for option in options if option.alone]
    ticks = [_tick(asking, option) for option in options if not option.alone]
    widest = max((len(tick.label) for tick in ticks), default=0)
    done = [[_done(asking)]] if asking.ticked else []
    return [*lone, *in_rows(ticks, 2 if widest <= 22 else 1), *done]


def _screen(asking: Asking) -> list[list[Button]]:
    """Lay out a screen: numbered items, then none of them or done, then one by one."""
    items = [option for option in asking.question.options if not option.alone]
    ticks = [[_tick(asking, item, f"{n}. ")] for n, item in enumerate(items, start=1)]
    none_or_done = _done(asking) if asking.ticked else _answer(asking, NONE)
    return [*ticks, [none_or_done], [_answer(asking, SINGLY)]]


def _done(asking: Asking) -> Button:
    return Button(
        label=say(asking.language, "button.done"),
        data=taps.write(Act.DONE, asking.form_id, asking.question.key),
    )


def _tick(asking: Asking, option: Option, number: str = "") -> Button:
    mark = TICKED if option.key in asking.ticked else UNTICKED
    return Button(
        label=mark + number + option_label(asking.language, asking.question, option.key),
        data=taps.write(Act.TICK, asking.form_id, asking.question.key, option.key),
    )


def _number(asking: Asking) -> list[list[Button]]:
    question = asking.question
    options = fitted([_answer(asking, option.key) for option in question.options])
    if question.high - question.low > MOST_NUMBERS:
        return options  # too many for buttons: typed
    numbers = [
        Button(label=str(n), data=_data(asking, str(n)))
        for n in range(question.low, question.high + 1)
    ]
    return [*in_rows(numbers, 6 if len(numbers) <= 12 else 7), *options]


def _grade(asking: Asking) -> list[list[Button]]:
    question = asking.question
    return [
        [
            Button(
                label=say(asking.language, f"grade.{question.symptom}.{grade}"),
                data=_data(asking, str(grade)),
            )
        ]
        for grade in range(question.low, question.high + 1)
    ]


def _time(asking: Asking) -> list[list[Button]]:
    times = [f"{hour:02}:00" for hour in HOURS]
    # Callback data is split at colons, so a time on a button carries none.
    buttons = [Button(label=time, data=_data(asking, time.replace(":", "."))) for time in times]
    return in_rows(buttons, 4)


def _date(asking: Asking) -> list[list[Button]]:
    days = [asking.today - timedelta(days=n) for n in range(1, DAYS_BACK + 1)]
    buttons = [
        Button(
            label=str(format_date(day, "EEE d MMM", locale=asking.language)),
            data=_data(asking, day.isoformat()),
        )
        for day in days
    ]
    return in_rows(buttons, 2)


def _answer(asking: Asking, option: str) -> Button:
    label = option_label(asking.language, asking.question, option)
    return Button(label=label, data=_data(asking, option))


def _data(asking: Asking, value: str) -> str:
    return taps.write(Act.ANSWER, asking.form_id, asking.question.key, value)


def _back(asking: Asking) -> list[list[Button]]:
    if not asking.back_to:
        return []
    label = say(asking.language, "button.back")
    data = taps.write(Act.BACK, asking.form_id, asking.back_to)
    return [[Button(label=label, data=data)]]


def _how_to_type(asking: Asking) -> str:
    key = f"type.{asking.question.kind.value}"
    return say(asking.language, key) if has(asking.language, key) else ""


_LAYOUTS = {
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
    Kind.NUMBER: _number,
    Kind.AGE: _number,
    Kind.GRADE: _grade,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.TEXT: _choice,
    Kind.SCREEN: _screen,
}
