"""The page a clinician signs: every question, symptom, rule, time and number, with its source."""

import re
from collections.abc import Iterator

from bot.handbook import asked, sections
from bot.handbook.markdown import code, page, table
from bot.handbook.reader import Reader
from bot.protocol.entries import QUESTIONNAIRES, Entry, entries

OWN = re.compile(r"\[(?:D|G)\]")
MARKS = table(
    ("mark", "meaning"),
    (
        ("[S]", "the founding review of dry needling for headaches"),
        ("[V…]", "a published source that was looked up"),
        ("[G]", "general knowledge, not looked up"),
        ("[D]", "this project's own decision"),
    ),
)
INTRODUCTION = """*Written by `python -m bot protocol describe` from the protocol; change that, not
this page.*

Everything below is asked, judged or said by fixed rules. It is not reviewed until a clinician
signs here. What patients read stands in quotation marks."""
SIGNATURE = """| name | profession | date | signature |
|---|---|---|---|
| | | | |"""
KINDS = {
    "screening": "screening question",
    "screens": "questions put together",
    "session": "question about a session",
    "check_in": "question of a check-in",
    "signs": "group of red-flag signs",
    "safety": "question after an urgent result",
    "diary": "diary question",
    "symptoms": "symptom",
    "advice": "self-care advice",
    "derived": "fact from screening",
    "rules": "rule",
    "schedule": "time",
    "regions": "emergency number",
    "jurisdictions": "who may needle where",
    "validity": "time",
    "free_text": "phrases a patient may type",
    "about": "statement of /about",
    "usual": "what is told to be usual",
    "evening": "time",
    "course": "question before and after a course",
    "course_plan": "time",
}


def content_page(reader: Reader) -> str:
    """Write the page on the clinical content."""
    protocol = reader.protocol
    return page(
        [
            f"# Clinical content: {protocol.key} {protocol.version}",
            INTRODUCTION,
            f"Content hash: {code(protocol.content_hash[:16])}. Stored results carry the version "
            "and the whole hash.",
            SIGNATURE,
            MARKS,
            "## 1. To be looked at first",
            "These rest, wholly or in part, on our own decision [D] or on general knowledge [G].",
            table(("entry", "what", "source", "agreed"), _own(reader)),
            "## 2. Screening before a session",
            "The worst single answer decides: clear, check (a clinician's word first) or stop. "
            "A question without an answer counts as check.",
            *asked.questions(reader, protocol.screening),
            *asked.screens(reader),
            "### Where, and by whom",
            "Held against the answers to SC40. Not legal advice.",
            *sections.places(reader),
            "## 3. After a session",
            *asked.questions(reader, protocol.session),
            "## 4. Check-ins",
            "The first question holds the red flags. An emergency ends the check-in at once.",
            *asked.questions(reader, protocol.check_in),
            "## 5. Symptoms and their grades",
            *sections.symptoms(reader),
            "### Advice at self-care",
            table(("advice", "words", "source"), sections.advice(reader)),
            "## 6. Red-flag signs",
            "Each means now, or since we last asked, even if it has gone. They are asked after "
            "the symptoms, only where one of them can matter.",
            *asked.questions(reader, protocol.signs),
            "## 7. Rules",
            "Every rule is run over every answer; the highest level wins and nothing lowers it. "
            "A rule that hangs on something not asked is undecided; in a complete report that "
            "counts as contact with the clinic.",
            *sections.rules(reader),
            "## 8. What patients type",
            "Every text is searched for these before anything else is done with it. What is found "
            "raises the level; nothing lowers it. Typing errors are forgiven.",
            *sections.phrases(reader),
            "## 9. What screening tells the rules",
            table(("fact", "meaning", "worked out as", "source"), sections.facts(reader)),
            "## 10. Times",
            *sections.times(reader),
            "## 11. After an urgent or emergency result",
            *asked.questions(reader, protocol.safety),
            "## 12. Diary",
            *asked.questions(reader, protocol.diary),
            *sections.evenings(reader),
            "## 13. Emergency numbers",
            "A number that is not confirmed must be checked by the clinic before its first use.",
            table(
                ("region", "call", "confirmed", "crisis line", "source"), sections.regions(reader)
            ),
            "## 14. What /about tells",
            table(
                ("statement", "words", "source, and when it was checked"),
                sections.statements(reader),
            ),
            "## 15. What is told to be usual",
            "Told under a self-care result in which no symptom is above grade 1, two lines at "
            "most; not while an urgent flag is open.",
            table(
                ("entry", "words", "when", "hours after", "source, and when it was checked"),
                sections.usual(reader),
            ),
            "## 16. Before and after a course",
            "The baseline is asked before the first session, the follow-up two weeks after the "
            "last; both with the same questions.",
            *asked.questions(reader, protocol.course),
            *sections.courses(reader),
            "## 17. Left out",
            "What the full list holds and this version does not.",
            table(
                ("id", "what", "why"), ((code(e.id), e.what, e.reason) for e in reader.left_out)
            ),
        ]
    )


def _own(reader: Reader) -> Iterator[tuple[str, str, str, str]]:
    for entry in entries(reader.protocol):
        if OWN.search(entry.source):
            yield code(entry.key), _what(reader, entry), entry.source, "☐"


def _what(reader: Reader, entry: Entry) -> str:
    kind, words = KINDS.get(entry.table, entry.table), _called(reader, entry)
    if entry.under and entry.table in QUESTIONNAIRES:
        return f"what an answer to {entry.under} means"
    return f"{kind}: {words}" if words and words != entry.key else kind


def _called(reader: Reader, entry: Entry) -> str:
    """Give what an entry is called where people read it."""
    match entry.table:
        case "rules":
            return reader.words(f"noticed.{reader.protocol.rule(entry.key).message}")
        case "symptoms":
            return reader.words(f"symptom.{entry.key}", reader.question(entry.key))
        case "regions":
            return reader.words(f"region.{entry.key}")
        case "schedule":
            return reader.words(f"point.{entry.key}")
        case "free_text":
            return reader.words(f"noticed.{_message(reader, entry)}")
        case "advice":
            return reader.words(f"advice.{entry.key}")
        case "usual":
            return reader.words(f"usual.{entry.key}")
        case "about":
            return reader.words(f"about.{entry.key}")
        case "screens":
            return reader.words(f"screen.{entry.key}")
        case "derived":
            return reader.fact(entry.key)
        case _:
            return reader.question(entry.key)


def _message(reader: Reader, entry: Entry) -> str:
    """Name the words a phrase calls for; a lexicon as a whole has none."""
    concepts = (concept for lexicon in reader.protocol.free_text for concept in lexicon.concepts)
    return next((concept.message for concept in concepts if concept.key == entry.key), "")
