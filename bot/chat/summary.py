"""A course's summary as text: each figure before and after, what is missing shown as missing."""

from bot.chat.payload import paragraphs
from bot.clinical.summary import DayCount, Side, Summary
from bot.locales import say


def summary_text(language: str, summary: Summary) -> str:
    """Word a summary for the patient, with what it does not show."""
    return paragraphs(
        say(language, "summary.title"),
        figures(language, summary),
        say(language, "summary.note"),
    )


def figures(language: str, summary: Summary) -> str:
    """Word the figures, one a line."""
    lines = [
        say(language, "summary.line", name=name, before=before, after=after)
        for name, before, after in figure_rows(language, summary)
    ]
    return "\n".join([*lines, change_words(language, summary)])


def figure_rows(language: str, summary: Summary) -> list[tuple[str, str, str]]:
    """Word each figure with its name, before and after."""
    before, after = _worded(language, summary.before), _worded(language, summary.after)
    return [(say(language, f"summary.{key}"), before[key], after[key]) for key in before]


def change_words(language: str, summary: Summary) -> str:
    """Word the change as the patient put it."""
    return say(language, "summary.change", change=_option(language, "change", summary.change))


def _worded(language: str, side: Side) -> dict[str, str]:
    return {
        "usual": _number(language, side.usual),
        "worst": _number(language, side.worst),
        "headache": _days(language, side.headache),
        "duration": _option(language, "duration_usual", side.duration),
        "medicine": _days(language, side.medicine),
        "disability": _option(language, "disability_usual", side.disability),
        "neck": _number(language, side.easy_directions),
    }


def _number(language: str, value: int | None) -> str:
    return say(language, "summary.missing") if value is None else str(value)


def _days(language: str, count: DayCount | None) -> str:
    if count is None or count.filled is None:
        return _number(language, count.days if count else None)
    return say(language, "summary.counted", days=count.days, filled=count.filled)


def _option(language: str, question: str, key: str | None) -> str:
    if key is None:
        return say(language, "summary.missing")
    return say(language, f"option.{question}.{key}")
