"""What people decide about renames: accepted, refused, taken back, and what follows from it."""

import random
from pathlib import Path

import pytest

from leaderboard.capture import Capture
from leaderboard.errors import UnknownRenameError
from tests.record import START, Record, make_capture, make_source
from tests.renaming import (
    ACCEPT,
    FAR,
    M05,
    MOVED,
    REFUSE,
    RENAMES,
    ROWS,
    Row,
    Say,
    days_of,
    decided_before,
    derived,
    line,
    news,
    page,
    seen,
    without,
    without_votes,
)
from warehouse.deciding import decide
from warehouse.publish import is_behind, publish


def test_a_refused_rename_is_undone(record: Record, say: Say) -> None:
    """The two are models of their own; that one left and one entered is no news."""
    fewer = page(without("m19"), M05)
    record.keep(*days_of(page(), page(names=M05), fewer, fewer))

    say(record, REFUSE, "m05", "new")
    presence = news(record, "entered", "left", "renamed")
    assert presence == [
        ("entered", "new", "alias"),
        ("left", "m05", "alias"),
        ("left", "m19", "backfill"),
    ]
    assert {cause for *_, cause in news(record, "entered_top", "left_top")} == {"alias"}
    assert (line(record, "m05"), line(record, "new")) == ([("m05", 1450.0)], [("new", 1450.0)])
    assert record.rows(RENAMES) == [("m05", "new", "refused")]


def test_accepting_again_restores_what_refusing_undid(record: Record, say: Say) -> None:
    """The last decision holds, whatever was said before."""
    captures = days_of(page(), page(names=M05), page(without("m19"), M05))
    record.keep(*captures)
    before = seen(record)

    say(record, REFUSE, "m05", "new")
    assert seen(record) != before

    say(record, ACCEPT, "m05", "new")
    assert seen(record) == before
    assert record.rows(RENAMES) == [("m05", "new", "accepted")]


@pytest.mark.parametrize("word", [ACCEPT, REFUSE])
def test_when_it_was_decided_does_not_show(
    record: Record, say: Say, tmp_path: Path, word: str
) -> None:
    """A decision afterwards makes the record that it would have made before the first capture."""
    captures = days_of(
        page(),
        page(names=M05),
        page(without("m19"), M05),
        page([*without("m05"), Row("late", 1402.0, 40, "Beta")]),
        page(names=M05),
    )
    record.keep(*captures)

    say(record, word, "m05", "new")
    assert derived(record) == decided_before(tmp_path / "before", captures, (word, "m05", "new"))


def test_decisions_are_repeatable_on_random_histories(tmp_path: Path) -> None:
    """Over random days with renames and arrivals, deciding last equals deciding first."""
    for seed in range(2):
        chance = random.Random(seed)  # noqa: S311 - the same days every time
        folder = tmp_path / str(seed)
        folder.mkdir()
        captures, pairs = random_days(chance)
        word, (old, new) = chance.choice([ACCEPT, REFUSE]), chance.choice(pairs)
        with Record(folder) as record:
            record.keep(*captures)
            board = record.source.all_boards[0]
            decide(
                folder / "warehouse.duckdb",
                board,
                (old, new),
                is_accepted=word == ACCEPT,
                decided_at=START,
            )
            after = derived(record)

        assert after == decided_before(folder / "before", captures, (word, old, new)), seed


def random_days(chance: random.Random) -> tuple[list[Capture], list[tuple[str, str]]]:
    """Some days below the leading ten, and the names that changed on them."""
    rows, pairs = {row.model: row for row in ROWS}, []
    captures = [make_capture(page(rows.values()), 0)]
    for day in range(1, 6):
        old = chance.choice(sorted(name for name in rows if rows[name].score < 1400))
        row = rows.pop(old)
        rows[f"r{day}"] = row._replace(model=f"r{day}", votes=(row.votes or 0) + 10)
        pairs.append((old, f"r{day}"))
        if chance.random() < 0.5:
            arrival = Row(f"e{day}", chance.randrange(1320, 1400), chance.randrange(9999), "Acme")
            rows[arrival.model] = arrival
        captures.append(make_capture(page(rows.values()), day))
    return captures, pairs


@pytest.mark.parametrize("last", [1, 2])
@pytest.mark.parametrize("word", [ACCEPT, REFUSE])
def test_a_proposal_can_be_decided_now_and_later(
    record: Record, say: Say, tmp_path: Path, last: int, word: str
) -> None:
    """Proposed or expired, the decision makes the same record as one that was there before."""
    captures = days_of(page(without_votes()), *[page(MOVED, M05)] * last)
    record.keep(*captures)

    say(record, word, "m05", "new")
    assert record.rows(RENAMES) == [("m05", "new", word)]
    assert {cause for *_, cause in news(record)} == {"alias"}
    assert derived(record) == decided_before(tmp_path / "before", captures, (word, "m05", "new"))


@pytest.mark.parametrize(("old", "new"), [("m07", "new"), ("m05", "nobody"), ("new", "m05")])
def test_names_that_never_swapped_cannot_be_joined(
    record: Record, say: Say, old: str, new: str
) -> None:
    """The error names the pair, and nothing is changed by trying."""
    record.keep(*days_of(page(), page(names=M05)))
    before = derived(record)

    with pytest.raises(UnknownRenameError, match=f"'{old}' is gone and '{new}' is new"):
        say(record, ACCEPT, old, new)

    assert derived(record) == before
    assert record.rows("FROM record.decisions") == []


def test_a_person_may_join_what_no_figure_suggests(
    record: Record, say: Say, tmp_path: Path
) -> None:
    """Another organization and a far score are no hindrance to one who knows."""
    captures = days_of(page(), page(FAR), page(FAR))
    record.keep(*captures)
    assert record.rows(RENAMES) == []

    say(record, ACCEPT, "m12", "far")
    assert news(record, "entered", "left", "renamed") == [("renamed", "far", "alias")]
    assert line(record, "m12") == line(record, "far") == [("m12", 1380.0), ("far", 1495.0)]
    assert derived(record) == decided_before(tmp_path / "before", captures, (ACCEPT, "m12", "far"))


def test_refusing_what_was_joined_by_hand_restores_the_first_record(
    record: Record, say: Say
) -> None:
    """Without any figures for it nothing is left of the pair."""
    record.keep(*days_of(page(), page(FAR), page(FAR)))
    before = derived(record)

    say(record, ACCEPT, "m12", "far")
    say(record, REFUSE, "m12", "far")
    assert derived(record) == before


def test_a_decision_is_of_its_board(record: Record, tmp_path: Path) -> None:
    """What is said of one board leaves another alone that shows the same."""
    record.keep(*days_of(page(), page(names=M05)))
    before = derived(record)
    board = make_source().all_boards[0].model_copy(update={"name": "acme/go"})

    with pytest.raises(UnknownRenameError, match="acme/go"):
        decide(
            tmp_path / "warehouse.duckdb",
            board,
            ("m05", "new"),
            is_accepted=False,
            decided_at=START,
        )

    assert derived(record) == before


def test_a_decision_that_was_not_published_is_found_out(tmp_path: Path) -> None:
    """Killed between deciding and publishing, the next cycle shows readers what was decided."""
    file, published = tmp_path / "warehouse.duckdb", tmp_path / "published.duckdb"
    with Record(tmp_path) as record:
        record.keep(*days_of(page(), page(names=M05)))
    publish(file, published)
    assert not is_behind(file, published)

    board = record.source.all_boards[0]
    decide(file, board, ("m05", "new"), is_accepted=False, decided_at=START)
    assert is_behind(file, published)
