"""One instance at a time on one database."""

import multiprocessing
from pathlib import Path

import pytest

from bot.lock import AlreadyRunningError, only_instance


def test_a_second_one_is_refused_while_the_first_runs(tmp_path: Path) -> None:
    database = tmp_path / "data" / "clinic.db"
    with only_instance(database), pytest.raises(AlreadyRunningError), only_instance(database):
        raise AssertionError("two at a time")


def test_the_next_one_may_run_when_the_first_has_ended(tmp_path: Path) -> None:
    database = tmp_path / "clinic.db"
    for _ in range(3):
        with only_instance(database):
            assert database.with_name("clinic.db.lock").exists()


def test_databases_do_not_lock_each_other(tmp_path: Path) -> None:
    with only_instance(tmp_path / "one.db"), only_instance(tmp_path / "two.db"):
        assert sorted(file.name for file in tmp_path.iterdir()) == ["one.db.lock", "two.db.lock"]


def hold(database: Path, held: "multiprocessing.synchronize.Event") -> None:
    with only_instance(database):
        held.set()
        multiprocessing.Event().wait()


def test_a_killed_process_leaves_no_lock_behind(tmp_path: Path) -> None:
    database = tmp_path / "clinic.db"
    processes = multiprocessing.get_context("spawn")
    held = processes.Event()
    other = processes.Process(target=hold, args=(database, held), daemon=True)
    other.start()
    assert held.wait(timeout=30)
    with pytest.raises(AlreadyRunningError), only_instance(database):
        raise AssertionError("two at a time")

    other.kill()
    other.join()

    with only_instance(database):
        assert not other.is_alive()
