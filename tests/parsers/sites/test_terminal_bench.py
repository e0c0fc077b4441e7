"""Terminal-Bench on the real page that is here: its payload, and its table."""

import json
from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers.sites import terminal_bench, terminal_bench_table
from tests.parsers.pages import make_page

URL = "https://www.tbench.ai/leaderboard/terminal-bench/2.0"


def _real(captures: Path) -> bytes:
    return (captures / "site-pages" / "2026-04-28" / "terminal_bench.html").read_bytes()


def _page(version: str = "2.0", **changes: object) -> Page:
    row = {
        "agent": "Codex",
        "model": ["GPT-5.5"],
        "modelOrganization": ["OpenAI"],
        "accuracy": 0.82,
        "stderr": 0.01,
        "key": "codex__gpt-5.5",
    }
    board = {"rows": [row | changes], "className": "mx-0", "version": version}
    chunk = json.dumps(f'2b:["$","$L2b",null,{json.dumps(board)}]\n')
    return make_page(f"<script>self.__next_f.push([1,{chunk}])</script>".encode(), URL)


def test_the_payload_of_the_real_page_is_read_whole(captures: Path) -> None:
    """124 rows, as many as the page's own table has; no field unknown, every key its own."""
    body = _real(captures)

    standing = terminal_bench.parse(make_page(body, URL))
    assert len(standing.entries) == len({e.key for e in standing.entries}) == 124
    assert body.count(b'<tr data-slot="table-row"') == 124 + 1  # and the head's
    assert standing.unknown == ()


def test_the_table_of_the_real_page_is_read_whole(captures: Path) -> None:
    """The same 124 rows; the nameless first column, for ticking rows, is no unknown one."""
    standing = terminal_bench_table.parse(make_page(_real(captures), URL))

    assert len(standing.entries) == 124
    assert standing.unknown == ()


def test_payload_and_table_agree(captures: Path) -> None:
    """Every rank, score and interval of the payload is what the table prints of it."""
    page = make_page(_real(captures), URL)
    exact, printed = terminal_bench.parse(page).entries, terminal_bench_table.parse(page).entries

    assert [e.rank for e in exact] == [e.rank for e in printed]
    for one, other in zip(exact, printed, strict=True):
        assert (one.score, one.width) == (
            pytest.approx(other.score, abs=0.051),
            other.width if other.width is None else pytest.approx(other.width, abs=0.11),
        )


def test_figures_are_per_cent_with_the_interval_of_the_standard_error(captures: Path) -> None:
    """`82.0%± 2.2` on the page is 1.96 times the standard error of the payload."""
    best = terminal_bench.parse(make_page(_real(captures), URL)).entries[0]

    assert (best.model, best.organization, best.rank) == ("Codex · GPT-5.5", "OpenAI", 1)
    assert best.score == pytest.approx(82.02247191)
    assert best.score_low == pytest.approx(79.82026519)
    assert best.score_high == pytest.approx(84.22467863)


def test_a_row_without_a_standard_error_has_no_interval(captures: Path) -> None:
    """6 rows: null in the payload, `66.9%± N/A` in the table."""
    page = make_page(_real(captures), URL)

    for parser in (terminal_bench, terminal_bench_table):
        bare = [e.model for e in parser.parse(page).entries if e.score_low is None]
        assert len(bare) == 6
        assert bare[0] == "Crux · Claude Opus 4.6"


def test_a_mix_of_models_has_the_organization_they_share_if_any(captures: Path) -> None:
    """5 rows ran on several models, all of several makers; the table calls both `Multiple`."""
    page = make_page(_real(captures), URL)

    exact, printed = terminal_bench.parse(page).entries, terminal_bench_table.parse(page).entries
    assert sum(e.organization is None for e in exact) == 5
    assert (exact[31].model, exact[31].organization) == ("Warp · Claude Haiku 4.5, GPT-5.2", None)
    assert (printed[31].model, printed[31].organization) == ("Warp · Multiple", None)


def test_models_of_one_maker_have_its_name() -> None:
    """Two models of one organization are one organization."""
    mixed = {"model": ["GPT-5.5", "GPT-5-Nano"], "modelOrganization": ["OpenAI", "OpenAI"]}

    (entry,) = terminal_bench.parse(_page(**mixed)).entries
    assert (entry.model, entry.organization) == ("Codex · GPT-5.5, GPT-5-Nano", "OpenAI")


def test_another_version_of_the_board_is_refused() -> None:
    """The address names the version, and so does the page."""
    with pytest.raises(LayoutError, match=r"expected version '2\.0' of the board, found '2\.1'"):
        terminal_bench.parse(_page(version="2.1"))


def test_a_field_nobody_knows_is_a_signal() -> None:
    """An unknown field of a row is reported beside the entries."""
    assert terminal_bench.parse(_page(cost=3.5)).unknown == ("cost",)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"accuracy": "82.0"}, r"rows: expected `float`, got `str` - at `\$\[0\].accuracy`"),
        ({"stderr": -0.01}, "expected a standard error of at least 0"),
        ({"model": "GPT-5.5"}, r"rows: expected `array`, got `str` - at `\$\[0\].model`"),
    ],
)
def test_a_field_of_another_type_is_named(changes: dict[str, object], told: str) -> None:
    """The error says which row and field, what was expected and what was found."""
    with pytest.raises(LayoutError, match=told):
        terminal_bench.parse(_page(**changes))


@pytest.mark.parametrize("changes", [{"agent": ""}, {"model": []}])
def test_a_row_without_agent_or_model_is_refused(changes: dict[str, object]) -> None:
    """Half a name would be another submission."""
    with pytest.raises(LayoutError, match="expected an agent and its models"):
        terminal_bench.parse(_page(**changes))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.85, 0.9])
def test_a_cut_page_is_not_read(captures: Path, share: float) -> None:
    """Cut in the table, before the payload or inside it: neither reading takes it as whole."""
    body = _real(captures)
    cut = make_page(body[: int(share * len(body))], URL)

    with pytest.raises(LayoutError):
        terminal_bench.parse(cut)
    if share < 0.8:
        with pytest.raises(LayoutError):
            terminal_bench_table.parse(cut)
