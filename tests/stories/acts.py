"""What people do in the stories, told in the words they read on their phones."""

from collections.abc import Mapping

from tests.house import Chatter

# A part of a question → the button to tap, the text to type, or several boxes to tick.
Replies = Mapping[str, str | tuple[str, ...]]

GATE = "most important question"
HEADACHE = "headache right now"
LIKE_USUAL = "stronger than your usual"
NEW_PROBLEM = "Any new problem"
SIGNS = "even if it has gone?"
USUAL = "bad was your usual headache"
ALREADY = "before this treatment began"
WORST = "how bad was your worst headache"
NECK = "Turn your head"
CHANGE = "Since the first session"
GOT_CARE = "Did you get care?"
SAFE = "Are you safe right now?"

HEALTHY: Replies = {
    "How old are you": "34",
    "Are you pregnant": "No",
    "Look at the skin": "No",
    "Do you feel ill today": "No",
    "any swelling or a new lump": "No",
    "problem with your blood vessels": "No",
    "weak at fighting germs": "No",
    "Does anyone help you with choices": "No",
    "feel about needles": "Fine",
    "any illness or health problem": "No",
    "take any medicine": "None",
    "take a blood thinner": "None of these",
}
SHORT_BASELINE: Replies = {USUAL: "4", ALREADY: "None of these", WORST: "Skip the rest"}
USUAL_SESSION: Replies = {
    **SHORT_BASELINE,
    "When did the session end": "Just now",
    "Where did the needles go": ("Back of the neck", "Shoulders"),
    "happen during the session": "None of these",
}
ALL_WELL: Replies = {
    GATE: "None of these",
    HEADACHE: "3",
    LIKE_USUAL: "Yes, like my usual headache",
    NEW_PROBLEM: "No new problem",
    SIGNS: "None of these",
    NECK: "Easy in all directions",
}
MOST_QUESTIONS = 40  # more than any form has


async def answers(person: Chatter, replies: Replies) -> None:
    """Answer each question that is put, until one comes that the replies say nothing of."""
    for _ in range(MOST_QUESTIONS):
        reply = _reply_to(person, replies)
        if reply is None:
            return
        await _give(person, reply)
    raise AssertionError("the questions do not end")


def _reply_to(person: Chatter, replies: Replies) -> str | tuple[str, ...] | None:
    if not person.last.labels or "Change an answer" in person.last.labels:
        return None
    return next((reply for words, reply in replies.items() if words in person.last.text), None)


async def _give(person: Chatter, reply: str | tuple[str, ...]) -> None:
    if isinstance(reply, tuple):
        await person.taps(*reply, "Done")
    elif any(label.casefold().startswith(reply.casefold()) for label in person.last.labels):
        await person.taps(reply)
    else:
        await person.says(reply)


async def types(person: Chatter, replies: Replies) -> None:
    """Answer each question that is put by writing, until one the replies say nothing of."""
    for _ in range(MOST_QUESTIONS):
        reply = _reply_to(person, replies)
        if reply is None:
            return
        await person.says(reply if isinstance(reply, str) else ", ".join(reply))
    raise AssertionError("the questions do not end")


async def is_screened(patient: Chatter, but: Replies | None = None) -> None:
    """Answer the screening as a healthy adult, but for what is said otherwise."""
    await patient.says("/screen")
    await answers(patient, {**(but or {}), **_without(HEALTHY, but)})


async def begins_a_session(patient: Chatter) -> None:
    """Ask to record a session, and tell shortly how things were before if that is asked."""
    await patient.says("/session")
    await answers(patient, SHORT_BASELINE)


async def had_a_session(patient: Chatter, but: Replies | None = None) -> None:
    """Record a session that has just ended, or as is said otherwise."""
    await patient.says("/session")
    await answers(patient, {**(but or {}), **_without(USUAL_SESSION, but)})


async def is_well(patient: Chatter, headache: int = 3) -> None:
    """Answer the open check-in: no danger sign, the headache, no new problem, old ones gone."""
    gone = {"How is it:": "None now"}
    await answers(patient, {**ALL_WELL, HEADACHE: str(headache), **gone})


async def has(patient: Chatter, problem: str, how: str, headache: int = 3) -> None:
    """Answer the open check-in with one new problem and how it is; older ones have gone."""
    replies: Replies = {
        **ALL_WELL,
        HEADACHE: str(headache),
        NEW_PROBLEM: (problem,),
        f"How is it: {problem.casefold()}": how,
        "How is it:": "None now",
        SIGNS: "None of these",
    }
    await answers(patient, replies)


async def still_has(patient: Chatter, problem: str, how: str, trend: str = "The same") -> None:
    """Answer the open check-in: a problem of last time is still there, and nothing is new."""
    replies: Replies = {
        **ALL_WELL,
        f"How is it: {problem.casefold()}": how,
        "Compared with last time": trend,
    }
    await answers(patient, replies)


def _without(replies: Replies, said: Replies | None) -> Replies:
    return {words: reply for words, reply in replies.items() if words not in (said or {})}
