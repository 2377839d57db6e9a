"""Made-up facts for charts: a fortnight with gaps, and a long course."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from bot.charts import ChartFacts, Counts, Entry, Graded, Mark, Missed

FIRST = date(2026, 9, 7)
SYMPTOMS = ("bruising", "soreness", "neck_swelling", "tingling")
POINTS = {"h3": 3, "h24": 24, "h48": 48, "h72": 72}


def noon(index: int) -> datetime:
    """Give noon of a day by its place in the span."""
    return datetime(2026, 9, 7, 12, tzinfo=UTC) + timedelta(days=index)


def entry(index: int, value: int, *, late: bool = False, corrected: bool = False) -> Entry:
    """Tell a headache in the diary of a day."""
    at = noon(index)
    return Entry(day=at.date(), at=at, value=value, kind="diary", late=late, corrected=corrected)


def fortnight() -> ChartFacts:
    """Give two weeks with one session, 9 days with a headache told, and 3 asked in vain."""
    values = {0: 6, 1: 6, 2: 5, 5: 7, 6: 4, 7: 3, 9: 3, 10: 0, 11: 2}
    told = [entry(index, value) for index, value in values.items()]
    first = Mark(number=1, course=1, place=1, ended_at=noon(0))
    graded = Graded(
        at=noon(1),
        kind="check_in",
        point="h24",
        session=1,
        answered=True,
        grades={"soreness": 2, "tingling": 0},
    )
    silent = Graded(at=noon(2), kind="check_in", point="h48", session=1, answered=False, grades={})
    return ChartFacts(
        first=FIRST,
        last=FIRST + timedelta(days=13),
        entries=(*told, entry(11, 1, late=True, corrected=True)),
        missed=(
            Missed(day=noon(2).date(), kind="check_in", point="h48", why="missed"),
            *(Missed(day=noon(index).date(), kind="diary", why="missed") for index in (3, 4, 12)),
        ),
        sessions=(first,),
        usual=6,
        symptoms=SYMPTOMS,
        reports=(graded, silent),
        medicine=Counts(window=28, filled=9, any=4, simple=3, strong=2),
    )


def long_course(
    days: int = 56, sessions: int = 12, empty: Collection[int] = (5, 6, 20, 21, 22, 40)
) -> ChartFacts:
    """Give a long course with several entries a day."""
    told = [
        entry(index, (index * 7 + turn * 3) % 11)
        for index in range(days)
        for turn in range(4)
        if index not in empty
    ]
    marks = [
        Mark(number=n + 1, course=1, place=n + 1, ended_at=noon(n * days // sessions))
        for n in range(sessions)
    ]
    reports = [
        Graded(
            at=mark.ended_at + timedelta(hours=hours),
            kind="check_in",
            point=point,
            session=mark.number,
            answered=True,
            grades={"bruising": max(0, 2 - hours // 24), "soreness": max(0, 3 - hours // 24)},
        )
        for mark in marks
        for point, hours in POINTS.items()
    ]
    return ChartFacts(
        first=FIRST,
        last=FIRST + timedelta(days=days - 1),
        entries=tuple(told),
        missed=tuple(Missed(day=noon(i).date(), kind="diary", why="missed") for i in empty),
        sessions=tuple(marks),
        usual=6,
        symptoms=SYMPTOMS,
        reports=tuple(reports),
        medicine=Counts(window=28, filled=26, any=12, simple=9, strong=4),
    )
