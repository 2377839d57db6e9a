"""Whatever has come due is done, all of it, and one bad row stops no other."""

from datetime import timedelta

import pytest
import sqlcipher3

from bot.due.sweep import BATCH, next_moment, sweep
from bot.storage import alerts, forms
from bot.storage.database import DatabaseError, transaction
from bot.storage.forms import FormKind, FormState
from tests.house import Chatter, House


@pytest.fixture
async def robin(house: House) -> Chatter:
    """Bring a patient."""
    return await house.patient("Robin")


@pytest.fixture
async def kim(house: House) -> Chatter:
    """Bring another patient."""
    return await house.patient("Kim")


def _plan(house: House, patient: Chatter, **moments: timedelta) -> int:
    """Plan a check-in at moments counted from now, and give its number."""
    with transaction(house.clinic.db):
        return forms.add(
            house.clinic.db,
            patient_id=patient.patient.id,
            kind=FormKind.CHECK_IN,
            state=FormState.PLANNED,
            point="h3",
            created_at=house.now,
            due_at=house.now,
            next_at=house.now,
            expires_at=house.now + moments.get("expires", timedelta(hours=15)),
        ).id


def _state(house: House, form: int) -> FormState:
    return forms.by_id(house.clinic.db, form).state


def _set_zone(house: House, patient: Chatter, zone: str) -> None:
    with transaction(house.clinic.db):
        house.clinic.db.table("patient").update(patient.patient.id, {"zone": zone})


def test_with_nothing_due_nothing_is_done(house: House) -> None:
    assert sweep(house.clinic) == 0
    assert next_moment(house.clinic) is None


async def test_a_disk_that_stumbles_once_puts_nothing_off(house: House, robin: Chatter) -> None:
    form = _plan(house, robin)
    denials = iter([True])

    def stumbles(action: int, *_: object) -> int:
        is_first = action == sqlcipher3.SQLITE_UPDATE and next(denials, False)
        return int(sqlcipher3.SQLITE_DENY if is_first else sqlcipher3.SQLITE_OK)

    house.clinic.db.conn.set_authorizer(stumbles)
    sweep(house.clinic)
    house.clinic.db.conn.set_authorizer(None)

    assert next(denials, None) is None
    assert _state(house, form) is FormState.OPEN
    assert alerts.open_of(house.clinic.db, robin.patient.id) is None


async def test_one_bad_row_stops_no_other(house: House, robin: Chatter, kim: Chatter) -> None:
    bad, good = _plan(house, kim), _plan(house, robin)
    _set_zone(house, kim, "Nowhere/At_All")

    sweep(house.clinic)

    assert _state(house, bad) is FormState.PLANNED
    assert _state(house, good) is FormState.OPEN


async def test_a_bad_row_is_tried_again_after_five_minutes(house: House, kim: Chatter) -> None:
    form = _plan(house, kim)
    _set_zone(house, kim, "Nowhere/At_All")
    sweep(house.clinic)
    assert next_moment(house.clinic) == house.now + timedelta(minutes=5)

    _set_zone(house, kim, "Europe/Berlin")
    await house.go(minutes=5)

    assert _state(house, form) is FormState.OPEN
    assert "most important question" in kim.last.text


async def test_nothing_of_a_bad_row_is_kept(house: House, kim: Chatter) -> None:
    form = _plan(house, kim)
    _set_zone(house, kim, "Nowhere/At_All")
    messages = house.clinic.db.table("outbox").count

    sweep(house.clinic)

    assert forms.by_id(house.clinic.db, form).opened_at is None
    assert house.clinic.db.table("outbox").count == messages


async def test_more_than_one_batch_is_done_in_one_sweep(house: House, robin: Chatter) -> None:
    over = timedelta(seconds=-1)
    planned = [_plan(house, robin, expires=over) for _ in range(BATCH + 5)]

    assert sweep(house.clinic) == BATCH + 5
    assert {_state(house, form) for form in planned} == {FormState.BOT_WAS_DOWN}


async def test_the_next_moment_is_the_earliest_of_forms_and_alerts(
    house: House, robin: Chatter
) -> None:
    await robin.says("/problem")
    form = forms.current(house.clinic.db, robin.patient.id)
    assert form is not None
    assert next_moment(house.clinic) == form.expires_at

    await robin.taps("Hard to breathe")
    moment = next_moment(house.clinic)

    assert moment is not None
    assert timedelta(minutes=9) < moment - house.now <= timedelta(minutes=10)


def test_a_lost_database_is_not_taken_for_a_bad_row(house: House) -> None:
    house.clinic.db.close()

    with pytest.raises(DatabaseError):
        sweep(house.clinic)
