"""Everything people do with the bot, and what the clock does: one entry each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tests.faults.nth.scene import Preparing, Scene
from tests.stories.acts import GATE, HEADACHE, answers, begins_a_session

Act = Callable[[Scene], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCase:
    """What comes before, and the one act during which something fails."""

    name: str
    act: Act
    before: Preparing | None = None
    forgets: bool = False  # afterwards nothing is left to hold against what Telegram saw


async def _opens_the_link(scene: Scene) -> None:
    scene.sam.person.starts(scene.house.invitation("patient"))


async def _asks_to_join(scene: Scene) -> None:
    await _opens_the_link(scene)
    await scene.house.settle()


async def _agrees(scene: Scene) -> None:
    await _asks_to_join(scene)
    await scene.sam.taps("Yes, I agree", "Germany")


async def _is_being_screened(scene: Scene) -> None:
    await scene.robin.says("/screen")


async def _records_a_session(scene: Scene) -> None:
    await scene.house.go(days=2)
    await scene.house.app.night.keep_up()
    await begins_a_session(scene.robin)
    await scene.robin.taps("Just now", "Back of the neck", "Done")


async def _has_answered_the_gate(scene: Scene) -> None:
    await scene.robin.taps("None of these")


async def _is_nearly_done(scene: Scene) -> None:
    await answers(scene.robin, {GATE: "None of these", HEADACHE: "3"})


async def _is_done(scene: Scene) -> None:
    await _is_nearly_done(scene)
    await scene.robin.taps("No new problem")


async def _wants_to_correct(scene: Scene) -> None:
    await _is_done(scene)
    await scene.robin.taps("Change an answer")
    await scene.robin.taps(next(label for label in scene.robin.last.labels if "eadache" in label))


async def _raises_a_flag(scene: Scene) -> None:
    await scene.robin.taps("Hard to breathe")


async def _is_closing(scene: Scene) -> None:
    await _raises_a_flag(scene)
    await scene.charlie.taps("Acknowledge", "Close with a reason", "Spoke with the patient")


async def _orders_an_export(scene: Scene) -> None:
    await scene.charlie.says(f"/export {scene.robin.patient.code}")
    await scene.charlie.taps("Tables (CSV)", "letter or referral")


async def _asks_to_be_forgotten(scene: Scene) -> None:
    await _raises_a_flag(scene)
    await scene.robin.says("/forget")


async def _asks_to_stop(scene: Scene) -> None:
    await scene.robin.says("/stop")


def robin_taps(label: str) -> Act:
    """Let Robin tap."""
    return lambda scene: scene.robin.person.taps(label)


def robin_writes(words: str) -> Act:
    """Let Robin write."""
    return lambda scene: scene.robin.person.writes(words)


def charlie_taps(label: str) -> Act:
    """Let Charlie tap."""
    return lambda scene: scene.charlie.person.taps(label)


def time_passes(**span: float) -> Act:
    """Let time pass."""
    return lambda scene: scene.house.clock.move_to(scene.house.now + timedelta(**span))


USE_CASES = (
    UseCase(
        name="a patient opens the link",
        before=_opens_the_link,
        act=lambda _: None,  # the tap is on its way already
    ),
    UseCase(
        name="a patient agrees",
        before=_asks_to_join,
        act=lambda scene: scene.sam.person.taps("Yes, I agree"),
    ),
    UseCase(
        name="a patient says where they live",
        before=_agrees,
        act=lambda scene: scene.sam.person.writes("Berlin"),
    ),
    UseCase(
        name="a screening answer",
        before=_is_being_screened,
        act=robin_taps("None of these"),
    ),
    UseCase(name="a session is recorded", before=_records_a_session, act=robin_taps("None")),
    UseCase(name="a check-in answer", before=_has_answered_the_gate, act=robin_writes("3")),
    UseCase(
        name="a check-in's last answer",
        before=_is_nearly_done,
        act=robin_taps("No new problem"),
    ),
    UseCase(name="a red flag answered", act=robin_taps("Hard to breathe")),
    UseCase(
        name="a red flag in own words",
        act=robin_writes("I can't breathe and my chest hurts."),
    ),
    UseCase(name="an answer corrected", before=_wants_to_correct, act=robin_writes("8")),
    UseCase(name="/problem", act=robin_writes("/problem")),
    UseCase(name="a flag acknowledged", before=_raises_a_flag, act=charlie_taps("Acknowledge")),
    UseCase(name="a flag closed", before=_is_closing, act=charlie_taps("It got better")),
    UseCase(
        name="an export in the chat", before=_orders_an_export, act=charlie_taps("identified")
    ),
    UseCase(
        name="everything forgotten",
        before=_asks_to_be_forgotten,
        act=robin_taps("Delete everything"),
        forgets=True,
    ),
    UseCase(name="a patient stops", before=_asks_to_stop, act=robin_taps("Stop")),
    UseCase(name="a check-in comes due", before=_is_done, act=time_passes(hours=21)),
    UseCase(name="nobody acknowledges", before=_raises_a_flag, act=time_passes(minutes=11)),
    UseCase(name="the night's upkeep", before=_is_done, act=time_passes(hours=15)),
)
