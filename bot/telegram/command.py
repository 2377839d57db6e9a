"""A command: its name, what it runs and for whom; menu, help and permission follow from it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.telegram.visit import Role, Visit

Run = Callable[[Visit, str], None]

EVERYBODY = frozenset(Role)
PATIENTS = frozenset({Role.PATIENT})
CLINICIANS = frozenset({Role.CLINICIAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command; `needs_consent` keeps it from patients who have not agreed yet."""

    name: str
    run: Run
    roles: frozenset[Role]
    in_menu: bool = True
    needs_consent: bool = False
