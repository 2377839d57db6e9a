"""The newest screening: its class, who cleared it, and the answers that matter."""

from collections.abc import Iterator
from typing import Any

from bot.clinical.levels import ScreeningClass
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Kind, Question
from bot.clinical.screening import screen
from bot.export.extract import PatientFile
from bot.export.pdf.wording import Wording
from bot.export.records import FormRecord

OVER = ("answered", "incomplete")


def newest(file: PatientFile) -> FormRecord | None:
    """Find the newest screening that tells something."""
    told = [form for form in file.forms if form.kind == "screening" and form.given]
    return max(told, key=lambda form: (form.moment, form.form), default=None)


def screening(file: PatientFile, protocol: Protocol, wording: Wording) -> dict[str, Any]:
    """Tell it, the answers that count first; what there is no room for is counted."""
    form = newest(file)
    heading = wording.say("page.screening")
    if form is None:
        return {"heading": heading, "result": wording.say("page.screening.none"), "answers": []}
    answers = list(_answers(form, protocol, wording))
    left = len(answers) - wording.limits.answers
    return {
        "heading": heading,
        "result": result(form, wording),
        "answers": answers[: wording.limits.answers],
        "note": wording.say("page.screening.more", count=left) if left > 0 else "",
    }


def result(form: FormRecord, wording: Wording) -> str:
    """Word the class of a screening, and who cleared it."""
    found = form.screening_class or ScreeningClass.CLEAR
    finished = form.state in OVER
    told = {
        "found": wording.say(f"class.{found.value}" if finished else "form.open"),
        "when": wording.moment(form.local(form.moment)),
    }
    words = wording.say("page.screened", **told)
    if form.cleared_at is None:
        return words
    reason = form.clearing_words or wording.first_of(
        f"clear.{form.clearing_reason}", otherwise=form.clearing_reason or "–"
    )
    cleared = wording.say(
        "clearing.by",
        by=form.cleared_by or "–",
        when=wording.moment(form.local(form.cleared_at)),
        reason=wording.own(reason)["text"],
    )
    return f"{words} {cleared}"


def _answers(form: FormRecord, protocol: Protocol, wording: Wording) -> Iterator[dict[str, Any]]:
    """Give the answers that make the class, what was told in own words, and what is missing."""
    questions = {question.key: question for question in protocol.screening}
    given = {key: told.value for key, told in form.given.items()}
    outcome = screen(
        protocol, given, today=form.local_date(form.moment), complete=form.state == "answered"
    )
    worst = {r.question: r.screening_class for r in reversed(outcome.reasons)}
    counted = list(dict.fromkeys(reason.question for reason in outcome.reasons))
    own = [key for key, q in questions.items() if key not in worst and _is_own(q, given.get(key))]
    told = [key for key in counted if key in given]
    for key in (*told, *own, *(key for key in counted if key not in given)):
        found = worst.get(key, ScreeningClass.CLEAR)
        yield _answer(key, questions[key], given.get(key), wording, found)


def _is_own(question: Question, value: Any) -> bool:
    """Tell whether an answer is in the patient's own words."""
    return question.kind is Kind.TEXT and isinstance(value, str) and not question.option(value)


def _answer(
    key: str,
    question: Question,
    value: Any,
    wording: Wording,
    found: ScreeningClass,
) -> dict[str, Any]:
    missing = wording.say("page.not_answered")
    return {
        "asked": wording.asked(key),
        "told": wording.own(missing if value is None else wording.answer(question, value)),
        "found": wording.say(f"class.{found.value}") if found > ScreeningClass.CLEAR else "",
    }
