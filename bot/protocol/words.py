"""The words a protocol needs, by key, and which of them a language lacks."""

from collections.abc import Collection, Iterator, Mapping

from bot.clinical.check_in import TRENDS
from bot.clinical.jurisdiction import PRACTITIONER, STALE
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Kind, Question
from bot.clinical.triage import UNDECIDED
from bot.protocol.entries import questions
from bot.protocol.fault import Fault

GRADES = range(5)
ALWAYS = (
    "question.grade",
    "question.trend",
    *(f"option.trend.{trend}" for trend in TRENDS),
    *(f"outcome.{found.value}" for found in ScreeningClass),
    *(f"level.{level.value}{part}" for level in TriageLevel for part in ("", ".short")),
    f"noticed.{UNDECIDED}",
    f"do.{UNDECIDED}",
    "crisis",
    "crisis.line",
    "crisis.company",
    "crisis.read",
    "text.check_too",
    "watch.next_days",
    "tip.medicine",
)


def required_words(protocol: Protocol) -> dict[str, str]:
    """Name every key a protocol needs words for, with the entry that needs it."""
    return dict(_required(protocol))


def word_faults(protocol: Protocol, words: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """Find what languages lack; `words` gives the keys each of them has."""
    needed = required_words(protocol)
    for language, there in words.items():
        for key, entry in needed.items():
            if key not in there:
                yield Fault(
                    file=f"{language}/clinical.po",
                    entry=key,
                    problem=f"has no words, and {entry} needs them",
                    remedy=f'add  msgid "{key}"  with its words',
                )


def _required(protocol: Protocol) -> Iterator[tuple[str, str]]:
    yield from ((key, "the bot") for key in ALWAYS)
    for table, _, question in questions(protocol):
        yield from ((key, question.key) for key in _of_question(question))
        if table == "screening":
            yield from ((key, question.key) for key in _of_reasons(question))
    for screen in protocol.screens:
        yield f"screen.{screen.key}", screen.key
        yield from ((f"screen_item.{item}", screen.key) for item in screen.items)
    yield from _of_places(protocol)
    for symptom in protocol.symptoms:
        keys = [f"symptom.{symptom.key}", *(f"grade.{symptom.key}.{grade}" for grade in GRADES)]
        yield from ((key, symptom.key) for key in keys)
    yield from ((f"advice.{advice.key}", advice.key) for advice in protocol.advice)
    for rule in protocol.rules:
        yield f"noticed.{rule.message}", rule.key
        yield f"do.{rule.message}", rule.key
    for concept in (concept for lexicon in protocol.free_text for concept in lexicon.concepts):
        yield f"noticed.{concept.message}", concept.key
        yield f"do.{concept.message}", concept.key
    for key in protocol.schedule.keys:
        yield f"point.{key}", key
        yield f"point.{key}.intro", key
    yield from ((f"region.{region.key}", region.key) for region in protocol.regions)
    yield from ((f"about.topic.{topic}", topic) for topic in protocol.topics)
    yield from ((f"about.{told.key}", told.key) for told in protocol.about)
    yield from ((f"usual.{told.key}", told.key) for told in protocol.usual)


def _of_question(question: Question) -> Iterator[str]:
    yield f"question.{question.key}"
    if question.kind not in (Kind.DATE, Kind.TIME):
        yield from (f"option.{question.key}.{option.key}" for option in question.options)


def _of_reasons(question: Question) -> Iterator[str]:
    """A reason for every answer that is not clear, and one for no answer at all."""
    yield f"reason.{question.key}"
    classes = {option.key: option.screening_class for option in question.options}
    classes |= {outcome.key: outcome.screening_class for outcome in question.outcomes}
    for key, found in classes.items():
        if found > ScreeningClass.CLEAR:
            yield f"reason.{question.key}.{key}"
    notes = [*(o.note for o in question.options), *(o.note for o in question.outcomes)]
    yield from (f"note.{note}" for note in notes if note)


def _of_places(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """A reason for every row that is not clear, and what each row says with the result."""
    yield f"reason.{PRACTITIONER}.{STALE}", "jurisdictions"
    yield f"note.{STALE}", "jurisdictions"
    for row in protocol.jurisdictions.rows:
        yield f"note.{row.note}", row.key
        if row.screening_class > ScreeningClass.CLEAR:
            yield f"reason.{PRACTITIONER}.{row.key}", row.key
