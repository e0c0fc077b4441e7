"""`podium doctor`."""

from pathlib import Path

from tests.cli.conftest import Ask, rows
from tests.record import Record, make_capture, make_entries


def test_a_sound_record_is_counted(ask: Ask) -> None:
    """The record's captures, snapshots and boards are told, and what was not believed is a note."""
    result = ask("doctor")

    assert result.exit_code == 0, result.output
    assert "4 snapshots; captures: 4 changed, 1 rejected" in result.stdout
    assert (
        "acme/chess: the page of 2026-05-04 06:00 UTC was rejected: found 0 rows" in result.stdout
    )
    assert "acme/chess: 4 models, last seen as of 2026-05-05 06:00 UTC" in result.stdout


def test_an_empty_home_is_a_note_with_what_to_do(ask: Ask, tmp_path: Path) -> None:
    """Before the first capture nothing is wrong."""
    findings = rows(ask("doctor", "--json", env={"PODIUM_HOME": str(tmp_path / "new")}))

    (record,) = [f for f in findings if f["subject"] == "record"]
    assert record["verdict"] == "note"
    assert "podium demo" in record["text"]


def test_a_contact_that_is_not_set_is_noted(ask: Ask) -> None:
    """Whoever runs this without a contact is told why to give one."""
    assert "PODIUM_CONTACT is not set" in ask("doctor", env={"PODIUM_CONTACT": ""}).stdout
    assert "not set" not in ask("doctor", env={"PODIUM_CONTACT": "me@example.org"}).stdout


def test_every_setting_that_is_set_is_told(ask: Ask) -> None:
    """A channel that is switched on is no surprise to who reads the report."""
    result = ask("doctor", env={"PODIUM_SWITCH_ON": ""})

    assert "PODIUM_SWITCH_ON" in next(
        each for each in result.stdout.splitlines() if "set here" in each
    )


def test_problems_make_the_status_1_and_the_rest_is_looked_at(ask: Ask, tmp_path: Path) -> None:
    """A wrong source file and a damaged record are both found in one run."""
    (tmp_path / "x.yml").write_text("publisher: [")
    (tmp_path / "podium.duckdb").write_bytes(b"nothing of the kind" * 999)
    here = {"PODIUM_SOURCES": str(tmp_path), "PODIUM_HOME": str(tmp_path)}

    result = ask("doctor", env=here)

    assert result.exit_code == 1
    problems = [line for line in result.stdout.splitlines() if line.startswith("problem")]
    assert [line.split()[1] for line in problems] == ["sources", "record"]


def test_a_wrong_setting_is_a_problem_not_a_crash(ask: Ask) -> None:
    """What cannot be looked at is named, and versions are still told."""
    result = ask("doctor", env={"PODIUM_MIRRORS": "nonsense"})

    assert result.exit_code == 1
    assert "PODIUM_MIRRORS" in result.stdout
    assert "duckdb" in result.stdout


def test_a_mirror_is_noted_without_its_password(ask: Ask) -> None:
    """Where requests go instead is told, and nothing that the address may hide."""
    mirrors = "https://acme.example=http://me:hidden@127.0.0.1:8000/x"

    result = ask("doctor", env={"PODIUM_MIRRORS": mirrors})

    assert "requests to acme.example go to 127.0.0.1" in result.stdout
    assert "hidden" not in result.stdout


def test_a_held_page_is_a_note_and_changes_nothing_readers_see(tmp_path: Path, ask: Ask) -> None:
    """What waits for the next capture is told with its reason; the standing is the one before."""
    scores = {f"m{number:02}": 1500.0 - 10 * number for number in range(20)}
    broken = {name: score for name, score in scores.items() if name not in {"m01", "m03"}}
    with Record(tmp_path) as record:
        outcomes = record.keep(
            make_capture(make_entries(scores), 0), make_capture(make_entries(broken), 1)
        )
    (tmp_path / "warehouse.duckdb").rename(tmp_path / "podium.duckdb")
    here = {"PODIUM_HOME": str(tmp_path)}

    result = ask("doctor", env=here)
    shown = rows(ask("standings", "acme/chess", "--json", env=here))
    assert outcomes == ["changed", "suspect"]
    assert result.exit_code == 0, result.output
    assert "acme/chess: the page of 2026-05-02 06:00 UTC is held: 2 of the leading" in result.stdout
    assert "the last page is held until another agrees" in result.stdout
    assert len(shown) == 20
