"""From answers and history to the named facts that rules speak of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.clinical.diary import DaysTaken, medicine_facts
from bot.clinical.expression import holds, value_if_decided
from bot.clinical.protocol import DerivedFact, Protocol, Symptom
from bot.clinical.questionnaire import Answers, Kind

# Facts that count symptoms, and the grade from which one is counted.
COUNTED_FROM = {"symptoms_at_3": 3, "general_at_2": 2, "general_at_1": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The last answered check-in: grades, pain intensity and the symptoms that alarmed."""

    grades: Mapping[str, int] = field(default_factory=dict)
    nrs: int | None = None
    alarming: frozenset[str] = frozenset()  # symptoms then at contact_clinic or higher


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of a patient before this report. Hours are since the named instant.

    `hours` counts from the end of the latest session, `symptom_hours` from the end of the
    session each open symptom belongs to (or from its first report when there was none).
    """

    screening: Answers = field(default_factory=dict)
    baseline_nrs: int | None = None
    baseline_grades: Mapping[str, int] = field(default_factory=dict)
    previous: Previous | None = None
    hours: float | None = None
    symptom_hours: Mapping[str, float] = field(default_factory=dict)
    days_taken: DaysTaken = field(default_factory=DaysTaken)


def screening_facts(protocol: Protocol, screening: Answers) -> dict[str, Any]:
    """Work out the facts that screening exports to triage (bleedrisk, immune_low, …)."""
    values = {derived.key: _derive(derived, screening) for derived in protocol.derived}
    return {key: value for key, value in values.items() if value is not None}


def report_facts(protocol: Protocol, answers: Answers, history: History) -> dict[str, Any]:
    """Gather every fact a report's rules may speak of; what was not asked is absent."""
    facts: dict[str, Any] = screening_facts(protocol, history.screening)
    facts |= {key: value for key, value in answers.items() if key not in protocol.symptom_keys}
    facts |= _headache_facts(answers, history) | medicine_facts(history.days_taken)
    if history.hours is not None:
        facts["t"] = history.hours
    grades = report_grades(protocol, answers, history.previous)
    for key in protocol.symptom_keys:
        facts |= _symptom_facts(key, grades.get(key), answers, history)
    facts |= _overall_facts(protocol, grades, history.previous)
    return facts | _signs_not_asked(protocol, facts)


def report_grades(
    protocol: Protocol, answers: Answers, previous: Previous | None = None
) -> dict[str, int]:
    """Read the grade of every symptom that a report has settled.

    A symptom not ticked in an answered list of problems is 0. One that is ticked, or was
    there last time, has no grade until it is asked.
    """
    grades = {key: answers[key] for key in protocol.symptom_keys if key in answers}
    ticked = answers.get("problems")
    if ticked is not None:
        asked = set(ticked) | open_symptoms(previous)
        for key in protocol.symptom_keys:
            if key not in asked:
                grades.setdefault(key, 0)
    return grades


def open_symptoms(previous: Previous | None) -> set[str]:
    """Name the symptoms that were there at the last answered check-in."""
    return {key for key, grade in previous.grades.items() if grade >= 1} if previous else set()


def _derive(derived: DerivedFact, screening: Answers) -> bool | int | None:
    """Work out one fact; "prefer not to say" where a number is wanted counts as not asked."""
    value = value_if_decided(derived.expression, screening)
    return value if isinstance(value, bool | int) else derived.unknown


def _headache_facts(answers: Answers, history: History) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    baseline, previous = history.baseline_nrs, history.previous
    if "nrs" in answers:
        # With no usual headache to compare with, any headache may be a stronger one.
        facts["headache_up"] = answers["nrs"] > (baseline or 0)
    if baseline is None:
        return facts
    facts["baseline_nrs"] = baseline
    if "nrs" in answers:
        facts["delta"] = answers["nrs"] - baseline
    before = previous.nrs if previous else None
    # With no earlier check-in there is no run of two: the fact is known, and harmless.
    facts["delta_before"] = 0 if before is None else before - baseline
    return facts


def _symptom_facts(
    key: str, grade: int | None, answers: Answers, history: History
) -> dict[str, Any]:
    before = history.previous.grades.get(key, 0) if history.previous else 0
    facts: dict[str, Any] = {f"{key}_before": before}
    if key in history.symptom_hours:
        facts[f"{key}_t"] = history.symptom_hours[key]
    elif history.hours is not None:
        facts[f"{key}_t"] = history.hours
    if grade is None:
        return facts
    worse = answers.get(f"{key}_trend") == "worse"
    facts[key] = grade
    facts[f"{key}_new"] = grade > history.baseline_grades.get(key, 0)
    facts[f"{key}_rise"] = grade - before
    # A first report is new, not rising: rising needs a grade of at least 1 last time.
    facts[f"{key}_rising"] = before >= 1 and grade >= 1 and (worse or grade > before)
    return facts


def _signs_not_asked(protocol: Protocol, facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """Take a group of signs as empty where it is known that it need not be asked."""
    empty: dict[str, list[str]] = {}
    for group in protocol.signs:
        open_list = group.kind is Kind.SEVERAL and group.key not in facts
        if open_list and holds(group.when, {**facts, **empty}) is False:
            empty[group.key] = []
    return empty


def _overall_facts(
    protocol: Protocol, grades: Mapping[str, int], previous: Previous | None
) -> dict[str, Any]:
    if len(grades) < len(protocol.symptoms):
        return _partial(grades)
    counts = dict.fromkeys(COUNTED_FROM, 0)
    for symptom in protocol.symptoms:
        for name in counts_of(symptom):
            counts[name] += grades[symptom.key] >= COUNTED_FROM[name]
    worst = max(grades.values(), default=0)
    return {"worst_grade": worst, "unimproved": _unimproved(grades, previous), **counts}


def counts_of(symptom: Symptom) -> frozenset[str]:
    """Name the counts a symptom enters: effects where needles went are not general ones."""
    return frozenset(
        name for name in COUNTED_FROM if not (symptom.local and name.startswith("general"))
    )


def _partial(grades: Mapping[str, int]) -> dict[str, Any]:
    """Give what holds whatever the unanswered grades turn out to be: a grade already bad."""
    bad = [grade for grade in grades.values() if grade >= 3]
    return {"worst_grade": max(bad)} if bad else {}


def _unimproved(grades: Mapping[str, int], previous: Previous | None) -> list[str]:
    if previous is None:
        return []
    return sorted(
        key for key in previous.alarming if grades.get(key, 0) >= (previous.grades.get(key) or 1)
    )
