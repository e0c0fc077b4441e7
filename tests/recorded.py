"""Recorded pages as a cycle would visit them."""

from cli.recorded import Recorded
from flows.visits import Visit
from leaderboard.capture import Cause
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources

BOARDS = {board.name: board for board in find_boards(load_sources(load_settings().sources))}


def visit_of(page: Recorded, cause: Cause = Cause.BACKFILL) -> Visit:
    """The visit that the page came by: its board, and the channel whose address of that day it is.

    The address of a page is one channel's only.
    """
    board = BOARDS[page.board]
    (channel,) = [each for each in board.channels if each.address(page.day) == page.url]
    return Visit(board, channel, cause, page.url, page.day if channel.is_dated else None)
