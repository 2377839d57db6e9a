"""Logging without tokens, names or anything a patient wrote."""

import logging
import re
import traceback
from pathlib import Path

TOKEN = re.compile(r"\d{6,}(:|%3A)[A-Za-z0-9_-]{20,}")
HIDDEN = "[token]"
# These write addresses with the token in them.
NOISY = ("aiohttp", "httpx", "httpcore", "apscheduler", "uvicorn.access")
SILENT = ("telegram",)  # writes what it could not read: whole updates
HERE = str(Path(__file__).parent)


def place_of(error: BaseException | None) -> str:
    """Name an error's kind and place; what it says can be a patient's words."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    own = [frame for frame in frames if frame.filename.startswith(HERE)] or frames
    where = f" in {Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}{where}"


class Redaction(logging.Filter):
    """Takes tokens out of every record, its arguments and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact a record; none is dropped."""
        record.msg = TOKEN.sub(HIDDEN, record.getMessage())
        record.args = ()
        if record.exc_info and record.exc_info[0] is not None:
            record.msg += f" ({place_of(record.exc_info[1])})"
            record.exc_info = None
            record.exc_text = None
        return True


def set_up_logging(level: str) -> None:
    """Log to standard error, redacted."""
    handler = logging.StreamHandler()
    handler.addFilter(Redaction())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
