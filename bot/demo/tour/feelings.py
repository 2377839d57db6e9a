"""How a made-up person feels at a moment: the same each time, whoever asks and in which order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.demo.tour.personas import Book, Persona

EASED_BY = 14  # days after the last session
SPAN = 28  # days that are asked about at the beginning


@dataclass(frozen=True, slots=True, kw_only=True)
class Feelings:
    """A person's headaches and unwanted effects; `start` is the first morning of the tour."""

    persona: Persona
    book: Book
    start: datetime

    def day(self, now: datetime) -> float:
        """Give the day of the tour, with its fraction."""
        return (now - self.start) / timedelta(days=1)

    def at(self, day: float) -> datetime:
        """Give the instant of a day with its fraction."""
        return self.start + timedelta(days=day)

    def is_silent(self, day: float) -> bool:
        """Tell whether the person has stopped answering by then."""
        silent_after = self.persona.silent_after
        return silent_after is not None and day > silent_after

    def chance(self, *about: object) -> Random:
        """Give the die of this person for one purpose."""
        return Random(f"{self.book.seed} {self.persona.name} {about}")  # noqa: S311  # no secret

    def worst(self, day: int) -> int:
        """Tell how bad the headache is at worst on a day, from 0 to 10."""
        pattern, die = self.book.patterns[self.persona.pattern], self.chance("headache", day)
        weekday = (self.start + timedelta(days=day)).weekday()
        left = 1 - self.persona.eases * self._progress(day)
        if weekday not in pattern.weekdays or die.random() > pattern.chance * left:
            return 0
        return max(1, round(die.randint(pattern.low, pattern.high) * (0.4 + 0.6 * left)))

    def _progress(self, day: float) -> float:
        first = self.persona.sessions[0]
        whole = self.persona.sessions[-1] + EASED_BY - first
        return min(max((day - first) / whole, 0.0), 1.0)

    def medicine(self, day: int) -> str:
        """Name what is taken on a day with a headache."""
        kinds = self.book.patterns[self.persona.pattern].medicine
        return self.chance("medicine", day).choice(kinds)

    def grade(self, symptom: str, day: float) -> int:
        """Give the grade of an unwanted effect on a day."""
        found = (problem for problem in self.persona.problems if problem.symptom == symptom)
        return max((problem.grade(day) for problem in found), default=0)

    def numbers(self, day: float) -> dict[str, int]:
        """Give what is asked in figures, at the beginning, the end and in between."""
        today = int(day)
        recent = [self.worst(day) for day in range(today - SPAN, today)]
        bad = [pain for pain in recent[-14:] if pain]
        taken = sum(pain > 0 and self.medicine(day) != "none" for day, pain in enumerate(recent))
        return {
            "nrs": max(self.worst(today) - 1, 0),
            "nrs_worst": self.worst(today),
            "nrs_usual": round(sum(bad) / len(bad)) if bad else 0,
            "nrs_worst_week": max(recent[-7:]),
            "days_last_14": len(bad),
            "took_any": taken,
            "took_simple": taken,
            "took_strong": 0,
            "HF15_days": max(taken, 1),
        }
