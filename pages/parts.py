"""Answers that come in parts: which addresses hold the rest."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from leaderboard.errors import FetchError, TooLargeError
from leaderboard.page import Ask, Page
from pages.wording import shown

_MOST_PARTS = 200


def following(ask: Ask, first: Page) -> list[str]:
    """The addresses of the parts after the first, in order; none where it is the whole.

    Raises:
        FetchError: the first part does not say how many rows there are.
        TooLargeError: there are more parts than any board has.
    """
    if ask.paging is None:
        return []
    total, size = _total(ask, first), ask.paging.size
    if total > _MOST_PARTS * size:
        message = f"{shown(ask.url)}: expected at most {_MOST_PARTS * size} rows, found {total}"
        raise TooLargeError(message, first.status)
    rest = range(size, total, size)
    return [_at(ask.url, ask.paging.parameter, rows_before) for rows_before in rest]


def _total(ask: Ask, first: Page) -> int:
    assert ask.paging is not None
    name = ask.paging.total
    try:
        return msgspec.convert(msgspec.json.decode(first.body, type=dict)[name], int)
    except (msgspec.MsgspecError, KeyError) as error:
        message = f"{shown(ask.url)}: expected JSON that counts its rows in {name!r}"
        raise FetchError(f"{message}, found {error}", first.status) from error


def _at(url: str, parameter: str, rows_before: int) -> str:
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    pairs = [(name, value) for name, value in query if name != parameter]
    return urlunsplit(parts._replace(query=urlencode([*pairs, (parameter, rows_before)])))
