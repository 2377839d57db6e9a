"""`run`: the bot in a process of its own, from its start to every way in which it ends."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.demo.bot_api import BotApi, Person, serving
from bot.lock import only_instance
from bot.settings import load_settings, read_or_create_key
from bot.storage import audit, backups
from bot.storage.database import (
    LOOKED_OVER_AT_ONCE,
    Database,
    is_behind,
    open_database,
    transaction,
)
from tests.commands.program import Ended, running, runs, settle
from tests.faults.forms import LONG
from tests.house import TOKEN
from tests.telegram.posting import free_port

CANARY = "ZXQ-HEADACHE-CANARY"
UP = "running as @needling_test_bot"


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[BotApi]:
    """Serve a Bot API and point the `.env` of the test's folder at it."""
    api = BotApi(token=TOKEN, now=lambda: datetime.now(UTC))
    async with serving(api) as url:
        settle(tmp_path, url)
        yield api


def opened(folder: Path) -> Database:
    """Open the clinic's database as the program does."""
    return open_database(folder / "data" / "needling.db", key(folder))


def key(folder: Path) -> str:
    """Read the clinic's key, made when there is none."""
    settings = load_settings(
        None,
        {
            "DATABASE": str(folder / "data" / "needling.db"),
            "DATABASE_KEY_FILE": str(folder / "keys" / "database.key"),
        },
    )
    return read_or_create_key(settings).get_secret_value()


def assert_nothing_private(ended: Ended) -> None:
    """Nothing the program wrote holds the token, a patient's words, or a traceback."""
    assert TOKEN.split(":")[1] not in ended.written
    assert CANARY not in ended.written
    assert "Traceback" not in ended.written


async def test_a_whole_run_writes_neither_token_nor_words(tmp_path: Path, api: BotApi) -> None:
    with (tmp_path / ".env").open("a") as env:
        env.write("LOG_LEVEL=DEBUG\nOPEN_ENROLMENT=true\n")
    api.faults.add(method="sendMessage", status=502)
    api.faults.add(method="answerCallbackQuery", status=400)
    robin = api.person("Robin", last_name=CANARY, username=CANARY)
    async with running(tmp_path, "run") as bot:
        await bot.says(UP)
        robin.starts()
        await bot.sends(robin, "This bot keeps in touch")
        robin.taps("Yes, I agree")
        robin.writes(CANARY)
        api.push_raw(f'{{"update_id": 1, "message": {{"text": "{CANARY}')  # cut off on its way
        api.push_raw(malformed(robin))
        await bot.says("receiving failed")
        api.world.queue.confirm([e for e in api.world.queue.waiting() if isinstance(e.body, str)])
        await bot.says("failed with TypeError")
        ended = await bot.stops()

    assert ended.code == 0
    assert_nothing_private(ended)


def malformed(person: Person) -> dict[str, Any]:
    """Make an update that cannot be worked and holds words."""
    return {
        "message": {
            "message_id": 1,
            "date": CANARY,
            "chat": person.chat.as_json(),
            "from": person.user.as_json(),
            "text": CANARY,
        }
    }


async def test_asked_to_stop_it_ends_at_once_and_loses_nothing(
    tmp_path: Path, api: BotApi, show: Callable[[str], None]
) -> None:
    people = [api.person() for _ in range(1000)]
    ids = {person.writes("/start") for person in people}
    async with running(tmp_path, "run") as bot:
        await bot.sends(people[0], "This bot belongs to a clinic.")
        began = asyncio.get_running_loop().time()
        ended = await bot.stops()
        took = asyncio.get_running_loop().time() - began
    show(f"SIGTERM with 1,000 updates waiting: a process ended in {took:.2f} s")

    db = opened(tmp_path)
    stored = {row[0] for row in db.execute("SELECT update_id FROM inbox")}
    db.close()
    waiting = {entry.update_id for entry in api.world.queue.waiting()}
    assert ended.code == 0
    assert took < 2 or not LONG
    assert stored | waiting == ids


async def test_a_second_one_on_the_same_database_is_refused_at_once(
    tmp_path: Path, api: BotApi
) -> None:
    async with running(tmp_path, "run") as first:
        await first.says(f"{UP} on SQLite 3.")

        second = await runs(tmp_path, "run")

        assert first.process.returncode is None
    assert second.code == 78
    assert second.err.endswith("The bot is already running on this database. Stop it first.\n")


async def test_a_token_revoked_while_it_runs_ends_it_with_a_sentence(
    tmp_path: Path, api: BotApi
) -> None:
    async with running(tmp_path, "run") as bot:
        await bot.says(UP)
        api.token_revoked = True
        api.world.polling.wake()
        ended = await bot.ends()

    assert ended.code == 78
    assert "Telegram does not know this token." in ended.err
    assert_nothing_private(ended)


async def test_a_fault_of_its_own_ends_it_without_a_traceback(tmp_path: Path, api: BotApi) -> None:
    async with running(tmp_path, "run") as bot:
        await bot.says(UP)
        api.push_raw(f'"{CANARY}"')  # such as no server sends
        ended = await bot.ends()

    assert ended.code == 1
    assert "The bot ended by a fault of its own: TypeError in receiver.py:" in ended.err
    assert_nothing_private(ended)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a `.env` in order."""
    settle(tmp_path, "http://127.0.0.1:9")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal() -> str:
    """Run the bot where it cannot start and give what it says."""
    result = CliRunner().invoke(main, ["run"])
    assert result.exit_code == 78
    assert result.stdout == ""
    return result.stderr


def test_a_key_that_does_not_fit_the_database_is_said_so(folder: Path) -> None:
    opened(folder).close()
    database = folder / "data" / "needling.db"
    (folder / "keys" / "database.key").write_text("cd" * 32)
    before = database.read_bytes()

    said = refusal()

    assert "Check that DATABASE_KEY_FILE is the key this database was made with" in said
    assert "Nothing was changed." in said
    assert database.read_bytes() == before


def test_a_key_that_is_gone_is_not_replaced_by_a_new_one(folder: Path) -> None:
    opened(folder).close()
    (folder / "keys" / "database.key").unlink()

    said = refusal()

    assert "which is missing although the database" in said
    assert not (folder / "keys" / "database.key").exists()


def test_a_database_cut_short_is_said_to_be_damaged_and_kept(folder: Path) -> None:
    opened(folder).close()
    database = folder / "data" / "needling.db"
    whole = database.read_bytes()
    for left in (len(whole) - 1000, len(whole) // 2, 4096, 100):
        database.write_bytes(whole[:left])

        said = refusal()

        assert "damaged" in said or "cannot be read" in said
        assert "restore the last backup: python -m bot restore FILE" in said
        assert database.read_bytes() == whole[:left]


def test_a_database_whose_newest_answers_were_taken_away_is_not_opened(folder: Path) -> None:
    database = folder / "data" / "needling.db"
    db = opened(folder)
    with transaction(db):
        audit.note(db, at=datetime.now(UTC), by="test", what="answer", about="form 1")
    left = {one: one.read_bytes() for one in database.parent.iterdir()}  # as a kill leaves it
    db.close()
    for one, content in left.items():
        one.write_bytes(content)
    log = database.with_name("needling.db-wal")
    content = left[log]
    log.unlink()

    said = refusal()
    assert said.endswith(
        "needling.db-wal, which holds the newest answers, is gone. Put it back, or restore the"
        " last backup: python -m bot restore FILE. Nothing was changed.\n"
    )

    log.write_bytes(content)
    again = opened(folder)
    assert again.execute("SELECT what FROM audit").fetchall() == [("answer",)]
    again.close()


@pytest.mark.parametrize("is_empty", [True, False])
def test_no_empty_clinic_is_begun_where_there_are_backups(folder: Path, is_empty: bool) -> None:
    with (folder / ".env").open("a") as env:
        env.write("BACKUP_DIR=backups\n")
    made = backups.write(opened(folder), folder / "backups", key(folder), datetime.now(UTC))
    database = folder / "data" / "needling.db"
    database.unlink()
    if is_empty:
        database.touch()

    said = refusal()

    assert f"Restore the last one: python -m bot restore backups/{made.name}." in said
    assert not (database.exists() and database.stat().st_size)


@pytest.mark.parametrize("place", [0.0, 0.5, 0.9])
def test_a_damaged_database_is_said_to_be_damaged_and_kept(folder: Path, place: float) -> None:
    opened(folder).close()
    database = folder / "data" / "needling.db"
    content = bytearray(database.read_bytes())
    at = int(len(content) * place)
    content[at : at + 4096] = b"\x55" * 4096
    database.write_bytes(content)

    said = refusal()

    assert "damaged" in said or "cannot be read" in said
    assert "restore the last backup: python -m bot restore FILE" in said
    assert database.read_bytes() == bytes(content)


async def test_damage_deep_in_a_large_database_is_found_beside_the_work(
    tmp_path: Path, api: BotApi
) -> None:
    db = opened(tmp_path)
    db.execute("CREATE TABLE bulk (content)")
    db.execute("INSERT INTO bulk VALUES (zeroblob(?))", [LOOKED_OVER_AT_ONCE])
    db.close()
    database = tmp_path / "data" / "needling.db"
    with database.open("r+b") as file:
        file.seek(database.stat().st_size // 2)
        file.write(b"\x55" * 4096)

    ended = await runs(tmp_path, "run")

    assert ended.code == 78
    assert "needling.db is damaged" in ended.err
    assert "Keep the file and restore the last backup" in ended.err


def test_a_database_of_a_newer_program_is_left_alone(folder: Path) -> None:
    db = opened(folder)
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('needling-diary', 'm999_of_next_year', '2031-01-01')"
    )
    db.close()

    assert "was written by a newer version of this program. Install that version." in refusal()


def test_a_database_that_is_in_use_is_not_even_opened(folder: Path) -> None:
    with only_instance(folder / "data" / "needling.db"):
        said = refusal()

    assert "The bot is already running on this database." in said
    assert not (folder / "data" / "needling.db").exists()


def test_a_folder_that_cannot_be_written_is_said_so(folder: Path) -> None:
    (folder / "data").write_text("a file where a folder should be")

    said = refusal()

    assert "data" in said
    assert "Traceback" not in said


async def test_systemd_and_a_monitor_are_told_that_it_is_well(tmp_path: Path, api: BotApi) -> None:
    monitor = free_port()
    with (tmp_path / ".env").open("a") as env:
        env.write(f"METRICS_PORT={monitor}\n")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        async with running(tmp_path, "run", NOTIFY_SOCKET=str(tmp_path / "notify")) as bot:
            await bot.says(UP)
            async with httpx.AsyncClient() as client:
                health = await client.get(f"http://127.0.0.1:{monitor}/healthz")
                figures = await client.get(f"http://127.0.0.1:{monitor}/metrics")
            ended = await bot.stops()
        said = [systemd.recv(4096).decode() for _ in range(2)]

    assert said == ["READY=1", "WATCHDOG=1\nSTATUS=well"]
    assert (health.status_code, health.json()["well"]) == (200, True)
    assert 'needling_part_well{part="receiving"} 1.0' in figures.text
    assert_nothing_private(ended)


@pytest.mark.parametrize("setting", ["METRICS_PORT", "WEB_PORT"])
async def test_a_port_that_is_taken_ends_it_with_one_sentence(
    tmp_path: Path, api: BotApi, setting: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (tmp_path / ".env").open("a") as env:
            env.write(f"{setting}={port}\nPORTAL_URL=http://127.0.0.1:{port}\n")
        ended = await runs(tmp_path, "run")

    assert ended.code == 78
    assert ended.err.splitlines()[-1] == (
        f"{setting} {port} on 127.0.0.1 cannot be used (Address already in use). Stop whatever "
        "uses it, or write another one in .env."
    )
    assert "uvicorn" not in ended.err
    assert "Errno" not in ended.err


def test_no_command_changes_the_database_under_an_older_bot(folder: Path) -> None:
    db = opened(folder)
    last = db.execute("SELECT max(name) FROM _sqlite_migrations").fetchone()[0]
    db.execute("DELETE FROM _sqlite_migrations WHERE name = ?", [last])
    db.close()

    with only_instance(folder / "data" / "needling.db"):
        result = CliRunner().invoke(main, ["statistics"])

    key = (folder / "keys" / "database.key").read_text().strip()
    assert result.exit_code == 1
    assert result.stderr == (
        "An older version of the bot is running on this database, which this version would "
        "change. Start the bot anew first.\n"
    )
    assert is_behind(folder / "data" / "needling.db", key)
