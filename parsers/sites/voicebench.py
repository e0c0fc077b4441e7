"""VoiceBench: the table in the README of its repository."""

from collections.abc import Sequence

from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.markdown import find_table
from parsers.means import expect_means, mean_of
from parsers.numbers import number, rank
from parsers.rows import Row

USED = ("Rank", "Model", "Overall")
FIVE_POINTS = {"AlpacaEval", "CommonEval", "WildVoice"}
PERCENT = {"SD-QA", "MMSU", "OBQA", "OpenBookQA", "BBH", "IFEval", "AdvBench"}
SAME = {"OpenBookQA": "OBQA"}
MISSING = ("", "-")
# Overall is made of figures before they are rounded: a score of 5 printed to the hundredth is a
# tenth of a point off at most. 0.034 is the most that the real tables differ.
ROUNDED_BY = 0.05


def parse(page: Page) -> Standing:
    """Overall is the mean of all sub-scores, those of 5 points times 20.

    It changed for every model whenever a sub-score was added, so the sub-scores are the method. One
    that is not known here is of it too; its scale is not known, so then nothing is recomputed.
    """
    table = find_table(page, USED, followed=True)
    parts = [header for header in table.headers if header not in USED]
    unknown = table.unknown({*USED, *FIVE_POINTS, *PERCENT})
    if not unknown:
        expect_means((_with_parts(row, parts) for row in table.rows), ROUNDED_BY)
    return Standing(
        entries=keyed_by_name([_entry(row) for row in table.rows]),
        unknown=unknown,
        method=mean_of(SAME.get(part, part) for part in parts),
    )


def _with_parts(row: Row, parts: Sequence[str]) -> tuple[float | None, list[float]]:
    """Overall and the sub-scores in points of 100; none where one is missing."""
    found = [number(row[part], missing=MISSING) for part in parts]
    scales = [20 if part in FIVE_POINTS else 1 for part in parts]
    whole = [score * scale for score, scale in zip(found, scales, strict=True) if score is not None]
    overall = number(row["Overall"], missing=MISSING)
    return overall, whole if len(whole) == len(parts) else []


def _entry(row: Row) -> Entry:
    return Entry(
        key=row["Model"],
        model=row["Model"],
        rank=rank(row["Rank"], missing=MISSING),
        score=number(row["Overall"], missing=MISSING),
    )
