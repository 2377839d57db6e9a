"""What a clinician reads of patients in chat: codes, states and answers, never names."""

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import Any

from bot.chat.clearing import cleared_words
from bot.chat.payload import paragraphs
from bot.chat.questions import Asking, short_question, value_label
from bot.chat.when import moment_words
from bot.clinical.questionnaire import Question
from bot.clinical.screens import untouched
from bot.locales import has, say
from bot.storage.alerts import Alert
from bot.storage.clearances import Clearance
from bot.storage.clinic_messages import ClinicMessage
from bot.storage.forms import PERSON_POINT, Form
from bot.storage.messages import PatientMessage
from bot.storage.patients import Patient

MOST_PATIENTS = 60
LONGEST_QUOTE = 4000  # leaves room for when it was written


def patient_line(
    language: str, patient: Patient, alert: Alert | None, last: Form | None, *, screening: str = ""
) -> str:
    """Word one patient of a list; `screening` is where the newest one stands."""
    parts = [patient.code]
    if alert is not None:
        level = say(language, f"level.{alert.level.value}.short")
        parts.append(say(language, "overview.flag", number=alert.id, level=level))
    parts.append(say(language, f"patient.{patient.state.value}"))
    if not patient.reachable:
        parts.append(say(language, "patient.unreachable"))
    if last is not None:
        parts.append(say(language, f"form.{last.state.value}"))
    return " · ".join(filter(None, (*parts, screening)))


def patient_list(language: str, lines: list[str]) -> str:
    """Word the list, flagged patients first."""
    if not lines:
        return say(language, "overview.nobody")
    left = len(lines) - MOST_PATIENTS
    more = say(language, "overview.more", count=left) if left > 0 else ""
    return paragraphs(
        say(language, "overview.patients", count=len(lines)),
        "\n".join(lines[:MOST_PATIENTS]),
        more,
        say(language, "overview.how"),
    )


def form_words(
    language: str,
    zone: tzinfo,
    form: Form,
    given: Mapping[str, Any],
    questions: Iterable[Question],
    ticked: Mapping[str, Any],
    cleared: Clearance | None,
) -> str:
    """Word one form with its answers, what is ticked so far, and who cleared it."""
    is_wish = form.point == PERSON_POINT
    kind = say(language, "kind.person" if is_wish else f"kind.{form.kind.value}")
    point = say(language, f"point.{form.point}") if form.point and form.due_at else ""
    head = say(
        language,
        "overview.form",
        name=f"{kind} {point}".strip(),
        when=moment_words(form.closed_at or form.opened_at or form.created_at, zone, language),
        state=say(language, f"form.{form.state.value}"),
    )
    lines, quiet = [], 0
    for question in questions:
        words = _short(language, form, question)
        if _is_quiet(language, question, given):
            quiet += 1
        elif question.key in given:
            lines.append(f"  {words} → {value_label(language, question, given[question.key])}")
        elif question.key in ticked:
            answer = value_label(language, question, ticked[question.key])
            lines.append(f"  {words} → {say(language, 'overview.ticked', answer=answer)}")
    rest = [f"  {say(language, 'overview.quiet', count=quiet)}"] if quiet else []
    return "\n".join([head, *_outcome(language, zone, form, cleared), *lines, *rest])


def _is_quiet(language: str, question: Question, given: Mapping[str, Any]) -> bool:
    """Tell whether a question of a screen has the answer of who leaves it unticked."""
    told = given.get(question.key)
    plain = told is not None and told == untouched(question)
    return plain and has(language, _item(question)) and not question.private


def _item(question: Question) -> str:
    return f"screen_item.{question.key}"


def _outcome(language: str, zone: tzinfo, form: Form, cleared: Clearance | None) -> list[str]:
    """Word the class of a screening as recorded, and below it who cleared it."""
    if form.screening_class is None:
        return []
    found = say(language, f"class.{form.screening_class.value}")
    lines = [say(language, "overview.outcome", found=found)]
    return [*lines, cleared_words(language, zone, cleared)] if cleared else lines


def _short(language: str, form: Form, question: Question) -> str:
    if has(language, _item(question)):
        return say(language, _item(question))
    return short_question(
        Asking(form_id=form.id, question=question, language=language, today=form.created_at.date())
    )


def quotes(language: str, zone: tzinfo, written: PatientMessage) -> list[str]:
    """Word what a patient wrote, whole: in as many parts as messages can hold."""
    when = moment_words(written.at, zone, language)
    return [
        say(
            language, "overview.wrote", when=when, text=written.text[start : start + LONGEST_QUOTE]
        )
        for start in range(0, len(written.text), LONGEST_QUOTE)
    ]


def reply_words(language: str, zone: tzinfo, ours: ClinicMessage) -> str:
    """Word what the clinic wrote to a patient, and who wrote it."""
    when = moment_words(ours.at, zone, language)
    return say(language, "overview.replied", when=when, by=ours.by, text=ours.text)
