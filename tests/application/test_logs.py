"""The log: no token, no name, nothing a patient wrote."""

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import HIDDEN, NOISY, SILENT, Redaction, place_of, set_up_logging

TOKEN = "123456789:TEST-token-of-the-stand-in-0001"
CANARY = "ZXQ-HEADACHE-CANARY"


Written = Callable[[], str]


@pytest.fixture
def written() -> Iterator[Written]:
    """Set up logging as the program does and give what it writes to standard error."""
    loggers = [logging.getLogger(name) for name in ("", *NOISY, *SILENT)]
    levels = [logger.level for logger in loggers]
    handlers, loggers[0].handlers = loggers[0].handlers, []  # which it would close
    log = io.StringIO()
    with redirect_stderr(log):
        set_up_logging("DEBUG")
    yield log.getvalue
    loggers[0].handlers = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.mark.parametrize(
    "message",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/getUpdates",
        f"GET /file/bot{TOKEN.replace(':', '%3A')}/photos/1.jpg",
        f"the token `{TOKEN}` was rejected",
        f"x{TOKEN} and 987654321:AAE{'x' * 32}",
    ],
)
def test_a_token_is_taken_out_wherever_it_stands(written: Written, message: str) -> None:
    logging.getLogger("anywhere").error(message)
    logging.getLogger("anywhere").error("%s", message)
    logging.getLogger("anywhere").error("%(m)s", {"m": message})

    log = written()
    assert "TEST-token" not in log
    assert "AAExxx" not in log
    assert log.count(HIDDEN) >= 3


@given(
    number=st.from_regex(r"[1-9][0-9]{5,11}", fullmatch=True),
    word=st.from_regex(r"[A-Za-z0-9_-]{30,40}", fullmatch=True),
    around=st.text(max_size=20),
)
def test_no_token_passes(number: str, word: str, around: str) -> None:
    record = logging.LogRecord("x", 40, "x", 1, f"{around}{number}:{word}{around}", None, None)

    assert Redaction().filter(record)
    assert f"{number}:{word}" not in record.getMessage()


def test_an_error_is_named_by_its_kind_and_place_alone(written: Written) -> None:
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("anywhere").exception("it went wrong")

    log = written()
    assert "it went wrong (ValueError in test_logs.py:" in log
    assert CANARY not in log
    assert "Traceback" not in log


def test_the_place_of_an_error_is_in_the_program_where_that_is_known() -> None:
    with pytest.raises(AttributeError) as ours:
        Redaction().filter(None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="invalid literal") as theirs:
        int("x")

    assert place_of(ours.value).startswith("AttributeError in logs.py:")
    assert place_of(theirs.value).startswith("ValueError in test_logs.py:")
    assert place_of(KeyError(CANARY)) == "KeyError"


@pytest.mark.parametrize("name", ["httpx", "httpcore.connection", "apscheduler.scheduler"])
def test_libraries_that_chat_are_heard_from_warnings_on(written: Written, name: str) -> None:
    logging.getLogger(name).info("every request, with its address")
    logging.getLogger(name).warning("something is wrong")

    log = written()
    assert "every request" not in log
    assert "something is wrong" in log


@pytest.mark.parametrize("name", ["telegram", "telegram.request.BaseRequest", "telegram.ext"])
def test_the_library_that_prints_whole_updates_is_silent(written: Written, name: str) -> None:
    logging.getLogger(name).critical("Can not load invalid JSON data: %r", CANARY)

    assert written() == ""


def test_the_programs_own_words_are_written(written: Written) -> None:
    logging.getLogger("bot.telegram.worker").error("update %s failed with %s", 7, "KeyError")

    assert "ERROR bot.telegram.worker: update 7 failed with KeyError" in written()
