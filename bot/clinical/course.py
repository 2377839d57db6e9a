"""A course of sessions: when a new one begins, and when its follow-up is asked."""

from dataclasses import dataclass
from datetime import timedelta

from bot.clinical.questionnaire import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePlan:
    """How courses are told apart, and how one is compared with the time before it.

    A session more than `gap_days` after the last one begins a new course, and so does one after
    a full course that has been followed up. The follow-up comes after the check-in of the point
    `follow_up`; it asks what the diary tells only where fewer than `enough_days` of the last
    `window_days` have an entry, or `enough_medicine_days` of those that medicine is counted over.
    """

    __pydantic_config__ = STRICT
    gap_days: int
    follow_up: str
    window_days: int
    enough_days: int
    enough_medicine_days: int
    source: str

    def begins_anew(
        self, *, planned: int, sessions: int, since_last: timedelta, followed_up: bool
    ) -> bool:
        """Tell whether a session begins a new course, given the course before it."""
        if sessions == 0:
            return False
        is_over = sessions >= planned and followed_up
        return is_over or since_last > timedelta(days=self.gap_days)
