"""Colours of charts: light, and a dark one of low luminance for eyes that light hurts."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colours of one chart; text stands out from the ground by 4.5 to 1 at least."""

    ground: str
    words: str
    faint: str  # lines to count along
    data: str
    mark: str  # sessions
    usual: str
    grades: tuple[str, str, str, str, str]  # behind the numbers 0 to 4
    on_grades: tuple[str, str, str, str, str]  # the numbers themselves


THEMES: Mapping[str, Theme] = {
    "light": Theme(
        ground="#ffffff",
        words="#3a3f44",
        faint="#e3e6e8",
        data="#1f5a7a",
        mark="#7a4a1f",
        usual="#5b5f63",
        grades=("#ffffff", "#eef0e6", "#f4dfb0", "#e8a96a", "#8c2f1b"),
        on_grades=("#3a3f44", "#3a3f44", "#3a3f44", "#2a1a0c", "#ffffff"),
    ),
    # Muted and warm-green on near-black: bright and blue light hurt most in a headache.
    "dark": Theme(
        ground="#0d0e0d",
        words="#8f978c",
        faint="#1f231f",
        data="#7f9c7a",
        mark="#9a835c",
        usual="#86897f",
        grades=("#0d0e0d", "#161a15", "#2a2618", "#3d2a17", "#54211a"),
        on_grades=("#8f978c", "#8f978c", "#a39a7c", "#b39a80", "#bf9a8e"),
    ),
}
