"""What a use case comes to: all that must be the same whether something failed or not."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tests.faults.nth.scene import Scene

Essence = dict[str, list[Any]]
HELD = {
    "patients": "SELECT id, state, region, zone, reachable FROM patient",
    "consents": "SELECT patient_id, version, withdrawn_at IS NULL FROM consent",
    "staff": "SELECT id, state, reachable FROM clinician",
    "sessions": "SELECT patient_id, number, screening_class FROM session",
    "forms": "SELECT id, patient_id, kind, state, point, level, silent, told FROM form",
    "answers": "SELECT form_id, question, value, final, by FROM answer ORDER BY id",
    "findings": "SELECT form_id, rule, level, undecided FROM finding",
    "own words": "SELECT patient_id, text FROM patient_message ORDER BY id",
    "flags": "SELECT id, patient_id, form_id, level, state, reason, action FROM alert",
    "flags' causes": "SELECT DISTINCT alert_id, what, cause, level, clinician_id FROM alert_event",
    "messages": "SELECT dkey, lane FROM outbox ORDER BY dkey",
    # A backup is named by the second.
    "log": "SELECT by, what, iif(what = 'backup written', '', about), detail FROM audit",
    "erased": "SELECT count(*) FROM erased",
}


def essence(scene: Scene) -> Essence:
    """Gather what the clinic holds and what stands on people's phones."""
    db = scene.house.clinic.db
    held: Essence = {name: [tuple(row) for row in db.execute(sql)] for name, sql in HELD.items()}
    # A code is drawn at random when somebody joins.
    codes = dict(db.execute("SELECT code, 'the new one' FROM patient WHERE id > 1").fetchall())
    held["log"] = sorted(tuple(codes.get(cell, cell) for cell in row) for row in held["log"])
    for name, chatter in (("Robin", scene.robin), ("Charlie", scene.charlie), ("Sam", scene.sam)):
        held[f"{name}'s phone"] = sorted({_without(codes, text) for text in chatter.from_bot})
    return held


def _without(codes: Iterable[str], text: str) -> str:
    for code in codes:
        text = text.replace(code, "the new one")
    return text


def differences(usual: Essence, now: Essence) -> list[str]:
    """Say where two outcomes differ."""
    return [
        f"{name}: {only_in(usual[name], now[name])} became {only_in(now[name], usual[name])}"
        for name in usual
        if usual[name] != now[name]
    ]


def only_in(rows: list[Any], others: list[Any]) -> list[Any]:
    """List what is among some rows and not, or not as often, among others."""
    return list((Counter(rows) - Counter(others)).elements())
