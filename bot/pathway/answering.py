"""The way of one answer: stored, judged, told, alerted and followed by what comes next."""

from datetime import timedelta
from typing import Any

from bot.clinic import Clinic
from bot.clinical.comparison import REST
from bot.clinical.diary import DETAILS
from bot.clinical.questionnaire import Kind, Question
from bot.clinical.screens import Mark, settled_by, ticks_kept
from bot.locales import say
from bot.pathway import concluding, recording
from bot.pathway.asking import put_question, question_message, settle_tapped
from bot.pathway.ending import settle_ticks
from bot.pathway.filling import Filling, load
from bot.pathway.judging import judge
from bot.pathway.post import Post
from bot.pathway.putting import items_of, taken_back, ticks_on
from bot.pathway.telling import tell
from bot.storage import answers, audit, dropped, forms
from bot.storage.forms import Form, FormState

CORRECTION_LIVES = timedelta(hours=1)  # after this the answers stand as they were


def record(
    clinic: Clinic,
    *,
    filling: Filling,
    question: Question,
    value: Any,
    update_id: int,
    post: Post,
) -> None:
    """Store a settled answer and do all that follows from it.

    The same answer again changes nothing; another value is a correction, kept beside the first.
    """
    refusal = _REFUSALS.get(question.key)
    hint = refusal(clinic, filling, value) if refusal else ""
    if hint:
        put_question(clinic, filling, post, intro=say(filling.patient.language, hint))
        return
    settled = {question.key: value}
    if question.kind is Kind.SCREEN:
        settled = settled_by(items_of(filling, question), value)
    for key, answer in settled.items():
        if filling.given.get(key) != answer:
            final = not isinstance(answer, Mark)
            _store(clinic, filling, key, answer, update_id=update_id, final=final)
    proceed(clinic, filling.form, post, just=question, before=filling)


def keep(clinic: Clinic, *, form: Form, question: Question, value: Any, update_id: int) -> None:
    """Store a settled answer and nothing more: something else is told first."""
    _store(clinic, load(clinic, form), question.key, value, update_id=update_id)


def tick(
    clinic: Clinic, *, form: Form, question: Question, option: str, update_id: int, post: Post
) -> None:
    """Set or clear one tick of a list or a screen; each is kept at once, before Done."""
    filling = load(clinic, form)
    before = ticks_on(filling, question) or filling.given.get(question.key) or []
    ticked = [key for key in before if _may_stay(question, key)]
    now_ticked = (
        [key for key in ticked if key != option] if option in ticked else [*ticked, option]
    )
    set_ticks(
        clinic, form=form, question=question, ticks=now_ticked, update_id=update_id, post=post
    )


def set_ticks(
    clinic: Clinic,
    *,
    form: Form,
    question: Question,
    ticks: list[str],
    update_id: int,
    post: Post,
) -> None:
    """Keep what is ticked so far: of a list as a whole, of a screen item by item.

    What is an emergency when ticked does not wait for Done.
    """
    filling = load(clinic, form)
    kept: dict[str, Any] = {question.key: ticks or None}
    if question.kind is Kind.SCREEN:
        kept = ticks_kept(items_of(filling, question), ticks_on(filling, question), ticks)
    for key, value in kept.items():
        final = isinstance(value, str) and not isinstance(value, Mark)
        _store(clinic, filling, key, value, update_id=update_id, final=final)
    filling = load(clinic, form)
    if filling.given.keys() & kept.keys():
        proceed(clinic, form, post, just=question)
    else:
        post.replace(question_message(clinic, filling, question), form_id=form.id)


def _may_stay(question: Question, key: str) -> bool:
    option = question.option(key)
    return option is not None and not option.alone


def step_back(
    clinic: Clinic, *, form: Form, question: Question, update_id: int, post: Post
) -> None:
    """Ask a question again; the answer given stays in the history, and alerts stay open.

    A screen comes back with its ticks. A question of a screen is asked by itself.
    """
    filling = load(clinic, form)
    for key, mark in taken_back(filling, question).items():
        if key in filling.given:
            _store(clinic, filling, key, None, update_id=update_id)
        if mark or key in filling.marks:
            _store(clinic, filling, key, mark, update_id=update_id, final=False)
    put_question(clinic, load(clinic, _reopened(clinic, form)), post)


def add_details(clinic: Clinic, *, form: Form, update_id: int, post: Post) -> None:
    """Ask what is optional; with nothing left to ask, the form stays as it is."""
    filling = load(clinic, form)
    if not filling.given.get(DETAILS):
        _store(clinic, filling, DETAILS, True, update_id=update_id)
    proceed(clinic, _reopened(clinic, form), post, just=None)


def skip_rest(clinic: Clinic, *, form: Form, update_id: int, post: Post) -> None:
    """Ask nothing more that is not needed; what was answered stays."""
    filling = load(clinic, form)
    if filling.given.get(REST) is not False:
        _store(clinic, filling, REST, False, update_id=update_id)
    proceed(clinic, form, post, just=None)


def _reopened(clinic: Clinic, form: Form) -> Form:
    if form.state is FormState.OPEN:
        return form
    now = clinic.now()
    return forms.change(
        clinic.db,
        form.id,
        state=FormState.OPEN,
        asked_at=now,
        next_at=now + CORRECTION_LIVES,
    )


def proceed(
    clinic: Clinic,
    form: Form,
    post: Post,
    *,
    just: Question | None,
    before: Filling | None = None,
) -> None:
    """Judge a form as it stands, tell the patient what is new, and ask on or conclude."""
    filling = load(clinic, form, before)
    complete = filling.next is None
    judgement = judge(clinic, filling, complete=complete)
    if judgement.is_news:
        if judgement.text:
            settle_tapped(filling, just, post)
        filling = load(clinic, tell(clinic, filling, judgement, post), filling)
    if judgement.ends:
        settle_ticks(clinic, filling.form)  # nobody will be asked about them
        filling = load(clinic, filling.form, filling)
    if judgement.ends or complete:
        concluding.conclude(clinic, filling, judgement, post)
        return
    if judgement.is_news:
        concluding.book_follow_up(clinic, filling, judgement, complete=False)
    put_question(clinic, filling, post)


def _store(
    clinic: Clinic,
    filling: Filling,
    question: str,
    value: Any,
    *,
    update_id: int,
    final: bool = True,
) -> None:
    now, by = clinic.now(), filling.patient.code
    answers.add(
        clinic.db,
        form_id=filling.form.id,
        question=question,
        value=value,
        at=now,
        by=by,
        update_id=update_id,
        final=final,
    )
    dropped.prompts(clinic.db, filling.form.id)
    if final:
        about = f"form {filling.form.id}"
        audit.note(clinic.db, at=now, by=by, what="answer", about=about, detail=question)


_REFUSALS = {"ended_time": recording.refuse_future}


def from_button(question: Question, word: str) -> Any:
    """Turn the word on a button into the value it stands for; None when it is none."""
    if question.kind in (Kind.SEVERAL, Kind.SCREEN):
        return [word] if question.accepts([word]) else None
    if question.kind is Kind.TEXT:
        return word if question.option(word) else None
    if question.kind is Kind.TIME:
        word = word.replace(".", ":")
    value: Any = int(word) if word.isascii() and word.isdigit() else word
    return value if question.accepts(value) else None
