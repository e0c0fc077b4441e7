"""HTML pages, refused where they are cut: a parser of HTML closes what was never closed."""

import re

from selectolax.lexbor import LexborHTMLParser

from leaderboard.errors import LayoutError
from leaderboard.page import Page

# Where a tag may be written without being one.
_NOT_MARKUP = re.compile(rb"<(script|style|textarea|template)\b.*?</\1|<!--.*?-->", re.DOTALL)
_END = re.compile(rb"</html\s*>", re.IGNORECASE)
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
    if not (_END.search(body, max(0, len(body) - _TAIL)) or _END.search(body)):
        ends = body[-_SHOWN:].decode(errors="replace")
        raise LayoutError(f"expected a page with </html>, found one that ends {ends!r}: it is cut")


def expect_closed(page: Page, tag: str) -> None:
    """Check that every element of this kind has its end tag, which HTML never lets be left out.

    Raises:
        LayoutError: one is missing.
    """
    body, begin, end = page.body.lower(), f"<{tag}".encode(), f"</{tag}>".encode()
    if body.count(begin) == body.count(end):
        return
    markup = _NOT_MARKUP.sub(b"", body)  # a script may write one, and a space may stand in it
    begins, ends = _count(rb"%b[\s>]" % begin, markup), _count(rb"%b\s*>" % end[:-1], markup)
    if begins > ends:
        raise LayoutError(f"expected </{tag}> {begins} times, found it {ends} times: a cut page")


def _count(pattern: bytes, body: bytes) -> int:
    return sum(1 for _ in re.finditer(pattern, body))
