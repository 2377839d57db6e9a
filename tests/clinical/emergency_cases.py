"""When each emergency rule speaks and when it does not, at every threshold."""

from tests.clinical.reports import BLEEDS, CHEST, Cases, pregnant, report

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
    "R04": ([report(cough=4)], [report(cough=3)]),
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
    "R06": ([report(gate="neck")], [report(gate="none")]),
    "R07": ([report(gate="stroke")], [report(gate="none")]),
    "R08": ([report(gate="sudden")], [report(gate="none")]),
    "R10": (
        [report(gate="fever_head"), report(fever=2, nrs=7, like_usual="yes")],
        [
            report(fever=1, nrs=7, like_usual="yes"),
            report(fever=2, nrs=6, like_usual="yes"),
        ],
    ),
    "R11": ([report(fatigue=4)], [report(fatigue=3)]),
    "R12": ([report(gate="fit_faint")], [report(gate="none")]),
    "R13": ([report(gate="sight")], [report(gate="none")]),
    "R14": (
        [
            report(gate="allergy"),
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
        [report(weakness=3), report(numbness=4)],
        [report(weakness=2), report(numbness=3)],
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
        ],
        [
            report(fainting=2, faint_place="later"),
            report(fainting=1, faint_place="later", chest_pain=1, **CHEST),
            report(fainting=2, faint_place="clinic", screening=pregnant(19)),
            report(fainting=1, faint_place="clinic", screening=pregnant(20)),
        ],
    ),
    "R19": ([report(infection=4)], [report(infection=3)]),
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
    "R21": ([report(gate="needle_bleed")], [report(gate="none")]),
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
    "R86": ([report(gate="unsure")], [report(gate="none")]),
}
