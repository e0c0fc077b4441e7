"""New parsers read the page they were made from, and are as clean as those that people write."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from cli.scaffold.draft import literal
from leaderboard.standing import Entry, Standing
from tests.cli.scaffold.drafts import HEADERS, HOSTILE, html, page_of, written

ROOT = Path(__file__).resolve().parents[3]
PLAIN = "'''; import os; os.abort() #"
RANKED = [
    {"id": "u1", "name": "alpha ", "creator": {"name": "Acme"}, "elo": 1500.5, "rank": 1},
    {"id": "u2", "name": "beta", "creator": None, "elo": 1400, "rank": 2, "license": "MIT"},
]
FEW = [
    {"agent": "x", "model": ["a", "b"], "score": 0.5, "stderr": 0.1},
    {"model": ["c"], "score": 1},
]
PAGES: Mapping[str, str] = {
    "table": html(
        ("Rank", "Model", "Organization", "Score", "Price"),
        ("1", "alpha", "Acme", "90.5", "$1"),
        ("2", "beta", "", "81", "$2"),
    ),
    "interval": html(
        ("#", "System", "Elo", "95% CI", "Votes"),
        ("1", "alpha", "1,500", "+3/-4", "2,829"),
        ("2", "beta", "-", "N/A", ""),
        ("3", "gamma", "1400", "±7", "12"),
    ),
    "within_score": html(("Agent", "Accuracy"), ("alpha", "82.0%± 2.2"), ("beta", "70 % ±1")),
    "marked": html(("Agent", "Score"), ("alpha", "82 ± 2"), ("beta", "N/A"), ("gamma", "1 ±1")),
    "marked_percent": html(("Agent", "Score"), ("alpha", "82% ± 2"), ("b", "N/A"), ("c", "1% ±1")),
    "ends": html(
        ("Model", "Lab", "Score", "CI"), ("a", "-", "5", "[4, 6]"), ("b", "L", "3", "(2, 4)")
    ),
    "half": html(("Model", "Score", "CI"), ("alpha", "5", "1"), ("beta", "3", "-")),
    "stderr": html(("Model", "Score", "StdErr"), ("alpha", "5", "1"), ("beta", "3", "2")),
    "hidden": html(("Model", "Score"), ("a", "1"), ("b", "2")).replace(
        "<tr><td>b", "<tr hidden><td>b"
    ),
    "markdown": "# Board\n\n|Model|Overall|\n|-|-|\n|[alpha](https://x.example)|87.19|\n|beta|3|\n",
    "csv": "model,Avg. WER,RTFx\nalpha,5.42,-1\nbeta,6,2",
    "yaml": "- model: alpha\n  pass_rate_2: 50.5\n  date: 2025-02-25\n",
    "json": json.dumps({"meta": {}, "models": RANKED}),
    "few": json.dumps(FEW),
    "parts": json.dumps(
        [{"name": n, "rows": [{"system": n, "% resolved": 1.5, "x": 1}]} for n in ("Lite", "Full")]
    ),
    "figures": json.dumps([{"model": "a", "score": "77.47%"}, {"model": "b", "score": None}]),
    "ends_json": json.dumps(
        [{"model": "a", "rating": 5, "ratingLower": 4.5, "ratingUpper": 6, "votes": 3}]
    ),
    "distances": json.dumps([{"model": "a", "score": 50, "ci_low": 4.5, "ci_high": 6}]),
    "upper": json.dumps([{"model": "a", "score": 50, "confidenceInterval_upper": 6}]),
    "next": "<html><script>self.__next_f.push("
    + json.dumps([1, f"1:{json.dumps({'rows': RANKED})}\n"], separators=(",", ":"))
    + ")</script></html>",
    "frame": "<html><script>window.gradio_config = "
    + json.dumps({"value": {"headers": ["Model", "Elo", "x y"], "data": [["alpha", 1, 2]]}})
    + ";</script></html>",
    "many": html(("Model", "Score", *(f"Task number {n}" for n in range(30))), ("a", *["1"] * 31)),
    "hostile": json.dumps([{"model": "a", "score": 1} | dict.fromkeys(HEADERS, 1)]),
    "hostile_roles": json.dumps([{f"{PLAIN} Model": "a", f"Score {PLAIN}": 1}]),
    "hostile_part": json.dumps(
        [{"name": n, PLAIN: [{"model": n, "score": 1}]} for n in (HOSTILE, "other")]
    ),
    "hostile_marks": html(("Model", f"Score {PLAIN}"), ("a", "?"), ("b", "1")),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Standing]]:
    """A parser for each of the pages, in a folder, and what it reads."""
    folder = tmp_path_factory.mktemp("made") / "parsers_made"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""New parsers."""\n', encoding="ascii")
    read = {n: written(page_of(text), folder / f"{n}.py") for n, text in PAGES.items()}
    return folder, read


def _clean(made: tuple[Path, dict[str, Standing]], *tool: str) -> None:
    environment = os.environ | {"MYPYPATH": "", "MYPY_CACHE_DIR": str(made[0].parent / "mypy")}
    rules = ["--config-file" if tool[0] == "mypy" else "--config", str(ROOT / "pyproject.toml")]
    done = subprocess.run(
        [sys.executable, "-m", *tool, *rules, *map(str, sorted(made[0].glob("*.py")))],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_new_parsers_are_formatted_and_linted(made: tuple[Path, dict[str, Standing]]) -> None:
    """By the project's own rules, however hostile the page."""
    _clean(made, "ruff", "format", "--no-cache", "--diff")
    _clean(made, "ruff", "check", "--no-cache")


def test_new_parsers_have_types(made: tuple[Path, dict[str, Standing]]) -> None:
    """As strict as the project's own."""
    _clean(made, "mypy")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("table", Entry("alpha", "alpha", "Acme", 1, 90.5)),
        ("interval", Entry("alpha", "alpha", None, 1, 1500.0, 1496.0, 1503.0, 2829)),
        ("within_score", Entry("alpha", "alpha", None, None, 82.0, 79.8, 84.2)),
        ("marked", Entry("alpha", "alpha", None, None, 82.0, 80.0, 84.0)),
        ("ends", Entry("a", "a", None, None, 5.0, 4.0, 6.0)),
        ("half", Entry("alpha", "alpha", None, None, 5.0, 4.0, 6.0)),
        ("hidden", Entry("a", "a", score=1)),
        ("markdown", Entry("alpha", "alpha", score=87.19)),
        ("csv", Entry("alpha", "alpha", score=5.42)),
        ("yaml", Entry("alpha", "alpha", score=50.5)),
        ("json", Entry("u1", "alpha", "Acme", 1, 1500.5)),
        ("parts", Entry("Lite", "Lite", score=1.5)),
        ("figures", Entry("a", "a", score=77.47)),
        ("ends_json", Entry("a", "a", None, None, 5, 4.5, 6, 3)),
        ("distances", Entry("a", "a", None, None, 50, 45.5, 56)),
        ("upper", Entry("a", "a", None, None, 50, 44, 56)),
        ("next", Entry("u1", "alpha", "Acme", 1, 1500.5)),
        ("frame", Entry("alpha", "alpha", score=1)),
        ("hostile", Entry("a", "a", score=1)),
        ("hostile_roles", Entry("a", "a", score=1)),
        ("hostile_part", Entry(HOSTILE, HOSTILE, score=1)),
        ("hostile_marks", Entry("a", "a", score=None)),
    ],
)
def test_a_new_parser_reads_its_page(
    made: tuple[Path, dict[str, Standing]], name: str, first: Entry
) -> None:
    """The first entry is right to the decimal, and no column is left unknown."""
    standing = made[1][name]

    assert first == standing.entries[0]
    assert standing.unknown == ()


def test_what_is_missing_in_a_row_is_missing(made: tuple[Path, dict[str, Standing]]) -> None:
    """Marks for nothing, empty cells and absent fields are no figures and no texts."""
    last = {name: standing.entries[-1] for name, standing in made[1].items()}

    assert last["table"].organization is None
    assert made[1]["interval"].entries[1] == Entry("beta", "beta", None, 2)
    assert last["json"] == Entry("u2", "beta", None, 2, 1400)
    assert last["few"] == Entry("c", "c", score=1)
    assert (last["half"].score, last["half"].score_low) == (3.0, None)
    assert last["figures"].score is None


def test_an_interval_of_standard_errors_is_of_95_per_cent(
    made: tuple[Path, dict[str, Standing]],
) -> None:
    """1.96 of them to either side."""
    first = made[1]["stderr"].entries[0]

    assert first.width == pytest.approx(2 * 1.96, abs=0.001)
    assert made[1]["few"].entries[0].width == pytest.approx(2 * 0.196, abs=0.001)


def test_a_new_parser_of_a_table_is_short(made: tuple[Path, dict[str, Standing]]) -> None:
    """A site is about 25 lines, of which none is empty but those that style asks for."""
    lines = (made[0] / "table.py").read_text("ascii").splitlines()

    assert len(lines) <= 30


def test_hostile_names_stay_texts(made: tuple[Path, dict[str, Standing]]) -> None:
    """They stand in the code as literals in ASCII, and mean what they were."""
    text = (made[0] / "hostile.py").read_text("ascii")

    assert literal(HOSTILE) in text
    assert [eval(literal(name)) for name in HEADERS] == list(HEADERS)  # noqa: S307 - our own text
