"""Exports from the portal: every format, what is asked for, and what is wrong with it by field."""

import asyncio
import io
import zipfile

import pytest

from bot.export import FORMATS
from bot.portal.errands import PREFIX, new_folder
from bot.storage import audit
from tests.portal.clinics import Browser, Desk
from tests.stories.acts import had_a_session

ALL = {"format": "csv", "told": "identified", "purpose": "a visit"}


async def at_the_desk(desk: Desk, browser: Browser) -> str:
    """Sign a clinician in, bring a patient with a session, and give the patient's code."""
    robin = await desk.house.patient()
    await had_a_session(robin)
    await browser.sign_in(await desk.link(await desk.house.clinician()))
    return robin.patient.code


def names_in(content: bytes) -> list[str]:
    """List what is in an archive."""
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


async def test_every_format_can_be_taken_away(desk: Desk, browser: Browser) -> None:
    code = await at_the_desk(desk, browser)
    for format_ in FORMATS:
        response = await browser.send("/export", **{**ALL, "format": format_, "code": code})

        assert response.status_code == 200, format_
        kept = response.headers["content-disposition"]
        assert kept.startswith("attachment;")
        assert f"{code}-" in kept
        assert response.headers["cache-control"] == "no-store"
        assert response.content
    assert "patients.csv" in " ".join(names_in((await browser.send("/export", **ALL)).content))
    finished = [row for row in audit.rows(desk.house.clinic.db) if row.what == "export finished"]
    assert len(finished) == len(FORMATS) + 1
    assert {row.by for row in finished} == {"C1"}
    assert all("a visit" in row.detail for row in finished)


async def test_without_saying_so_nobody_can_be_recognised(desk: Desk, browser: Browser) -> None:
    code = await at_the_desk(desk, browser)

    response = await browser.send("/export", **{**ALL, "told": "de_identified"})

    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert code not in response.headers["content-disposition"]
    assert all(code.encode() not in archive.read(name) for name in archive.namelist())


WRONG = (
    ({"format": "docx"}, "Choose a format."),
    ({"told": ""}, "Choose how much may be seen."),
    ({"purpose": "  "}, "Write what it is for"),
    ({"code": "NOONE"}, "Nobody has this code."),
    ({"since": "2026-13-01"}, "This is no day."),
    ({"until": "1.2.2026"}, "This is no day."),
    ({"since": "2026-11-02", "until": "2026-11-01"}, "The last day is before the first."),
)


async def test_what_is_wrong_is_said_by_its_field_and_nothing_is_taken(
    desk: Desk, browser: Browser
) -> None:
    await at_the_desk(desk, browser)
    for change, sentence in WRONG:
        response = await browser.send("/export", **{**ALL, **change})

        assert response.status_code == 422
        assert sentence in response.text
    assert not [row for row in audit.rows(desk.house.clinic.db) if row.what.startswith("export")]


async def test_the_bot_answers_while_an_export_is_made_and_another_waits(
    desk: Desk, browser: Browser
) -> None:
    await at_the_desk(desk, browser)
    word = await browser.csrf("/export")
    fields = {**ALL, "csrf": word}

    both = await asyncio.gather(browser.post("/export", fields), browser.post("/export", fields))

    assert sorted(one.status_code for one in both) == [200, 503]
    assert (await browser.get("/export")).status_code == 200


async def test_no_file_is_left_behind(desk: Desk, browser: Browser) -> None:
    await at_the_desk(desk, browser)
    stale = new_folder(desk.house.clinic)
    (stale / "patients.csv").write_text("left by a program that was killed")

    await browser.send("/export", **ALL)
    desk.house.app.routes()  # as a start does

    assert list(desk.house.clinic.settings.database.parent.glob(f"{PREFIX}*")) == []


@pytest.mark.parametrize("path", ["/export?patient=%3Cscript%3E", "/export?patient="])
async def test_the_form_takes_over_whatever_code_it_is_given(
    desk: Desk, browser: Browser, path: str
) -> None:
    await browser.sign_in(await desk.link(await desk.house.clinician()))

    response = await browser.get(path)

    assert response.status_code == 200
    assert "<script>" not in response.text
