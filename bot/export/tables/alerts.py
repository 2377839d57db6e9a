"""Alerts: what was put before the clinic, and what people did about it."""

from bot.export.records import AlertRecord
from bot.export.table import Column, Origin, Table, Told, Type
from bot.export.tables.patients import PATIENT
from bot.export.tables.results import LEVELS

STATES = {
    "raised": "nobody has acknowledged it",
    "acknowledged": "a clinician has seen it",
    "closed": "a clinician has closed it, with a reason",
}
RAISED: tuple[Column[AlertRecord], ...] = (
    PATIENT,
    Column(
        name="alert",
        type=Type.INTEGER,
        about="The flag number.",
        origin=Origin.BOT,
        value=lambda alert: alert.alert,
        low=1,
        told=Told.NUMBERED,
    ),
    Column(
        name="number",
        type=Type.INTEGER,
        about="Its number among this patient's alerts, from 1.",
        origin=Origin.BOT,
        value=lambda alert: alert.number,
        low=1,
    ),
    Column(
        name="level",
        type=Type.KEY,
        about="The highest level of all its causes.",
        origin=Origin.RULES,
        value=lambda alert: alert.level.value,
        choices={key: label for key, label in LEVELS.items() if key != "self_care"},
    ),
    Column(
        name="state",
        type=Type.KEY,
        about="Where the alert is: a person moves it on, a new cause raises it again.",
        origin=Origin.CLINICIAN,
        value=lambda alert: alert.state,
        choices=STATES,
    ),
    Column(
        name="raised_at",
        type=Type.MOMENT,
        about="When it was first raised.",
        origin=Origin.BOT,
        value=lambda alert: alert.local(alert.raised_at),
    ),
    Column(
        name="causes",
        type=Type.KEYS,
        about="Why, in the order things came up: rules (see check_ins), screening questions or "
        "outcomes, silence, the patient's own words, a chat that takes no messages.",
        origin=Origin.RULES,
        value=lambda alert: alert.causes,
        separator=" ",
    ),
)
HANDLED: tuple[Column[AlertRecord], ...] = (
    Column(
        name="first_delivered_at",
        type=Type.MOMENT,
        about="When Telegram first took it for a clinician; empty while it has not.",
        origin=Origin.BOT,
        value=lambda alert: alert.local(alert.first_delivered_at),
    ),
    Column(
        name="acknowledged_at",
        type=Type.MOMENT,
        about="When a clinician acknowledged it; empty again when a new cause raised it anew.",
        origin=Origin.CLINICIAN,
        value=lambda alert: alert.local(alert.acknowledged_at),
    ),
    Column(
        name="acknowledged_by",
        type=Type.KEY,
        about="The code of that clinician.",
        origin=Origin.BOT,
        value=lambda alert: alert.acknowledged_by,
    ),
    Column(
        name="closed_at",
        type=Type.MOMENT,
        about="When a clinician closed it.",
        origin=Origin.CLINICIAN,
        value=lambda alert: alert.local(alert.closed_at),
    ),
    Column(
        name="closed_by",
        type=Type.KEY,
        about="The code of that clinician.",
        origin=Origin.BOT,
        value=lambda alert: alert.closed_by,
    ),
    Column(
        name="action",
        type=Type.KEY,
        about="What was done about it.",
        origin=Origin.CLINICIAN,
        value=lambda alert: alert.action,
    ),
    Column(
        name="reason",
        type=Type.KEY,
        about="Why that was enough to close it.",
        origin=Origin.CLINICIAN,
        value=lambda alert: alert.reason,
    ),
    Column(
        name="note",
        type=Type.TEXT,
        about="What that clinician wrote beside it.",
        origin=Origin.CLINICIAN,
        value=lambda alert: alert.note,
    ),
    Column(
        name="sendings",
        type=Type.INTEGER,
        about="How many rounds of sending to clinicians it took.",
        origin=Origin.BOT,
        value=lambda alert: alert.sendings,
        low=0,
    ),
)
TABLE = Table(
    name="alerts",
    about="One row per alert.",
    reads=AlertRecord,
    columns=(*RAISED, *HANDLED),
    day=lambda alert: alert.local_date(alert.raised_at),
)
