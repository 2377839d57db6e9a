"""The questions before and after a course: asked at their time, about symptoms that there are."""

from collections.abc import Iterator

from bot.clinical.comparison import symptoms_asked
from bot.clinical.expression import variables
from bot.clinical.protocol import Protocol
from bot.protocol.fault import Fault, did_you_mean


def comparison_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find questions asked at any time, symptoms that are none, and figures that cannot be."""
    for question in protocol.course:
        if "stage" not in _named(question.when):
            yield Fault(
                file="course",
                entry=question.key,
                problem="is asked at every check-in, before and after a course",
                remedy="say when: when = \"stage == 'before'\"",
            )
    for key in symptoms_asked(protocol):
        if key not in protocol.symptom_keys:
            yield Fault(
                file="course",
                entry=key,
                problem=f"'{key}' is no symptom",
                remedy=did_you_mean(key, protocol.symptom_keys),
            )
    yield from _plan(protocol)


def _named(expression: str) -> frozenset[str]:
    try:
        return variables(expression) if expression else frozenset()
    except ValueError:
        return frozenset({"stage"})  # reported where expressions are read


def _plan(protocol: Protocol) -> Iterator[Fault]:
    plan, points = protocol.course_plan, [point.key for point in protocol.schedule.points]
    if plan.follow_up not in points:
        yield Fault(
            file="course_plan",
            entry="follow_up",
            problem=f"'{plan.follow_up}' is no point",
            remedy=did_you_mean(plan.follow_up, points),
        )
    for name, window in (
        ("enough_days", plan.window_days),
        ("enough_medicine_days", protocol.medicine_days.window_days),
    ):
        if not 0 < getattr(plan, name) <= window:
            yield Fault(
                file="course_plan",
                entry=name,
                problem=f"must be from 1 to {window}, the days that are counted over",
                remedy="write how many days with a diary entry are enough",
            )
    if plan.gap_days <= 0:
        yield Fault(
            file="course_plan",
            entry="gap_days",
            problem="must be more than 0",
            remedy="write the number of days",
        )
