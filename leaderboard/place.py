"""Where the record is written: in a file of one machine, or in a lake that many machines share."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Lake:
    """A DuckLake: `catalog` is the address of the Postgres that holds its catalog, a secret.

    `data` is the folder, or the `s3://` address, of its Parquet files.
    """

    catalog: str = field(repr=False)
    data: str


Place = Path | Lake


def is_begun(place: Place) -> bool:
    """Whether there may be a record; of a lake that is not known before it is asked."""
    return isinstance(place, Lake) or place.is_file()
