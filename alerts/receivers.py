"""To whom messages go: the addresses behind the names that rules use.

Addresses are secrets. They come from variables (`PODIUM_RECEIVER_<NAME>`) or from the file that
`PODIUM_RECEIVERS` names, and nothing that is shown, logged or raised has one in it.
"""

import re
import stat
from collections.abc import Mapping
from pathlib import Path

import yaml

from alerts.address import Address
from leaderboard import yaml_file
from leaderboard.errors import ReceiverError, SourceFileError
from leaderboard.settings import Settings
from leaderboard.variables import variables

BUILT_IN = ("jsonl", "prefect")
_PREFIX = "PODIUM_RECEIVER_"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAMING = "expected a name of small letters, digits and single hyphens"
_ADDRESS = re.compile(r"\w{2,}:/")  # of a path, in which two slashes are one
_YAML = "expected YAML, with each name once, found another thing; quotes around an address may help"


class Receivers:
    """Names, and the addresses behind them. `notes` says what is not wrong, but unwise.

    A name with several addresses stands for as many receivers, `team.1` and `team.2`, so that one
    that fails holds up nobody else and nobody gets anything twice. An address is opened when it is
    asked for: one that is wrong keeps nobody else from theirs.
    """

    def __init__(self, urls: Mapping[str, tuple[str, ...]], notes: tuple[str, ...] = ()) -> None:
        """Check the names.

        Raises:
            ReceiverError: one is reserved, or no name.
        """
        self.notes = notes
        self._members = {name: _members(_checked(name), urls[name]) for name in sorted(urls)}
        self._urls = {
            member: url
            for name, members in self._members.items()
            for member, url in zip(members, urls[name], strict=True)
        }
        self._open: dict[str, Address] = {}

    def __repr__(self) -> str:
        return f"Receivers({', '.join(self._members)})"

    @property
    def names(self) -> tuple[str, ...]:
        """Every receiver that has an address, sorted by name."""
        return tuple(self._urls)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every address, for who takes them out of what is shown."""
        return tuple(self._urls.values())

    def members(self, name: str) -> tuple[str, ...]:
        """The receivers that a name stands for; itself, if it is not known."""
        return self._members.get(name, (name,))

    def find(self, name: str) -> Address:
        """The address of the receiver; of a name that stands for several that of the first.

        Raises:
            ReceiverError: it has none, and the message says how to give it one; or Apprise cannot
                read it.
        """
        (member, *_) = self.members(name)
        if member not in self._urls:
            there = ", ".join(self._members)
            found = f"one only for: {there}" if there else "none of any name"
            raise ReceiverError(
                f"receiver {name!r}: expected an address, found {found}; "
                f"set {variable(name)}, or name it in the file of PODIUM_RECEIVERS"
            )
        if member not in self._open:
            self._open[member] = _opened(member, self._urls[member])
        return self._open[member]

    def masked(self, name: str) -> str:
        """The address of the receiver as it may be shown: kind and host, nothing else.

        Raises:
            ReceiverError: it has none, or one that Apprise cannot read.
        """
        return self.find(name).masked


def load_receivers(settings: Settings, environ: Mapping[str, str] | None = None) -> Receivers:
    """The receivers of the variables, and of the secret file where these have none.

    Raises:
        ReceiverError: a name is wrong, or the file has something else than addresses.
        SourceFileError: the file cannot be read or is not YAML.
    """
    found: dict[str, tuple[str, ...]] = {}
    if settings.receivers is not None:
        found |= _in_file(settings.receivers)
    for variable, value in (variables() if environ is None else environ).items():
        name = variable.upper().removeprefix(_PREFIX)
        if name != variable.upper() and value.split():
            found[name.lower().replace("_", "-")] = tuple(value.split())
    return Receivers(found, _notes(settings.receivers))


def _in_file(file: Path) -> dict[str, tuple[str, ...]]:
    document = _document(file)
    if not isinstance(document, dict):
        raise ReceiverError(f"{file.name}: expected names with addresses, found no mapping")
    urls = {str(name): value for name, value in document.items()}
    for place, name in enumerate(urls, 1):
        # What is no name may be an address that stands where its name should.
        if not _NAME.fullmatch(name):
            raise ReceiverError(f"{file.name}: name {place}: {_NAMING}, found another thing")
    return {name: _listed(file, name, value) for name, value in urls.items()}


def _document(file: Path) -> object:
    """What the file says.

    Raises:
        ReceiverError: it is no file, but an address.
        SourceFileError: it cannot be read or is not YAML. What stands there is not said, since it
            may be an address.
    """
    if _ADDRESS.match(str(file)):
        raise ReceiverError(
            "PODIUM_RECEIVERS: expected a file of addresses, found an address; give it to "
            "PODIUM_RECEIVER_<NAME>, such as PODIUM_RECEIVER_TEAM"
        )
    try:
        return yaml_file.load(file)
    except SourceFileError as error:
        if not isinstance(error.__cause__, yaml.MarkedYAMLError):
            raise
        mark = error.__cause__.problem_mark
        line = f"line {mark.line + 1}: " if mark else ""
        raise SourceFileError(f"{file.name}: {line}{_YAML}") from None


def _listed(file: Path, name: str, value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    texts = [each for each in listed if isinstance(each, str) and each.split()]
    if not texts or len(texts) < len(listed):
        raise ReceiverError(
            f"{file.name}: {name}: expected an address or a list of addresses, found another thing"
        )
    return tuple(url for text in texts for url in text.split())


def _notes(file: Path | None) -> tuple[str, ...]:
    if file is None or not stat.S_IMODE(file.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        return ()
    if str(file.parent) == variables().get("PODIUM_SECRETS"):
        return ()  # whoever filled that folder saw to who can read it
    return (f"{file}: others than its owner can read these addresses; chmod 600 would end that",)


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ReceiverError(f"receiver {name!r}: {_NAMING}; rename {variable(name)}")
    if name in BUILT_IN:
        raise ReceiverError(
            f"receiver {name!r}: expected another name, as this one is built in and needs no "
            f"address; give {variable(name)} another name"
        )
    return name


def _opened(name: str, url: str) -> Address:
    try:
        return Address(url)
    except ValueError as error:
        raise ReceiverError(
            f"receiver {name!r}: expected an address that Apprise knows, such as "
            f"mailto://, slack:// or json://, found {error}; see docs/alerts.md"
        ) from None


def variable(name: str) -> str:
    """The variable that gives the receiver its address."""
    return _PREFIX + name.partition(".")[0].upper().replace("-", "_")


def _members(name: str, urls: tuple[str, ...]) -> tuple[str, ...]:
    if len(urls) == 1:
        return (name,)
    return tuple(f"{name}.{number}" for number, _ in enumerate(urls, start=1))
