"""Arena's HTML tables of three generations."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from leaderboard.errors import LayoutError
from leaderboard.standing import Entry
from parsers.sites import arena_page
from tests.parsers.pages import make_page

TEXT = "https://arena.ai/leaderboard/text"
UNTIL_2026 = ("Rank (UB)", "Model", "Score", "95% CI (±)", "Votes", "Organization", "License")
IN_2026_02 = ("Rank", "Rank Spread", *UNTIL_2026[1:])
SINCE_2026_03 = ("Rank", "Rank Spread", "Model", "Score", "Votes", "Price $/M", "Context")
SPREAD = "<span>1</span><span>2</span>"
MODEL = (
    "<div><svg><title>OpenAI</title></svg></div>"
    '<div><a title="gpt-5.4-high" href="/m"><span>gpt-5.4-high</span></a>'
    "<span>OpenAI · Proprietary</span></div>"
)


def _page(headers: Sequence[str], *rows: Sequence[str], lead: str = "") -> bytes:
    head = "".join(f"<th>{header}</th>" for header in headers)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<html><body><p>{lead}</p>{table}</body></html>".encode()


def _entries(body: bytes) -> tuple[Entry, ...]:
    return arena_page.parse(make_page(body, TEXT)).entries


def _newest(score: str, model: str = MODEL, rank: str = "1", votes: str = "2,829") -> bytes:
    return _page(SINCE_2026_03, (rank, SPREAD, model, score, votes, "$5 / $25", "1M"))


def test_the_table_of_2025_ranks_by_intervals() -> None:
    """Ranks tie where intervals overlap, and the interval has a column."""
    rows = [
        (rank, f'<a title="{name}">{name}</a>', score, "±4", "12,484", "Google", "Proprietary")
        for rank, name, score in (("1", "a", "1501"), ("2", "b", "1490"), ("2", "c", "1489"))
    ]

    entries = _entries(_page(UNTIL_2026, *rows))
    assert [(entry.rank, entry.model) for entry in entries] == [(1, "a"), (2, "b"), (2, "c")]
    assert entries[0][4:8] == (1501.0, 1497.0, 1505.0, 12484)


@pytest.mark.parametrize("cell", ["{o}{m}", "<span>{o}</span><a>{m}</a>", "<a>{o}{m}</a>", "{m}"])
def test_an_organization_glued_to_every_name_is_taken_away(cell: str) -> None:
    """The table of 2026-02 has the organization in a column of its own as well."""
    names = (("Anthropic", "claude-opus-4-6"), ("DeepSeek", "DeepSeek-V3"))
    rows = [
        (str(n), f"{n}◄─►{n}", cell.format(o=o, m=m), "1502", "±11", "2,829", o, "MIT")
        for n, (o, m) in enumerate(names, start=1)
    ]

    entries = _entries(_page(IN_2026_02, *rows))
    assert [(entry.organization, entry.model) for entry in entries] == list(names)


@pytest.mark.parametrize(
    ("cell", "figures"),
    [
        ("<span>1504</span><span>±6</span>", (1504.0, 1498.0, 1510.0)),
        ("1504 ±6 <span>Preliminary</span>", (1504.0, 1498.0, 1510.0)),
        ("<span>1541</span><span>+14/-12</span>", (1541.0, 1529.0, 1555.0)),
        ("1,504 ±6", (1504.0, 1498.0, 1510.0)),
        ("N/A", (None, None, None)),
        ("-", (None, None, None)),
    ],
)
def test_score_and_interval_stand_in_one_cell(
    cell: str, figures: tuple[float | None, float | None, float | None]
) -> None:
    """In the table of 2026-03 and later, with a mark where votes are few yet."""
    (entry,) = _entries(_newest(cell))

    assert (entry.score, entry.score_low, entry.score_high) == figures
    assert (entry.model, entry.organization) == ("gpt-5.4-high", "OpenAI")


def test_a_name_is_read_whole_where_its_text_is_cut_short() -> None:
    """The link's title has the whole name."""
    cut = MODEL.replace("<span>gpt-5.4-high<", "<span>gpt-5.4…<")

    assert _entries(_newest("1504 ±6", cut))[0].model == "gpt-5.4-high"


def test_an_announced_model_has_no_figures() -> None:
    """Rank, score and votes are `N/A`."""
    (entry,) = _entries(_newest("N/A", rank="N/A", votes="N/A"))

    assert (entry.rank, entry.score, entry.votes) == (None, None, None)


def test_the_page_says_how_many_models_and_of_which_day() -> None:
    """A count and a day are believed where the page names only one."""
    row = ("1", SPREAD, MODEL, "1504 ±6", "2,829", "N/A", "N/A")
    lead = "Mar 20, 2026 · 5,601,213 votes · <b>1,393</b> models"

    standing = arena_page.parse(make_page(_page(SINCE_2026_03, row, lead=lead), TEXT))
    assert standing.declared_rows == 1393
    assert standing.published_at == datetime(2026, 3, 20)  # noqa: DTZ001 - UTC without zone
    lead += " · compare 2 models since Mar 21, 2026"
    standing = arena_page.parse(make_page(_page(SINCE_2026_03, row, lead=lead), TEXT))
    assert (standing.declared_rows, standing.published_at) == (None, None)


def test_a_column_nobody_knows_is_a_signal() -> None:
    """Prices of media boards come in columns of their own."""
    row = ("1", SPREAD, MODEL, "1504 ±6", "2,829", "N/A", "N/A", "$1")

    page = make_page(_page((*SINCE_2026_03, "Price $/s"), row), TEXT)
    assert arena_page.parse(page).unknown == ("Price $/s",)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (_newest("about 1504"), "expected a score with its interval"),
        (_newest("1504"), "expected a score with its interval"),
        (_newest("1504 ±6", rank="0"), "expected a rank such as 12"),
        (_newest("1504 ±6", votes="2.8K"), "expected a number such as 1,234.5, found '2.8K'"),
        (_newest("1504 ±6", "gpt-5.4-high"), "expected a link with the model's name"),
        (_newest("1504 ±6", '<a title="a">a</a> OpenAI'), "expected a link with the model's name"),
        (_newest("1504 ±6")[:-30], "it is cut|may be cut|expected"),
        (_page(("Model", "Score", "Votes")), "expected one of the columns Rank, Rank"),
        (_page(("Rank", "Rank (UB)", "Model", "Score", "Votes")), "expected one of the columns"),
        (b"<html><body>Just a moment...</body></html>", "expected one table with the columns"),
    ],
)
def test_what_is_no_such_table_is_refused(body: bytes, told: str) -> None:
    """Other texts in a cell, other columns and pages that end too early are each named."""
    with pytest.raises(LayoutError, match=told):
        arena_page.parse(make_page(body, TEXT))
