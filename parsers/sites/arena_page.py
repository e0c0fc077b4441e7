"""Arena's own pages, of all generations: React payload, HTML table, Gradio.

A page that sends a payload is read by it alone. Its table shows rounded scores and no keys: to fall
back on it would rename every model.
"""

from urllib.parse import urlsplit

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Standing
from parsers import rsc
from parsers.sites import arena_gradio, arena_payload, arena_table

# Which board stands at which path. An address that the site does not know shows the overall board.
BOARDS = {
    "/leaderboard/text": "text-overall-style_control",
    "/leaderboard/text/overall-no-style-control": "text-overall-raw",
    "/leaderboard/code/webdev": "webdev-overall-raw",
    "/leaderboard/code/webdev/react": "webdev-webdev_react-raw",
    "/leaderboard/code/webdev/html": "webdev-webdev_html-raw",
    "/leaderboard/code/image-to-webdev": "image_to_webdev-overall-raw",
    "/leaderboard/vision": "vision-overall-style_control",
    "/leaderboard/search": "search-overall-raw",
    "/leaderboard/document": "document-overall-raw",
    "/leaderboard/text-to-image": "text_to_image-overall-raw",
    "/leaderboard/image-edit": "image_edit-overall-raw",
    "/leaderboard/text-to-video": "text_to_video-overall-raw",
    "/leaderboard/image-to-video": "image_to_video-overall-raw",
    "/leaderboard/video-edit": "video_to_video-overall-raw",
}


def parse(page: Page) -> Standing:
    """The board that the page's address is for.

    Only a payload says which board it is; a table is taken for that of its address.
    """
    if arena_gradio.is_gradio(page):
        return arena_gradio.read(page)
    path = urlsplit(page.url).path.rstrip("/")
    if path not in BOARDS:
        raise LayoutError(
            f"expected the path of a board such as {next(iter(BOARDS))}, found {path!r}"
        )
    if rsc.is_sent(page):
        return arena_payload.read(page, BOARDS[path])
    return arena_table.read(page)
