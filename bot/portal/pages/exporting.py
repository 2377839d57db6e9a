"""Taking records away: in which format, of whom, from when to when, and what for."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.clinic import Clinic
from bot.export import FORMATS
from bot.export.about import Span
from bot.locales import SOURCE_LANGUAGE, has
from bot.pathway import exports
from bot.pathway.exports import Order
from bot.pathway.rights import Right
from bot.pathway.taking import Progress
from bot.portal import errands
from bot.portal.page import Page
from bot.portal.reply import Errand, Kept, Reply, Shown
from bot.portal.visit import Visit
from bot.storage import audit, patients
from bot.storage.patients import Patient

LONGEST_PURPOSE = 200
TOLD = ("de_identified", "identified")
UNPROCESSABLE = 422


def ask(visit: Visit) -> Reply:
    """Show the form; a patient's page may have named the patient."""
    now = visit.clinic.now()
    audit.note(visit.clinic.db, at=now, by=visit.person.code, what="viewed", about="exports")
    return _form(visit, {"code": visit.query.get("patient", "")[:20]}, {})


@dataclass(slots=True)
class _Wishes:
    """What was asked for, and what is wrong with it, by field."""

    visit: Visit
    errors: dict[str, str]

    def field(self, name: str) -> str:
        """Give what was written."""
        return self.visit.fields.get(name, "").strip()

    def day(self, name: str) -> date | None:
        """Read a day, or none."""
        if not self.field(name):
            return None
        try:
            return exports.parse_day(self.field(name))
        except exports.ExportRefused:
            self.errors[name] = "portal.export.bad_day"
            return None

    def patient(self) -> Patient | None:
        """Find the one patient, or none for all."""
        found = patients.by_code(self.visit.clinic.db, self.field("code"))
        if self.field("code") and found is None:
            self.errors["code"] = "portal.export.no_patient"
        return found

    def order(self) -> Order:
        """Put it together; what is wrong is noted on the way."""
        span = Span(since=self.day("since"), until=self.day("until"))
        if span.since and span.until and span.until < span.since:
            self.errors["until"] = "portal.export.swapped"
        for name, known in (("format", tuple(FORMATS)), ("told", TOLD)):
            if self.field(name) not in known:
                self.errors[name] = f"portal.export.choose_{name}"
        if not self.field("purpose"):
            self.errors["purpose"] = "portal.export.no_purpose"
        return Order(
            format=self.field("format"),
            by=self.visit.person.code,
            patient=self.patient(),
            span=span,
            purpose=self.field("purpose")[:LONGEST_PURPOSE],
            identified=self.field("told") == "identified",
        )


def take(visit: Visit) -> Reply:
    """Make the files beside the bot's own work, or say what is wrong with the wishes."""
    wishes = _Wishes(visit, {})
    order = wishes.order()
    if wishes.errors:
        return _form(visit, visit.fields, wishes.errors)
    return Errand(work=lambda clinic, progress: _made(clinic, order, progress))


def _made(clinic: Clinic, order: Order, progress: Progress) -> Kept:
    folder = errands.new_folder(clinic)
    try:
        files = exports.export(clinic, order, directory=folder, progress=progress)
        whose = order.patient.code if order.patient and order.identified else "patients"
        name = f"{whose}-{clinic.now():%Y%m%d-%H%M}-{order.format}"
        path = errands.one_file(files, folder, name)
    except BaseException:
        errands.remove(folder)
        raise
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Kept(path=path, type=kind, name=f"{name}{path.suffix}", folder=folder)


def _form(visit: Visit, fields: Mapping[str, str], errors: dict[str, str]) -> Reply:
    formats = [(key, _name(visit, key)) for key in FORMATS]
    return Shown(
        template="export.html",
        status=UNPROCESSABLE if errors else 200,
        data={
            "formats": formats,
            "fields": fields,
            "errors": errors,
            "told": [(key, visit.say(f"portal.export.{key}")) for key in TOLD],
            "longest": LONGEST_PURPOSE,
        },
    )


def _name(visit: Visit, format_: str) -> str:
    key = f"portal.format.{format_}"
    return visit.say(key) if has(SOURCE_LANGUAGE, key) else format_.upper()


PAGES = (
    Page(path="/export", run=ask, right=Right.EXPORT, menu="portal.menu.export"),
    Page(path="/export", run=take, right=Right.EXPORT, method="POST"),
)
