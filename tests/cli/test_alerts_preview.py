"""`podium alerts preview`."""

from pathlib import Path

import pytest

from tests.cli.conftest import HOSTILE, Ask, rows
from tests.record import BOARD

ALL = "rules:\n  comers:\n    title: Whoever comes\n    kinds: [entered, new_leader]\n"
ENTERED = "qwen enters Chess at No. 3 with 1489, one point behind beta (1490)"
LED = "beta takes the lead of Chess with 1505.25, 5.25 points ahead of alpha (1500), up from No. 2"
LEAD = "  lead:\n    kinds: [new_leader]\n"


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of rules of one's own, in force."""
    path = tmp_path / "rules.yml"
    path.write_text(ALL + LEAD, encoding="utf-8")
    monkeypatch.setenv("PODIUM_RULES", str(path))
    monkeypatch.delenv("PODIUM_LABS", raising=False)
    return path


def test_a_line_a_message_then_the_weeks(ask: Ask, rules: Path) -> None:
    """When, rule, board, headline and reason; then counts and a bar a week, and the total."""
    assert rules.is_file()
    result = ask("alerts", "preview")

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        f"2026-05-02 06:00  comers  {BOARD}  {ENTERED}  [first]",
        f"2026-05-03 06:00  comers  {BOARD}  {LED}  [first]",
        f"2026-05-03 06:00  lead  {BOARD}  {LED}  [first]",
        "",
        "week of     comers  lead  all",
        "2026-04-27       2     1    3  ███",
        "2026-05-04       0     0    0",
        "",
        "3 messages in 4 days",
    ]


def test_a_longer_time_has_a_mean(ask: Ask, rules: Path) -> None:
    """So many a week, over the days that are on record."""
    assert rules.is_file()
    last = ask("alerts", "preview", "--until", "2026-05-31").stdout.splitlines()[-1]

    assert last == "3 messages in 30 days: 0.7 a week on average"


def test_one_rule_and_one_board(ask: Ask, rules: Path) -> None:
    """What is asked for is shown; a name that is nearly right is told the right one."""
    assert rules.is_file()
    told = rows(ask("alerts", "preview", "--rule", "lead", "--board", "acme/chess", "--json"))
    wrong = [
        ask("alerts", "preview", *near) for near in (["--rule", "led"], ["--board", "acme/ches"])
    ]

    assert [row["rule"] for row in told] == ["lead"]
    assert [result.exit_code for result in wrong] == [1, 1]
    assert "did you mean lead?" in wrong[0].stderr
    assert "near it: acme/chess" in wrong[1].stderr


def test_json_has_the_message_as_receivers_get_it(ask: Ask, rules: Path) -> None:
    """With its headline, and when it would be sent where a digest collects it."""
    rules.write_text(f'{ALL}    digest: {{every: 1w, at: "08:00"}}\n', encoding="utf-8")
    first, _ = rows(ask("alerts", "preview", "--json"))

    assert (first["made_at"], first["due_at"]) == ("2026-05-02T06:00:00Z", "2026-05-04T08:00:00Z")
    assert first["headline"].startswith("qwen enters Chess at No. 3")
    assert [row["model"] for row in first["rows"]][:3] == ["alpha", "beta", "qwen"]


def test_a_time_that_is_moved_or_never_comes_is_told(ask: Ask, rules: Path) -> None:
    """A digest says when it would go out, a silenced rule that it would not."""
    rules.write_text(f'{ALL}    digest: {{every: 1w, at: "08:00"}}\n', encoding="utf-8")
    moved = ask("alerts", "preview").stdout
    rules.write_text(f"{ALL}    silence_until: 2030-01-01\n", encoding="utf-8")
    silenced = ask("alerts", "preview").stdout

    assert "[first; sent 2026-05-04 08:00]" in moved
    assert "[first; silenced, not sent]" in silenced


@pytest.mark.parametrize("options", [(), ("--full",), ("--json",)])
def test_hostile_names_are_harmless(ask: Ask, rules: Path, options: tuple[str, ...]) -> None:
    """No name steers the terminal, in a line, in a whole message or in JSON."""
    rules.write_text("rules:\n  comers:\n    kinds: [entered]\n    group: fact\n", encoding="utf-8")
    result = ask("alerts", "preview", *options)

    assert result.exit_code == 0, result.output
    assert "[bold]loud[/bold]" in result.stdout
    assert HOSTILE not in result.stdout
    assert not {"\x1b", "\u202e"} & set(result.stdout)


def test_in_full_each_message_is_there(ask: Ask, rules: Path) -> None:
    """Rows before and after, and the evidence, below its line."""
    assert rules.is_file()
    lines = ask("alerts", "preview", "--full", "--rule", "lead").stdout.splitlines()

    assert "    Evidence" in lines
    assert any("before  2026-05-02 06:00 UTC" in line for line in lines)


def test_nothing_to_tell_says_so_and_what_is_on_record(ask: Ask, rules: Path) -> None:
    """A time without changes, and rules that tell none of them."""
    rules.write_text("rules:\n  mine:\n    kinds: [left]\n    organizations: mine\n", "utf-8")
    result = ask("alerts", "preview", "--until", "2026-05-10")

    assert result.exit_code == 0, result.output
    nothing, on_record, idle = result.stdout.splitlines()
    assert nothing.endswith("told nothing from 2026-02-09 23:59 to 2026-05-10 23:59 UTC")
    assert on_record.startswith("changes are on record from 2026-05-02 06:00 to 2026-05-05 06:00")
    assert idle == "rule mine is idle until PODIUM_LABS names your organizations"


def test_a_top_that_is_not_derived_is_told(ask: Ask, rules: Path) -> None:
    """A rule of an unusual top sees nothing of it until a run has derived it."""
    rules.write_text("rules:\n  two:\n    kinds: [entered_top]\n    top: [2, 5]\n", "utf-8")

    assert "the top 2 of these rules is not on record yet" in ask("alerts", "preview").stdout


def test_what_cannot_be_previewed_says_what_to_do(ask: Ask, rules: Path, tmp_path: Path) -> None:
    """No record, wrong rules, and a time that ends before it begins."""
    empty = ask("alerts", "preview", env={"PODIUM_HOME": str(tmp_path / "new")})
    backwards = ask("alerts", "preview", "--since", "2026-05-09", "--until", "2026-05-08")
    rules.write_text("rules:\n  x:\n    kinds: [nonsense]\n", encoding="utf-8")
    wrong = ask("alerts", "preview")

    assert [result.exit_code for result in (empty, backwards, wrong)] == [1, 2, 1]
    assert "podium run" in empty.stderr
    assert "expected a time before 2026-05-08 23:59 UTC" in backwards.stderr
    assert "rules.yml: line 3: rules.x.kinds.0: expected one of entered" in wrong.stderr
