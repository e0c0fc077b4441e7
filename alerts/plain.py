"""A message as plain text, for mail and for whatever shows no markup."""

import unicodedata
from collections.abc import Sequence

from alerts.content import Fact, Link, Said, Table
from alerts.names import shown
from alerts.writer import Writer
from leaderboard.alert import Text
from leaderboard.text import clean

_WIDEST = 40  # a longer cell sticks out, so that one long name does not push all others away


class Plain(Writer):
    """Plain text."""

    def ours(self, text: str) -> str:
        """As it is, but for what could steer or hide."""
        return clean(text)

    def name(self, name: str) -> str:
        """As it is, on one line."""
        return shown(name)

    def link(self, url: str) -> str:
        """The address itself."""
        return url

    def value(self, value: Text | Link) -> str:
        """An address that may not be followed is no different here, only cut later than a name."""
        return shown(value.url, 500) if isinstance(value, Link) else self.text(value)

    def heading(self, text: str) -> str:
        """A line of its own."""
        return self.ours(text)

    def headline(self, said: Said, setting: str) -> str:
        """The sentence, and beneath it what belongs to it."""
        return "\n".join([*self._lines(said), f"  {self.ours(setting)}"])

    def sayings(self, said: Sequence[Said]) -> str:
        """Each sentence on a line, and beneath it what belongs to it."""
        return "\n".join(line for each in said for line in self._lines(each))

    def table(self, table: Table) -> str:
        """Columns side by side; an arrow marks the rows that a sentence speaks of."""
        cells = [[self.ours(head) for head in table.heads]]
        cells += [[self.text(cell) for cell in row.cells] for row in table.rows]
        widths = [min(_WIDEST, max(map(width, column))) for column in zip(*cells, strict=True)]
        marks = [" ", *("→" if row.is_told else " " for row in table.rows)]
        lines = []
        for mark, row in zip(marks, cells, strict=True):
            padded = [
                padded_to(widths[i], cell, right=i in table.right) for i, cell in enumerate(row)
            ]
            lines.append(f"{mark} {'  '.join(padded)}".rstrip())
        return "\n".join(lines)

    def evidence(self, facts: Sequence[Fact]) -> str:
        """Each value on a line, aligned beneath its label."""
        lines = ["Evidence"]
        for label, values in facts:
            first, *rest = (self.value(value) for value in values)
            lines += [f"  {self.ours(label):8}{first}", *(f"{' ' * 10}{each}" for each in rest)]
        return "\n".join(lines)

    def signature(self, values: Sequence[Text | Link]) -> str:
        """One line."""
        return self.values(values)

    def _lines(self, said: Said) -> list[str]:
        sentence = f"{said.word}{self.text(said.sentence)}."
        return [sentence, *(f"  {self.text(note)}" for note in said.notes)]


def padded_to(size: int, cell: str, *, right: bool) -> str:
    """The cell, filled up with spaces to a width on the screen."""
    spaces = " " * (size - width(cell))
    return spaces + cell if right else cell + spaces


def width(text: str) -> int:
    """How many columns of a screen it takes: two for a wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
