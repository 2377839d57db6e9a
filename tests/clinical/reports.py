"""Reports of made-up patients, turned into facts by the engine itself."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.clinical.diary import DaysTaken
from bot.clinical.expression import Facts
from bot.clinical.facts import History, Previous, report_facts
from bot.clinical.questionnaire import is_asked
from bot.protocol import load_protocol

PROTOCOL = load_protocol()

HEALTHY: Mapping[str, Any] = {
    "SC01": 40,
    "SC03": "no",
    "SC08": "no",
    "SC10": "no",
    "SC13": ["none"],
    "SC20": "no",
}
BLEEDS = {"SC13": ["warfarin"]}
IMMUNE_LOW = {"SC08": "yes"}
CHEST: Mapping[str, Any] = {"chest_breathing": "no", "chest_sudden": "no"}  # nothing alarming


def pregnant(weeks: int) -> dict[str, Any]:
    """Answer the screening as somebody who is pregnant."""
    return {"SC03": "yes", "SC03_weeks": weeks}


def report(
    *,
    gate: str = "none",
    nrs: int = 3,
    baseline: int | None = 3,
    t: float | None = 3.0,
    before: Mapping[str, int] | None = None,
    nrs_before: int | None = 3,
    alarming: Iterable[str] = (),
    worse: str = "",
    usual: Mapping[str, int] | None = None,
    since: Mapping[str, float] | None = None,
    screening: Mapping[str, Any] | None = None,
    taken: DaysTaken | None = None,
    **told: Any,
) -> Facts:
    """Give the facts of a complete check-in; symptoms are told by name: `fever=2`.

    `before` holds the grades of the check-in before, `worse` a symptom told to be worse than
    then, `usual` the grades before treatment, `since` hours since a symptom's own session,
    `taken` the days with a painkiller. Groups of signs that are asked have none ticked.
    """
    previous = (
        Previous(grades=before, nrs=nrs_before, alarming=frozenset(alarming)) if before else None
    )
    history = History(
        screening={**HEALTHY, **(screening or {})},
        baseline_nrs=baseline,
        baseline_grades=usual or {},
        previous=previous,
        hours=t,
        symptom_hours=since or {},
        days_taken=taken or DaysTaken(),
    )
    answers = complete(gate, nrs, before or {}, worse, told)
    for group in PROTOCOL.signs:
        if is_asked(group, report_facts(PROTOCOL, answers, history)):
            answers.setdefault(group.key, ["none"])
    return report_facts(PROTOCOL, answers, history)


def complete(
    gate: str, nrs: int, before: Mapping[str, int], worse: str, told: Mapping[str, Any]
) -> dict[str, Any]:
    """Answer every question a check-in would ask, as far as it was not told."""
    asked = [key for key in PROTOCOL.symptom_keys if key in told or before.get(key, 0) >= 1]
    grades = {key: told.get(key, 0) for key in asked}
    trends = {
        f"{key}_trend": "worse" if key == worse else "same" for key in asked if key in before
    }
    ticked = [key for key in asked if key not in before]
    first = {"gate": gate, "nrs": nrs, "problems": ticked or ["none"]}
    return {**first, **grades, **trends, **told}
