"""P2: from an update that can be received to its reply accepted, one person at a time."""

import statistics

from benchmarks.result import Check, Plan, Result, Table, ratio
from benchmarks.under_load import BOT, STOCK, asked_clinic, sides

PEOPLE = 200  # one after another
WHY = (
    "By time stamps on the way (the middle of 300): of 5.8 ms the call that replies takes 1.5, "
    "which is all that an echo does; work on the answer takes 2.3, its commit, synced, 0.8, "
    "storing the update 0.5, taking the reply 0.3 and going between two threads 0.4."
)


def measure(plan: Plan) -> Result:
    """Let people come one by one, and give the middle and the slowest of each round."""
    people = PEOPLE // 4 if plan.quick else PEOPLE
    middle: dict[str, list[float]] = {BOT: [], STOCK: []}
    slowest: dict[str, list[float]] = {BOT: [], STOCK: []}
    with asked_clinic(people) as clinic, sides(clinic, 1, (STOCK,)) as made:
        for _ in range(plan.rounds):
            for name, side in made.items():
                took = [1000 * seconds for seconds in side.ask(people, delay=0, one_by_one=True)]
                middle[name].append(statistics.median(took))
                slowest[name].append(statistics.quantiles(took, n=100)[98])
    return Result(
        tables=[Table("p50", "ms", middle), Table("p99", "ms", slowest)],
        checks=[
            Check(f"p50, the bot / {STOCK}", ratio(middle, BOT, STOCK), at_most=1.5, why=WHY),
            Check(f"p99, the bot / {STOCK}", ratio(slowest, BOT, STOCK), at_most=2, why=WHY),
        ],
    )
