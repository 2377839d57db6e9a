"""What can happen to the n-th call of the Bot API, as the stand-in does it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.bot_api.faults import Kind, When
from bot.telegram.bot import PATIENCE
from tests.faults.nth.scene import Scene

TOO_LATE = 0.4  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One way for a call to go wrong."""

    name: str
    when: When
    kind: Kind
    status: int = 502
    seconds: float = 1.0
    patience: float = PATIENCE  # seconds that the bot waits for an answer

    def order(self, scene: Scene, n: int) -> Callable[[], bool]:
        """Let the n-th call from now on go wrong; give what ends it, and tells whether it did."""
        faults = scene.house.api.faults
        fault = faults.add(
            when=self.when, kind=self.kind, status=self.status, seconds=self.seconds, after=n - 1
        )

        def ends() -> bool:
            faults.clear()
            return fault.left == 0

        return ends


TROUBLES = (
    Trouble(name="429", when="before", kind="retry_after"),
    Trouble(name="502 after the effect", when="after", kind="status"),
    Trouble(name="too late", when="after", kind="sleep", seconds=TOO_LATE, patience=0.15),
    Trouble(name="cut before the effect", when="before", kind="drop"),
    Trouble(name="cut after the effect", when="after", kind="drop"),
)
