"""Five real months of the code board: cut days, gaps, a renamed file, and the headline in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.phases import final_state
from tests.flows.home import WEBDEV, Home

# Rows of the days on which the archive's own scrape was cut short for certain.
MOST_ROWS_OF_A_CUT_DAY = 50


def day_file(captures: Path, day: str) -> list[dict[str, Any]]:
    """The raw rows of a day of the code board, under whichever name it had."""
    name = "code.json" if day <= "2026-07-15" else "code-webdev.json"
    return list(json.loads((captures / "arena-daily" / day / name).read_bytes())["models"])


def days_of(captures: Path) -> list[str]:
    """The days for which the code board has a file."""
    return sorted(folder.name for folder in (captures / "arena-daily").iterdir() if folder.is_dir())


def only_below_the_cut(captures: Path) -> set[tuple[str, str]]:
    """Day and name of models that a cut day leaves out and that may stand below its last row."""
    lowest: dict[str, float] = {}
    found = set()
    for day in days_of(captures):
        rows = [row for row in day_file(captures, day) if row["score"] is not None]
        missing, cut = lowest.keys() - {row["model"] for row in rows}, rows[-1]["score"]
        if len(rows) <= MOST_ROWS_OF_A_CUT_DAY:
            found |= {(day, name) for name in missing if lowest[name] <= cut}
        else:
            lowest.clear()  # who is missing from such a day has left
        lowest |= {row["model"]: row["score"] - (row.get("ci") or 0) for row in rows}
    return found


def test_headline(webdev: Home) -> None:
    """qwen3.7-max debuts at No. 4 with 1,541, one point behind the third."""
    entered = webdev.rows(
        "SELECT model, new_rank, new_score, old_rank FROM changes "
        "WHERE kind = 'entered_top' AND threshold = 5 AND observed_at::DATE = '2026-05-26'"
    )
    top = webdev.rows(
        "SELECT rank, model, score FROM standings_at($1, '2026-05-26') WHERE rank <= 5", [WEBDEV]
    )

    assert entered == [("qwen3.7-max-20260517", 4, 1541.0, None)]
    assert top == [
        (1, "claude-opus-4-7-thinking", 1567.0),
        (2, "claude-opus-4-7", 1562.0),
        (3, "claude-opus-4-6-thinking", 1542.0),
        (4, "qwen3.7-max-20260517", 1541.0),
        (5, "claude-opus-4-6", 1538.0),
    ]


def test_headline_displaces(webdev: Home) -> None:
    """glm-5.1 left the top five without moving itself: the newcomer displaced it."""
    left = webdev.rows(
        "SELECT model, own_move, displaced_by FROM changes "
        "WHERE kind = 'left_top' AND threshold = 5 AND observed_at::DATE = '2026-05-26'"
    )

    assert left == [("glm-5.1", False, "qwen3.7-max-20260517")]


def test_old_leader_keeps_its_reign(webdev: Home) -> None:
    """The leader of that day led before and after it."""
    reign = webdev.rows(
        "SELECT model FROM leaders WHERE board = $1 AND valid_from <= '2026-05-25' "
        "AND valid_to > '2026-05-27'",
        [WEBDEV],
    )

    assert reign == [("claude-opus-4-7-thinking",)]


@pytest.mark.parametrize("day", ["2026-03-19", "2026-05-26", "2026-05-28", "2026-08-22"])
def test_standing_of_a_day_is_its_file(webdev: Home, captures: Path, day: str) -> None:
    """`standings_at` gives the day's rows as its file has them, row by row."""
    rows = webdev.rows(
        "SELECT rank, model, score, votes FROM standings_at($1, $2) WHERE rank IS NOT NULL",
        [WEBDEV, day],
    )

    models = [row for row in day_file(captures, day) if row["rank"] is not None]
    assert rows == [(m["rank"], m["model"], m["score"], m["votes"]) for m in models]


def test_every_standing_in_time_is_a_file(webdev: Home, captures: Path) -> None:
    """At the end of every fourth day the board shows the ranks of its file, and no others."""
    for day in days_of(captures)[::4]:
        shown = webdev.rows(
            "SELECT model, rank FROM standings_at($1, $2) WHERE rank IS NOT NULL", [WEBDEV, day]
        )

        ranks = {m["model"]: m["rank"] for m in day_file(captures, day) if m["rank"] is not None}
        assert dict(shown) == ranks, day


def test_below_the_cut_is_not_gone(webdev: Home, captures: Path) -> None:
    """No model that is only below a day's cut has left, the board or any top of it."""
    hidden = only_below_the_cut(captures)
    told = webdev.rows(
        "SELECT strftime(observed_at, '%Y-%m-%d'), model FROM changes "
        "WHERE kind IN ('left', 'left_top') AND new_rank IS NULL"
    )

    assert len(hidden) > 1000
    assert hidden & set(told) == set()


def test_below_the_cut_keeps_its_last_place(webdev: Home, captures: Path) -> None:
    """A model below the cut stands in that day's standing as last known, marked unseen."""
    day = "2026-05-28"
    hidden = {model for when, model in only_below_the_cut(captures) if when == day}
    unseen = webdev.rows("SELECT model, rank FROM standings_at($1, $2) WHERE unseen", [WEBDEV, day])

    assert len(hidden) > 40
    assert hidden <= {model for model, _ in unseen}
    assert {rank for _, rank in unseen} == {None}


def test_board_goes_on_under_another_address(webdev: Home) -> None:
    """`code.json` that became `code-webdev.json` is one board and one line through time."""
    lines = webdev.rows(
        "SELECT DISTINCT board, channel, parse_filename(url) FROM captures "
        "WHERE outcome <> 'absent' ORDER BY ALL"
    )
    starts = webdev.rows("SELECT count(*) FROM record.snapshots WHERE previous_id IS NULL")

    assert lines == [(WEBDEV, "archive", "code-webdev.json"), (WEBDEV, "archive", "code.json")]
    assert starts == [(1,)]


def test_gaps_are_absent_and_no_failure(webdev: Home) -> None:
    """Days that the archive does not have are on record as such, and the run completes."""
    gaps = webdev.rows(
        "SELECT regexp_extract(url, '[0-9-]{10}') AS day, http_status FROM captures "
        "WHERE outcome = 'absent' ORDER BY day"
    )

    assert gaps == [(f"2026-06-{day}", 404) for day in ("08", "26", "27", "28")]
    assert final_state(webdev.tallies[-1]).is_completed()
