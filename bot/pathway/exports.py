"""Exports: who takes which tables away, written down before and after."""

from datetime import date
from pathlib import Path

from bot.clinic import Clinic
from bot.export import FORMATS
from bot.export.destination import Memory, whole_files
from bot.pathway.taking import Progress, Span, Taking, records_of, with_rows
from bot.storage import patients
from bot.storage.database import transaction
from bot.storage.export_rows import snapshot
from bot.storage.patients import Patient

CHAT_FORMAT = "csv"


class ExportRefused(Exception):
    """An export that cannot be made, said in a sentence for the person who asked."""


def export(
    clinic: Clinic,
    *,
    directory: Path,
    format: str,
    by: str,
    patient: Patient | None = None,
    since: date | None = None,
    until: date | None = None,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the tables of one patient or all to a directory and list its new files.

    The files appear together, whole, once all are written. Raises ExportRefused.
    """
    if format not in FORMATS:
        raise ExportRefused(f"There is no format '{format}'; choose {' or '.join(FORMATS)}.")
    if since and until and until < since:
        raise ExportRefused(f"The last day, {until}, is before the first, {since}; swap them.")
    span = Span(since=since, until=until)
    taking = Taking(clinic=clinic, format=format, patient=patient, span=span, progress=progress)
    try:
        with whole_files(directory) as folder:
            with transaction(clinic.db):
                taking.note(by=by, what="export started")
            with snapshot(clinic.db):
                taking.writer.write(records_of(taking), folder)
    except BlockingIOError:
        raise ExportRefused(
            f"Another export is being written to {directory}; wait until it is done."
        ) from None
    except OSError as error:
        raise ExportRefused(
            f"{directory} cannot be written to ({error.strerror}); choose another directory."
        ) from error
    with transaction(clinic.db):
        taking.note(by=by, what="export finished", detail=taking.count_words())
    return folder.files


def documents(clinic: Clinic, *, patient: Patient | None, by: str) -> list[tuple[str, bytes]]:
    """Make the tables that have rows, and the codebook, as named files for the chat."""
    taking = Taking(clinic=clinic, format=CHAT_FORMAT, patient=patient)
    memory = Memory()
    taking.writer.write(with_rows(records_of(taking)), memory)
    taking.note(by=by, what="exported to chat", detail=taking.count_words())
    return memory.files


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
