"""A protocol with few screening questions, for stories about how questions are put together."""

from dataclasses import replace

from bot.clinical.screens import Screen
from tests.house import WITHOUT_EVENINGS

KEYS = (
    *("SC01", "SC03", "SC03_weeks", "SC04", "SC04_spread", "SC05", "SC06"),
    *("SC07", "SC07_recent", "SC08", "SC09", "SC10", "SC11", "SC12", "SC13"),
)
SCREENS = {
    "today": ("SC03", "SC04", "SC05", "SC06"),
    "health": ("SC07", "SC08", "SC09", "SC11"),
    "taken": ("SC12", "SC13"),
}
ASKED = {question.key: question for question in WITHOUT_EVENINGS.screening}
FEW_QUESTIONS = replace(
    WITHOUT_EVENINGS,
    screening=tuple(ASKED[key] for key in KEYS),
    screens=tuple(
        Screen(key=key, items=items, source="[D] a test") for key, items in SCREENS.items()
    ),
)
