"""Every entry of a protocol with its place, its key and its source, in the order of the files."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Question

QUESTIONNAIRES = ("screening", "session", "check_in", "signs", "safety", "diary", "course")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: its table, its own key, the keys it stands under, and its source."""

    table: str
    key: str
    source: str
    kind: str  # entries of one kind in one place must have different keys
    under: str = ""

    @property
    def name(self) -> str:
        """The entry's place in its file, as a fault names it."""
        return f"{self.under} · {self.key}" if self.under else self.key


def questions(protocol: Protocol) -> Iterator[tuple[str, str, Question]]:
    """Give every question with its table and the symptom it stands under."""
    for table in QUESTIONNAIRES:
        for question in getattr(protocol, table):
            yield table, "", question
    for symptom in protocol.symptoms:
        for question in symptom.follow_ups:
            yield "symptoms", symptom.key, question


def entries(protocol: Protocol) -> Iterator[Entry]:
    """Walk through everything that has a key and a source."""
    for table, under, question in questions(protocol):
        yield Entry(
            table=table, key=question.key, source=question.source, kind="name", under=under
        )
        yield from _outcomes(table, question)
    for screen in protocol.screens:
        yield Entry(table="screens", key=screen.key, source=screen.source, kind="name")
    for symptom in protocol.symptoms:
        yield Entry(table="symptoms", key=symptom.key, source=symptom.source, kind="name")
    for advice in protocol.advice:
        yield Entry(table="advice", key=advice.key, source=advice.source, kind="advice")
    for derived in protocol.derived:
        yield Entry(table="derived", key=derived.key, source=derived.source, kind="name")
    for rule in protocol.rules:
        yield Entry(table="rules", key=rule.key, source=rule.source, kind="rule")
    for region in protocol.regions:
        yield Entry(table="regions", key=region.key, source=region.source, kind="region")
    yield from _jurisdictions(protocol)
    yield from _lexicons(protocol)
    for statement in protocol.about:
        yield Entry(
            table="about",
            key=statement.key,
            source=statement.source,
            kind="statement",
            under=statement.topic,
        )
    for usual in protocol.usual:
        yield Entry(table="usual", key=usual.key, source=usual.source, kind="usual")
    schedule = protocol.schedule
    for point in schedule.points:
        yield Entry(table="schedule", key=point.key, source=point.source, kind="point")
    for entry in schedule.follow_ups:
        yield Entry(table="schedule", key=entry.key, source=entry.source, kind="point")
    for ladder in schedule.ladders:
        for key in ladder.keys:
            yield Entry(table="schedule", key=key, source=ladder.source, kind="point")
    yield Entry(table="validity", key="validity", source=protocol.validity.source, kind="table")
    yield Entry(table="schedule", key="schedule", source=schedule.source, kind="table")
    medicine = protocol.medicine_days
    yield Entry(table="medicine_days", key="medicine_days", source=medicine.source, kind="table")
    plan = protocol.course_plan
    yield Entry(table="course_plan", key="course_plan", source=plan.source, kind="table")
    yield Entry(table="evening", key="evening", source=protocol.evening.source, kind="table")


def _outcomes(table: str, question: Question) -> Iterator[Entry]:
    for outcome in question.outcomes:
        yield Entry(
            table=table,
            key=outcome.key,
            source=outcome.source,
            kind=f"answer to {question.key}",
            under=question.key,
        )


def _jurisdictions(protocol: Protocol) -> Iterator[Entry]:
    table = protocol.jurisdictions
    for row in table.rows:
        yield Entry(table="jurisdictions", key=row.key, source=row.source, kind="jurisdiction")
    yield Entry(table="jurisdictions", key="jurisdictions", source=table.source, kind="table")


def _lexicons(protocol: Protocol) -> Iterator[Entry]:
    for lexicon in protocol.free_text:
        language, source = lexicon.key, lexicon.source
        yield Entry(table="free_text", key=language, source=source, kind="language")
        for concept in lexicon.concepts:
            yield Entry(
                table="free_text",
                key=concept.key,
                source=concept.source,
                kind=f"phrases in {language}",
                under=language,
            )
