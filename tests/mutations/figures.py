"""Figures written in another way: the same number in other signs, no number, or another scale."""

import re
from collections.abc import Callable, Iterator, Sequence

from leaderboard.standing import Entry
from tests.mutations.listing import Listing, Row, text_of
from tests.mutations.mutant import Mutant, Right, apart_from, either, is_computed, lacking, same
from tests.mutations.rows import Path, change, in_all, in_one, paths

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_SHOWN = re.compile(r"(?<=>)([^<>]*\d[^<>]*)(?=<)")
_FEW = 3
Rewrite = Callable[[str], str]

_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")  # noqa: RUF001 - what is tested
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def mutants(listing: Listing) -> Iterator[Mutant]:
    """The figures of the score's column, or of the first few where no column is the score."""
    for path in _columns(listing):
        yield from _written(listing, path)
        yield from _scaled(listing, path)


def _columns(listing: Listing) -> list[Path]:
    pairs = [
        (row, entry) for row, entry in zip(listing.rows, listing.entries, strict=True) if entry
    ]
    every = list(dict.fromkeys(path for row in listing.rows for path in paths(row)))
    scores = [path for path in every if pairs and _is_score(path, pairs)]
    return scores or [path for path in every if _numbers(path, listing.rows)][:_FEW]


def _is_score(path: Path, pairs: Sequence[tuple[Row, Entry]]) -> bool:
    found = [(_value(row, path), entry.score) for row, entry in pairs if entry.score is not None]
    fits = [v is not None and any(abs(v * f - s) < 0.01 for f in (1, 100)) for v, s in found]
    return bool(fits) and sum(fits) > 0.8 * len(fits)


def _numbers(path: Path, rows: Sequence[Row]) -> bool:
    return all(_value(row, path) is not None for row in rows)


def _value(row: Row, path: Path) -> float | None:
    found: list[object] = []
    change(row, path, lambda parent, name: found.append(parent[name]))
    if len(found) != 1 or isinstance(found[0], dict | list | bool):
        return None
    number = _NUMBER.match(text_of(found[0]))
    return float(number[0].replace(",", "")) if number else None


def _written(listing: Listing, path: Path) -> Iterator[Mutant]:
    name, subject, last = ".".join(path), listing.subject, len(listing.rows) - 1
    entries = listing.entries
    for what, rewrite in _SAME.items():
        right = same(subject)
        yield from _both(listing, path, ("number in other signs", what), rewrite, right)
    for what, rewrite in _OTHER.items():
        yield from _both(listing, path, ("no single number", what), rewrite, same(subject))
    for mark in ("N/A", "-", "", "null", "NaN", "-1", "TBD", "∞"):
        rewrite = _replaced(mark)
        all_of_them = in_all(listing, path, _apply(rewrite))
        yield Mutant("figure missing", f"{name}: {mark!r}", all_of_them, lacking(subject, entries))
        for at in (0, last):
            body = in_one(listing, path, _apply(rewrite), at)
            what, right = f"{name} in row {at}: {mark!r}", lacking(subject, [entries[at]])
            if is_computed(subject) and mark == "":
                right = either(right, apart_from(subject, entries[at]))
            yield Mutant("figure missing", what, body, right)


def _both(
    listing: Listing, path: Path, names: tuple[str, str], rewrite: Rewrite, right: Right
) -> Iterator[Mutant]:
    kind, what = names[0], f"{'.'.join(path)}: {names[1]}"
    if _apply_to_text(text_of_cells(listing, path), rewrite) == text_of_cells(listing, path):
        return
    yield Mutant(kind, what, in_all(listing, path, _apply(rewrite)), right)
    yield Mutant(kind, f"{what} in row 0", in_one(listing, path, _apply(rewrite), 0), right)


def text_of_cells(listing: Listing, path: Path) -> str:
    """The text of the first row's cell in that column."""
    found: list[object] = []
    change(listing.rows[0], path, lambda parent, name: found.append(parent[name]))
    return str(found[0]) if found else ""


def _scaled(listing: Listing, path: Path) -> Iterator[Mutant]:
    for factor in (100, 0.01, 10, 0.1, 1000, 0.001, -1):
        how = _times(factor)
        name = f"{'.'.join(path)} times {factor}"
        yield Mutant("another scale", name, in_all(listing, path, how), same(listing.subject))
        if factor in {100, 0.01}:
            for at in (0, len(listing.rows) - 1):
                body, right = in_one(listing, path, how, at), same(listing.subject)
                if is_computed(listing.subject):
                    right = either(right, apart_from(listing.subject, listing.entries[at]))
                yield Mutant("another scale in a row", f"{name} in row {at}", body, right)


def _times(factor: float) -> Callable[[Row, str], None]:
    def rewrite(text: str) -> str:
        return _NUMBER.sub(lambda n: f"{float(n[0].replace(',', '')) * factor:.10g}", text, count=1)

    def how(row: Row, name: str) -> None:
        value = row[name]
        if isinstance(value, int | float) and not isinstance(value, bool):
            row[name] = float(f"{value * factor:.10g}")
        elif isinstance(value, str):
            row[name] = _apply_to_text(value, rewrite)

    return how


def _apply(rewrite: Rewrite) -> Callable[[Row, str], None]:
    def how(row: Row, name: str) -> None:
        if not isinstance(row[name], dict | list):
            row[name] = _apply_to_text("" if row[name] is None else str(row[name]), rewrite)

    return how


def _apply_to_text(cell: str, rewrite: Rewrite) -> str:
    """The cell with its figure rewritten; in HTML what stands between tags."""
    if cell.startswith("<t"):
        return _SHOWN.sub(lambda found: rewrite(found[1]), cell, count=1)
    return rewrite(cell)


def _replaced(mark: str) -> Rewrite:
    return lambda _: mark


def _figure(how: Callable[[str], str]) -> Rewrite:
    return lambda text: _NUMBER.sub(lambda found: how(found[0]), text, count=1)


def _grouped(mark: str, point: str) -> Rewrite:
    def how(number: str) -> str:
        whole, dot, rest = number.replace(",", "").partition(".")
        groups = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", mark, whole)
        return groups + (point + rest if dot else "")

    return _figure(how)


_SAME: dict[str, Rewrite] = {
    "thousands": _grouped(",", "."),
    "continental": _grouped(".", ","),
    "decimal comma": _grouped("", ","),
    "thin spaces": _grouped("\u202f", "."),
    "spaces": _grouped(" ", "."),
    "apostrophes": _grouped("'", "."),
    "hard spaces around": lambda text: f"\xa0{text}\xa0",
    "full width": lambda text: text.translate(_WIDE),
    "Arabic digits": lambda text: text.translate(_ARABIC),
    "exponent": _figure(lambda number: f"{float(number.replace(',', '')):.12e}"),
    "plus": _figure(lambda number: f"+{number}"),
    "zeros before": _figure(lambda number: f"00{number}"),
    "zeros after": _figure(lambda number: f"{number}00" if "." in number else f"{number}.00"),
    "per cent": lambda text: text.replace(" %", "").replace("%", "") if "%" in text else f"{text}%",
    "star": lambda text: f"{text}*",
    "about": lambda text: f"~{text}",
    "unit": lambda text: f"{text} points",
    "interval": lambda text: f"{text} ± 3",
    "footnote": lambda text: f"{text}<sup>2</sup>",
    "quoted": lambda text: f'"{text}"',
    "zero-width space": _figure(lambda number: f"{number[0]}\u200b{number[1:]}"),
}
_OTHER: dict[str, Rewrite] = {
    "range": _figure(lambda number: f"{number}-{float(number.replace(',', '')) + 5:g}"),
    "below": lambda text: f"<{text}" if "<" not in text else f"&lt;{text}",
    "at least": lambda text: f"≥{text}",
    "two numbers": _figure(lambda number: f"{number} {number}"),
    "of": _figure(lambda number: f"{number}/2000"),
    "hexadecimal": lambda text: f"0x{text}",
    "words": lambda _: "very good",
    "letter for digit": _figure(lambda number: f"l{number[1:]}" if number[1:] else "l"),
}
