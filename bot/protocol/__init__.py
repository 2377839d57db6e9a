"""The clinical content as data: TOML files, their loader and their checker."""

from bot.protocol.checker import check
from bot.protocol.coverage import unanswered_grades
from bot.protocol.fault import Fault, ProtocolError, report_lines
from bot.protocol.loader import load_protocol
from bot.protocol.words import required_words

__all__ = [
    "Fault",
    "ProtocolError",
    "check",
    "load_protocol",
    "report_lines",
    "required_words",
    "unanswered_grades",
]
