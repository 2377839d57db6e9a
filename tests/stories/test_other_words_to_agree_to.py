"""The consent text changes: everybody is asked anew, and until then only danger is heeded."""

from bot.application import Application
from bot.chat.enrolment import consent_text, mark
from bot.clinic import Clinic
from bot.locales import say
from bot.storage import alerts, audit, consents, forms
from bot.storage.database import open_database
from bot.storage.forms import FormState
from tests.house import KEY, Chatter, House
from tests.stories.acts import had_a_session
from tests.telegram.lookup import count

CANARY = "ZXQ-HEADACHE-CANARY"
VERSIONS = {
    "2026-11": "059742a131c9"
}  # each with the mark of its words, all named values as dashes
KEPT = ("answer", "patient_message", "session", "finding", "consent")


async def words_change(house: House, name: str = "the Other Clinic", **more: object) -> None:
    """Start the program again with other words to agree to: it is another clinic's by name."""
    await house.app.stop()
    old = house.clinic
    house.clinic = Clinic(
        db=open_database(old.settings.database, KEY),
        protocol=old.protocol,
        clock=old.clock,
        settings=old.settings.model_copy(update={"clinic_name": name, **more}),
    )
    house.app = Application(house.clinic)
    await house.app.start()
    await house.settle()


def kept(house: House) -> dict[str, int]:
    """Count what is kept of all patients."""
    return {table: count(house, table) for table in KEPT}


async def test_each_patient_is_asked_once_and_goes_on_after_a_yes(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    before, heard = kept(house), len(robin.from_bot)

    await words_change(house)

    assert robin.last.text.startswith("The words you agreed to have changed.")
    assert "Your answers go to the Other Clinic." in robin.last.text
    await words_change(house)  # nothing new: nobody is asked twice
    await house.go(hours=4)  # the check-in at 3 hours comes due, and is not put
    assert len(robin.from_bot) == heard + 1
    assert kept(house) == before
    [waiting] = [f for f in forms.waiting(house.clinic.db, robin.patient.id) if f.point == "h3"]
    assert waiting.state is FormState.PLANNED

    await robin.taps("Yes, I agree")
    await house.go(seconds=10)

    assert "Thank you. All goes on as before." in robin.from_bot
    assert forms.by_id(house.clinic.db, waiting.id).state is FormState.OPEN
    given = consents.in_force(house.clinic.db, robin.patient.id)
    rows = [*house.clinic.db.query("SELECT * FROM consent ORDER BY id")]
    assert given is not None
    assert given.id == rows[-1]["id"]
    assert len({row["text_hash"] for row in rows}) == len(rows) == 2
    assert rows[-1]["language"] == "en"
    assert rows[-1]["update_id"] > rows[0]["update_id"]
    noted = [line.what for line in audit.rows(house.clinic.db)]
    assert noted.count("consent asked anew") == 1


async def test_who_cannot_breathe_is_helped_at_once_and_nothing_calm_is_kept(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")
    gate = robin.last
    await words_change(house)
    before = kept(house)

    await robin.says(f"{CANARY} my neck is a little stiff")
    await robin.says("/diary")
    await robin.says("/session")
    robin.person.taps("None of these", message=gate)
    await house.settle()

    assert robin.last.text.startswith("The words you agreed to have changed.")
    assert kept(house) == before
    assert CANARY not in "".join(
        str(tuple(row))
        for table in ("inbox", "patient_message", "outbox", "answer")
        for row in house.clinic.db.execute(f"SELECT * FROM {table}")  # noqa: S608  # constants
    )
    assert alerts.all_open(house.clinic.db) == []

    await robin.says("I can't breathe")

    told = [text for text in robin.from_bot if "112" in text and "Call" in text]
    assert told
    [flag] = alerts.all_open(house.clinic.db)
    assert flag.level.value == "emergency"
    assert f"Flag {flag.id}" in charlie.last.text


async def test_a_red_flag_that_is_tapped_is_heeded_as_well(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")
    gate = robin.last
    await words_change(house)

    robin.person.taps("Hard to breathe, or chest pain", message=gate)
    await house.settle()

    [flag] = alerts.all_open(house.clinic.db)
    assert flag.level.value == "emergency"
    assert f"Flag {flag.id}" in charlie.last.text
    assert any("Call 112" in text for text in robin.from_bot)
    await house.go(hours=26)  # whether somebody flagged is safe is asked all the same
    safety = [f for f in forms.of_patient(house.clinic.db, robin.patient.id) if f.kind == "safety"]
    assert safety
    assert safety[0].opened_at is not None


async def test_a_new_report_and_a_person_are_there_while_nothing_else_is(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await words_change(house)
    await robin.says("/problem")
    await robin.taps("Hard to breathe, or chest pain")
    assert len(alerts.all_open(house.clinic.db)) == 1

    await robin.says("/problem my face droops on one side")
    assert any("Call 112" in text for text in robin.from_bot)
    await robin.says("I want to talk to a person")
    assert charlie.last.text


async def test_no_is_no_and_ways_out_stay_open(house: House, robin: Chatter) -> None:
    await words_change(house)
    await robin.taps("No")
    assert "No more questions come" in robin.last.text

    assert (await robin.says("/privacy")).text.startswith("What is kept:")
    await robin.says("/mydata")
    assert sum(message.document is not None for message in robin.person.messages) == 2
    await robin.says("/forget")
    await robin.taps("Keep everything")
    assert robin.last.text == "Nothing was deleted."
    await robin.says("/stop")
    assert consents.in_force(house.clinic.db, robin.patient.id) is None


async def test_typed_yes_agrees_unless_it_could_answer_a_question(
    house: House, robin: Chatter
) -> None:
    await words_change(house)
    await robin.says("/problem")
    await robin.says("yes")
    assert robin.last.text.startswith("The words you agreed to have changed.")
    await robin.says("Yes, I agree")

    assert count(house, "consent") == 2


async def test_a_consent_of_before_hashes_were_kept_goes_by_its_version(
    house: House, robin: Chatter
) -> None:
    db = house.clinic.db
    db.execute("UPDATE consent SET terms_hash = NULL")
    await words_change(house)
    assert "have changed" not in robin.last.text

    house.clinic.db.execute("UPDATE consent SET version = '2020-01'")
    await robin.says("/diary")

    assert robin.last.text.startswith("The words you agreed to have changed.")


def test_other_words_have_another_version() -> None:
    told = dict.fromkeys(("clinic_name", "clinic_hours", "contact", "emergency"), "–")

    now = {say("en", "consent.version"): mark(consent_text("en", **told))}

    assert now.items() <= VERSIONS.items(), "name consent.version anew, and add its mark above"


async def test_hours_and_numbers_may_change_without_asking_anybody(
    house: House, robin: Chatter
) -> None:
    name = house.clinic.settings.clinic_name

    await words_change(house, name, clinic_hours="never", clinic_phone="1", privacy_contact="Kim")

    assert "have changed" not in robin.last.text


async def test_the_clinic_learns_in_the_morning_who_is_asked_nothing(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await words_change(house, digest_hour=8)
    await house.app.sweep()  # books the first digest
    await house.go(days=1)

    told = "One patient has not agreed to the new consent text, and is asked nothing:"
    assert f"{told}\n{robin.patient.code}" in charlie.last.text
