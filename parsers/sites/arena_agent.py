"""Arena's agent board, as its daily public archive keeps it: the score is one of six signals.

It is ranked by net improvement: how much better a model does than the others, in per cent.
"""

import msgspec

from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.numbers import day, instant, interval
from parsers.payloads import document, expect_board, rows_shaped, shaped, unknown
from parsers.sites.arena import IGNORED as IGNORED_BY_ALL
from parsers.sites.arena import Meta

# The fields of the other boards' score, which are empty here.
IGNORED = {*(IGNORED_BY_ALL - {"signals"}), "score", "ci", "ci_low", "ci_high"}
OTHER_SIGNALS = {
    *("confirmed_success", "praise_vs_complaint", "steerability"),
    *("bash_recovery", "tool_hallucination"),
}


class Signal(msgspec.Struct):
    """A signal in per cent, with the half-width of its interval."""

    value: float
    ci: float


class Signals(msgspec.Struct):
    """The signals of a model, of which the board is ranked by this one."""

    net_improvement: Signal


class Model(msgspec.Struct):
    """A row; `votes` are sessions."""

    model: str
    vendor: str | None
    rank: int | None
    votes: int | None
    signals: Signals | None


def parse(page: Page) -> Standing:
    """The archive publishes no key: names are all there is to recognise a model by."""
    body = document(page)
    meta = shaped(body.get("meta"), Meta, "meta")
    expect_board(page, meta.leaderboard)
    models = rows_shaped(body.get("models"), Model, "models")
    rows: list[dict[str, object]] = body["models"]  # type: ignore[assignment]
    signals = [row["signals"] for row in rows if row["signals"] is not None]
    return Standing(
        entries=keyed_by_name([_entry(model) for model in models]),
        observed_at=instant(meta.fetched_at),
        published_at=day(meta.last_updated, "%b %d, %Y") if meta.last_updated else None,
        declared_rows=meta.model_count,
        unknown=(
            *unknown(rows, Model, IGNORED),
            *unknown(signals, Signals, OTHER_SIGNALS),  # type: ignore[arg-type]
        ),
    )


def _entry(model: Model) -> Entry:
    signal = model.signals.net_improvement if model.signals else None
    score, reach = (signal.value, signal.ci) if signal else (None, None)
    low, high = interval(score, reach, reach)
    return Entry(
        key=model.model,
        model=model.model,
        organization=model.vendor,
        rank=model.rank,
        score=score,
        score_low=low,
        score_high=high,
        votes=model.votes,
    )
