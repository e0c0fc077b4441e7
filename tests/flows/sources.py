"""Source files of a test's own: those of the project with a channel changed."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from leaderboard import yaml_file
from tests.flows.home import SOURCES


def write_sources(
    folder: Path, channels: Mapping[str, Mapping[str, object]], *, open_ended: bool = False
) -> Path:
    """Write the project's source files with other fields in the channels of the boards named.

    `open_ended` makes every archive go on to this day and beyond, under its last address.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(SOURCES.glob("*.yml")):
        source = yaml_file.load(file)
        for name, board in source["boards"].items():
            (channel,) = board["channels"]
            channel |= channels.get(f"{source['publisher']}/{name}", {})
            if open_ended:
                channel["url"] = channel["url"][-1]["address"]
        (folder / file.name).write_text(yaml.safe_dump(source), encoding="utf-8")
    return folder
