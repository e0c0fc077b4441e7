"""HTML that says the same in other markup, and tables that lose their head or get a twin."""

import re
from collections.abc import Callable, Iterator

from tests.mutations.mutant import Mutant, same
from tests.mutations.subject import Subject

_APART = re.compile(r"(<script.*?</script>|<style.*?</style>|<!--.*?-->)", re.DOTALL)
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr[^>]*>.*?</tr>", re.DOTALL)
_HEAD = re.compile(r"<thead[^>]*>.*?</thead>", re.DOTALL)
_DIGIT = re.compile(r"(?<=\d)\d(?=[^<>]*</)")


def mutants(subject: Subject, document: int) -> Iterator[Mutant]:
    """Changes of an HTML page's markup; what they show is the same, or cannot be told."""
    text = subject.bodies[document].decode()
    for kind, changes in (("other markup", _UNSEEN), ("table head or twin", _HEADS | _TWINS)):
        for what, how in changes.items():
            changed = how(text)
            if changed != text:
                bodies = subject.with_body(document, changed.encode())
                yield Mutant(kind, what, bodies, same(subject))


def _outside(text: str, how: Callable[[str], str]) -> str:
    """The page with its markup changed, but for scripts, styles and comments."""
    parts = _APART.split(text)
    return "".join(part if at % 2 else how(part) for at, part in enumerate(parts))


def _sub(pattern: str, new: str, *, everywhere: bool = False) -> Callable[[str], str]:
    found = re.compile(pattern, re.DOTALL)
    if everywhere:
        return lambda text: found.sub(new, text)
    return lambda text: _outside(text, lambda part: found.sub(new, part))


def _lowered(text: str) -> str:
    return _outside(text, lambda part: re.sub(r"</?[a-z0-9]+", lambda tag: tag[0].upper(), part))


_UNSEEN: dict[str, Callable[[str], str]] = {
    "classes renamed": _sub(r'(class=")([^"]*)(")', r"\1css-1x2y3z\3", everywhere=True),
    "classes gone": _sub(r' class="[^"]*"', "", everywhere=True),
    "ids renamed": _sub(r'( id=")([^"]*)(")', r"\1radix-7\3", everywhere=True),
    "data attributes gone": _sub(r' data-[a-z-]+="[^"]*"', "", everywhere=True),
    "attributes added": _sub(
        r"<(div|span|table|tr|td|th|a|p)(?=[ >])", r'<\1 data-x="a b" lang="en"'
    ),
    "styles added": _sub(r"<(td|th|tr|table)(?=[ >])", r'<\1 style="padding:1px"'),
    "cells wrapped in span": _sub(
        r"(<t[dh][^>]*>)(.*?)(</t[dh]>)", r"\1<span>\2</span>\3", everywhere=True
    ),
    "cells wrapped in div": _sub(
        r"(<t[dh][^>]*>)(.*?)(</t[dh]>)", r"\1<div><p>\2</p></div>\3", everywhere=True
    ),
    "cells in bold": _sub(r"(<td[^>]*>)(.*?)(</td>)", r"\1<b><i>\2</i></b>\3", everywhere=True),
    "table wrapped": _sub(
        r"(<table.*?</table>)", r'<section><div class="w">\1</div></section>', everywhere=True
    ),
    "body wrapped": _sub(
        r"(<body[^>]*>)(.*)(</body>)", r'\1<div id="app"><main>\2</main></div>\3', everywhere=True
    ),
    "lines and spaces": _sub(
        r">(?=<(?:tr|td|th|tbody|thead|/tr|/table|div|/div|p|h\d))", ">\n\t  "
    ),
    "one line": _sub(r">\s+<", "><"),
    "comments": _sub(r"(<(?:tr|td|th|div|body|p)[^>]*>)", r"\1<!-- c -->"),
    "comments in texts": _sub(r"(?<=\d)(?=\d[^<>]*</td)", "<!-- -->"),
    "comment of a table": _sub(r"(?=<body|<table)", "<!-- <table><tr><td>1</td></tr></table> -->"),
    "capitals": _lowered,
    "single quotes": _sub(r'="([^"\']*)"', r"='\1'"),
    "doctype gone": _sub(r"<!DOCTYPE[^>]*>", ""),
    "spaces doubled": _sub(r"(?<=[a-z]) (?=[a-z][^<>]*</)", "   "),
    "hard spaces": _sub(r"(?<=[a-z]) (?=[a-zA-Z][^<>]*</)", "&nbsp;"),
    "scripts added": _sub(
        r"(?=</body>)", '<script>var rows=[{"rank":1}]</script><noscript>x</noscript>'
    ),
    "styles between": _sub(r"(?=<tbody|<table)", "<style>td{color:red}</style>"),
    "explicit scopes": _sub(r"<th(?=[ >])", '<th scope="col" aria-sort="none"'),
    "row heads": _sub(r"(<tr[^>]*>\s*)<td([^>]*)>(.*?)</td>", r"\1<th\2>\3</th>", everywhere=True),
}


def _on_table(how: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: _TABLE.sub(lambda table: how(table[0]), text)


def _moved(to: int) -> Callable[[str], str]:
    """The first row of a table put elsewhere among the others."""

    def how(table: str) -> str:
        rows = _ROW.findall(table)
        order = rows[1:]
        order.insert(to if to >= 0 else len(order), rows[0])
        places = iter(order)
        return _ROW.sub(lambda _: next(places), table)

    return how


def _halved(table: str) -> str:
    """The table as two, one below the other, each with the head."""
    head, *rows = _ROW.findall(table)
    half = len(rows) // 2
    parts = ("".join([head, *part]) for part in (rows[:half], rows[half:]))
    return "".join(f"<table>{part}</table>" for part in parts)


def _alike(table: str) -> str:
    """The same table with other figures, in the same order."""
    return _DIGIT.sub(lambda digit: str((int(digit[0]) + 1) % 10), table)


_HEADS: dict[str, Callable[[str], str]] = {
    "head gone": _sub(_HEAD.pattern, "", everywhere=True),
    "head empty": _sub(r"(<thead[^>]*>).*?(</thead>)", r"\1\2", everywhere=True),
    "no thead": _sub(r"</?thead[^>]*>", "", everywhere=True),
    "no thead or tbody": _sub(r"</?t(?:head|body)[^>]*>", "", everywhere=True),
    "head of td": _on_table(lambda t: re.sub(r"<(/?)th(?=[ >])", r"<\1td", t)),
    "head second": _on_table(_moved(1)),
    "head last": _on_table(_moved(-1)),
    "head twice": _on_table(lambda t: _ROW.sub(lambda row: row[0] * 2, t, count=1)),
    "row above the head": _on_table(
        lambda t: re.sub(r"(<tr)", '<tr><th colspan="2">Models</th></tr>\\1', t, count=1)
    ),
    "caption": _on_table(lambda t: re.sub(r"(<table[^>]*>)", r"\1<caption>A 1</caption>", t)),
    "foot": _on_table(
        lambda t: t.replace("</table>", "<tfoot><tr><td>sum</td></tr></tfoot></table>")
    ),
    "first cell over two rows": _on_table(
        lambda t: re.sub(r"(<tbody[^>]*>\s*<tr[^>]*>\s*<td)", r'\1 rowspan="2"', t)
    ),
}
_TWINS: dict[str, Callable[[str], str]] = {
    "twin after": _on_table(lambda t: t + _alike(t)),
    "twin before": _on_table(lambda t: _alike(t) + t),
    "hidden twin before": _on_table(lambda t: f'<div style="display:none">{_alike(t)}</div>{t}'),
    "hidden twin after": _on_table(lambda t: f"{t}<div hidden>{_alike(t)}</div>"),
    "template twin": _on_table(lambda t: f"<template>{_alike(t)}</template>{t}"),
    "nested": _on_table(lambda t: f"<table><tr><td>{t}</td></tr></table>"),
    "hidden rows": _on_table(
        lambda t: t.replace(
            "</tbody>", re.sub(r"<tr", '<tr style="display:none"', _alike(_rows_of(t))) + "</tbody>"
        )
    ),
    "half of it elsewhere": _on_table(_halved),
}


def _rows_of(table: str) -> str:
    return "".join(_ROW.findall(table)[1:])
