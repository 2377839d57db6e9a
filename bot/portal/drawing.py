"""Drawing pages: the templates, and the words and instants in them."""

from datetime import date, datetime, timedelta
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Context
from jinja2.utils import pass_context

from bot.portal.reply import Shown
from bot.portal.visit import Visit


class Drawing:
    """The templates, read once."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("bot.portal"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"moment": moment, "day": day, "ago": ago, "minutes": minutes}

    def drawn(self, shown: Shown, visit: Visit, **more: Any) -> str:
        """Draw a page for whoever asks."""
        language = visit.language.replace("-", "_")
        return self._templates.get_template(shown.template).render(
            visit=visit,
            say=visit.say,
            lang=visit.language,
            direction=Locale.parse(language).text_direction,
            **more,
            **shown.data,
        )


@pass_context
def moment(context: Context, instant: datetime | None) -> str:
    """Word an instant on the clinic's clock, as in: Tue 24 Nov 2026, 14:05."""
    if instant is None:
        return "–"
    visit: Visit = context["visit"]
    local = instant.astimezone(visit.zone)
    return str(format_datetime(local, "EEE d MMM y, HH:mm", locale=_locale(visit)))


@pass_context
def day(context: Context, written: date | None) -> str:
    """Word a day, as in: Tue 24 Nov 2026."""
    if written is None:
        return "–"
    return str(format_date(written, "EEE d MMM y", locale=_locale(context["visit"])))


@pass_context
def ago(context: Context, instant: datetime) -> str:
    """Word how long something has lasted, as in: 3 hours."""
    visit: Visit = context["visit"]
    return _span(visit, visit.clinic.now() - instant)


@pass_context
def minutes(context: Context, lasted: float) -> str:
    """Word a number of minutes, as in: 3 hours."""
    return _span(context["visit"], timedelta(minutes=lasted))


def _span(visit: Visit, lasted: timedelta) -> str:
    """Word a span of time; less than a minute is one."""
    span = max(lasted, timedelta(minutes=1))
    return str(format_timedelta(span, granularity="minute", threshold=1.5, locale=_locale(visit)))


def _locale(visit: Visit) -> str:
    return visit.language.replace("-", "_")
