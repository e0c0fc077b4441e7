"""A name does no harm in any form, and is read as it is."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from alerts.chat import FENCE
from alerts.forms import WRITERS, Form, paragraphs, subject
from alerts.names import shown
from tests.alerts.messages import HOSTILE, make_hostile, make_message

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BREAK = "\u200b"
TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
HTML_TAGS = {"html", "head", "body", "div", "p", "h2", "span", "bdi", "b", "a"} | TABLE
MARKDOWN_TAGS = {"html", "head", "body", "p", "strong", "ul", "li", "a"} | TABLE

names = st.one_of(
    st.text(),
    st.text(alphabet="`*_~|[](){}<>&@#=+-.!:\\/ \t\n1a\u202e"),
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from([*HOSTILE, " ", "\n", "\\", "`"]), max_size=4).map("".join),
)


def seen(page: str) -> str:
    """What a reader sees of a page, with single spaces."""
    return " ".join(LexborHTMLParser(page).text().replace(BREAK, "").split())


def as_html(text: str) -> str:
    """The text as it is written into a page, with no mention in it."""
    return html.escape(text).replace("&#x27;", "'").replace("@", f"@{BREAK}")


@given(names)
def test_plain_shows_the_name(name: str) -> None:
    """A name in plain text is on one line, and takes at most 120 characters."""
    written = WRITERS[Form.PLAIN].name(name)

    assert len(written.splitlines()) == 1
    assert 0 < len(written) <= 120


@given(names)
def test_html_shows_the_name(name: str) -> None:
    """Every name of a mail is text, and nothing but our own elements is there."""
    tree = LexborHTMLParser("".join(paragraphs(make_hostile(name), Form.HTML)))

    assert {node.tag for node in tree.css("*")} <= HTML_TAGS
    assert shown(name) in {node.text() for node in tree.css("td bdi")}
    assert all(n.attributes["href"].startswith("https://") for n in tree.css("a"))


@given(names)
def test_markdown_shows_the_name(name: str) -> None:
    """A name renders as itself at the start of a line, inside one, in bold and in a cell."""
    written = WRITERS[Form.MARKDOWN].name(name)
    expected = " ".join(shown(name).split())
    line, middle = MARKDOWN.render(written), MARKDOWN.render(f"by {written}.")
    table = MARKDOWN.render(f"| a |\n| --- |\n| {written} |")

    assert line == f"<p>{as_html(expected)}</p>\n"
    assert seen(middle) == f"by {expected}."
    assert table.count("<td>") == 1
    assert seen(table) == f"a {expected}"


@given(names)
def test_markdown_message_has_no_elements_of_a_name(name: str) -> None:
    """A whole message renders as a paragraph, lists and a table, with links of ours alone."""
    page = MARKDOWN.render("\n\n".join(paragraphs(make_hostile(name), Form.MARKDOWN)))
    tree = LexborHTMLParser(page)

    assert {node.tag for node in tree.css("*")} <= MARKDOWN_TAGS
    assert len(tree.css("tbody tr")) == 4
    assert all(len(row.css("td")) == 5 for row in tree.css("tbody tr"))


@given(names)
def test_chat_has_no_markup_of_a_name(name: str) -> None:
    """Without its code, a message for a chat has nothing left that any chat reads as markup."""
    text = "\n\n".join(paragraphs(make_hostile(name), Form.CHAT))
    unfenced = re.sub(f"{FENCE}\n.*?\n{FENCE}", "", text, flags=re.DOTALL)
    outside = re.sub(r"`[^`\n]+`", "", unfenced)

    assert text.count(FENCE) == 2
    assert not set("<>&") & set(text)
    assert re.search(f"@(?!{BREAK})", text) is None
    assert not set("`*_~|[]\\") & set(outside)
    assert "\\`" not in text


@given(names)
def test_subject_is_always_one_line(name: str) -> None:
    """A subject is one line of at most 150 characters, so that it adds no header to a mail."""
    text = subject([make_hostile(name)])

    assert len(text.splitlines()) == 1
    assert len(text) <= 150


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_long_name_makes_no_long_message(form: Form, name: str) -> None:
    """No name makes a message longer than some thousand characters, nor hides in it."""
    text = "".join(paragraphs(make_hostile(name), form))

    assert len(text) < 16_000
    assert not set("\u202e\u2069\u200f\r\0") & set(text)


@pytest.mark.parametrize("form", [Form.HTML, Form.MARKDOWN])
def test_texts_of_source_files_are_escaped_too(form: Form) -> None:
    """A title, a unit or an address with markup in it is no markup."""
    message = make_message(title="<i>*T*", unit="<i>|p|", url="javascript:alert(1)//<i>")
    text = "\n\n".join(paragraphs(message, form))
    page = text if form is Form.HTML else MARKDOWN.render(text)
    tree = LexborHTMLParser(page)

    assert tree.css("i, em") == []
    assert [n for n in tree.css("a") if "javascript" in n.attributes["href"]] == []
    assert "<i>*T*" in tree.text()
    assert "<i>|p|" in tree.text()


@pytest.mark.parametrize("name", ["https://example.com/c", "www.example.com", "example.com/x"])
def test_no_part_of_a_name_looks_like_an_address(name: str) -> None:
    """What makes links of bare addresses in Markdown finds none in what we write."""
    written = WRITERS[Form.MARKDOWN].name(name)

    assert re.search(r"\w://", written) is None
    assert ".com" not in written.replace("\\.", "")
