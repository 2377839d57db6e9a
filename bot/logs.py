"""Logging without tokens, names or anything a patient wrote."""

import logging
import re

TOKEN = re.compile(r"\d{6,}(:|%3A)[A-Za-z0-9_-]{20,}")
HIDDEN = "[token]"
# These write addresses with the token in them, or whole updates.
NOISY = ("httpx", "httpcore", "telegram", "telegram.ext", "apscheduler", "uvicorn.access")


class Redaction(logging.Filter):
    """Takes tokens out of every record, its arguments and its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact a record; none is dropped."""
        record.msg = TOKEN.sub(HIDDEN, record.getMessage())
        record.args = ()
        if record.exc_info and record.exc_info[0] is not None:
            # A traceback can hold an update: its kind and place are enough.
            record.msg += f" ({record.exc_info[0].__name__})"
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
