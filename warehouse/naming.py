"""Names on record, joined to the catalogue: which model and organization each means."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from leaderboard.capture import Capture
from leaderboard.catalogue import Catalogue, load_catalogue
from leaderboard.catalogue_files import fingerprint
from leaderboard.errors import SourceFileError
from leaderboard.place import Lake, Place
from warehouse.sql import insert, query
from warehouse.units import carry_out, go_alone, look


def name_all(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    standings: Collection[str] | None = None,
) -> bool:
    """Look up every name on record that was not, or all of them if the catalogue changed.

    Where `standings` are given, they alone may have a name that was not looked up. Goes on inside
    the caller's transaction; tells whether the catalogue changed. The catalogue is read only where
    it is needed.

    Raises:
        SourceFileError: a file of the catalogue is wrong; the names stay as they were.
    """
    digest = fingerprint(folder)
    is_current = _is_current(connection, digest)
    if not is_current:
        names = connection.execute(query("all_names")).fetchall()
    elif standings is None or standings:
        asked = {"standings": None if standings is None else sorted(standings)}
        names = connection.execute(query("new_names"), asked).fetchall()
    else:
        return False
    if is_current and not names:
        return False
    rows = _meanings(names, folder)
    go_alone()
    if not is_current:
        connection.execute("DELETE FROM record.catalogue")
        connection.execute("DELETE FROM record.names")
        connection.execute("INSERT INTO record.catalogue VALUES ($1)", [digest])
    insert(connection, "insert_names", rows)
    return not is_current


def name_ahead(place: Place, folder: Path, captures: Iterable[Capture]) -> None:
    """On a lake, look up the names that captures will bring before they are kept.

    Two processes may bring one name, and a unit that finds a name to look up goes on alone: so it
    is done here, a moment for each process after the other, and keeping captures finds it done. A
    wrong or changed catalogue is left to that.
    """
    if not isinstance(place, Lake):
        return
    standings = (capture.standing for capture in captures if capture.standing is not None)
    pairs = sorted({(e.model, e.organization) for each in standings for e in each.entries}, key=str)
    printed = {"names": [name for name, _ in pairs], "organizations": [by for _, by in pairs]}

    def unknown(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None]]:
        rows: list[tuple[str, str | None]] = []
        if pairs and _is_current(connection, fingerprint(folder)):
            rows = connection.execute(query("unknown_names"), printed).fetchall()
        return rows

    def work(connection: duckdb.DuckDBPyConnection) -> None:
        insert(connection, "insert_names", _meanings(unknown(connection), folder))

    if not look(place, unknown):
        return
    with suppress(SourceFileError):
        carry_out(place, work, touching=["names"])


def _is_current(connection: duckdb.DuckDBPyConnection, digest: str) -> bool:
    return connection.execute("FROM record.catalogue").fetchone() == (digest,)


def _meanings(names: Sequence[tuple[str, str | None]], folder: Path) -> list[dict[str, object]]:
    if not names:
        return []
    catalogue = load_catalogue(folder)
    return [_meaning(name, printed, catalogue) for name, printed in names]


def _meaning(name: str, printed: str | None, catalogue: Catalogue) -> dict[str, object]:
    """What a name means; all that is not known is None."""
    found = catalogue.model(name, printed)
    organization = found.organization if found else catalogue.organization(printed or "")
    return {
        "name": name,
        "printed": printed,
        "model": found.model.name if found else None,
        "family": found.model.family if found else None,
        "organization": organization.name if organization else None,
        "country": organization.country if organization else None,
        "effort": found.marks.effort if found else None,
        "dated": found.marks.date if found else None,
        "is_preview": found.marks.is_preview if found else None,
        "setting": found.marks.setting if found else None,
    }
