"""Names that change: applied, proposed, accepted and refused, and what follows from it."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from leaderboard.capture import Capture
from leaderboard.errors import UnknownRenameError
from leaderboard.source import Source
from tests.record import BOARD, START, Record, make_capture, make_source
from tests.renaming import ROWS, Row, page, without, without_votes
from warehouse.deciding import decide
from warehouse.sql import query

Say = Callable[[Record, str, str, str], None]

ACCEPT, REFUSE = "accepted", "refused"
TABLES = (
    *("changes", "standings", "leaders", "captures", "record.snapshots", "record.moves"),
    *("record.renames", "record.aliases", "record.unseen", "record.settled", "record.tested"),
)
NEWS = "SELECT kind, model, cause FROM changes WHERE kind IN ({}) ORDER BY ALL"
TOLD = ("entered", "left", "renamed", "entered_top", "left_top")
RENAMES = "SELECT old_model, new_model, state FROM record.renames ORDER BY ALL"
M05 = {"m05": "new"}
# Without votes and with a score that is hardly another m05 may go on under the new name, or not.
MOVED = [row._replace(score=1452.0) if row.model == "m05" else row for row in without_votes()]
# A newcomer of another laboratory, far up the board, on the day when m12 is gone.
FAR = [*without("m12"), Row("far", 1495.0, 77_777, "Gamma")]


@pytest.fixture
def say(tmp_path: Path) -> Say:
    """Decide about two names of the record in this test, each time a day later."""
    days = iter(range(100, 200))

    def said(record: Record, word: str, old: str, new: str) -> None:
        decide(
            tmp_path / "warehouse.duckdb",
            record.source.all_boards[0],
            (old, new),
            is_accepted=word == ACCEPT,
            decided_at=START + timedelta(days=next(days)),
        )

    return said


def derived(record: Record) -> dict[str, list[tuple[object, ...]]]:
    """All that follows from captures and decisions."""
    return {table: record.rows(f"FROM {table} ORDER BY ALL") for table in TABLES}


def seen(record: Record) -> dict[str, list[tuple[object, ...]]]:
    """All that readers are shown of it."""
    return {table: rows for table, rows in derived(record).items() if "." not in table}


def news(record: Record, *kinds: str) -> list[tuple[object, ...]]:
    """Changes of these kinds, or of all that tell who is on the board."""
    return record.rows(NEWS.format(", ".join(f"'{kind}'" for kind in kinds or TOLD)))


def line(record: Record, model: str) -> list[tuple[object, ...]]:
    """The names and scores in a model's history."""
    found = record.connection.execute("SELECT model, score FROM history($1, $2)", [BOARD, model])
    return found.fetchall()


def decided_before(
    folder: Path, captures: list[Capture], *decisions: tuple[str, str, str]
) -> dict[str, list[tuple[object, ...]]]:
    """What follows where the decisions were there before any capture."""
    folder.mkdir()
    with Record(folder) as record:
        for number, (word, old, new) in enumerate(decisions):
            record.connection.execute(
                query("insert_decision"),
                {
                    "board": BOARD,
                    "old_model": old,
                    "new_model": new,
                    "is_accepted": word == ACCEPT,
                    "decided_at": START + timedelta(days=number),
                },
            )
        record.keep(*captures)
        return derived(record)


def days_of(*standings: tuple[object, ...]) -> list[Capture]:
    """One capture a day."""
    return [make_capture(entries, day) for day, entries in enumerate(standings)]  # type: ignore[arg-type]


def test_a_certain_rename_is_applied_with_a_mark(record: Record) -> None:
    """Same organization, score and votes: it is told as a new name, and nobody left or entered."""
    record.keep(*days_of(page(), page(names=M05)))

    assert news(record) == [("renamed", "new", "alias")]
    assert record.rows(RENAMES) == [("m05", "new", "applied")]


def test_a_renamed_model_has_one_history_under_either_name(record: Record) -> None:
    """Both names find the line from its beginning."""
    record.keep(*days_of(page(), page(names=M05)))

    assert line(record, "m05") == line(record, "new") == [("new", 1450.0)]
    assert record.rows("SELECT valid_from FROM history('acme/chess', 'new')") == [(START,)]


def test_a_model_renamed_twice_keeps_its_line(record: Record) -> None:
    """The last name of a chain finds the days of the first."""
    again = [row._replace(score=1451.0) if row.model == "m05" else row for row in ROWS]
    record.keep(*days_of(page(), page(names=M05), page(again, {"m05": "newest"})))

    assert line(record, "newest") == [("new", 1450.0), ("newest", 1451.0)]
    assert line(record, "m05") == line(record, "newest")


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


def test_an_uncertain_rename_is_not_told(record: Record) -> None:
    """By its score alone a newcomer may be the one that is gone: nothing is said of either."""
    rows = without_votes()
    record.keep(*days_of(page(rows), page(rows, M05)))

    ((certainty,),) = record.rows("SELECT certainty FROM record.renames")
    assert 0.5 < certainty < 0.98  # type: ignore[operator]
    assert record.rows(RENAMES) == [("m05", "new", "proposed")]
    assert news(record) == []


def test_a_likely_proposal_is_applied_by_the_next_capture(record: Record) -> None:
    """That the new name stays and the old one stays away bears it out, however soon it is seen."""
    rows = without_votes()
    record.keep(*days_of(page(rows), page(rows, M05)))
    record.keep(make_capture(page(rows, M05), 1.01))

    assert record.rows(RENAMES) == [("m05", "new", "applied")]
    assert news(record) == [("renamed", "new", "alias")]
    assert record.rows("SELECT DISTINCT day(observed_at) FROM changes") == [(2,)]


def test_the_same_bytes_bear_out_nothing(record: Record) -> None:
    """The page that proposed a rename, seen again, says no more than it did."""
    rows = without_votes()
    first, proposing = days_of(page(rows), page(rows, M05))
    record.keep(
        first, proposing, replace(make_capture(page(rows, M05), 2), sha256=proposing.sha256)
    )

    assert record.rows(RENAMES) == [("m05", "new", "proposed")]
    assert news(record) == []


@pytest.mark.parametrize(("day", "state"), [(1.45, "proposed"), (1.5, "applied")])
def test_a_board_may_ask_for_a_longer_wait(tmp_path: Path, day: float, state: str) -> None:
    """With `confirmation` the line must be seen so long afterwards or later, not before."""
    rows = without_votes()
    with Record(tmp_path, patient("12h")) as record:
        record.keep(*days_of(page(rows), page(rows, M05)))
        record.keep(make_capture(page(rows, M05), day))

        assert record.rows(RENAMES) == [("m05", "new", state)]


def patient(confirmation: str) -> Source:
    """The board with a least wait for what bears a rename out."""
    data = make_source().model_dump(mode="json", exclude_none=True)
    data["boards"]["chess"] |= {"cadence": "1d", "gate": {"confirmation": confirmation}}
    return Source.model_validate(data)


@pytest.mark.parametrize(
    ("after", "state"), [({}, "applied"), ({"m05": "other"}, "expired")], ids=["back", "gone too"]
)
def test_a_new_name_that_goes_again(record: Record, after: dict[str, str], state: str) -> None:
    """Where the old name is back it was written otherwise for a day; else two models are gone."""
    rows = without_votes()
    record.keep(*days_of(page(rows), page(rows, M05), page(rows, after)))

    assert ("m05", "new", state) in record.rows(RENAMES)


def test_a_name_that_comes_back_beside_the_new_one_is_another_model(record: Record) -> None:
    """The two are then two, and the one was only missing for a day."""
    rows = without_votes()
    both = [*rows, Row("new", 1450.0, None, "Beta")]
    record.keep(*days_of(page(rows), page(rows, M05), page(both)))

    assert record.rows(RENAMES) == [("m05", "new", "expired")]
    assert news(record, "entered", "left", "renamed") == [("entered", "new", "backfill")]


def test_an_expired_proposal_is_a_departure_and_an_entry(record: Record) -> None:
    """A rename that is hardly likely ends with the next capture, as changes of its own day."""
    rows = without_votes()
    record.keep(*days_of(page(rows), page(MOVED, M05)))
    record.keep(make_capture(page(MOVED, M05), 2))

    assert record.rows(RENAMES) == [("m05", "new", "expired")]
    assert news(record) == [
        ("entered", "new", "backfill"),
        ("entered_top", "new", "backfill"),
        ("left", "m05", "backfill"),
        ("left_top", "m05", "backfill"),
    ]
    assert record.rows("SELECT DISTINCT day(observed_at) FROM changes") == [(2,)]


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


def test_a_model_can_be_joined_on_the_day_it_is_gone(
    record: Record, say: Say, tmp_path: Path
) -> None:
    """Though its absence waits for another capture, a person need not wait."""
    captures = days_of(page(), page([*without("m02"), Row("far", 1311.0, 77_777, "Gamma")]))
    record.keep(*captures)

    say(record, ACCEPT, "m02", "far")
    assert derived(record) == decided_before(tmp_path / "before", captures, (ACCEPT, "m02", "far"))


def test_refusing_two_leading_renames_can_be_taken_back(
    record: Record, say: Say, tmp_path: Path
) -> None:
    """Where the refusals make the page implausible, accepting still restores it."""
    captures = days_of(page(), page(names={"m02": "x2", "m03": "x3"}))
    record.keep(*captures)

    say(record, REFUSE, "m02", "x2")
    say(record, REFUSE, "m03", "x3")
    say(record, ACCEPT, "m02", "x2")
    assert derived(record) == decided_before(
        tmp_path / "before", captures, (REFUSE, "m03", "x3"), (ACCEPT, "m02", "x2")
    )


def test_a_refusal_that_the_next_page_refutes_can_be_taken_back(
    record: Record, say: Say, tmp_path: Path
) -> None:
    """A page refused because of a decision is believed again with the other decision."""
    renamed = {"m03": "x3"}
    captures = days_of(page(), page(without("m02"), renamed), page(names=renamed))
    record.keep(*captures)

    say(record, REFUSE, "m03", "x3")
    say(record, ACCEPT, "m03", "x3")
    assert derived(record) == decided_before(tmp_path / "before", captures, (ACCEPT, "m03", "x3"))


def test_one_of_three_refusals_on_a_held_page_can_be_taken_back(
    record: Record, say: Say, tmp_path: Path
) -> None:
    """The page stays held for the two others, and what was said of the one is kept."""
    names = {"m02": "x2", "m03": "x3", "m04": "x4"}
    captures = days_of(page(), page(names=names))
    record.keep(*captures)
    for old, new in names.items():
        say(record, REFUSE, old, new)

    say(record, ACCEPT, "m02", "x2")
    words = [(REFUSE if old != "m02" else ACCEPT, old, new) for old, new in names.items()]
    assert record.rows("SELECT outcome FROM captures ORDER BY observed_at")[1:] == [("suspect",)]
    assert derived(record) == decided_before(tmp_path / "before", captures, *words)


@pytest.mark.parametrize("word", [ACCEPT, REFUSE])
def test_a_swap_across_a_refuted_page_can_be_decided(
    record: Record, say: Say, tmp_path: Path, word: str
) -> None:
    """A page between that was not believed is not what the names are compared with."""
    garbage = page([Row(f"g{n}", 1400.0 - n, 10, "Gamma") for n in range(20)])
    captures = days_of(page(), garbage, page(names=M05), page(names=M05))
    record.keep(*captures)
    assert record.rows("SELECT outcome FROM captures ORDER BY observed_at")[1] == ("rejected",)

    say(record, word, "m05", "new")
    assert derived(record) == decided_before(tmp_path / "before", captures, (word, "m05", "new"))


def test_a_swap_behind_a_cut_can_be_decided(record: Record, say: Say, tmp_path: Path) -> None:
    """A name that was last seen before the page was cut is gone when all is shown again."""
    captures = days_of(page(), page(ROWS[:10]), page(names={"m15": "new"}))
    record.keep(*captures)

    say(record, REFUSE, "m15", "new")
    assert derived(record) == decided_before(tmp_path / "before", captures, (REFUSE, "m15", "new"))


def test_many_renames_at_once_are_assigned_one_to_one(record: Record) -> None:
    """Six models with new names and a newcomer between them: each finds its own."""
    names = {f"m{n:02}": f"n{n:02}" for n in (3, 5, 8, 11, 14, 17)}
    newcomer = Row("newcomer", 1444.0, 31, "Acme")
    record.keep(*days_of(page(), page([*ROWS, newcomer], names)))

    assert record.rows(RENAMES) == [(old, new, "applied") for old, new in names.items()]
    assert news(record, "entered", "left") == [("entered", "newcomer", "backfill")]


def test_two_rows_of_one_name_keep_their_own_history(record: Record) -> None:
    """When their order on the page swaps, each row goes on from the one nearest to it."""
    strong, weak = Row("twin", 1433.0, 900, "Acme"), Row("twin", 1366.0, 800, "Acme")
    later = weak._replace(score=1367.0, votes=810), strong._replace(score=1434.0, votes=910)
    record.keep(*days_of(page([*ROWS, strong, weak]), page([*ROWS, *later])))

    moved = "SELECT old_score, new_score FROM changes WHERE model = 'twin' ORDER BY ALL"
    assert record.rows("SELECT count(*) FROM standings WHERE model = 'twin'") == [(2,)]
    assert record.rows(moved) == [(1366.0, 1367.0), (1433.0, 1434.0)]
    assert news(record) == []
    assert line(record, "twin#2") == [("twin", 1366.0), ("twin", 1367.0)]


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
