"""The mark by which a test names the rule of the Bot API that it shows, and the list of rules."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

rule = pytest.mark.rule

_BOOK: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "rules.toml").read_text(encoding="utf-8")
)
NOT_OFFERED = _BOOK.pop("not_offered")
RULES: dict[str, str] = {
    name: says for section in _BOOK.values() for name, says in section.items()
}
