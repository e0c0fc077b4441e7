"""Epoch AI, as the archive of its benchmarks has them: one CSV file for each.

The fragment of the address names the file (`benchmark_data.zip#gpqa_diamond.csv`).
"""

import io
import zipfile
import zlib
from dataclasses import replace

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.delimited import read_csv
from parsers.numbers import half_width_of_stderr, interval, number
from parsers.rows import Row

INDEX = "epoch_capabilities_index/eci_scores.csv"
INDEX_COLUMNS = ("Model", "Display name", "eci", "Organization")
# Its interval is one of 90 %, where all others here are of 95 %: it would tell too much.
INDEX_IGNORED = {
    *("eci_ci_low", "eci_ci_high", "date", "Country (of organization)"),
    *("Model accessibility", "Accessibility group", "model_versions"),
}
# A benchmark that Epoch runs itself; the score is the column that its own metadata names.
SCORE = "Best score (across scorers)"
RUN_COLUMNS = ("Model version", SCORE, "Organization", "stderr")
RUN_IGNORED = {
    *("mean_score", "Release date", "Country", "Log viewer", "Logs", "Started at", "id"),
    *("Training compute (FLOP)", "Training compute notes"),
}
_LARGEST = 20_000_000  # bytes of one file; the largest is said to have 4 MB
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def parse(page: Page) -> Standing:
    """The capabilities index, or a benchmark that Epoch runs; neither prints ranks."""
    file = replace(page, body=_file(page))
    is_index = page.part == INDEX
    table = read_csv(file, INDEX_COLUMNS if is_index else RUN_COLUMNS)
    rows = [row for row in table.rows if any(row.texts.values())]  # some lines are only commas
    if is_index:
        entries = tuple(_capability(row) for row in rows)
        return Standing(entries, unknown=table.unknown({*INDEX_COLUMNS, *INDEX_IGNORED}))
    entries = keyed_by_name([_run(row) for row in rows])
    return Standing(entries, unknown=table.unknown({*RUN_COLUMNS, *RUN_IGNORED}))


def _file(page: Page) -> bytes:
    """The file that the fragment names, if the archive has it once, whole, and of a fair size."""
    try:
        with zipfile.ZipFile(io.BytesIO(page.body)) as archive:
            found = [info for info in archive.infolist() if info.filename == page.part]
            if len(found) != 1:
                raise LayoutError(
                    f"expected one file {page.part!r} in the archive, found {len(found)} of "
                    f"{len(archive.infolist())}"
                )
            return _unpacked(archive, found[0])
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise LayoutError(f"expected a zip archive that is whole, found: {error}") from error


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & 1 or info.compress_type not in _PACKINGS:
        raise LayoutError(f"expected {info.filename} stored or deflated, found another packing")
    with archive.open(info) as file:
        body = file.read(_LARGEST + 1)  # what the archive says of the size may be untrue
    if len(body) > _LARGEST:
        raise LayoutError(f"expected {info.filename} to have {_LARGEST} B at most, found more")
    return body


def _capability(row: Row) -> Entry:
    model = _named(row, "Model")
    return Entry(
        key=model,
        model=row["Display name"] or model,
        organization=row["Organization"] or None,
        score=number(row["eci"], missing={""}),
    )


def _run(row: Row) -> Entry:
    """A run of one version of a model at one effort; some were run twice."""
    model = _named(row, "Model version")
    score, stderr = number(row[SCORE], missing={""}), number(row["stderr"], missing={""})
    reach = None if stderr is None else half_width_of_stderr(stderr)
    low, high = interval(score, reach, reach)
    return Entry(model, model, row["Organization"] or None, None, score, low, high)


def _named(row: Row, header: str) -> str:
    if not row[header]:
        raise LayoutError(f"expected a {header} in every row, found none in {row.texts}")
    return row[header]
