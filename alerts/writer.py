"""How a form is written: what it makes of a name, a link, a table. One writer a form."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from alerts.content import Fact, Link, Said, Table
from alerts.names import address, is_link
from leaderboard.alert import Text


class Writer(ABC):
    """Writes the pieces of a message in one form.

    `is_brief` says that hashes are shortened, `between` what stands between two paragraphs.
    """

    is_brief = False
    between = "\n\n"

    @abstractmethod
    def ours(self, text: str) -> str:
        """What we say, or a source file of ours: nothing in it is markup."""

    @abstractmethod
    def name(self, name: str) -> str:
        """A name as a page has it: one line, nothing in it is markup."""

    @abstractmethod
    def link(self, url: str) -> str:
        """An address that may be followed."""

    @abstractmethod
    def heading(self, text: str) -> str:
        """What stands above several messages."""

    @abstractmethod
    def headline(self, said: Said, setting: str) -> str:
        """The first sentence, with where and when beneath it."""

    @abstractmethod
    def sayings(self, said: Sequence[Said]) -> str:
        """Further sentences with what stands beneath them."""

    @abstractmethod
    def table(self, table: Table) -> str:
        """The rows before and after."""

    @abstractmethod
    def evidence(self, facts: Sequence[Fact]) -> str:
        """The changes and captures."""

    @abstractmethod
    def signature(self, values: Sequence[Text | Link]) -> str:
        """The last line."""

    def text(self, text: Text) -> str:
        """Our words and the names in them; two names never touch."""
        pieces = []
        for place, piece in enumerate(text):
            if place % 2:
                pieces.append(self.name(piece))
            elif piece or not 0 < place < len(text) - 1:
                pieces.append(self.ours(piece))
            else:
                pieces.append(" ")
        return "".join(pieces)

    def value(self, value: Text | Link) -> str:
        """A text, or an address: as a link only if it may be followed."""
        if not isinstance(value, Link):
            return self.text(value)
        if is_link(value.url):
            return self.link(value.url)
        return self.name(address(value.url))

    def values(self, values: Sequence[Text | Link]) -> str:
        """The values on one line."""
        return " · ".join(self.value(value) for value in values)
