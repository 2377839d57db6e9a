"""The pictures of a patient's page, each with its data as a table."""

from dataclasses import dataclass

from markupsafe import Markup

from bot.charts import ChartFacts
from bot.charts.headache import headache_chart
from bot.charts.rows import Rows, headache_rows, medicine_rows, symptom_rows
from bot.charts.symptoms import title_of
from bot.locales import say
from bot.pathway.charting import chart_facts
from bot.portal.visit import Visit
from bot.storage.patients import Patient

THEME = "light"  # the style sheet paints it anew in the dark


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The symptoms told after one session; `title` names it."""

    title: str
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """The headache chart, the symptoms by session, newest first, and days with medicine."""

    chart: Markup
    headache: Rows
    symptoms: tuple[Timeline, ...]
    medicine: Rows
    medicine_note: str


def pictures_of(visit: Visit, patient: Patient) -> Pictures:
    """Draw what is known of a patient."""
    facts, language = chart_facts(visit.clinic, patient), visit.language
    # Drawn by our own hand, every word in it escaped there.
    chart = Markup(headache_chart(facts, THEME, language))  # noqa: S704
    numbers = [mark.number for mark in reversed(facts.sessions)]
    return Pictures(
        chart=chart,
        headache=headache_rows(facts, language),
        symptoms=tuple(
            Timeline(
                title=title_of(facts, language, number),
                rows=symptom_rows(facts, language, session=number),
            )
            for number in numbers
        ),
        medicine=medicine_rows(facts, language),
        medicine_note=_medicine_note(facts, language),
    )


def _medicine_note(facts: ChartFacts, language: str) -> str:
    counts = facts.medicine
    if counts is None:
        return say(language, "chart.medicine.none")
    told = {"filled": counts.filled, "days": counts.window}
    return say(language, "chart.medicine.filled", **told)
