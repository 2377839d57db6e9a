"""The sections of the clinical content: symptoms, rules, facts, times, numbers."""

from collections.abc import Iterator

from bot.clinical.jurisdiction import COUNTRY, PRACTITIONER, STALE, STATE
from bot.clinical.levels import TriageLevel
from bot.handbook.asked import questions, when
from bot.handbook.conditions import in_words
from bot.handbook.markdown import bullets, code, table
from bot.handbook.reader import LEVELS, Reader


def symptoms(reader: Reader) -> Iterator[str]:
    """Write symptoms with the words of their grades."""
    for symptom in reader.protocol.symptoms:
        yield f"### {symptom.key} · {reader.symptom(symptom.key)}"
        grades = ((grade, reader.words(f"grade.{symptom.key}.{grade}")) for grade in range(5))
        yield table(("grade", "words"), grades)
        lines = [f"advice: “{reader.words(f'advice.{key}')}”" for key in symptom.advice]
        if symptom.local:
            lines.append("common where needles went, so not counted among general symptoms")
        yield bullets([*lines, f"source: {symptom.source}"])
        yield from questions(reader, symptom.follow_ups)


def advice(reader: Reader) -> Iterator[tuple[str, str, str]]:
    """Write what people are advised to do by themselves."""
    for advice in reader.protocol.advice:
        yield code(advice.key), reader.words(f"advice.{advice.key}"), advice.source


def rules(reader: Reader) -> Iterator[str]:
    """Write rules by level, most urgent first."""
    for level in reversed(TriageLevel):
        yield f"### {LEVELS[level.value].capitalize()}"
        for rule in reader.protocol.rules:
            if rule.level is level:
                yield f"#### {rule.key}"
                yield _spoken(reader, rule.when)
                yield bullets(
                    [
                        f"noticed: “{reader.words(f'noticed.{rule.message}')}”",
                        f"what to do: “{reader.words(f'do.{rule.message}')}”",
                        f"source: {rule.source}",
                        f"as written: {code(' '.join(rule.when.split()))}",
                    ]
                )


def _spoken(reader: Reader, expression: str) -> str:
    said = in_words(reader, expression)
    if len(said) > 1:
        return "Speaks when one of these holds:\n\n" + bullets(said, mark="*")
    return f"Speaks when {said[0]}." if said else ""


def phrases(reader: Reader) -> Iterator[str]:
    """Write the phrases that are looked for in what patients type, by language."""
    for lexicon in reader.protocol.free_text:
        yield f"### Language: {lexicon.key}"
        yield f"Source: {lexicon.source}"
        rows = (
            (
                code(concept.key),
                concept.level.value,
                reader.words(f"noticed.{concept.message}"),
                "<br>".join(map(code, concept.phrases)),
                concept.source,
            )
            for concept in lexicon.concepts
        )
        yield table(("key", "level", "noticed", "phrases", "source"), rows)


def facts(reader: Reader) -> Iterator[tuple[str, str, str, str]]:
    """Write the facts worked out of screening answers."""
    for fact in reader.protocol.derived:
        unknown = "" if fact.unknown is None else f"; not asked: {str(fact.unknown).lower()}"
        yield code(fact.key), reader.fact(fact.key), code(fact.expression) + unknown, fact.source


def evenings(reader: Reader) -> Iterator[str]:
    """Write when the diary is asked for."""
    evening = reader.protocol.evening
    begins = "from the first session on" if evening.from_first_session else "once a patient asks"
    yield bullets(
        [
            f"asked once at {evening.hour}:00, {begins}; patients choose from "
            f"{', '.join(f'{hour}:00' for hour in evening.choices)}, or none",
            f"a day is locked {evening.lock_hours:g} hours after its end, but for corrections",
            f"after {evening.rest_after} evenings in a row without a word no more come",
            f"source of {code('evening')}: {evening.source}",
        ]
    )
    rule = reader.protocol.medicine_days
    yield bullets(
        [
            f"days with medicine are counted over {rule.window_days} days; strong: "
            f"{', '.join(rule.strong)}; simple: {', '.join(rule.simple)}",
            f"an early tip comes from {rule.tip_strong} strong, {rule.tip_simple} simple or "
            f"{rule.tip_any} days in all: “{reader.words('tip.medicine')}”",
            f"source of {code('medicine_days')}: {rule.source}",
        ]
    )


def courses(reader: Reader) -> Iterator[str]:
    """Write when a course begins and what its follow-up need not ask."""
    plan, medicine = reader.protocol.course_plan, reader.protocol.medicine_days.window_days
    yield bullets(
        [
            f"a course has {reader.protocol.schedule.sessions_in_course} sessions; a new one "
            f"begins more than {plan.gap_days} days after the last session, or after a full "
            "course that was followed up",
            f"the follow-up comes after “{reader.words(f'point.{plan.follow_up}')}”",
            f"the diary tells the days with headache where {plan.enough_days} of the last "
            f"{plan.window_days} days have an entry, those with medicine where "
            f"{plan.enough_medicine_days} of the last {medicine} have one",
            "a baseline counts as it stood when the first session was recorded",
            f"days with medicine told in a baseline count, where they are the higher figure, "
            f"until the diary has {medicine} days of its own",
            f"source of {code('course_plan')}: {plan.source}",
        ]
    )


def statements(reader: Reader) -> Iterator[tuple[str, ...]]:
    """Write what /about tells, topic by topic."""
    for told in reader.protocol.about:
        words = reader.words(f"about.{told.key}")
        yield code(told.key), words, f"{told.source} ({told.date})"


def times(reader: Reader) -> Iterator[str]:
    """Write when check-ins come and how long answers stand."""
    schedule, validity = reader.protocol.schedule, reader.protocol.validity
    yield bullets(
        [
            f"sessions in a course: {schedule.sessions_in_course}",
            f"one reminder after {schedule.reminder_after:g} hours",
            f"silence after a flagged result reaches the clinic after {schedule.silence_after:g} "
            f"hours; at {', '.join(schedule.early_points)} after "
            f"{schedule.early_silence_after:g} hours",
            f"quiet from {schedule.quiet_from:%H:%M} to {schedule.quiet_to:%H:%M}",
            f"source: {schedule.source}",
            f"screening answers stand for {validity.every_session_hours} hours when they are "
            f"asked before every session, otherwise {validity.other_hours // 24} days "
            f"({validity.source})",
        ]
    )
    yield "All figures are hours after the end of the session."
    yield table(
        ("check-in", "due", "on time", "missed after", "first asks about", "source"),
        (
            (
                reader.words(f"point.{point.key}", point.key),
                f"{point.due:g}",
                f"{point.opens:g} to {point.closes:g}",
                f"{point.expires:g}",
                ", ".join(map(reader.symptom, point.focus)),
                point.source,
            )
            for point in schedule.points
        ),
    )
    told = [reader.words(f"point.{point.key}") for point in schedule.points if point.watch]
    yield (
        f"With the check-in {' and '.join(told)} comes what to watch for: "
        f"“{reader.words('watch.next_days')}”"
    )
    yield (
        "While one of these symptoms is there, a check-in comes so many hours after its first "
        "report, across sessions."
    )
    yield table(
        ("check-in", "while there is", "due", "on time for", "missed after", "source"),
        (
            (
                reader.words(f"point.{step.key}", step.key),
                ", ".join(map(reader.symptom, ladder.symptoms)),
                f"{step.due:g}",
                f"{ladder.closes:g}",
                f"{ladder.expires:g}",
                ladder.source,
            )
            for ladder in schedule.ladders
            for step in ladder.steps
        ),
    )
    yield "After a result, the first of these that fits is booked."
    yield table(
        ("when", "asks", "due after", "source"),
        (
            (
                when(reader, entry.when),
                "a check-in" if entry.questionnaire == "check_in" else "the safety questions",
                f"{entry.due:g} hours",
                entry.source,
            )
            for entry in schedule.follow_ups
        ),
    )


def places(reader: Reader) -> Iterator[str]:
    """Write who may needle where, and how long that can be relied on."""
    held = reader.protocol.jurisdictions
    yield bullets(
        [
            f"last checked on {held.checked_on}; older than {held.stale_after_days} days "
            f"every row counts as check: “{reader.words(f'note.{STALE}')}”",
            f"source: {held.source}",
        ]
    )
    yield table(
        ("row", "place", "who", "counts as", "said with it", "source"),
        (
            (
                code(row.key),
                reader.option(STATE, row.state)
                if row.state
                else reader.option(COUNTRY, row.country),
                ", ".join(reader.option(PRACTITIONER, who) for who in row.practitioners),
                row.screening_class.value,
                reader.words(f"note.{row.note}"),
                row.source,
            )
            for row in held.rows
        ),
    )


def regions(reader: Reader) -> Iterator[tuple[str, str, str, str, str]]:
    """Write the numbers to call, unconfirmed ones first."""
    unchecked_first = sorted(reader.protocol.regions, key=lambda region: bool(region.verified_on))
    for region in unchecked_first:
        confirmed = f"{region.verified_on or '**not yet**'}"
        name = f"{reader.words(f'region.{region.key}')} ({code(region.key)})"
        line = f"{region.crisis_line}{' (**not yet** confirmed)' if region.unchecked_line else ''}"
        yield name, region.emergency, confirmed, line, region.source


def usual(reader: Reader) -> Iterator[tuple[str, str, str, str, str]]:
    """Write what is told to be usual, when and by which source."""
    for told in reader.protocol.usual:
        yield (
            code(told.key),
            reader.words(f"usual.{told.key}"),
            when(reader, told.when),
            f"{told.from_hours:g} to {told.to_hours:g}",
            f"{told.source}; {told.date}",
        )
