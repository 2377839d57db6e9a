"""Whatever a button is made to say: it is answered, and reaches nobody else's record."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.taps import Act
from tests.house import Chatter, House, open_house
from tests.stories.acts import begins_a_session
from tests.telegram.lookup import count

WORDS = st.one_of(
    st.sampled_from(
        [
            *("nrs_worst", "duration", "medicine", "gate", "nrs", "problems", "areas", "ended"),
            *("none", "all_day", "7", "11", "-1", "٧", "breath", "yes", "now", "neck_back"),
            *("hour", "evening", "consent", "region", "zone", "language", "quiet", "settings"),
            *("today", "health", "SC03", "SC05", "SC13", "one_by_one"),
            *("de", "Europe/Berlin", "22.00-08.00", "called", "", "'; DROP TABLE form; --"),
        ]
    ),
    st.text(max_size=12),
)
NUMBERS = st.one_of(st.integers(-1, 8).map(str), st.text(max_size=11))
MADE_LIKE_OURS = st.builds(
    lambda act, number, words: ":".join([act, number, *words]),
    st.sampled_from([act.value for act in Act]),
    NUMBERS,
    st.lists(WORDS, max_size=3),
)
DATA = st.one_of(MADE_LIKE_OURS, st.text(max_size=64), st.sampled_from([":", "::", "a", "a:", ""]))


RECORD = (
    "SELECT * FROM patient WHERE id = :own",
    "SELECT * FROM form WHERE patient_id = :own",
    "SELECT answer.* FROM answer JOIN form ON form.id = form_id WHERE patient_id = :own",
    "SELECT * FROM consent WHERE patient_id = :own",
    "SELECT * FROM alert WHERE patient_id = :own",
    "SELECT * FROM session WHERE patient_id = :own",
    "SELECT * FROM outbox WHERE chat_id = :chat",
)


class Scene:
    """A patient with every kind of form, and an attacker, in one clinic that goes on."""

    def __init__(self, house: House, robin: Chatter, mallory: Chatter) -> None:
        self.house = house
        self.robin = robin
        self.mallory = mallory

    def robins_record(self) -> list[str]:
        """List every row about the patient."""
        robin = {"own": self.robin.patient.id, "chat": self.robin.person.id}
        return [str(row) for sql in RECORD for row in self.house.clinic.db.query(sql, robin)]

    async def taps(self, attacker: Chatter, data: list[str]) -> int:
        """Tap forged buttons and give how many taps were answered."""
        before = len(self.house.api.journal.sent(method="answerCallbackQuery"))
        for one in data:
            attacker.person.taps("", message=attacker.last, data=one)
        await self.house.settle()
        return len(self.house.api.journal.sent(method="answerCallbackQuery")) - before


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """Run one event loop for all examples."""
    with asyncio.Runner() as one:
        yield one


@pytest.fixture(scope="module")
def scene(runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Open one clinic for all examples: what holds must hold whatever came before."""
    opened = open_house(tmp_path_factory.mktemp("taps"))

    async def begin() -> Scene:
        house = await opened.__aenter__()
        await house.clinician()
        robin, mallory = await house.patient("Robin"), await house.patient("Mallory")
        await begins_a_session(robin)
        await robin.taps("Just now", "Back of the neck", "Done", "None of these")
        await robin.says("/diary")
        await robin.says("my neck feels odd")
        return Scene(house, robin, mallory)

    yield runner.run(begin())
    runner.run(opened.__aexit__(None, None, None))


@settings(max_examples=40, deadline=None)
@given(data=st.lists(DATA, min_size=1, max_size=10))
def test_no_button_reaches_another_patients_record(
    runner: asyncio.Runner, scene: Scene, data: list[str]
) -> None:
    before = scene.robins_record()

    answered = runner.run(scene.taps(scene.mallory, data))

    assert scene.robins_record() == before
    assert answered == len(data)
    assert count(scene.house, "inbox", "state <> 'done'") == 0


@settings(max_examples=40, deadline=None)
@given(data=st.lists(DATA, min_size=1, max_size=10))
def test_no_button_breaks_the_own_record(
    runner: asyncio.Runner, scene: Scene, data: list[str]
) -> None:
    answered = runner.run(scene.taps(scene.robin, data))

    assert answered == len(data)
    assert count(scene.house, "inbox", "state <> 'done'") == 0
    assert count(scene.house, "form", "state = 'open' AND next_at IS NULL") == 0
    assert scene.house.clinic.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert scene.house.clinic.db.execute("PRAGMA foreign_key_check").fetchall() == []
