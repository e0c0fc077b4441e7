"""A message for chats: Discord, Slack, Mattermost, Telegram and the like.

Each knows another markup, and not all know backslashes. So a name stands as code, and every
character that one of them reads as markup is replaced by one that only looks like it.
"""

from collections.abc import Sequence

from alerts.content import Fact, Link, Said, Table
from alerts.names import shown
from alerts.plain import padded_to
from alerts.writer import Writer
from leaderboard.alert import Text
from leaderboard.text import clean

FENCE = "```"
_BREAK = "\u200b"
_IN_CODE = str.maketrans({"`": "ˋ", "<": "‹", ">": "›", "&": "＆", "@": f"@{_BREAK}"})  # noqa: RUF001
_OUTSIDE = _IN_CODE | str.maketrans(
    {"*": "∗", "_": "ˍ", "~": "∼", "|": "∣", "[": "［", "]": "］", "\\": "＼", "#": "＃"}  # noqa: RUF001
)
_STANDING, _WAS = 4, 9


class Chat(Writer):
    """Short lines for a chat."""

    is_brief = True

    def ours(self, text: str) -> str:
        """With nothing in it that a chat reads as markup."""
        return clean(text).translate(_OUTSIDE)

    def name(self, name: str) -> str:
        """As code."""
        return f"`{_code(name)}`"

    def link(self, url: str) -> str:
        """The address, which every chat makes a link of; as code where it could be misread."""
        return self.name(url) if set(url) & set("@*~&!$") else url

    def heading(self, text: str) -> str:
        """A line of its own."""
        return self.ours(text)

    def headline(self, said: Said, setting: str) -> str:
        """The sentence, and beneath it what belongs to it."""
        return "\n".join([*self._lines(said), f"· {self.ours(setting)}"])

    def sayings(self, said: Sequence[Said]) -> str:
        """Each sentence on a line, and beneath it what belongs to it."""
        return "\n".join(line for each in said for line in self._lines(each))

    def table(self, table: Table) -> str:
        """Short lines in a fence; an arrow marks those that a sentence speaks of."""
        lines = []
        for row in table.rows:
            cells = dict(zip(table.heads, row.cells, strict=True))
            now, before = cells["now"][0], cells["before"][0]
            was = "" if before == now else "(new)" if before == "new" else f"(was {before})"
            left = padded_to(_STANDING, now, right=True), padded_to(_WAS, was, right=False)
            rest = [self._cell(cells[h]) for h in table.heads[2:] if h != "lab"]
            mark = "→" if row.is_told else " "
            lines.append("  ".join([mark + left[0], left[1], *rest]).rstrip())
        return "\n".join([FENCE, *lines, FENCE])

    def evidence(self, facts: Sequence[Fact]) -> str:
        """A line each."""
        return "\n".join(f"{self.ours(label)}: {self.values(values)}" for label, values in facts)

    def signature(self, values: Sequence[Text | Link]) -> str:
        """One line."""
        return self.values(values)

    def _lines(self, said: Said) -> list[str]:
        sentence = f"{said.word}{self.text(said.sentence)}."
        return [sentence, *(f"· {self.text(note)}" for note in said.notes)]

    def _cell(self, cell: Text) -> str:
        return "".join(_code(p) if place % 2 else self.ours(p) for place, p in enumerate(cell))


def _code(name: str) -> str:
    """A name as it may stand in code; a backslash at its end would hide the end of the code."""
    text = shown(name).translate(_IN_CODE)
    return text + _BREAK if text.endswith("\\") else text
