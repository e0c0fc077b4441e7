"""What a record says of pages, by whichever parser, and homes with another one."""

from collections.abc import Mapping

from tests.flows.home import WEBDEV, Home, Rows
from tests.flows.sources import write_sources

# All that is on record but when it was attempted and read, and the causes that follow from that.
SAID = {
    "captures": """
        SELECT * EXCLUDE (attempted_at, capture_id) FROM captures WHERE outcome <> 'absent'
        ORDER BY ALL
    """,
    "changes": "SELECT * EXCLUDE (cause) FROM changes ORDER BY ALL",
    "snapshots": """
        SELECT * EXCLUDE (capture_id, cause, reread_at, state) FROM record.snapshots ORDER BY ALL
    """,
    "unseen": "FROM record.unseen ORDER BY ALL",
    "standings": "FROM standings ORDER BY ALL",
    "leaders": "FROM leaders ORDER BY ALL",
    "boards": "SELECT * EXCLUDE (last_attempt_at) FROM boards ORDER BY ALL",
}
WHOLE = ("captures", "changes", "standings", "record.snapshots", "record.moves", "record.entries")


def said(home: Home) -> Mapping[str, Rows]:
    """What the record says, however it came to say it."""
    return {name: home.rows(sql) for name, sql in SAID.items()}


def whole(home: Home) -> Mapping[str, Rows]:
    """Every row, to the byte."""
    return {table: home.writer_rows(f"FROM {table} ORDER BY ALL") for table in WHOLE}


def read_by(home: Home, parser: str, board: str = WEBDEV) -> Home:
    """The same home with another parser of the board."""
    folder = home.folder.parent / f"sources-{parser}-{board.replace('/', '-')}"
    return Home(home.folder, home.url, write_sources(folder, {board: {"parser": parser}}))
