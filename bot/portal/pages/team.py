"""The staff: who is in, where they are signed in, who is kept out."""

from collections.abc import Callable

from bot.clinic import Clinic
from bot.pathway import signing_in, staff
from bot.pathway.rights import Right
from bot.pathway.staff import LastOneError
from bot.portal.page import Page
from bot.portal.reply import NotFound, Onward, Reply, Shown
from bot.portal.visit import Visit
from bot.storage import clinicians
from bot.storage.clinicians import Clinician, StaffState

CONFLICT = 409
DONE = ("suspended", "revoked", "reinstated", "signed_out")
Act = Callable[[Clinic, Clinician, str], object]


def show(visit: Visit) -> Reply:
    """List everybody, with the chat they use and the browsers they are signed in with."""
    return _shown(visit, done=visit.query.get("done", ""), code=visit.query.get("code", ""))


def _shown(visit: Visit, *, done: str = "", code: str = "", error: str = "") -> Reply:
    listed = staff.everyone(visit.clinic, by=visit.person.code)
    known = clinicians.by_code(visit.clinic.db, code)
    data = {
        "listed": listed,
        "sessions": {one.id: signing_in.sessions_of(visit.clinic, one) for one in listed},
        "done": done if done in DONE and known else "",
        "code": known.code if known else "",
        "error": error,
    }
    return Shown(template="staff.html", data=data, status=CONFLICT if error else 200)


def _act(do: Act, done: str) -> Callable[[Visit], Reply]:
    """Make the page that does something about a member of staff."""

    def run(visit: Visit) -> Reply:
        member = clinicians.by_code(visit.clinic.db, visit.path["code"])
        if member is None:
            raise NotFound
        try:
            do(visit.clinic, member, visit.person.code)
        except LastOneError:
            return _shown(visit, error="staff.last_one")
        if visit.person.id == member.id and done != "reinstated":
            return Onward(to="/signed-out", cookie="")
        return Onward(to=f"/staff?done={done}&code={member.code}")

    return run


def _suspend(clinic: Clinic, member: Clinician, by: str) -> None:
    staff.suspend(clinic, member=member, by=by)


def _revoke(clinic: Clinic, member: Clinician, by: str) -> None:
    staff.revoke(clinic, member=member, by=by)


def _reinstate(clinic: Clinic, member: Clinician, by: str) -> None:
    if member.state is StaffState.SUSPENDED:
        staff.reinstate(clinic, member=member, by=by)


def _sign_out(clinic: Clinic, member: Clinician, by: str) -> None:
    signing_in.sign_out_everywhere(clinic, person=member, by=by)


ACTS: dict[str, tuple[Act, str]] = {
    "suspend": (_suspend, "suspended"),
    "revoke": (_revoke, "revoked"),
    "reinstate": (_reinstate, "reinstated"),
    "sign-out": (_sign_out, "signed_out"),
}
PAGES = (
    Page(path="/staff", run=show, right=Right.MANAGE_STAFF, menu="portal.menu.staff"),
    *(
        Page(
            path=f"/staff/{{code}}/{name}",
            run=_act(do, done),
            right=Right.MANAGE_STAFF,
            method="POST",
        )
        for name, (do, done) in ACTS.items()
    ),
)
