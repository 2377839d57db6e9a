"""The list of patients as staff read it: a page at a time, each look in the access log."""

from dataclasses import dataclass

from bot.clinic import Clinic
from bot.storage import audit, roster
from bot.storage.patients import CODE_LETTERS
from bot.storage.roster import Choice, Listed

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of the list, and how many patients each choice has."""

    choice: Choice
    search: str
    page: int
    rows: list[Listed]
    counts: dict[Choice, int]

    @property
    def pages(self) -> int:
        """How many pages there are; one at least."""
        return max(1, -(-self.counts[self.choice] // PER_PAGE))


def listing(clinic: Clinic, *, by: str, choice: Choice, search: str, page: int) -> Listing:
    """Read one page of the list; a page past the end is the last one."""
    wanted = "".join(letter for letter in search.upper() if letter in CODE_LETTERS)
    audit.note(clinic.db, at=clinic.now(), by=by, what="viewed", about="patients")
    if search.strip() and not wanted:
        none = dict.fromkeys(Choice, 0)
        return Listing(choice=choice, search=search, page=1, rows=[], counts=none)
    counts = roster.counts(clinic.db, wanted)
    last = max(1, -(-counts[choice] // PER_PAGE))
    page = min(max(page, 1), last)
    rows = roster.page(
        clinic.db, choice=choice, search=wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    return Listing(choice=choice, search=wanted, page=page, rows=rows, counts=counts)
