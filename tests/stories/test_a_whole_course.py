"""A healthy adult from the first screening to two weeks after the last session, and the export."""

import csv
import re
from collections import Counter
from pathlib import Path

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.pathway.exports import Order, export
from bot.storage.forms import FormKind
from tests.house import Chatter, House
from tests.stories.course import HEADACHES, goes_through_a_course
from tests.stories.records import alert, check_ins, flags, forms_of

LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
Rows = list[dict[str, str]]
SUMMARY = {
    "course": "1",
    "sessions": "4",
    "usual_before": "5",
    "usual_after": "1",
    "worst_before": "8",
    "worst_after": "3",
    "headache_days_before": "9",
    "headache_days_after": "4",
    "headache_days_filled": "",
    "duration_before": "up_to_24h",
    "duration_after": "up_to_4h",
    "medicine_days_before": "6",
    "medicine_days_after": "3",
    "disability_before": "stopped_some",
    "disability_after": "slower",
    "neck_easy_before": "3",
    "neck_easy_after": "4",
    "change": "much_better",
}


async def test_four_weekly_sessions_with_every_check_in_end_in_the_export(
    house: House, charlie: Chatter, robin: Chatter, tmp_path: Path
) -> None:
    await goes_through_a_course(robin)

    for session, headaches in enumerate(HEADACHES, start=1):
        for point in ("h3", "h24", "h48", "h72", "d7", "d14"):
            expected = "answered" if point in headaches else "replaced"
            assert check_ins(robin)[session, point] == expected
    classes = {form.screening_class for form in forms_of(robin, FormKind.SCREENING)}
    levels = {form.level for form in forms_of(robin, FormKind.CHECK_IN) if form.level}
    assert classes == {ScreeningClass.CLEAR}
    assert levels == {TriageLevel.SELF_CARE}
    assert alert(robin) is None
    assert flags(charlie) == []
    assert "Usual headache, 0 to 10: 5 → 1" in "".join(robin.from_bot)

    order = Order(format="csv", by="C1", purpose="care", identified=True)
    files = export(house.clinic, order, directory=tmp_path / "taken")
    _holds_the_course({file.stem: _rows(file) for file in files}, robin.patient.code)


def _holds_the_course(tables: dict[str, Rows], code: str) -> None:
    assert all(row.get("patient", code) == code for rows in tables.values() for row in rows)
    assert [row["sessions"] for row in tables["patients"]] == ["4"]
    assert [row["screening_class"] for row in tables["sessions"]] == ["clear"] * 4
    assert [row["baseline_nrs"] for row in tables["sessions"]] == [""] * 4
    assert Counter(row["state"] for row in tables["check_ins"]) == {"answered": 18, "replaced": 6}
    assert [row["nrs"] for row in tables["check_ins"] if row["state"] == "answered"] == [
        str(headache) for headaches in HEADACHES for headache in headaches.values()
    ]
    assert [(row["course"], row["place"]) for row in tables["sessions"]] == [
        ("1", str(place)) for place in (1, 2, 3, 4)
    ]
    assert [row["nrs_usual"] for row in tables["outcomes"]] == ["5", "1"]
    assert [row["change"] for row in tables["outcomes"]] == ["", "much_better"]
    [summary] = tables["summary"]
    assert {name: summary[name] for name in SUMMARY} == SUMMARY
    assert [row["nrs_worst"] for row in tables["diary"]] == ["4"] * 4
    assert tables["alerts"] == []
    times = [
        value
        for rows in tables.values()
        for row in rows
        for column, value in row.items()
        if column.endswith("_at") and value
    ]
    assert len(times) > 100
    assert [value for value in times if not LOCAL_TIME.fullmatch(value)] == []


def _rows(file: Path) -> Rows:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))
