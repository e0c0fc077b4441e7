"""Settings from the environment or from files of secrets, all with the prefix `PODIUM_`."""

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from leaderboard.errors import SettingsError
from leaderboard.masking import Masker
from leaderboard.place import Lake, Place
from leaderboard.variables import variables

_CHANNEL = re.compile(r"[a-z0-9.\-]+/[a-z0-9.\-]+:[a-z0-9.\-]+")
_ROOT = Path(__file__).resolve().parent


def beside(name: str, installed: str | None = None) -> Path:
    """A folder or file of the project: in the checkout, or inside the installed package.

    `installed` is its name there where another one is taken.
    """
    in_checkout = _ROOT.parent / name
    return in_checkout if in_checkout.exists() else _ROOT / (installed or name)


class _Variables(EnvSettingsSource):
    """Reads the settings from the environment and from the files of secrets."""

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        super().__init__(settings_cls)
        self.env_vars = {name.lower(): value for name, value in variables().items()}


class Settings(BaseSettings):
    """Where things are, and who we say we are.

    `home` holds warehouse and archive, `sources` the source files, `catalogue` the names of
    organizations and models. `mirrors` maps an origin (or any beginning of an address) to the one
    that is asked in its place; the record keeps the original. `switch_on` names channels, such as
    `arena/text:page`, that are off in the source files and that whoever runs this decided to read.
    `receivers` is the file of those addresses of receivers that are not in the environment.
    `contact` (a mail or web address) stands in the user agent, so that a publisher can reach them.
    `rules` is the file that says which changes are told, `labs` the organizations that a rule calls
    `mine`. Where many machines share one record, `lake` is the address of the Postgres of their
    lake, and `lake_data` the folder or `s3://` address of its data. `scheduler` is the address of
    the Prefect server's Postgres, if backups are to have that as well. `port` is where `podium
    serve` has its API and its pages, on loopback. `log` is how flows.logs writes: as `json` or
    `text`, or `off`; where nothing is said, runs of the service log and commands of a person do
    not.
    """

    model_config = SettingsConfigDict(env_prefix="PODIUM_", frozen=True)

    home: Path = Path("data")
    sources: Path = beside("sources")
    catalogue: Path = beside("catalogue", installed="catalogue_data")
    mirrors: Annotated[dict[str, str], NoDecode] = {}
    receivers: Path | None = None
    contact: str = ""
    switch_on: Annotated[tuple[str, ...], NoDecode] = ()
    rules: Path = beside("rules.yml")
    labs: Annotated[tuple[str, ...], NoDecode] = ()
    lake: SecretStr = SecretStr("")
    lake_data: str = ""
    scheduler: SecretStr = SecretStr("")
    port: Annotated[int, Field(ge=0, le=65535)] = 4200
    log: Literal["", "json", "text", "off"] = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What a caller gives, and the variables."""
        del env_settings, dotenv_settings, file_secret_settings
        return init_settings, _Variables(settings_cls)

    @field_validator("switch_on", "labs", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(name.strip() for name in value.split(",") if name.strip())

    @field_validator("switch_on")
    @classmethod
    def _names(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_CHANNEL.fullmatch(name) for name in names):
            raise ValueError("expected <publisher>/<board>:<channel> names separated by commas")
        return names

    @field_validator("mirrors", mode="before")
    @classmethod
    def _pairs(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = (pair.strip().partition("=") for pair in value.split(",") if pair.strip())
        mirrors = {origin.rstrip("/"): mirror.rstrip("/") for origin, _, mirror in pairs}
        for address in (*mirrors, *mirrors.values()):
            if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
                raise ValueError("expected https://origin=http://mirror pairs separated by commas")
        return mirrors

    @cached_property
    def writer_file(self) -> Path:
        """The database that one process at a time writes."""
        return self.home / "writer" / "warehouse.duckdb"

    @cached_property
    def warehouse(self) -> Place:
        """Where the record is written."""
        if not self.lake.get_secret_value():
            return self.writer_file
        return Lake(self.lake.get_secret_value(), self.lake_data or str(self.home / "lake"))

    @cached_property
    def published_file(self) -> Path:
        """The database that readers open: a whole, consistent state, replaced by rename."""
        return self.home / "podium.duckdb"

    @cached_property
    def delivery_lock(self) -> Path:
        """Held by the one process that delivers alerts."""
        return self.home / "writer" / "delivery.lock"

    @cached_property
    def feeds(self) -> Path:
        """The folder of Atom feeds, one a rule and `all.xml`."""
        return self.home / "feeds"

    @cached_property
    def alerts_file(self) -> Path:
        """The JSON lines of the receiver `jsonl`."""
        return self.home / "alerts.jsonl"

    @cached_property
    def backups(self) -> Path:
        """The folder of backups, where no other one is named."""
        return self.home / "backups"

    @cached_property
    def runs(self) -> Path:
        """The folder of the reports of runs, one folder a day."""
        return self.home / "runs"

    @cached_property
    def metrics_file(self) -> Path:
        """What Prometheus reads of this home, in its text format."""
        return self.home / "metrics.prom"

    @cached_property
    def archive(self) -> Path:
        """The folder of WARC files."""
        return self.home / "archive"


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: the name of the setting, what was expected and what was found.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = "_".join(["PODIUM", *(str(part).upper() for part in first["loc"])])
        expected = first["msg"].removeprefix("Value error, ")
        message = f"{name}: {expected}, found {first['input']!r}"
        # An address in a setting may hold a password, and so may the error, which quotes it.
        raise SettingsError(Masker().text(message)) from None
