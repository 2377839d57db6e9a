"""The database's connection, at whose n-th statement something happens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import sqlcipher3

from bot.storage.database import Database
from bot.telegram.bot import PATIENCE
from tests.faults.nth.scene import Scene

NEVER = ("ROLLBACK", "RELEASE")  # what ends a transaction that failed does not fail too
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "COMMIT")
# A reader never meets a lock; and a kill leaves the same before a read as before what follows it.
CHANGES = ("BEGIN", "SAVEPOINT", *WRITES)


class KilledError(BaseException):
    """The process is gone: nothing that comes after runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishap:
    """What can happen at a statement; `undoes` the transaction as SQLite does by itself then."""

    name: str
    words: str
    undoes: bool
    kills: bool = False
    only: tuple[str, ...] = ("",)
    patience: float = PATIENCE

    def order(self, scene: Scene, n: int) -> Callable[[], bool]:
        """Let it happen at the n-th statement; give what ends it, and tells whether it did."""
        return put_between(scene.house.clinic.db, self, n).ends

    def may_hit(self, sql: str) -> bool:
        """Tell whether it can happen at this statement."""
        begun = sql.lstrip().upper()
        return begun.startswith(self.only) and not begun.startswith(NEVER)


FULL = Mishap(name="full", words="database or disk is full", undoes=True, only=WRITES)
BUSY = Mishap(name="busy", words="database is locked", undoes=False, only=CHANGES)
BROKEN = Mishap(name="ioerr", words="disk I/O error", undoes=True)
KILLED = Mishap(name="exit", words="", undoes=False, kills=True, only=CHANGES)
MISHAPS = (FULL, BUSY, BROKEN, KILLED)
NOTHING = Mishap(name="nothing", words="", undoes=False, only=("none of them",))


def put_between(db: Database, mishap: Mishap, n: int) -> "Wire":
    """Put a wire between the program and its database."""
    wire = Wire(db.conn, mishap, n)
    db.conn = cast("Any", wire)
    return wire


class Wire:
    """Stands where the connection stood and hands everything on, but for the n-th statement."""

    def __init__(self, connection: Any, mishap: Mishap, n: int) -> None:
        self.statements: list[str] = []
        self._connection = connection
        self._mishap = mishap
        self._left = n
        self._is_dead = False

    def ends(self) -> bool:
        """Let nothing more happen; tell whether there was an n-th statement."""
        there_was = self._left <= 0
        self._left = 0
        return there_was

    def execute(self, sql: str, *given: Any) -> Any:
        """Run a statement."""
        return self._run(sql, lambda: self._connection.execute(sql, *given))

    def executemany(self, sql: str, *given: Any) -> Any:
        """Run a statement for many rows."""
        return self._run(sql, lambda: self._connection.executemany(sql, *given))

    def _run(self, sql: str, statement: Callable[[], Any]) -> Any:
        if self._is_dead:
            raise KilledError
        self.statements.append(sql)
        if self._mishap.may_hit(sql):
            self._left -= 1
            if self._left == 0:
                self._strike()
        return statement()

    def _strike(self) -> None:
        if self._mishap.kills:
            self._is_dead = True
            raise KilledError
        if self._mishap.undoes and self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        raise sqlcipher3.OperationalError(self._mishap.words)

    def __getattr__(self, name: str) -> Any:
        """Hand on whatever else is asked of the connection."""
        return getattr(self._connection, name)
