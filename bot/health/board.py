"""The figures of the latest look, as Prometheus reads them; no ids, names or words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot import __version__
from bot.clinic import Clinic
from bot.health.meters import Meters
from bot.health.watch import Watch
from bot.storage import backups
from bot.storage.vitals import Vitals

L = TypeVar("L", bound=tuple[str, ...])  # the values of labels


class Board(Collector):
    """Tells each figure when it is asked for."""

    def __init__(self, clinic: Clinic, watch: Watch, meters: Meters) -> None:
        self._clinic = clinic
        self._watch = watch
        self._meters = meters

    def collect(self) -> Iterator[Metric]:
        """Yield every figure that is known now."""
        yield _gauge("build", "The program that runs.", {(__version__,): 1}, "version")
        if (report := self._watch.report) is not None:
            well = {(part,): int(is_well) for part, is_well in report.parts.items()}
            yield _gauge("part_well", "Whether a part is well.", well, "part")
            if report.vitals is not None:
                yield from _of_vitals(report.vitals)
        if self._meters.heard_at is not None:
            yield self._age("heard", "Since Telegram was last heard.", self._meters.heard_at)
        if (made := self._last_backup()) is not None:
            yield self._age("backup", "Since the last backup was begun.", made)

    def _age(self, name: str, what: str, since: datetime) -> Metric:
        seconds = (self._clinic.now() - since).total_seconds()
        return _gauge(f"{name}_age_seconds", what, {(): seconds})

    def _last_backup(self) -> datetime | None:
        directory = self._clinic.settings.backup_dir
        made = map(backups.made_at, backups.all_in(directory)) if directory is not None else ()
        return max(made, default=None)


def _of_vitals(found: Vitals) -> Iterator[Metric]:
    yield _gauge("inbox_depth", "Updates stored and not worked yet.", {(): found.unworked})
    unsent = {(lane,): count for lane, count in found.unsent.items()}
    yield _gauge("outbox_depth", "Messages that are due and not known as sent.", unsent, "lane")
    ages = {
        "inbox": (found.unworked_age, "Since the oldest of them was stored."),
        "outbox": (found.unsent_age, "Since the oldest of them was due."),
        "due": (found.due_lag, "Since the oldest was due of what is to be done by time."),
    }
    for name, (age, what) in ages.items():
        yield _gauge(f"{name}_age_seconds", what, {(): age.total_seconds()})
    by_level = ("level", "state")
    yield _gauge("alerts", "Alerts that no person has closed.", found.alerts, *by_level)
    waited = {labels: age.total_seconds() for labels, age in found.alert_ages.items()}
    yield _gauge("alert_age_seconds", "Since the oldest of them was raised.", waited, *by_level)


def _gauge(name: str, what: str, values: Mapping[L, float], *labels: str) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(f"needling_{name}", what, labels=labels)
    for of, value in values.items():
        gauge.add_metric(of, value)
    return gauge
