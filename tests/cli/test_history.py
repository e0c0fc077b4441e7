"""`podium history`."""

from pathlib import Path

from tests.cli.conftest import Ask, rows
from tests.record import Record, make_capture, make_entries, make_source
from warehouse.naming import name_all


def test_intervals_follow_each_other_and_the_peak_is_marked(ask: Ask) -> None:
    """A model's line is whole: each interval ends where the next begins, the last holds now."""
    intervals = rows(ask("history", "beta", "--json"))

    assert [(i["rank"], i["score"]) for i in intervals] == [(2, 1490.0), (1, 1505.25)]
    assert [i["is_peak"] for i in intervals] == [False, True]
    assert intervals[0]["valid_to"] == intervals[1]["valid_from"] == "2026-05-03T06:00:00Z"
    assert intervals[1]["valid_to"] is None


def test_the_table_names_the_board_and_the_best_rank(ask: Ask) -> None:
    """For reading, each board has its heading and its peak."""
    lines = ask("history", "beta").stdout.splitlines()

    assert lines[:3] == [
        "Chess",
        "best rank 1, first on 2026-05-03",
        "from              until             rank    score",
    ]
    assert lines[4].split() == ["2026-05-03", "06:00", "now", "1", "1505.25"]


def test_an_unknown_model_gets_suggestions_whatever_their_case(ask: Ask) -> None:
    """A name is never guessed: the nearest ones are proposed."""
    result = ask("history", "BETA")

    assert result.exit_code == 1
    assert "no model 'BETA' is on record; near it: beta" in result.stderr


def test_a_name_like_no_other_gets_a_way_to_list_them(ask: Ask) -> None:
    """Without anything near, the message says how to see all names."""
    result = ask("history", "xyzzy", "--board", "acme/chess")

    assert result.exit_code == 1
    assert "SELECT DISTINCT model FROM standings" in result.stderr


def test_a_model_is_followed_across_boards_under_each_ones_name(ask: Ask, tmp_path: Path) -> None:
    """The name of one board finds the model on another that prints it otherwise."""
    (tmp_path / "organizations.yml").write_text("organizations: [{name: Acme}]")
    (tmp_path / "models.yml").write_text(
        "models: [{name: atlas-2, organization: Acme, aliases: [a2 preview build]}]"
    )
    source = make_source()
    other = source.boards["chess"].model_copy(update={"title": "Go"})
    both = source.model_copy(update={"boards": {**source.boards, "go": other}})
    with Record(tmp_path, both) as record:
        record.keep(
            make_capture(make_entries({"Atlas 2 (High)": 3, "beta": 2}), 0),
            make_capture(make_entries({"a2-preview-build-high": 5, "Atlas 2": 4}), 0, "acme/go"),
        )
        name_all(record.connection, tmp_path)
    (tmp_path / "warehouse.duckdb").rename(tmp_path / "podium.duckdb")

    found = rows(ask("history", "Atlas 2 (High)", "--json", env={"PODIUM_HOME": str(tmp_path)}))
    assert [(row["board"], row["model"]) for row in found] == [
        ("acme/chess", "Atlas 2 (High)"),
        ("acme/go", "a2-preview-build-high"),
    ]
