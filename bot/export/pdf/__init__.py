"""PDF: one page per patient for the visit, what matters most first."""

from bot.export.destination import Destination
from bot.export.extract import Extract
from bot.export.pdf.page import visit_page

__all__ = ["NOTES", "visit_page", "write_pdf"]

NOTES = (
    "Each page holds one patient: open alerts first, then the course. What does not fit on it is "
    "counted, never left out in silence; the other formats hold all.",
)


def write_pdf(extract: Extract, destination: Destination) -> None:
    """Write one page per patient, named by code."""
    for patient in extract.patients():
        page = visit_page(patient, extract.protocol, extract.about)
        with destination.create(f"{patient.patient.patient}.pdf") as file:
            file.write(page)
