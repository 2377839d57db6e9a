"""The power cut after each write of a bot at work: what it said it holds is there, and whole.

The same on a database that does not wait for the disk at each commit loses answers: so the test
would notice.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.faults.forms import times
from tests.faults.power.disk import Said, Step
from tests.faults.power.judging import CORRUPT, FILE, LOST, WHOLE, answers_in, images, judged
from tests.faults.power.recording import is_allowed, record

PATIENTS = times(short=2, long=3)
SHARE = times(short=0.03, long=1.0)  # of the disks that a cut can leave
FEWEST = times(short=150, long=10_000)
LEVELS = {"FULL": 1.0, "NORMAL": 0.1}  # and their part of the share
SEED = 1


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[Step]]]:
    """A bot at work, once as it is set up and once without a wait at each commit."""
    if not is_allowed():
        pytest.skip("this machine does not let strace watch a program")
    folder = tmp_path_factory.mktemp("power")
    return folder, record(folder, PATIENTS, tuple(LEVELS))


@pytest.mark.parametrize("level", LEVELS)
def test_no_power_cut_loses_what_the_bot_said_it_holds(
    level: str,
    recorded: tuple[Path, dict[str, list[Step]]],
    tmp_path: Path,
    show: Callable[[str], None],
) -> None:
    folder, steps = recorded[0], recorded[1][level]
    final = answers_in(folder / level / "data" / FILE)
    cuts = images(steps, SHARE * LEVELS[level], Random(SEED))
    found = judged(cuts, tmp_path, final)
    said = sum(isinstance(step, Said) for step in steps)

    show(
        f"power cut, synchronous={level}: {len(steps)} steps, {said} times said what is held,"
        f" {found.total()} disks: {found[CORRUPT]} corrupt, {found[LOST]} with less than was said"
    )
    assert len(final) >= PATIENTS
    assert found[CORRUPT] == 0
    if level == "FULL":
        assert found[LOST] == 0
        assert found[WHOLE] >= FEWEST
    else:
        assert found[LOST] > 0
