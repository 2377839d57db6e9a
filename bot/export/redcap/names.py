"""Names of fields and codes of choices as REDCap takes them."""

import hashlib
import re

LONGEST = 26
RECORD_ID = "record_id"
NOT_PLAIN = re.compile(r"[^a-z0-9_]+")


class Names:
    """Names given in one project, each once and always the same."""

    def __init__(self) -> None:
        self._given = {RECORD_ID}

    def give(self, prefix: str, name: str) -> str:
        """Name a field; one too long, or taken, ends in a few letters worked out from it."""
        whole = f"{prefix}_{plain(name)}"
        short = whole
        if len(whole) > LONGEST or whole in self._given:
            mark = hashlib.sha256(f"{prefix} {name}".encode()).hexdigest()[:4]
            short = f"{whole[: LONGEST - 5].rstrip('_')}_{mark}"
        if short in self._given:
            raise ValueError(f"two fields would be named {short}")
        self._given.add(short)
        return short


def plain(text: str) -> str:
    """Write a key in small letters, digits and single underscores; ___ parts field and code."""
    return re.sub("_+", "_", NOT_PLAIN.sub("_", text.lower())).strip("_")
