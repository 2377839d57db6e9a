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

# What stands on each screen, and the button of somebody who has none of it.
SCREENS: Replies = {
    "Did you have any of these? It counts": "None of these",
    "About your headaches: what fits": "None of these",
    "Is any of this so today": "None of these",
    "Do you have, or did you ever have, any of this": "None of these",
    "And any of these, now or ever": "None of these",
    "Do you take any of this": "None of these",
}
ONE_BY_ONE = "Not sure: ask me one by one"
HEALTHY: Replies = {
    **SCREENS,
    "from the last session still there": "No, nothing",
    "How old are you": "34",
    "Where will you be treated": "Outside the United States",
    "Who will put in the needles": "Physical therapist",
    "Is any of this new for you": "No",
    "come on in less than 5 minutes": "No",
    "hit your head or neck in": "No",
    "one eye red": "No",
    "Did an eye doctor see": "No",
    "With your headache, do you have fever": "No",
    "new in the last 3 months, or very": "No",
    "when you stand up or lie down": "No",
    "sport bring it on": "No",
    "worse week after week": "No",
    "start with a new medicine": "No",
    "Are you very ill": "No",
    "Do you feel ill today": "No",
    "Look at the skin": "No",
    "any swelling or a new lump": "No",
    "Are you pregnant": "No",
    "feel about needles": "Fine",
    "worried or upset": "No",
    "Have you eaten today": "None of these",
    "Will you fly": "No",
    "problem with your blood vessels": "No",
    "weak at fighting germs": "No",
    "ever had cancer": "No",
    "heart valve problem": "No",
    "a pacemaker": "No",
    "Do you have any of these? Tick": "None of these",
    "ever had a fit": "Never",
    "bleed or bruise easily": "No",
    "Were lymph nodes": "No",
    "react to metal": "No",
    "surgery in the last 3 months": "No",
    "anything put in your body": "No",
    "hurt your neck, or had": "No",
    "bad reaction to needles": "No, never",
    "lost a lot of weight": "No",
    "hepatitis B or C": "No, or I skip",
    "Does anyone help you with choices": "No",
    "any illness or health problem": "No",
    "take any medicine": "None",
    "take a blood thinner": "None of these",
    "take something for a headache": "No",
    "Do you want this treatment": "Yes to both",
    # Asked of those who are not healthy in every way, and answered with nothing more.
    "start after you turned 50": "No",
    "a headache that is new for you": "No",
    "run a current": "No",
    "What happened?": "Skip",
    "Which illness": "Skip",
    "Which medicine is it": "Skip",
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
WAYS_ON = {"Change an answer", "Talk to a person"}  # below a result; nothing is asked
MOST_QUESTIONS = 80  # more than any form has


async def answers(person: Chatter, replies: Replies) -> None:
    """Answer each question that is put, until one comes that the replies say nothing of."""
    for _ in range(MOST_QUESTIONS):
        reply = _reply_to(person, replies)
        if reply is None:
            return
        await _give(person, reply)
    raise AssertionError("the questions do not end")


def _reply_to(person: Chatter, replies: Replies) -> str | tuple[str, ...] | None:
    if set(person.last.labels) <= WAYS_ON or "Change an answer" in person.last.labels:
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
    """Answer the screening as a healthy adult, but for what is said otherwise, one by one."""
    singly = dict.fromkeys(SCREENS, ONE_BY_ONE) if but else {}
    await patient.says("/screen")
    await answers(patient, {**(but or {}), **_without({**HEALTHY, **singly}, but)})


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
