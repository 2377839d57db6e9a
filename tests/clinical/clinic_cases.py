"""When each rule for the clinic's attention speaks and when it does not, at every threshold."""

from typing import Any

from bot.clinical.diary import DaysTaken
from tests.clinical.emergency_cases import signs
from tests.clinical.later import Case, Cases, report
from tests.clinical.reports import BLEEDS, IMMUNE_LOW

NERVE = ("tingling", "numbness", "electric_shock")


def for_hours(hours: float, usual: int = 0) -> list[Case]:
    """Report each sign of a nerve by itself, faint, this long after its session."""
    told: list[dict[str, Any]] = [{key: 1, "usual": {key: usual}} for key in NERVE]
    return [report(t=hours, **one) for one in told]


CONTACT_CLINIC: Cases = {
    "R60": ([report(nausea=3), report(soreness=3)], [report(nausea=2)]),
    "R61": (
        [
            report(tingling=1, t=336.1),
            report(numbness=1, t=336.1),
            report(electric_shock=1, t=336.1),
            # A later session does not start the count anew.
            report(tingling=1, before={"tingling": 1}, t=3.0, since={"tingling": 336.1}),
        ],
        [
            report(tingling=1, t=336.0),
            report(numbness=1, t=336.0),
            report(electric_shock=1, t=336.0),
            report(tingling=0, t=336.1),
            report(tingling=1, t=336.1, usual={"tingling": 1}),
            report(numbness=1, t=336.1, usual={"numbness": 1}),
            report(electric_shock=1, t=336.1, usual={"electric_shock": 1}),
        ],
    ),
    "R61_42": (for_hours(1008.1), [*for_hours(1008.0), *for_hours(1008.1, usual=1)]),
    "R61_90": (for_hours(2160.1), [*for_hours(2160.0), *for_hours(2160.1, usual=1)]),
    "R62": (
        [report(tingling=2), report(numbness=2)],
        [
            report(tingling=1),
            report(numbness=1),
            report(tingling=3),
            report(numbness=3),
        ],
    ),
    "R63": (
        [
            report(tingling=2, before={"tingling": 1}),
            report(numbness=1, before={"numbness": 1}, worse="numbness"),
            report(electric_shock=2, before={"electric_shock": 1}),
        ],
        [
            report(tingling=1, before={"tingling": 1}),
            report(tingling=2),
            report(tingling=0, before={"tingling": 1}, worse="tingling"),
            report(numbness=1, before={"numbness": 2}),
        ],
    ),
    "R64": (
        [report(electric_shock=2, t=24.1)],
        [report(electric_shock=2, t=24.0), report(electric_shock=1, t=24.1)],
    ),
    "R65": ([report(weakness=1)], [report(weakness=0), report(weakness=2)]),
    "R66": (
        [report(nrs=5, like_usual="yes", before={"fever": 0}, nrs_before=5)],
        [
            report(nrs=4, like_usual="yes", before={"fever": 0}, nrs_before=5),
            report(nrs=5, like_usual="yes", before={"fever": 0}, nrs_before=4),
            report(nrs=5, like_usual="yes"),
        ],
    ),
    "R67": (
        [report(nrs=8, baseline=6, like_usual="yes")],
        [
            report(nrs=7, baseline=5, like_usual="yes"),
            report(nrs=8, baseline=7, like_usual="yes"),
        ],
    ),
    "R68": (
        [report(soreness=2, t=72.1), report(soreness=1, t=168.1)],
        [
            report(soreness=2, t=72.0),
            report(soreness=1, t=168.0),
            report(soreness=0, t=168.1),
        ],
    ),
    "R69": (
        [
            report(bruising=2, screening=BLEEDS),
            report(bruising=1, t=336.1),
            report(bruising=2, before={"bruising": 1}, t=72.1),
        ],
        [
            report(bruising=1, screening=BLEEDS),
            report(bruising=2),
            report(bruising=1, t=336.0),
            report(bruising=0, t=336.1),
            report(bruising=2, before={"bruising": 1}, t=72.0),
            report(bruising=2, before={"bruising": 0, "fever": 1}, t=72.1),
        ],
    ),
    "R70": (
        [
            report(swelling=2),
            report(swelling=1, screening=BLEEDS),
            report(swelling=1, t=168.1),
            report(neck_swelling=1),
        ],
        [
            report(swelling=1, t=168.0),
            report(swelling=3),
            report(swelling=0, t=168.1),
            report(neck_swelling=2),
            report(screening=BLEEDS),
        ],
    ),
    "R71": (
        [report(bleeding=1, t=24.1), report(bleeding=2, screening=BLEEDS)],
        [
            report(bleeding=1, t=24.0),
            report(bleeding=0, t=24.1),
            report(bleeding=2),
            report(bleeding=1, screening=BLEEDS),
        ],
    ),
    "R72": (
        [report(dizziness=2, t=24.1), report(dizziness=1, t=72.1)],
        [
            report(dizziness=2, t=24.0),
            report(dizziness=1, t=24.1),
            report(dizziness=3, t=24.1),
            report(dizziness=1, t=72.0),
            report(dizziness=0, t=72.1),
        ],
    ),
    "R73": (
        [report(fainting=2, faint_place="later"), report(fainting=2, faint_place="unsure")],
        [
            report(fainting=2, faint_place="clinic"),
            report(fainting=1, faint_place="later"),
            report(fainting=3, faint_place="later"),
        ],
    ),
    "R74": (
        [report(nausea=2, t=24.1), report(nausea=1, t=72.1)],
        [
            report(nausea=2, t=24.0),
            report(nausea=1, t=24.1),
            report(nausea=3, t=24.1),
            report(nausea=1, t=72.0),
            report(nausea=0, t=72.1),
        ],
    ),
    "R75": (
        [report(fatigue=2, t=72.1), report(fatigue=1, t=168.1)],
        [report(fatigue=2, t=72.0), report(fatigue=1, t=168.0), report(t=168.1)],
    ),
    "R76": (
        [report(fever=2), report(fever=1, screening=IMMUNE_LOW)],
        [report(fever=1), report(screening=IMMUNE_LOW)],
    ),
    "R77": (
        [report(infection=1, t=48.1)],
        [
            report(infection=1, t=48.0),
            report(infection=2, t=48.1),
            report(infection=0, t=48.1),
        ],
    ),
    "R78": (
        [report(cough=1, t=168.0), report(cough=1, t=1.0)],
        [report(cough=1, t=168.1), report(cough=0, t=168.0)],
    ),
    "R79": (
        [report(nrs=4, like_usual="no"), *signs("head_signs", "cough_headache")],
        [
            report(nrs=4, like_usual="yes"),
            report(nrs=4, like_usual="unsure"),
            # Told of a headache that has been corrected to the usual one since.
            report(nrs=3, like_usual="no"),
        ],
    ),
    "R81": (
        [
            report(taken=DaysTaken(strong=10, any=10)),
            report(taken=DaysTaken(simple=15)),  # any day implies the last clause, so alone
            report(taken=DaysTaken(any=15)),
        ],
        [
            report(taken=DaysTaken(strong=9, simple=14, any=14)),
            report(),
        ],
    ),
    "R80": (
        [
            report(swelling=2, dizziness=2, nausea=2),
            report(swelling=1, dizziness=1, nausea=1, tingling=1, numbness=1),
        ],
        [
            report(swelling=2, dizziness=2, nausea=1),
            report(swelling=1, dizziness=1, nausea=1, tingling=1),
            # Common where needles went, so not counted.
            report(swelling=2, dizziness=2, bruising=2, bleeding=2, soreness=2),
        ],
    ),
    "R82": (
        [report(mood=2, t=72.1, suicidal="none")],
        [report(mood=2, t=72.0, suicidal="none"), report(mood=1, t=72.1, suicidal="none")],
    ),
    "R83": ([report(problems=["other"])], [report(), report(soreness=1)]),
    "R84": (
        [report(rash=2), *signs("head_signs", "jaw_scalp", screening={"SC01": 49})],
        [report(rash=1), report(rash=3), *signs("head_signs", "none")],
    ),
    "R87": (
        [
            report(fever=2, before={"fever": 2}, alarming=["fever"]),
            report(fever=3, before={"fever": 2}, alarming=["fever"]),
        ],
        [
            report(fever=1, before={"fever": 2}, alarming=["fever"]),
            report(fever=2, before={"fever": 2}),
            report(fever=2, alarming=["fever"]),
        ],
    ),
}

SELF_CARE: Cases = {
    "R90": (
        [report(soreness=1), report(nrs=4, like_usual="yes")],
        [report(), report(nrs=2)],
    ),
    "R90_headache": ([report(nrs=4, like_usual="yes")], [report()]),
    "R91": (
        [report(), report(nrs=2)],
        [report(soreness=1), report(nrs=4, like_usual="yes")],
    ),
    "R92": ([report(nrs=1)], [report(nrs=2)]),
}


def silent_for(hours: float, point: str, last_level: str | None) -> dict[str, object]:
    """Give the facts about a check-in that stays unanswered."""
    known = {} if last_level is None else {"last_level": last_level}
    return {"hours_silent": hours, "point": point, **known}


SILENCE: Cases = {
    "R85": (
        [
            silent_for(12.0, "h72", "contact_clinic"),
            silent_for(12.0, "d7", "urgent"),
            silent_for(12.0, "d14", "emergency"),
            silent_for(6.0, "h3", "contact_clinic"),
            silent_for(6.0, "h24", "urgent"),
            silent_for(6.0, "h48", "emergency"),
        ],
        [
            silent_for(11.9, "h72", "contact_clinic"),
            silent_for(5.9, "h3", "contact_clinic"),
            silent_for(48.0, "h3", "self_care"),
        ],
    ),
}

SAFETY: Cases = {
    "SAFE1": (
        [
            {"safe": "no", "got_care": "yes"},
            {"safe": "unsure", "got_care": "yes"},
        ],
        [{"safe": "yes", "got_care": "yes"}],
    ),
    "SAFE2": (
        [{"safe": "yes", "got_care": "no"}],
        [{"safe": "yes", "got_care": "on_the_way"}, {"safe": "yes", "got_care": "yes"}],
    ),
}
