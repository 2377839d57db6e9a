"""Patient cases: clinical unit tests that a clinic writes and runs against a protocol."""

from bot.protocol.cases.loading import Loaded, Tried, load_cases, try_cases

__all__ = ["Loaded", "Tried", "load_cases", "try_cases"]
