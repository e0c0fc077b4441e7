"""A message as HTML for mail: inline styles alone, dark on light, in one narrow column."""

import html
from collections.abc import Iterator, Sequence

from alerts.content import Fact, Link, Said, Table, TableRow
from alerts.names import shown
from alerts.writer import Writer
from leaderboard.alert import Text
from leaderboard.text import clean

_GREY = "#57606a"
_RED = "#9a3412"
_FONT = "Helvetica,Arial,sans-serif"
_BLOCK = f"max-width:640px;margin:0 auto;font-family:{_FONT};color:#1c2128;overflow-wrap:break-word"
_SMALL = f"font-size:13px;line-height:1.5;color:{_GREY}"
_NOTE = f"margin:0 0 4px;{_SMALL}"
_LONG = 30
_LINE = "border-bottom:1px solid #d8dee4"


class Html(Writer):
    """HTML, in which a name is text of its own direction."""

    between = "\n"

    def ours(self, text: str) -> str:
        """Escaped."""
        return html.escape(clean(text))

    def name(self, name: str) -> str:
        """Escaped, and kept from turning the direction of what stands beside it."""
        return f"<bdi>{html.escape(shown(name))}</bdi>"

    def link(self, url: str) -> str:
        """A link that shows where it leads."""
        return f'<a href="{html.escape(url)}" style="color:#0550ae">{html.escape(url)}</a>'

    def heading(self, text: str) -> str:
        """A heading."""
        style = f"margin:0 0 20px;font-size:15px;font-weight:600;color:{_GREY}"
        return _block(f'<h1 style="{style}">{self.ours(text)}</h1>')

    def headline(self, said: Said, setting: str) -> str:
        """Where and when in small letters, the sentence, and beneath it what belongs to it."""
        top = f'<p style="{_NOTE}">{self.ours(setting)}</p>'
        style = "margin:0 0 8px;font-size:20px;font-weight:600;line-height:1.35"
        sentence = f'<h2 style="{style}">{self._sentence(said)}</h2>'
        return _block(
            top + sentence + self._notes(said), "margin-top:12px;border-top:3px solid #0550ae"
        )

    def sayings(self, said: Sequence[Said]) -> str:
        """A paragraph a sentence, and beneath it what belongs to it."""
        style = "margin:8px 0 4px;font-size:15px;line-height:1.45"
        return _block(
            "".join(f'<p style="{style}">{self._sentence(s)}</p>{self._notes(s)}' for s in said)
        )

    def table(self, table: Table) -> str:
        """A table; the rows that a sentence speaks of are tinted."""
        style = "width:100%;border-collapse:collapse;font-size:14px;line-height:1.4"
        heads = "".join(
            f'<th align="{_align(table, i)}">{self.ours(head)}</th>'
            for i, head in enumerate(table.heads)
        )
        rows = "".join(self._row(table, row) for row in table.rows)
        return _block(
            f'<table cellpadding="6" style="{style}">'
            f'<thead style="font-size:12px;color:{_GREY}"><tr style="{_LINE}">{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )

    def evidence(self, facts: Sequence[Fact]) -> str:
        """Small letters, a paragraph an item."""
        return _block(
            "".join(
                f'<p style="margin:0 0 4px"><b>{self.ours(label)}</b> {self.values(values)}</p>'
                for label, values in facts
            ),
            _SMALL,
        )

    def signature(self, values: Sequence[Text | Link]) -> str:
        """One line of small letters."""
        return _block(f'<p style="margin:0">{self.values(values)}</p>', _SMALL)

    def _sentence(self, said: Said) -> str:
        colour = _RED if said.is_withdrawn else _GREY
        word = f'<span style="color:{colour}">{said.word.strip()}</span> ' if said.word else ""
        sentence = f"{self.text(said.sentence)}."
        return word + (f"<s>{sentence}</s>" if said.is_withdrawn else sentence)

    def _notes(self, said: Said) -> str:
        return "".join(f'<p style="{_NOTE}">{self.text(note)}</p>' for note in said.notes)

    def _row(self, table: Table, row: TableRow) -> str:
        style = f"{_LINE};background:#fff8c5;font-weight:600" if row.is_told else _LINE
        return f'<tr style="{style}">{"".join(self._cells(table, row))}</tr>'

    def _cells(self, table: Table, row: TableRow) -> Iterator[str]:
        for i, cell in enumerate(row.cells):
            text = self.text(cell).replace(" ±", "&#160;±")
            # What has no place to break would push the table out of a narrow window.
            is_long = any(len(word) > _LONG for word in shown("".join(cell)).split())
            breaks = ' style="word-break:break-all"' if is_long else ""
            yield f'<td align="{_align(table, i)}"{breaks}>{text}</td>'


def document(title: str, body: str) -> str:
    """A part in HTML as a whole document, as mail wants it."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light">'
        f"<title>{html.escape(clean(title))}</title></head>"
        f'<body style="margin:0;padding:16px;background:#ffffff">{_column(body)}</body></html>'
    )


def _column(body: str) -> str:
    """The body in one column, in small letters where nothing else is said."""
    return f'<div style="{_BLOCK};{_SMALL}">{body}</div>'


def _block(content: str, more: str = "") -> str:
    style = f"{_BLOCK};padding:10px 0{';' + more if more else ''}"
    return f'<div style="{style}">{content}</div>'


def _align(table: Table, column: int) -> str:
    return "right" if column in table.right else "left"
