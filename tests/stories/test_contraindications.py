"""What a screening says of the place, the headache and the day, and what it keeps to itself."""

import pytest

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.storage.forms import FormKind, FormState
from tests.house import PROTOCOL, Chatter, House
from tests.stories.acts import HEALTHY, Replies, answers, is_screened
from tests.stories.records import causes, flagged, flags, given, last_form

NOW = "Did you have any of these? It counts"
KIND = "About your headaches: what fits"
TODAY = "Is any of this so today"
PAST = "And any of these, now or ever"
CALIFORNIA: Replies = {
    "Where will you be treated": "In the United States",
    "In which state": "California",
}
LEGAL = "This is not legal advice."


async def goes_on(patient: Chatter, but: Replies) -> None:
    """Answer the screening on its screens as a healthy adult, but for what is said otherwise."""
    await patient.says("/screen")
    rest = {words: HEALTHY[words] for words in HEALTHY if words not in but}
    await answers(patient, {**but, **rest})


async def test_a_physical_therapist_in_california_is_a_stop_with_the_date_of_the_rules(
    charlie: Chatter, robin: Chatter
) -> None:
    await goes_on(robin, CALIFORNIA)

    text = robin.last.text
    assert last_form(robin).screening_class is ScreeningClass.STOP
    assert "California: we cannot confirm that a therapist may do this." in text
    assert "We cannot confirm that this is lawful." in text
    assert "Rules last checked on 22 Nov 2026." in text
    assert "the clinic or the state board" in text
    assert LEGAL in text
    assert len(flags(charlie)) == 1


async def test_a_doctor_in_california_is_clear_with_the_date_of_the_rules(robin: Chatter) -> None:
    await goes_on(robin, {**CALIFORNIA, "Who will put in": "Doctor"})

    assert last_form(robin).screening_class is ScreeningClass.CLEAR
    assert "last checked on 22 Nov 2026" in robin.last.text
    assert LEGAL in robin.last.text


async def test_rules_checked_too_long_ago_are_a_check(house: House, robin: Chatter) -> None:
    table = PROTOCOL.jurisdictions
    checked = house.now.replace(
        year=table.checked_on.year, month=table.checked_on.month, day=table.checked_on.day
    )
    await house.go(days=(checked - house.now).days + table.stale_after_days + 1)

    await goes_on(robin, CALIFORNIA)

    assert last_form(robin).screening_class is ScreeningClass.CHECK
    assert "rules on who may do this is too old" in robin.last.text
    assert "last checked on 22 Nov 2026" in robin.last.text


async def test_new_weakness_of_this_week_is_an_emergency_and_ends_the_screening(
    charlie: Chatter, robin: Chatter
) -> None:
    await goes_on(robin, {NOW: ("New trouble",)})
    assert flagged(robin) is TriageLevel.URGENT
    assert "When was that?" in robin.last.text

    await robin.taps("Now, or")

    form = last_form(robin, FormKind.SCREENING)
    assert robin.from_bot[-1].startswith("Call 112 now")
    assert (form.state, form.screening_class) == (FormState.ANSWERED, ScreeningClass.STOP)
    assert flagged(robin) is TriageLevel.EMERGENCY


async def test_a_knock_on_the_head_and_a_blood_thinner_are_an_emergency(robin: Chatter) -> None:
    await goes_on(
        robin,
        {
            NOW: ("Hit my head",),
            "How many days ago": "5",
            "Since you hit": "None of these",
            "take a blood thinner": ("Warfarin",),
            "Do you take any of this": ("A blood thinner",),
        },
    )

    assert flagged(robin) is TriageLevel.EMERGENCY
    assert last_form(robin, FormKind.SCREENING).state is FormState.ANSWERED


async def test_what_leaves_a_day_is_told_once_with_the_result_and_the_clinic_at_once(
    charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/screen")
    first = {words: HEALTHY[words] for words in HEALTHY if words not in (KIND, TODAY)}
    await answers(robin, {KIND: ("Standing or", "Gets worse"), "Do you also vomit": "No", **first})
    assert TODAY in robin.last.text
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert [text for text in robin.from_bot if "within 24 hours" in text] == []

    await answers(robin, HEALTHY)

    assert "Standing up or lying down changes your headache a lot." in robin.last.text
    assert robin.last.text.count("Talk with the clinic within 24 hours") == 1
    assert last_form(robin).screening_class is ScreeningClass.CHECK


async def test_it_is_not_pressing_again_a_week_later_and_still_a_check(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    told: Replies = {KIND: ("Standing or", "Gets worse"), "Do you also vomit": "Yes"}
    await goes_on(robin, told)
    assert flagged(robin) is TriageLevel.URGENT
    await charlie.says("/alerts")  # a flag that has grown is closed as it is now
    await charlie.taps("Close with a reason", "Nothing was needed", "Known before")
    await house.go(days=7)
    seen = len(robin.from_bot)

    await is_screened(robin)

    assert last_form(robin).screening_class is ScreeningClass.CHECK
    again = "\n".join(robin.from_bot[seen:])
    assert "medical help today" not in again
    assert "within 24 hours" not in again
    assert causes(robin)[-1] == "screening:check"


async def test_an_empty_stomach_is_a_tip_and_nothing_more(
    charlie: Chatter, robin: Chatter
) -> None:
    await goes_on(robin, {"Have you eaten today": ("I have not eaten",), TODAY: ("No food",)})

    assert last_form(robin).screening_class is ScreeningClass.CLEAR
    assert "Please eat and drink something before your session." in robin.last.text
    assert flags(charlie) == []


async def test_who_has_help_says_in_own_words_what_will_be_done(robin: Chatter) -> None:
    help_with: Replies = {
        PAST: ("Help with choices",),
        "Does anyone help": "Yes, and I know",
        "In your own words": "thin needles go into my neck",
    }
    await goes_on(robin, help_with)
    assert given(robin, last_form(robin))["SC09_words"] == "thin needles go into my neck"
    assert last_form(robin).screening_class is ScreeningClass.CHECK


async def test_who_cannot_say_what_will_be_done_is_stopped(robin: Chatter) -> None:
    help_with: Replies = {
        PAST: ("Help with choices",),
        "Does anyone help": "Yes, and I know",
        "In your own words": "I cannot say",
    }
    await goes_on(robin, help_with)
    assert last_form(robin).screening_class is ScreeningClass.STOP
    assert "You cannot yet say what will be done." in robin.last.text


@pytest.mark.parametrize("reader", ["patient", "clinician"])
async def test_a_private_answer_is_kept_and_never_said_back_in_a_chat(
    charlie: Chatter, robin: Chatter, reader: str
) -> None:
    await goes_on(robin, {PAST: ("Hepatitis",)})

    assert given(robin, last_form(robin))["SC36"] == "yes"
    assert last_form(robin).screening_class is ScreeningClass.CHECK
    assert "One answer is for your clinician only." in robin.last.text
    assert "epatitis" not in robin.last.text
    if reader == "clinician":
        await charlie.says(f"/patient {robin.patient.code}")
        lines = "\n".join(charlie.from_bot).splitlines()
        (line,) = [line for line in lines if "epatitis" in line]
        assert line.endswith("→ not shown in a chat")


async def test_skipping_the_private_question_counts_for_nothing(robin: Chatter) -> None:
    await is_screened(robin, {"hepatitis B or C": "No, or I skip"})

    assert given(robin, last_form(robin))["SC36"] == "no"
    assert last_form(robin).screening_class is ScreeningClass.CLEAR
