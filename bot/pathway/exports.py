"""Exports: who takes which records away and what for, written down before and after."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot import __version__
from bot.clinic import Clinic
from bot.export import FORMATS
from bot.export.about import About, Span
from bot.export.destination import Memory, NameTakenError, whole_files
from bot.export.hiding import Hiding
from bot.locales import SOURCE_LANGUAGE, say
from bot.pathway.taking import Progress, Taking
from bot.storage import export_keys, export_rows, patients
from bot.storage.database import transaction
from bot.storage.export_rows import snapshot
from bot.storage.patients import Patient

PURPOSES = ("care", "referral", "asked", "quality", "research")


class ExportRefused(Exception):
    """An export that cannot be made, said in a sentence for the person who asked."""


class TooMuchError(Exception):
    """An export that is too large for a chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody asks for: one patient or all, some dates or all, and what for."""

    format: str
    by: str
    patient: Patient | None = None
    span: Span = field(default_factory=Span)
    purpose: str = ""
    identified: bool = False


def export(
    clinic: Clinic,
    order: Order,
    *,
    directory: Path,
    replace: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the files of an order to a directory and list them.

    They appear together, whole, once all are written; files that are there are kept unless they
    are to be replaced. Raises ExportRefused.
    """
    _refuse_senseless(order)
    try:
        with whole_files(directory, replace=replace) as folder:
            with transaction(clinic.db):
                taking = _begin(clinic, order, progress=progress)
            with snapshot(clinic.db):
                taking.writer.write(taking, folder)
    except BlockingIOError:
        raise ExportRefused(
            f"Another export is being written to {directory}; wait until it is done."
        ) from None
    except NameTakenError as error:
        raise ExportRefused(
            f"{error} is there already; choose an empty directory, or add --replace."
        ) from None
    except OSError as error:
        raise ExportRefused(
            f"{directory} cannot be written to ({error.strerror}); choose another directory."
        ) from error
    with transaction(clinic.db):
        taking.note("export finished", taking.count_words())
    return folder.files


def documents(clinic: Clinic, order: Order) -> list[tuple[str, bytes]]:
    """Make the files of an order in memory, without tables that have no rows.

    It runs in the caller's transaction. Raises ExportRefused.
    """
    _refuse_senseless(order)
    taking = _begin(clinic, order, only_filled=True)
    memory = Memory()
    taking.writer.write(taking, memory)
    taking.note("export finished", taking.count_words())
    return memory.files


def document(clinic: Clinic, order: Order) -> tuple[str, bytes]:
    """Make one file of an order for a chat: what is several files is packed into one.

    It runs in the caller's transaction. Raises TooMuchError when a chat could not take it,
    and ExportRefused.
    """
    patient_id = order.patient.id if order.patient else None
    most = FORMATS[order.format].most_in_chat
    if export_rows.count_all(clinic.db, patient_id=patient_id) > most:
        raise TooMuchError
    files = documents(clinic, order)
    if len(files) == 1:
        return files[0]
    return f"needling-diary-{order.format}.zip", _packed(files, clinic.now())


def _packed(files: Iterable[tuple[str, bytes]], at: datetime) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(ZipInfo(name, at.timetuple()[:6]), content, ZIP_DEFLATED)
    return packed.getvalue()


def purpose_words(purpose: str) -> str:
    """Word one of the purposes for the access log."""
    return say(SOURCE_LANGUAGE, f"export.purpose.{purpose}")


def _begin(
    clinic: Clinic, order: Order, *, progress: Progress | None = None, only_filled: bool = False
) -> Taking:
    """Begin an export and write it down."""
    hiding = None
    if not order.identified:
        hiding = Hiding(export_keys.key(clinic.db, clinic.now()), clinic.protocol)
    taking = Taking(
        clinic=clinic,
        about=_about(clinic, order, hiding),
        patient=order.patient,
        hiding=hiding,
        progress=progress,
        only_filled=only_filled,
    )
    taking.note("export started")
    return taking


def _refuse_senseless(order: Order) -> None:
    since, until = order.span.since, order.span.until
    if order.format not in FORMATS:
        known = ", ".join(FORMATS)
        raise ExportRefused(f"There is no format '{order.format}'; choose one of: {known}.")
    if since and until and until < since:
        raise ExportRefused(f"The last day, {until}, is before the first, {since}; swap them.")
    if order.identified and not order.purpose.strip():
        raise ExportRefused(
            "An identified export needs a purpose for the access log: add --purpose, or take it "
            "de-identified."
        )


def _about(clinic: Clinic, order: Order, hiding: Hiding | None) -> About:
    protocol, code = clinic.protocol, order.patient.code if order.patient else None
    return About(
        format=order.format,
        by=order.by,
        at=clinic.now(),
        patient=hiding.code(code) if hiding and code else code,
        span=order.span,
        purpose=" ".join(order.purpose.split()),
        identified=order.identified,
        protocol=protocol.key,
        protocol_version=protocol.version,
        protocol_hash=protocol.content_hash,
        program_version=__version__,
    )


def patient_named(clinic: Clinic, code: str) -> Patient:
    """Find a patient by code, in any case; raises ExportRefused when there is none."""
    patient = patients.by_code(clinic.db, code)
    if patient is None:
        raise ExportRefused(
            f"There is no patient {code}. /patients lists the codes; check for typing slips."
        )
    return patient


def parse_day(text: str) -> date:
    """Read a date such as 2026-12-31; raises ExportRefused."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # other ISO forms are taken for slips
        raise ExportRefused(f"'{text}' is not a date; write it as 2026-12-31.")
    return day
