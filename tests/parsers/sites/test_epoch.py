"""Epoch's archive: one file of it is the board. No capture is here; the shapes are as described."""

import io
import warnings
import zipfile

import pytest

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers.sites.epoch import parse
from tests.parsers.pages import make_page

INDEX = "epoch_capabilities_index/eci_scores.csv"
GPQA = "gpqa_diamond.csv"
INDEX_HEAD = (
    "Model,Display name,eci,eci_ci_low,eci_ci_high,date,Organization,Country (of organization),"
    "Model accessibility,Accessibility group,model_versions\n"
)
RUN_HEAD = (
    "Model version,mean_score,Best score (across scorers),Release date,Organization,Country,"
    "Training compute (FLOP),Training compute notes,stderr,Log viewer,Logs,Started at,id\n"
)
ATLAS = "Atlas ,Atlas 1,150.25 ,148.0,152.5,2026-09-03,Acme,,API access,Closed weights,\n"
RUN = "atlas_max,0.9,0.92,2026-09-03,Acme,,,,0.01,,,2026-09-04T10:00:00.000Z,x1\n"


def _zip(*files: tuple[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", packing) as archive:
        warnings.simplefilter("ignore")  # of a name that stands twice
        for name, text in files:
            archive.writestr(name, text)
    return buffer.getvalue()


def _page(body: bytes, part: str) -> Page:
    return make_page(body, f"https://epoch.ai/data/benchmark_data.zip#{part}")


def _index(*rows: str, head: str = INDEX_HEAD) -> Page:
    return _page(_zip(("README.md", "x"), (INDEX, head + "".join(rows)), (GPQA, RUN_HEAD)), INDEX)


def _runs(*rows: str, head: str = RUN_HEAD) -> Page:
    return _page(_zip((GPQA, head + "".join(rows)), (INDEX, INDEX_HEAD)), GPQA)


def test_the_index_is_read_from_its_file() -> None:
    """Spaces around texts and numbers do not count; its interval of 90 % is left out."""
    (entry,) = parse(_index(ATLAS)).entries

    assert (entry.key, entry.model, entry.organization) == ("Atlas", "Atlas 1", "Acme")
    assert (entry.score, entry.score_low, entry.score_high) == (150.25, None, None)
    assert parse(_index(ATLAS)).unknown == ()


def test_a_model_without_a_score_stays_and_a_line_of_commas_is_none() -> None:
    """The name shown is the model's where there is no other."""
    standing = parse(_index(ATLAS, "Nova,,,,,,,,,,\n", ",,,,,,,,,,\n"))

    assert [(e.key, e.model, e.score) for e in standing.entries] == [
        ("Atlas", "Atlas 1", 150.25),
        ("Nova", "Nova", None),
    ]


def test_a_benchmark_is_read_with_the_interval_of_its_standard_error() -> None:
    """The score is the best across scorers, which Epoch's own metadata names."""
    (entry,) = parse(_runs(RUN)).entries

    assert (entry.key, entry.organization, entry.score) == ("atlas_max", "Acme", 0.92)
    assert entry.score_low == pytest.approx(0.92 - 1.96 * 0.01, abs=1e-5)
    assert entry.score_high == pytest.approx(0.92 + 1.96 * 0.01, abs=1e-5)


def test_two_runs_of_one_model_are_two_entries() -> None:
    """The second is numbered, as of any board without keys; a run may have no standard error."""
    again = RUN.replace("0.92", "0.91").replace("0.01", "")

    first, second = parse(_runs(RUN, again)).entries
    assert (first.key, second.key, second.score_low) == ("atlas_max", "atlas_max#2", None)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (_index(ATLAS.replace("150.25", "n/a")), "found 'n/a'"),
        (_index(ATLAS.replace("150.25", "NaN")), "found 'NaN'"),
        (_index(ATLAS.replace("Atlas ,", ",")), "expected a Model in every row, found none"),
        (_index(ATLAS, head=INDEX_HEAD.replace(",eci,", ",ECI Score,")), "with the columns Model"),
        (_index(ATLAS[:-20]), "expected a newline at the end"),
        (_runs(RUN.replace("atlas_max", "")), "expected a Model version in every row"),
        (_runs(RUN.replace("0.92", "92 %")), "found '92 %'"),
        (_page(_zip((GPQA, RUN_HEAD + RUN)), "frontiermath.csv"), "'frontiermath.csv' in the arch"),
        (_page(_zip((GPQA, RUN), (GPQA, RUN_HEAD + RUN)), GPQA), "found 2 of 2"),
        (_page(b"<!doctype html>", GPQA), "expected a zip archive that is whole"),
    ],
)
def test_another_archive_is_refused(page: Page, told: str) -> None:
    """Texts for numbers, rows of nobody, other columns, cut files, files twice or not there."""
    with pytest.raises(LayoutError, match=told):
        parse(page)


def test_an_archive_that_is_cut_anywhere_is_refused() -> None:
    """The list of its files stands at the end."""
    whole = _index(ATLAS).body

    for length in range(0, len(whole), 7):
        with pytest.raises(LayoutError, match="expected a zip archive that is whole"):
            parse(_page(whole[:length], INDEX))


def test_a_byte_that_is_damaged_is_found_out() -> None:
    """The archive has a sum of every file."""
    body = bytearray(_zip((GPQA, RUN_HEAD + RUN), packing=zipfile.ZIP_STORED))
    body[body.index(b"atlas_max")] ^= 1

    with pytest.raises(LayoutError, match="expected a zip archive that is whole, found: Bad CRC"):
        parse(_page(bytes(body), GPQA))


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    """A small archive can hold more than there is room for; it is not unpacked to the end."""
    bomb = _zip((GPQA, b"0" * 30_000_000))

    assert len(bomb) < 40_000
    with pytest.raises(LayoutError, match="to have 20000000 B at most, found more"):
        parse(_page(bomb, GPQA))


def test_a_file_that_is_packed_otherwise_or_locked_is_refused() -> None:
    """Neither is what the publisher does, and some unpackers are slow or leaky."""
    locked = bytearray(_zip((GPQA, RUN_HEAD + RUN)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1

    for body in (bytes(locked), _zip((GPQA, RUN_HEAD + RUN), packing=zipfile.ZIP_LZMA)):
        with pytest.raises(LayoutError, match="stored or deflated, found another packing"):
            parse(_page(body, GPQA))


def test_a_column_nobody_knows_is_a_signal() -> None:
    """Of the board's own file; other files of the archive do not matter."""
    head = INDEX_HEAD.replace("\n", ",eci_v2\n")

    assert parse(_index(ATLAS.replace("\n", ",1\n"), head=head)).unknown == ("eci_v2",)
