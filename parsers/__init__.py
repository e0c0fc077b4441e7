"""From a page's bytes to its standing: pure functions, one small file a site.

A site file is `sites/<publisher>.py` with `parse(page) -> Standing`; its name binds it to its
source, so there is nothing to register.
"""

from importlib import import_module
from typing import Protocol, cast

from leaderboard.errors import SourceFileError
from leaderboard.page import Page
from leaderboard.standing import Standing


class Parser(Protocol):
    """A site's `parse`: raises LayoutError where the page is not laid out as it knows."""

    def __call__(self, page: Page) -> Standing:
        """Read the page."""


def find_parser(module: str) -> Parser:
    """The `parse` function of the module that a source names.

    Raises:
        SourceFileError: there is no such module, or it has no `parse`.
    """
    try:
        return cast("Parser", import_module(module).parse)
    except (ModuleNotFoundError, AttributeError) as error:
        raise SourceFileError(f"expected a function parse in module {module}: {error}") from error
