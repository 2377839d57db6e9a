"""`demo`, and `run` without a token: one line with the address, and a clean end."""

import asyncio
import re
import signal
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.commands.touring import whole_tour
from bot.lock import only_instance
from tests.commands.program import running, runs, settle

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@pytest.mark.parametrize("wanted", [signal.SIGTERM, signal.SIGINT])
async def test_without_a_token_run_is_the_demo(tmp_path: Path, wanted: signal.Signals) -> None:
    settle(tmp_path, "https://api.telegram.org", TELEGRAM_BOT_TOKEN="", LOG_LEVEL="DEBUG")
    async with running(tmp_path, "run") as demo:
        await demo.says("Ctrl+C ends it. Nothing is kept.")
        [address] = ADDRESS.findall(demo.out)
        async with httpx.AsyncClient() as client:
            state = (await client.get(f"{address}/state")).json()
            waiting = asyncio.create_task(
                client.get(f"{address}/state", params={"after": state["version"]})
            )
            jumping = asyncio.create_task(client.post(f"{address}/clock", json={"days": 365}))
            await asyncio.wait([waiting], timeout=0)
            assert list((tmp_path / "tmp").iterdir()) != []
            demo.process.send_signal(wanted)
            ended = await demo.ends()
            await asyncio.wait([waiting, jumping])

    assert state["guide"]["text"] == "Press Start on the patient’s phone."
    assert ended.code == 0
    assert len(ended.out.splitlines()) == 1
    assert ended.err == "note: TELEGRAM_BOT_TOKEN is not set, so this is the demo.\n"
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "data").exists()


def test_without_a_token_faulty_settings_are_still_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(tmp_path, "https://api.telegram.org", TELEGRAM_BOT_TOKEN="", CLINIC_ZONE="Berlin")
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, ["run"])

    assert result.exit_code == 78
    assert result.stderr.startswith("CLINIC_ZONE is not a time zone")


def refusal(*arguments: str) -> str:
    """Start a demo that cannot start and give what it says."""
    result = CliRunner().invoke(main, ["demo", *arguments])
    assert result.exit_code == 1
    assert result.stdout == ""
    return result.stderr


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")

    assert refusal("--keep", str(tmp_path)) == (
        f"{tmp_path} holds something else than a demo. Write a new folder after --keep.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    folder = tmp_path / "file" / "demo"

    assert refusal("--keep", str(folder)) == (
        f"{folder} cannot be used (Not a directory). Write a folder of yours after --keep.\n"
    )


def test_a_demo_that_runs_is_not_started_twice(tmp_path: Path) -> None:
    with only_instance(tmp_path / "data" / "demo.db"):
        (tmp_path / "data" / "demo.db").touch()

        said = refusal("--keep", str(tmp_path))

    assert said == "This demo is already running. Open its page, or stop it first.\n"


def test_a_port_that_is_taken_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        said = refusal("--port", port)

    assert said == (
        f"Port {port} is taken. Write another one after --port, or leave --port out.\n"
    )


def test_a_tour_does_not_fill_a_clinic_that_is_there_already(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "demo.db").touch()

    said = refusal("--tour", "--keep", str(tmp_path))

    assert said == (
        f"{tmp_path} holds a demo already. Leave --tour out, or write a new folder after --keep.\n"
    )


def test_the_tour_ends_at_the_next_noon_of_the_clinic() -> None:
    planned = whole_tour()
    noon = planned.start + timedelta(days=planned.book.days, hours=12)

    assert planned.start.utcoffset() is not None
    assert timedelta() <= noon - datetime.now(UTC) <= timedelta(days=1, hours=1)


async def test_beside_a_clinics_database_a_missing_token_is_said_and_no_demo_runs(
    tmp_path: Path,
) -> None:
    settle(tmp_path, "", TELEGRAM_BOT_TOKEN="", DATABASE="data/clinic.db")
    assert (await runs(tmp_path, "audit", "head")).code == 0  # which makes the database

    refused = await runs(tmp_path, "run")

    assert (refused.code, refused.out) == (78, "")
    assert "nobody would be asked or told anything" in refused.err
