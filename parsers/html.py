"""HTML pages, refused where they are cut: a parser of HTML closes what was never closed."""

from selectolax.lexbor import LexborHTMLParser

from leaderboard.errors import LayoutError
from leaderboard.page import Page

_HEAD, _TAIL = 4096, 4096
_SHOWN = 40


def parse(page: Page) -> LexborHTMLParser:
    """The page's tree.

    Raises:
        LayoutError: the page is no UTF-8, or may be cut (`expect_whole`).
    """
    expect_whole(page)
    return LexborHTMLParser(page.text())


def expect_whole(page: Page) -> None:
    """Check that a page that begins with `<html>` has its end too.

    HTML lets the end tag be left out, but no board's page does so. A fragment, which has neither,
    cannot be told from a cut one here.

    Raises:
        LayoutError: the end tag is missing.
    """
    body = page.body
    if b"<html" not in body[:_HEAD].lower():
        return
    if b"</html" not in body[-_TAIL:].lower() and b"</html" not in body.lower():
        ends = body[-_SHOWN:].decode(errors="replace")
        raise LayoutError(f"expected a page with </html>, found one that ends {ends!r}: it is cut")
