"""A question that is answered in the patient's own words: kept whole, searched first."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.clinical.levels import TriageLevel
from bot.clinical.questionnaire import Kind
from bot.storage.forms import FormKind, FormState
from tests.house import WITHOUT_EVENINGS, Chatter, House, open_house
from tests.stories.acts import answers
from tests.stories.holding import holds_at_the_end
from tests.stories.records import flagged, given, last_form

SCREENING = WITHOUT_EVENINGS.screening
# Three questions; the second is asked in own words, with "No" and "Not sure" to tap.
ASKED = [question for question in SCREENING if question.key in ("SC01", "SC11", "SC13")]
OWN_WORDS = replace(
    WITHOUT_EVENINGS,
    screening=tuple(
        replace(q, kind=Kind.TEXT, options=(q.options[0], q.options[-1])) if q.key == "SC11" else q
        for q in ASKED
    ),
    screens=(),
)
NOW_THE_LAST = "take a blood thinner"


@pytest.fixture
async def house(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    """Open a clinic that asks for own words."""
    async with open_house(tmp_path, protocol=OWN_WORDS) as opened:
        yield opened
        await holds_at_the_end(opened, caplog.text)


@pytest.fixture
async def asked(robin: Chatter) -> Chatter:
    """Bring Robin with the question on the screen."""
    await robin.says("/screen")
    await robin.says("34")
    assert "in your own words" in robin.last.text
    return robin


async def test_words_are_kept_as_they_were_written(asked: Chatter) -> None:
    await asked.says(" Asthma, and a bad knee – since 2019 ")

    assert NOW_THE_LAST in asked.last.text
    assert given(asked, last_form(asked))["SC11"] == "Asthma, and a bad knee – since 2019"
    assert flagged(asked) is None


async def test_an_offered_answer_can_be_tapped_or_written(asked: Chatter) -> None:
    await asked.taps("No")
    await asked.says("back")
    await asked.says("not sure")

    assert given(asked, last_form(asked))["SC11"] == "unsure"


async def test_words_that_are_too_long_are_refused_with_the_limit(asked: Chatter) -> None:
    await asked.says("asthma " * 80)

    assert "at most 500 letters" in asked.last.text
    assert "SC11" not in given(asked, last_form(asked))


async def test_a_red_flag_in_the_words_comes_first_and_the_words_are_the_answer(
    asked: Chatter,
) -> None:
    await asked.says("I think the needle is still in")

    assert flagged(asked) is TriageLevel.URGENT
    assert NOW_THE_LAST in asked.last.text  # and the questions go on
    words = given(asked, last_form(asked, FormKind.SCREENING))["SC11"]
    assert words == "I think the needle is still in"


async def test_an_emergency_in_the_words_ends_the_questions(asked: Chatter) -> None:
    await asked.says("I can't breathe")

    assert asked.last.text.startswith("Call 112 now")
    form = last_form(asked, FormKind.SCREENING)
    assert form.state is FormState.INCOMPLETE
    assert given(asked, form)["SC11"] == "I can't breathe"
    assert flagged(asked) is TriageLevel.EMERGENCY


async def test_a_red_flag_in_the_last_words_leaves_nothing_open(tmp_path: Path) -> None:
    async with open_house(
        tmp_path, protocol=replace(OWN_WORDS, screening=OWN_WORDS.screening[:2])
    ) as house:
        robin = await house.patient()
        await robin.says("/screen")
        await robin.says("34")
        await robin.says("I think the needle is still in")

        form = last_form(robin, FormKind.SCREENING)
        assert form.state is FormState.ANSWERED
        assert given(robin, form)["SC11"] == "I think the needle is still in"
        assert flagged(robin) is TriageLevel.URGENT


async def test_a_forged_button_cannot_put_words_into_a_mouth(asked: Chatter) -> None:
    form = last_form(asked)
    asked.person.taps("", data=f"a:{form.id}:SC11:well")
    await asked.house.settle()

    assert "SC11" not in given(asked, form)


async def test_a_text_changed_later_is_no_new_answer(asked: Chatter) -> None:
    await asked.says("Asthma")
    [asthma] = [m for m in asked.person.messages if m.text == "Asthma"]
    asked.person.edits(asthma.message_id, "Asthma. I think the needle is still in")
    await asked.house.settle()
    await answers(asked, {NOW_THE_LAST: "None of these"})

    assert given(asked, last_form(asked, FormKind.SCREENING))["SC11"] == "Asthma"
