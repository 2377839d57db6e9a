"""The facts each kind of expression may speak of."""

from collections.abc import Iterable, Mapping

from bot.clinical.before_session import OPEN_AT
from bot.clinical.check_in import PROBLEMS, TRENDS
from bot.clinical.comparison import REST, DaysFilled, Stage, course_facts, course_questions
from bot.clinical.diary import DETAILS, DaysTaken, medicine_facts
from bot.clinical.facts import COUNTED_FROM
from bot.clinical.levels import TriageLevel
from bot.clinical.protocol import Protocol, Symptom
from bot.clinical.questionnaire import Kind, Question
from bot.protocol.fact import HOURS, TRUTH, Fact, Law, Shape, Vocabulary, number, word

HIGHEST_GRADE, HIGHEST_PAIN = 4, 10
MOST_SESSIONS = 99
_GRADE = number(0, HIGHEST_GRADE)
_CHANGE = number(-HIGHEST_PAIN, HIGHEST_PAIN)
_HEADACHE_LAWS = ("delta == nrs - baseline_nrs", "delta <= nrs", "delta >= -baseline_nrs")
_HEADACHE_BEFORE = {"baseline_nrs": number(0, HIGHEST_PAIN), "delta_before": _CHANGE}


def answers(questions: Iterable[Question]) -> Vocabulary:
    """Describe the answers to questions; one is only there when its `when` allows."""
    listed = tuple(questions)
    laws = [Law(expression=q.when, about=q.key) for q in listed if q.when]
    return Vocabulary(facts={q.key: _answer(q) for q in listed}, laws=tuple(laws))


def _answer(question: Question) -> Fact:
    words = tuple(option.key for option in question.options)
    match question.kind:
        case Kind.CHOICE | Kind.DATE | Kind.TIME | Kind.TEXT:
            return word(words)
        case Kind.SEVERAL:
            alone = frozenset(option.key for option in question.options if option.alone)
            return Fact(shape=Shape.WORDS, words=words, alone=alone)
        case _:
            return Fact(shape=Shape.NUMBER, low=question.low, high=question.high, words=words)


def screening(protocol: Protocol) -> Vocabulary:
    """Describe what questions and outcomes of the screening may speak of."""
    given = answers(protocol.screening)
    return Vocabulary(facts={**given.facts, **aftermath(protocol)}, laws=given.laws)


def aftermath(protocol: Protocol) -> dict[str, Fact]:
    """Describe the facts about what the last session left."""
    return {
        "sessions_before": number(0, MOST_SESSIONS),
        "t": HOURS,
        "alert_open": TRUTH,
        **dict.fromkeys(OPEN_AT, Fact(shape=Shape.WORDS, words=protocol.symptom_keys)),
    }


def session(protocol: Protocol) -> Vocabulary:
    """Describe what questions about a session may speak of."""
    given = answers(protocol.session)
    return Vocabulary(facts={**given.facts, "first_session": TRUTH}, laws=given.laws)


def diary(protocol: Protocol) -> Vocabulary:
    """Describe what questions of the diary may speak of."""
    given = answers(protocol.diary)
    return Vocabulary(facts={**given.facts, DETAILS: TRUTH}, laws=given.laws)


def course(protocol: Protocol) -> Vocabulary:
    """Describe what questions before and after a course may speak of."""
    given = answers(course_questions(protocol))
    facts = {
        "stage": word(stage.value for stage in Stage),
        "point": word(point.key for point in protocol.schedule.points),
        REST: TRUTH,
        "diary_days": number(0, protocol.course_plan.window_days),
        "medicine_diary_days": number(0, protocol.medicine_days.window_days),
    }
    return Vocabulary(facts={**given.facts, **facts}, laws=given.laws)


def silence(protocol: Protocol) -> Vocabulary:
    """Describe what rules about unanswered check-ins may speak of."""
    levels = [level.value for level in TriageLevel]
    facts = {
        "hours_silent": HOURS,
        "point": word(protocol.schedule.keys),
        "last_level": word(levels),
    }
    return Vocabulary(facts=facts)


def result(protocol: Protocol) -> Vocabulary:
    """Describe what follow-ups may speak of: the level and rules of a result."""
    rules = tuple(rule.key for rule in protocol.rules)
    levels = tuple(level.value for level in TriageLevel)
    return Vocabulary(facts={"level": word(levels), "rules": Fact(shape=Shape.WORDS, words=rules)})


def history(protocol: Protocol, derived: Mapping[str, Fact]) -> Vocabulary:
    """Describe what is known before a report's first answer."""
    days = number(0, protocol.medicine_days.window_days)
    facts: dict[str, Fact] = {**derived, **_HEADACHE_BEFORE, "t": HOURS}
    facts |= dict.fromkeys(medicine_facts(DaysTaken()), days)
    for symptom in protocol.symptoms:
        facts |= {f"{symptom.key}_before": _GRADE, f"{symptom.key}_t": HOURS}
    return Vocabulary(facts=facts)


def report(protocol: Protocol, derived: Mapping[str, Fact]) -> Vocabulary:
    """Describe what the rules of a report may speak of."""
    follow_ups = [question for symptom in protocol.symptoms for question in symptom.follow_ups]
    given = answers((*protocol.check_in, *follow_ups, *protocol.signs))
    facts = {**history(protocol, derived).facts, **given.facts, **_counts(protocol)}
    laws = [*given.laws, *(Law(expression=law) for law in _HEADACHE_LAWS)]
    for symptom in protocol.symptoms:
        facts |= symptom_facts(symptom)
        laws += _symptom_laws(symptom.key)
    if PROBLEMS in facts:
        facts[PROBLEMS] = _with_symptoms(facts[PROBLEMS], protocol)
    facts |= {"delta": _CHANGE, "headache_up": TRUTH}
    return Vocabulary(facts=facts, laws=tuple(laws))


def symptom_facts(symptom: Symptom) -> dict[str, Fact]:
    """Describe the facts that follow from a symptom's grade and trend."""
    key = symptom.key
    return {
        key: _GRADE,
        f"{key}_trend": word(TRENDS),
        f"{key}_new": TRUTH,
        f"{key}_rise": number(-HIGHEST_GRADE, HIGHEST_GRADE),
        f"{key}_rising": TRUTH,
    }


def _symptom_laws(key: str) -> list[Law]:
    # Each says as little as possible: a law counts only where all of its facts are spoken of.
    laws = (
        f"{key}_rise == {key} - {key}_before",
        f"{key}_rise <= {key}",
        f"{key}_rise >= -{key}_before",
        f"!{key}_new || {key} >= 1",
        f"!{key}_rising || {key} >= 1",
        f"!{key}_rising || {key}_before >= 1",
        f"{key} <= worst_grade",
    )
    trend = f"{key}_trend"
    asked = (f"{key} >= 1", f"{key}_before >= 1")
    return [Law(expression=law) for law in laws] + [
        Law(expression=condition, about=trend) for condition in asked
    ]


def _with_symptoms(problems: Fact, protocol: Protocol) -> Fact:
    words = (*problems.words, *protocol.symptom_keys)
    return Fact(shape=Shape.WORDS, words=words, alone=problems.alone)


def _counts(protocol: Protocol) -> dict[str, Fact]:
    counts = dict.fromkeys(COUNTED_FROM, number(0, len(protocol.symptoms)))
    unimproved = Fact(shape=Shape.WORDS, words=protocol.symptom_keys)
    return {"worst_grade": _GRADE, "unimproved": unimproved, **counts}


def built_in_names(protocol: Protocol) -> frozenset[str]:
    """Name the facts that the bot works out itself, which no entry may be called."""
    names = {"first_session", DETAILS, "delta", "headache_up", "it"}
    names |= {*_counts(protocol), *history(protocol, {}).facts}
    names |= aftermath(protocol).keys()
    names |= course_facts({}, Stage.AFTER, filled=DaysFilled()).keys()
    names |= silence(protocol).facts.keys() | result(protocol).facts.keys()
    for symptom in protocol.symptoms:
        names |= symptom_facts(symptom).keys() - {symptom.key}
    return frozenset(names - {"baseline_nrs"})  # handed on from the session's own question
