"""A bot's entities as HTML: nested, side by side, counted in UTF-16, and always safe."""

from typing import Any

import pytest

from bot.demo.rich_text import as_html


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    """Make an entity as the Bot API describes it."""
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("text", "entities", "shown"),
    [
        ("a <b> & 'c'", [], "a &lt;b&gt; &amp; &#x27;c&#x27;"),
        ("one two", [entity("bold", 0, 3), entity("italic", 4, 3)], "<b>one</b> <i>two</i>"),
        ("one two", [entity("italic", 4, 3), entity("bold", 0, 7)], "<b>one <i>two</i></b>"),
        ("🙂 bold", [entity("bold", 3, 4)], "🙂 <b>bold</b>"),
        ("crossing", [entity("bold", 0, 5), entity("italic", 3, 5)], "<b>cro<i>ss</i></b>ing"),
        ("x", [entity("custom_emoji", 0, 1, custom_emoji_id="1")], "x"),
        ("a<b", [entity("code", 1, 1)], "a<code>&lt;</code>b"),
        (
            "here",
            [entity("text_link", 0, 4, url='https://x.example/?a="b"')],
            '<a href="https://x.example/?a=&quot;b&quot;" target="_blank" rel="noreferrer">'
            "here</a>",
        ),
        ("here", [entity("text_link", 0, 4, url="javascript:alert(1)")], "here"),
        (
            "x.example/?a&b",
            [entity("url", 0, 14)],
            '<a href="https://x.example/?a&amp;b" target="_blank" rel="noreferrer">'
            "x.example/?a&amp;b</a>",
        ),
    ],
)
def test_text_is_marked_up_safely(text: str, entities: list[dict[str, Any]], shown: str) -> None:
    assert as_html(text, entities) == shown
