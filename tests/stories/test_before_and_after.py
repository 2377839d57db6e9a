"""The summary: the same figures before and after, for the patient and for the clinician."""

from datetime import timedelta

from bot.storage.forms import FormKind, FormState
from tests.house import Chatter, House
from tests.stories.acts import USUAL, answers, had_a_session, is_well
from tests.stories.course import AFTER, BEFORE
from tests.stories.records import due, forms_of

DAY = timedelta(days=1)


async def two_weeks_pass(robin: Chatter) -> None:
    """Let time pass until the check-in after two weeks has come."""
    await robin.house.go_to(due(robin, "d14") + timedelta(minutes=5))


async def test_it_comes_after_the_follow_up_without_being_asked_for(robin: Chatter) -> None:
    await had_a_session(robin, BEFORE)
    await two_weeks_pass(robin)
    await is_well(robin)

    await answers(robin, AFTER)

    assert robin.last.text.splitlines() == [
        "Before and after",
        "",
        "Usual headache, 0 to 10: 5 → 1",
        "Worst headache, 0 to 10: 8 → 3",
        "Days with headache in 14: 9 → 4",
        "How long it lasts: 4 to 24 hours → 30 minutes to 4 hours",
        "Days with medicine in 28: 6 → 3",
        "Held back: I have to stop some things → I am slower",
        "Ways the neck turns with ease, of 4: 3 → 4",
        "Change since the first session: Much better",
        "",
        "These are your own answers, side by side. They do not show what made the change. You "
        "can talk about them with your clinician.",
    ]


async def test_what_was_not_told_is_shown_as_missing(robin: Chatter) -> None:
    await had_a_session(robin, {USUAL: "6"})

    await robin.says("/summary")

    assert "Usual headache, 0 to 10: 6 → not told" in robin.last.text
    assert "Days with headache in 14: not told → not told" in robin.last.text
    assert "two weeks after your last session" in robin.last.text


async def test_there_is_nothing_to_compare_at_first(robin: Chatter) -> None:
    await robin.says("/summary")

    assert "nothing to compare yet" in robin.last.text


async def test_the_diary_tells_the_days_and_how_many_were_filled(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin, BEFORE)
    for day in range(12):
        await robin.says("/diary")
        await robin.taps(*(("4", "All day", "Nothing", "Not at all") if day < 5 else ("0",)))
        await house.go(days=1)
    await two_weeks_pass(robin)
    await is_well(robin)

    await robin.taps("1", "Much better", "Skip the rest")

    assert "Days with headache in 14: 9 → 5 (diary, 12 days filled in)" in robin.last.text
    assert "Worst headache, 0 to 10: 8 → not told" in robin.last.text


async def test_who_missed_the_check_in_can_still_answer(house: House, robin: Chatter) -> None:
    await had_a_session(robin, BEFORE)
    await house.go(days=20)
    await robin.says("/summary")

    await robin.taps("Answer them now")
    await answers(robin, AFTER)

    assert "Usual headache, 0 to 10: 5 → 1" in robin.last.text
    assert [form.state for form in forms_of(robin, FormKind.FOLLOW_UP)] == [FormState.ANSWERED]
    await robin.says("/summary")
    assert robin.last.labels == []


async def test_a_button_for_the_follow_up_asks_nothing_before_its_time(robin: Chatter) -> None:
    await had_a_session(robin, BEFORE)
    await robin.says("/summary")

    robin.person.taps("", data="m:0:follow_up:begin")
    await robin.house.settle()

    assert forms_of(robin, FormKind.FOLLOW_UP) == []
    assert "two weeks after your last session" in robin.last.text


async def test_the_clinician_sees_where_the_course_is_and_its_figures(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin, BEFORE)
    await house.go(days=7)
    await had_a_session(robin)

    await charlie.says(f"/patient {robin.patient.code}")

    seen = "\n".join(charlie.from_bot)
    assert "Course 1, session 2 of 4" in seen
    assert "Usual headache, 0 to 10: 5 → not told" in seen


async def test_a_new_course_is_compared_with_its_own_baseline(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin, BEFORE)
    await house.go(days=91)
    await had_a_session(robin, {USUAL: "7"})

    await robin.says("/summary")

    assert "Usual headache, 0 to 10: 7 → not told" in robin.last.text
