"""Trouble to order: a status, a lost connection, a delay or a 429, around a call's effect."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["status", "drop", "sleep", "retry_after"]
When = Literal["before", "after"]


@dataclass(slots=True, kw_only=True)
class Fault:
    """One ordered fault, after `spared` calls; `left` counts down to 0, None never ends."""

    method: str | None
    when: When
    kind: Kind
    status: int
    seconds: float
    chat_id: int | None
    left: int | None
    spared: int

    def hits(self, method: str, chat_id: object) -> bool:
        """Tell whether it applies to this call."""
        return self.left != 0 and self.method in (None, method) and self.chat_id in (None, chat_id)


@dataclass(slots=True)
class Faults:
    """The faults that are still to come, in the order they were added."""

    waiting: list[Fault] = field(default_factory=list)

    def add(
        self,
        *,
        method: str | None = None,
        when: When = "before",
        kind: Kind = "status",
        status: int = 502,
        seconds: float = 1.0,
        chat_id: int | None = None,
        times: int | None = 1,
        after: int = 0,
    ) -> Fault:
        """Order a fault for the next `times` calls of `method`, of any method when it is None.

        `before` leaves the call without effect (a sleep only delays it); `after` lets it have its
        effect and then loses, delays or replaces the answer. `after` such calls go well first.
        """
        fault = Fault(
            method=method,
            when=when,
            kind=kind,
            status=status,
            seconds=seconds,
            chat_id=chat_id,
            left=times,
            spared=after,
        )
        self.waiting.append(fault)
        return fault

    def take(self, method: str, chat_id: object) -> Fault | None:
        """Use up the first fault that applies to this call."""
        for fault in self.waiting:
            if fault.hits(method, chat_id):
                if fault.spared:
                    fault.spared -= 1
                    continue
                fault.left = None if fault.left is None else fault.left - 1
                return fault
        return None

    def clear(self) -> None:
        """Cancel every fault that is still to come."""
        self.waiting.clear()
