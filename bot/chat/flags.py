"""What a clinician sees of an alert on Telegram: a number, a level and a code, no names."""

from bot.chat import taps
from bot.chat.payload import Button, Payload, in_rows, message, paragraphs
from bot.chat.taps import Act
from bot.locales import say
from bot.storage.alerts import Alert, AlertState
from bot.storage.patients import Patient

# What was done, and why that is enough: both are said when an alert is closed.
ACTIONS = ("called", "written", "seen", "sent_to_hospital", "not_reached", "nothing")
REASONS = ("expected", "better", "care_arranged", "known", "mistake", "other")


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


def actions(alert: Alert, patient: Patient, language: str) -> Payload:
    """Ask what was done before an alert is closed."""
    buttons = [_choice(alert, say(language, f"closing.action.{key}"), key) for key in ACTIONS]
    text = say(language, "flag.choose_action", number=alert.id, code=patient.code)
    return message(text, in_rows(buttons, 2))


def reasons(alert: Alert, patient: Patient, language: str, action: str) -> Payload:
    """Ask why an alert can be closed, once it is said what was done."""
    buttons = [
        _choice(alert, say(language, f"closing.reason.{key}"), action, key) for key in REASONS
    ]
    text = say(
        language,
        "flag.choose_reason",
        number=alert.id,
        code=patient.code,
        action=say(language, f"closing.action.{action}"),
    )
    return message(text, in_rows(buttons, 2))


def _choice(alert: Alert, label: str, *words: str) -> Button:
    return Button(label=label, data=taps.write(Act.CLOSE, alert.id, str(alert.round), *words))


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
