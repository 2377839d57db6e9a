"""Exported files appear whole, together, readable by one user; or none of them appears."""

import stat
from pathlib import Path

import pytest

from bot.export.destination import Memory, NameTakenError, whole_files


def write(directory: Path, *, replace: bool = False, **files: str) -> list[Path]:
    """Write some CSV files and list them."""
    with whole_files(directory, replace=replace) as folder:
        for name, text in files.items():
            with folder.create(f"{name}.csv") as file:
                file.write(text.encode())
    return folder.files


def test_files_are_written_to_a_directory_that_is_made(tmp_path: Path) -> None:
    written = write(tmp_path / "a" / "b", patients="1", alerts="2")

    assert written == [tmp_path / "a/b/patients.csv", tmp_path / "a/b/alerts.csv"]
    assert [path.read_text("utf-8") for path in written] == ["1", "2"]


def test_no_file_has_its_name_before_all_are_whole(tmp_path: Path) -> None:
    with whole_files(tmp_path) as folder:
        with folder.create("patients.csv") as file:
            file.write(b"1")
        names = [path.name for path in tmp_path.iterdir()]

    assert names == [".patients.csv.part"]
    assert [path.name for path in tmp_path.iterdir()] == ["patients.csv"]


def fail_while_writing(directory: Path) -> None:
    """Finish one file and fail in the middle of the next."""
    with whole_files(directory, replace=True) as folder:
        with folder.create("alerts.csv") as file:
            file.write(b"new")
        with folder.create("patients.csv") as file:
            file.write(b"new")
            raise ZeroDivisionError


def test_an_error_leaves_what_was_there_before(tmp_path: Path) -> None:
    [path] = write(tmp_path, patients="old")

    with pytest.raises(ZeroDivisionError):
        fail_while_writing(tmp_path)

    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text("utf-8") == "old"


def test_what_is_there_is_kept_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    [path] = write(tmp_path, patients="old")

    with pytest.raises(NameTakenError):
        write(tmp_path, alerts="new", patients="new")

    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text("utf-8") == "old"
    write(tmp_path, replace=True, patients="new")
    assert path.read_text("utf-8") == "new"


def test_only_the_user_may_read_a_file(tmp_path: Path) -> None:
    [path] = write(tmp_path, patients="1")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_a_killed_export_left_is_written_over(tmp_path: Path) -> None:
    (tmp_path / ".patients.csv.part").write_text("a longer text, left behind", "utf-8")

    [path] = write(tmp_path, patients="1")

    assert path.read_text("utf-8") == "1"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine", "utf-8")
    (tmp_path / ".patients.csv.part").symlink_to(elsewhere)
    (tmp_path / "patients.csv").symlink_to(elsewhere)

    [path] = write(tmp_path, replace=True, patients="1")

    assert elsewhere.read_text("utf-8") == "mine"
    assert not path.is_symlink()


def test_two_exports_do_not_write_to_a_directory_at_once(tmp_path: Path) -> None:
    with whole_files(tmp_path), pytest.raises(BlockingIOError):
        write(tmp_path, patients="1")

    assert write(tmp_path, patients="1")


def test_memory_keeps_files_in_order() -> None:
    memory = Memory()
    for name in ("b", "a"):
        with memory.create(name) as file:
            file.write(name.encode())

    assert memory.files == [("b", b"b"), ("a", b"a")]


def test_memory_keeps_no_file_that_was_not_finished() -> None:
    memory = Memory()

    with pytest.raises(ZeroDivisionError), memory.create("a"):
        raise ZeroDivisionError

    assert memory.files == []
