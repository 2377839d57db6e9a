"""The two ordered scales everything else speaks of: triage level and screening class."""

from enum import Enum
from functools import total_ordering


class _Ordered(Enum):
    """A closed set whose members are ordered as they are written, least serious first."""

    rank: int  # position on the scale, 0 for the least serious

    def __init__(self, _: str) -> None:
        self.rank = len(type(self).__members__)  # of those that were written before


@total_ordering
class TriageLevel(_Ordered):
    """How soon a person should be seen; the highest wins and nothing lowers it."""

    SELF_CARE = "self_care"
    CONTACT_CLINIC = "contact_clinic"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, TriageLevel):
            return NotImplemented
        return self.rank < other.rank


@total_ordering
class ScreeningClass(_Ordered):
    """Whether a session may go ahead as far as the answers tell; the worst answer wins."""

    CLEAR = "clear"
    CHECK = "check"
    STOP = "stop"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, ScreeningClass):
            return NotImplemented
        return self.rank < other.rank
