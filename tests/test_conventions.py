"""The rules of the house that no other tool holds: who may import whom, and how files look."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]

# A part of bot/ may import itself and the parts to its left.
LAYERS = (
    *("__init__", "clinical", "clock", "protocol", "locales", "handbook", "charts"),
    *("typesetting", "export", "storage"),
    *("settings", "clinic", "chat", "pathway", "due", "health", "telegram", "portal", "demo"),
    *("lock", "logs", "regions", "opening", "serving", "application", "commands", "__main__"),
)
# The only parts of bot/ that may import a library.
IMPORTERS: dict[str, set[str]] = {
    "sqlite3": {"storage"},
    "sqlcipher3": {"storage"},
    "sqlite_utils": {"storage"},
    "typst": {"typesetting"},
    "telegram": {"telegram", "application"},
    "pickle": set(),  # reading one runs whatever it says
    "shelve": set(),
}
# The only parts of bot/ that may know that there is a demo; the bot itself cannot tell.
KNOW_THE_DEMO = {"demo", "application", "commands", "__main__"}
IMPURE = {
    *("asyncio", "http", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets"),
    *("shutil", "signal", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time"),
    *("urllib", "uuid"),
}
IMPURE_CALLS = {"now", "utcnow", "today", "open", "print", "input"}
VAGUE = {"utils", "helpers", "common", "misc", "manager", "service", "core", "base"}
LONGEST_FILE = 300


def files(*folders: str) -> list[Path]:
    """Return the Python files in these folders of the repository: at least one."""
    found = sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    assert found, f"there is no Python file in {folders}"
    return found


@cache
def parsed(file: Path) -> ast.Module:
    """Return the syntax tree of a file, read once for all tests."""
    return ast.parse(file.read_text("utf-8"), filename=str(file))


def imports(file: Path) -> Iterator[str]:
    """Yield the full name of whatever a file imports, at its top or within a function."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} does not write an import in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names(file: Path) -> Iterator[str]:
    """Yield every name a file uses, defines or compares with, but for what it says in words."""
    for node in ast.walk(parsed(file)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.Compare():
                yield from (
                    str(value.value)
                    for value in (node.left, *node.comparators)
                    if isinstance(value, ast.Constant)
                )


def calls(file: Path) -> Iterator[str]:
    """Yield the last name of whatever a file calls: `now` for `datetime.now()`."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name


def part(file: Path) -> str:
    """Return the part of bot/ a file belongs to."""
    return file.relative_to(ROOT / "bot").parts[0].removesuffix(".py")


def imported_part(name: str) -> str:
    """Return the part of bot/ an import reaches: `bot.__version__` is in its `__init__`."""
    reached = f"{name}.".split(".")[1]
    return reached if reached in LAYERS else "__init__"


def test_every_part_of_the_bot_has_its_place() -> None:
    assert {part(file) for file in files("bot")} - set(LAYERS) == set()


def test_imports_go_one_way() -> None:
    against = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files("bot")
        for name in imports(file)
        if name.split(".")[0] == "bot"
        and LAYERS.index(imported_part(name)) > LAYERS.index(part(file))
    ]

    assert against == []


@pytest.mark.parametrize("library", IMPORTERS)
def test_a_library_is_known_only_where_it_belongs(library: str) -> None:
    importers = {
        part(file)
        for file in files("bot")
        if library in {name.split(".")[0] for name in imports(file)}
    }

    assert importers - IMPORTERS[library] == set()


def test_clinical_code_imports_nothing_that_acts() -> None:
    allowed = (sys.stdlib_module_names | {"cel"}) - IMPURE
    against = [
        f"{file.name} imports {name}"
        for file in files("bot/clinical")
        for name in imports(file)
        if name.split(".")[0] not in allowed and not f"{name}.".startswith("bot.clinical.")
    ]

    assert against == []


def test_clinical_code_reads_no_clock_and_no_file() -> None:
    against = {file.name: IMPURE_CALLS & set(calls(file)) for file in files("bot/clinical")}

    assert {name: found for name, found in against.items() if found} == {}


def test_nothing_is_printed_but_through_click_or_rich() -> None:
    printing = [
        file
        for file in files("bot")
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "print"
    ]

    assert printing == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        file for file in files("bot", "migrations", "tests") if not ast.get_docstring(parsed(file))
    ]

    assert silent == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [
        file
        for file in files("bot", "migrations", "tests")
        if VAGUE & {*file.relative_to(ROOT).parent.parts, file.stem}
    ]

    assert vague == []


def test_the_bot_cannot_tell_the_demo_from_telegram() -> None:
    knowing = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in files("bot")
        if part(file) not in KNOW_THE_DEMO
        for name in (*imports(file), *names(file))
        if "demo" in name.casefold()
    ]

    assert knowing == []


def test_files_stay_short() -> None:
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in files("bot")}

    assert {file: lines for file, lines in lengths.items() if lines > LONGEST_FILE} == {}


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-dev.lock", "requirements-bench.lock"]
)
def test_a_lock_names_no_host_and_gives_a_hash_for_every_package(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    packages = [line for line in text.splitlines() if not line.startswith(" ")]

    assert packages
    assert "://" not in text
    assert "--index" not in text
    assert text.count(" \\\n    --hash=sha256:") >= len(packages)
    assert all(line.endswith(" \\") for line in packages)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    peers = [*asked, *project["project"]["optional-dependencies"]["bench"]]

    assert unmet(peers, locked("requirements-bench.lock")) == []
    assert unmet(asked, run) == []
    assert unmet(project["dependency-groups"]["dev"], dev) == []
    assert run.items() <= dev.items()


def locked(lock: str) -> dict[str, str]:
    """Return the version that a lock gives each package."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    return dict(line.split()[0].split("==") for line in lines if not line.startswith(" "))


def unmet(asked: list[str], pins: dict[str, str]) -> list[str]:
    """Return the requirements that no pin fulfils."""
    return [
        str(wanted)
        for wanted in map(Requirement, asked)
        if wanted.name not in pins or pins[wanted.name] not in wanted.specifier
    ]
