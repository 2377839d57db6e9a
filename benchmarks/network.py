"""A network of clinics for a week in virtual time: `python -m benchmarks.network --write`.

It prints what each token sends, how late prompts are and how many bytes go, and puts that into
`docs/scale.md` between its two marks.
"""

import random
import re
import statistics
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from platform import python_version

import click

from benchmarks.lived_weeks import Lived, live
from benchmarks.network_week import MONDAY, Sent, Week, most_within
from benchmarks.report import processor
from benchmarks.result import number
from benchmarks.under_load import asked_clinic
from bot.protocol import load_protocol
from bot.telegram.pace import OVERALL_PER_SECOND

PAGE = Path(__file__).parents[1] / "docs" / "scale.md"
MARKED = re.compile("(?<=<!-- measured -->\n).*(?=<!-- end of what was measured -->)", re.DOTALL)
SECONDS = 7 * 24 * 3600
LIVED = 20  # patients whom the real program serves for two weeks
TAPPING, TAPPED = 300, 3  # people at once; rounds


@dataclass
class Network:
    """What all clinics sent together."""

    late: "array[float]" = field(default_factory=lambda: array("d"))
    each: list[int] = field(default_factory=list)  # messages of each clinic
    bytes_each: list[int] = field(default_factory=list)
    most: int = 0  # messages of one token within a second
    by_second: list[int] = field(default_factory=lambda: [0] * (SECONDS + 86_400))

    def add(self, sent: Sent) -> None:
        """Add a clinic."""
        self.late.extend(sent.late)
        self.each.append(len(sent.at))
        self.bytes_each.append(sent.size)
        self.most = max(self.most, most_within(sent.at))
        for at in sent.at:
            self.by_second[min(int(at), len(self.by_second) - 1)] += 1


def figures(network: Network, title: str) -> Iterator[str]:
    """Write what a network sent."""
    late = statistics.quantiles(network.late, n=100)
    yield f"| {title} | |"
    yield "|---|---|"
    yield f"| most messages of one token within a second | {network.most} |"
    yield f"| messages of one clinic, mean of the week | {number(statistics.mean(network.each))} |"
    mean = statistics.mean(network.each) / SECONDS / OVERALL_PER_SECOND
    yield f"| that is, of what Telegram allows a token | {mean:.2%} |"
    yield f"| a prompt later than planned, p50 | {late[49]:.1f} s |"
    yield f"| p99 | {late[98]:.1f} s |"
    yield f"| the latest of {len(network.late):,} | {max(network.late):.1f} s |"
    yield f"| bytes sent by one clinic | {statistics.mean(network.bytes_each) / 1e6:.1f} MB |"
    if len(network.each) == 1:
        return
    yield f"| messages of all {len(network.each):,} clinics | {sum(network.each):,} |"
    yield f"| bytes of all | {sum(network.bytes_each) / 1e9:.2f} GB |"
    yield f"| most messages of all within a second | {max(network.by_second):,} |"
    moment = MONDAY + timedelta(seconds=network.by_second.index(max(network.by_second)))
    yield f"| when that was | {moment:%A %H:%M:%S} |"


def taps_a_second() -> float:
    """Measure how many taps one process works in a second with no limit to its sending."""
    with asked_clinic(TAPPING) as clinic:
        took = [float(clinic.ask(TAPPING, delay=0)) for _ in range(TAPPED)]
    return TAPPING / statistics.median(took)


def one_process(lived: Lived, people: int) -> Iterator[str]:
    """Write where one process ends."""
    taps = taps_a_second()
    year = lived.stored * 52
    yield "| one process, one clinic | |"
    yield "|---|---|"
    yield f"| taps worked and answered in a second, no limit to sending | {number(taps)} |"
    yield f"| Telegram's limit for a token | {OVERALL_PER_SECOND} messages a second |"
    yield f"| so Telegram's limit comes first by | {number(taps / OVERALL_PER_SECOND)} × |"
    yield f"| the database grows by, for a patient | {lived.stored / 1e3:.0f} kB a week |"
    yield f"| for {people} patients | {year * people / 1e9:.2f} GB a year |"


@click.command()
@click.option("--clinics", default=1_000)
@click.option("--patients", default=300)
@click.option("--write", is_flag=True, help="Put the figures into docs/scale.md.")
def main(clinics: int, patients: int, write: bool) -> None:
    """Let a network of clinics live a week, and print what it comes to."""
    lived = live(LIVED)
    week = Week(load_protocol(), lived.costs)
    usual, together = Network(), Network()
    for seed in range(clinics):
        usual.add(week.sent(patients, random.Random(seed)))
    together.add(week.sent(patients, random.Random(0), same_minute=True))
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {processor()}, Python {python_version()}:",
        *("", *one_process(lived, patients)),
        *("", *figures(usual, f"{clinics:,} clinics, {patients} patients each, one week")),
        *("", *figures(together, f"one clinic, all {patients} sessions ended in the same minute")),
    ]
    text = "\n".join(lines) + "\n"
    click.echo(text)
    if write:
        PAGE.write_text(MARKED.sub(lambda _: f"\n{text}\n", PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
