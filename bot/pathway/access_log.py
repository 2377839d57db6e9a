"""The access log: who saw, took or changed what. Reading it is a line in it, too."""

from dataclasses import replace

from bot.clinic import Clinic
from bot.pathway.rights import Right, may
from bot.storage import audit, clinicians, patients
from bot.storage.audit import Access

# What these say beside what was done tells how a patient is: it is for whoever sees answers.
TELLS_HEALTH = frozenset({"alert closed", "screening cleared"})
SHOWN = 20
MOST = 200


class NobodyError(Exception):
    """No patient and no member of staff has this code."""


def entries(
    clinic: Clinic, *, by: str, code: str = "", limit: int = SHOWN, skip: int = 0
) -> list[Access]:
    """List the newest lines, of one patient or one member of staff where a code is given.

    Raises NobodyError when nobody has it.
    """
    code = code.strip().upper()
    known = patients.by_code(clinic.db, code) or clinicians.by_code(clinic.db, code)
    if code and known is None:
        raise NobodyError(code)
    found = audit.accesses(clinic.db, code=code, limit=max(1, min(limit, MOST)), skip=skip)
    audit.note(clinic.db, at=clinic.now(), by=by, what="viewed", about="access log", detail=code)
    reader = clinicians.by_code(clinic.db, by)
    if reader is not None and may(reader, Right.SEE_ANSWERS):
        return found
    return [replace(one, detail="") if one.what in TELLS_HEALTH else one for one in found]
