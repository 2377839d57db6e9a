"""The staff page: who is in and where, keeping somebody out; and the clinic's figures."""

from bot.clinical.levels import TriageLevel
from bot.pathway import alerts
from bot.storage.database import transaction
from tests.portal.clinics import Browser, Desk, browsing
from tests.telegram.lookup import audited


async def test_an_admin_sees_sessions_and_keeps_somebody_out(desk: Desk, browser: Browser) -> None:
    admin = await desk.house.staff("admin", "Ada")
    charlie = await desk.house.clinician()
    code = desk.member(charlie).code
    await browser.sign_in(await desk.link(admin))
    async with browsing(desk) as other:
        await other.sign_in(await desk.link(charlie))
        assert (await browser.get("/staff")).text.count("last seen") == 2

        await browser.send(f"/staff/{code}/sign-out")
        assert (await other.get("/patients")).status_code == 401
        await other.sign_in(await desk.link(charlie))
        response = await browser.send(f"/staff/{code}/suspend")
        shown = await browser.get(response.headers["location"])

        assert f"{code} is suspended, and out at once." in shown.text
        assert (await other.get("/patients")).status_code == 401
        await browser.send(f"/staff/{code}/reinstate")
        assert (await other.get("/patients")).status_code == 401  # the old session stays over
        assert (await other.sign_in(await desk.link(charlie))).status_code == 303
        await browser.send(f"/staff/{code}/revoke")
        assert (await other.get("/patients")).status_code == 401
    assert audited(desk.house, "staff revoked") == [f"{desk.member(admin).code}: staff {code}"]


async def test_the_last_admin_stays(desk: Desk, browser: Browser) -> None:
    admin = await desk.house.staff("admin", "Ada")
    await browser.sign_in(await desk.link(admin))

    response = await browser.send(f"/staff/{desk.member(admin).code}/revoke")

    assert response.status_code == 409
    assert (await browser.get("/staff")).status_code == 200


async def test_a_code_that_nobody_has_is_not_found(desk: Desk, browser: Browser) -> None:
    await browser.sign_in(await desk.link(await desk.house.staff("admin", "Ada")))

    for act in ("suspend", "revoke", "reinstate", "sign-out"):
        assert (await browser.send(f"/staff/C99/{act}")).status_code == 404


async def test_the_figures_name_every_cause_in_words(desk: Desk, browser: Browser) -> None:
    robin, charlie = await desk.house.patient(), await desk.house.clinician()
    causes = [
        "R62",
        "screening:stop",
        "text:fever",
        "silent",
        "SC05.unsure",
        "not_judged:7",
        "new",
    ]
    with transaction(desk.house.clinic.db):
        alerts.raise_alert(
            desk.house.clinic,
            patient_id=robin.patient.id,
            level=TriageLevel.URGENT,
            causes=causes,
            form_id=None,
        )
    await browser.sign_in(await desk.link(charlie))

    for path in ("/statistics", "/statistics?days=7", "/statistics?days=x", "/patients"):
        response = await browser.get(path)

        assert response.status_code == 200
        assert "pins and needles" in response.text
    assert "A screening was not clear." in (await browser.get("/statistics")).text
    assert "“stop”" in (await browser.get(f"/patients/{robin.patient.code}")).text
