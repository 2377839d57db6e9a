"""What a made-up person says to any question a form can put."""

from datetime import datetime

from bot.demo.tour.asked import Asked
from bot.demo.tour.feelings import Feelings
from bot.demo.tour.personas import Said

BEFORE = 3  # days to the last time, for "better or worse"


def answer(feelings: Feelings, asked: Asked, now: datetime) -> Said:
    """Give this person's answer: their own, or as they feel, or what anybody would say."""
    day, key = feelings.day(now), asked.key
    own = feelings.persona.answers
    on_screen = tuple(box for box in asked.boxes if box in own)
    found = own.get(key) or on_screen or _felt(feelings, asked, day)
    found = found or feelings.book.usual.get(key)
    if isinstance(found, tuple):
        found = tuple(box for box in found if box in asked.boxes)
    return found or _otherwise(feelings, asked)


def _otherwise(feelings: Feelings, asked: Asked) -> str:
    offered = (key for key in feelings.book.otherwise if key in asked.options)
    return next(offered, next(iter(asked.options), ""))


def _felt(feelings: Feelings, asked: Asked, day: float) -> Said | None:
    """Answer from how the person feels; None when the question is about something else."""
    key, pattern = asked.key, feelings.book.patterns[feelings.persona.pattern]
    figures = {**feelings.numbers(day), "SC01": feelings.persona.age}
    if key in figures:
        return str(figures[key])
    if key == "problems":
        return tuple(box for box in asked.boxes if feelings.grade(box, day)) or None
    if key.endswith("_trend"):
        symptom = key.removesuffix("_trend")
        eased = feelings.grade(symptom, day) < feelings.grade(symptom, day - BEFORE)
        return "better" if eased else "same"
    if "4" in asked.options:  # the grades of an unwanted effect
        return str(feelings.grade(key, day))
    words = {
        "duration": pattern.duration,
        "duration_usual": pattern.duration,
        "disability": pattern.disability,
        "disability_usual": pattern.disability,
        "medicine": feelings.medicine(int(day)),
        "change": "much_better" if feelings.persona.eases > 0.4 else "a_bit_better",
    }
    return words.get(key)
