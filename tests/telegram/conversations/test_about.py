"""/about: topics by button, by command and by typed label, each statement with its source."""

import pytest

from bot.locales import say
from bot.storage import forms
from tests.house import PROTOCOL, Chatter, House
from tests.telegram.lookup import written

LABELS = {key: say("en", f"about.topic.{key}") for key in PROTOCOL.topics}


async def test_about_offers_every_topic(robin: Chatter) -> None:
    page = await robin.says("/about")

    assert page.labels == list(LABELS.values())
    assert "does not diagnose" in page.text


@pytest.mark.parametrize("key", PROTOCOL.topics)
async def test_a_topic_shows_each_statement_with_its_source_in_place(
    robin: Chatter, key: str
) -> None:
    page = await robin.says("/about")
    told = [statement for statement in PROTOCOL.about if statement.topic == key]

    topic = await robin.taps(LABELS[key])

    assert topic.message_id == page.message_id
    assert topic.text.startswith(LABELS[key])
    assert topic.text.count("Source: ") == len(told)
    assert "Last checked on 2026-11-22." in topic.text
    assert "[" not in topic.text
    assert topic.labels == list(LABELS.values())


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("side effects", "side_effects"),
        ("nerve", "nerve"),
        ("Is it acupuncture?", "acupuncture"),
        ("RESEARCH", "evidence"),
        ("evidence", "evidence"),
        ("who", "who"),
    ],
)
async def test_a_topic_can_be_named_after_the_command(
    robin: Chatter, words: str, key: str
) -> None:
    topic = await robin.says(f"/about {words}")

    assert topic.text.startswith(LABELS[key])


async def test_words_that_mean_no_topic_show_the_first_page(robin: Chatter) -> None:
    assert (await robin.says("/about the moon")).labels == list(LABELS.values())
    assert (await robin.says("/about what")).text.startswith("This bot asks questions")


async def test_a_label_typed_in_full_is_read_as_the_button(robin: Chatter) -> None:
    topic = await robin.says("when should i call")

    assert "Call 112 at once" in topic.text
    assert "030 555 0100" in topic.text
    assert written(robin) == []


async def test_a_few_words_on_a_topic_are_a_message_to_the_clinic(
    robin: Chatter, charlie: Chatter
) -> None:
    await robin.says("nerve is hit")

    assert written(robin) == ["nerve is hit"]
    assert "Flag" in charlie.last.text


async def test_the_open_question_comes_again_after_a_typed_topic(robin: Chatter) -> None:
    question = await robin.says("/problem")

    again = await robin.says("Is it acupuncture?")

    assert "views differ" in robin.from_bot[-2]
    assert again.labels == question.labels
    assert forms.current(robin.house.clinic.db, robin.patient.id) is not None


async def test_everybody_may_read_about_it(house: House, charlie: Chatter) -> None:
    stranger = house.chatter("Alex")
    await stranger.says("/about")
    await charlie.says("/about")

    assert (await stranger.taps(LABELS["who"])).text.startswith(LABELS["who"])
    assert (await stranger.says(LABELS["evidence"])).text.startswith(LABELS["evidence"])
    assert "Call 112 at once" in (await charlie.taps(LABELS["when_to_call"])).text


async def test_a_forged_topic_shows_the_first_page(robin: Chatter) -> None:
    page = await robin.says("/about")
    robin.person.taps("", message=page, data="m:0:about:nonsense")
    await robin.house.settle()

    assert robin.last.text.startswith("This bot asks questions")


def test_all_statements_together_say_what_is_not_known_and_promise_nothing() -> None:
    said = " ".join(
        say("en", f"about.{told.key}", emergency="112", clinic_phone="1")
        for told in PROTOCOL.about
    )

    assert "not clearly better" in said
    assert "low to very low" in said
    assert "views differ" in said
    assert "does not say what illness" in said
    assert "conclusive" not in said
