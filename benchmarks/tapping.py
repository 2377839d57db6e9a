"""P1: a tap in a check-in, the whole way, beside bots that only say what they are told."""

from collections.abc import Callable

from benchmarks.result import Check, Figures, Plan, Result, Table, ratio
from benchmarks.under_load import AIOGRAM, BOT, STOCK, Made, Side, asked_clinic, sides

PEOPLE = (1, 100, 1000)
AT_ONCE = {0.0: 1, 0.06: 24}  # updates that PTB works on, where each answer takes so long
TARGETS = {0.0: {STOCK: 1.5, AIOGRAM: 1.0}, 0.06: {STOCK: 3.0, AIOGRAM: 1.0}}
WHY = (
    "By py-spy (600 taps), two thirds of the time is work on the answer, which the other does not "
    "do: 30 statements on an encrypted database (19 %), the rules (11 %), the next question "
    "(8 %), the update in PTB’s objects (9 %). A fifth sends the reply and the notice on the tap, "
    "two calls where an echo makes one. All of it is Python on one core."
)

NOTE = (
    "PTB works on one update at a time where the Bot API answers at once and on 24 where it takes "
    "60 ms: its best. The bot's own pace, Telegram's 30 a second, is lifted here."
)


def measure(plan: Plan) -> Result:
    """Let a crowd tap at once, with the Bot API answering at once and after 60 ms."""
    result = Result(tables=[], checks=[], notes=[NOTE])
    crowds = PEOPLE[:-1] if plan.quick else PEOPLE
    with asked_clinic(max(crowds)) as clinic:
        for delay, at_once in AT_ONCE.items():
            with sides(clinic, at_once) as made:
                for people in crowds:
                    _round(plan, made, people, delay, result)
    return result


def _round(plan: Plan, made: Made, people: int, delay: float, result: Result) -> None:
    figures = plan.interleave({name: crowd(made[name], people, delay) for name in made})
    where = f"{people} at once, answered {'after 60 ms' if delay else 'at once'}"
    result.tables.append(Table(where, "updates/s", figures))
    if people > 1:  # of one alone, P2 tells
        result.checks.extend(compared(figures, where, TARGETS[delay]))


def crowd(side: Side, people: int, delay: float) -> Callable[[], float]:
    """Prepare a round: so many people at once; it gives updates per second."""
    return lambda: people / float(side.ask(people, delay=delay))


def compared(figures: Figures, where: str, targets: dict[str, float]) -> list[Check]:
    """Hold the bot against each target."""
    return [
        Check(f"the bot / {other}, {where}", ratio(figures, BOT, other), at_least=least, why=WHY)
        for other, least in targets.items()
    ]
