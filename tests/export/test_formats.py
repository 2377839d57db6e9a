"""Every format has its words for the people who choose one."""

import pytest

from bot.export import FORMATS
from bot.locales import SOURCE_LANGUAGE, has


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_offered_in_words(name: str) -> None:
    assert has(SOURCE_LANGUAGE, f"portal.format.{name}")
