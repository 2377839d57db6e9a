"""What a tap on a button means: one short text, written and read in one place."""

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What a button does; the letter is the first field of its callback data."""

    ANSWER = "a"  # form, question, option
    TICK = "t"  # form, question, option
    DONE = "d"  # form, question
    BACK = "b"  # form, question: ask it again
    LATER = "l"  # form, when
    SKIP = "s"  # form
    CORRECT = "c"  # form
    DETAILS = "e"  # form: ask what is optional
    ACKNOWLEDGE = "k"  # alert, round
    CLOSE = "x"  # alert, round, [action, [reason]]
    CLEAR = "r"  # screening's form, mark, reason, [yes]
    EXPORT = "w"  # patient or 0 for all, format, purpose, told
    CHOOSE = "m"  # menu, choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """A button press, taken apart; `number` is a form's or an alert's."""

    act: Act
    number: int = 0
    words: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The first word, or nothing."""
        return self.words[0] if self.words else ""

    @property
    def second(self) -> str:
        """The second word, or nothing."""
        return self.words[1] if len(self.words) > 1 else ""


def write(act: Act, number: int, *words: str) -> str:
    """Write callback data."""
    return ":".join((act.value, str(number), *words))


def read(data: str) -> Tap | None:
    """Read callback data; None for anything this bot did not write."""
    act, _, rest = data.partition(":")
    number, _, words = rest.partition(":")
    if act not in set(Act) or not number.isascii() or not number.isdigit() or len(number) > 10:
        return None
    return Tap(act=Act(act), number=int(number), words=tuple(words.split(":")) if words else ())
