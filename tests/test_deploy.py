"""What is handed to systemd and to container engines fits the program; no engine runs it here."""

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from bot.commands.running import CONFIGURATION
from bot.health.watch import LOOKS, PATIENCE
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "deploy" / "needling-diary@.service"
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
OPERATING = (ROOT / "docs" / "operating.md").read_text("utf-8")
SETTINGS = {name.upper() for name in Settings.model_fields}


def unit() -> dict[str, list[str]]:
    """Read the unit: what is written for each name, in order."""
    read: dict[str, list[str]] = defaultdict(list)
    for line in UNIT.read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, value = line.split("=", 1)
            read[name].append(value)
    return read


def test_the_unit_sets_what_there_is_to_set_and_hands_over_what_it_names() -> None:
    read = unit()
    environment = dict(line.split("=", 1) for line in read["Environment"])
    credentials = {line.split(":")[0] for line in read["LoadCredential"]}

    assert set(environment) - {"PYTHONDONTWRITEBYTECODE"} <= SETTINGS
    assert {v.removeprefix("%d/") for v in environment.values() if "%d" in v} == credentials
    assert environment["DATABASE"].startswith(f"/var/lib/{read['StateDirectory'][0]}/")
    assert environment["BACKUP_DIR"] in read["ReadWritePaths"]
    for path in (*read["WorkingDirectory"], environment["DATABASE"], environment["BACKUP_DIR"]):
        assert path.replace("%i", "north") in OPERATING
    for secret in ("TELEGRAM_BOT_TOKEN=", "DATABASE_KEY="):
        assert secret not in UNIT.read_text("utf-8")


def test_systemd_waits_longer_than_a_look_takes_and_leaves_faults_of_settings_alone() -> None:
    read = unit()

    assert read["Type"] == ["notify"]
    assert LOOKS + PATIENCE < float(read["WatchdogSec"][0]) <= 60
    assert read["RestartPreventExitStatus"] == [str(CONFIGURATION)]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    here = tmp_path / UNIT.name
    program = unit()["ExecStart"][0].split()[0]
    here.write_text(UNIT.read_text("utf-8").replace(program, "/bin/true"))

    verified = subprocess.run(
        ["systemd-analyze", "verify", here], capture_output=True, text=True, check=False
    )

    assert (verified.returncode, verified.stderr) == (0, "")


def test_the_container_fits_the_program_and_is_nobody_special() -> None:
    words = re.findall(r"([A-Z_]+)=(\S+)", CONTAINERFILE)
    environment = {name: value for name, value in words if name in SETTINGS}
    bases = set(re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE))

    assert {"DATABASE", "BACKUP_DIR", "METRICS_PORT", "DATABASE_KEY_FILE"} <= set(environment)
    assert f"127.0.0.1:{environment['METRICS_PORT']}/healthz" in CONTAINERFILE
    assert all(re.fullmatch(r"python:3\.\d+-slim-[a-z]+", base) for base in bases)
    assert "--require-hashes" in CONTAINERFILE
    assert "\nUSER 10001\n" in CONTAINERFILE
    for source in re.findall(r"^COPY ((?!--)[^\\\n]+) \S+$", CONTAINERFILE, re.MULTILINE):
        assert all((ROOT / name).exists() for name in source.split())


def test_compose_takes_every_right_away_and_hands_over_both_secrets() -> None:
    written = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
    bot = written["services"]["bot"]

    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert set(bot["secrets"]) == set(written["secrets"])
    assert all(f"/run/secrets/{name}" in CONTAINERFILE for name in bot["secrets"])
    assert (ROOT / "deploy" / bot["build"]["context"] / bot["build"]["dockerfile"]).exists()


def test_the_handbook_of_operating_tells_every_exit_code_and_figure() -> None:
    board = (ROOT / "bot" / "health" / "board.py").read_text("utf-8")
    figures = {name for name in re.findall(r'_gauge\("([a-z_]+)"', board) if name != "build"}

    for code in (0, 1, 2, CONFIGURATION):
        assert f"\n| {code} |" in OPERATING
    assert len(figures) > 3
    for figure in figures:
        assert f"needling_{figure}" in OPERATING
