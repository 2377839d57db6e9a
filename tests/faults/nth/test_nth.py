"""For every use case: the n-th statement or call fails, for each n until there are no more.

Each time the bot goes on by itself; what it comes to is the same as without the failure, and the
invariants hold. `make test` tries a few n, `make faults` all of them.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.forms import LONG
from tests.faults.nth.loop import Loop
from tests.faults.nth.scene import Moment, first_moment, later
from tests.faults.nth.use_cases import USE_CASES, UseCase

SOME = 6  # of nine kinds of failures, in the short form


@pytest.fixture(scope="module")
def moment(tmp_path_factory: pytest.TempPathFactory) -> Moment:
    """A patient who is asked how it is three hours after the first session."""
    return asyncio.run(first_moment(tmp_path_factory.mktemp("nth")))


@pytest.mark.parametrize("case", USE_CASES, ids=lambda case: case.name)
async def test_whichever_step_fails_it_comes_to_the_same(
    case: UseCase, moment: Moment, tmp_path: Path, show: Callable[[str], None]
) -> None:
    if case.before is not None:
        moment = await later(moment, case.before, tmp_path)
    loop = Loop(case=case, moment=moment, folder=tmp_path)
    await loop.undisturbed()
    await (loop.tries_all() if LONG else loop.tries_some(SOME))

    show(f"the n-th fault, {case.name}: {loop.runs} runs, {len(loop.wrong)} wrong")
    assert loop.wrong == []
