"""A command: its name, what it runs and for whom; menu, help and permission follow from it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from bot.telegram.visit import Role, Visit

Run = Callable[[Visit, str], None]

EVERYBODY = frozenset(Role)
PATIENTS = frozenset({Role.PATIENT})
CLINICIANS = frozenset({Role.CLINICIAN})


class Joined(IntEnum):
    """How far a patient has come in."""

    NOT_YET = 0
    AGREED = 1
    WHOLLY = 2  # region and time zone are known too


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command; `needs` keeps it from patients who have not come in so far."""

    name: str
    run: Run
    roles: frozenset[Role]
    in_menu: bool = True
    needs: Joined = Joined.NOT_YET
