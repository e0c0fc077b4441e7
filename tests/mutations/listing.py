"""The rows of a page, and the page written anew with other rows.

A row is a mapping: of a JSON document its own, nested as it is; of a table its cells by header, as
they are written in the page (in HTML with their tags).
"""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from leaderboard.standing import Entry
from tests.mutations.subject import Subject

Row = dict[str, object]
Edit = Callable[[Any, Any], None]
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Listing:
    """Rows of one document; `write` gives the document with these rows in their place.

    `is_table` where a row has a cell for every header and cells are text. `edit` changes a JSON
    document where the rows stand: it is given what holds them, and under which key.
    """

    subject: Subject
    document: int
    rows: tuple[Row, ...]
    write: Callable[[list[Row]], bytes]
    is_table: bool
    edit: Callable[[Edit], bytes] | None = None

    def edited(self, change: Edit) -> tuple[bytes, ...]:
        """All documents of the page, this one changed where its rows stand."""
        assert self.edit is not None
        return self.subject.with_body(self.document, self.edit(change))

    def bodies(self, rows: list[Row]) -> tuple[bytes, ...]:
        """All documents of the page, this one with other rows."""
        return self.subject.with_body(self.document, self.write(rows))

    def copied(self) -> list[Row]:
        """The rows, to be changed."""
        return copy.deepcopy(list(self.rows))

    @cached_property
    def entries(self) -> list[Entry | None]:
        """The entry that each row is, None where it is none: by name, the longest that fits."""
        waiting = sorted(self.subject.listed, key=lambda entry: -len(entry.model))
        texts = [text_of(row) for row in self.rows]
        scored = [_taken(waiting, text, is_scored=True) for text in texts]
        pairs = zip(scored, texts, strict=True)
        return [entry or _taken(waiting, text, is_scored=False) for entry, text in pairs]


def text_of(value: object) -> str:
    """All that a row, or part of one, says."""
    if isinstance(value, dict):
        return " ".join([*map(text_of, value.keys()), *map(text_of, value.values())])
    if isinstance(value, list):
        return " ".join(map(text_of, value))
    return " ".join(_TAG.sub(" ", str(value)).replace("&amp;", "&").split())


def _taken(waiting: list[Entry], text: str, *, is_scored: bool) -> Entry | None:
    words = set(re.split(r"[ ·,]+", text))
    for entry in waiting:
        if is_scored and (entry.score is None or f"{entry.score:.10g}" not in text):
            continue
        name = re.split(r"[ ·,]+", entry.model)
        if entry.model in text or entry.key in words or all(word in text for word in name):
            waiting.remove(entry)
            return entry
    return None
