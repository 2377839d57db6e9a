"""Exports and backups killed while they write: no half file ever has its name."""

from collections import Counter
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest

from benchmarks.large_clinic import KEY
from bot.storage import audit, backups
from bot.storage.database import open_database
from tests.faults import life
from tests.faults.errands import Errands, keeps_up
from tests.faults.forms import times

KILLS = times(short=4, long=50)
ENTRIES = times(short=500, long=2000)
IDENTIFIED = ("--identified", "--purpose", "a drill")


@pytest.fixture
def errands(tmp_path: Path) -> Errands:
    made = Errands(tmp_path, Random(1))
    made.fills(ENTRIES)
    return made


def visible(directory: Path) -> dict[str, bytes]:
    """Read the files that have their names; those in the making begin with a dot."""
    return {
        one.name: one.read_bytes() for one in directory.iterdir() if not one.name.startswith(".")
    }


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_killed_export_leaves_no_half_file(
    errands: Errands, format_: str, show: Callable[[str], None]
) -> None:
    def exporting(out: Path) -> BaseProcess:
        given = ("export", "--format", format_, "--out", str(out), "--replace", *IDENTIFIED)
        return life.begin(errands.environ, errands.folder, *given)

    whole = errands.folder / "whole"
    takes = errands.finishes(exporting(whole), whole)
    left: Counter[str] = Counter()
    for number in range(KILLS):
        out = errands.folder / f"killed-{number}"
        errands.kills(exporting(out), out, takes)
        left["no file" if not visible(out) else "whole files"] += 1
        assert halves(out, whole) == []

    errands.finishes(exporting(out), out)
    assert visible(out).keys() == visible(whole).keys() == {one.name for one in out.iterdir()}
    assert halves(out, whole) == []
    began, ended = noted(errands.folder)
    assert ended <= began == KILLS + 2, "an export that was cut short can be seen in the log"
    show(f"{KILLS} x kill -9 in an export ({format_}): {dict(left)}, no half file")


def halves(directory: Path, whole: Path) -> list[str]:
    """Name the files that are there and are not what a whole export writes."""
    model = visible(whole)
    return [
        name
        for name, content in visible(directory).items()
        if not is_whole(directory / name, content, model[name])
    ]


def is_whole(path: Path, content: bytes, model: bytes) -> bool:
    """Compare a file with its model, but for the moment at which it was made."""
    if path.suffix == ".xlsx":
        with ZipFile(path) as workbook:
            return workbook.testzip() is None
    if path.name == "about.csv":
        return content.count(b"\n") == model.count(b"\n")
    return content == model


def noted(folder: Path) -> tuple[int, int]:
    """Count the exports that the log says were started, and finished."""
    db = open_database(folder / "clinic.db", KEY)
    told = Counter(row[0] for row in db.execute("SELECT what FROM audit"))
    assert list(audit.faults(db)) == []
    db.close()
    return told["export started"], told["export finished"]


@pytest.mark.parametrize("nightly", [False, True])
def test_a_killed_backup_leaves_no_half_file(
    errands: Errands, nightly: bool, show: Callable[[str], None]
) -> None:
    def backing_up(directory: Path) -> BaseProcess:
        if nightly:
            environ = {**errands.environ, "BACKUP_DIR": str(directory)}
            return life.does(environ, errands.folder, keeps_up)
        return life.begin(errands.environ, errands.folder, "backup", str(directory))

    takes = errands.finishes(backing_up(errands.folder / "whole"), errands.folder / "whole")
    left: Counter[str] = Counter()
    for number in range(KILLS):
        directory = errands.folder / f"killed-{number}"
        errands.kills(backing_up(directory), directory, takes)
        made = backups.all_in(directory)
        left["a backup" if made else "no backup"] += 1
        assert {backups.check(one, KEY).patients for one in made} <= {ENTRIES // 500}

    errands.finishes(backing_up(directory), directory)
    assert backups.all_in(directory)
    assert [one.name for one in directory.glob("*.part")] == []
    noted(errands.folder)
    name = "the nightly backup" if nightly else "a backup"
    show(f"{KILLS} x kill -9 in {name}: {dict(left)}, no half file")
