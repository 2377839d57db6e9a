"""When each emergency rule speaks and when it does not, at every threshold."""

from typing import Any

from tests.clinical.later import Case, Cases, report
from tests.clinical.reports import BLEEDS, CHEST, pregnant

AFTER_BIRTH = {"SC03": "after_birth"}


def signs(group: str, *ticked: str, **around: Any) -> list[Case]:
    """Report each of these signs by itself, to somebody who worries about something else."""
    told: list[dict[str, Any]] = [{group: [key], **around} for key in ticked]
    return [report(problems=["other"], **one) for one in told]


def needle(site: str, **around: Any) -> Case:
    """Report a needle that is still in."""
    known: dict[str, Any] = {"body_signs": ["needle_left"], "needle_site": site}
    return report(problems=["other"], **known, **around)


def expecting(sign: str, **around: Any) -> Case:
    """Report a sign that matters in pregnancy and the weeks after."""
    return report(pregnancy_signs=[sign], like_usual="yes", **around)


EMERGENCY: Cases = {
    "R01": (
        [
            report(gate="breath"),
            report(breathlessness=1, t=0.5),
            report(breathlessness=1, t=168.0),
            report(breathlessness=2, t=500.0),
            report(breathlessness=2, t=None),
            report(breathlessness=3, usual={"breathlessness": 2}),
        ],
        [
            report(),
            report(breathlessness=1, t=168.1),
            report(breathlessness=2, usual={"breathlessness": 2}),
        ],
    ),
    "R02": (
        [
            report(breathlessness=1, chest_pain=1, t=500.0, **CHEST),
            report(breathlessness=1, cough=1, t=500.0),
            report(chest_pain=1, cough=1, **CHEST),
        ],
        [
            report(breathlessness=1, t=500.0),
            report(chest_pain=1, **CHEST),
            report(cough=1),
            report(breathlessness=1, cough=1, usual={"breathlessness": 1}),
        ],
    ),
    "R03": (
        [
            report(chest_pain=3, **CHEST),
            report(chest_pain=1, chest_breathing="yes", chest_sudden="no"),
            report(chest_pain=1, chest_breathing="unsure", chest_sudden="no"),
            report(chest_pain=1, chest_breathing="no", chest_sudden="yes"),
            report(chest_pain=1, chest_breathing="no", chest_sudden="unsure"),
        ],
        [
            report(chest_pain=2, **CHEST),
            # Told in a chest pain that has been corrected to none since.
            report(chest_pain=0, chest_breathing="yes", chest_sudden="yes"),
        ],
    ),
    "R04": (
        [report(cough=4), *signs("breath_signs", "cough_blood", "blue_lips")],
        [report(cough=3), *signs("breath_signs", "palpitations", "hard_to_swallow")],
    ),
    "R05": (
        [
            report(neck_swelling=3),
            report(neck_swelling=2, before={"neck_swelling": 1}),
            report(neck_swelling=1, before={"neck_swelling": 1}, worse="neck_swelling"),
        ],
        [
            report(neck_swelling=2),
            report(neck_swelling=1, before={"neck_swelling": 1}),
            report(neck_swelling=1, before={"neck_swelling": 0}),
            report(neck_swelling=0, before={"neck_swelling": 1}, worse="neck_swelling"),
        ],
    ),
    "R06": (
        [
            report(gate="neck"),
            *signs("breath_signs", "hard_to_swallow", "voice_change", t=336.0),
        ],
        [
            report(gate="none"),
            *signs("breath_signs", "hard_to_swallow", "voice_change", t=336.1),
            *signs("breath_signs", "none", "cough_blood"),
        ],
    ),
    "R07": (
        [
            report(gate="stroke"),
            *signs("nerve_signs", "face_droop", "one_side_weak", "speech"),
            *signs("nerve_signs", "double_vision", "balance_lost", "face_numb"),
        ],
        [report(gate="none"), *signs("nerve_signs", "none", "both_limbs_weak")],
    ),
    "R08": (
        [
            report(gate="sudden"),
            *signs("head_signs", "sudden_headache"),
            report(nrs=7, baseline=6, like_usual="yes", head_signs=["unsure"]),
        ],
        [
            report(gate="none"),
            *signs("head_signs", "neck_pain_sudden"),
            report(nrs=6, baseline=5, like_usual="yes", head_signs=["unsure"]),
        ],
    ),
    "R09": (
        [
            *signs("nerve_signs", "eyelid_or_pupil"),
            report(dizziness=1, head_signs=["neck_pain_sudden"]),
            report(nausea=2, head_signs=["neck_pain_sudden"]),
            *signs(
                "nerve_signs",
                *("double_vision", "face_numb", "balance_lost"),
                head_signs=["neck_pain_sudden"],
            ),
        ],
        [
            *signs("head_signs", "neck_pain_sudden", "stiff_neck"),
            *signs("nerve_signs", "double_vision", "face_numb", "balance_lost"),
            report(dizziness=1),
            report(nausea=1, problems=["nausea", "other"], head_signs=["neck_pain_sudden"]),
            report(nausea=2),
        ],
    ),
    "R10": (
        [
            report(gate="fever_head"),
            report(fever=2, nrs=7, like_usual="yes"),
            report(fever=2, head_signs=["stiff_neck"]),
            report(fever=2, head_signs=["light_rash"]),
            report(fever=1, nrs=4, like_usual="yes", head_signs=["stiff_neck"]),
            report(fever=1, nrs=1, baseline=None, head_signs=["stiff_neck"]),
            report(fever=1, head_signs=["stiff_neck", "light_rash"]),
            report(fever=1, nausea=1, head_signs=["stiff_neck"]),
        ],
        [
            report(fever=1, head_signs=["stiff_neck"]),
            report(fever=1, nrs=0, baseline=None, head_signs=["stiff_neck"]),
            report(fever=1, nrs=4, nausea=1, like_usual="yes", head_signs=["light_rash"]),
            *signs("head_signs", "stiff_neck", "light_rash"),
            report(nausea=1, problems=["nausea", "other"], head_signs=["stiff_neck"]),
            report(fever=1, nrs=7, like_usual="yes"),
            report(fever=2, nrs=6, like_usual="yes"),
        ],
    ),
    "R11": (
        [report(fatigue=4), *signs("body_signs", "confused")],
        [report(fatigue=3), *signs("body_signs", "very_unwell")],
    ),
    "R12": (
        [report(gate="fit_faint"), *signs("body_signs", "seizure")],
        [report(gate="none"), *signs("body_signs", "confused")],
    ),
    "R13": (
        [report(gate="sight"), *signs("nerve_signs", "vision_loss")],
        [report(gate="none"), *signs("nerve_signs", "double_vision")],
    ),
    "R14": (
        [
            report(gate="allergy"),
            *signs("body_signs", "face_tongue_swelling"),
            report(rash=4),
            report(rash=2, breathlessness=1, usual={"breathlessness": 1}),
            report(rash=2, fainting=1, faint_place="clinic"),
            report(rash=2, nausea=3),
        ],
        [
            report(),
            report(rash=3),
            report(rash=1, breathlessness=1, usual={"breathlessness": 1}),
            report(rash=1, fainting=1, faint_place="clinic", nausea=3),
            report(rash=2, nausea=2),
        ],
    ),
    "R15": (
        [
            report(weakness=3),
            report(numbness=4),
            *signs("nerve_signs", "both_limbs_weak", "bladder_bowel"),
        ],
        [report(weakness=2), report(numbness=3), *signs("nerve_signs", "none", "balance_lost")],
    ),
    "R16": (
        [
            report(weakness=1, head_signs=["neck_pain_sudden"]),
            report(numbness=2, head_signs=["neck_pain_sudden"]),
            report(tingling=2, head_signs=["neck_pain_sudden"]),
        ],
        [
            *signs("head_signs", "neck_pain_sudden"),
            report(weakness=1),
            report(numbness=1, problems=["numbness", "other"], head_signs=["neck_pain_sudden"]),
            report(tingling=1, problems=["tingling", "other"], head_signs=["neck_pain_sudden"]),
        ],
    ),
    "R17": (
        [report(bleeding=4), report(bleeding=3, screening=BLEEDS)],
        [report(bleeding=3), report(bleeding=2, screening=BLEEDS)],
    ),
    "R18": (
        [
            report(fainting=3, faint_place="clinic"),
            report(fainting=2, faint_place="clinic", chest_pain=1, **CHEST),
            report(fainting=2, faint_place="clinic", screening=pregnant(20)),
            report(fainting=2, faint_place="clinic", breath_signs=["palpitations"]),
            report(fainting=2, faint_place="clinic", head_signs=["head_injury"]),
        ],
        [
            report(fainting=2, faint_place="later"),
            report(fainting=1, faint_place="later", chest_pain=1, **CHEST),
            report(fainting=2, faint_place="clinic", screening=pregnant(19)),
            report(fainting=1, faint_place="clinic", screening=pregnant(20)),
            *signs("breath_signs", "palpitations"),
            *signs("head_signs", "head_injury"),
        ],
    ),
    "R19": (
        [
            report(infection=4),
            report(infection=2, body_signs=["confused"]),
            report(infection=2, body_signs=["very_unwell"]),
            report(fever=2, body_signs=["confused"]),
            report(fever=2, body_signs=["very_unwell"]),
        ],
        [
            report(infection=3),
            report(infection=1, fever=1, body_signs=["confused", "very_unwell"]),
            *signs("body_signs", "confused", "very_unwell"),
        ],
    ),
    "R20": (
        [
            report(gate="suicidal"),
            report(mood=1, suicidal="plan_or_unsafe"),
            report(mood=1, suicidal="unsure"),
        ],
        [
            report(),
            report(mood=1, suicidal="thoughts"),
            report(mood=4, suicidal="none"),
            # Told in a low mood that has been corrected to none since.
            report(mood=0, suicidal="unsure"),
        ],
    ),
    "R21": (
        [
            report(gate="needle_bleed"),
            *(needle(site) for site in ("chest", "neck_front", "neck_side", "spine", "eye")),
            needle("unsure"),
            needle("elsewhere", breathlessness=1, usual={"breathlessness": 1}),
            needle("elsewhere", chest_pain=1, **CHEST),
            *(needle("elsewhere", cough=1), needle("elsewhere", weakness=1)),
            *(needle("elsewhere", numbness=1), needle("elsewhere", tingling=1)),
            needle("elsewhere", electric_shock=1),
        ],
        [report(gate="none"), needle("elsewhere"), needle("elsewhere", soreness=1)],
    ),
    "R22": (
        [
            report(swelling=4),
            report(swelling=2, before={"swelling": 1}, screening=BLEEDS),
            report(swelling=2, before={"swelling": 2}, worse="swelling", screening=BLEEDS),
            report(bruising=4, screening=BLEEDS),
        ],
        [
            report(swelling=3),
            report(swelling=2, before={"swelling": 1}),
            report(swelling=2, screening=BLEEDS),
            report(swelling=1, before={"swelling": 1}, worse="swelling", screening=BLEEDS),
            report(bruising=4),
            report(bruising=3, screening=BLEEDS),
        ],
    ),
    "R23": (
        [
            expecting("blurred_sight", nrs=4, baseline=3, screening=pregnant(20)),
            expecting("upper_belly_pain", nrs=7, baseline=7, screening=pregnant(20)),
            expecting("sudden_face_hand_swelling", nrs=4, screening=AFTER_BIRTH),
            expecting("blurred_sight", nrs=1, baseline=None, screening=pregnant(20)),
            expecting("none", nrs=4, screening=AFTER_BIRTH, nerve_signs=["vision_loss"]),
        ],
        [
            expecting("blurred_sight", nrs=4, baseline=3, screening=pregnant(19)),
            expecting("blurred_sight", nrs=6, baseline=6, screening=pregnant(20)),
            expecting("blurred_sight", nrs=0, baseline=None, screening=pregnant(20)),
            expecting("none", nrs=7, screening=pregnant(20)),
            expecting("none", nrs=6, baseline=6, screening=AFTER_BIRTH, problems=["other"]),
            report(nrs=7, baseline=7, nerve_signs=["vision_loss"]),
        ],
    ),
    "R25": (
        [
            report(nrs=4, like_usual="yes", head_signs=["head_injury"]),
            report(nrs=1, baseline=None, head_signs=["head_injury"]),
            report(nausea=2, head_signs=["head_injury"]),
            *signs("head_signs", "head_injury", screening=BLEEDS),
            *signs("head_signs", "head_injury", body_signs=["confused"]),
        ],
        [
            *signs("head_signs", "head_injury"),
            report(nausea=1, problems=["nausea", "other"], head_signs=["head_injury"]),
            report(nausea=2, nrs=4, like_usual="yes", screening=BLEEDS),
            *signs("body_signs", "confused", screening=BLEEDS),
        ],
    ),
    "R86": (
        [
            report(gate="unsure"),
            *signs("nerve_signs", "unsure"),
            *signs("breath_signs", "unsure"),
        ],
        [
            report(gate="none"),
            *signs("nerve_signs", "none"),
            *signs("breath_signs", "none"),
            *signs("head_signs", "unsure"),
        ],
    ),
}
