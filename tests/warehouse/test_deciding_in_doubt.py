"""Decisions about names on pages that are held, refuted or cut, or that nothing followed yet."""

from pathlib import Path

import pytest

from tests.record import Record
from tests.renaming import (
    ACCEPT,
    M05,
    REFUSE,
    ROWS,
    Row,
    Say,
    days_of,
    decided_before,
    derived,
    page,
    without,
)


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
