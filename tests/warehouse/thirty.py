"""A board of thirty models twelve points apart, by name, and what may become of its page."""

from leaderboard.standing import Entry
from tests.warehouse.live import CHESS, rerank

Day = tuple[Entry, ...]

FREE = CHESS.model_copy(update={"score": None, "rows": None})


def board_of(scores: dict[str, float], votes: int | None = 900, width: float | None = 8.0) -> Day:
    """A page of models with these scores."""
    return rerank(
        Entry(
            *(name, name, "Acme", None, score),
            *((None, None) if width is None else (score - width, score + width)),
            votes,
        )
        for name, score in scores.items()
    )


SCORES = {f"m{number:02}": 1500.0 - 12 * number for number in range(1, 31)}
FULL = board_of(SCORES)
NEWCOMER = board_of(SCORES | {"new": 1493.0})


def without(day: Day, *names: str) -> Day:
    """The page without these models, ranked anew."""
    return rerank(entry for entry in day if entry.model not in names)


def again(day: Day) -> Day:
    """The same with a few more votes: other bytes."""
    return tuple(entry._replace(votes=(entry.votes or 0) + 5) for entry in day)
