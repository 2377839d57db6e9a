"""What is open now, and what was done about every alert."""

from collections.abc import Sequence

from bot.clinical.protocol import Protocol
from bot.export.causes import cause_words
from bot.export.extract import PatientFile
from bot.export.pdf.wording import Table, Wording
from bot.export.records import AlertRecord

CLOSED = "closed"


def open_lines(file: PatientFile, protocol: Protocol, wording: Wording) -> list[str]:
    """Word each open alert: level, since when, why, and whether somebody has seen it."""
    return [
        wording.say(
            "page.open",
            level=_level(alert, wording),
            number=alert.alert,
            since=wording.moment(alert.local(alert.raised_at)),
            why=_why(alert, protocol, wording),
            seen=_seen(alert, wording),
        )
        for alert in reversed(file.alerts)
        if alert.state != CLOSED
    ]


def alerts_table(file: PatientFile, protocol: Protocol, wording: Wording) -> Table:
    """Tell the newest alerts with what was done; older ones are counted."""
    newest = list(reversed(file.alerts))
    left = len(newest) - wording.limits.flags
    return wording.table(
        wording.say("page.alerts"),
        ("flag", "raised", "why", "done"),
        [_row(alert, protocol, wording) for alert in newest[: wording.limits.flags]],
        wording.say("page.alerts.more", count=left) if left > 0 else "",
    )


def _row(alert: AlertRecord, protocol: Protocol, wording: Wording) -> Sequence[str]:
    level = _level(alert, wording)
    return (
        wording.say("page.flag", number=alert.alert, level=level),
        wording.moment(alert.local(alert.raised_at)),
        _why(alert, protocol, wording),
        _seen(alert, wording),
    )


def _level(alert: AlertRecord, wording: Wording) -> str:
    return wording.say(f"level.{alert.level.value}.short")


def _why(alert: AlertRecord, protocol: Protocol, wording: Wording) -> str:
    told = " ".join(cause_words(protocol, alert.causes, wording.language))
    return str(wording.own(told)["text"])


def _seen(alert: AlertRecord, wording: Wording) -> str:
    """Word what people did: nothing yet, acknowledged, or closed with a reason and a note."""
    if alert.state == CLOSED:
        return _closed(alert, wording)
    if alert.acknowledged_at is None:
        return wording.say("page.unseen")
    return wording.say(
        "page.acknowledged",
        by=alert.acknowledged_by or "–",
        at=wording.moment(alert.local(alert.acknowledged_at)),
    )


def _closed(alert: AlertRecord, wording: Wording) -> str:
    done = (
        wording.first_of(f"closing.action.{alert.action}", otherwise=alert.action or ""),
        wording.first_of(f"closing.reason.{alert.reason}", otherwise=alert.reason or ""),
    )
    told = {
        "reason": ": ".join(filter(None, done)),
        "by": alert.closed_by or "–",
        "at": wording.moment(alert.local(alert.closed_at)),
    }
    if not alert.note:
        return wording.say("page.closed", **told)
    return wording.say("page.closed.note", note=wording.own(alert.note)["text"], **told)
