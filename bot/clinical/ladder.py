"""Check-ins about symptoms that stay: they count from the day one was first reported."""

from dataclasses import dataclass

from bot.clinical.questionnaire import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One check-in of a ladder, due so many hours after the first report."""

    __pydantic_config__ = STRICT
    key: str
    due: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Check-ins that come while one of `symptoms` is there, across the sessions of a course.

    `closes` and `expires` are hours after a step is due: answers are late, then missed.
    """

    __pydantic_config__ = STRICT
    key: str
    symptoms: tuple[str, ...]
    steps: tuple[Step, ...]
    closes: float
    expires: float
    source: str
    focus: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its check-ins."""
        return tuple(step.key for step in self.steps)
