"""P3: a great many check-ins due in the same second, with few and with many planned beside."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.peer import Peer
from benchmarks.result import Check, Plan, Result, Table, ratio
from benchmarks.waiting_clinic import fill_waiting, open_waiting, plan
from bot.clock import MovableClock
from bot.due.sweep import sweep
from bot.storage.database import transaction
from bot.storage.rows import stamp

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DUE = 1_000  # in one round of one side
WHOLE = 10_000  # once, for what may be dropped
SIZES = (10_000, 100_000, 1_000_000)
QUICK = (1_000, 10_000)
IN_MEMORY, DURABLE = "PTB JobQueue, in memory", "APScheduler with SQLAlchemyJobStore"
PEERS = {IN_MEMORY: "jobqueue", DURABLE: "sqlalchemy"}
WHY_SLOW = (
    "A check-in that comes due is more than a row that is moved. By cProfile, two fifths of it "
    "read consent, course and history of its patient, a quarter words its first question with "
    "its buttons, the rest books reminder and silence and queues it: 17 statements in all. The "
    "peers’ jobs write one fixed sentence."
)


class Due:
    """A clinic with so many check-ins planned, and rounds of check-ins that come due."""

    def __init__(self, folder: Path, pending: int) -> None:
        folder.mkdir()
        self.clinic = open_waiting(folder, START)
        self._people = fill_waiting(self.clinic, pending)
        self.dropped = 0

    def round(self, number: int = DUE) -> float:
        """Give the milliseconds that each check-in takes until it is in the outbox."""
        clinic, clock = self.clinic, self.clinic.clock
        assert isinstance(clock, MovableClock)
        clock.move_to(clinic.now() + timedelta(seconds=1))
        with transaction(clinic.db):
            clinic.db.execute("DELETE FROM outbox")  # as if all had been sent
            plan(clinic.db, number, self._people, clinic.now(), apart=0)
        began = time.perf_counter()
        sweep(clinic)
        took = time.perf_counter() - began
        sql = "SELECT count(*) FROM outbox WHERE lane = 2 AND queued_at = ?"
        put = clinic.db.execute(sql, [stamp(clinic.now())]).fetchone()[0]
        self.dropped += number - int(put)
        return took / number * 1000


def measure(plan: Plan) -> Result:
    """Let check-ins come due in turn: with each number of planned ones, and in each peer."""
    sizes = QUICK if plan.quick else SIZES
    pending = min(sizes[1], 10_000)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = {f"the bot, {size:,} planned": Due(folder / str(size), size) for size in sizes}
        sides: dict[str, Callable[[], float]] = {name: due.round for name, due in ours.items()}
        for name, kind in PEERS.items():
            (folder / kind).mkdir()
            arguments = (kind, str(pending), str(folder / kind))
            peer = stack.enter_context(Peer("benchmarks.peers.scheduling", *arguments))
            sides[f"{name}, {pending:,} planned"] = _asked(peer)
        figures = plan.interleave(sides)
        few, *_, many = ours
        if not plan.quick:
            figures[f"{many}, {WHOLE:,} at once"] = [ours[many].round(WHOLE)]
        for due in ours.values():
            due.clinic.db.close()
    durable = f"{DURABLE}, {pending:,} planned"
    grown = ratio(figures, many, few)
    return Result(
        tables=[Table(f"{DUE:,} check-ins due in one second, each", "ms", figures)],
        checks=[
            Check(
                "the durable one / the bot",
                ratio(figures, durable, few),
                at_least=10,
                why=WHY_SLOW,
            ),
            Check(f"{many} / {few.removeprefix('the bot, ')}", grown, at_most=1.3),
            Check("dropped", sum(due.dropped for due in ours.values()), at_most=0, unit="of all"),
        ],
        notes=[
            "The jobs of the peers, whose grace time is lifted, do no more than put a sentence "
            "in an outbox, in a commit of its own."
        ],
    )


def _asked(peer: Peer) -> Callable[[], float]:
    return lambda: peer.ask(DUE // 2) / (DUE // 2) * 1000
