"""A short tour: what people said is what is stored, and the demo opens at its end."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.commands.touring import Planned as PlannedTour
from bot.demo.tour.personas import Planned, Problem, load_people
from bot.storage import alerts, clearances, forms, patients
from bot.storage.alerts import AlertState
from bot.storage.database import Database
from bot.storage.forms import FormKind, FormState
from bot.storage.patients import Patient, PatientState
from tests.demo.theatre import theatre
from tests.demo.tour.played import MIDNIGHT, persona

WORKED = "SELECT count(*), sum(attempts = 0 AND state = 'done') FROM inbox"
# The week of four of them, moved together.
WEEK = (
    replace(persona("Toni"), joins=0, sessions=(1,)),
    replace(persona("Jona"), joins=0, sessions=(1,), silent_after=2.0),
    replace(persona("Mika"), joins=0, sessions=(1,), acts=(Planned(day=3.5, says="/stop"),)),
    replace(
        persona("Eike"),
        joins=1,
        sessions=(2,),
        evenings=1.0,
        problems=(Problem(symptom="tingling", first=4.4, last=9.0, grades=(3,)),),
    ),
)


def patient(db: Database, name: str) -> Patient:
    found = patients.by_code(db, persona(name).code)
    assert found is not None
    return found


def states(db: Database, name: str, kind: FormKind) -> Counter[FormState]:
    found = forms.of_patient(db, patient(db, name).id)
    return Counter(form.state for form in found if form.kind is kind)


async def test_a_short_tour_fills_a_clinic_and_the_demo_opens_at_its_end(tmp_path: Path) -> None:
    book = replace(load_people(), days=5, people=WEEK)
    async with theatre(tmp_path, tour=PlannedTour(book=book, start=MIDNIGHT)) as stage:
        opened = (await stage.client.get("/state")).json()
        await stage.settle()
        everybody_was_treated(stage.db)
        one_had_to_wait_for_the_clinicians_word(stage.db)
        one_fell_silent_and_one_left(stage.db)
        one_has_just_told_of_something(stage.db)
        heard = len(stage.stage.api.journal.updates)
        assert stage.db.execute(WORKED).fetchone() == (heard, heard)

    names = [phone["name"] for phone in opened["phones"]]
    assert names == ["Charlie", "Toni", "Jona", "Mika", "Eike"]
    last = opened["phones"][0]["messages"][-1]["html"]
    assert last.startswith("4 patients, flagged first")
    assert opened["now"] >= (MIDNIGHT + timedelta(days=5, hours=12)).isoformat()


def everybody_was_treated(db: Database) -> None:
    for one in WEEK:
        assert states(db, one.name, FormKind.SCREENING) == {FormState.ANSWERED: 1}
        assert states(db, one.name, FormKind.SESSION) == {FormState.ANSWERED: 1}


def one_had_to_wait_for_the_clinicians_word(db: Database) -> None:
    screening = forms.of_patient(db, patient(db, "Toni").id)[0]
    cleared = clearances.newest(db, screening.id)

    assert cleared is not None
    assert cleared.reason == "weighed"


def one_fell_silent_and_one_left(db: Database) -> None:
    silent = states(db, "Jona", FormKind.CHECK_IN)

    assert silent[FormState.ANSWERED] >= 1
    assert silent[FormState.MISSED] >= 1
    assert patient(db, "Mika").state is PatientState.WITHDRAWN


def one_has_just_told_of_something(db: Database) -> None:
    (flag,) = alerts.all_open(db)

    assert (flag.patient_id, flag.state) == (patient(db, "Eike").id, AlertState.RAISED)
    assert states(db, "Eike", FormKind.DIARY)[FormState.ANSWERED] >= 3
