"""JSON documents are found in a page however its publisher puts them there."""

import html
import json
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers.documents import embedded
from parsers.shapes import find_objects, find_rows
from tests.parsers.pages import file_page, make_page

ROWS = [{"rank": 1, "key": "atlas & <co>"}, {"rank": 2, "key": "nova"}]
TEXT = json.dumps(ROWS).replace("</", "<\\/")


class Model(msgspec.Struct):
    """A row as a site declares it."""

    rank: int
    key: str


def _page(body: str) -> Page:
    text = f"<!DOCTYPE html><html><body>{body}</body></html>"
    return make_page(text.encode(), "https://board.example")


def _island(props: str) -> str:
    return f'<astro-island uid="Z1" props="{html.escape(props)}" client="load"></astro-island>'


@pytest.mark.parametrize(
    "body",
    [
        f'<script type="application/json" id="leaderboard-data">{TEXT}</script>',
        f"<script id=__NEXT_DATA__ type='application/json'>{{\"props\": {TEXT}}}</script>",
        f'<script type="application/ld+json">\n{{"data": {TEXT}}}\n</script>',
        f'<script type="application/json; charset=utf-8">{TEXT}</script>',
        f'<script>window.gradio_config = {{"components": {TEXT}}};</script>',
        f"<script>\n  window.__STATE__={TEXT}\n</script>",
        f"<script>self.__next_f.push([1,{json.dumps(f'2a:{TEXT}')}])</script>",
        _island(
            '{"rows":[1,[[0,{"rank":[0,1],"key":[0,"atlas & <co>"]}],'
            '[0,{"rank":[0,2],"key":[0,"nova"]}]]]}'
        ),
    ],
)
def test_rows_are_found_in_every_kind_of_document(body: str) -> None:
    """By shape; other documents and scripts of the page do not matter."""
    others = (
        "<script>window.dataLayer = window.dataLayer || [];</script>"
        "<script>window.settings = {theme: 'dark'};</script>"
        '<script src="app.js"></script><script type="application/json">{broken</script>'
        '<script type="application/json">{"theme": "dark"}</script>'
    )

    assert [m.key for m in find_rows(embedded(_page(others + body)), Model).rows] == [
        "atlas & <co>",
        "nova",
    ]


def test_what_is_no_document_is_not_read() -> None:
    """Text in a comment, in a template of another language, or in what readers see."""
    body = f"<!-- <script type='application/json'>{TEXT}</script> --><p>{html.escape(TEXT)}</p>"

    assert list(embedded(_page(body + f"<script>{TEXT}</script>"))) == []


def test_a_script_may_be_named() -> None:
    """Where two are alike."""
    scripts = "".join(
        f'<script type="application/json" id="{name}">[{{"rank": 1, "key": "{name}"}}]</script>'
        for name in ("main", "old")
    )

    with pytest.raises(LayoutError, match="found 2"):
        find_rows(embedded(_page(scripts)), Model)
    assert find_rows(embedded(_page(scripts), "#old"), Model).rows == [Model(1, "old")]


def test_a_page_that_is_cut_is_refused() -> None:
    """Also where the cut falls after the document: what came then is not known."""
    whole = _page(f'<script type="application/json">{TEXT}</script><p>The end.</p>').body

    for end in range(20, len(whole) - len("</html>")):
        with pytest.raises(LayoutError, match="expected a page with </html>, found one that ends"):
            list(embedded(make_page(whole[:end], "https://board.example")))


def _astro(value: object) -> list[object]:
    if isinstance(value, dict):
        return [0, {name: _astro(member) for name, member in value.items()}]
    if isinstance(value, list):
        return [1, [_astro(item) for item in value]]
    return [0, value]


NAMES = st.text(max_size=3)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(NAMES, JSON, max_size=3))
def test_what_astro_wrote_is_read(props: dict[str, object]) -> None:
    """Every value stands as its kind and itself; lists of two numbers are no such pairs."""
    written = json.dumps({name: _astro(value) for name, value in props.items()})
    (found,) = embedded(_page(_island(written)))

    assert json.loads(found) == props


def test_dates_and_addresses_of_astro_stay_text() -> None:
    """They are written as text; nothing written is null."""
    written = (
        '{"a":[3,"2026-05-26T00:00:00.000Z"],"b":[7,"https://a.example/"],"c":[6,"1"],"d":[0]}'
    )

    assert list(embedded(_page(_island(written)))) == [
        b'{"a":"2026-05-26T00:00:00.000Z","b":"https://a.example/","c":"1","d":null}'
    ]


@pytest.mark.parametrize(
    ("props", "message"),
    [
        ('{"a":[4,[]]}', "found a Map"),
        ('{"a":[1,[[5,[]]]]}', "found a Set"),
        ('{"a":[0,{"b":[11,1]}]}', "found a Infinity"),
        ('{"a":[12,1]}', "as Astro writes it, found \\[12, 1\\]"),
        ('{"a":1}', "as Astro writes it, found 1"),
        ('{"a":[0,[1]]}', "as Astro writes it, found"),
        ('{"a":[1,{}]}', "as Astro writes it, found"),
        ("{a:1}", "expected JSON in props of astro-island, found"),
        ('{"a":' + "[1,[" * 5000 + "]]" * 5000 + "}", "expected JSON in props of astro-island"),
    ],
)
def test_what_astro_cannot_have_written_as_json_is_told(props: str, message: str) -> None:
    """Kinds of value that JSON has none for, by name."""
    with pytest.raises(LayoutError, match=message):
        list(embedded(_page(_island(props))))


def test_an_island_without_properties_holds_nothing() -> None:
    """Such as a menu."""
    assert list(embedded(_page("<astro-island client=load></astro-island>"))) == []


class Frame(msgspec.Struct):
    """A table of a Gradio page."""

    headers: list[str]
    data: list[list[object]]
    metadata: object


def test_the_tables_of_a_real_gradio_page_are_read(captures: Path) -> None:
    """As many as json finds, with their rows; the page shows only a part of them."""
    path = captures / "arena-gradio-html/2025-03-28-a0c83fb/page_source.html"
    text = path.read_text()
    start = text.index("window.gradio_config = ") + len("window.gradio_config = ")
    config, _ = json.JSONDecoder().raw_decode(text, start)
    tables = [c["props"]["value"] for c in config["components"] if c["type"] == "dataframe"]
    found = find_objects(embedded(file_page(path)), Frame)

    assert [frame.headers for frame in found] == [table["headers"] for table in tables]
    assert [len(frame.data) for frame in found] == [len(table["data"]) for table in tables]
    assert len(found[0].data) == 183


class Evaluated(msgspec.Struct):
    """A row of a board by Scale."""

    model: str
    rank: int
    score: float


@pytest.mark.parametrize(("name", "rows"), [("swebench_pro", 24), ("mcp_atlas", 19)])
def test_a_real_payload_is_read(captures: Path, name: str, rows: int) -> None:
    """As many rows as the text has fields of that name."""
    page = file_page(captures / f"site-pages/2026-04-28/{name}.html")
    counted = page.body.count(rb"\"confidenceInterval_upper\":")

    assert len(find_rows(embedded(page), Evaluated).rows) == counted == rows


class Track(msgspec.Struct):
    """A board of SWE-bench."""

    name: str
    results: list[msgspec.Raw]


def test_a_real_file_is_read_from_the_script_that_holds_it(captures: Path) -> None:
    """SWE-bench puts its boards in a script of JSON."""
    text = (captures / "swe-bench-json/2025-10-06/leaderboards.json").read_text()
    boards = json.loads(text)["leaderboards"]
    script = f'<script type="application/json" id="leaderboard-data">{json.dumps(boards)}</script>'
    found = find_rows(embedded(_page(script), "#leaderboard-data"), Track).rows

    assert Counter({b.name: len(b.results) for b in found}) == Counter(
        {b["name"]: len(b["results"]) for b in boards}
    )
