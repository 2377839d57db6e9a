"""The access log: who saw, took or changed what. Reading it is a line in it, too."""

from bot.clinic import Clinic
from bot.storage import audit, clinicians, patients
from bot.storage.audit import Access

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
    return found
