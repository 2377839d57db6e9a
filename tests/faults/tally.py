"""What came of a round of kills, judged and counted; rounds add up."""

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.ground import Ground
from tests.faults.invariants import Checker
from tests.faults.respondents import all_given


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts, and everything that is wrong in words."""

    kills: int = 0
    answers: int = 0
    check_ins: int = 0
    messages: int = 0
    copies: int = 0
    lost: list[object] = field(default_factory=list)
    twice: list[object] = field(default_factory=list)
    vanished: list[object] = field(default_factory=list)
    faults: list[object] = field(default_factory=list)
    stopping: float = 0.0  # seconds the last stop took

    def judge(self, ground: Ground, kills: int, booked: list[int]) -> None:
        """Add what a round that is over came to."""
        with ground.opened() as clinic:
            checker = Checker(api=ground.api, clinic=clinic)
            given = all_given(ground.people)
            written = Counter(words for patient in ground.patients for words in patient.written)
            self.kills += kills
            self.answers += len(given)
            self.check_ins += len(booked)
            self.messages += len(ground.api.journal.sent())
            self.copies += checker.copies().total()
            self.lost += checker.lost(given)
            self.twice += [*checker.stored_twice(), *checker.begun_twice(written)]
            self.vanished += checker.lost_check_ins(booked)
            self.faults += checker.faults()

    def told(self) -> str:
        """Say it in a line."""
        return (
            f"{self.answers} answers, {len(self.lost)} lost, {len(self.twice)} stored twice;"
            f" {self.check_ins} check-ins, {len(self.vanished)} lost; {self.copies} extra copies"
            f" of {self.messages} messages; the last stop took {self.stopping:.1f} s"
        )

    @property
    def wrong(self) -> list[object]:
        """List everything that must not be."""
        return [*self.lost, *self.twice, *self.vanished, *self.faults]
