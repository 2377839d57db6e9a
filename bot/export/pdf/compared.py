"""Before and after the course, and the days with medicine."""

from bot.charts import ChartFacts, medicine_rows
from bot.clinical.summary import DayCount, Side, Summary
from bot.export.extract import PatientFile
from bot.export.pdf.wording import Table, Wording

EMPTY = Summary(before=Side(), after=Side())


def summary_table(file: PatientFile, wording: Wording) -> Table:
    """Put the two sides of the newest course side by side; what was not told says so."""
    summary = file.courses[-1].summary if file.courses else EMPTY
    before, after = _words(summary.before, wording), _words(summary.after, wording)
    change = _option("change", summary.change, wording)
    return wording.table(
        wording.say("summary.title"),
        ("figure", "before", "after"),
        [(wording.say(f"summary.{key}"), before[key], after[key]) for key in before],
        wording.say("summary.change", change=change),
    )


def medicine_table(facts: ChartFacts, wording: Wording) -> Table:
    """Tell the days with medicine of the diary, and how much of it is filled in."""
    counts = facts.medicine
    if counts is None:
        heading, none = wording.say("chart.medicine.title"), wording.say("chart.medicine.none")
        return wording.table(heading, ("medicine", "days"), [], none=none)
    filled = wording.say("chart.medicine.filled", filled=counts.filled, days=counts.window)
    heading = wording.say("chart.medicine", days=counts.window)
    rows = medicine_rows(facts, wording.language).rows
    return wording.table(heading, ("medicine", "days"), rows, filled)


def _words(side: Side, wording: Wording) -> dict[str, str]:
    return {
        "usual": _number(side.usual, wording),
        "worst": _number(side.worst, wording),
        "headache": _days(side.headache, wording),
        "duration": _option("duration_usual", side.duration, wording),
        "medicine": _days(side.medicine, wording),
        "disability": _option("disability_usual", side.disability, wording),
        "neck": _number(side.easy_directions, wording),
    }


def _number(value: int | None, wording: Wording) -> str:
    return wording.say("summary.missing") if value is None else str(value)


def _days(count: DayCount | None, wording: Wording) -> str:
    if count is None or count.filled is None:
        return _number(count.days if count else None, wording)
    return wording.say("summary.counted", days=count.days, filled=count.filled)


def _option(question: str, key: str | None, wording: Wording) -> str:
    if key is None:
        return wording.say("summary.missing")
    return wording.first_of(f"option.{question}.{key}", otherwise=key)
