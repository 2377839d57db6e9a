"""Putting a form's next question, in place of the one just answered where that is possible."""

from datetime import datetime, timedelta

from bot.chat import taps
from bot.chat.payload import Button, Payload, message
from bot.chat.person import person
from bot.chat.questions import Asking, ask, short_question, value_label
from bot.chat.taps import Act
from bot.chat.when import day_words
from bot.clinic import Clinic
from bot.clinical.check_in import PROBLEMS
from bot.clinical.comparison import REST
from bot.clinical.expression import variables
from bot.clinical.questionnaire import Question
from bot.locales import say
from bot.pathway.days import DAY, is_free, today_of
from bot.pathway.filling import Filling
from bot.pathway.post import Post
from bot.pathway.putting import answer_to, before, position, put, ticks_on
from bot.storage.forms import FormKind

EVENING = 19  # the hour "this evening" means
LATER_HOURS = 1


def put_question(
    clinic: Clinic,
    filling: Filling,
    post: Post,
    *,
    intro: str = "",
    in_place: bool = True,
    silent: bool = False,
) -> None:
    """Put the open question of a form; does nothing when there is none."""
    question = put(filling)
    if question is None:
        return
    payload = question_message(clinic, filling, question, intro=intro, silent=silent)
    (post.replace if in_place else post.send)(payload, form_id=filling.form.id)


def question_message(
    clinic: Clinic, filling: Filling, question: Question, *, intro: str = "", silent: bool = False
) -> Payload:
    """Build the message for one question of a form."""
    back_to = before(filling)
    asking = Asking(
        form_id=filling.form.id,
        question=question,
        language=filling.patient.language,
        today=clinic.now().astimezone(filling.patient.zone_info).date(),
        intro=intro,
        position=position(filling) if filling.form.kind is FormKind.SCREENING else None,
        back_to=back_to,
        ticked=ticks_on(filling, question),
        focus=_focus(clinic, filling, question),
        extra=_extra(clinic, filling, question),
        day=_day(clinic, filling),
    )
    return ask(asking, silent=silent)


def settle_tapped(filling: Filling, question: Question | None, post: Post) -> None:
    """Turn the tapped question into what was answered, before something new is said."""
    if question is not None and post.tapped is not None:
        post.replace(settled_message(filling, question))


def settled_message(filling: Filling, question: Question) -> Payload:
    """Build the message a question becomes once it is answered and something new follows."""
    language = filling.patient.language
    asking = Asking(
        form_id=filling.form.id,
        question=question,
        language=language,
        today=filling.form.created_at.date(),
    )
    answer = value_label(language, question, answer_to(filling, question))
    return message(
        say(language, "question.answered", question=short_question(asking), answer=answer)
    )


def question_text_of(filling: Filling, question: Question) -> str:
    """Word a question shortly, for a list of answers."""
    return short_question(
        Asking(
            form_id=filling.form.id,
            question=question,
            language=filling.patient.language,
            today=filling.form.created_at.date(),
        )
    )


def _focus(clinic: Clinic, filling: Filling, question: Question) -> str:
    """Name the symptoms a point asks about first."""
    if question.key != PROBLEMS:
        return ""
    language = filling.patient.language
    focus = clinic.protocol.schedule.focus(filling.form.point or "")
    listed = {option.key for option in question.options}
    named = ", ".join(say(language, f"symptom.{key}") for key in focus if key in listed)
    return named or say(language, "problems.any")


def later_choices(clinic: Clinic, filling: Filling) -> dict[str, datetime]:
    """Give the later moments a check-in may be put off to, all inside its window."""
    now, expires = clinic.now(), filling.form.expires_at
    if filling.form.kind is not FormKind.CHECK_IN or expires is None:
        return {}
    local = now.astimezone(filling.patient.zone_info)
    evening = local.replace(hour=EVENING, minute=0, second=0, microsecond=0)
    choices = {"hour": now + timedelta(hours=LATER_HOURS), "evening": evening}
    return {key: moment for key, moment in choices.items() if now < moment < expires}


def _day(clinic: Clinic, filling: Filling) -> str:
    """Word the day an entry is of."""
    today, language = today_of(clinic, filling.patient), filling.patient.language
    return day_words(filling.form.day or today, today, language)


def _extra(clinic: Clinic, filling: Filling, question: Question) -> list[list[Button]]:
    """Give the buttons beside the answers: of a first question, or of one that can be skipped."""
    if question.key == PROBLEMS:
        return [[person(filling.patient.language)]]
    if REST in filling.facts:
        return _skip_rest(filling, question)
    if filling.done:
        return []
    if filling.form.kind is FormKind.DIARY:
        return _yesterday(clinic, filling)
    return _postpone(clinic, filling)


def _yesterday(clinic: Clinic, filling: Filling) -> list[list[Button]]:
    today, language = today_of(clinic, filling.patient), filling.patient.language
    if filling.form.day != today or not is_free(clinic, filling.patient, today - DAY):
        return []
    data = taps.write(Act.CHOOSE, 0, "diary", "yesterday")
    return [[Button(label=say(language, "diary.yesterday"), data=data)]]


def _skip_rest(filling: Filling, question: Question) -> list[list[Button]]:
    if REST not in variables(question.when):
        return []
    label = say(filling.patient.language, "button.skip_rest")
    return [[Button(label=label, data=taps.write(Act.SKIP, filling.form.id))]]


def _postpone(clinic: Clinic, filling: Filling) -> list[list[Button]]:
    language, form_id = filling.patient.language, filling.form.id
    later = [
        Button(label=say(language, f"later.{key}"), data=taps.write(Act.LATER, form_id, key))
        for key in later_choices(clinic, filling)
    ]
    if not later:
        return []
    skip = Button(label=say(language, "button.skip"), data=taps.write(Act.SKIP, form_id))
    return [later, [skip]]
