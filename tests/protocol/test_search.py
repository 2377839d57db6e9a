"""The search for facts that make a condition true."""

import pytest

from bot.clinical.expression import holds, variables
from bot.clinical.protocol import Protocol
from bot.protocol import load_protocol
from bot.protocol.conditions import Condition, conditions
from bot.protocol.fact import TRUTH, Fact, Law, Shape, Vocabulary, number, word
from bot.protocol.search import witness

PROTOCOL: Protocol = load_protocol()
KNOWN = Vocabulary(
    facts={
        "fever": number(0, 4),
        "before": number(0, 4),
        "hours": number(0, 1000),
        "risk": TRUTH,
        "place": word(("clinic", "later")),
        "problems": Fact(
            shape=Shape.WORDS, words=("none", "fever", "cough"), alone=frozenset({"none"})
        ),
    },
    laws=(
        Law(expression="before <= fever"),
        Law(expression="fever >= 2", about="place"),
    ),
)


@pytest.mark.parametrize(
    "condition",
    [
        "fever >= 4",
        "fever > 3 && hours > 72.5",
        "!risk && fever == 2",
        "place != 'clinic'",
        "'fever' in problems && 'cough' in problems",
        "size(problems) == 0",
        "problems.exists(it, it == 'cough') && hours == 1000",
        "(fever >= 5 || risk) && hours < 0.5",
        "fever - before >= 4",
    ],
)
def test_it_finds_facts_that_make_a_condition_true(condition: str) -> None:
    found = witness(condition, KNOWN)

    assert found is not None
    assert holds(condition, found) is True


@pytest.mark.parametrize(
    "condition",
    [
        "fever > 4",
        "fever >= 3 && fever <= 2",
        "risk && !risk",
        "place == 'home'",
        "'none' in problems && 'cough' in problems",
        "before >= 3 && fever <= 2",  # against a law
        "place == 'later' && fever == 1",  # not asked then
        "hours < 0",
    ],
)
def test_it_finds_nothing_where_nothing_can_be(condition: str) -> None:
    assert witness(condition, KNOWN) is None


def test_an_absent_fact_breaks_no_law_about_it() -> None:
    assert witness("fever == 1 || place == 'later'", KNOWN) == {"fever": 1}


CONDITIONS = [c for c in conditions(PROTOCOL) if c.role != "value"]


@pytest.mark.parametrize("condition", CONDITIONS, ids=[f"{c.table}-{c.entry}" for c in CONDITIONS])
def test_every_condition_that_ships_can_come_true(condition: Condition) -> None:
    found = witness(condition.expression, condition.vocabulary)

    assert found is not None
    assert holds(condition.expression, found) is True
    assert found.keys() <= variables(condition.expression)
