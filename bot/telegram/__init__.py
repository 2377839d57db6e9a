"""Telegram: the only package that imports python-telegram-bot."""

import os

# Spans of time as timedelta, as in the library's next major version; else each one warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")
