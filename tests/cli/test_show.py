"""Printing rows."""

import io
import sys
from datetime import datetime, timedelta

import pytest

from cli import show


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        """Always."""
        return True


def test_piped_tables_are_aligned_and_never_cut(capsys: pytest.CaptureFixture[str]) -> None:
    """Elsewhere than on a terminal a long name stays whole and no line ends in blanks."""
    show.print_table(("model", "score"), [("x" * 300, 1.5), ("通义", 10.0)])

    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "x" * 300 + "    1.5"
    assert [line.rstrip() for line in lines] == lines


def test_terminal_tables_see_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table prints a name with its brackets, links and escapes as they stand."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    show.print_table(("model",), [("[bold red]x[/] [link=http://a]y :warning: \x1b[5m",)])

    assert r"[bold red]x[/] [link=http://a]y :warning: \x1b[5m" in terminal.getvalue()
    assert "\x1b[5m" not in terminal.getvalue()


def test_csv_defuses_formulas_and_leaves_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    """Text that begins as a formula is quoted; a negative number is a number."""
    cells = ("=1+1", "+1", "-1", "@x", "\tx", "a,b", -1.5, None)
    show.print_csv(["=head", *"bcdefgh"], [cells])

    head, row = capsys.readouterr().out.splitlines()
    assert head == "'=head,b,c,d,e,f,g,h"
    assert row == "'=1+1,'+1,'-1,'@x,'\\tx,\"a,b\",-1.5,"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (True, "yes"),
        (1541.0, "1541"),
        (0.1 + 0.2, "0.3"),
        (timedelta(days=1), "1d"),
        (timedelta(hours=30), "30h"),
        (timedelta(minutes=90), "90m"),
        (datetime(2026, 5, 28, 8, 51, 45), "2026-05-28 08:51"),  # noqa: DTZ001 - UTC without zone
        ([1.0, "a"], '[1.0, "a"]'),
    ],
)
def test_a_cell_is_short_and_exact(value: object, expected: str) -> None:
    """Times to the minute, numbers without noise, nothing for nothing."""
    assert expected == show.cell(value)
