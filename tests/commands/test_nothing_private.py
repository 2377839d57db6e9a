"""A day at a clinic, told to its last byte: nothing private lies where it does not belong.

The bot runs in a process of its own and logs all it can. Names, words, chat and token of the
people in it are canaries: they may lie in the encrypted database and in what was asked for, and
nowhere else.
"""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.demo.bot_api import BotApi, Person, serving
from bot.settings import load_settings, read_or_create_key
from bot.storage import audit
from bot.storage.database import open_database
from tests.commands.program import Ended, running, runs, settle
from tests.house import TOKEN
from tests.storage.plain_copies import copy_without_a_key, is_on_disk

NAME, LAST, WORDS = "ZXQ-NAME-CANARY", "ZXQ-LAST-CANARY", "ZXQ-WORDS-CANARY"
NOTE, REPLY, BAD = "ZXQ-NOTE-CANARY", "ZXQ-REPLY-CANARY", "ZXQ-POISON-CANARY"
SECRET = TOKEN.split(":")[1]
LINK = re.compile(r"start=([A-Za-z0-9_-]{16,64})")
DEBUG = {"LOG_LEVEL": "DEBUG", "OPEN_ENROLMENT": "true", "BACKUP_DIR": "backups"}
ERRANDS = (
    ("export", "--out", "given", "--format", "json", "--identified", "--purpose", "care"),
    ("export", "--out", "given/x", "--format", "xlsx"),
    ("export", "--out", "given", "--format", "nonsense"),
    ("export", "--out", "given", "--patient", "NOBODY"),
    ("backup", "backups"),
    ("retention", "--dry-run"),
    ("retention",),
    ("audit", "verify"),
    ("statistics",),
    ("check",),
    ("run", "--no-such-option"),
    ("export", "--out", ".env/x"),
)


def poison(person: Person) -> dict[str, object]:
    """Make an update that cannot be worked and holds words and a name."""
    sender = {"chat": person.chat.as_json(), "from": person.user.as_json()}
    return {"message": {"message_id": 1, "date": BAD, "text": BAD, **sender}}


async def a_day(folder: Path, api: BotApi, robin: Person, charlie: Person) -> Ended:
    """Let a patient join, tell, be flagged and want their data, while things go wrong."""
    async with running(folder, "run") as bot:
        await bot.says("running as")
        invited = await runs(folder, "invite", "clinician")
        link = LINK.search(invited.out)
        assert link is not None, invited.written
        charlie.starts(link[1])
        await bot.sends(charlie, "You are in as a clinician.")
        for fault in ("sendMessage", "editMessageText"):
            api.faults.add(method=fault, status=502)
        robin.starts()
        await bot.sends(robin, "This bot keeps in touch")
        robin.taps("Yes, I agree")
        await bot.sends(robin, "Where are you?")
        robin.taps("Germany")
        await bot.sends(robin, "Which city")
        robin.writes("Berlin")
        await bot.sends(robin, "You are in.")
        robin.writes(f"{WORDS} I can't breathe")
        await bot.sends(robin, "Call 112")
        await bot.sends(charlie, "Flag 1")
        [code] = {*re.findall(r"Patient ([A-Z0-9]{5})", charlie.last.text)}
        charlie.writes(f"/patient {code}")
        await bot.sends(charlie, WORDS)
        charlie.writes(f"/reply {code} {REPLY}")
        await bot.sends(robin, REPLY)
        api.push_raw(poison(robin))
        await bot.says("failed with TypeError")
        robin.writes("/mydata")
        await bot.sends(robin, "Here is all that is kept")
        assert SECRET not in arguments_of(bot.process.pid)
        return await bot.stops()


def arguments_of(process: int) -> str:
    """Give what anybody on the machine can read of how a process was started."""
    return Path(f"/proc/{process}/cmdline").read_text("utf-8")


async def served(folder: Path) -> tuple[Ended, int]:
    """Let the day pass at a stand-in of Telegram, and give the patient's chat, too."""
    api = BotApi(token=TOKEN, now=lambda: datetime.now(UTC))
    async with serving(api) as url:
        settle(folder, url, **DEBUG)
        robin = api.person(NAME, last_name=LAST, username=LAST)
        return await a_day(folder, api, robin, api.person(NOTE)), robin.id


def test_a_day_leaves_nothing_private_where_it_does_not_belong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, chat = asyncio.run(served(tmp_path))
    monkeypatch.chdir(tmp_path)
    errands = [CliRunner().invoke(main, [*errand]) for errand in ERRANDS]

    private = (NAME, LAST, WORDS, NOTE, REPLY, BAD, SECRET, str(chat))
    said = "".join([ended.written, *(one.output for one in errands)])
    assert "failed with TypeError" in said
    assert {one.exit_code for one in errands} >= {0, 1, 2}
    assert [canary for canary in private if canary in said] == []
    assert "Traceback" not in said

    asked_for = {tmp_path / ".env", *(tmp_path / "given").rglob("*")}
    files = [one for one in tmp_path.rglob("*") if one.is_file() and one not in asked_for]
    assert {"needling.db", "database.key"} <= {one.name for one in files}
    assert any(one.parent.name == "backups" for one in files)
    found = {(c, one.name) for one in files for c in private if c.encode() in one.read_bytes()}
    assert found == set()

    settings = load_settings(
        None,
        {
            "DATABASE": str(tmp_path / "data" / "needling.db"),
            "DATABASE_KEY_FILE": str(tmp_path / "keys" / "database.key"),
        },
    )
    db = open_database(settings.database, read_or_create_key(settings).get_secret_value())
    log = "\n".join(str(line) for line in audit.rows(db))
    assert "export finished" in log
    assert [canary for canary in private if canary in log] == []

    # What is looked for is there to be found, where it belongs.
    plain = tmp_path / "plain.db"
    copy_without_a_key(db, plain).close()
    db.close()
    assert is_on_disk(plain, WORDS)
    assert any(WORDS in one.read_text("utf-8") for one in (tmp_path / "given").glob("*.json"))
    plain.unlink()
