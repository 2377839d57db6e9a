"""One use case, gone through again and again from the moment before, with a failure each time."""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from tests.faults.invariants import Checker
from tests.faults.nth.calls import TROUBLES, Trouble
from tests.faults.nth.essence import Essence, differences, essence
from tests.faults.nth.running import comes_to_rest
from tests.faults.nth.scene import Moment, Scene, taken_up
from tests.faults.nth.use_cases import UseCase
from tests.faults.nth.wire import MISHAPS, NOTHING, Mishap, put_between

Failing = Mishap | Trouble
FAILINGS: tuple[Failing, ...] = (*MISHAPS, *TROUBLES)
MOST = 1_000  # statements of a use case


@dataclass(slots=True, kw_only=True)
class Loop:
    """A use case with the moment before it, and what came of its runs."""

    case: UseCase
    moment: Moment
    folder: Path
    usual: Essence = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)  # how many there are to fail
    runs: int = 0
    wrong: list[str] = field(default_factory=list)

    async def undisturbed(self) -> None:
        """Learn what the use case comes to, and of how many statements and calls it is made."""
        async with taken_up(self.moment, self.folder / "usual") as scene:
            wire = put_between(scene.house.clinic.db, NOTHING, 1)
            before = len(scene.house.api.journal.requests)
            await self._happens(scene)
            calls = len(scene.house.api.journal.requests) - before
            self.usual = essence(scene)
            self.wrong += self._faults(scene)
        for mishap in MISHAPS:
            self.places[mishap.name] = sum(mishap.may_hit(sql) for sql in wire.statements)
        self.places.update(dict.fromkeys((trouble.name for trouble in TROUBLES), calls))

    async def tries_some(self, number: int) -> None:
        """Let one statement or call fail, for some kinds of failures: others in each use case."""
        rng = Random(self.case.name)
        possible = [failing for failing in FAILINGS if self.places[failing.name]]
        for failing in rng.sample(possible, min(number, len(possible))):
            await self._fails_at(failing, rng.randint(1, self.places[failing.name]))

    async def tries_all(self) -> None:
        """Let each statement and each call fail, one in each run, until there are no more."""
        for failing in FAILINGS:
            for n in count(1):
                if not await self._fails_at(failing, n):
                    break
                assert n < MOST, "there is no end to it"

    async def _fails_at(self, failing: Failing, n: int) -> bool:
        """Go through it while the n-th fails; tell whether there was an n-th."""
        self.runs += 1
        folder = self.folder / f"{self.runs}"
        async with taken_up(self.moment, folder, patience=failing.patience) as scene:
            ends = failing.order(scene, n)
            await self._happens(scene)
            there_was = ends()
            wrong = [*differences(self.usual, essence(scene)), *self._faults(scene)]
        self.wrong += [f"{self.case.name}, {failing.name} at {n}: {what}" for what in wrong]
        return there_was

    async def _happens(self, scene: Scene) -> None:
        self.case.act(scene)
        await comes_to_rest(scene.house)

    def _faults(self, scene: Scene) -> list[str]:
        checker = Checker(api=scene.house.api, clinic=scene.house.clinic, failures=1)
        return list(checker.damage()) if self.case.forgets else checker.faults()
