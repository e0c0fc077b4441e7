"""Which column is what."""

import pytest

from parsers.columns import figure, guess
from parsers.roles import Column, Kind, Role, folded


def _table(**columns: list[object]) -> tuple[list[str], list[dict[str, object]]]:
    lines = zip(*columns.values(), strict=True)
    return list(columns), [dict(zip(columns, line, strict=True)) for line in lines]


def _roles(**columns: list[object]) -> dict[Role, str]:
    return {role: column.name for role, column in guess(*_table(**columns)).items()}


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("modelDisplayName", "model display name"),
        ("pass_rate_2", "pass rate 2"),
        ("% Resolved", "% resolved"),
        ("95% CI (±)", "95 % ci ±"),
        ("Avg. WER", "avg wer"),
        ("Rank* (UB)", "rank ub"),
    ],
)
def test_names_are_compared_as_plain_words(name: str, plain: str) -> None:
    """However a publisher spells them."""
    assert plain == folded(name)


@pytest.mark.parametrize("name", ["Model", "Name", "System", "Agent", "modelDisplayName"])
def test_a_model_is_found_by_its_usual_names(name: str) -> None:
    """Its column holds texts."""
    assert _roles(**{name: ["a", "b"], "Score": ["1", "2"]})[Role.MODEL] == name


@pytest.mark.parametrize(
    "name", ["Score", "Elo", "Arena Score", "Rating", "Overall", "Average", "Accuracy", "Pass %"]
)
def test_a_score_is_found_by_its_usual_names(name: str) -> None:
    """Its column holds numbers, or texts that are numbers."""
    assert _roles(**{name: [1.5, 2], "Model": ["a", "b"]})[Role.SCORE] == name
    assert _roles(**{name: ["1.5", "2"], "Model": ["a", "b"]})[Role.SCORE] == name


@pytest.mark.parametrize("name", ["Organization", "Org", "Provider", "Vendor", "Company", "Lab"])
def test_an_organization_is_found_by_its_usual_names(name: str) -> None:
    """It may be missing in some rows."""
    columns = {"Model": ["a", "b"], "Score": [1, 2], name: ["x", ""]}

    assert _roles(**columns)[Role.ORGANIZATION] == name


def test_values_decide_where_the_name_does_not() -> None:
    """A `Model` that holds numbers is none, a `Score` of words none, a `Rank` of 0 none."""
    found = _roles(Model=[1, 2], Name=["a", "b"], Score=["good", "bad"], Elo=[3, 4], Rank=[0, 1])

    assert found == {Role.MODEL: "Name", Role.SCORE: "Elo"}


def test_bounds_of_a_rank_or_score_are_neither() -> None:
    """Where the rank itself cannot be used, its spread is not taken for it."""
    found = _roles(name=["a", "b"], rank=[0, 2], rankLower=[1, 2], rating=[5, 4])

    assert Role.RANK not in found


def test_marks_for_nothing_are_kept_by_name() -> None:
    """Only texts that are known as such; and no more than half of the rows may have one."""
    names, rows = _table(Model=["a", "b", "c"], Score=["1", "N/A", "2"])
    _, empty = _table(Model=["a", "b", "c"], Score=["1", "N/A", "-"])

    assert guess(names, rows)[Role.SCORE].missing == ("N/A",)
    assert Role.SCORE not in guess(names, empty)


@pytest.mark.parametrize(
    ("cells", "kind", "unit"),
    [
        (["82.0%", "3 %"], Kind.FIGURE, "%"),
        (["82.0%± 2.2", "3%±1"], Kind.SCORE_WITH_INTERVAL, "%"),
        (["1504 ±6", "1490 +3/-4"], Kind.SCORE_WITH_INTERVAL, ""),
        (["1,504", "900"], Kind.FIGURE, ""),
    ],
)
def test_how_scores_are_written(cells: list[object], kind: Kind, unit: str) -> None:
    """With a unit, an interval, thousands."""
    score = guess(*_table(Model=["a", "b"], Score=cells))[Role.SCORE]

    assert (kind, unit) == (score.kind, score.unit)


def test_an_interval_is_found_in_each_of_its_ways() -> None:
    """As two ends, as two distances, as one text, as a standard error; never two at once."""
    base: dict[str, list[object]] = {"name": ["a", "b"], "score": [10.0, 8.0]}
    ends = guess(*_table(**base, score_low=[9.0, 7.0], score_high=[11.0, 9.0], stderr=[1.0, 1.0]))
    reach = guess(*_table(**base, ci_low=[2.0, 3.0], ci_high=[2.0, 1.0]))
    text = guess(*_table(**base, ci=["-2/+3", "±4"], stderr=[1.0, 1.0]))
    upper = guess(*_table(**base, confidenceInterval_upper=[2.0, 1.0]))

    assert (ends[Role.LOW].kind, ends[Role.HIGH].kind) == (Kind.NUMBER, Kind.NUMBER)
    assert (reach[Role.LOW].kind, reach[Role.HIGH].kind) == (Kind.DISTANCE, Kind.DISTANCE)
    assert text[Role.INTERVAL].kind is Kind.DELTAS
    assert upper[Role.INTERVAL].kind is Kind.NUMBER
    assert not {Role.STDERR, Role.INTERVAL} & set(ends)
    assert Role.STDERR not in text


def test_a_key_is_an_identifier_that_no_two_rows_share() -> None:
    """One that stands twice is none, nor is that of something else."""
    assert _roles(id=["u1", "u2"], name=["a", "b"], score=[1, 2])[Role.KEY] == "id"
    assert Role.KEY not in _roles(id=["u1", "u1"], name=["a", "b"], score=[1, 2])
    assert Role.KEY not in _roles(vendor_id=["u1", "u2"], name=["a", "b"], score=[1, 2])


def test_what_a_person_names_goes_before_what_is_guessed() -> None:
    """It must fit all the same."""
    names, rows = _table(Model=["a", "b"], Score=[1, 2], Olympiad=[3, 4], Note=["x", "y"])

    assert guess(names, rows, {Role.SCORE: "Olympiad"})[Role.SCORE].name == "Olympiad"
    assert Role.SCORE not in guess(names, rows, {Role.SCORE: "Note"})


def test_columns_that_stand_twice_or_have_no_name_are_not_used() -> None:
    """No reader could ask for one of them."""
    rows = [{"Model": "a", "Score": "1", "": "x"}]

    assert Role.SCORE not in guess(["", "Model", "Score", "Score"], rows)


def test_a_figure_is_read_as_its_column_is() -> None:
    """With its unit, without its interval; a mark for nothing is none."""
    percent = Column("s", Kind.SCORE_WITH_INTERVAL, "%")

    assert figure({"s": "82.0%± 2.2"}, percent) == 82.0
    assert figure({"s": "-"}, Column("s", Kind.FIGURE, missing=("-",))) is None
    assert figure({"s": 3}, Column("s", Kind.NUMBER)) == 3.0
