"""The Berkeley Function-Calling Leaderboard: one CSV file, as versions 3 and 4 have it."""

from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.delimited import read_csv
from parsers.numbers import number, rank
from parsers.rows import Row

USED = ("Rank", "Overall Acc", "Model", "Organization")
# What the overall accuracy is made of.
PARTS = {
    *("Non-Live AST Acc", "Non-Live Exec Acc", "Live Acc", "Multi Turn Acc"),
    *("Web Search Acc", "Memory Acc"),
}
IGNORED = {
    *("Model Link", "License", "Cost ($ Per 1k Function Calls)", "Total Cost ($)"),
    *("Latency Mean (s)", "Latency Standard Deviation (s)", "Latency 95th Percentile (s)"),
    *("Non-Live Simple AST", "Non-Live Multiple AST", "Non-Live Parallel AST"),
    *("Non-Live Parallel Multiple AST", "Non-Live Simple Exec", "Non-Live Multiple Exec"),
    *("Non-Live Parallel Exec", "Non-Live Parallel Multiple Exec"),
    *("Live Simple AST", "Live Multiple AST", "Live Parallel AST", "Live Parallel Multiple AST"),
    *("Multi Turn Base", "Multi Turn Miss Func", "Multi Turn Miss Param"),
    *("Multi Turn Long Context", "Multi Turn Composite", "Web Search Base"),
    *("Web Search No Snippet", "Memory KV", "Memory Vector", "Memory Recursive Summarization"),
    *("Relevance Detection", "Irrelevance Detection"),
    *("Format Sensitivity Max Delta", "Format Sensitivity Standard Deviation"),
}


def parse(page: Page) -> Standing:
    """A model with native calls (FC) and the same when prompted are two models.

    The overall accuracy was made anew when agentic parts came: the parts are the method.
    """
    table = read_csv(page, USED, ends_open=True)
    unknown = table.unknown({*USED, *PARTS, *IGNORED})
    parts = sorted(h for h in table.headers if h.endswith(" Acc") and h != "Overall Acc")
    return Standing(
        entries=keyed_by_name([_entry(row) for row in table.rows]),
        unknown=unknown,
        method=f"made of {', '.join(parts)}",
    )


def _entry(row: Row) -> Entry:
    return Entry(
        key=row["Model"],
        model=row["Model"],
        organization=row["Organization"] or None,
        rank=rank(row["Rank"]),
        score=number(row["Overall Acc"], unit="%"),
    )
