"""`invite`: prints a link that works once, whether or not the bot runs."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.demo.bot_api import BotApi, serving
from tests.commands.program import running, runs, settle
from tests.house import TOKEN

LINK = re.compile(r"https://t\.me/needling_test_bot\?start=([A-Za-z0-9_-]{16,64})\n")


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[BotApi]:
    """Serve a Bot API and point the `.env` of the test's folder at it."""
    api = BotApi(token=TOKEN, now=lambda: datetime.now(UTC))
    async with serving(api) as url:
        settle(tmp_path, url)
        yield api


async def test_the_first_clinician_comes_in_by_a_printed_link_while_the_bot_runs(
    tmp_path: Path, api: BotApi
) -> None:
    async with running(tmp_path, "run") as bot:
        await bot.says("running as")
        invited = await runs(tmp_path, "invite", "clinician")
        link = LINK.search(invited.out)
        assert link is not None, invited.written
        charlie = api.person("Charlie")
        charlie.starts(link[1])
        await bot.sends(charlie, "You are in as a clinician.")
        ended = await bot.stops()

    assert invited.code == 0
    assert invited.out.startswith("For one clinician, once, within 7 days:\n")
    assert link[1] not in ended.written


def test_while_telegram_is_away_the_words_to_send_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(tmp_path, "http://127.0.0.1:9")
    monkeypatch.chdir(tmp_path)

    invited = CliRunner().invoke(main, ["invite", "patient"])

    assert invited.exit_code == 0
    assert "Telegram cannot be reached now." in invited.output
    assert re.search(r"/start [A-Za-z0-9_-]{16,64}\n", invited.output)
    assert TOKEN.split(":")[1] not in invited.output


def test_without_the_clinics_region_no_patient_is_invited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(tmp_path, "http://127.0.0.1:9", CLINIC_REGION="")
    monkeypatch.chdir(tmp_path)

    invited = CliRunner().invoke(main, ["invite", "patient"])

    assert invited.exit_code == 1
    assert invited.output.startswith("CLINIC_REGION is not set, so no patient can begin")
    assert "/start" not in invited.output


async def test_a_token_telegram_does_not_know_is_said_to_be_unknown(
    tmp_path: Path, api: BotApi
) -> None:
    api.token_revoked = True

    invited = await runs(tmp_path, "invite", "clinician")

    assert invited.code == 1
    assert "Telegram does not know this token." in invited.err
    assert invited.out == ""
    assert TOKEN.split(":")[1] not in invited.written


def test_a_member_of_staff_is_invited_with_a_name_and_a_patient_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(tmp_path, "http://127.0.0.1:9")
    monkeypatch.chdir(tmp_path)

    admin = CliRunner().invoke(main, ["invite", "admin", "--name", "Dr. Kim"])
    patient = CliRunner().invoke(main, ["invite", "patient", "--name", "Robin"])

    assert admin.output.startswith("For one admin, once, within 7 days:\n")
    assert patient.exit_code == 1
    assert patient.output == ("Patients are known by a code. Leave --name out; it is for staff.\n")
