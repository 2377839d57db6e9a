"""The table of who may needle where: its rows and the questions about the place fit together."""

from collections.abc import Iterator
from itertools import product

from bot.clinical.jurisdiction import COUNTRY, PRACTITIONER, STATE
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Question
from bot.protocol.fault import Fault, did_you_mean

UNSURE = "unsure"


def place_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find rows that no answer leads to, and answers that no row speaks of."""
    if not protocol.jurisdictions.stale_after_days > 0:
        yield _fault("stale_after_days", "must be more than 0", "write the number of days")
    asked = {question.key: question for question in protocol.screening}
    missing = [key for key in (COUNTRY, STATE, PRACTITIONER) if key not in asked]
    for key in missing:
        yield _fault(
            key, "is no question of the screening", "take it over from the packaged protocol"
        )
    if not missing:
        yield from _rows(protocol, asked)
        yield from _answers(protocol, asked)


def _rows(protocol: Protocol, asked: dict[str, Question]) -> Iterator[Fault]:
    for row in protocol.jurisdictions.rows:
        named = [(COUNTRY, row.country), *((PRACTITIONER, who) for who in row.practitioners)]
        for question, answer in [*named, *([(STATE, row.state)] if row.state else [])]:
            known = _keys(asked[question])
            if answer not in known:
                problem = f"names '{answer}', which is no answer to {question}"
                yield _fault(row.key, problem, did_you_mean(answer, known))


def _answers(protocol: Protocol, asked: dict[str, Question]) -> Iterator[Fault]:
    rows = protocol.jurisdictions.rows
    told_apart = {row.country for row in rows if row.state}  # countries asked for a state
    with_rows = {row.state for row in rows}
    for state in _keys(asked[STATE]):
        if state not in with_rows:
            yield _fault(f"{STATE} · {state}", "has no row", f'add a row with state = "{state}"')
    for country, who in product(_keys(asked[COUNTRY]), _keys(asked[PRACTITIONER])):
        states = _keys(asked[STATE]) if country in told_apart else [""]
        for state in states:
            if protocol.jurisdictions.row(country, state, who) is None:
                place = " · ".join(filter(None, (country, state)))
                problem = f"no row speaks of '{who}' in {place}"
                yield _fault(place, problem, f'add "{who}" to the practitioners of a row')


def _keys(question: Question) -> list[str]:
    return [option.key for option in question.options if option.key != UNSURE]


def _fault(entry: str, problem: str, remedy: str) -> Fault:
    return Fault(file="jurisdictions", entry=entry, problem=problem, remedy=remedy)
