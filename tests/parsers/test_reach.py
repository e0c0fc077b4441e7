"""How a reader comes to one table and to no other."""

import json

import pytest

from leaderboard.errors import LayoutError
from parsers.columns import guess
from parsers.reach import Reach, reach
from parsers.survey import survey
from tests.parsers.pages import make_page

HEAD = "<tr><th>Model</th><th>Score</th>{}</tr>"
ROW = "<tr><td>{}</td><td>1</td>{}</tr>"


def _table(model: str, more: str = "") -> str:
    extra = f"<th>{more}</th>" if more else ""
    cell = f"<td>{more}</td>" if more else ""
    return f"<table>{HEAD.format(extra)}{ROW.format(model, cell)}</table>"


def _reaches(body: str) -> list[Reach | str]:
    page = make_page(body.encode(), "https://x.example/")
    found: list[Reach | str] = []
    for each in survey(page):
        try:
            found.append(reach(page, each, guess(each.columns, each.rows)))
        except LayoutError as error:
            found.append(str(error))
    return found


def test_columns_alone_where_they_are_enough() -> None:
    """The least that has to be asked for."""
    assert _reaches(f"<html>{_table('a')}</html>") == [Reach(("Model", "Score"))]


def test_the_element_where_tables_are_alike() -> None:
    """Its id tells one from the other, whatever signs it has."""
    first, second = _reaches(
        f"""<html><div id="one">{_table("a")}</div><div id='S:0"'>{_table("b")}</div></html>"""
    )

    assert first == Reach(("Model", "Score"), within="#one")
    assert second == Reach(("Model", "Score"), within='[id="S:0\\""]')


def test_more_columns_where_no_element_tells_them_apart() -> None:
    """A table with a column of its own is asked for by that; its twin without it cannot be."""
    found = _reaches(f"<html>{_table('a')}{_table('b', 'Date')}</html>")

    assert Reach(("Model", "Score", "Date")) in found
    assert any("found no way" in str(each) for each in found)


def test_the_name_of_a_part_where_lists_are_alike() -> None:
    """Lists in objects that have names of their own are asked for by those."""
    boards = [{"name": n, "results": [{"model": n, "score": 1}]} for n in ("Lite", "Full")]

    found = _reaches(json.dumps({"leaderboards": boards}))[:2]

    assert found == [Reach(("model", "score"), by_part=True)] * 2


def test_lists_alike_without_names_are_refused() -> None:
    """Rather than that one of them is taken for the other."""
    lists = {"one": [{"model": "a", "score": 1}], "two": [{"model": "b", "score": 2}]}

    assert all("found no way" in str(each) for each in _reaches(json.dumps(lists)))


def test_a_heading_where_markdown_tables_are_alike() -> None:
    """And a file without a newline at its end is read as it is."""
    table = "|Model|Score|\n|-|-|\n|a|1|\n"
    page = f"# One\n\n{table}\n# Two\n\n{table}"

    assert [each.within for each in _reaches(page) if isinstance(each, Reach)] == ["One", "Two"]
    assert _reaches("Model,Score\na,1") == [Reach(("Model", "Score"), ends_open=True)]


@pytest.mark.parametrize("rows", [1, 2])
def test_fields_that_rows_lack_are_not_required(rows: int) -> None:
    """A row without an optional field does not hide the list."""
    models = [{"model": "a", "score": 1, "rank": 1}, {"model": "b", "score": 2}][:rows]

    assert isinstance(_reaches(json.dumps({"models": models}))[0], Reach)


def test_hidden_rows_are_left_out_in_so_many_words() -> None:
    """Whether they are of the board a person decides; until then the reader is told."""
    hidden = "<tr hidden><td>b</td><td>2</td></tr>"

    (found,) = _reaches(f"<html>{_table('a').replace('</table>', hidden + '</table>')}</html>")

    assert found == Reach(("Model", "Score"), leaves_out=True)
