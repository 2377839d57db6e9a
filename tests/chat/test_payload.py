"""Messages and buttons keep to Telegram's limits."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import enrolment
from bot.chat.flags import ACTIONS, REASONS
from bot.chat.payload import Button, clipped, fitted, in_rows, message, packed, paragraphs
from bot.chat.questions import Asking, ask
from bot.chat.taps import Act, write
from bot.clinical.check_in import check_in_questions
from bot.clinical.questionnaire import Question
from bot.locales import languages
from bot.pathway import zones
from bot.protocol import load_protocol

PROTOCOL = load_protocol()
LARGEST_FORM = 10**9  # a number no clinic will reach
QUESTIONS: tuple[Question, ...] = (
    *(*PROTOCOL.screening, *PROTOCOL.session, *PROTOCOL.safety, *PROTOCOL.diary),
    *check_in_questions(
        PROTOCOL, focus=(), still_open=frozenset(s.key for s in PROTOCOL.symptoms)
    ),
)


def buttons_of(payload: dict[str, Any]) -> list[list[dict[str, str]]]:
    rows: list[list[dict[str, str]]] = payload.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def assert_telegram_takes(payload: dict[str, Any]) -> None:
    rows = buttons_of(payload)
    assert 1 <= len(payload["text"].strip()) <= 4096
    assert sum(len(row) for row in rows) <= 100
    for row in rows:
        assert 1 <= len(row) <= 8
        for button in row:
            assert button["text"].strip()
            assert 1 <= len(button["callback_data"].encode()) <= 64


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_every_question_fits_into_a_message(question: Question, language: str) -> None:
    payload = ask(
        Asking(
            form_id=LARGEST_FORM,
            question=question,
            language=language,
            today=date(2026, 11, 2),
            intro="x" * 300,
            position=(12, 13),
            back_to=max((one.key for one in QUESTIONS), key=len),
            ticked=[option.key for option in question.options],
            focus="f" * 200,
        )
    )

    assert_telegram_takes(payload)


@pytest.mark.parametrize("language", languages())
def test_every_region_and_zone_fits_on_a_button(language: str) -> None:
    assert_telegram_takes(enrolment.region(language, PROTOCOL.regions, "de"))
    for region in PROTOCOL.regions:
        assert_telegram_takes(enrolment.zone(language, zones.likely(region.key)))


def test_every_reason_to_close_fits_on_a_button() -> None:
    assert all(
        len(write(Act.CLOSE, LARGEST_FORM, "999", action, reason)) <= 64
        for action in ACTIONS
        for reason in REASONS
    )


@given(text=st.text(max_size=5000), limit=st.integers(1, 4096))
def test_a_long_text_is_cut_and_shows_it(text: str, limit: int) -> None:
    cut = clipped(text, limit)

    assert len(cut) <= limit
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_a_message_counts_characters_not_bytes() -> None:
    assert message("🤕" * 4096)["text"] == "🤕" * 4096
    assert message("🤕" * 4097)["text"] == "🤕" * 4095 + "…"


def test_a_message_without_buttons_has_no_keyboard() -> None:
    assert message("x") == {"text": "x"}
    assert message("x", silent=True) == {"text": "x", "disable_notification": True}


def test_buttons_are_laid_out_in_rows_and_in_order() -> None:
    buttons = [Button(label=str(n), data=f"a:1:{n}") for n in range(11)]

    rows = in_rows(buttons, 6)

    assert [len(row) for row in rows] == [6, 5]
    assert [button for row in rows for button in row] == buttons


@pytest.mark.parametrize(
    ("longest", "width"), [(1, 6), (5, 6), (6, 3), (12, 3), (13, 2), (18, 2), (19, 1), (60, 1)]
)
def test_the_longer_a_label_the_fewer_stand_in_a_row(longest: int, width: int) -> None:
    buttons = [Button(label="x" * longest, data="a:1") for _ in range(12)]

    assert len(fitted(buttons)[0]) == width


def test_no_buttons_are_no_rows() -> None:
    assert fitted([]) == []


def test_empty_paragraphs_leave_no_gap() -> None:
    assert paragraphs("a", "", "b", "") == "a\n\nb"


def test_parts_are_packed_into_as_few_texts_as_messages_can_hold() -> None:
    parts = ["a" * 2000, "b" * 2000, "c" * 200, "d"]

    assert packed(parts) == [f"{parts[0]}\n\n{parts[1]}", f"{parts[2]}\n\n{parts[3]}"]


def test_nothing_is_packed_into_nothing() -> None:
    assert packed([]) == []
