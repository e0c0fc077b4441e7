"""Names joined to the catalogue: who made what and where, in every view that tells of models."""

from pathlib import Path

import pytest

from leaderboard.errors import SourceFileError
from leaderboard.standing import Entry, ranked
from tests.record import BOARD, Record, make_capture
from warehouse.naming import name_all

ORGANIZATIONS = """
organizations:
  - {name: OpenAI, country: US, aliases: [oai]}
  - {name: Google, country: US}
  - {name: Alibaba, country: CN, aliases: [qwen]}
  - {name: Mistral, country: FR}
"""
MODELS = """
models:
  - {name: gpt-7, organization: OpenAI}
  - {name: gemini-4, organization: Google}
  - {name: qwen4-max, organization: Alibaba, aliases: [kiana]}
"""
_HISTORY = "SELECT model, rank FROM history($1, $2)"
_PEAK = "SELECT board, model FROM peak($1)"
BEFORE = {"gpt-7": 1500.0, "gemini-4": 1490.0, "gemini-4-high": 1480.0}
AFTER = BEFORE | {"qwen4-max": 1495.0}


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A small catalogue."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "organizations.yml").write_text(ORGANIZATIONS)
    (folder / "models.yml").write_text(MODELS)
    return folder


def _entries(scores: dict[str, float], organization: str | None = None) -> tuple[Entry, ...]:
    entries = [Entry(name, name, organization, score=score) for name, score in scores.items()]
    best_first = ranked(entries, higher_is_better=True)
    return tuple(entry._replace(rank=rank) for rank, entry in enumerate(best_first, start=1))


def _kept(folder: Path, catalogue: Path, *days: tuple[Entry, ...]) -> Record:
    record = Record(folder)
    record.keep(*(make_capture(entries, day) for day, entries in enumerate(days)))
    name_all(record.connection, catalogue)
    return record


def test_a_board_without_organizations_gets_them_from_the_catalogue(
    tmp_path: Path, catalogue: Path
) -> None:
    """`standings` says who made a model and where, and what model it is beside its marks."""
    with _kept(tmp_path, catalogue, _entries(AFTER)) as record:
        rows = record.rows("SELECT model, organization, country, base_model FROM standings")

    assert rows == [
        ("gpt-7", "OpenAI", "US", "gpt-7"),
        ("qwen4-max", "Alibaba", "CN", "qwen4-max"),
        ("gemini-4", "Google", "US", "gemini-4"),
        ("gemini-4-high", "Google", "US", "gemini-4"),
    ]


def test_what_the_catalogue_lacks_stays_as_it_is_printed(tmp_path: Path, catalogue: Path) -> None:
    """An unknown model of an unknown lab has no country, and is in the list of what is missing."""
    entries = (*_entries(BEFORE), Entry("new", "new", "Acme", rank=4, score=1400.0, place=4))
    with _kept(tmp_path, catalogue, entries) as record:
        rows = record.rows("SELECT organization, country FROM standings WHERE model = 'new'")
        names = record.rows("SELECT base_model, country FROM names WHERE name = 'new'")

    assert rows == [("Acme", None)]
    assert names == [(None, None)]


def test_a_name_that_is_two_models_is_told_apart_by_who_made_it(
    tmp_path: Path, catalogue: Path
) -> None:
    """Two rows of one name by two labs are two rows, each with its own lab."""
    entries = (
        Entry("1", "Speech 2", "Mistral", rank=1, score=2.0, place=1),
        Entry("2", "Speech 2", "qwen", rank=2, score=1.0, place=2),
    )
    with _kept(tmp_path, catalogue, entries) as record:
        rows = record.rows("SELECT rank, organization, country FROM standings ORDER BY rank")

    assert rows == [(1, "Mistral", "FR"), (2, "Alibaba", "CN")]


def test_a_catalogue_that_changed_is_taken_up(tmp_path: Path, catalogue: Path) -> None:
    """All names are looked up again, and nothing is looked up where nothing is new."""
    with _kept(tmp_path, catalogue, _entries(AFTER)) as record:
        text = (catalogue / "models.yml").read_text().replace("Alibaba", "Mistral")
        (catalogue / "models.yml").write_text(text)
        name_all(record.connection, catalogue)
        name_all(record.connection, catalogue)
        rows = record.rows("SELECT country FROM standings WHERE model = 'qwen4-max'")
        ((names,),) = record.rows("SELECT count(*) FROM names")

    assert rows == [("FR",)]
    assert names == len(AFTER)


def test_a_wrong_catalogue_changes_nothing(tmp_path: Path, catalogue: Path) -> None:
    """The error names file and field, and readers keep what they had."""
    with _kept(tmp_path, catalogue, _entries(AFTER)) as record:
        before = record.rows("FROM names")
        (catalogue / "models.yml").write_text("models: [{name: x, organization: Nobody}]")
        with pytest.raises(SourceFileError, match=r"models\.yml.*Nobody"):
            name_all(record.connection, catalogue)

        assert record.rows("FROM names") == before


def test_a_country_that_had_none_in_the_top_is_told(tmp_path: Path, catalogue: Path) -> None:
    """The first of its country and of its lab, at every threshold that it crossed."""
    days = (_entries(BEFORE), _entries(AFTER))
    with _kept(tmp_path, catalogue, *days) as record:
        rows = record.rows(
            "SELECT kind, threshold, model, organization, country FROM changes "
            "WHERE kind LIKE 'first%' ORDER BY ALL"
        )

    what = ("qwen4-max", "Alibaba", "CN")
    assert rows == [
        *(("first_of_country_in_top", top, *what) for top in (3, 5, 10)),
        *(("first_of_organization_in_top", top, *what) for top in (3, 5, 10)),
    ]


def test_a_country_with_two_newcomers_is_told_once(tmp_path: Path, catalogue: Path) -> None:
    """The better placed of the two is the first."""
    after = _entries(BEFORE | {"qwen4-max": 1495.0, "kiana-high": 1494.0})
    with _kept(tmp_path, catalogue, _entries(BEFORE), after) as record:
        rows = record.rows(
            "SELECT model FROM changes WHERE kind = 'first_of_country_in_top' AND threshold = 5"
        )

    assert rows == [("qwen4-max",)]


@pytest.mark.parametrize("stranger", ["stranger", "gpt-7x"])
def test_beside_a_stranger_nobody_is_called_the_first(
    tmp_path: Path, catalogue: Path, stranger: str
) -> None:
    """Where one of the top five is of an unknown country, it may be of this one."""
    before = BEFORE | {stranger: 1470.0}
    days = (_entries(before), _entries(before | {"qwen4-max": 1495.0}))
    with _kept(tmp_path, catalogue, *days) as record:
        rows = record.rows("SELECT threshold FROM changes WHERE kind = 'first_of_country_in_top'")

    assert rows == [(3,)]


def test_the_gap_between_two_countries_is_in_points_and_per_cent(
    tmp_path: Path, catalogue: Path
) -> None:
    """1,500 against 1,495 is 5 points, 0.33 % of the second; before, there was no second."""
    with _kept(tmp_path, catalogue, _entries(BEFORE), _entries(AFTER)) as record:
        rows = record.rows(
            "SELECT model_a, score_a, model_b, score_b, difference, round(percent, 2) "
            "FROM gap('acme/chess', 'US', 'CN')"
        )
        best = record.rows(
            "SELECT country, model, rank FROM best_by_country('acme/chess', TIMESTAMP 'infinity')"
        )

    assert rows == [("gpt-7", 1500.0, "qwen4-max", 1495.0, 5.0, 0.33)]
    assert best == [("US", "gpt-7", 1), ("CN", "qwen4-max", 2)]


def test_a_model_is_found_by_any_of_its_names(tmp_path: Path, catalogue: Path) -> None:
    """History and peak know it by the catalogue's name and by an alias that no page here prints."""
    with _kept(tmp_path, catalogue, _entries({"kiana": 5.0, "gpt-7": 4.0})) as record:
        found = {
            name: (
                record.connection.execute(_HISTORY, [BOARD, name]).fetchall(),
                record.connection.execute(_PEAK, [name]).fetchall(),
            )
            for name in ("kiana", "qwen4-max", "nobody")
        }

    known = ([("kiana", 1)], [(BOARD, "kiana")])
    assert found == {"kiana": known, "qwen4-max": known, "nobody": ([], [])}


def test_equals_of_one_country_are_told_once(tmp_path: Path, catalogue: Path) -> None:
    """Two that enter at the same standing are one first."""
    tied = ranked(
        [Entry(name, name, score=score) for name, score in AFTER.items()]
        + [Entry("kiana-high", "kiana-high", score=1495.0)],
        higher_is_better=True,
    )
    before = ranked(
        [Entry(name, name, score=score) for name, score in BEFORE.items()], higher_is_better=True
    )
    with _kept(tmp_path, catalogue, before, tied) as record:
        rows = record.rows(
            "SELECT model FROM changes WHERE kind = 'first_of_country_in_top' AND threshold = 5"
        )

    assert rows == [("kiana-high",)]


def test_a_lab_that_the_catalogue_lacks_is_never_called_the_first(
    tmp_path: Path, catalogue: Path
) -> None:
    """Another spelling of it may have stood there before."""
    before = (*_entries(BEFORE), Entry("old", "old", "Acme Inc", rank=4, score=1400.0, place=4))
    after = (
        Entry("new", "new", "Acme", rank=1, score=1600.0, place=1),
        *(entry._replace(rank=entry.rank + 1, place=None) for entry in before if entry.rank),
    )
    with _kept(tmp_path, catalogue, before, after) as record:
        rows = record.rows("SELECT kind FROM changes WHERE kind LIKE 'first_of_organization%'")

    assert rows == []
