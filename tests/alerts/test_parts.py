"""Long messages in parts."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from alerts.forms import Form, digest, paragraphs
from alerts.parts import SHORTEST, fit
from leaderboard.errors import SettingsError
from tests.alerts.messages import HOSTILE, make_digest, make_hostile, make_message

LIMITS = (160, 2_000, 4_096)
MARK = re.compile(r"\A(?:<p>)?\((\d+)/(\d+)\)(?:</p>)?\n+")
# What closes and opens again what a cut goes through.
MARKUP = {
    Form.PLAIN: r"(?!)",
    Form.CHAT: "`",
    Form.MARKDOWN: (
        r"\|now\|before\|model\|score,points\|lab\|\|--:\|--:\|---\|---\|---\||\*\*|~~"
    ),
    Form.HTML: "nowbeforemodelscore,pointslab",
}
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
MARKDOWN_TAGS = {"html", "head", "body", "p", "strong", "s", "ul", "li", "a", "h2"} | {
    *("table", "thead", "tbody", "tr", "th", "td")
}
texts = st.text(alphabet="ab c\n`*~_\\|-<&;>1.")


def bare(pieces: list[str], form: Form) -> str:
    """What the pieces say, without marks, spaces, and what a cut closes and opens again."""
    text = "\n".join(MARK.sub("", piece) for piece in pieces)
    if form is Form.HTML:
        text = LexborHTMLParser(text).text()
    if form is Form.MARKDOWN:
        text = text.replace("\\", "")
    return re.sub(MARKUP[form], "", "".join(text.split()))


def large(form: Form) -> list[str]:
    """A digest of at least 60,000 characters."""
    return digest(make_digest(20 if form is Form.HTML else 90), form)


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("limit", LIMITS)
def test_nothing_of_a_digest_is_lost(form: Form, limit: int) -> None:
    """The parts of a large digest have every sentence, row and id, in order."""
    pieces = large(form)
    parts = fit(pieces, form, limit)

    assert sum(map(len, pieces)) > 60_000
    assert max(map(len, parts)) <= limit
    assert bare(parts, form) == bare(pieces, form)


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("limit", LIMITS)
def test_parts_are_numbered(form: Form, limit: int) -> None:
    """Every part of several says which one it is, of how many."""
    parts = fit(large(form), form, limit)
    found = [MARK.match(part) for part in parts]

    assert [(m[1], m[2]) if m else None for m in found] == [
        (str(number), str(len(parts))) for number in range(1, len(parts) + 1)
    ]


@pytest.mark.parametrize("form", Form)
def test_one_part_has_no_mark(form: Form) -> None:
    """What fits is sent as it is."""
    pieces = paragraphs(make_message(), form)
    between = "\n" if form is Form.HTML else "\n\n"

    assert fit(pieces, form, 20_000) == [between.join(pieces)]


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_parts_of_html_are_well_formed(name: str, limit: int) -> None:
    """Each part in HTML closes what it opens, whatever the names are."""
    pieces = digest([make_hostile(name), make_message()], Form.HTML)
    parts = fit(pieces, Form.HTML, limit)
    read = [ET.fromstring(f"<r>{part}</r>") for part in parts]  # noqa: S314 - our own

    assert all("".join(part.itertext()).strip() for part in read)
    assert max(map(len, parts)) <= limit
    assert bare(parts, Form.HTML) == bare(pieces, Form.HTML)


def test_a_split_table_of_html_has_its_heads_in_every_part() -> None:
    """Rows stand in a table with heads in each part, and each row is there once."""
    row = make_message().rows[0]
    parts = fit(paragraphs(make_message(rows=(row,) * 40), Form.HTML), Form.HTML, 2_000)
    tables = [table for part in parts for table in LexborHTMLParser(part).css("table")]

    assert len(tables) > 2
    assert {table.css_first("thead").text() for table in tables} == {
        "nowbeforemodelscore, pointslab"
    }
    assert sum(len(table.css("tbody tr")) for table in tables) == 40


def test_a_split_table_of_markdown_has_its_heads_in_every_part() -> None:
    """Rows render as a table in each part, and each row is there once."""
    row = make_message().rows[1]
    parts = fit(paragraphs(make_message(rows=(row,) * 40), Form.MARKDOWN), Form.MARKDOWN, 900)
    pages = [LexborHTMLParser(MARKDOWN.render(part)) for part in parts]

    assert len([page for page in pages if page.css("table")]) > 2
    assert sum(len(page.css("tbody tr")) for page in pages) == 40
    assert not any("|" in page.text() for page in pages)


def test_a_split_fence_is_closed_and_opened_again() -> None:
    """Each part of a table in a chat is inside of a fence."""
    row = make_message().rows[0]
    parts = fit(paragraphs(make_message(rows=(row,) * 40), Form.CHAT), Form.CHAT, 500)
    outside = [re.sub("```\n.*?\n```", "", part, flags=re.DOTALL) for part in parts]

    assert sum(part.count("1542 ±8\n") for part in parts) == 40
    assert not any("1542 ±8" in text for text in outside)
    assert not any("```" in text for text in outside)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("limit", [SHORTEST, 97, 160, 700])
def test_a_cut_opens_no_markup_of_a_name(name: str, limit: int) -> None:
    """Each part in Markdown renders without elements of a name, and shows no mark of ours."""
    parts = fit(paragraphs(make_hostile(name), Form.MARKDOWN), Form.MARKDOWN, limit)
    pages = [LexborHTMLParser(MARKDOWN.render(part)) for part in parts]

    assert {node.tag for page in pages for node in page.css("*")} <= MARKDOWN_TAGS
    assert "*" in name or not any("**" in page.text() for page in pages)


@settings(deadline=None)
@given(
    st.sampled_from([Form.PLAIN, Form.CHAT, Form.MARKDOWN]), st.lists(texts), st.integers(60, 400)
)
def test_any_text_fits(form: Form, pieces: list[str], limit: int) -> None:
    """Whatever the text, parts are short enough, the same each time, and nothing is lost."""
    parts = fit(pieces, form, limit)

    assert all(0 < len(part) <= limit for part in parts)
    assert parts == fit(pieces, form, limit)
    assert bare(parts, form) == bare(pieces, form)


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(Form),
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3),
    st.integers(SHORTEST, 5_000),
)
def test_any_message_fits(form: Form, names: list[str], limit: int) -> None:
    """Whatever the names and the limit, parts are short enough and say all."""
    pieces = digest([make_hostile(name) for name in names], form)
    parts = fit(pieces, form, limit)

    assert max(map(len, parts)) <= limit
    assert bare(parts, form) == bare(pieces, form)


def test_no_part_ends_in_the_middle_of_an_escape() -> None:
    """A word of escapes alone is cut between them."""
    parts = fit(["\\*" * 500], Form.MARKDOWN, 101)
    texts_seen = [LexborHTMLParser(MARKDOWN.render(MARK.sub("", part))).text() for part in parts]

    assert "".join(text.strip() for text in texts_seen) == "*" * 500


def test_a_limit_that_holds_nothing_is_refused() -> None:
    """The message says what was expected and what was found."""
    with pytest.raises(SettingsError, match="expected at least 60 characters a part, found 20"):
        fit(["a"], Form.PLAIN, 20)


def test_nothing_needs_no_part() -> None:
    """No paragraphs, no parts."""
    assert fit([], Form.HTML, 160) == []
