"""The questions that the bench answers, in the order it asks them."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from benchmarks.result import Plan, Result


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its title, and the module whose `measure` answers it."""

    title: str
    module: str

    @property
    def measure(self) -> Callable[[Plan], Result]:
        """Find what answers it; a module is imported only when it is asked."""
        found: Callable[[Plan], Result] = import_module(self.module).measure
        return found


QUESTIONS = {
    "P1": Question("A tap in a check-in, the whole way", "benchmarks.tapping"),
    "P2": Question("From an update to its reply, one at a time", "benchmarks.latency"),
    "P3": Question("Many check-ins due in the same second", "benchmarks.coming_due"),
    "P4": Question("From a start to the first due message", "benchmarks.starting"),
    "P5": Question("Sending at Telegram’s own ceiling", "benchmarks.ceiling"),
    "P6": Question("Triage of one report with all rules", "benchmarks.triage"),
    "P7": Question("Exports of a large clinic", "benchmarks.exporting_beside"),
    "P8": Question("One answer with a great deal stored", "benchmarks.much_stored"),
    "P9": Question("Memory, and the time to the first poll", "benchmarks.memory"),
    "P10": Question("The pages of the portal", "benchmarks.portal_pages"),
}
