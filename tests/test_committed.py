"""The search for secrets finds what it must; `make check` lets it search everything."""

import secrets
from pathlib import Path

import pytest

from tests.committed import committed, found_in


@pytest.mark.parametrize(
    ("secret", "named"),
    [
        (f"123456789:{secrets.token_hex(18)[:35]}", "Telegram Bot Token"),
        ("-----BEGIN " + "PRIVATE KEY-----", "Private Key"),
    ],
    ids=["token", "key"],  # made anew each time, and each of several test processes needs one name
)
def test_a_secret_would_be_found(tmp_path: Path, secret: str, named: str) -> None:
    careless, careful = tmp_path / "notes.md", tmp_path / "readme.md"
    careless.write_text(f"The bot's token is {secret} for now.\n")
    careful.write_text("The bot's token is in a file of its own.\n")

    said = found_in(careful, careless)

    assert named in said
    assert secret not in said
    assert "readme.md" not in said


def test_the_program_is_among_what_is_searched() -> None:
    assert {"bot/__main__.py", "deploy/compose.yaml", ".env.example"} <= set(committed())
