"""The synthetic workload: 200 boards, two days, and the truth about what changed between them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.server import ROOT

_GENERATOR = ROOT.parent / "shared" / "workload" / "generate.py"
ORIGIN = "https://workload.example"

_HEAD = """publisher: workload
title: Workload
url: {origin}
attribution: made up
terms: made up
boards:
"""
_BOARD = """\
  {name}:
    title: {name}
    url: {url}
    metric: score
    unit: points
    higher_is_better: true
    cadence: 1d
    rows: {{least: 50, most: 600}}
    score: {{least: 0, most: 2000}}
    channels:
      - {{name: page, kind: page, on: true, url: "{url}", parser: benchmarks.workload_site}}
"""


class Move(NamedTuple):
    """A model of a board and its ranks before and after; None where it is not on the board."""

    board: str
    model: str
    old: int | None
    new: int | None


class Workload(NamedTuple):
    """Folders of the two days, of the source file, and every move between the days."""

    day1: Path
    day2: Path
    sources: Path
    urls: Path
    moves: frozenset[Move]


def make_workload(folder: Path) -> Workload:
    """Generate the workload in the folder, unless it is there already.

    Raises:
        SystemExit: the generator is not here.
    """
    if not (folder / "truth.json").exists():
        if not _GENERATOR.is_file():
            print(f"skipped: the workload is made by {_GENERATOR}, which is not here")
            raise SystemExit(0)
        shutil.copy(_GENERATOR, folder / "generate.py")
        subprocess.run([sys.executable, "generate.py"], check=True, cwd=folder, capture_output=True)
    paths = (folder / "urls.txt").read_text().split()
    return Workload(
        folder / "www" / "day1",
        folder / "www" / "day2",
        _write_sources(folder / "sources", paths),
        folder / "urls.txt",
        frozenset(_moves(folder)),
    )


def board_of(path: str) -> str:
    """The board at an address: `/a/000.html` is `workload/a-000`."""
    return "workload/" + path.strip("/").partition(".")[0].replace("/", "-")


def _write_sources(folder: Path, paths: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    boards = (
        _BOARD.format(name=board_of(path).removeprefix("workload/"), url=ORIGIN + path)
        for path in paths
    )
    (folder / "workload.yml").write_text(_HEAD.format(origin=ORIGIN) + "".join(boards))
    return folder


def _moves(folder: Path) -> list[Move]:
    moves: list[Move] = []
    for path, truth in json.loads((folder / "truth.json").read_text())["pages"].items():
        board, last = board_of(path), 120 if path.startswith("/a/") else 300
        moves += [Move(board, move["model"], move["old"], move["new"]) for move in truth["moved"]]
        moves += [Move(board, model, last, None) for model in truth["removed"]]
        moves += [Move(board, model, None, last) for model in truth["added"]]
    return moves
