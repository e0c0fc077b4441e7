"""The table that stands below a run of the suite: what became of the mutants, by class."""

from collections import Counter

from _pytest.terminal import TerminalReporter

from tests.mutations.verdict import End

MUTANTS = "mutants"


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print the table, wherever the mutants were read: each test's report has its own figures."""
    total: Counter[tuple[str, str]] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            figures = dict(getattr(report, "user_properties", ())).get(MUTANTS, {})
            if getattr(report, "when", "") == "call":
                total.update({tuple(name.split(" | ")): n for name, n in figures.items()})
    if total:
        terminalreporter.section("changed pages, and what became of them")
        for line in table(total):
            terminalreporter.write_line(line)


def recorded(tally: Counter[tuple[str, str]]) -> dict[str, int]:
    """The figures of one test, as its report can hold them."""
    return {" | ".join(names): count for names, count in tally.items()}


def table(total: Counter[tuple[str, str]]) -> list[str]:
    """A line for each class of change, and one for all: a table in Markdown."""
    kinds = sorted({kind for kind, _ in total})
    lines = [("change", "pages", *End), ("---", *["--:"] * (len(End) + 1))]
    for kind in kinds:
        counts = [total[kind, end] for end in End]
        lines.append((kind, str(sum(counts)), *map(str, counts)))
    sums = [sum(total[kind, end] for kind in kinds) for end in End]
    lines.append(("all", str(sum(sums)), *map(str, sums)))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [_line(cells, widths) for cells in lines]


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join([first.strip().ljust(widths[0]), *rest])} |"
