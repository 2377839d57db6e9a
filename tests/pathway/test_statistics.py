"""The clinic's figures, worked out from alerts as they were raised, seen and closed."""

from datetime import timedelta

import pytest

from bot.clinical.levels import TriageLevel
from bot.pathway import alerts
from bot.pathway.statistics import Statistics, statistics
from bot.storage import clinicians, forms
from bot.storage.alerts import Alert
from bot.storage.database import transaction
from bot.storage.forms import FormKind, FormState
from tests.house import Chatter, House


def raised(house: House, person: Chatter, level: TriageLevel, *causes: str) -> Alert:
    """Flag a patient."""
    with transaction(house.clinic.db):
        return alerts.raise_alert(
            house.clinic, patient_id=person.patient.id, level=level, causes=[*causes], form_id=None
        )


def figures(house: House, days: int = 28) -> Statistics:
    """Work the figures out."""
    with transaction(house.clinic.db):
        return statistics(house.clinic, by="C1", days=days)


async def test_a_clinic_without_flags_has_no_shares(house: House) -> None:
    found = figures(house)

    assert (found.check_ins, found.per_hundred, found.causes) == (0, None, ())
    assert (found.total.alerts, found.total.in_time, found.total.until_seen) == (0, None, None)


async def test_flags_are_counted_by_level_and_cause_and_how_soon_they_were_handled(
    house: House,
) -> None:
    charlie = await house.clinician()
    people = [await house.patient(name) for name in ("Robin", "Kim", "Sam")]
    db = house.clinic.db
    by = clinicians.by_chat(db, charlie.person.id)
    assert by is not None
    with transaction(db):
        for number in range(8):
            state = FormState.ANSWERED if number < 6 else FormState.MISSED
            opened = {"created_at": house.now, "opened_at": house.now}
            forms.add(
                db,
                patient_id=people[0].patient.id,
                kind=FormKind.CHECK_IN,
                state=state,
                **opened,
            )
    urgent = raised(house, people[0], TriageLevel.URGENT, "R12", "text:fever")
    soon = raised(house, people[1], TriageLevel.CONTACT_CLINIC, "R62")
    raised(house, people[2], TriageLevel.CONTACT_CLINIC, "R62", "screening:stop")
    start = house.now
    for alert, minutes, reason in ((urgent, 10, "care_arranged"), (soon, 50, "expected")):
        house.clock.move_to(start + timedelta(minutes=minutes))
        with transaction(db):
            seen = alerts.acknowledge(house.clinic, alert=alert, by=by)
            alerts.close(house.clinic, alert=seen, by=by, action="called", reason=reason)

    now, later = figures(house), start + timedelta(hours=48)
    house.clock.move_to(later)
    then = figures(house)

    assert (now.check_ins, now.answered) == (8, 6)
    assert now.per_hundred == pytest.approx(37.5)
    assert (now.total.alerts, now.total.unseen) == (3, 1)
    assert now.total.until_seen == timedelta(minutes=30)
    assert now.total.in_time == pytest.approx(1)
    assert then.total.in_time == pytest.approx(2 / 3)
    assert now.levels[TriageLevel.URGENT].until_seen == timedelta(minutes=10)
    assert now.levels[TriageLevel.EMERGENCY].alerts == 0
    assert [(one.cause, one.alerts, one.nothing_to_do) for one in now.causes] == [
        ("R62", 2, 1),
        ("R12", 1, 0),
        ("screening:stop", 1, 0),
        ("text", 1, 0),
    ]
    house.clock.move_to(start + timedelta(days=8))
    assert figures(house, days=7).total.alerts == 0
