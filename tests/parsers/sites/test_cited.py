"""Figures in print: the files say what the excerpts of the prints say."""

import csv
import re
from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources
from leaderboard.standing import Standing
from parsers.sites.cited import parse
from tests.parsers.pages import make_page

PAPER = "https://arxiv.org/abs/2602.22897"
FILE = b"""\
url: https://arxiv.org/abs/2602.22897
source: Table 2
published: 2026-02-27
rows:
  - {model: Atlas, score: 62.5}
  - {model: Nova, organization: Acme, score: 51}
"""


def _standing(board: str) -> Standing:
    folder = load_settings().sources
    ((span,),) = [each.channels[0].spans for each in find_boards(load_sources(folder), (board,))]
    return parse(make_page((folder / str(span.file)).read_bytes(), span.address))


def test_omnigaia_is_the_papers_table(captures: Path) -> None:
    """15 rows of the column Overall, which is the last one; sizes tell equal names apart."""
    text = (captures / "excerpts" / "omnigaia_paper_table2_2026-02.csv").read_text()
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    printed = {
        row["method"] if row["params"] == "-" else f"{row['method']} ({row['params']})": float(
            row["overall"]
        )
        for row in rows
    }
    standing = _standing("omnigaia/overall")

    assert {entry.key: entry.score for entry in standing.entries} == printed
    assert len(standing.entries) == standing.declared_rows == len(rows) == 15
    assert printed["Qwen-2.5-Omni (7B)"] == 3.6
    assert printed["Qwen-2.5-Omni (3B)"] == 1.4


def test_the_readme_of_omnigaia_has_no_results(captures: Path) -> None:
    """Its tables are of parameters and tools, and the statistics a picture: hence the citation."""
    (path,) = (captures / "omnigaia").glob("*/README.md")
    text = path.read_text()
    heads = re.findall(r"^\|([^\n]+)\|\n\|[-| ]+\|$", text, flags=re.MULTILINE)

    assert {" ".join(head.replace("|", " ").split()) for head in heads} == {
        "Parameter Description",
        "Tool Description Key Dependencies",
    }
    assert "**[Feb 27, 2026]**: 📄 Our paper is now available on **[arXiv]" in text


def test_the_ai_index_is_what_the_report_says(captures: Path) -> None:
    """Six labs in the sentence, two in the figure; the row without a name is Google's."""
    text = (captures / "excerpts" / "stanford_ai_index_2026_prose.txt").read_text()
    named = dict(re.findall(r"(\w+) \((1,\d{3})\)", text.splitlines()[1]))
    entries = {entry.model: entry for entry in _standing("ai-index/arena-by-lab").entries}

    assert named == {
        name: f"{entries[name].score:,.0f}"
        for name in ("Anthropic", "xAI", "Google", "OpenAI", "Alibaba", "DeepSeek")
    }
    assert "Mistral AI 1,416; Meta 1,335" in text
    assert (entries["Mistral AI"].score, entries["Meta"].score) == (1416, 1335)
    assert all(entry.organization == name for name, entry in entries.items())


def test_a_file_gives_scores_and_the_day_they_were_published() -> None:
    """Prints have no keys: names are the keys, and no rank is made up."""
    standing = parse(make_page(FILE, PAPER))

    assert [(e.key, e.organization, e.rank, e.score) for e in standing.entries] == [
        ("Atlas", None, None, 62.5),
        ("Nova", "Acme", None, 51),
    ]
    assert str(standing.published_at) == "2026-02-27 00:00:00"
    assert standing.declared_rows == 2


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (make_page(FILE, "https://arxiv.org/abs/1"), "found those of https://arxiv.org/abs/2602"),
        (make_page(FILE.replace(b"score: 51", b"points: 51"), PAPER), "score|points"),
        (make_page(FILE.replace(b"62.5", b"62.5 %"), PAPER), "expected `float`, got `str`"),
        (make_page(FILE[:-9], PAPER), "expected a newline at the end"),
        (make_page(b"- {model: Atlas, score: 1}\n", PAPER), "expected `object`, got `array`"),
    ],
)
def test_a_file_of_another_form_is_refused(page: Page, told: str) -> None:
    """Figures of another print, other fields, texts for numbers, cut files, and lists."""
    with pytest.raises(LayoutError, match=told):
        parse(page)
