"""Drafts of boards, made from the text of a page."""

from dataclasses import replace
from pathlib import Path

from cli.scaffold.draft import Draft
from cli.scaffold.parser import parser_text
from cli.scaffold.trial import read_with
from leaderboard.page import Page
from leaderboard.standing import Standing
from parsers.columns import guess
from parsers.reach import reach
from parsers.survey import survey
from tests.parsers.pages import make_page

HOSTILE = '"""; import os; os.abort() #'
HEADERS = (
    *(
        HOSTILE,
        "'''\\",
        "a \"quoted\" 'name'",
        "new\nline\r\u2028",
        "{braces} %s",
        "\u202eright to left",
    ),
    *("\U0001f600" * 40, "x" * 300, "# decide: nothing", "ünïcödé quotes", "\\", "\x00"),
)


def html(headers: tuple[str, ...], *rows: tuple[str, ...]) -> str:
    """A page with one table."""
    head = "".join(f"<th>{name}</th>" for name in headers)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<!doctype html><html><body><table><tr>{head}</tr>{body}</table></body></html>"


def page_of(text: str, url: str = "https://x.example/board") -> Page:
    """The page that this text is."""
    return make_page(text.encode(), url)


def draft_of(page: Page, board: str = "acme/coding") -> Draft:
    """A draft of the likeliest board of the page."""
    best = survey(page)[0]
    columns = guess(best.columns, best.rows)
    return Draft(board, best, columns, reach(page, best, columns))


def written(page: Page, path: Path) -> Standing:
    """What the new parser, written to the file and loaded from it, reads of the page."""
    draft = draft_of(page)
    path.write_text(parser_text(draft), encoding="ascii")
    part = draft.candidate.part
    if draft.reach.by_part and part is not None:
        page = replace(page, url=f"{page.url}#{part.value}")
    return read_with(path, page)
