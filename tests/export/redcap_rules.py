"""REDCap's rules for a data dictionary and for records, gone through row by row."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

HEADER = [
    *("Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label"),
    *("Choices, Calculations, OR Slider Labels", "Field Note"),
    *("Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max"),
    *("Identifier?", "Branching Logic (Show field only if...)", "Required Field?"),
    *("Custom Alignment", "Question Number (surveys only)", "Matrix Group Name"),
    *("Matrix Ranking?", "Field Annotation"),
]
NAME, FORM, _, TYPE, LABEL, CHOICES, _, VALIDATION, LOW, HIGH = HEADER[:10]
IDENTIFIER, BRANCHING, REQUIRED = HEADER[10:13]
RANKING = HEADER[16]
REPEAT = ("redcap_repeat_instrument", "redcap_repeat_instance")
PLAIN = re.compile(r"[a-z][a-z0-9_]*")
CODE = re.compile(r"[a-z0-9_]+")
TYPES = {
    *("text", "notes", "calc", "dropdown", "radio", "checkbox", "yesno", "truefalse"),
    *("file", "slider", "descriptive", "sql"),
}
CHOSEN = {"radio", "dropdown", "checkbox"}
FORMATS = {
    "integer": r"-?\d+",
    "number": r"-?\d+(\.\d+)?",
    "date_ymd": r"\d{4}-\d\d-\d\d",
    "time": r"\d\d:\d\d",
    "datetime_seconds_ymd": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",
}
MOMENTS = {"date_ymd": "%Y-%m-%d", "time": "%H:%M", "datetime_seconds_ymd": "%Y-%m-%d %H:%M:%S"}
LAST_INSTANCE = 32_767
Row = Mapping[str, str]


def rows_of(content: bytes) -> tuple[list[str], list[Row]]:
    """Read a CSV file: its header and its rows."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    header = lines[0] if lines else []
    return header, [dict(zip(header, line, strict=True)) for line in lines[1:]]


def codes_of(row: Row) -> list[str]:
    """List the codes of a field's choices."""
    if not row[CHOICES]:
        return []
    return [choice.partition(", ")[0].strip() for choice in row[CHOICES].split("|")]


def dictionary_faults(content: bytes) -> Iterator[str]:
    """Name whatever REDCap would refuse, or take for something else, in a data dictionary."""
    if content.startswith(b"\xef\xbb\xbf"):
        yield "begins with a byte order mark"
        return
    header, rows = rows_of(content)
    if header != HEADER:
        yield "does not have the 18 columns"
        return
    if not rows or (rows[0][TYPE], rows[0][CHOICES], rows[0][VALIDATION]) != ("text", "", ""):
        yield "the first field is not a plain record id"
    yield from _order_faults(rows)
    for row in rows:
        for fault in (*_name_faults(row, rows), *_field_faults(row)):
            yield f"{row[NAME]}: {fault}"


def _order_faults(rows: list[Row]) -> Iterator[str]:
    forms = [row[FORM] for row in rows]
    changes = [form for form, before in zip(forms, ["", *forms], strict=False) if form != before]
    if len(changes) != len(set(changes)):
        yield "the rows of a form do not stand together"
    columns = [column for row in rows for column in columns_of(row)]
    if len(columns) != len(set(columns)):
        yield "two fields take the same column of records"


def columns_of(row: Row) -> list[str]:
    """List the columns of records that a field takes."""
    if row[TYPE] != "checkbox":
        return [row[NAME]]
    return [f"{row[NAME]}___{code}" for code in codes_of(row)]


def _name_faults(row: Row, rows: list[Row]) -> Iterator[str]:
    name = row[NAME]
    if not PLAIN.fullmatch(name) or len(name) > 26 or "__" in name:
        yield "is no name of a field"
    if not PLAIN.fullmatch(row[FORM]) or len(row[FORM]) > 64:
        yield "is in a form without a plain name"
    if [one[NAME] for one in rows].count(name) > 1:
        yield "is there twice"
    if name.startswith("redcap_") or name in {f"{one[FORM]}_complete" for one in rows}:
        yield "is a name of REDCap's own"


def _field_faults(row: Row) -> Iterator[str]:
    codes = codes_of(row)
    if row[TYPE] not in TYPES:
        yield "has no type that REDCap knows"
    if not row[LABEL].strip():
        yield "has no label"
    if (row[TYPE] in CHOSEN) != bool(codes):
        yield "has choices where there are none, or none where there must be"
    if len(codes) != len(set(codes)) or not all(CODE.fullmatch(code) for code in codes):
        yield "has a code that is no code"
    if any(not choice.partition(", ")[2].strip() for choice in row[CHOICES].split("|") if codes):
        yield "has a choice without a label"
    if row[VALIDATION] and (row[TYPE] not in ("text", "slider") or row[VALIDATION] not in FORMATS):
        yield "has a validation it cannot have"
    if (row[LOW] or row[HIGH]) and row[VALIDATION] not in ("integer", "number"):
        yield "has a range without a number"
    elif row[LOW] and row[HIGH] and float(row[LOW]) > float(row[HIGH]):
        yield "has a range upside down"
    if {row[IDENTIFIER], row[REQUIRED], row[RANKING]} - {"", "y"}:
        yield "says something else than y"
    if '"' in row[BRANCHING]:
        yield "has double quotes in its branching"
    if any("<" in row[name] for name in (LABEL, CHOICES)):
        yield "has what a browser takes for HTML"


@dataclass
class Project:
    """A REDCap project that records are brought into, by the rules of its dictionary."""

    dictionary: bytes
    repeating: set[str]
    seen: set[tuple[str, str, str]] = field(default_factory=set)

    def record_faults(self, content: bytes) -> Iterator[str]:
        """Name whatever REDCap would refuse, or double, in a file of records."""
        if content.startswith(b"\xef\xbb\xbf"):
            yield "begins with a byte order mark"
            return
        _, fields = rows_of(self.dictionary)
        by_column = {column: row for row in fields for column in columns_of(row)}
        header, rows = rows_of(content)
        if header[0] != fields[0][NAME]:
            yield "does not begin with the record id"
        forms = {by_column[name][FORM] for name in header[1:] if name in by_column}
        own = {fields[0][NAME], *REPEAT, *(f"{form}_complete" for form in forms)}
        yield from (f"{name} is no field" for name in header if name not in {*by_column, *own})
        for number, row in enumerate(rows, start=1):
            for fault in (*self._place_faults(row, forms), *_value_faults(row, by_column)):
                yield f"row {number}: {fault}"

    def _place_faults(self, row: Row, forms: set[str]) -> Iterator[str]:
        record = next(iter(row.values()))
        form, instance = (row.get(name, "") for name in REPEAT)
        if not record:
            yield "has no record id"
        if (record, form, instance) in self.seen:
            yield "is there twice"
        self.seen.add((record, form, instance))
        if (record, "", "") not in self.seen:
            yield "comes before its record"
        if not form and not instance:
            if forms & self.repeating:
                yield "repeats and is not numbered"
        elif form not in self.repeating or forms != {form}:
            yield "has values of another form than it names"
        elif not instance.isdigit() or not 1 <= int(instance) <= LAST_INSTANCE:
            yield "has no number of an instance"
        if any(row.get(f"{one}_complete", "2") not in ("0", "1", "2") for one in forms):
            yield "is neither incomplete, unverified nor complete"


def _value_faults(row: Row, by_column: Mapping[str, Row]) -> Iterator[str]:
    for column, value in row.items():
        described = by_column.get(column)
        if described is not None and value and not _fits(value, described):
            yield f"{column} cannot be {value!r}"


def _fits(value: str, described: Row) -> bool:
    kind, validation = described[TYPE], described[VALIDATION]
    if kind in ("checkbox", "truefalse", "yesno"):
        return value in ("0", "1")
    if kind in CHOSEN:
        return value in codes_of(described)
    if not validation:
        return True
    if not re.fullmatch(FORMATS[validation], value):
        return False
    if validation in MOMENTS:
        return bool(datetime.strptime(value, MOMENTS[validation]))  # noqa: DTZ007  # has no zone
    low, high = described[LOW] or value, described[HIGH] or value
    return float(low) <= float(value) <= float(high)


def faults_of(files: Mapping[str, bytes]) -> list[str]:
    """Name every fault of a whole export, its records brought in by the order of their names."""
    dictionary = files["data_dictionary.csv"]
    found = list(dictionary_faults(dictionary))
    project = Project(dictionary, repeating_of(dictionary))
    for name in sorted(name for name in files if name.startswith("records")):
        found += [f"{name}: {fault}" for fault in project.record_faults(files[name])]
    return found


def repeating_of(dictionary: bytes) -> set[str]:
    """Enable what the how-to says: every form but the first repeats."""
    _, rows = rows_of(dictionary)
    forms: Iterable[str] = dict.fromkeys(row[FORM] for row in rows)
    return set(forms) - {rows[0][FORM]}
