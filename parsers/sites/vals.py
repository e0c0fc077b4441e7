"""Vals AI, from the island of a benchmark's page that draws its table."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing
from parsers.documents import embedded
from parsers.numbers import day, half_width_of_stderr, interval
from parsers.payloads import shaped, unknown
from parsers.shapes import find_objects

IGNORED = {
    *("latency", "cost_per_test", "temperature", "top_p", "max_output_tokens"),
    *("reasoning", "reasoning_effort", "verbosity", "compute_effort", "showBadge"),
}
_OVERALL = "overall"


class Holder(msgspec.Struct):
    """The properties of the island: one view of the benchmark, or several by name."""

    benchmarkView: dict[str, object]  # noqa: N815 - the publisher's name


class Metadata(msgspec.Struct):
    """Which benchmark it is, and the day of its last change: `2026-04-23`."""

    slug: str
    updated: str | None = None


class View(msgspec.Struct):
    """The results by task and model: `tasks["overall"]["openai/gpt-5.4"]`."""

    metadata: Metadata
    tasks: dict[str, dict[str, dict[str, object]]]


class Result(msgspec.Struct):
    """Accuracy and its standard error, in per cent."""

    accuracy: float | None
    stderr: float | None = None
    provider: str | None = None


def parse(page: Page) -> Standing:
    """The results over all tasks; models are known by the publisher's ids: `openai/gpt-5.4`."""
    view = _view(page)
    expected = _plain(urlsplit(page.url).path.rstrip("/").rpartition("/")[2])
    if _plain(view.metadata.slug) != expected:
        found = view.metadata.slug
        raise LayoutError(f"expected the benchmark {expected!r} at this address, found {found!r}")
    if _OVERALL not in view.tasks:
        tasks = ", ".join(view.tasks) or "none"
        raise LayoutError(f"expected a task {_OVERALL!r}, found {tasks}")
    results = view.tasks[_OVERALL]
    updated = view.metadata.updated
    return Standing(
        entries=tuple(_entries(results)),
        published_at=day(updated, "%Y-%m-%d") if updated else None,
        unknown=unknown(results.values(), Result, IGNORED),
    )


def _view(page: Page) -> View:
    """The one view of the page; islands that draw the same one count once."""
    holders = find_objects(embedded(page, "astro-island"), Holder)
    views = [holder.benchmarkView.get("default", holder.benchmarkView) for holder in holders]
    if any(view != views[0] for view in views):
        raise LayoutError(f"expected one view of the benchmark, found {len(views)}")
    return shaped(views[0], View, "benchmarkView")


def _plain(slug: str) -> str:
    """Addresses have hyphens where the slugs have underscores."""
    return slug.replace("-", "_")


def _entries(results: Mapping[str, Mapping[str, object]]) -> Iterator[Entry]:
    for model, fields in results.items():
        result = shaped(fields, Result, model)
        reach = None if result.stderr is None else half_width_of_stderr(result.stderr)
        low, high = interval(result.accuracy, reach, reach)
        yield Entry(
            key=model,
            model=model,
            organization=result.provider or None,
            score=result.accuracy,
            score_low=low,
            score_high=high,
        )
