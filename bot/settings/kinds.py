"""The kinds of value a setting can have, each with the words for a value that does not fit."""

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from bot.clinical.duty import DutyHours, parse_duty_hours

# What pydantic itself finds, said so that an operator can act on it.
PROBLEMS = {
    "bool_parsing": "is neither true nor false; write one of the two",
    "greater_than_equal": "is too small; write {ge} or more",
    "int_parsing": "is not a whole number; write digits only, for example {default}",
    "int_parsing_size": "is too large; write a number such as {default}",
    "less_than_equal": "is too large; write {le} or less",
    "literal_error": "is not one of the words known here; write {expected}",
    "path_not_directory": "names no directory; write the path of one that exists",
    "string_too_long": "is too long; write at most {max_length} characters",
    "value_error": "{error}",
}


def _matching(pattern: str, problem: str) -> AfterValidator:
    """Refuse what the whole pattern does not match, without repeating what was written."""

    def require_match(value: str | SecretStr) -> str | SecretStr:
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if not re.fullmatch(pattern, text):
            raise ValueError(problem)
        return value

    return AfterValidator(require_match)


def _require_zone(name: str) -> str:
    zones = available_timezones()
    if name not in zones:
        near = get_close_matches(name, zones, n=1) or ["Europe/Berlin"]
        raise ValueError(f"is not a time zone; write Area/City, for example {near[0]}")
    return name


def _refuse_directory(path: Path) -> Path:
    if path.is_dir():
        raise ValueError("names a directory; write the path of a file in it")
    return path


def _read_days(value: object) -> object:
    """Read `ca:2026-11-01,ie:2026-10-02`; every part that is no region and day is named."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    found = [re.fullmatch(r"([a-z]{2}):(\d{4}-\d{2}-\d{2})", part) for part in parts]
    days = {match[1]: _day(match[2]) for match in found if match}
    wrong = [place for place, match in enumerate(found, 1) if not match or not days[match[1]]]
    if wrong:
        places = ", ".join(map(str, wrong))
        raise ValueError(
            f"has no region and day as entry {places}; write each like ca:2026-11-01, "
            "with a comma between two"
        )
    return days


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_hour(value: object) -> object:
    """Read an hour of the day; "off" is none."""
    if not isinstance(value, str):
        return value
    if value.casefold() == "off":
        return None
    if not re.fullmatch(r"\d{1,2}", value) or int(value) > 23:  # hours of a day
        raise ValueError("is no hour of the day; write a number from 0 to 23, or off")
    return int(value)


def _read_duty_hours(value: object) -> object:
    return parse_duty_hours(value) if isinstance(value, str) else value


BotToken = Annotated[
    SecretStr,
    _matching(
        r"\d{6,}:[A-Za-z0-9_-]{20,}",
        "is not a token as BotFather gives it, a number, a colon and a long word; copy it again",
    ),
]
WebhookSecret = Annotated[
    SecretStr,
    _matching(
        r"[A-Za-z0-9_-]{32,256}",
        "must be 32 to 256 letters, digits, _ or -; "
        'write what `python3 -c "import secrets; print(secrets.token_urlsafe(48))"` prints',
    ),
]
_HOST = r"https?://([A-Za-z0-9.-]+|\[::1\])(:\d{1,5})?"
_encrypted = _matching(
    r"https://.*|http://(localhost|127(\.\d{1,3}){3}|\[::1\])([:/].*)?",
    "would carry patients' answers unencrypted; write it with https:// "
    "(http:// is only for this machine itself, as in http://127.0.0.1:8081)",
)
WebAddress = Annotated[
    str,
    _matching(
        _HOST + r"(/[^\s?#@]*)?",
        "is not a web address; write one such as https://api.telegram.org",
    ),
    _encrypted,
    AfterValidator(lambda address: address.rstrip("/")),
]
HookAddress = Annotated[
    str,
    _matching(
        _HOST + r"(/[^\s#]*)?",
        "is not a web address; write the one your chat or paging service gave you, with https://",
    ),
    _encrypted,
]
PortalAddress = Annotated[
    WebAddress,
    _matching(
        r"https?://[^/]+", "has something after the host; write it without, as in https://host.org"
    ),
]
File = Annotated[Path, AfterValidator(_refuse_directory)]
ShownText = Annotated[str, Field(max_length=200)]
TimeZone = Annotated[str, AfterValidator(_require_zone)]
Region = Annotated[
    str, _matching("([a-z]{2})?", "is not a region; write two small letters, for example de")
]
RegionDays = Annotated[Mapping[str, date], NoDecode, BeforeValidator(_read_days)]
DigestHour = Annotated[int | None, BeforeValidator(_read_hour)]
DutyTimes = Annotated[DutyHours, NoDecode, BeforeValidator(_read_duty_hours)]
Language = Annotated[
    str,
    _matching(
        "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "is not a language tag; write one such as en or pt-BR"
    ),
]
LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(str.upper)
]
