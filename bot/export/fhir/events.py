"""Side effects as AdverseEvents: one for each time a symptom came, from first report to last."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.clinical.levels import TriageLevel
from bot.export.courses import SymptomReport
from bot.export.fhir.case import Case
from bot.export.fhir.names import Resource, identity
from bot.export.fhir.shapes import filled, hl7, moment, own
from bot.export.records import FormRecord
from bot.export.words import words

# Grades are told in each symptom's own words; 4 is the worst.
SEVERITIES: Mapping[int, tuple[str, str]] = {
    1: ("mild", "Mild"),
    2: ("moderate", "Moderate"),
    3: ("severe", "Severe"),
    4: ("severe", "Severe"),
}
OUTCOMES: Mapping[str, str] = {
    "resolved": "Resolved",
    "recovering": "Recovering",
    "ongoing": "Ongoing",
}
SERIOUS = ("Serious", "A rule called for urgent or emergency help; no person has judged it.")
NOT_SERIOUS = ("Non-serious", "No rule called for urgent help; no person has judged it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A symptom from the report that it came in until one that says it has gone."""

    symptom: str
    first: FormRecord
    reports: Sequence[SymptomReport]

    @property
    def last(self) -> SymptomReport:
        """The newest report of it."""
        return self.reports[-1]

    @property
    def forms(self) -> list[FormRecord]:
        """The forms it was told in."""
        return [report.form for report in self.reports]

    @property
    def worst(self) -> int:
        """The highest grade it had."""
        return max(report.grade or 0 for report in self.reports)

    @property
    def outcome(self) -> str:
        """How it stood when last told."""
        if self.last.grade == 0:
            return "resolved"
        return "recovering" if self.last.trend == "better" else "ongoing"

    @property
    def is_serious(self) -> bool:
        """Tell whether a rule that names it called for urgent help or more."""
        levels = [
            found.level
            for form in self.forms
            for found in form.findings
            if self.symptom in found.symptoms
        ]
        return max(levels, default=TriageLevel.SELF_CARE) >= TriageLevel.URGENT


def episodes(reports: Iterable[SymptomReport]) -> Iterator[Episode]:
    """Put one patient's reports together; what is told of a symptom in between belongs to it."""
    found: dict[tuple[str, int], list[SymptomReport]] = {}
    for report in reports:
        if report.first is not None:
            found.setdefault((report.symptom, report.first.form), []).append(report)
    for (symptom, _), told in found.items():
        first = told[0].first
        if first is not None and any(report.grade for report in told):
            yield Episode(symptom=symptom, first=first, reports=told)


def event(case: Case, episode: Episode) -> Resource:
    """Make the AdverseEvent of an episode; what caused it nobody has judged."""
    key, first = episode.symptom, episode.first
    after = episode.reports[0].session
    session = case.session(after.number if after else None)
    seriousness, why = SERIOUS if episode.is_serious else NOT_SERIOUS
    came = moment(first, first.moment)
    return filled(
        {
            "resourceType": "AdverseEvent",
            "id": identity(case.code, "form", first.form, key),
            "actuality": "actual",
            "event": own("symptom", key, words(f"symptom.{key}", otherwise=key)),
            "subject": case.subject,
            "date": came,
            "detected": came,
            "recordedDate": came,
            "seriousness": hl7("adverse-event-seriousness", seriousness, seriousness, why),
            "severity": hl7("adverse-event-severity", *SEVERITIES[episode.worst]),
            "outcome": hl7("adverse-event-outcome", episode.outcome, OUTCOMES[episode.outcome]),
            "recorder": case.subject,
            "suspectEntity": [{"instance": instance} for instance in session],
        }
    )
