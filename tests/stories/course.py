"""Whole courses of treatment: one that goes well, and the rough first fortnight of another."""

from datetime import UTC, timedelta

from tests.house import Chatter
from tests.stories.acts import (
    CHANGE,
    NECK,
    USUAL,
    WORST,
    Replies,
    answers,
    had_a_session,
    has,
    is_screened,
    is_well,
    still_has,
)
from tests.stories.records import due

# A little less than a week, so that the check-in of day 7 has not come when the next session has.
WEEK = timedelta(days=7, minutes=-30)
SOON = timedelta(minutes=5)  # how long after the prompt the patient answers
HEADACHES = (  # 0 to 10, at each check-in after each session
    {"h3": 5, "h24": 4, "h48": 4, "h72": 3},
    {"h3": 4, "h24": 4, "h48": 3, "h72": 3},
    {"h3": 3, "h24": 3, "h48": 2, "h72": 2},
    {"h3": 3, "h24": 2, "h48": 2, "h72": 1, "d7": 1, "d14": 1},
)
BEFORE: Replies = {
    USUAL: "5",
    WORST: "8",
    "last 14 days": "9",
    "How long does your headache last": "4 to 24 hours",
    "hold you back": "I have to stop some things",
    "last 28 days": "6",
    "plain pain pill": "4",
    "triptan, ergot": "2",
    NECK: ("Left: stiff",),
    "Where is your headache": "Temple",
    "How does it feel": "Pressing",
    "What else comes with it": ("Light is too bright",),
    "bring your headache on": ("Stress",),
    "How do you sleep": "So-so",
}
AFTER: Replies = {
    USUAL: "1",
    CHANGE: "Much better",
    WORST: "3",
    "last 14 days": "4",
    "How long does your headache last": "30 minutes to 4 hours",
    "hold you back": "I am slower",
    "last 28 days": "3",
    "plain pain pill": "3",
    "triptan, ergot": "0",
    NECK: "Easy in all directions",
}
DIARY = {
    "worst headache today": "4",
    "How long did it last": "30 minutes to 4 hours",
    "What did you take": "Simple painkiller",
}
BLOOD_THINNER: Replies = {
    "take any medicine": "Yes, regularly",
    "take a blood thinner": ("Warfarin",),
}


async def goes_through_a_course(patient: Chatter) -> None:
    """Have four sessions, each screened before, and answer every check-in after them."""
    house = patient.house
    start = house.now
    for week, headaches in enumerate(HEADACHES):
        await house.go_to(start + week * WEEK)
        await is_screened(patient)
        await had_a_session(patient, BEFORE)
        for point, headache in headaches.items():
            await _comes(patient, point, SOON)
            if (week, point) == (0, "h24"):
                await has(patient, "Sore muscles", "Like after a workout", headache)
            else:
                await is_well(patient, headache)
        await answers(patient, AFTER)  # after the last of them
        await house.go(hours=8)
        await patient.says("/diary")
        await answers(patient, DIARY)


async def has_a_rough_fortnight(patient: Chatter, clinician: Chatter) -> None:
    """Answer late, skip, forget, report tingling, break off; then the bot itself is down."""
    house = patient.house
    await is_screened(patient, BLOOD_THINNER)
    await clinician.says(f"/clear {patient.patient.code}")
    await clinician.taps("Known and weighed", "Yes, clear it")
    await clinician.taps("Close with a reason", "Nothing was needed", "Known before")
    await had_a_session(patient)
    await _comes(patient, "h3", timedelta(hours=6))
    await is_well(patient, 5)
    await _comes(patient, "h24", SOON)
    await patient.taps("Skip this check-in")
    await _comes(patient, "h72", SOON)  # that of two days after was forgotten
    await has(patient, "Pins and needles", "Often, or bothers my sleep", 4)
    await clinician.taps("Acknowledge")
    await patient.taps("Change an answer", "Headache now", "3")
    await _comes(patient, "contact_clinic", SOON)
    await still_has(patient, "Pins and needles", "Now and then", "Better")
    await clinician.taps("Close with a reason", "Spoke with the patient", "It got better")
    await _comes(patient, "d7", SOON)
    await patient.taps("None of these", "4")
    await _comes(patient, "d7", timedelta(days=4))
    await clinician.taps("Close with a reason", "Could not reach", "Something else")
    await house.go_to(due(patient, "d14") - timedelta(hours=1))
    await house.outage(days=4)


async def _comes(patient: Chatter, point: str, later: timedelta) -> None:
    """Let time pass until some time after a check-in has come."""
    await patient.house.go_to((due(patient, point) + later).astimezone(UTC))
