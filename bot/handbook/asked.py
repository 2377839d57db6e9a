"""The questions of the clinical content, with their answers, and those that are put together."""

from collections.abc import Iterator

from bot.clinical.questionnaire import Question
from bot.handbook.conditions import in_words
from bot.handbook.markdown import bullets, code, table
from bot.handbook.reader import LEVELS, Reader, how_answered, means

NOTHING = "clear"


def questions(reader: Reader, listed: tuple[Question, ...]) -> Iterator[str]:
    """Write questions, each with its answers and what they count as."""
    for question in listed:
        yield f"### {question.key} · {reader.question(question.key)}"
        yield _about(reader, question)
        yield _options(reader, question)
        outcomes = [
            f"{code(outcome.key)}: {when(reader, outcome.when)} → {outcome.screening_class.value}"
            + (f", {LEVELS[outcome.urgency.value]}" if outcome.urgency else "")
            + f" ({outcome.source})"
            for outcome in question.outcomes
        ]
        yield bullets(outcomes)


def _about(reader: Reader, question: Question) -> str:
    whole = reader.words(f"question.{question.key}")
    lines = [f"asked: “{whole}”"] if whole != reader.question(question.key) else []
    lines.append(f"answered with {how_answered(question)}")
    if question.when:
        lines.append(f"asked when: {when(reader, question.when)}")
    if question.every_session:
        lines.append("asked again before every session")
    lines.append(f"source: {question.source}")
    return bullets(lines)


def _options(reader: Reader, question: Question) -> str:
    rows = [
        (code(option.key), reader.option(question.key, option.key), means(option))
        for option in question.options
    ]
    if all(counts == NOTHING for _, _, counts in rows):
        return table(("answer", "words"), [row[:2] for row in rows])
    return table(("answer", "words", "counts as"), rows)


def when(reader: Reader, expression: str) -> str:
    """Say when a condition holds, in words where it can be said plainly."""
    said = in_words(reader, expression)
    return " **or** ".join(said) if said else code(" ".join(expression.split()))


def screens(reader: Reader) -> Iterator[str]:
    """Write which questions are put together, with the words each has there."""
    if reader.protocol.screens:
        yield "### Questions put together"
        yield (
            "Patients tick what is so. What is left unticked is answered as nothing there; what "
            "is ticked and has more to tell is then asked by itself, and so is each question of a "
            "patient who is not sure."
        )
    for screen in reader.protocol.screens:
        yield f"#### {screen.key} · {reader.words(f'screen.{screen.key}')}"
        items = ((code(item), reader.words(f"screen_item.{item}")) for item in screen.items)
        yield table(("question", "words"), items)
        yield bullets([f"source: {screen.source}"])
