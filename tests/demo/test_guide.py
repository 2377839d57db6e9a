"""The guided first steps: each line comes when it is time for it, up to the last."""

from typing import cast

from bot.locales import say
from tests.demo.theatre import Theatre
from tests.house import Chatter
from tests.stories.acts import had_a_session, has, is_screened, is_well


async def guided(demo: Theatre) -> str:
    """Give the line that is shown now."""
    return cast("str", (await demo.state())["guide"]["text"])


def line(step: str) -> str:
    """Give the line of a step."""
    return say("en", f"demo.guide.{step}")


async def test_the_guide_leads_from_start_to_export(demo: Theatre) -> None:
    robin, charlie = demo.chatter("patient"), demo.chatter("clinician")
    assert await guided(demo) == line("start")
    await robin.says(demo.phone("patient").start or "")
    assert await guided(demo) == line("join")
    await joins(robin)
    assert await guided(demo) == line("screen")
    await is_screened(robin)
    assert await guided(demo) == line("session")
    await had_a_session(robin)
    assert await guided(demo) == line("jump")
    await demo.stage.travel.to_next_question()
    assert await guided(demo) == line("answer")
    await has(robin, "Pins and needles", "Often, or bothers my sleep")
    assert await guided(demo) == line("acknowledge")
    await charlie.taps("Acknowledge")
    assert await guided(demo) == line("export")
    await charlie.says("/export")
    await charlie.taps("Tables (CSV)", "care", "de-identified")
    assert await guided(demo) == line("on")
    await robin.says("/stop")
    assert await guided(demo) == line("left")


async def joins(robin: Chatter) -> None:
    """Agree, and say where they are."""
    await robin.taps("Yes, I agree", "Germany")
    await robin.says("Berlin")


async def test_a_check_in_without_a_problem_leads_to_one(demo: Theatre) -> None:
    robin = await demo.patient()
    await is_screened(robin)
    await had_a_session(robin)
    await demo.stage.travel.to_next_question()
    await is_well(robin)

    assert await guided(demo) == line("problem")
