"""A home in which alerts are due, and the command in it."""

import os
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from cli.main import podium
from tests.alerts.telling import FIRST, Told, live

UP = FIRST | {"fay": 1475.0}  # above dan and eve: into the top five, eve falls out
ENTERED = "fay climbs from No. 6 to No. 4 of Chess with 1475: into the top five; eve falls out"
RULES = """
rules:
  top-five:
    kinds: [entered_top, left_top]
    top: [5]
"""


class Alerting:
    """A home of its own, whose rules and receivers a test chooses."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder.mkdir()
        self.folder = folder
        self._patch = monkeypatch
        for name in [name for name in os.environ if name.startswith("PODIUM_")]:
            monkeypatch.delenv(name)
        self.set(PODIUM_HOME=str(folder))
        self.rules(RULES)

    @property
    def writer_file(self) -> Path:
        """The database that is written."""
        return self.folder / "writer" / "warehouse.duckdb"

    def set(self, **variables: str) -> None:
        """Set these in the environment."""
        for name, value in variables.items():
            self._patch.setenv(name, value)

    def rules(self, text: str) -> None:
        """From now on these are the rules."""
        path = self.folder / "my-rules.yml"
        path.write_text(text, encoding="utf-8")
        self.set(PODIUM_RULES=str(path))

    def live(self, *days: dict[str, float], first: int = 0) -> None:
        """Live through days of a board, told to the team; `first` counts those before."""
        self.writer_file.parent.mkdir(exist_ok=True)
        with Told(self.writer_file.parent, RULES, ("team",)) as told:
            for day, scores in enumerate(days, start=first):
                told.keep(live(scores, day))

    def change(self, sql: str) -> None:
        """Change what is recorded."""
        with duckdb.connect(self.writer_file) as connection:
            connection.execute(sql)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What is recorded."""
        with duckdb.connect(self.writer_file) as connection:
            return connection.execute(sql).fetchall()

    def ask(self, *arguments: str) -> Result:
        """Run `podium alerts` with these arguments in this process."""
        return CliRunner().invoke(podium, ["alerts", *arguments])
