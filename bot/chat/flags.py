"""What a clinician sees of an alert on Telegram: a number, a level and a code, no names."""

from bot.chat import taps
from bot.chat.payload import Button, Payload, in_rows, message, paragraphs
from bot.chat.taps import Act
from bot.locales import say
from bot.storage.alerts import Alert, AlertState
from bot.storage.patients import Patient

REASONS = ("called", "seen", "sent_to_hospital", "known", "not_reached", "mistake")


def flag(alert: Alert, patient: Patient, language: str, *, minor: bool) -> Payload:
    """Build the alert with the buttons that fit its state; of a minor it says so."""
    guardian = minor and alert.state is not AlertState.CLOSED
    text = paragraphs(
        flag_text(alert, patient, language), say(language, "flag.minor") if guardian else ""
    )
    return message(text, _buttons(alert, language))


def flag_text(alert: Alert, patient: Patient, language: str) -> str:
    """Word an alert: nothing here tells who the patient is or what they feel."""
    return say(
        language,
        f"flag.{alert.state.value}",
        number=alert.id,
        level=say(language, f"level.{alert.level.value}.short"),
        code=patient.code,
    )


def reasons(alert: Alert, patient: Patient, language: str) -> Payload:
    """Build the list of reasons to close with."""
    buttons = [
        Button(
            label=say(language, f"close.{reason}"),
            data=taps.write(Act.CLOSE, alert.id, str(alert.round), reason),
        )
        for reason in REASONS
    ]
    text = say(language, "flag.choose_reason", number=alert.id, code=patient.code)
    return message(text, in_rows(buttons, 2))


def _buttons(alert: Alert, language: str) -> list[list[Button]]:
    shown = str(alert.round)  # what was found later is not acknowledged by an old button
    acknowledge = Button(
        label=say(language, "button.acknowledge"),
        data=taps.write(Act.ACKNOWLEDGE, alert.id, shown),
    )
    close = Button(
        label=say(language, "button.close"), data=taps.write(Act.CLOSE, alert.id, shown)
    )
    return {
        AlertState.RAISED: [[acknowledge], [close]],
        AlertState.ACKNOWLEDGED: [[close]],
        AlertState.CLOSED: [],
    }[alert.state]
