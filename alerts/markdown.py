"""A message in Markdown: CommonMark with the tables of GitHub."""

import re
from collections.abc import Iterable, Sequence

from alerts.content import Fact, Link, Said, Table
from alerts.names import shown
from alerts.writer import Writer
from leaderboard.alert import Text
from leaderboard.text import clean

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#+|~&$=@!^]|(?<=[A-Za-z]):(?=\S)")
# A dot that may stand inside of the name of a host: `evil.com` would become a link.
_HOST_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d])")
# What begins a list at the start of a line.
_LIST = re.compile(r"^(\s*)(?:(\d+)([.)])|(-))")
_BREAK = "\u200b"


class Markdown(Writer):
    """Markdown, in which a name means nothing."""

    def ours(self, text: str) -> str:
        """Escaped."""
        return escaped(clean(text))

    def name(self, name: str) -> str:
        """Escaped."""
        return escaped(shown(name))

    def link(self, url: str) -> str:
        """An address in angle brackets."""
        return f"<{url}>"

    def heading(self, text: str) -> str:
        """A heading."""
        return f"## {self.ours(text)}"

    def headline(self, said: Said, setting: str) -> str:
        """The sentence in bold, and beneath it a list."""
        notes = [*map(self.text, said.notes), self.ours(setting)]
        return "\n".join([f"**{self._sentence(said)}**", *(f"- {note}" for note in notes)])

    def sayings(self, said: Sequence[Said]) -> str:
        """A list, and beneath each sentence another."""
        lines = []
        for each in said:
            lines += [f"- {self._sentence(each)}", *(f"  - {self.text(n)}" for n in each.notes)]
        return "\n".join(lines)

    def table(self, table: Table) -> str:
        """A table; the rows that a sentence speaks of are bold."""
        lines = [_row(self.ours(head) for head in table.heads)]
        lines.append(_row("--:" if i in table.right else "---" for i in range(len(table.heads))))
        for row in table.rows:
            cells = (self.text(cell) for cell in row.cells)
            lines.append(_row(f"**{c}**" if row.is_told and c else c for c in cells))
        return "\n".join(lines)

    def evidence(self, facts: Sequence[Fact]) -> str:
        """A list below its heading."""
        lines = [f"- {self.ours(label)}: {self.values(values)}" for label, values in facts]
        return "\n".join(["Evidence", *lines])

    def signature(self, values: Sequence[Text | Link]) -> str:
        """One line."""
        return self.values(values)

    def _sentence(self, said: Said) -> str:
        sentence = f"{self.text(said.sentence)}."
        return said.word + (f"~~{sentence}~~" if said.is_withdrawn else sentence)


def escaped(text: str) -> str:
    """The text with nothing in it that Markdown knows, or the places that show it.

    A backslash does not keep a mention from being one: what notifies people reads the text after
    the backslash is gone. So something that has no width stands behind every `@`.
    """
    text = _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
    text = _HOST_DOT.sub(r"\\.", text).replace("@", f"@{_BREAK}")
    return guarded(text)


def guarded(text: str) -> str:
    """The text, which is escaped but for what matters at the start of a line alone."""
    return _LIST.sub(lambda found: _guard(*found.groups()), text, count=1)


def _guard(spaces: str, digits: str | None, after: str | None, dash: str | None) -> str:
    return f"{spaces}\\{dash}" if dash else f"{spaces}{digits}\\{after}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
