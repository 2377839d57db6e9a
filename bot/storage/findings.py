"""Findings: which rule spoke on which form, with the protocol it came from."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.clinical.levels import TriageLevel
from bot.clinical.triage import Finding
from bot.storage.rows import cell, find_all


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFinding:
    """One finding as it was stored."""

    id: int
    form_id: int
    rule: str
    level: TriageLevel
    undecided: bool
    symptoms: str
    at: datetime
    protocol_version: str
    protocol_hash: str

    @property
    def symptom_keys(self) -> frozenset[str]:
        """The symptoms the rule spoke of."""
        return frozenset(json.loads(self.symptoms))


def keep(
    db: Database,
    *,
    form_id: int,
    found: tuple[Finding, ...],
    at: datetime,
    version: str,
    digest: str,
) -> None:
    """Store findings, each once on a form."""
    for finding in found:
        row = {
            "form_id": form_id,
            "rule": finding.rule,
            "level": cell(finding.level),
            "undecided": int(finding.undecided),
            "symptoms": cell(sorted(finding.symptoms)),
            "at": cell(at),
            "protocol_version": version,
            "protocol_hash": digest,
        }
        db.execute(
            f"INSERT OR IGNORE INTO finding ({', '.join(row)}) VALUES"  # noqa: S608  # constants
            f" ({', '.join('?' * len(row))})",
            list(row.values()),
        )


def of_form(db: Database, form_id: int) -> list[StoredFinding]:
    """List what was found on a form."""
    return find_all(db, StoredFinding, "SELECT * FROM finding WHERE form_id = ?", form_id)


def rules_since(db: Database, patient_id: int, since: datetime) -> frozenset[str]:
    """Name the rules that spoke on a patient's forms since an instant."""
    rows = db.execute(
        "SELECT DISTINCT finding.rule FROM finding JOIN form ON form.id = finding.form_id"
        " WHERE form.patient_id = ? AND finding.at >= ?",
        [patient_id, cell(since)],
    )
    return frozenset(str(row[0]) for row in rows)
