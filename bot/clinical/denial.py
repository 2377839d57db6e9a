"""What silences a red-flag phrase where it stands; each test is narrow, since a miss can kill."""

from bot.clinical.lexicon import Part
from bot.clinical.typed_text import Match, TypedText

CRISIS_REACH = 3  # words before a mention of suicide in which a negator makes it unsure
FAMILY_REACH = 20  # words before a phrase in which it is said whose it is


def is_denied(text: TypedText, match: Match) -> bool:
    """Tell whether a thing is denied: "no rash", or "the rash is normal"."""
    negated = text.is_negated(match[0]) and not text.says("unless", text.clause(match[0]))
    return negated or _is_fine(text, match[-1])


def _is_fine(text: TypedText, last: int) -> bool:
    """Tell whether "is normal" follows at once, in a clause that is no question."""
    clause = text.clause(last)
    place = last + 1
    if clause in text.questions or not _is(text, place, clause, "copulas"):
        return False
    while _is(text, place + 1, clause, "fillers"):
        place += 1
    return _is(text, place + 1, clause, "positives")


def _is(text: TypedText, place: int, clause: int, name: str) -> bool:
    inside = place < len(text.words) and text.clause(place) == clause
    return inside and text.is_one_of(place, name)


def is_history(text: TypedText, match: Match) -> bool:
    """Tell whether a phrase is of somebody else, and of the past: "my mother had a fit once".

    Somebody else in the present is a helper who types for the patient.
    """
    clause = text.clause(match[0])
    if not text.says("past", clause) or text.says("present", clause):
        return False
    for place in range(match[-1], max(match[0] - FAMILY_REACH, 0) - 1, -1):
        if text.clause(place) != clause or text.is_one_of(place, "selves"):
            return False
        if place < match[0] and text.is_one_of(place, "others"):
            return True
    return False


def is_unsure(text: TypedText, match: Match) -> bool:
    """Tell whether a mention of suicide is negated in some way that is no plain denial."""
    clause, place = text.clause(match[0]), match[0]
    return any(
        text.is_one_of(before, "negators")
        for before in range(max(0, place - CRISIS_REACH), place)
        if text.clause(before) == clause
    )


def is_plain_denial(text: TypedText, match: Match) -> bool:
    """Tell whether a clause says nothing but "I am not suicidal"."""
    places = [p for p, word in enumerate(text.words) if word.clause == text.clause(match[0])]
    return any(_is_all(text, places, part) for part in text.reader.listed["plain_denials"])


def _is_all(text: TypedText, places: list[int], part: Part) -> bool:
    """Tell whether a phrase is all that stands at these places, beside fillers."""
    steps = list(part)
    for place in places:
        if steps and text.words[place].forms & steps[0].words:
            del steps[0]
        elif not text.is_one_of(place, "fillers"):
            return False
    return not steps
