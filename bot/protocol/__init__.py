"""The clinical content as data: TOML files, their loader and their checker."""

from bot.protocol.fault import Fault, ProtocolError, report_lines
from bot.protocol.loader import load_protocol

__all__ = ["Fault", "ProtocolError", "load_protocol", "report_lines"]
