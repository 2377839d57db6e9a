"""Filling in by writing: typed text as the answer to the question that is open."""

from typing import Any

from bot.chat.questions import value_label
from bot.chat.taps import Act, Tap
from bot.chat.typed import is_word, plain, read
from bot.clinical.questionnaire import MOST_LETTERS, Kind, Question
from bot.clinical.screens import NONE, SINGLY
from bot.pathway import answering
from bot.pathway.asking import put_question
from bot.pathway.filling import Filling, load
from bot.pathway.putting import before, put, ticks_on
from bot.storage import forms
from bot.storage.forms import FormKind
from bot.telegram.conversations import care
from bot.telegram.conversations.forms import ask_again, back, record
from bot.telegram.visit import Visit


def typed(visit: Visit, text: str) -> bool:
    """Read typed text as the answer to the open question; False when it is no answer."""
    form = forms.current(visit.clinic.db, visit.member.id)
    if form is None:
        return False
    filling = load(visit.clinic, form)
    question, last = put(filling), before(filling)
    if question is None:
        return False
    if is_word(text, visit.language, "typed.back") and last:
        tap = Tap(act=Act.BACK, number=form.id, words=(last,))
        back(visit, form, tap)
        return True
    if _types_done(visit, filling, question, text) or _types_yesterday(visit, filling, text):
        return True
    today = visit.clinic.now().astimezone(visit.member.zone_info).date()
    reading = read(text, question, visit.language, today)
    if reading.hint:
        limits = {"low": question.low, "high": question.high, "letters": MOST_LETTERS}
        hint = visit.say(reading.hint, **limits)
        put_question(visit.clinic, filling, visit.post, intro=hint)
    elif reading.value is not None:
        _take(visit, filling, question, reading.value)
    else:
        return False
    return True


def _take(visit: Visit, filling: Filling, question: Question, value: Any) -> None:
    """Take what was typed: items of a screen are ticked, and stay so until they are done."""
    if question.kind is not Kind.SCREEN or value == [SINGLY]:
        record(visit, filling, question, value)
        return
    ticks = ticks_on(filling, question)
    if value != [NONE]:
        value = list(dict.fromkeys([*ticks, *value]))
        answering.set_ticks(
            visit.clinic,
            form=filling.form,
            question=question,
            ticks=value,
            update_id=visit.update_id,
            post=visit.post,
        )
    elif ticks:
        ask_again(visit, filling, "hint.none_and_more")
    else:
        record(visit, filling, question, value)


def keep_words(visit: Visit, text: str) -> None:
    """Keep a text as the answer to an open question that asks for own words."""
    form = forms.current(visit.clinic.db, visit.member.id)
    question = load(visit.clinic, form).next if form is not None else None
    if form is not None and question is not None and question.kind is Kind.TEXT:
        value = text.strip()
        if question.accepts(value):
            answering.keep(
                visit.clinic,
                form=form,
                question=question,
                value=value,
                update_id=visit.update_id,
            )


def is_offered(visit: Visit, text: str) -> bool:
    """Tell whether a text is, word for word, an answer that the open question offers."""
    question, value = _as_answer(visit, text)
    if question is None or value is None:
        return False
    if question.kind is Kind.TEXT and question.option(str(value)) is None:
        return False  # words of one's own are searched for red flags
    return plain(value_label(visit.language, question, value)) == plain(text)


def is_answer(visit: Visit, text: str) -> bool:
    """Tell whether a text answers the open question."""
    return _as_answer(visit, text)[1] is not None


def _as_answer(visit: Visit, text: str) -> tuple[Question | None, Any]:
    """Read a text as an answer to the open question; gives that question and the value."""
    form = forms.current(visit.clinic.db, visit.member.id)
    question = put(load(visit.clinic, form)) if form is not None else None
    if question is None:
        return None, None
    today = visit.clinic.now().astimezone(visit.member.zone_info).date()
    return question, read(text, question, visit.language, today).value


def _types_yesterday(visit: Visit, filling: Filling, text: str) -> bool:
    if filling.form.kind is not FormKind.DIARY or filling.done:
        return False
    if not is_word(text, visit.language, "typed.yesterday"):
        return False
    care.write_for(visit, "yesterday")
    return True


def _types_done(visit: Visit, filling: Filling, question: Question, text: str) -> bool:
    ticks = ticks_on(filling, question)
    if not ticks or plain(text) != plain(visit.say("button.done")):
        return False
    record(visit, filling, question, ticks)
    return True


def ask_open_question(visit: Visit) -> bool:
    """Put the open question again; False when there is none."""
    form = forms.current(visit.clinic.db, visit.member.id)
    if form is None:
        return False
    put_question(visit.clinic, load(visit.clinic, form), visit.post, in_place=False)
    return True
