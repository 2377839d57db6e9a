"""The two scales: their order, and that nothing else compares with them."""

from itertools import pairwise
from typing import Any

import pytest

from bot.clinical.levels import ScreeningClass, TriageLevel


def test_triage_levels_run_from_self_care_to_emergency() -> None:
    levels = list(TriageLevel)

    assert [level.value for level in levels] == [
        "self_care",
        "contact_clinic",
        "urgent",
        "emergency",
    ]
    assert all(lower < higher for lower, higher in pairwise(levels))
    assert max(levels) is TriageLevel.EMERGENCY


def test_screening_classes_run_from_clear_to_stop() -> None:
    classes = list(ScreeningClass)

    assert [found.value for found in classes] == ["clear", "check", "stop"]
    assert all(lower < higher for lower, higher in pairwise(classes))


@pytest.mark.parametrize("scale", [TriageLevel, ScreeningClass])
def test_a_scale_compares_only_with_itself(scale: Any) -> None:
    lowest = next(iter(scale))

    with pytest.raises(TypeError):
        assert lowest < "z"
