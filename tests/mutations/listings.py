"""Where a page has its board's rows, whatever its format."""

from collections.abc import Callable, Iterator

from tests.mutations import cells, trees
from tests.mutations.listing import Listing
from tests.mutations.subject import Subject

_MOST = 2


def find_listings(subject: Subject) -> list[Listing]:
    """Where the page has the board's rows: the lists that name most of its models."""
    found = [
        listing
        for document, suffix in enumerate(subject.suffixes)
        for listing in _FORMATS[suffix](subject, document)
        if len(listing.rows) > 1
    ]
    counts = {id(each): sum(entry is not None for entry in each.entries) for each in found}
    named = sorted(found, key=lambda each: -counts[id(each)])
    most = max(counts.values(), default=0)
    return [each for each in named[:_MOST] if 2 * counts[id(each)] > most]


def _of_html(subject: Subject, document: int) -> Iterator[Listing]:
    yield from trees.of_scripts(subject, document)
    yield from cells.of_tables(subject, document)


_FORMATS: dict[str, Callable[[Subject, int], Iterator[Listing]]] = {
    ".json": trees.of_json,
    ".csv": cells.of_csv,
    ".yml": trees.of_yaml,
    ".md": cells.of_markdown,
    ".html": _of_html,
    ".zip": cells.of_zip,
    ".parquet": cells.of_parquet,
}
