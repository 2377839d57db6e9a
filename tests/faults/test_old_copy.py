"""A copy of three days ago in place of the database: nothing stale is sent, the gap is told."""

import shutil
from pathlib import Path

import pytest

from bot.clinic import Clinic
from bot.pathway import restoring
from bot.storage import backups, forms
from bot.storage.carried import Carried
from bot.storage.database import open_database
from bot.storage.forms import FormState
from tests.faults.dying import begins_again, comes_to_rest
from tests.faults.test_failpoints import with_a_session
from tests.house import KEY, House

GAP = "A backup was put back"


@pytest.mark.parametrize("by_hand", [False, True])
async def test_a_copy_of_three_days_ago_brings_no_stale_prompt_and_tells_the_gap(
    house: House, tmp_path: Path, by_hand: bool
) -> None:
    clinician = await house.clinician()
    robin = await with_a_session(house)
    made = backups.write(house.clinic.db, tmp_path / "backups", KEY, house.now)
    await house.go(days=3, hours=-2)
    before, heard = len(robin.from_bot), len(clinician.from_bot)

    await (is_put_there if by_hand else is_restored)(house, made)
    await house.app.sweep()
    await comes_to_rest(house)

    asked = robin.from_bot[before:]
    states = {
        form.point: form.state
        for form in forms.of_patient(house.clinic.db, robin.patient.id)
        if form.point
    }
    assert len(asked) <= 1, "what is still of use comes as one question"
    assert {states["h3"], states["h24"]} == {FormState.BOT_WAS_DOWN}
    told = [text for text in clinician.from_bot[heard:] if GAP in text]
    assert len(told) == (0 if by_hand else 1)
    assert all("Mon 2 Nov" in text and "Thu 5 Nov" in text for text in told)


async def is_put_there(house: House, made: Path) -> None:
    """Copy a backup over the database without the command, and start the bot again."""
    await house.app.stop()
    shutil.copyfile(made, house.clinic.settings.database)
    await begins_again(house)


async def is_restored(house: House, made: Path) -> None:
    """Stop the bot, put a backup in the place of its database, and start it again."""
    await house.app.stop()
    database = house.clinic.settings.database
    contents = backups.check(made, KEY)
    draft = backups.draft_for(database)
    shutil.copyfile(made, draft)
    db = open_database(draft, KEY)
    clinic = Clinic(
        db=db,
        protocol=house.clinic.protocol,
        clock=house.clock,
        settings=house.clinic.settings,
    )
    restoring.take_over(
        clinic, last=contents.last, carried=Carried(), name=made.name, by="operator"
    )
    db.close()
    backups.swap(draft, database, "test")
    await begins_again(house)
