"""Conditions in plain words, for a clinician who does not read code."""

from bot.clinical.questionnaire import Question
from bot.handbook.reader import LEVELS, Reader
from bot.handbook.syntax import Compared, Joined, Node, Not, NotPlainError, parse
from bot.protocol.questions import GATE
from bot.protocol.vocabulary import HIGHEST_GRADE

SIGNS = {
    ">=": "{value} or more",
    "<=": "{value} or less",
    ">": "more than {value}",
    "<": "less than {value}",
    "==": "{value}",
    "!=": "not {value}",
}
ENDINGS = {
    "_new": "{name}: there, and more than before treatment",
    "_rising": "{name}: there at the last check-in, and worse now",
}
COUNTS = {
    "worst_grade": "the worst symptom: grade {value}",
    "symptoms_at_3": "symptoms at grade 3 or 4: {value}",
    "general_at_2": "symptoms at grade 2 or more, local ones not counted: {value}",
    "general_at_1": "symptoms at grade 1 or more, local ones not counted: {value}",
    "size unimproved": "symptoms at clinic level last time that are no better: {value}",
    "nrs": "headache now, of 10: {value}",
    "delta": "headache above the usual one: {value}",
    "delta_before": "headache above the usual one at the last check-in: {value}",
    "t": "time since the session: {value}",
}
HOURS_A_DAY = 24
_QUOTES = "'\""


def in_words(reader: Reader, expression: str) -> list[str]:
    """Say when a condition holds: one of these lines; none when it cannot be said plainly."""
    try:
        node = parse(expression)
    except NotPlainError:
        return []
    parts = node.parts if isinstance(node, Joined) and node.sign == "||" else (node,)
    return [_said(reader, part, inside=False) for part in parts]


def _said(reader: Reader, node: Node, *, inside: bool = True) -> str:
    match node:
        case Compared():
            return _compared(reader, node)
        case Not(part=Compared(sign="in") as part):
            return _compared(reader, Compared(part.left, "not in", part.right))
        case Not(part=part):
            return f"not ({_said(reader, part)})"
        case Joined(sign=sign, parts=parts):
            word = "; **and** " if sign == "&&" else "; **or** "
            said = word.join(_said(reader, part) for part in parts)
            return f"({said})" if inside else said


def _compared(reader: Reader, found: Compared) -> str:
    left, asked = found.left, reader.asked()
    if found.sign in ("in", "not in") and left[0] in _QUOTES:
        return _ticked(reader, found, asked)
    if left in COUNTS:
        return _counted(found)
    if left in asked and not found.sign:
        return f"“{reader.question(left)}”"
    if left == GATE:
        return f"a red flag: {_answers(reader, asked[left], found)}"
    if left in asked:
        return f"“{reader.question(left)}”: {_answers(reader, asked[left], found)}"
    if left in reader.protocol.symptom_keys:
        return f"{reader.symptom(left)}: grade {_grade(found)}"
    return _worked_out(reader, found)


def _ticked(reader: Reader, found: Compared, asked: dict[str, Question]) -> str:
    word, question = found.left.strip("'\""), found.right[0]
    name = reader.option(question, word) if question in asked else reader.symptom(word)
    what = (
        f"“{reader.question(question)}”: " if question in asked else f"{reader.fact(question)}: "
    )
    return f"{what}{'not ' if found.sign == 'not in' else ''}“{name}”"


def _answers(reader: Reader, question: Question, found: Compared) -> str:
    if found.right and found.right[0][0] not in "'\"":
        return _amount(found)
    words = [f"“{reader.option(question.key, value.strip(_QUOTES))}”" for value in found.right]
    said = " or ".join(words)
    return f"anything but {said}" if found.sign == "!=" else said


def _worked_out(reader: Reader, found: Compared) -> str:
    """Say what the bot works out: changes, counts, times and what screening tells."""
    left = found.left
    for symptom in reader.protocol.symptom_keys:
        name = reader.symptom(symptom)
        match left.removeprefix(symptom):
            case "_new" | "_rising" as ending if left.startswith(symptom):
                return ENDINGS[ending].format(name=name)
            case "_t" if left.startswith(symptom):
                return f"time since the session it belongs to: {_hours(found)}"
            case "_before" if left.startswith(symptom):
                return f"{name} at the last check-in: grade {_amount(found)}"
            case "_rise" if left.startswith(symptom):
                return f"{name}, up since the last check-in by: {_amount(found)}"
    if not found.sign:
        return reader.fact(left)
    values = [value.strip(_QUOTES) for value in found.right]
    told = [LEVELS.get(value, reader.words(f"point.{value}", value)) for value in values]
    if found.right[0][0] not in _QUOTES:
        return f"{reader.fact(left)}: {_amount(found)}"
    but = "anything but " if found.sign == "!=" else ""
    return f"{reader.fact(left)}: {but}{' or '.join(told)}"


def _counted(found: Compared) -> str:
    if found.left == "t":
        return COUNTS["t"].format(value=_hours(found))
    if found.left == "delta" and found.right[0].startswith("-") and found.sign == "<=":
        return f"headache below the usual one: {found.right[0][1:]} or more"
    return COUNTS[found.left].format(value=_amount(found))


def _grade(found: Compared) -> str:
    highest = found.sign == ">=" and found.right[0] == str(HIGHEST_GRADE)
    return found.right[0] if highest else _amount(found)


def _amount(found: Compared) -> str:
    value = found.right[0].removesuffix(".0")
    return SIGNS[found.sign].format(value=value) if found.sign in SIGNS else value


def _hours(found: Compared) -> str:
    hours = float(found.right[0])
    days = hours / HOURS_A_DAY
    said = (
        f"{days:g} days" if hours > 2 * HOURS_A_DAY and days.is_integer() else f"{hours:g} hours"
    )
    return SIGNS[found.sign].format(value=said)
