"""A flag is closed as it was read: what joined it since the page was drawn is shown first."""

import re

from bot.pathway.alerts import raise_alert
from bot.storage import alerts
from bot.storage.alerts import AlertState
from bot.storage.database import transaction
from tests.portal.clinics import Browser, Desk

ROUND = re.compile(r'name="round" value="([^"]+)"')
CLOSING = {"action": "called", "reason": "expected", "closing_note": ""}


async def test_a_cause_that_joined_since_the_page_was_drawn_must_be_read_first(
    desk: Desk, browser: Browser
) -> None:
    robin, db = await desk.house.patient(), desk.house.clinic.db
    await robin.says("my neck feels odd")
    await browser.sign_in(await desk.link(await desk.house.clinician()))
    path = f"/patients/{robin.patient.code}"
    old = ROUND.findall((await browser.get(path)).text)[0]
    found = alerts.all_open(db)[0]
    with transaction(db):
        raise_alert(
            desk.house.clinic,
            patient_id=found.patient_id,
            level=found.level,
            causes=["R32"],
            form_id=None,
        )

    refused = [
        await browser.send(f"{path}/alerts/{found.id}/{act}", round=old, **CLOSING)
        for act in ("acknowledge", "resolve")
    ]

    assert [answer.status_code for answer in refused] == [422, 422]
    assert "More came up on this flag" in refused[-1].text
    assert alerts.by_id(db, found.id).state is AlertState.RAISED
    new = ROUND.findall(refused[-1].text)[0]
    await browser.send(f"{path}/alerts/{found.id}/resolve", round=new, **CLOSING)
    assert alerts.by_id(db, found.id).state is AlertState.CLOSED
