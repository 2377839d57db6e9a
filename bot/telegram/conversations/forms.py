"""Filling in: taps on the question that is open, whatever the form."""

from collections.abc import Callable

from bot.chat.payload import Button, message
from bot.chat.questions import value_label
from bot.chat.taps import Act, Tap, write
from bot.clinical.check_in import GATE, NO_FLAG
from bot.clinical.questionnaire import Kind, Question
from bot.clinical.screens import NONE
from bot.pathway import answering, baselines, check_ins, consenting, starting
from bot.pathway.asking import put_question, question_text_of
from bot.pathway.filling import Filling, load
from bot.pathway.putting import answer_to, find, put, ticks_on, was_put
from bot.storage import consents, forms, outbox
from bot.storage.forms import Form, FormKind, FormState
from bot.telegram.command import EVERYBODY, Tapping
from bot.telegram.conversations import renewing
from bot.telegram.visit import Visit


def tapped(visit: Visit, tap: Tap) -> None:
    """Take a tap on a form's button: only its own patient may, and only while it fits."""
    form = _own_form(visit, tap.number)
    if form is None:
        return
    outbox.proven(visit.clinic.db, form.id, visit.clinic.now())
    given = consents.in_force(visit.clinic.db, form.patient_id)
    if given is None:
        visit.toast = visit.say("tap.over")
        visit.reply("withdrawn")
    elif form.kind is not FormKind.SAFETY and not consenting.is_current(visit.clinic, given):
        renewing.only_if_urgent(visit, lambda: _take(visit, form, tap))
    else:
        _take(visit, form, tap)


def _take(visit: Visit, form: Form, tap: Tap) -> None:
    """Take a tap on a form of the patient's own, while it fits."""
    if form.state is not FormState.OPEN and not _may_reopen(visit, form, tap):
        _closed(visit, form, tap)
    else:
        # What is typed next belongs to the form that was touched last.
        touched = forms.change(visit.clinic.db, form.id, asked_at=visit.clinic.now())
        _ACTS[tap.act](visit, touched, tap)


def _own_form(visit: Visit, number: int) -> Form | None:
    try:
        form = forms.by_id(visit.clinic.db, number)
    except LookupError:
        form = None
    if form is None or visit.patient is None or form.patient_id != visit.patient.id:
        visit.refuse_tap(f"form {number}")
        return None
    return form


def _may_reopen(visit: Visit, form: Form, tap: Tap) -> bool:
    """Answers can be corrected until the form expires, those of the diary at any time."""
    if form.state is not FormState.ANSWERED or tap.act not in _REOPENING:
        return False
    if form.kind is FormKind.DIARY and tap.act is not Act.DETAILS:
        return True
    if form.kind is FormKind.BASELINE and not baselines.takes_baseline(visit.clinic, visit.member):
        return False
    return form.expires_at is None or visit.clinic.now() < form.expires_at


def _closed(visit: Visit, form: Form, tap: Tap) -> None:
    """Say what is stored and how to change it; the tap itself changes nothing."""
    filling = load(visit.clinic, form)
    question = find(filling, tap.first)
    told = answer_to(filling, question) if question is not None else None
    if _is_new_red_flag(filling, question, tap):
        _report_red_flag(visit, tap)
        return
    if form.state is not FormState.ANSWERED or question is None or told is None:
        visit.toast = visit.say("tap.over")
        visit.reply("tap.over.message")
        return
    answer = value_label(visit.language, question, told)
    visit.toast = visit.say("tap.answered")
    label, data = visit.say("button.correct"), write(Act.CORRECT, form.id)
    text = visit.say("tap.answered.message", answer=answer)
    visit.send(message(text, [[Button(label=label, data=data)]]))


def _is_new_red_flag(filling: Filling, question: Question | None, tap: Tap) -> bool:
    """Tell whether a tap on a closed form names a red flag that it does not hold yet."""
    if question is None or question.key != GATE or tap.act is not Act.ANSWER:
        return False
    option = question.option(tap.second)
    return (
        option is not None
        and option.key != NO_FLAG
        and filling.given.get(question.key) != option.key
    )


def _report_red_flag(visit: Visit, tap: Tap) -> None:
    starting.report_red_flag(
        visit.clinic,
        patient=visit.member,
        flag=tap.second,
        update_id=visit.update_id,
        post=visit.post,
    )


def _question(visit: Visit, form: Form, tap: Tap) -> tuple[Filling, Question] | None:
    """Find the tapped question if it is open or answered; else the open one is put again."""
    filling = load(visit.clinic, form)
    question, asked = find(filling, tap.first), (put(filling), filling.next)
    if question is None or not (question in asked or was_put(filling, question)):
        ask_again(visit, filling, "tap.old")
        return None
    return filling, question


def ask_again(visit: Visit, filling: Filling, hint: str) -> None:
    """Put the open question again, with a hint."""
    put_question(visit.clinic, filling, visit.post, intro=visit.say(hint), in_place=False)


def _answer(visit: Visit, form: Form, tap: Tap) -> None:
    found = _question(visit, form, tap)
    if found is None:
        return
    filling, question = found
    value = answering.from_button(question, tap.second)
    if value is None:
        ask_again(visit, filling, "tap.old")
    elif answer_to(filling, question) == value:
        visit.toast = visit.say("tap.noted")
    elif _is_old_screen(filling, question):
        ask_again(visit, filling, "tap.old")
    elif value == [NONE] and question.kind is Kind.SCREEN and ticks_on(filling, question):
        ask_again(visit, filling, "hint.none_and_more")
    else:
        record(visit, filling, question, value)


def _is_old_screen(filling: Filling, question: Question) -> bool:
    """Tell whether a screen is done: its questions are changed one by one, or all by Back."""
    return question.kind is Kind.SCREEN and question != put(filling)


def record(visit: Visit, filling: Filling, question: Question, value: object) -> None:
    """Store an answer and do all that follows."""
    answering.record(
        visit.clinic,
        filling=filling,
        question=question,
        value=value,
        update_id=visit.update_id,
        post=visit.post,
    )


def _tick(visit: Visit, form: Form, tap: Tap) -> None:
    found = _question(visit, form, tap)
    if found is None:
        return
    filling, question = found
    ticks = question.kind in (Kind.SEVERAL, Kind.SCREEN) and not _is_old_screen(filling, question)
    if not ticks or question.option(tap.second) is None:
        ask_again(visit, filling, "tap.old")
        return
    answering.tick(
        visit.clinic,
        form=form,
        question=question,
        option=tap.second,
        update_id=visit.update_id,
        post=visit.post,
    )


def _done(visit: Visit, form: Form, tap: Tap) -> None:
    found = _question(visit, form, tap)
    if found is None:
        return
    filling, question = found
    ticks = [] if _is_old_screen(filling, question) else ticks_on(filling, question)
    if ticks:
        record(visit, filling, question, ticks)
    elif answer_to(filling, question) is not None:
        visit.toast = visit.say("tap.noted")
    else:
        ask_again(visit, filling, "hint.tick_first")


def back(visit: Visit, form: Form, tap: Tap) -> None:
    """Ask again what was answered, a question or a screen."""
    found = _question(visit, form, tap)
    if found is not None:
        answering.step_back(
            visit.clinic,
            form=form,
            question=found[1],
            update_id=visit.update_id,
            post=visit.post,
        )


def _correct(visit: Visit, form: Form, tap: Tap) -> None:
    """Offer every answered question for another answer."""
    filling = load(visit.clinic, form)
    buttons = [
        [
            Button(
                label=question_text_of(filling, question),
                data=write(Act.BACK, form.id, question.key),
            )
        ]
        for question in filling.done
    ]
    visit.post.send(message(visit.say("correct.which"), buttons))


def _later(visit: Visit, form: Form, tap: Tap) -> None:
    check_ins.put_off(visit.clinic, form=form, choice=tap.first, post=visit.post)


def _skip(visit: Visit, form: Form, tap: Tap) -> None:
    if form.kind in (FormKind.BASELINE, FormKind.FOLLOW_UP):
        answering.skip_rest(visit.clinic, form=form, update_id=visit.update_id, post=visit.post)
        return
    check_ins.skip(visit.clinic, form=form, post=visit.post)


def _details(visit: Visit, form: Form, tap: Tap) -> None:
    """Ask what is optional in the diary."""
    if form.kind is FormKind.DIARY:
        answering.add_details(visit.clinic, form=form, update_id=visit.update_id, post=visit.post)


_REOPENING = (Act.CORRECT, Act.BACK, Act.DETAILS)
_ACTS: dict[Act, Callable[[Visit, Form, Tap], None]] = {
    Act.ANSWER: _answer,
    Act.TICK: _tick,
    Act.DONE: _done,
    Act.BACK: back,
    Act.CORRECT: _correct,
    Act.DETAILS: _details,
    Act.LATER: _later,
    Act.SKIP: _skip,
}
# Whose form it is, and whether it is theirs, tapped() looks up itself.
TAPS = dict.fromkeys(_ACTS, Tapping(run=tapped, roles=EVERYBODY, about="form"))
