"""Triage: run every rule over the facts; the highest level wins and nothing lowers it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.clinical.expression import Facts, holds, variables
from bot.clinical.facts import COUNTED_FROM, counts_of
from bot.clinical.levels import TriageLevel
from bot.clinical.protocol import Occasion, Protocol, Rule, Symptom

UNDECIDED = "undecided"  # the words for a rule that could not be decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule that spoke: its key, the level it gives and the words it calls for."""

    rule: str
    level: TriageLevel
    message: str
    symptoms: frozenset[str] = frozenset()
    undecided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """The result of one report; findings stand most urgent first."""

    findings: tuple[Finding, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def level(self) -> TriageLevel:
        """The highest level of all findings."""
        return max((finding.level for finding in self.findings), default=TriageLevel.SELF_CARE)

    @property
    def rules(self) -> tuple[str, ...]:
        """Keys of the rules that spoke."""
        return tuple(finding.rule for finding in self.findings)


def triage(
    protocol: Protocol, facts: Facts, *, complete: bool, applies_to: Occasion = "report"
) -> Triage:
    """Run the rules over facts.

    Once a report is complete, a rule that is still undecided speaks too: not asked is not
    "no", so it counts as contact_clinic when it would have said at least that.
    """
    spoke: list[Finding] = []
    undecided: list[str] = []
    present = [symptom for symptom in protocol.symptoms if facts.get(symptom.key, 0) >= 1]
    for rule in protocol.rules:
        if rule.applies_to != applies_to:
            continue
        match holds(rule.when, facts):
            case True:
                spoke.append(_finding(rule, facts, present))
            case None:
                undecided.append(rule.key)
                if complete and rule.level >= TriageLevel.CONTACT_CLINIC:
                    spoke.append(_unknown(rule, facts, present))
    return Triage(findings=_most_urgent_first(spoke), undecided=tuple(undecided))


def _finding(rule: Rule, facts: Facts, present: list[Symptom]) -> Finding:
    return Finding(
        rule=rule.key,
        level=rule.level,
        message=rule.message,
        symptoms=_symptoms(rule, facts, present),
    )


def _unknown(rule: Rule, facts: Facts, present: list[Symptom]) -> Finding:
    return Finding(
        rule=rule.key,
        level=TriageLevel.CONTACT_CLINIC,
        message=UNDECIDED,
        symptoms=_symptoms(rule, facts, present),
        undecided=True,
    )


def _symptoms(rule: Rule, facts: Facts, present: list[Symptom]) -> frozenset[str]:
    """Name the symptoms that are present and meant by a rule."""
    return frozenset(symptom.key for symptom in present if _is_meant(symptom, rule, facts))


def _is_meant(symptom: Symptom, rule: Rule, facts: Facts) -> bool:
    """Tell whether a rule speaks of a symptom: by name, as the worst, in a count, as no better."""
    names, key, grade = variables(rule.when), symptom.key, facts[symptom.key]
    if any(name == key or name.startswith(f"{key}_") for name in names):
        return True
    if "worst_grade" in names and holds(rule.when, {**facts, "worst_grade": grade}):
        return True
    if "unimproved" in names and key in facts.get("unimproved", ()):
        return True
    counted = counts_of(symptom) & names
    return any(grade >= COUNTED_FROM[name] for name in counted)


def _most_urgent_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: -finding.level.rank))
