"""`podium changes`."""

from pathlib import Path

from leaderboard.source import Source
from tests.cli.conftest import FIRST, LED, Ask, rows
from tests.record import Record, make_capture, make_entries, make_source


def test_the_newest_comes_first_and_each_model_has_one_headline(ask: Ask) -> None:
    """By default an update is told by the weightiest fact about each model."""
    lines = ask("changes").stdout.splitlines()

    said = [line[18:].partition("  [")[0] for line in lines]
    assert said == [
        (
            "beta takes the lead of Chess with 1505.25, 5.25 points ahead of alpha (1500), up from "
            "No. 2"
        ),
        "alpha falls out of first place of Chess, from 1 to 2",
        "qwen enters Chess at No. 3 with 1489, one point behind beta (1490)",
        "gamma falls out of the top three of Chess, from 3 to 4, pushed down by qwen",
        "eps falls out of the top five of Chess, from 5 to 6, pushed down by qwen",
        (
            r"\x1b[31mred\x1b[0m [bold]loud[/bold] \u202egnp.exe enters Chess at No. 8 with 1400, "
            "50 points behind =zeta (1450)"
        ),
    ]
    assert lines[0].startswith("2026-05-03 06:00  beta")


def test_all_tells_every_fact(ask: Ask) -> None:
    """`--all` has the facts that are no headlines too."""
    kinds = {row["kind"] for row in rows(ask("changes", "--all", "--json", "--limit", "0"))}

    assert {"climbed", "fell", "score_moved", "entered", "entered_top", "new_leader"} <= kinds


def test_json_has_the_fact_and_its_sentence(ask: Ask) -> None:
    """A change in JSON is its row, with the words for it."""
    (change,) = rows(ask("changes", "--kind", "new_leader", "--json"))

    assert (change["model"], change["old_rank"], change["new_rank"]) == ("beta", 2, 1)
    assert change["observed_at"] == "2026-05-03T06:00:00Z"
    assert change["sentence"].startswith("beta takes the lead of Chess")


def test_a_span_of_days_includes_both_ends(ask: Ask) -> None:
    """`--since` and `--until` the same day show that day."""
    shown = rows(ask("changes", "--since", "2026-05-02", "--until", "2026-05-02", "--json"))

    assert {"2026-05-02T06:00:00Z"} == {row["observed_at"] for row in shown}


def test_top_asks_for_one_threshold(ask: Ask) -> None:
    """`--top 5` shows who entered and left the top five, and a top nobody counts is bad usage."""
    shown = rows(ask("changes", "--top", "5", "--json"))
    wrong = ask("changes", "--top", "4")

    assert {("entered_top", "qwen"), ("left_top", "eps")} == {
        (row["kind"], row["model"]) for row in shown
    }
    assert wrong.exit_code == 2
    assert "expected one of 1, 3, 5, 10, found 4" in wrong.stderr


def test_a_limit_says_how_many_there_are(ask: Ask) -> None:
    """Fewer than all are never shown in silence."""
    assert "1 of 6, newest first; --limit 0 shows all" in ask("changes", "--limit", "1").stdout


def test_evidence_names_captures_hash_and_file(ask: Ask) -> None:
    """`--evidence` adds the captures before and after, with address, hash and WARC file."""
    lines = ask("changes", "--kind", "new_leader", "--evidence").stdout.splitlines()

    (capture,) = rows(ask("sql", "FROM captures WHERE url LIKE '%-02/%'", "--json"))
    assert lines[1].split() == [
        *("before", "2026-05-02", "06:00", "UTC", "https://acme.example/2026-05-02/chess.json"),
        *("sha256", capture["sha256"][:12], "00/00.warc.gz"),
    ]
    assert lines[2].split()[:2] == ["after", "2026-05-03"]


def test_nothing_found_says_what_there_is(ask: Ask) -> None:
    """An empty answer tells when changes are on record; in JSON it is an empty list."""
    result = ask("changes", "--since", "2030-01-01")

    assert result.exit_code == 0
    assert "on record from 2026-05-02 06:00 to 2026-05-05 06:00 UTC" in result.stdout
    assert rows(ask("changes", "--since", "2030-01-01", "--json")) == []


def test_bad_arguments_are_bad_usage(ask: Ask) -> None:
    """A kind that is none and a time that is none exit 2, an unknown board 1."""
    assert ask("changes", "--kind", "exploded").exit_code == 2
    assert ask("changes", "--since", "soon").exit_code == 2
    assert ask("changes", "--board", "acme/go").exit_code == 1


def test_an_epoch_and_a_silence_are_told_in_words(tmp_path: Path, ask: Ask) -> None:
    """Where the method changed and where the source fell silent there is no model to speak of."""
    epochs = [{"since": "2026-05-02", "reason": "style control"}]
    source = make_source().model_dump()
    source["boards"]["chess"] |= {"epochs": epochs, "stale_after": "2d"}
    first, other = make_entries(FIRST), make_entries(LED)
    with Record(tmp_path, Source.model_validate(source)) as record:
        record.keep(make_capture(first, 0), make_capture(other, 1), make_capture(other, 9))
    (tmp_path / "warehouse.duckdb").rename(tmp_path / "podium.duckdb")
    here = {"PODIUM_HOME": str(tmp_path)}

    told = rows(ask("changes", "--json", env=here))
    assert [(row["kind"], row["cause"], row["model"]) for row in told] == [
        ("source_stale", "backfill", None),
        ("epoch_started", "epoch", None),
    ]
    assert told[0]["sentence"] == "Chess has shown nothing new for longer than it should"
    assert "none is compared with those before (declared: style control)" in told[1]["sentence"]
    evidence = ask("changes", "--kind", "epoch_started", "--evidence", env=here).stdout
    assert [line.split()[0] for line in evidence.splitlines()[1:]] == ["before", "after"]
