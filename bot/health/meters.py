"""What is counted while the bot runs, from its start on; by lane and outcome, never by whom."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter


class Meters:
    """Counters with a registry of their own: two bots in one process count apart."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.heard_at: datetime | None = None  # when Telegram last gave, or brought, updates
        self._updates = Counter(
            "needling_updates", "Updates stored since the start.", registry=self.registry
        )
        self._sends = Counter(
            "needling_sends",
            "Messages handed to Telegram since the start, by lane and outcome.",
            ["lane", "outcome"],
            registry=self.registry,
        )

    def heard(self, at: datetime, updates: int) -> None:
        """Count updates that are stored; also none, which shows that Telegram answers."""
        self.heard_at = at
        self._updates.inc(updates)

    def sent(self, lane: str, outcome: str) -> None:
        """Count what became of one message."""
        self._sends.labels(lane=lane, outcome=outcome).inc()
