"""Rules of section 4: what the HTML parse mode takes and what it refuses, with the byte offset."""

from contextlib import suppress
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.bot_api.html_markup import parse_html
from bot.demo.bot_api.html_tags import TYPES
from bot.demo.bot_api.markup import utf16_length
from bot.demo.bot_api.refusals import Refusal
from tests.demo.bot_api.ruled import rule

STADIUM = "\N{STADIUM}"


@rule("4.9 broken HTML")
@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("<b", "Unclosed start tag at byte offset 0"),
        ("a <x>b</x>", 'Unsupported start tag "x" at byte offset 2'),
        (f"{STADIUM}<p>", 'Unsupported start tag "p" at byte offset 4'),
        ("I <3 you", 'Unsupported start tag "3" at byte offset 2'),
        ("<b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<i =x>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i a = ", 'Unclosed start tag "i" at byte offset 0'),
        ("<i ", 'Unclosed start tag "i" at byte offset 0'),
        ('<i a="x>', "Unclosed start tag at byte offset 0"),
        ("<a href=https://example.org>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
        (
            "&#xDFDF;",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
    ],
)
def test_broken_html_is_refused_with_the_place(markup: str, problem: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_html(markup)

    assert caught.value.description == f"Bad Request: can't parse entities: {problem}"


@rule("4.10 tags")
@pytest.mark.parametrize("tag", sorted(set(TYPES) - {"a", "span", "tg-emoji"}))
def test_every_plain_tag_makes_its_entity(tag: str) -> None:
    text, entities = parse_html(f"a<{tag}>bc</{tag}>d")

    assert text == "abcd"
    assert entities == [{"type": TYPES[tag], "offset": 1, "length": 2}]


@pytest.mark.parametrize(
    ("markup", "entity"),
    [
        (
            '<a href="https://example.org/">x</a>',
            {"type": "text_link", "url": "https://example.org/"},
        ),
        ("<a href='https://e.org/?a=1&amp;b'>x</a>", {"url": "https://e.org/?a=1&b"}),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ('<tg-emoji emoji-id="12">x</tg-emoji>', {"custom_emoji_id": "12"}),
        ("<blockquote expandable=false>x</blockquote>", {"type": "expandable_blockquote"}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        ('<pre><code class="language-fift">x</code></pre>', {"type": "pre", "language": "fift"}),
        ("<B>x</>", {"type": "bold"}),
    ],
)
def test_a_tag_with_attributes_makes_its_entity(markup: str, entity: dict[str, str]) -> None:
    text, (found,) = parse_html(markup)

    assert text == "x"
    assert found == found | entity | {"offset": 0, "length": 1}


def test_a_link_without_an_address_is_no_entity() -> None:
    assert parse_html("<a>x</a>") == ("x", [])


def test_an_address_as_its_own_text_is_a_link() -> None:
    text, (link,) = parse_html("<a>https://example.org</a>")

    assert link["url"] == text == "https://example.org"


@rule("4.11 nested tags")
def test_entities_nest() -> None:
    text, entities = parse_html("<b>a<i>b</i></b>")

    assert text == "ab"
    assert {(e["type"], e["offset"], e["length"]) for e in entities} == {
        ("bold", 0, 2),
        ("italic", 1, 1),
    }


def test_an_empty_tag_is_no_entity() -> None:
    assert parse_html("a<b></b>") == ("a", [])


@rule("4.12 character references")
@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&lt b", "< b"),
        ("&#65;&#x42;", "AB"),
        ("&nbsp;&laquo;", "&nbsp;&laquo;"),
        ("&#12345678;", "&#12345678;"),
        ("a & b > c", "a & b > c"),
    ],
)
def test_only_four_named_references_are_known(markup: str, text: str) -> None:
    assert parse_html(markup) == (text, [])


@given(st.text(alphabet="<>&;/=\"'#x1ab \U0001f3df", max_size=40))
def test_whatever_is_written_is_either_parsed_or_refused(markup: str) -> None:
    with suppress(Refusal):
        text, entities = parse_html(markup)

        assert all(e["offset"] + e["length"] <= utf16_length(text) for e in entities)


@given(st.text())
def test_an_escaped_text_stays_the_same_text(text: str) -> None:
    assert parse_html(escape(text, quote=False)) == (text, [])


@given(st.text(), st.text(min_size=1), st.text())
def test_an_entity_covers_its_words_in_utf16_units(before: str, words: str, after: str) -> None:
    markup = f"{escape(before)}<b>{escape(words).replace('&#x27;', '’')}</b>{escape(after)}"
    words = words.replace("'", "’")

    _, entities = parse_html(markup)

    assert entities == [
        {"type": "bold", "offset": utf16_length(before), "length": utf16_length(words)}
    ]
