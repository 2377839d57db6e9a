"""What the morning's digest says: codes, levels and counts, never an answer or a name."""

from datetime import timedelta

from bot.chat.payload import paragraphs
from bot.locales import say
from bot.storage.alerts import Alert

MOST_LINES = 20
HOUR = timedelta(hours=1)


def digest(
    language: str, *, open_lines: list[str], silent: list[str], frozen: list[str], due: int
) -> str:
    """Word the digest: open alerts first, then who is silent, then what is due today.

    Who is `frozen` has not agreed to the new consent text: nobody would hear from them.
    """
    left = len(open_lines) - MOST_LINES
    more = [say(language, "digest.more", count=left)] if left > 0 else []
    return paragraphs(
        say(language, "digest.head"),
        _part(language, "digest.open", open_lines, [*open_lines[:MOST_LINES], *more]),
        _part(language, "digest.silent", silent, [", ".join(silent)]),
        _part(language, "digest.frozen", frozen, [", ".join(frozen)]) if frozen else "",
        say(language, "digest.due", count=due),
        say(language, "digest.how"),
    )


def _part(language: str, key: str, found: list[str], lines: list[str]) -> str:
    """Word a part of the digest, or that there is nothing in it."""
    if not found:
        return say(language, f"{key}.none")
    return "\n".join([say(language, key, count=len(found)), *lines])


def alert_line(
    language: str, alert: Alert, code: str, *, open_for: timedelta, acknowledged_by: str
) -> str:
    """Word one open alert: level, how long it has been open, and who has it in hand."""
    by = "digest.acknowledged" if acknowledged_by else "digest.not_acknowledged"
    return say(
        language,
        "digest.alert",
        number=alert.id,
        level=say(language, f"level.{alert.level.value}.short"),
        code=code,
        span=_span(language, open_for),
        seen=say(language, by, by=acknowledged_by),
    )


def _span(language: str, open_for: timedelta) -> str:
    """Word how long something has been open, in the unit that says most."""
    if open_for < HOUR:
        return say(language, "span.minutes", count=open_for // timedelta(minutes=1))
    if open_for < timedelta(days=2):
        return say(language, "span.hours", count=open_for // HOUR)
    return say(language, "span.days", count=open_for.days)
