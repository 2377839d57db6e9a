"""When each urgent rule speaks and when it does not, at every threshold."""

from tests.clinical.emergency_cases import AFTER_BIRTH, expecting, needle, signs
from tests.clinical.later import Cases, report
from tests.clinical.reports import BLEEDS, CHEST, IMMUNE_LOW, pregnant

URGENT: Cases = {
    "R30": ([needle("elsewhere")], [report(), *signs("body_signs", "none", "confused")]),
    "R31": ([report(weakness=2)], [report(weakness=1), report(weakness=3)]),
    "R32": (
        [report(tingling=3), report(numbness=3), report(electric_shock=3)],
        [report(tingling=2), report(numbness=2), report(numbness=4), report(electric_shock=2)],
    ),
    "R33": (
        [report(weakness=1, tingling=1), report(weakness=1, numbness=1)],
        [report(weakness=1), report(tingling=1), report(numbness=1)],
    ),
    "R34": (
        [
            report(infection=2),
            report(infection=1, fever=1),
            report(fever=2, screening=IMMUNE_LOW),
            report(infection=1, screening=IMMUNE_LOW),
            report(infection=1, screening={"SC08": "unsure"}),
        ],
        [
            report(infection=1),
            report(fever=2),
            report(fever=1, screening=IMMUNE_LOW),
            report(screening=IMMUNE_LOW),
        ],
    ),
    "R35": ([report(bleeding=3)], [report(bleeding=2), report(bleeding=4)]),
    "R36": (
        [
            report(swelling=3),
            report(swelling=2, before={"swelling": 1}),
            report(swelling=1, before={"swelling": 1}, worse="swelling"),
            report(neck_swelling=2),
            report(neck_swelling=1, screening=BLEEDS),
        ],
        [
            report(swelling=2),
            report(swelling=4),
            report(swelling=1, before={"swelling": 1}),
            report(swelling=1, before={"swelling": 0}),
            report(neck_swelling=1),
            report(neck_swelling=3),
            report(screening=BLEEDS),
        ],
    ),
    "R37": (
        [
            report(nrs=7, baseline=5, like_usual="no"),
            report(nrs=7, baseline=5, like_usual="unsure"),
            report(nrs=5, baseline=3, like_usual="yes", fever=2),
        ],
        [
            report(nrs=7, baseline=5, like_usual="yes"),
            report(nrs=6, baseline=4, like_usual="no"),
            report(nrs=7, baseline=6, like_usual="no"),
            report(nrs=5, baseline=3, like_usual="yes", fever=1),
            report(nrs=4, baseline=3, like_usual="yes", fever=2),
        ],
    ),
    "R38": (
        signs("head_signs", "positional_headache"),
        [report(), *signs("head_signs", "cough_headache")],
    ),
    "R39": (
        signs("head_signs", "jaw_scalp", screening={"SC01": 50}),
        [
            *signs("head_signs", "jaw_scalp", screening={"SC01": 49}),
            *signs("head_signs", "none", screening={"SC01": 80}),
        ],
    ),
    "R40": ([report(dizziness=3)], [report(dizziness=2)]),
    "R41": (
        [report(nausea=3, nrs=5, like_usual="yes")],
        [report(nausea=2, nrs=5, like_usual="yes"), report(nausea=3, nrs=4, like_usual="yes")],
    ),
    "R42": ([report(soreness=4)], [report(soreness=3)]),
    "R43": (
        [report(soreness=3, nausea=3)],
        [report(soreness=3, nausea=2), report(soreness=3)],
    ),
    "R44": (
        [report(mood=1, suicidal="thoughts")],
        [
            report(mood=1, suicidal="none"),
            report(mood=1, suicidal="plan_or_unsafe"),
            report(mood=0, suicidal="thoughts"),
        ],
    ),
    "R45": ([report(chest_pain=1, **CHEST)], [report(chest_pain=0), report()]),
    "R46": (
        [
            report(nrs=5, like_usual="yes", screening=pregnant(16)),
            report(nrs=5, like_usual="yes", screening={"SC03": "unsure"}),
            report(nrs=5, like_usual="yes", screening=AFTER_BIRTH),
        ],
        [
            report(nrs=4, like_usual="yes", screening=pregnant(16)),
            report(nrs=5, like_usual="yes"),
        ],
    ),
    "R47": (
        [
            report(breathlessness=1, t=168.1),
            report(breathlessness=1, t=None),
            report(breathlessness=0, before={"breathlessness": 1}),
        ],
        [
            report(),
            report(breathlessness=1, usual={"breathlessness": 1}),
            report(breathlessness=0, before={"breathlessness": 0, "fever": 1}),
            report(breathlessness=1, usual={"breathlessness": 1}, before={"breathlessness": 1}),
        ],
    ),
    "R48": (
        signs("head_signs", "red_painful_eye"),
        [report(), *signs("head_signs", "light_rash")],
    ),
    "R49": (
        [
            report(bruising=3, screening=BLEEDS),
            report(bruising=1, t=72.1, screening=BLEEDS),
            report(bruising=2, before={"bruising": 1}, t=72.1, screening=BLEEDS),
            report(bruising=1, before={"bruising": 1}, worse="bruising", t=72.1, screening=BLEEDS),
        ],
        [
            report(bruising=3),
            report(bruising=2, screening=BLEEDS),
            report(bruising=4, screening=BLEEDS),
            report(bruising=1, t=72.0, screening=BLEEDS),
            report(bruising=2, before={"bruising": 1}, t=72.0, screening=BLEEDS),
            report(bruising=1, before={"bruising": 1}, t=72.1, screening=BLEEDS),
            report(bruising=2, before={"bruising": 1}, t=72.1),
        ],
    ),
    "R50": ([report(rash=3)], [report(rash=2), report(rash=4)]),
    "R51": (
        signs("head_signs", "neck_pain_sudden"),
        [report(), *signs("head_signs", "stiff_neck")],
    ),
    "R53": (
        [report(fever=1, head_signs=["stiff_neck"])],
        [
            report(fever=1),
            report(fever=2, head_signs=["stiff_neck"]),
            *signs("head_signs", "stiff_neck"),
        ],
    ),
    "R86_urgent": (
        [
            *signs("head_signs", "unsure"),
            *signs("body_signs", "unsure"),
            expecting("unsure", nrs=4, screening=pregnant(30)),
        ],
        [report(), *signs("nerve_signs", "unsure"), *signs("breath_signs", "unsure")],
    ),
    "R88": (
        [
            *signs("head_signs", "stiff_neck", "light_rash", "head_injury"),
            *signs("breath_signs", "hard_to_swallow", "voice_change", "palpitations"),
            *signs("body_signs", "very_unwell"),
            expecting("blurred_sight", nrs=4, screening=pregnant(10)),
            expecting("upper_belly_pain", nrs=4, screening=pregnant(10)),
            expecting("sudden_face_hand_swelling", nrs=4, screening=pregnant(10)),
        ],
        [
            report(),
            *signs("head_signs", "none", "jaw_scalp", "cough_headache"),
            *signs("breath_signs", "none"),
            *signs("body_signs", "none"),
        ],
    ),
}
