"""`podium unresolved`."""

from pathlib import Path

import pytest

from leaderboard.standing import Entry
from tests.cli.conftest import Ask, rows
from tests.record import Record, make_capture, make_entries
from warehouse.naming import name_all

ORGANIZATIONS = "organizations: [{name: Acme, country: US}, {name: Nowhere}]"
MODELS = """
models:
  - {name: alpha, organization: Acme}
  - {name: beta, organization: Nowhere}
"""


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose board shows a known model, one of a lab of no known country, and a stranger."""
    for name, text in (("organizations", ORGANIZATIONS), ("models", MODELS)):
        (tmp_path / f"{name}.yml").write_text(text)
    with Record(tmp_path) as record:
        record.keep(make_capture(make_entries({"alpha": 3, "beta": 2, "=gamma()": 1}), 0))
        name_all(record.connection, tmp_path)
    (tmp_path / "warehouse.duckdb").rename(tmp_path / "podium.duckdb")
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path))
    return tmp_path


def test_what_the_catalogue_lacks_is_listed_best_first(ask: Ask, named: Path) -> None:
    """Each name with what is missing of it; a model that is known in full is not there."""
    listed = rows(ask("unresolved", "--json", env={"PODIUM_HOME": str(named)}))

    assert [(row["name"], row["missing"], row["best_rank"]) for row in listed] == [
        ("beta", ["country"], 2),
        ("=gamma()", ["base_model", "organization", "country"], 3),
    ]


def test_one_name_of_two_labs_is_listed_for_the_one_that_lacks_something(
    ask: Ask, tmp_path: Path, named: Path
) -> None:
    """A row that is known in full is not listed because another one has its name."""
    (tmp_path / "other").mkdir()
    entries = (
        Entry("1", "alpha", "Acme", rank=1, score=2.0, place=1),
        Entry("2", "alpha", "Nowhere", rank=2, score=1.0, place=2),
    )
    with Record(tmp_path / "other") as record:
        record.keep(make_capture(entries, 0))
        name_all(record.connection, named)
    (tmp_path / "other/warehouse.duckdb").rename(tmp_path / "other/podium.duckdb")

    listed = rows(ask("unresolved", "--json", env={"PODIUM_HOME": str(tmp_path / "other")}))
    assert [(row["printed_organization"], row["best_rank"]) for row in listed] == [("Nowhere", 2)]


def test_a_long_list_is_cut_and_says_so(ask: Ask, named: Path) -> None:
    """The end of the list tells how many more there are."""
    result = ask("unresolved", "--limit", "1", env={"PODIUM_HOME": str(named)})

    assert "beta" in result.stdout
    assert "1 more; --limit shows them" in result.stdout
