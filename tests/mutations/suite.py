"""All mutants of a fixture, and what becomes of them."""

import zlib
from collections import Counter
from collections.abc import Iterator

from tests.mutations import figures, markup, payloads, rows, texts, wholes
from tests.mutations.listings import find_listings
from tests.mutations.mutant import Mutant
from tests.mutations.subject import Subject
from tests.mutations.verdict import FAULTS, End, judge

Tally = Counter[tuple[str, str]]


def mutants(subject: Subject) -> Iterator[tuple[Subject, Mutant]]:
    """Each mutant, with the fixture that it is a change of."""
    for listing in find_listings(subject):
        for each in (rows.mutants, figures.mutants, payloads.trees):
            for mutant in each(listing):
                yield subject, mutant
    for document, suffix in enumerate(subject.suffixes):
        for mutant in texts.mutants(subject, document):
            yield subject, mutant
        if suffix == ".html":
            for mutant in (*markup.mutants(subject, document), *payloads.chunks(subject, document)):
                yield subject, mutant
    yield from wholes.all_of(subject)


def _is_cheap(mutant: Mutant) -> bool:
    """Whether to do it: Parquet files are read in a child process, and few of them are."""
    is_whole = any(body[:4] == body[-4:] == b"PAR1" for body in mutant.bodies)
    return not is_whole or zlib.crc32(f"{mutant.kind}{mutant.what}".encode()) % 24 == 0


def run(subject: Subject) -> tuple[Tally, list[str]]:
    """How many mutants of each class ended how; and what must not be, one line a mutant."""
    assert find_listings(subject), "its rows were not found"
    tally: Tally = Counter()
    faults: list[str] = []
    for of, mutant in mutants(subject):
        if mutant.bodies == of.bodies or not _is_cheap(mutant):
            continue  # the change changes nothing here, or one like it is done
        end, why = judge(of, mutant)
        tally[mutant.kind, end] += 1
        if end in FAULTS:
            faults.append(f"{mutant.kind}: {mutant.what}: {end}: {why}")
    return tally, faults


__all__ = ["End", "Tally", "mutants", "run"]
