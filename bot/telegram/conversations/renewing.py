"""While words that changed wait for a yes: only what may be urgent is heeded, and kept."""

from collections.abc import Callable
from dataclasses import replace

from bot.pathway import consenting, enrolment
from bot.storage.database import savepoint
from bot.telegram.visit import Visit


class _NotUrgentError(Exception):
    """What was done has nothing that the patient must be told at once."""


def is_frozen(visit: Visit) -> bool:
    """Tell whether the patient has not answered the words as they are now."""
    return visit.patient is not None and consenting.is_frozen(visit.clinic, visit.patient)


def ask(visit: Visit) -> None:
    """Ask for consent to the words as they are now."""
    enrolment.ask_step(visit.clinic, visit.member, visit.post)


def only_if_urgent(visit: Visit, act: Callable[[], object]) -> None:
    """Do something, and keep it only if the rules have advice to give at once; else ask.

    All rules look at it, as they would at any time. What they find calm is as if never said.
    """
    before = replace(visit.post)
    try:
        with savepoint(visit.clinic.db):
            act()
            if not visit.post.advised:
                raise _NotUrgentError
    except _NotUrgentError:
        visit.post, visit.toast = before, ""
        ask(visit)
