"""Names on record, joined to the catalogue: which model and organization each means."""

from pathlib import Path

import duckdb

from leaderboard.catalogue import Catalogue, load_catalogue
from leaderboard.catalogue_files import fingerprint
from warehouse.sql import insert, query


def name_all(connection: duckdb.DuckDBPyConnection, folder: Path) -> bool:
    """Look up every name on record that was not, or all of them if the catalogue changed.

    Goes on inside the caller's transaction; tells whether the catalogue changed. The catalogue is
    read only where it is needed.

    Raises:
        SourceFileError: a file of the catalogue is wrong; the names stay as they were.
    """
    digest = fingerprint(folder)
    is_current = connection.execute("FROM record.catalogue").fetchone() == (digest,)
    names = connection.execute(query("new_names" if is_current else "all_names")).fetchall()
    if is_current and not names:
        return False
    catalogue = load_catalogue(folder)
    rows = [_meaning(name, printed, catalogue) for name, printed in names]
    if not is_current:
        connection.execute("DELETE FROM record.catalogue")
        connection.execute("DELETE FROM record.names")
        connection.execute("INSERT INTO record.catalogue VALUES ($1)", [digest])
    insert(connection, "insert_names", rows)
    return not is_current


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
