"""The names that stand in the real captures, by folder: board and day, name, organization."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Named(NamedTuple):
    """One row of a board: `board` says of which page, `organization` is None where not told."""

    board: str
    name: str
    organization: str | None = None


def _load(path: Path) -> Any:  # noqa: ANN401 - any document
    return json.loads(path.read_text(encoding="utf-8"))


def _arena_daily(folder: Path) -> Iterator[Named]:
    for path in folder.glob("*/[ct]*.json"):
        for row in _load(path)["models"]:
            yield Named(f"{path.parent.name}/{path.stem}", row["model"], row.get("vendor"))


def _speech_arena(folder: Path) -> Iterator[Named]:
    for path in folder.glob("*/text-to-speech.json"):
        for row in _load(path)["models"]:
            yield Named(path.parent.name, row["name"], row["creator"]["name"])


def _video_arena(folder: Path) -> Iterator[Named]:
    for row in _load(folder / "text-to-video.json")["models"]:
        yield Named(folder.name, row["name"], row["creator"]["name"])


def _arena_dataset(folder: Path) -> Iterator[Named]:
    for path in folder.glob("*/*.json"):
        for config, pages in _load(path)["configs"].items():
            for row in (each["row"] for page in pages for each in page["rows"]):
                board = f"{config}/{row['category']}/{row['leaderboard_publish_date']}"
                yield Named(board, row["model_name"], row["organization"])


def _arena_page(folder: Path) -> Iterator[Named]:
    for path in folder.glob("*/lmarena.json"):
        page = _load(path)
        for board, rows in page.get("categories", {}).items():
            for row in rows:
                yield Named(board, row["model_display_name"], row["organization"])
        for board, table in page.get("boards", {}).items():
            for row in table["entries"]:
                yield Named(board, row["modelDisplayName"], row["modelOrganization"])


def _arena_history(folder: Path) -> Iterator[Named]:
    with (folder / "result.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day, *names = row
            for name in names:
                if float(row[name]):
                    yield Named(row[day], name)


def _arena_gradio(folder: Path) -> Iterator[Named]:
    for path in folder.glob("*/DERIVED*.json"):
        for row in _load(path)["dataframes"][0]["data"]:
            yield Named("text", re.sub("<[^>]*>", "", row[2]), row[6])


def _tables(pattern: str) -> Callable[[Path], Iterator[Named]]:
    def read(folder: Path) -> Iterator[Named]:
        for path in folder.glob(pattern):
            with path.open(encoding="utf-8", newline="") as file:
                for row in list(csv.reader(file))[1:]:
                    yield Named(f"{path.parent.name}/{path.stem}", row[0])

    return read


def _markdown(row: str) -> Callable[[Path], Iterator[Named]]:
    def read(folder: Path) -> Iterator[Named]:
        for path in folder.glob("*/README.md"):
            for found in re.finditer(row, path.read_text(encoding="utf-8"), re.MULTILINE):
                yield Named(path.parent.name, found[1].strip())

    return read


def _aider(folder: Path) -> Iterator[Named]:
    for path in folder.glob("*/*.yml"):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield Named(path.parent.name, row["model"])


def _swe_bench(folder: Path) -> Iterator[Named]:
    for path in folder.glob("*/leaderboards.json"):
        for board in _load(path)["leaderboards"]:
            if board["name"] == "bash-only":
                yield from (Named(path.parent.name, row["name"]) for row in board["results"])


def _pages(folder: Path) -> Iterator[Named]:
    (day,) = folder.iterdir()
    for stem in ("mcp_atlas", "swebench_pro"):
        page = (day / f"{stem}.html").read_text(encoding="utf-8").replace('\\"', '"')
        for number, table in enumerate(re.finditer(r'"entries":(\[.*?\])', page)):
            for row in json.loads(table[1]):
                yield Named(f"{stem} {number}", row["model"], row["company"])
    page = (day / "terminal_bench.html").read_text(encoding="utf-8").replace('\\"', '"')
    for row in json.JSONDecoder().raw_decode(page, page.index('"rows":[') + 7)[0]:
        for name, organization in zip(row["model"], row["modelOrganization"], strict=True):
            yield Named(f"terminal-bench {row['key']}", name, organization)
    for row in _load(day / "arc_agi.json")["models"]:
        yield Named("arc-agi", row["displayName"], row["providerId"])


def _omnigaia(folder: Path) -> Iterator[Named]:
    lines = (folder / "omnigaia_paper_table2_2026-02.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        size = "" if row["params"] == "-" else f"-{row['params']}"
        yield Named("omnigaia", row["method"] + size)


READERS: dict[str, Callable[[Path], Iterator[Named]]] = {
    "arena-daily": _arena_daily,
    "aa-daily": _speech_arena,
    "aa-daily-after-gating": _speech_arena,
    "aa-daily-after-gating/2026-08-01": _video_arena,
    "arena-hf-dataset": _arena_dataset,
    "arena-page-rsc-decoded": _arena_page,
    "arena-history-2023-2025": _arena_history,
    "arena-gradio-html": _arena_gradio,
    "open-asr": _tables("*/*.csv"),
    "livebench": _tables("*/table_*.csv"),
    "vectara": _markdown(r"^\|([^|]+)\|(?=.*%)"),
    "voicebench": _markdown(r"^\|\s*\d+\s*\|([^|]+)\|"),
    "aider": _aider,
    "swe-bench-json": _swe_bench,
    "site-pages": _pages,
    "excerpts": _omnigaia,
}


def organizations(captures: Path) -> set[str]:
    """Every spelling of an organization in the captures, whoever prints it and of what."""
    found = {row.organization for name, read in READERS.items() for row in read(captures / name)}
    for path in captures.glob("aa-daily*/*/*.json"):
        rows = _load(path).get("models", [])
        found |= {row["creator"]["name"] for row in rows if isinstance(row, dict)}
    for path in captures.glob("arena-page-rsc-decoded/*/lmarena.json"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'"(?:modelO|o)rganization": "([^"]*)"', text))
    for path in captures.glob("swe-bench-json/*/*.json"):
        found |= set(re.findall(r'"Org: ([^"]*)"', path.read_text(encoding="utf-8")))
    for path in captures.glob("site-pages/*/terminal_bench.html"):
        page = path.read_text(encoding="utf-8").replace('\\"', '"')
        found |= set(re.findall(r'"agentOrganization":"([^"]*)"', page))
    for path in captures.glob("open-asr/*/*.csv"):
        found |= {line.split("/")[0] for line in path.read_text("utf-8").splitlines()[1:] if line}
    found |= {"alibaba", "qwen", "google", "SpaceXAI", "BreezeBlue", "Deepgram", "Telnyx"}
    return {each for each in found if each}
