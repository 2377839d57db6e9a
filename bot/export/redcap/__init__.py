"""REDCap: a data dictionary, records with repeating instruments, and how to bring them in."""

from bot.export.destination import Destination
from bot.export.extract import Extract
from bot.export.redcap.dictionary import write_dictionary
from bot.export.redcap.how_to import write_how_to
from bot.export.redcap.instruments import INSTRUMENTS, Form, form_of
from bot.export.redcap.names import Names
from bot.export.redcap.records import write_records

NOTES = (
    "data_dictionary.csv describes every field; how_to.md says how to bring the files in.",
    "One file of records per instrument; codes, never labels. Text is as it was written, so do "
    "not open these files in a spreadsheet.",
)


def write_redcap(extract: Extract, destination: Destination) -> None:
    """Write the records table by table, then the dictionary of the fields they have."""
    names, forms = Names(), dict[str, Form]()
    written: dict[str, int] = {}  # rows, by file
    for table in extract.tables():
        if table.name not in ("codebook", "about"):
            form = form_of(table, INSTRUMENTS[table.name], names)
            name = f"records_{len(forms) + 1:02}_{form.name}.csv"
            with destination.create(name) as file:
                forms[name], written[name] = form, write_records(table, form, file)
    with destination.create("data_dictionary.csv") as file:
        write_dictionary(forms.values(), file)
    with destination.create("how_to.md") as file:
        write_how_to(extract.about, forms, written, file)


__all__ = ["NOTES", "write_redcap"]
