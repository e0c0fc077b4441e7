"""Vals AI, on pages written after descriptions of theirs: no real one is at hand."""

import html
import json
from datetime import datetime

import pytest

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers.sites import vals
from tests.parsers.pages import make_page

URL = "https://www.vals.ai/benchmarks/finance_agent"
GPT = {"accuracy": 72.222, "stderr": 4.748, "provider": "OpenAI", "latency": 273.714}
OVERALL = {"overall": {"openai/gpt-5.4": GPT}}


def _astro(value: object) -> object:
    if isinstance(value, dict):
        return [0, {name: _astro(member) for name, member in value.items()}]
    return [0, value]


def _island(**props: object) -> str:
    written = json.dumps({name: _astro(value) for name, value in props.items()})
    return f'<astro-island client="load" props="{html.escape(written)}"></astro-island>'


def _view(slug: str = "finance_agent", tasks: object = None) -> dict[str, object]:
    return {"metadata": {"slug": slug, "updated": "2026-04-23"}, "tasks": tasks or OVERALL}


def _page(*islands: str, url: str = URL) -> Page:
    return make_page(f"<html><body>{''.join(islands)}</body></html>".encode(), url)


def test_the_overall_results_are_read_by_model() -> None:
    """Key, maker, per cent with 1.96 standard errors, and the day the publisher states."""
    standing = vals.parse(_page(_island(theme="light"), _island(benchmarkView=_view())))

    (entry,) = standing.entries
    assert (entry.key, entry.organization, entry.score) == ("openai/gpt-5.4", "OpenAI", 72.222)
    assert entry.score_low == pytest.approx(62.916, abs=0.001)
    assert entry.score_high == pytest.approx(81.528, abs=0.001)
    assert standing.published_at == datetime(2026, 4, 23)  # noqa: DTZ001 - UTC without zone
    assert standing.unknown == ()


def test_of_views_by_name_the_default_is_read() -> None:
    """The view stands in `benchmarkView` itself or below `default`."""
    standing = vals.parse(_page(_island(benchmarkView={"default": _view()})))

    assert [entry.key for entry in standing.entries] == ["openai/gpt-5.4"]


def test_two_islands_of_one_view_are_one_board() -> None:
    """A table and a chart that draw the same view do not make two."""
    islands = (_island(benchmarkView=_view(), kind=kind) for kind in ("table", "chart"))

    assert len(vals.parse(_page(*islands)).entries) == 1


def test_two_views_that_differ_are_refused() -> None:
    """Which of them is the board cannot be told."""
    other = _view(tasks={"overall": {"openai/gpt-5": GPT}})

    with pytest.raises(LayoutError, match="expected one view of the benchmark, found 2"):
        vals.parse(_page(_island(benchmarkView=_view()), _island(benchmarkView=other)))


@pytest.mark.parametrize("fields", [{"accuracy": None}, {"accuracy": 44.0, "stderr": None}])
def test_what_was_not_measured_is_none(fields: dict[str, object]) -> None:
    """A model may stand there without a score, and a score without its error."""
    page = _page(_island(benchmarkView=_view(tasks={"overall": {"a/b": fields}})))

    (entry,) = vals.parse(page).entries
    assert (entry.score, entry.score_low, entry.organization) == (fields["accuracy"], None, None)


def test_hyphens_of_the_address_are_underscores_of_the_slug() -> None:
    """`terminal-bench-2` and `terminal_bench_2` are one benchmark."""
    page = _page(_island(benchmarkView=_view()), url=URL.replace("_", "-"))

    assert len(vals.parse(page).entries) == 1


def test_a_field_nobody_knows_is_a_signal() -> None:
    """An unknown field of a result is reported beside the entries."""
    tasks = {"overall": {"a/b": GPT | {"pass_at_8": 80.0}}}

    assert vals.parse(_page(_island(benchmarkView=_view(tasks=tasks)))).unknown == ("pass_at_8",)


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (_view(slug="fabv2"), "expected the benchmark 'finance_agent' at this address"),
        (_view(tasks={"trends": {"a/b": GPT}}), "expected a task 'overall', found trends"),
        (_view(tasks={"overall": {"a/b": {"accuracy": "72 %"}}}), "a/b: expected `float | null`"),
        (_view() | {"metadata": {"slug": "x", "updated": 20260423}}, "benchmarkView: expected"),
    ],
)
def test_what_is_not_the_board_is_told(view: dict[str, object], told: str) -> None:
    """Another benchmark, other tasks, and fields of another type are each named."""
    with pytest.raises(LayoutError) as caught:
        vals.parse(_page(_island(benchmarkView=view)))

    assert told in str(caught.value)


def test_a_page_without_its_island_is_refused() -> None:
    """The message says what was looked for."""
    with pytest.raises(LayoutError, match="with the fields benchmarkView"):
        vals.parse(_page(_island(theme="light")))


def test_a_cut_page_is_not_read() -> None:
    """Cut inside the island its JSON is no JSON; cut after it the page has no end."""
    body = _page(_island(benchmarkView=_view())).body

    for end in (body.index(b"accuracy"), body.index(b"</astro-island>")):
        with pytest.raises(LayoutError):
            vals.parse(make_page(body[:end], URL))
