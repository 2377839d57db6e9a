"""The page on patient cases: how to write one, and every key it may hold."""

from collections.abc import Iterator
from pathlib import Path

from bot.clinical.check_in import PROBLEMS, TRENDS
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.questionnaire import Question
from bot.handbook.markdown import code, page, table
from bot.handbook.reader import Reader
from bot.protocol import vocabulary
from bot.protocol.cases.aftermath import what_it_takes as what_a_fact_takes
from bot.protocol.cases.flags import UNSURE, gate_lines, sign_groups
from bot.protocol.cases.history import BASELINE, BASELINE_PAIN, DAYS
from bot.protocol.cases.values import what_it_takes
from bot.protocol.conditions import derived_facts
from bot.protocol.fact import Shape
from bot.protocol.questions import GATE

TEXT = Path(__file__).parent / "texts" / "cases.md"
ANSWERS = ("question", "asked", "answer")


def cases_page(reader: Reader) -> str:
    """Write the page on patient cases."""
    protocol = reader.protocol
    text = TEXT.read_text(encoding="utf-8")
    for name, scale in (("{classes}", ScreeningClass), ("{levels}", TriageLevel)):
        text = text.replace(name, ", ".join(code(member.value) for member in scale))
    opening = [q for q in protocol.check_in if q.key not in (PROBLEMS, GATE)]
    about = [question for symptom in protocol.symptoms for question in symptom.follow_ups]
    return page(
        [
            text.strip(),
            f"## Every key of {protocol.key} {protocol.version}",
            "### Screening questions: `answers`, and `history`",
            table(ANSWERS, _questions(reader, protocol.screening)),
            "### Facts and baseline: `history`",
            table(("key", "meaning", "value"), _history(reader)),
            "### What the last session left: `history` of a screening",
            table(("key", "meaning", "value"), _left(reader)),
            "### Questions of a check-in: `answers`",
            table(ANSWERS, _questions(reader, (*opening, *about))),
            "### Symptoms: `grades` and `trends`",
            f"Each grade has its own words. Trends: {', '.join(map(code, TRENDS))}.",
            table(("symptom", "what", "1", "2", "3", "4"), _symptoms(reader)),
            "### Red flags: `flags`",
            table(("flag", "what", "counts as"), _flags(reader)),
            "### Safety questions: `answers`",
            table(ANSWERS, _questions(reader, protocol.safety)),
        ]
    )


def _questions(reader: Reader, listed: tuple[Question, ...]) -> Iterator[tuple[str, str, str]]:
    for question in listed:
        yield code(question.key), reader.question(question.key), what_it_takes(question)


def _history(reader: Reader) -> Iterator[tuple[str, str, str]]:
    for key, fact in derived_facts(reader.protocol).items():
        numbers = f"{fact.low:g} to {fact.high:g}"
        kind = "true or false" if fact.shape is Shape.TRUTH else numbers
        yield code(key), reader.fact(key), kind
    yield code(BASELINE_PAIN), "usual headache before the first session", "0 to 10"
    window = reader.protocol.medicine_days.window_days
    for days in sorted(DAYS):
        yield code(days), reader.fact(days), f"0 to {window}"
    for symptom in reader.protocol.symptom_keys:
        yield code(BASELINE + symptom), f"{reader.symptom(symptom)} before treatment", "0 to 4"


def _left(reader: Reader) -> Iterator[tuple[str, str, str]]:
    for key, fact in vocabulary.aftermath(reader.protocol).items():
        yield code(key), reader.fact(key), what_a_fact_takes(fact)


def _symptoms(reader: Reader) -> Iterator[tuple[str, ...]]:
    for key in reader.protocol.symptom_keys:
        grades = [reader.words(f"grade.{key}.{grade}") for grade in range(1, 5)]
        yield code(key), reader.symptom(key), *grades


def _flags(reader: Reader) -> Iterator[tuple[str, str, str]]:
    lines = gate_lines(reader.protocol)
    for line in lines:
        if line != UNSURE:
            yield code(line), reader.option(GATE, line), "a line of the gate"
    for sign, group in sign_groups(reader.protocol).items():
        yield code(sign), reader.option(group, sign), f"a sign of {code(group)}"
    for entry in reader.left_out:
        if entry.asked_within in lines:
            yield code(entry.id), entry.what, f"the line {code(entry.asked_within)}"
