"""A question as it stands on a phone, read from the buttons below it."""

from dataclasses import dataclass
from typing import Self

from bot.chat import taps
from bot.chat.questions import TICKED
from bot.chat.taps import Act
from bot.demo.bot_api import Message
from bot.demo.tour.personas import Said

EVENING = "evening"  # the offer to turn the evening's question off
MENUS = ("consent", "region", "zone", EVENING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: its buttons' labels by what they answer; a menu has the form 0."""

    message: Message
    form: int
    key: str
    options: dict[str, str]
    boxes: dict[str, str]
    done: str
    later: str

    @classmethod
    def read(cls, message: Message) -> Self | None:
        """Read the question a message puts; None when it puts none."""
        buttons = [button for row in message.buttons for button in row]
        found = [(tap, b.label) for b in buttons if (tap := taps.read(b.data or "")) is not None]
        first = next((tap for tap, _ in found if asks(tap)), None)
        if first is None:
            return None
        return cls(
            message=message,
            form=first.number,
            key=first.first,
            options={value(tap): label for tap, label in found if tap.act in ANSWERS},
            boxes={tap.second: label for tap, label in found if tap.act is Act.TICK},
            done=next((label for tap, label in found if tap.act is Act.DONE), ""),
            later=next((label for tap, label in found if tap.act is Act.LATER), ""),
        )

    def next_move(self, said: Said) -> str:
        """Give the label to tap, or the words to write, that come next for this answer."""
        if isinstance(said, str):
            return self.options.get(said, said)
        empty = [key for key in said if not self.boxes[key].startswith(TICKED)]
        return self.boxes[empty[0]] if empty else self.done

    def is_answered_by(self, move: str) -> bool:
        """Tell whether a move answers it, and does not only tick a box."""
        return move not in self.boxes.values()


ANSWERS = (Act.ANSWER, Act.CHOOSE)


def asks(tap: taps.Tap) -> bool:
    """Tell whether a button belongs to a question."""
    if tap.act is Act.CHOOSE:
        return tap.first in MENUS
    return tap.act in (Act.ANSWER, Act.TICK, Act.DONE)


def value(tap: taps.Tap) -> str:
    """Give what a button answers; the one that agrees carries a mark of what is agreed to."""
    agrees = tap.first == "consent" and tap.second != "no"
    return "agree" if agrees else tap.second
