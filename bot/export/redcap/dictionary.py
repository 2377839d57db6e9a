"""The data dictionary: one row per field, in REDCap's 18 columns."""

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from bot.export.redcap.field import Field
from bot.export.redcap.instruments import Form
from bot.export.redcap.names import RECORD_ID

HEADER = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
RECORD = Field(name=RECORD_ID, type="text", label="The patient's code.", identifies=True)


def write_dictionary(forms: Iterable[Form], file: BinaryIO) -> None:
    """Write a row per field, those of a form together; the record's id is the first of all."""
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
    rows = csv.writer(text)
    rows.writerow(HEADER)
    first: tuple[Field, ...] = (RECORD,)
    for form in forms:
        rows.writerows(_row(form.name, field) for field in (*first, *form.fields))
        first = ()
    text.detach()


def _row(form: str, field: Field) -> list[str]:
    codes = field.codes
    choices = " | ".join(f"{codes[key]}, {_label(label)}" for key, label in field.choices.items())
    told = {
        "Variable / Field Name": field.name,
        "Form Name": form,
        "Field Type": field.type,
        "Field Label": _label(field.label),
        "Choices, Calculations, OR Slider Labels": choices,
        "Field Note": _label(field.note),
        "Text Validation Type OR Show Slider Number": field.validation,
        "Text Validation Min": "" if field.low is None else str(field.low),
        "Text Validation Max": "" if field.high is None else str(field.high),
        "Identifier?": "y" if field.identifies else "",
        "Field Annotation": _label(field.source).replace("@", " at "),  # @ begins an action tag
    }
    return [told.get(name, "") for name in HEADER]


def _label(text: str) -> str:
    """Write words on one line, without what parts choices or begins HTML."""
    return " ".join(text.replace("|", "/").replace("<", "&lt;").split())
