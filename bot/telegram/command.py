"""A command: its name, what it runs and for whom; menu, help and permission follow from it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from bot.chat.taps import Tap
from bot.pathway.rights import Right, may
from bot.storage.clinicians import Clinician
from bot.telegram.visit import Role, Visit

Run = Callable[[Visit, str], None]

EVERYBODY = frozenset(Role)
PATIENTS = frozenset({Role.PATIENT})


class Joined(IntEnum):
    """How far a patient has come in."""

    NOT_YET = 0
    BEFORE = 1  # to words that have changed since: only what may be urgent goes on
    AGREED = 2
    WHOLLY = 3  # region and time zone are known too


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Who may use something: people of some roles, and staff with a right.

    It has no default that lets anybody in: one that names nobody cannot be made.
    """

    roles: frozenset[Role] = frozenset()
    right: Right | None = None

    def __post_init__(self) -> None:
        if not self.roles and self.right is None:
            raise TypeError(f"{self} does not say who may use it: give it roles or a right")

    def allows(self, visit: Visit) -> bool:
        """Tell whether the person may use it now."""
        staff = visit.clinician
        return bool(self.roles & visit.roles) or (staff is not None and self.is_open_to(staff))

    def is_open_to(self, member: Clinician) -> bool:
        """Tell whether a member of staff may use it now, as staff."""
        has_right = self.right is not None and may(member, self.right)
        return has_right or Role.STAFF in self.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Permission):
    """One command; `needs` keeps it from patients who have not come in so far.

    With `when_left` it is open to patients who have left, too.
    """

    name: str
    run: Run
    in_menu: bool = True
    needs: Joined = Joined.NOT_YET
    when_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapping(Permission):
    """What one kind of button does; `about` is what the number on it counts."""

    run: Callable[[Visit, Tap], None]
    about: str
