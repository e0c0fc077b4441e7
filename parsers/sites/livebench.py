"""LiveBench: a release is a table of tasks, and beside it the categories that tasks belong to."""

import re
from collections.abc import Sequence
from statistics import fmean

import msgspec

from leaderboard.channel import Bounds
from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.delimited import read_csv
from parsers.numbers import number
from parsers.payloads import document
from parsers.rows import Row

# In the table of 2026-01-08 this row has 21 cells of 24: which are missing cannot be told.
DAMAGED = {"nemotron-3-super-120b-a12b"}
RELEASE = re.compile(r"_(\d{4}_\d{2}_\d{2})\.(?:csv|json)(?:#|$)")

PER_CENT = Bounds(least=0, most=100)

Categories = dict[str, list[str]]


def parse(page: Page) -> Standing:
    """The mean of the categories' means, or of the one category that the fragment names.

    There is no column of it: it is made here as the site makes it. Questions are replaced with
    every release, so the release is of the method.
    """
    if len(page.parts) != 2:  # noqa: PLR2004 - a table and its categories
        raise LayoutError(f"expected a table and its categories, found {len(page.parts)} documents")
    table_page, categories_page = page.parts
    categories = _categories(categories_page)
    chosen = _chosen(categories, page.part)
    columns = [column for tasks in categories.values() for column in tasks]
    table = read_csv(table_page, ("model", *columns), ends_open=True, damaged=DAMAGED)
    _expect_figures(table.rows, chosen)
    return Standing(
        entries=keyed_by_name([_entry(row, chosen) for row in table.rows]),
        unknown=table.unknown({"model", *columns}),
        method=f"{_release(table_page, categories_page)}, {_method(chosen)}",
    )


def _categories(page: Page) -> Categories:
    try:
        categories = msgspec.convert(document(page), Categories)
    except msgspec.ValidationError as error:
        raise LayoutError(f"expected categories with their tasks: {error}") from error
    tasks = [task for of_one in categories.values() for task in of_one]
    if not tasks or not all(categories.values()) or len(set(tasks)) != len(tasks):
        raise LayoutError(f"expected every task in one category, found {categories!r:.200}")
    return categories


def _chosen(categories: Categories, part: str) -> Categories:
    if not part:
        return categories
    if part not in categories:
        raise LayoutError(f"expected one of {', '.join(categories)}, found {part!r}")
    return {part: categories[part]}


def _release(*pages: Page) -> str:
    found = {match[1] for page in pages if (match := RELEASE.search(page.url))}
    if len(found) != 1:
        urls = ", ".join(page.url for page in pages)
        raise LayoutError(f"expected two files of one release, found {urls}")
    return f"release {found.pop().replace('_', '-')}"


def _method(categories: Categories) -> str:
    means = [f"{name} ({', '.join(sorted(tasks))})" for name, tasks in sorted(categories.items())]
    return f"mean of {', '.join(means)}"


def _entry(row: Row, categories: Categories) -> Entry:
    """A task without a figure is left out of its category's mean, as the site does."""
    means = [_mean(row, tasks) for tasks in categories.values()]
    whole = [mean for mean in means if mean is not None]
    score = round(fmean(whole), 2) if len(whole) == len(means) else None
    return Entry(key=row["model"], model=row["model"], score=score)


def _expect_figures(rows: Sequence[Row], categories: Categories) -> None:
    """A task that no model was given is no part of the means, though the method names it."""
    for task in (task for tasks in categories.values() for task in tasks):
        if not any(row[task] for row in rows):
            raise LayoutError(f"expected figures of the task {task!r}, found none in any row")


def _mean(row: Row, tasks: list[str]) -> float | None:
    found = (number(row[task], missing=("",)) for task in tasks)
    scores = [score for score in found if score is not None]
    if odd := [score for score in scores if not PER_CENT.hold(score)]:
        raise LayoutError(
            f"expected figures of 0 to 100, found {odd[0]:g} for {row['model']!r:.60}"
        )
    return fmean(scores) if scores else None
