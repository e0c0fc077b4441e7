"""`podium standings`."""

import pytest

from tests.cli.conftest import HOSTILE, Ask, rows


def test_the_table_has_title_attribution_and_intervals(ask: Ask) -> None:
    """A standing says whose it is, since when it is so, and how sure its scores are."""
    lines = ask("standings", "acme/chess", "--at", "2026-05-03").stdout.splitlines()

    assert lines[0] == "Chess (Elo, points), standing so since 2026-05-03 06:00 UTC"
    assert lines[1] == "Acme, https://acme.example/chess"
    assert lines[3].split() == ["rank", "model", "organization", "score", "interval", "votes"]
    assert lines[4].split() == ["1", "beta", "1505.25", "±10"]


def test_a_day_means_what_it_closed_with(ask: Ask) -> None:
    """`--at` a day takes the standing of that day's end, `--at` a time the one of that moment."""
    closed = rows(ask("standings", "acme/chess", "--at", "2026-05-02", "--json"))
    before = rows(ask("standings", "acme/chess", "--at", "2026-05-02T05:59Z", "--json"))
    elsewhere = rows(ask("standings", "acme/chess", "--at", "2026-05-02T08:00+02:00", "--json"))

    assert [len(closed), len(before), len(elsewhere)] == [8, 6, 8]


def test_models_below_the_cut_are_counted_and_shown_on_demand(ask: Ask) -> None:
    """A cut page shows its rows; what is below is a note, or rows with --unseen."""
    plain = ask("standings", "acme/chess")
    known = rows(ask("standings", "acme/chess", "--unseen", "--json"))

    assert "4 models that the page does not show are left out; --unseen shows them" in plain.stdout
    assert "delta" not in plain.stdout
    assert {"delta", "eps", "=zeta", HOSTILE} == {r["model"] for r in known if r["unseen"]}


def test_top_keeps_the_first_ranks(ask: Ask) -> None:
    """`--top 2` shows ranks 1 and 2."""
    top = rows(ask("standings", "acme/chess", "--top", "2", "--json"))

    assert [row["model"] for row in top] == ["beta", "alpha"]


def test_json_times_are_utc_with_z(ask: Ask) -> None:
    """A time in JSON cannot be taken for a local one."""
    (first, *_) = rows(ask("standings", "acme/chess", "--json"))

    assert first["observed_at"] == "2026-05-05T06:00:00Z"


def test_before_the_first_standing_the_answer_says_when_it_was(ask: Ask) -> None:
    """An empty answer is no error, and tells what there is."""
    result = ask("standings", "acme/chess", "--at", "2026-01-01")

    assert result.exit_code == 0
    assert "its first standing was observed 2026-05-01 06:00 UTC" in result.stdout


def test_an_unknown_board_is_an_error_with_suggestions(ask: Ask) -> None:
    """A board that is not on record is named beside those like it."""
    result = ask("standings", "acme/ches")

    assert result.exit_code == 1
    assert "no board 'acme/ches' is on record; near it: acme/chess" in result.stderr


@pytest.mark.parametrize(
    "at", ["yesterday", "2026-13-01", "26-05-01", "", "999999w", "2026-05-02T25:00"]
)
def test_a_time_that_is_none_is_bad_usage(at: str, ask: Ask) -> None:
    """What cannot be read as a time exits 2 and says what can."""
    result = ask("standings", "acme/chess", "--at", at)

    assert result.exit_code == 2
    assert "expected a day (2026-05-28)" in result.stderr


def test_a_hostile_name_cannot_steer_the_terminal(ask: Ask) -> None:
    """Escape sequences and reversed text are printed as escapes, markup as it stands."""
    result = ask("standings", "acme/chess", "--at", "2026-05-03")

    assert r"\x1b[31mred\x1b[0m [bold]loud[/bold] \u202egnp.exe" in result.stdout
    assert not {"\x1b", "\u202e"} & set(result.stdout)
