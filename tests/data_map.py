"""Reads docs/data-map.toml and writes its part of docs/privacy.md anew."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from bot.storage.retention import RULES

ROOT = Path(__file__).parents[1]
MAP, PAGE = ROOT / "docs" / "data-map.toml", ROOT / "docs" / "privacy.md"
BEGIN, END = "<!-- data map: make docs -->", "<!-- end of the data map -->"
CLASSES = ("health", "identity", "staff", "operational", "secret")
FORGOTTEN = {
    "rows": "deleted by /forget",
    "words": "deleted by /forget, with what staff were shown of the patient",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its class, whether a patient's own copy has it, and what it is."""

    kind: str
    in_copy: bool
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """One table of the map."""

    whose: str
    about: str
    forgotten: str
    columns: dict[str, Column]
    because: str = ""
    goes: list[str] = field(default_factory=list)


def data_map() -> dict[str, Mapped]:
    """Read the map; raises KeyError, TypeError or ValueError for what is not in its form."""
    read = tomllib.loads(MAP.read_text("utf-8"))
    return {
        name: Mapped(
            **{key: value for key, value in table.items() if key != "columns"},
            columns={column: _column(told) for column, told in table["columns"].items()},
        )
        for name, table in read.items()
    }


def _column(told: str) -> Column:
    kind, about = told.split(" · ")
    return Column(kind=kind.removesuffix("+"), in_copy=kind.endswith("+"), about=about)


def written() -> str:
    """Write the map as the page shows it."""
    days = {rule.key: rule.days for rule in RULES}
    lines = []
    for name, table in data_map().items():
        lines += [f"### `{name}`", "", _kept(table, days), ""]
        lines += ["| column | class | in /mydata | what it is |", "|---|---|---|---|"]
        lines += [
            f"| `{column}` | {told.kind} | {'yes' if told.in_copy else '–'} | {told.about} |"
            for column, told in table.columns.items()
        ]
        lines.append("")
    return "\n".join(lines)


def _kept(table: Mapped, days: dict[str, int]) -> str:
    goes = "; ".join(f"`{key}` after {days[key]} days" for key in table.goes)
    ends = FORGOTTEN.get(table.forgotten) or f"stays after /forget: {table.because}"
    by_itself = f" By itself: {goes}." if goes else ""
    return f"{table.about} Of: {table.whose}. {ends[0].upper()}{ends[1:]}.{by_itself}"


def page() -> str:
    """Give the page with the map in it as it is now."""
    head, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    return f"{head}{BEGIN}\n\n{written()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(PAGE)
