"""Arena's data set: one config holds many boards, in parts of 100 rows."""

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from arro3.core import Array, DataType, Table
from arro3.io import write_parquet

from leaderboard.errors import LayoutError
from leaderboard.page import Page, joined
from leaderboard.standing import Standing
from parsers.sites import arena, arena_dataset
from tests.parsers.pages import file_page, make_page

CAPTURE = "arena-hf-dataset/2026-04-28/datasets-server-rows_text-webdev-search-document.json"
ROW = {
    "model_name": "a",
    "organization": "acme",
    "license": "Proprietary",
    "rating": 1500.5,
    "rating_lower": 1490.0,
    "rating_upper": 1511.0,
    "variance": 6.3,
    "vote_count": 20192.0,
    "rank": 1.0,
    "category": "overall",
    "leaderboard_publish_date": "2026-04-23",
}
Rows = list[dict[str, Any]]


def _part(entries: Rows, start: int = 0, total: int | None = None, **changes: object) -> Page:
    numbered: Rows = [
        {"row_idx": start + place, "row": row, "truncated_cells": []}
        for place, row in enumerate(entries)
    ]
    total = len(entries) if total is None else total
    answer: dict[str, object] = {
        "rows": numbered,
        "num_rows_total": total,
        "partial": False,
    } | changes
    return make_page(json.dumps(answer).encode(), "https://rows.example/rows?offset=0#overall")


def _real(captures: Path, config: str, category: str) -> Standing:
    parts = json.loads((captures / CAPTURE).read_bytes())["configs"][config]
    url = f"https://rows.example/rows?config={config}#{category}"
    return arena_dataset.parse(
        joined([make_page(json.dumps(part).encode(), url) for part in parts])
    )


@pytest.mark.parametrize(
    ("config", "category", "rows", "nameless", "published_at"),
    [
        ("text", "overall", 347, 61, "2026-04-23"),
        ("text", "japanese", 209, None, "2026-04-23"),
        ("webdev", "overall", 65, 1, "2026-04-23"),
        ("webdev", "webdev-html", 65, 1, "2026-04-23"),
        ("webdev", "webdev-react", 49, 0, "2026-04-23"),
        ("webdev", "image_to_webdev", 12, 0, "2026-04-14"),
        ("search", "overall", 25, 2, "2026-04-02"),
        ("document", "overall", 21, 0, "2026-04-22"),
    ],
)
def test_every_board_of_a_real_config_is_read_whole(  # noqa: PLR0917 - one board a line
    captures: Path,
    config: str,
    category: str,
    rows: int,
    nameless: int | None,
    published_at: str,
) -> None:
    """As many rows as were counted; boards of one config are published on days of their own."""
    standing = _real(captures, config, category)

    assert len(standing.entries) == rows
    assert [entry.rank for entry in standing.entries] == list(range(1, rows + 1))
    assert standing.published_at == datetime.fromisoformat(published_at)
    assert standing.unknown == ()
    without = sum(entry.organization is None for entry in standing.entries)
    assert nameless is None or without == nameless


def test_a_real_row_is_read_to_the_last_decimal(captures: Path) -> None:
    """Score, interval and votes are the data set's, where votes and rank are floats."""
    first = _real(captures, "text", "overall").entries[0]

    assert (first.key, first.organization) == ("claude-opus-4-6-thinking", "anthropic")
    assert (first.rank, first.votes, first.score) == (1, 20192, 1500.2551859283258)
    assert (first.score_low, first.score_high) == (1495.313196473772, 1505.1971753828795)


def test_webdev_is_the_same_board_in_data_set_and_archive(captures: Path) -> None:
    """Names, ranks and votes agree on the day of both; the archive's scores are rounded."""
    archive = arena.parse(file_page(captures / "arena-daily" / "2026-04-24" / "code.json"))
    dataset = _real(captures, "webdev", "overall")

    pairs = list(zip(archive.entries, dataset.entries, strict=True))
    assert all(a[0:2] == d[0:2] and a.votes == d.votes for a, d in pairs)
    assert all(abs((a.score or 0) - (d.score or 0)) < 1 for a, d in pairs)


def test_the_text_of_the_archive_is_not_the_config_without_style_control(captures: Path) -> None:
    """The archive keeps what the site shows, with style control: another model leads."""
    archive = arena.parse(file_page(captures / "arena-daily" / "2026-04-24" / "text.json"))
    dataset = _real(captures, "text", "overall")

    assert archive.entries[0].model == "claude-opus-4-7-thinking"
    assert archive.entries[0].votes == 5321
    assert [entry.rank for entry in dataset.entries if entry.votes == 5321] == [4]


def test_parts_that_follow_each_other_are_one_board() -> None:
    """A board goes on over the end of a part."""
    rows = [ROW | {"model_name": name, "rank": place} for place, name in enumerate("abc", start=1)]

    standing = arena_dataset.parse(joined([_part(rows[:2], total=3), _part(rows[2:], 2, 3)]))
    assert [entry.key for entry in standing.entries] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (lambda: [_part([ROW], total=2)], "expected 2 rows in all parts, found 1"),
        (
            lambda: [_part([ROW], total=2), _part([ROW], 2, 2)],
            "expected row 1 next, found row 2",
        ),
        (
            lambda: [_part([ROW], total=2), _part([ROW], 1, 3)],
            r"expected 2 rows in every part's count, found 3 \(partial: False\)",
        ),
        (
            lambda: [_part([ROW], partial=True)],
            r"expected 1 rows in every part's count, found 1 \(partial: True\)",
        ),
        (
            lambda: [
                _part(
                    [], total=1, rows=[{"row_idx": 0, "row": ROW, "truncated_cells": ["license"]}]
                )
            ],
            "expected row 0 whole, found it cut in license",
        ),
        (lambda: [_part([ROW, ROW])], "expected every row once, found 'a' twice"),
        (
            lambda: [_part([ROW | {"category": "chinese"}, ROW | {"category": "coding"}])],
            "expected the category 'overall', found chinese, coding",
        ),
        (lambda: [_part([])], "expected the category 'overall', found no rows"),
        (
            lambda: [_part([ROW | {"vote_count": 7.5}])],
            "expected a whole vote_count, found 7.5 for 'a'",
        ),
        (lambda: [_part([ROW | {"rank": 1.5}])], "expected a whole rank, found 1.5 for 'a'"),
        (
            lambda: [_part([ROW | {"rating": "1500"}])],
            r"rows: expected `float`, got `str` - at `\$\[0\].rating`",
        ),
        (
            lambda: [_part([ROW | {"leaderboard_publish_date": "April"}])],
            "expected a day written as %Y-%m-%d, found 'April'",
        ),
    ],
)
def test_what_is_no_whole_board_is_refused(parts: Callable[[], list[Page]], told: str) -> None:
    """Gaps, other totals, cut cells, repeated rows and absent categories are each named."""
    with pytest.raises(LayoutError, match=told):
        arena_dataset.parse(joined(parts()))


def test_of_two_publish_dates_the_newest_counts() -> None:
    """A board whose rows are of two days is as new as its newest row."""
    rows = [ROW, ROW | {"model_name": "b", "leaderboard_publish_date": "2026-04-25"}]

    standing = arena_dataset.parse(_part(rows))
    assert standing.published_at == datetime(2026, 4, 25)  # noqa: DTZ001 - UTC without zone


def test_whole_numbers_may_be_written_as_such() -> None:
    """Some configs have integers where others have floats."""
    (entry,) = arena_dataset.parse(_part([ROW | {"vote_count": 7, "rank": 1}])).entries

    assert (entry.votes, entry.rank) == (7, 1)


def test_a_column_nobody_knows_is_a_signal() -> None:
    """An unknown column is reported beside the entries."""
    assert arena_dataset.parse(_part([ROW | {"elo": 1}])).unknown == ("elo",)


def _parquet(rows: Rows) -> Page:
    kinds = {str: DataType.string(), float: DataType.float64()}
    columns = [Array([row[name] for row in rows], type=kinds[type(ROW[name])]) for name in ROW]
    out = io.BytesIO()
    write_parquet(Table.from_arrays(columns, names=list(ROW)), out)
    url = "https://files.example/text/latest/0000.parquet#overall"
    return make_page(out.getvalue(), url)


def test_the_parquet_file_of_a_config_is_the_same_board() -> None:
    """What the rows endpoint gives in parts stands in one file."""
    rows = [ROW, ROW | {"model_name": "b", "rank": 2.0}, ROW | {"category": "chinese"}]

    standing = arena_dataset.parse(_parquet(rows))
    assert standing == arena_dataset.parse(_part(rows))
    assert [entry.key for entry in standing.entries] == ["a", "b"]


def test_a_cut_parquet_file_is_refused() -> None:
    """Its end is missing."""
    page = _parquet([ROW])

    with pytest.raises(LayoutError, match="expected a whole Parquet file"):
        arena_dataset.parse(make_page(page.body[:-9], page.url))
