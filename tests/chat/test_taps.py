"""What a button says: written and read in one place, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.taps import Act, Tap, read, write

WORD = st.text(st.characters(codec="utf-8", exclude_characters=":"), min_size=1, max_size=20)


@given(
    act=st.sampled_from(Act), number=st.integers(0, 10**10 - 1), words=st.lists(WORD, max_size=3)
)
def test_what_is_written_is_read_again(act: Act, number: int, words: list[str]) -> None:
    assert read(write(act, number, *words)) == Tap(act=act, number=number, words=tuple(words))


@given(data=st.text(max_size=64))
def test_anything_can_be_read_without_harm(data: str) -> None:
    tap = read(data)

    assert tap is None or (0 <= tap.number < 10**10 and tap.first is not None)
    assert tap is None or data.startswith(f"{tap.act.value}:")


@pytest.mark.parametrize(
    "data",
    [
        *(
            "",
            ":",
            "a",
            "a:",
            "a::",
            "z:1",
            "A:1:x",
            "a:x:nrs",
            "a:-1:nrs",
            "a:1.5:nrs",
            "a: 1:nrs",
        ),
        *("a:٣:nrs", "a:²:nrs", "aa:1:nrs", "answer:1", "a:12345678901:nrs", "a:+1:nrs", "null"),
        *('{"act":"a"}', "a:1e3:nrs", "a:0x1:nrs", "\x00:1", "a\n:1", "a:1\n:nrs"),
    ],
)
def test_what_this_bot_never_wrote_is_not_read(data: str) -> None:
    assert read(data) is None


def test_words_that_are_missing_read_as_nothing() -> None:
    tap = read("a:7")

    assert tap == Tap(act=Act.ANSWER, number=7)
    assert (tap.first, tap.second) == ("", "")


def test_every_act_has_a_letter_of_its_own() -> None:
    assert len({act.value for act in Act}) == len(Act)
    assert all(len(act.value) == 1 for act in Act)
