"""What a question comes to: figures of each side, and whether the targets are met."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Figures = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is run: rounds of each side, and whether the sizes are the small ones."""

    rounds: int = 5
    quick: bool = False

    def interleave(
        self, sides: Mapping[str, Callable[[], float]], rounds: int | None = None
    ) -> dict[str, list[float]]:
        """Run each side in turn, round after round, and keep the figure each gives."""
        figures: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(rounds or self.rounds):
            for name, run in sides.items():
                figures[name].append(run())
        return figures


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of several sides in one unit."""

    title: str
    unit: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Check:
    """One target: what was measured, the limit, and why it is missed where it is."""

    what: str
    measured: float
    at_most: float | None = None
    at_least: float | None = None
    unit: str = "×"
    why: str = ""

    @property
    def is_met(self) -> bool:
        """Tell whether the figure is on the right side of its limit."""
        below = self.at_most is None or self.measured <= self.at_most
        return below and (self.at_least is None or self.measured >= self.at_least)

    @property
    def target(self) -> str:
        """Say the limit."""
        limit = self.at_most if self.at_most is not None else self.at_least
        sign = "≤" if self.at_most is not None else "≥"
        return f"{sign} {number(limit or 0)} {self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one question comes to; notes are sentences that a reader needs beside it."""

    tables: list[Table]
    checks: list[Check]
    notes: list[str] = field(default_factory=list)


def ratio(figures: Figures, one: str, other: str) -> float:
    """Divide the median of one side by that of another."""
    return statistics.median(figures[one]) / statistics.median(figures[other])


def number(value: float) -> str:
    """Write a figure with three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
