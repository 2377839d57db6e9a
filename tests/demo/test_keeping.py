"""A demo that is kept goes on where it stopped: the same people, the same time, new numbers."""

from pathlib import Path

import pytest

from bot.demo.clinic import new_token, settings_for
from tests.demo.theatre import theatre
from tests.stories.acts import had_a_session, is_screened, is_well


async def test_a_kept_demo_goes_on(tmp_path: Path) -> None:
    async with theatre(tmp_path, kept=True) as first:
        robin = await first.patient()
        await is_screened(robin)
        await had_a_session(robin)
        await first.stage.travel.go(hours=2)
        await first.post("/people", name="Sam")
        await first.post("/phones/2/zone", zone="Europe/Madrid")
        people = [(phone.person.id, phone.zone) for phone in first.stage.phones]
        code, then = robin.patient.code, first.stage.clock.now()
        newest = max(entry.update_id for entry in first.stage.api.journal.updates)
        last_number = robin.last.message_id
        token = first.stage.api.world.token

    async with theatre(tmp_path, kept=True) as again:
        state = await again.state()
        charlie, patient, sam = state["phones"]
        robin = again.chatter("patient")
        form = await again.stage.travel.to_next_question()

        assert [(phone.person.id, phone.zone) for phone in again.stage.phones] == people
        assert (charlie["code"], patient["code"], sam["code"]) == ("C1", code, None)
        assert (patient["start"], sam["start"].split()[0]) == (None, "/start")
        assert state["keep"] == str(tmp_path)
        assert again.stage.api.world.token != token
        assert again.stage.clock.now() > then
        assert form.point == "h3"
        assert robin.last.message_id > last_number
        await is_well(robin)
        assert min(entry.update_id for entry in again.stage.api.journal.updates) > newest
        assert again.db.execute("SELECT count(*) FROM inbox WHERE attempts > 0").fetchone()[0] == 0
        await again.post("/phones/3/write", text=sam["start"])
        assert "Yes, I agree" in again.stage.phones[3].person.last.labels


def test_a_demo_never_speaks_to_telegram_itself(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a demo does not speak to"):
        settings_for(tmp_path, "https://api.telegram.org", new_token())
