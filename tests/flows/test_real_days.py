"""Real days on which a plain diff is wrong, each with what is told instead."""

import re
from itertools import pairwise
from pathlib import Path

from leaderboard.standing import Entry
from tests.flows.home import WEBDEV, Home
from tests.warehouse.live import CHESS, as_listed, derive

BROKEN_DAY = "2026-06-06"
TOP = "kind IN ('entered_top', 'left_top', 'new_leader')"


def _told(home: Home, day: str) -> list[tuple[object, ...]]:
    return home.rows(
        f"SELECT kind, threshold, model FROM changes WHERE {TOP} AND observed_at::DATE = $1 "  # noqa: S608 - of our own
        "ORDER BY ALL",
        [day],
    )


def test_a_day_without_leading_models_is_not_believed(webdev: Home) -> None:
    """On 6 June two leaders are missing and are back the next day: nothing is told of it."""
    kept = webdev.rows(
        "SELECT outcome, reason FROM captures WHERE url LIKE '%' || $1 || '%'", [BROKEN_DAY]
    )

    ((outcome, reason),) = kept
    assert outcome == "rejected"
    assert "claude-opus-4-7, claude-opus-4-6; the next capture shows otherwise" in str(reason)
    assert _told(webdev, BROKEN_DAY) == []


def test_a_leader_that_goes_on_under_a_longer_name_falls_to_second(webdev: Home) -> None:
    """On 27 July the leader is renamed and a newcomer takes the lead, in one update."""
    told = _told(webdev, "2026-07-27")

    assert ("new_leader", None, "claude-opus-5-max") in told
    assert [fact for fact in told if str(fact[2]).startswith("kimi")] == [
        ("left_top", 1, "kimi-k3-max")
    ]
    renamed = "SELECT old_model, model FROM changes WHERE kind = 'renamed' AND cause = 'alias'"
    assert {("kimi-k3", "kimi-k3-max"), ("glm-5.2 (max)", "glm-5.2-max")} <= set(
        webdev.rows(f"{renamed} AND observed_at::DATE = '2026-07-27'")
    )


def test_history_goes_on_under_a_new_name(webdev: Home) -> None:
    """Asked for by either name, a renamed model has one line through time without a gap."""
    lines = [
        webdev.rows("SELECT valid_from, valid_to FROM history($1, $2)", [WEBDEV, name])
        for name in ("kimi-k3", "kimi-k3-max")
    ]

    assert lines[0] == lines[1]
    ends, starts = [end for _, end in lines[0]][:-1], [start for start, _ in lines[0]][1:]
    assert ends == starts


def test_one_recompute_is_neither_an_epoch_nor_a_flood(webdev: Home) -> None:
    """On 19 August nearly every score moves a little: ranks are compared all the same."""
    assert webdev.rows("SELECT count(*) FROM changes WHERE kind = 'epoch_started'") == [(0,)]
    assert _told(webdev, "2026-08-19") == [
        ("entered_top", 10, "glm-5.3-max"),
        ("left_top", 10, "glm-5.2-max"),
    ]


def test_a_name_that_stands_twice_is_two_models(webdev: Home) -> None:
    """Both keep a line of their own as long as both are there."""
    twice = webdev.rows(
        "SELECT count(DISTINCT key), count(*) FROM record.shown AS e "
        "JOIN record.snapshots AS s USING (snapshot_id) "
        "WHERE e.model = 'gpt-5.3-codex (codex-harness)' AND NOT e.unseen "
        "GROUP BY snapshot_id HAVING count(*) > 1"
    )

    assert len(twice) > 0
    assert set(twice) == {(2, 2)}


def test_names_that_change_under_one_key_are_renames(speech: Home) -> None:
    """The publisher's key tells: nobody left or entered, whatever the models are called."""
    renamed = "SELECT key, to_snapshot FROM record.moves WHERE old_model <> model"
    came_or_went = "SELECT key, to_snapshot FROM record.moves WHERE status <> 'kept'"

    assert len(speech.rows(renamed)) >= 4
    assert set(speech.rows(renamed)) & set(speech.rows(came_or_went)) == set()
    assert speech.rows("SELECT count(*) FROM record.renames WHERE state = 'applied'") == [(0,)]


def test_the_significance_of_the_event_to_catch(webdev: Home) -> None:
    """qwen3.7-max enters the top five 8 points above the model it pushes out: not significant."""
    tested = webdev.rows(
        "SELECT compared_with, round(z, 2), significance FROM changes "
        "WHERE kind = 'entered_top' AND threshold = 5 AND observed_at::DATE = '2026-05-26'"
    )

    assert tested == [("glm-5.1", 0.81, "not_significant")]


def _voicebench(readme: Path) -> tuple[str, tuple[Entry, ...]]:
    """The columns that Overall is the mean of, and the rows of the table."""
    lines = [line for line in readme.read_text().splitlines() if line.startswith("|")]
    head = next(number for number, line in enumerate(lines) if "Overall" in line)
    columns = [cell.strip() for cell in lines[head].strip("| ").split("|")]
    rows = []
    for line in lines[head + 2 :]:
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if len(cells) != len(columns) or not re.fullmatch(r"[\d.]+", cells[-1]):
            break
        name = re.sub(r"\*|\[|\]\(.*", "", cells[1])
        rows.append(Entry(name, name, score=float(cells[-1])))
    return ", ".join(columns[2:-1]), as_listed(sorted(rows, key=lambda e: -(e.score or 0)))


def test_a_mean_of_more_columns_begins_an_epoch(captures: Path) -> None:
    """VoiceBench's Overall was redefined as columns were added: no model moved by that."""
    readmes = sorted(captures.glob("voicebench/*/README.md"))
    read = [_voicebench(path) for path in readmes if "Overall" in path.read_text()]
    facts = {day: {"method": method} for day, (method, _) in enumerate(read)}
    lived = derive([rows for _, rows in read], CHESS.model_copy(update={"score": None}), facts)

    changed = [one != other for (one, _), (other, _) in pairwise(read)]
    assert True in changed
    assert [row["epoch"] is not None for row in lived.rows["snapshots"]] == [False, *changed]
