"""What was worked out once is what working it out again comes to, for any facts."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clinical.expression import Facts, holds, value_of, variables
from tests.clinical.reports import PROTOCOL

SOURCES = tuple(rule.when for rule in PROTOCOL.rules)
NAMES = sorted(frozenset().union(*map(variables, SOURCES)))
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.integers(-3, 12),
    st.booleans(),
    st.floats(0, 3000, allow_nan=False),
    st.sampled_from(["none", "yes", "no", "unsure", "prefer_not", "neck", "fever_head"]),
    st.lists(st.sampled_from(["unsure", "other", "confused", "stiff_neck"]), max_size=2),
    st.none(),
)


def worked_out(source: str, facts: Facts) -> bool | None:
    """Work an expression out anew."""
    try:
        return bool(value_of(source, facts))
    except (RuntimeError, TypeError):
        return None


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=40))
def test_every_rule_comes_to_what_it_comes_to_alone(facts: dict[str, Any]) -> None:
    found = {source: holds(source, facts) for source in SOURCES}

    assert found == {source: worked_out(source, facts) for source in SOURCES}


def test_true_is_not_one_and_one_is_not_a_fraction() -> None:
    assert [holds("x >= 1", {"x": x}) for x in (1, True, 1.5, "1", [1], None)] == [
        worked_out("x >= 1", {"x": x}) for x in (1, True, 1.5, "1", [1], None)
    ]
    assert holds("x >= 1", {"x": 1}) is True
    assert holds("x >= 1", {"x": True}) is not True
