"""One page: gathered as plain data, set by a template, made tighter until it fits."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from bot.charts import ChartFacts, described, headache_chart
from bot.charts.canvas import is_right_to_left
from bot.clinical.levels import ScreeningClass
from bot.clinical.protocol import Protocol
from bot.export.about import About, Span
from bot.export.charted import charted
from bot.export.extract import PatientFile
from bot.export.pdf import compared, flagged, screened, treated
from bot.export.pdf.wording import Limits, Wording, shown
from bot.locales import SOURCE_LANGUAGE
from bot.typesetting import NotTypesetError, document

TEMPLATE = Path(__file__).parent / "visit.typ"
CHART_WIDTH = 760.0
TIGHTER = (
    Limits(size=9.0, sessions=12, effects=20, flags=6, answers=12, letters=300),
    Limits(size=8.0, sessions=12, effects=12, flags=6, answers=10, letters=160),
    Limits(size=8.0, sessions=12, effects=6, flags=4, answers=6, letters=100),
    Limits(size=8.0, sessions=8, effects=5, flags=3, answers=5, letters=80),
    Limits(size=7.5, sessions=5, effects=3, flags=2, answers=3, letters=60),
)


def visit_page(
    file: PatientFile, protocol: Protocol, about: About, language: str = SOURCE_LANGUAGE
) -> bytes:
    """Set the page of one patient. Raises NotTypesetError."""
    facts = _facts(file, protocol, about)
    chart = headache_chart(facts, "light", language, width=CHART_WIDTH)
    for limits in TIGHTER:
        wording = Wording(language=language, limits=limits)
        data = page_data(file, facts, protocol, about, wording)
        try:
            return document(TEMPLATE, {"page": json.dumps(data), "chart": chart})
        except NotTypesetError:
            if limits is TIGHTER[-1]:
                raise
    raise AssertionError("there is no last try")


def _facts(file: PatientFile, protocol: Protocol, about: About) -> ChartFacts:
    return charted(
        protocol,
        file.forms,
        file.sessions,
        file.symptoms,
        file.courses,
        since=about.span.since if about.identified else None,
        until=_last_day(file, about),
    )


def _last_day(file: PatientFile, about: About) -> date:
    """Give the last day asked for, else today; what is de-identified ends with its last form."""
    if about.identified:
        return about.span.until or file.patient.local_date(about.at)
    days = [form.dated for form in file.forms]
    return max(days, default=file.patient.local_date(file.patient.joined_at))


def page_data(
    file: PatientFile, facts: ChartFacts, protocol: Protocol, about: About, wording: Wording
) -> Any:
    """Gather all that stands on the page, as the template reads it."""
    say = wording.say
    data = {
        "lang": wording.language,
        "size": wording.limits.size,
        "rtl": is_right_to_left(wording.language),
        "title": say("page.title", code=file.patient.patient),
        "period": say("page.period", first=wording.day(facts.first), last=wording.day(facts.last)),
        "urgent": _urgent(file, protocol, wording),
        "calm": say("page.calm" if about.span == Span() else "page.calm.days"),
        "chart_words": described(facts, wording.language),
        "summary": compared.summary_table(file, wording),
        "medicine": compared.medicine_table(facts, wording),
        "sessions": treated.sessions_table(file, facts, wording),
        "screening": screened.screening(file, protocol, wording),
        "alerts": flagged.alerts_table(file, protocol, wording),
        "foot": _foot(about, wording),
    }
    return shown(data, wording.language)


def _urgent(file: PatientFile, protocol: Protocol, wording: Wording) -> list[str]:
    """Word what waits for a person: open alerts, and a screening nobody has cleared."""
    lines = flagged.open_lines(file, protocol, wording)
    form = screened.newest(file)
    found = form.screening_class if form else None
    if form and found and found > ScreeningClass.CLEAR and form.cleared_at is None:
        when = wording.moment(form.local(form.moment))
        held = wording.say("page.held", found=wording.say(f"class.{found.value}"), when=when)
        lines.append(held)
    return lines


def _foot(about: About, wording: Wording) -> list[str]:
    exported = wording.say(
        "page.exported",
        by=about.by,
        at=about.stamp,
        purpose=wording.own(about.purpose or "–")["text"],
        told=about.told,
        protocol=about.protocol,
        version=about.protocol_version,
        digest=about.protocol_hash[:12],
        program=about.program_version,
    )
    return [wording.say("page.no_diagnosis"), exported]
