"""The text part of a mail, made of its HTML.

Apprise makes one, too, in which every cell of a table stands on a line of its own.
"""

from html.parser import HTMLParser

from alerts.plain import padded_to, width

_WIDEST = 40  # a longer cell sticks out
_LINES = {"p", "h1", "h2"}
_CELLS = {"td", "th"}


def text_of(document: str) -> str:
    """The text of a document of ours: a paragraph a block, a line a row."""
    reader = _Reader()
    reader.feed(document)
    reader.close()
    blocks = ("\n".join(lines) for lines in reader.blocks)
    return "\n\n".join(block for block in blocks if block)


class _Reader(HTMLParser):
    """Collects lines, block by block; those of a table when it ends, since columns are aligned."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[list[str]] = [[]]
        self._pieces: list[str] = []
        self._rows: list[list[str]] = []
        self._right: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div":
            self._end_line()
            self.blocks.append([])
        elif tag == "tr":
            is_told = "background" in (dict(attrs).get("style") or "")
            self._rows.append(["→" if is_told else ""])
            self._right = [False]
        elif tag in _CELLS:
            self._right.append(dict(attrs).get("align") == "right")

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS:
            self._rows[-1].append(self._taken())
        elif tag == "table":
            self.blocks[-1] += self._table()
        elif tag == "title":
            self._taken()  # the subject has it
        elif tag in _LINES:
            self._end_line()
        elif tag == "div":
            self._end_line()
            self.blocks.append([])

    def handle_data(self, data: str) -> None:
        self._pieces.append(data)

    def _taken(self) -> str:
        text = " ".join("".join(self._pieces).split())
        self._pieces.clear()
        return text

    def _end_line(self) -> None:
        if line := self._taken():
            self.blocks[-1].append(line)

    def _table(self) -> list[str]:
        rows, self._rows = self._rows, []
        widths = [min(_WIDEST, max(map(width, column))) for column in zip(*rows, strict=True)]
        return [
            "  ".join(
                padded_to(size, cell, right=right)
                for size, cell, right in zip(widths, row, self._right, strict=True)
            ).rstrip()
            for row in rows
        ]
