"""What stands in a page that could be a standing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from parsers.columns import guess
from parsers.roles import Role
from parsers.survey import Form, survey, title_of
from tests.parsers.pages import file_page, make_page

ROW = "<tr><td>{}</td><td>{}</td></tr>"
TABLE = f"""<!doctype html><html><head><title> A  board </title></head><body>
<table><tr><th>Phase</th><th>Ends</th></tr>{ROW.format("first", "May")}</table>
<div id="board"><table><tr><th>Model</th><th>Score</th></tr>
{ROW.format("alpha", "90.5")}{ROW.format("beta", "81")}</table></div></body></html>"""
ROWS = [{"name": "alpha", "elo": 1500.5}, {"name": "beta", "elo": 1400}]
SCRIPT = (
    f"<html><script {{}}>{json.dumps(ROWS).replace('{', '{{').replace('}', '}}')}</script></html>"
)

# Which file, in which form the board stands in it, how many rows it has by its own README or by
# counting its rows with other tools, and the columns of model and score.
BOARDS = (
    ("site-pages/2026-04-28/terminal_bench.html", Form.EMBEDDED, 124, "model", "accuracy"),
    ("site-pages/2026-04-28/mcp_atlas.html", Form.EMBEDDED, 19, "model", "score"),
    ("site-pages/2026-04-28/swebench_pro.html", Form.EMBEDDED, 24, "model", "score"),
    ("swe-bench-html/2025-02-26/index.html", Form.HTML, 60, "Model", "% Resolved"),
    ("swe-bench-json/2025-10-06/leaderboards.json", Form.JSON, 145, "name", "resolved"),
    ("open-asr/2026-03-26/en_shortform.csv", Form.CSV, 86, "model", "Avg. WER"),
    ("voicebench/2025-03-08/README.md", Form.MARKDOWN, 32, "Model", "Overall"),
    ("vectara/2026-03-10/README.md", Form.MARKDOWN, 96, "Model", "Hallucination Rate"),
    ("aider/2025-07-17/polyglot_leaderboard.yml", Form.YAML, 63, "model", "pass_rate_2"),
    ("arena-daily/2026-08-01/text.json", Form.JSON, 384, "model", "score"),
    ("aa-daily/2026-05-28/text-to-speech.json", Form.JSON, 81, "name", "elo"),
    ("site-pages/2026-04-28/arc_agi.json", Form.JSON, 571, "modelId", "score"),
    (
        "arena-gradio-html/2025-03-28-a0c83fb/page_source.html",
        *(Form.FRAME, 183, "Model", "Arena Score"),
    ),
)


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board[0])
def test_the_board_of_a_real_page_comes_first(
    captures: Path, board: tuple[str, Form, int, str, str]
) -> None:
    """Among all that the page holds, with all its rows, and model and score are understood."""
    file, form, rows, model, score = board
    best = survey(file_page(captures / file))[0]
    columns = guess(best.columns, best.rows)

    assert (form, rows) == (best.form, len(best.rows))
    assert (model, score) == (columns[Role.MODEL].name, columns[Role.SCORE].name)


@pytest.mark.parametrize(
    ("rows", "within"),
    [(18, "#leaderboard-Test"), (59, "#leaderboard-Lite"), (10, "#leaderboard-Multimodal")],
)
def test_every_board_of_a_page_is_found(captures: Path, rows: int, within: str) -> None:
    """Boards that share a page stand apart by the element they stand in."""
    found = survey(file_page(captures / "swe-bench-html" / "2025-02-26" / "index.html"))

    assert rows in [len(each.rows) for each in found if each.within == within]


def test_the_likeliest_comes_first() -> None:
    """A table in which model and score are understood goes before one that stands above it."""
    found = survey(make_page(TABLE.encode(), "https://x.example/board"))

    assert [each.name for each in found] == ["HTML table 2 within #board", "HTML table 1"]
    assert found[0].rows[0] == {"Model": "alpha", "Score": "90.5"}


@pytest.mark.parametrize(
    ("body", "url", "form"),
    [
        (json.dumps({"data": {"models": ROWS}}), "https://x.example/api", Form.JSON),
        ("- name: alpha\n  elo: 1500.5\n- name: beta\n  elo: 1400\n", "https://x/a.yml", Form.YAML),
        ("name,elo\nalpha,1500.5\nbeta,1400\n", "https://x.example/raw", Form.CSV),
        ("name,elo\nalpha,1500.5\nbeta,1400", "https://x.example/a.csv", Form.CSV),
        (
            "# B\n\n<p>hi</p>\n\n|name|elo|\n|-|-|\n|alpha|1500.5|\n|beta|1400|\n",
            "https://x.example/README.md",
            Form.MARKDOWN,
        ),
        (SCRIPT.format('id="__NEXT_DATA__" type="application/json"'), "https://x/", Form.EMBEDDED),
        (SCRIPT.format('type="application/ld+json"'), "https://x/", Form.EMBEDDED),
        (
            "<html><script>self.__next_f.push("
            + json.dumps([1, f"1:{json.dumps({'rows': ROWS})}\n"], separators=(",", ":"))
            + ")</script></html>",
            "https://x.example/",
            Form.EMBEDDED,
        ),
        (
            "<html><script>window.gradio_config = "
            + json.dumps({"value": {"headers": ["name", "elo"], "data": [["alpha", 1], ["b", 2]]}})
            + ";</script></html>",
            "https://x.example/",
            Form.FRAME,
        ),
        (
            "<html><astro-island props='"
            + json.dumps({"rows": [1, [[0, {k: [0, v] for k, v in row.items()}] for row in ROWS]]})
            + "'></astro-island></html>",
            "https://x.example/",
            Form.EMBEDDED,
        ),
    ],
)
def test_every_form_is_found(body: str, url: str, form: Form) -> None:
    """Whatever way it is written down, with no word from the server of what it is."""
    found = survey(make_page(body.encode(), url))

    assert (form, 2) == (found[0].form, len(found[0].rows))
    assert "alpha" in found[0].rows[0].values()


def test_details_of_rows_are_no_standings() -> None:
    """Lists inside the rows of a standing, such as its slices, are left out."""
    rows = [row | {"elos": [{"name": "en", "elo": 1}, {"name": "de", "elo": 2}]} for row in ROWS]

    found = survey(make_page(json.dumps({"models": rows}).encode(), "https://x.example/"))

    assert [each.name for each in found] == ["JSON list models"]


def test_what_was_looked_for_is_said() -> None:
    """A page with nothing in it: the message names every form, and how the page begins."""
    page = replace(
        make_page(b"<html><p>Loading...</p></html>", "https://x.example/"),
        headers=(("Content-Type", "text/html"),),
    )

    with pytest.raises(LayoutError) as caught:
        survey(page)

    for word in ("HTML or Markdown table", "CSV", "YAML", "JSON", "text/html", "Loading"):
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("body", "url", "said"),
    [
        ("name,elo\nalpha,1,2\n", "https://x.example/a.csv", "expected 2 cells"),
        ("- name: a\n  name: b\n", "https://x.example/a.yml", "twice"),
        (TABLE.removesuffix("</html>"), "https://x.example/", "cut"),
    ],
)
def test_a_damaged_file_says_what_is_wrong_with_it(body: str, url: str, said: str) -> None:
    """A file that calls itself CSV or YAML and is none, and a page that was cut."""
    with pytest.raises(LayoutError, match=said):
        survey(make_page(body.encode(), url))


def test_the_title_of_a_page_is_one_line() -> None:
    """Only HTML has one."""
    assert title_of(make_page(TABLE.encode(), "https://x.example/")) == "A board"
    assert title_of(make_page(b"name,elo\n", "https://x.example/a.csv")) == ""
