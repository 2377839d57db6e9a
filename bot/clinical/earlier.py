"""What is remembered of earlier reports: each symptom's newest grade, and the last headache."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.clinical.facts import Previous, report_grades
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """One earlier report: the grades it settled and its pain intensity."""

    grades: Mapping[str, int]
    nrs: int | None

    @property
    def tells(self) -> bool:
        """Tell whether it says anything that later reports are compared with."""
        return bool(self.grades) or self.nrs is not None


def settle(protocol: Protocol, reports: Iterable[Answers]) -> list[Earlier]:
    """Read what each report settled, oldest first.

    Read from the oldest on, because a symptom that was there and was not asked about again is
    not gone.
    """
    settled: list[Earlier] = []
    known: dict[str, int] = {}
    for answers in reports:
        grades = report_grades(protocol, answers, Previous(grades=known))
        known |= grades
        settled.append(Earlier(grades=grades, nrs=answers.get("nrs")))
    return settled


def remember(reports: Sequence[Earlier], alarming: frozenset[str]) -> Previous | None:
    """Take each symptom's newest grade: a report cut short by a red flag hides none of them.

    Reports stand oldest first; `alarming` are the symptoms that the newest one alarmed over.
    """
    if not reports:
        return None
    grades: dict[str, int] = {}
    for report in reports:
        grades |= report.grades
    nrs = next((report.nrs for report in reversed(reports) if report.nrs is not None), None)
    return Previous(grades=grades, nrs=nrs, alarming=alarming)
