"""A new parser, tried on the page it was made from."""

import importlib.util
from pathlib import Path

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Standing


def tried(path: Path, page: Page) -> str:
    """What the parser reads, in a line; or why it reads nothing."""
    try:
        standing = read_with(path, page)
    except LayoutError as error:
        return f"it does not read the page yet: {error}"
    if not standing.entries:
        return "it reads no row yet"
    first = standing.entries[0]
    names = [entry.model for entry in standing.entries]
    twice = len(names) - len(set(names))
    reads = f"it reads {len(names)} rows, the first of them {first.model} with {first.score}"
    if not twice or not first.is_keyed_by_name:
        return reads
    return f"{reads}; {twice} names stand again: is another column a part of the name?"


def read_with(path: Path, page: Page) -> Standing:
    """The page as the parser in that file reads it.

    Raises:
        LayoutError: the page is not laid out as the parser knows it.
    """
    spec = importlib.util.spec_from_file_location(f"podium_new_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    standing: Standing = module.parse(page)
    return standing
