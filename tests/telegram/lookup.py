"""What stands in the clinic's records, as the tests of the Telegram side look it up."""

from typing import Any

from bot.storage import answers, audit, forms, messages
from bot.storage.forms import Form
from tests.house import Chatter, House


def last_form(patient: Chatter) -> Form:
    """Give the form that was begun last."""
    return forms.of_patient(patient.house.clinic.db, patient.patient.id)[-1]


def current_form(patient: Chatter) -> Form:
    """Give the form whose question is open."""
    found = forms.current(patient.house.clinic.db, patient.patient.id)
    assert found is not None, "no question is open"
    return found


def given(patient: Chatter, form: Form) -> dict[str, Any]:
    """Map the settled questions of a form to their answers."""
    return answers.settled(patient.house.clinic.db, form.id)


def written(patient: Chatter) -> list[str]:
    """List what a patient wrote that answered no question, newest first."""
    found = messages.of_patient(patient.house.clinic.db, patient.patient.id, 100)
    return [message.text for message in found]


def audited(house: House, what: str) -> list[str]:
    """List by whom and about what a thing was noted in the audit log."""
    return [f"{row.by}: {row.about}" for row in audit.rows(house.clinic.db) if row.what == what]


def count(house: House, table: str, where: str = "1") -> int:
    """Count the rows of a table."""
    sql = f"SELECT count(*) FROM {table} WHERE {where}"  # noqa: S608  # constants of the tests
    return int(house.clinic.db.execute(sql).fetchone()[0])


def column(house: House, sql: str, *parameters: object) -> list[Any]:
    """List the first column of a query."""
    return [row[0] for row in house.clinic.db.execute(sql, list(parameters))]
