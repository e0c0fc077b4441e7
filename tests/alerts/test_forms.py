"""How a message looks in every form."""

import msgspec
import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from alerts.forms import Form, digest, paragraphs, subject
from alerts.html import document
from leaderboard.alert import Message, Reason
from tests.alerts.messages import SHA256, entered, fell, make_digest, make_message, rows

PLAIN = """\
qwen3.7-max enters Code Arena WebDev at No. 4 with 1541, one point behind \
claude-opus-4.6-thinking (1542).
  within the margin: 1541 ±16 against 1538 ±7 of claude-opus-4.6
  its own move
  Code Arena WebDev, 2026-05-28 08:43 UTC

claude-opus-4.6 falls out of the top four of Code Arena WebDev, from 4 to 5.
  pushed down by qwen3.7-max

   now  before  model                     score, points       lab
     3       3  claude-opus-4.6-thinking  1542 ±8             Anthropic
→    4     new  qwen3.7-max               1541 ±16            Alibaba
→    5       4  claude-opus-4.6           1538 ±7 (was 1539)  Anthropic
  gone       9  通义千问                  was 1490.5          Alibaba

Evidence
  change  5f0c1a2b3c4d
  change  77aa88bb99cc
  before  2026-05-27 08:43 UTC
          https://arena.example/leaderboard/webdev
          sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
          archived in 2026/05/27/arena-0842.warc.gz
  after   2026-05-28 08:43 UTC
          https://arena.example/leaderboard/webdev
          sha256 80a00f0b51c6d51dc228b0b2b1f4fb3a510da55c0aaef2a956d7c488180d68f9
          archived in 2026/05/28/arena-0843.warc.gz

rule code-top-five · https://arena.example/leaderboard/webdev · id m5f0c1a2b3c4d-1"""

CHAT_TABLE = """\
```
    3             claude-opus-4.6-thinking  1542 ±8
→   4  (new)      qwen3.7-max  1541 ±16
→   5  (was 4)    claude-opus-4.6  1538 ±7 (was 1539)
 gone  (was 9)    通义千问  was 1490.5
```"""

CORRECTED = make_message(
    reason=Reason.CORRECTED,
    lines=(
        entered(is_withdrawn=True, is_new=False),
        fell(is_new=False),
        entered("new-one"),
    ),
)


def test_plain_text() -> None:
    """What happened and what it means, the rows before and after, the evidence, the rule."""
    text = "\n\n".join(paragraphs(make_message(), Form.PLAIN))

    assert text == PLAIN


def test_chat_has_short_lines_and_hashes() -> None:
    """A chat is narrow: no column of labs, twelve digits of a hash."""
    pieces = paragraphs(make_message(), Form.CHAT)

    assert pieces[2] == CHAT_TABLE
    assert f"sha256 {SHA256[:12]} ·" in pieces[3]
    assert SHA256[:13] not in pieces[3]


def test_html_has_a_real_table_and_links() -> None:
    """A mail has a table with heads, told rows apart, and addresses that can be followed."""
    tree = LexborHTMLParser("".join(paragraphs(make_message(), Form.HTML)))

    heads = [node.text() for node in tree.css("table thead th")]
    told = [node.text(separator=" ") for node in tree.css("tbody tr[style*=background]")]
    links = {node.attributes["href"] for node in tree.css("a")}
    assert heads == ["now", "before", "model", "score, points", "lab"]
    assert [row.split()[2] for row in told] == ["qwen3.7-max", "claude-opus-4.6"]
    assert links == {"https://arena.example/leaderboard/webdev"}


def test_html_asks_for_nothing_from_elsewhere() -> None:
    """Nothing is fetched and nothing runs when a mail is opened."""
    tree = LexborHTMLParser("".join(digest([make_message(), CORRECTED], Form.HTML)))

    assert tree.css("img, script, style, link, iframe, form, [class], [onclick]") == []


def test_markdown_is_a_table_with_told_rows_in_bold() -> None:
    """A reader of Markdown sees a table of five columns."""
    page = (
        MarkdownIt("commonmark")
        .enable("table")
        .render("\n\n".join(paragraphs(make_message(), Form.MARKDOWN)))
    )
    cells = [
        [cell.text() for cell in row.css("td")] for row in LexborHTMLParser(page).css("tbody tr")
    ]

    assert [row[2] for row in cells] == [row.model for row in rows()]
    assert page.count("<table>") == 1
    assert "<strong>qwen3.7-max</strong>" in page


def test_what_is_not_so_is_said_as_such() -> None:
    """A correction begins with what it takes back; what stands and was told is said last."""
    lines = "\n".join(paragraphs(CORRECTED, Form.PLAIN)[:2]).splitlines()
    said = [line.partition(" Code Arena")[0] for line in lines if not line.startswith("  ")]

    assert said == [
        "Corrected, not so: qwen3.7-max enters",
        "new-one enters",
        "Told before: claude-opus-4.6 falls out of the top four of",
    ]


@pytest.mark.parametrize(("form", "mark"), [(Form.HTML, "<s>"), (Form.MARKDOWN, "~~")])
def test_what_is_not_so_is_struck_through(form: Form, mark: str) -> None:
    """Where a form can strike text through it does, and only what is withdrawn."""
    first, second = paragraphs(CORRECTED, form)[:2]

    assert mark in first
    assert mark not in second


def test_struck_text_is_rendered_so() -> None:
    """A withdrawn sentence is struck through in Markdown, whatever it begins and ends with."""
    message = make_message(
        lines=(entered("*=", is_withdrawn=True), fell("a", sentence=("of ", "b)*"))),
    )
    page = (
        MarkdownIt("commonmark")
        .enable("strikethrough")
        .render("\n\n".join(paragraphs(message, Form.MARKDOWN)[:2]))
    )

    assert page.count("<s>") == page.count("</s>") == 1
    assert "~~" not in page
    assert "**" not in page


def test_what_is_not_so_says_when_it_was_told_of() -> None:
    """Beneath a withdrawn sentence stands the capture that it was told of."""
    told_of = ("told of 2026-05-28 08:43 UTC",)
    (line,) = CORRECTED.lines[:1]
    gone = msgspec.structs.replace(line, margin=(), move=told_of)
    message = msgspec.structs.replace(CORRECTED, lines=(gone, *CORRECTED.lines[1:]))

    lines = paragraphs(message, Form.PLAIN)[0].splitlines()

    assert lines[1] == f"  {told_of[0]}"


def test_a_mail_is_a_whole_document() -> None:
    """A part in HTML stands in a page that a narrow screen shows at its own width."""
    tree = LexborHTMLParser(document("</title><b>x", paragraphs(make_message(), Form.HTML)[0]))

    assert tree.css_first("title").text() == "</title><b>x"
    assert tree.css_first("body > div > div > h2").text().startswith("qwen3.7-max enters")
    assert len(tree.css("meta[name=viewport]")) == 1


@pytest.mark.parametrize(
    ("reason", "begins"),
    [
        (Reason.FIRST, "qwen3.7-max enters"),
        (Reason.NEW_IN_GROUP, "Also: qwen3.7-max enters"),
        (Reason.RESOLVED, "Resolved: qwen3.7-max enters"),
        (Reason.CORRECTED, "Corrected: qwen3.7-max enters"),
        (Reason.REPEATED, "Still so: qwen3.7-max enters"),
    ],
)
def test_subject_says_why(reason: Reason, begins: str) -> None:
    """A word before the headline says what is new about it."""
    assert subject([make_message(reason=reason)]).startswith(begins)


def test_subject_of_several() -> None:
    """Several messages are counted, and the first one's headline is there."""
    assert subject(make_digest(3)).startswith("3 updates: model-0000 enters Code Arena")


def test_subject_is_one_short_line() -> None:
    """Long and hostile names make a subject of at most 150 characters on one line."""
    line = entered("\r\nBcc: x@example.com" + "n" * 10_000, sentence=("", "n\n" * 90, " " * 99))
    text = subject([make_message(lines=(line,))])

    assert len(text) <= 150
    assert len(text.splitlines()) == 1


def test_own_words_begin_with_a_capital() -> None:
    """A sentence that begins with our words, not with a name, begins with a capital letter."""
    line = entered(sentence=("a new epoch begins on Code Arena",), margin=(), move=())
    piece = paragraphs(make_message(lines=(line,)), Form.PLAIN)[0]

    assert piece.startswith("A new epoch begins on Code Arena.\n")


def test_digest_says_how_many_and_from_when() -> None:
    """A digest is counted and dated, and every message is there by its id."""
    pieces = digest(make_digest(7), Form.PLAIN)

    assert pieces[0] == "7 updates, 2026-05-28 08:43 to 2026-05-28 14:43 UTC"
    assert [p.split()[-1] for p in pieces if p.startswith("rule")] == [
        f"m{number:04}-1" for number in range(7)
    ]


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize(
    "message",
    [
        make_message(rows=(), evidence=()),
        make_message(
            rows=tuple(
                msgspec.structs.replace(r, score=None, old_score=None, organization=None)
                for r in rows()
            )
        ),
        make_message(lines=(entered(sentence=()),)),
    ],
)
def test_what_is_missing_is_left_out(form: Form, message: Message) -> None:
    """No rows, no scores, no labs, no evidence: the rest is told, and None is never written."""
    text = "\n\n".join(paragraphs(message, form))

    assert "None" not in text
    assert "lab" not in text or any(row.organization for row in message.rows)
    assert "id m5f0c1a2b3c4d-1" in text
