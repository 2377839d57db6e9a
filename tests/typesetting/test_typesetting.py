"""Setting pictures and documents: our fonts are enough, and what they lack is named."""

import io
import json
from pathlib import Path
from random import Random

import pytest
from pypdf import PdfReader

from bot.charts import headache_chart
from bot.demo.bot_api.pictures import picture_size
from bot.typesetting import (
    NotTypesetError,
    clipped,
    document,
    is_right_to_left,
    picture,
    showable,
)
from bot.typesetting.letters import fonts_by_letter
from tests.charts.stories import fortnight

SHEET = """
#set document(title: "A test", date: none)
#set text(font: ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew"), lang: "en", size: 5pt)
#let data = json(bytes(sys.inputs.data))
#for weight in ("regular", "bold") { par(text(weight: weight, data)) }
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Write a template that sets one text in every weight."""
    path = tmp_path / "sheet.typ"
    path.write_text(SHEET, "utf-8")
    return path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chart_becomes_a_picture_for_a_phone(theme: str) -> None:
    svg = headache_chart(fortnight(), theme, "en")
    png = picture(svg)

    assert picture_size(png)[0] == 1200
    assert len(png) < 200_000
    assert picture(svg) == png


@pytest.mark.parametrize("svg", ["", "<svg", "<svg/>", '<svg viewBox="0 0 x 10"/>'])
def test_what_is_no_chart_is_refused_without_a_word_of_it(svg: str) -> None:
    with pytest.raises(NotTypesetError) as refused:
        picture(svg)

    assert "<svg" not in str(refused.value)


def test_our_fonts_have_every_letter_that_we_say_they_have(sheet: Path) -> None:
    letters = " ".join(sorted(fonts_by_letter()))
    pdf = document(sheet, {"data": json.dumps(letters)})  # an unknown letter is an error

    assert len(PdfReader(io.BytesIO(pdf)).pages) >= 1
    assert document(sheet, {"data": json.dumps(letters)}) == pdf


def test_letters_in_any_order_can_be_set_once_they_are_showable(sheet: Path) -> None:
    known, drawn = sorted(fonts_by_letter()), Random(7)
    texts = ["".join(drawn.choices(known, k=40)) for _ in range(800)]
    mixed = ["%\u061a", "\u06f3\u0301", "a\u05b0", "\u0600a", "\u5934\u0301"]
    shown = [showable(text, "en") for text in [*mixed, *texts]]

    assert document(sheet, {"data": json.dumps(" | ".join(shown))})  # an unknown one is an error
    assert shown[0] == "%[1 letter that cannot be shown here]"


def test_a_letter_that_no_font_has_is_an_error(sheet: Path) -> None:
    with pytest.raises(NotTypesetError):
        document(sheet, {"data": json.dumps("你")})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Grüße,  Ελλάδα,\nКиїв", "Grüße, Ελλάδα, Київ"),
        ("سلام می\u200cروم שלום", "سلام می\u200cروم שלום"),
        ("ok 👍🏽 🙂", "ok [thumbs up sign] [slightly smiling face]"),
        ("你好吗 ok", "[3 letters that cannot be shown here] ok"),
        ("a\u202eb\u2066c\x00d\U000e0061", "abcd"),
        ("e\u0301", "é"),
        ("\ud800x", "x"),
        ("1\ufe0f\u20e3", "1"),
    ],
)
def test_what_cannot_be_shown_is_named(text: str, shown: str) -> None:
    assert showable(text, "en") == shown


def test_a_long_text_is_cut_at_a_space_and_says_how_much_is_left_out() -> None:
    text = "word " * 30

    assert clipped(text.strip(), 119, "en") == text.strip()
    assert clipped(text, 52, "en") == f"{'word ' * 10}… [cut here: 101 more letters]"
    assert clipped("x" * 90, 50, "en") == f"{'x' * 50} … [cut here: 40 more letters]"


def test_the_direction_of_a_text_is_that_of_its_first_letter() -> None:
    assert [is_right_to_left(t) for t in ("12 שלום", "سلام x", "x سلام", "12", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_the_fonts_come_with_their_licence() -> None:
    folder = Path(__file__).parents[2] / "bot" / "typesetting" / "fonts"

    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text("utf-8")
    assert sum(file.stat().st_size for file in folder.glob("*.ttf")) < 800_000
