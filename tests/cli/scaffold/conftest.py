"""A site with a board in every form, on loopback, and the command to make boards of it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import podium
from tests.cli.scaffold.drafts import html
from tests.servers import Request, Server, answer, serve

New = Callable[..., Result]
TABLE = html(
    ("Rank", "Model", "Org", "Score"), ("1", "alpha", "Acme", "90.5"), ("2", "beta", "", "81")
)
MODELS = [{"model": "alpha", "vendor": "Acme", "score": 90.5}, {"model": "beta", "score": 81}]
PAYLOAD = json.dumps([1, f"1:{json.dumps({'rows': MODELS})}\n"], separators=(",", ":"))
TWO = html(("Model", "Score"), ("a", "1")) + html(("Name", "Elo", "X"), ("b", "2", "c"))
BODIES = {
    "/board": ("text/html", TABLE),
    "/api": ("application/json", json.dumps({"data": {"models": MODELS}})),
    "/file.csv": ("text/csv", "model,vendor,score\nalpha,Acme,90.5\nbeta,,81\n"),
    "/README.md": ("text/plain", "|Model|Org|Score|\n|-|-|-|\n|alpha|Acme|90.5|\n|beta||81|\n"),
    "/file.yml": ("text/plain", "".join(f"- {json.dumps(model)}\n" for model in MODELS)),
    "/next": ("text/html", f"<html><script>self.__next_f.push({PAYLOAD})</script></html>"),
    "/nothing": ("text/html", "<html><p>Loading</p></html>"),
    "/two": ("text/html", TWO),
    "/odd": ("text/html", html(("Model", "Chess", "Go"), ("a", "1", "2"))),
    "/blocked": ("text/html", "<html><title>Just a moment...</title></html>"),
    "/secret": ("text/html", TABLE),
    "/hostile": ("text/html", html(("Model", "Score"), ("\x1b[31mred", "1"))),
    "/robots.txt": ("text/plain", "User-agent: *\nDisallow: /secret\n"),
}


def _answer(request: Request) -> bytes:
    kind, body = BODIES[request.path]
    return answer(body.encode(), Content_Type=kind)


@pytest.fixture
def server() -> Iterator[Server]:
    """A site with a board in every form."""
    with serve(_answer) as running:
        yield running


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> Path:
    """A folder with an empty home, from which https://site.example is that site."""
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PODIUM_MIRRORS", f"https://site.example={server.url}")
    return tmp_path


@pytest.fixture
def new(place: Path) -> New:
    """Make a board of that name from the page at that path, into the folder `into`."""

    def make(name: str, path: str, *more: str) -> Result:
        asked = ["sources", "new", name, "--url", f"https://site.example{path}"]
        return CliRunner().invoke(podium, [*asked, "--into", str(place / "into"), *more])

    return make


def files(folder: Path) -> list[str]:
    """Every file below the folder, by name."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
