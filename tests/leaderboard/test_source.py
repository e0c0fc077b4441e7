"""Source files: what is wrong is told in one line; what is right binds boards to addresses."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from leaderboard.errors import SettingsError, SourceFileError, UnknownBoardError
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_source, load_sources, read_sources

RIGHT = """
publisher: acme
title: Acme
url: https://acme.example
attribution: Acme
terms: free
boards:
  chess:
    title: Chess
    url: https://acme.example/chess
    metric: Elo
    unit: points
    higher_is_better: true
    cadence: 6h
    rows: {least: 1, most: 100}
    score: {least: 0, most: 3000}
    channels:
      - name: archive
        kind: archive
        on: true
        url: https://acme.example/{date}/chess.json
"""


def write(folder: Path, text: str, name: str = "acme.yml") -> Path:
    """A source file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_right_file_gives_boards_under_their_full_names(tmp_path: Path) -> None:
    """A board is known as `<publisher>/<board>`; `on` is a word, not YAML's boolean."""
    source = load_source(write(tmp_path, RIGHT))

    (board,) = source.all_boards
    assert board.name == "acme/chess"
    assert board.parser == "parsers.sites.acme"
    assert board.cadence == timedelta(hours=6)
    assert [channel.name for channel in board.channels_on()] == ["archive"]


@pytest.mark.parametrize(
    ("wrong", "instead", "told"),
    [
        (
            "cadence: 6h",
            "cadence: often",
            "line 14: boards.chess.cadence: expected a duration such as",
        ),
        ("cadence: 6h", "cadence: 0d", "boards.chess.cadence: expected a duration such as"),
        ("on: true", "on: maybe", "line 20: boards.chess.channels.0.on: expected a valid boolean"),
        ("unit: points", "colour: red", "line 8: boards.chess.unit: field required, found nothing"),
        ("least: 1,", "least: 900,", "line 15: boards.chess.rows: expected least <= most"),
        (
            "/{date}/",
            "/today/",
            "line 18: boards.chess.channels.0: expected {date} or a day with every",
        ),
        (
            "kind: archive",
            "kind: page",
            "boards.chess.channels.0: expected {date} or a day with every",
        ),
        ("kind: archive", "kind: rumour", "line 19: boards.chess.channels.0.kind: expected one of"),
        ("url: https://acme.example/chess", "url: gopher://acme", "line 10: boards.chess.url:"),
        ("publisher: acme", "publisher: other", "publisher: expected the file's name 'acme'"),
        (
            "title: Acme",
            "title: Acme\ntitle: Twice",
            "line 4: expected every key once, found 'title' twice",
        ),
        ("title: Acme", "title: [", "line"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(
    tmp_path: Path, wrong: str, instead: str, told: str
) -> None:
    """The line names the file, the field, what was expected and what was found."""
    path = write(tmp_path, RIGHT.replace(wrong, instead, 1))

    with pytest.raises(SourceFileError) as caught:
        load_source(path)

    message = str(caught.value)
    assert message.startswith("acme.yml: ")
    assert told in message
    assert "\n" not in message


def test_bytes_that_are_not_utf8_are_told(tmp_path: Path) -> None:
    """A file in another encoding is named, not a traceback."""
    path = tmp_path / "acme.yml"
    path.write_bytes(b"publisher: \xff\xfe")

    with pytest.raises(SourceFileError, match=r"acme\.yml: expected a YAML file in UTF-8"):
        load_source(path)


def test_an_empty_folder_says_what_to_set(tmp_path: Path) -> None:
    """Without source files there is nothing to watch, and the setting to change is named."""
    with pytest.raises(SourceFileError, match="set PODIUM_SOURCES"):
        load_sources(tmp_path)


def test_a_publisher_stands_for_all_its_boards(tmp_path: Path) -> None:
    """Boards are found by their own name, by their publisher's, or all at once."""
    sources = (load_source(write(tmp_path, RIGHT)),)

    names = [[b.name for b in find_boards(sources, n)] for n in ((), ("acme",), ("acme/chess",))]
    assert names == [["acme/chess"]] * 3


def test_an_unknown_board_lists_those_that_exist(tmp_path: Path) -> None:
    """A wrong name is answered with the right ones."""
    sources = (load_source(write(tmp_path, RIGHT)),)

    with pytest.raises(UnknownBoardError, match="'acme/go'; there are: acme/chess"):
        find_boards(sources, ("acme/go",))


def test_one_board_keeps_its_name_when_its_file_changes_name() -> None:
    """The archive's code.json became code-webdev.json: the board's address follows the day."""
    (board,) = find_boards(load_sources(load_settings().sources), ("arena/webdev",))
    archive = board.channel("archive")

    before, after = archive.address(date(2026, 7, 15)), archive.address(date(2026, 7, 16))
    assert before is not None
    assert after is not None
    assert before.endswith("/2026-07-15/code.json")
    assert after.endswith("/2026-07-16/code-webdev.json")
    assert archive.address(date(2026, 3, 18)) is None


def test_a_channel_that_is_off_is_switched_on_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's act: that channel is on, the file and every other channel stay as they are."""
    path = write(tmp_path, RIGHT.replace("on: true", "on: false"))
    assert load_source(path).all_boards[0].channels_on() == ()

    monkeypatch.setenv("PODIUM_SWITCH_ON", "acme/chess:archive")
    (board,) = find_boards(load_sources(tmp_path))
    assert [channel.name for channel in board.channels_on()] == ["archive"]


@pytest.mark.parametrize(
    ("names", "told"),
    [("acme/chess:page", "found 'acme/chess:page'"), ("chess", "expected <publisher>/<board>")],
)
def test_a_switch_that_fits_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: str, told: str
) -> None:
    """A name that is mistyped must not leave the channel off in silence."""
    write(tmp_path, RIGHT)
    monkeypatch.setenv("PODIUM_SWITCH_ON", names)

    with pytest.raises(SettingsError, match=f"PODIUM_SWITCH_ON: .*{told}"):
        load_sources(tmp_path)


def test_a_switch_of_a_file_that_is_wrong_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is told as what is wrong, not the switch, and the other publishers are read."""
    write(tmp_path, RIGHT)
    (tmp_path / "other.yml").write_text("publisher: other\n")
    monkeypatch.setenv("PODIUM_SWITCH_ON", "other/board:page")

    right, wrong = read_sources(tmp_path)
    assert [source.publisher for source in right] == ["acme"]
    assert [str(error)[:10] for error in wrong] == ["other.yml:"]


def test_a_board_of_a_file_that_is_wrong_is_not_called_unknown(tmp_path: Path) -> None:
    """Whoever asks for it is told what is wrong with the file."""
    write(tmp_path, RIGHT)
    (tmp_path / "other.yml").write_text("publisher: [")
    right, wrong = read_sources(tmp_path)

    assert len(find_boards(right, ("acme",), wrong)) == 1
    with pytest.raises(UnknownBoardError, match=r"'other/board'; other.yml: line \d+: "):
        find_boards(right, ("acme", "other/board"), wrong)


def test_a_channel_with_a_key_is_on_where_the_key_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its key it is passed over; the key stands in the environment and nowhere else."""
    key = "        key: {header: x-api-key, variable: PODIUM_ACME_KEY}\n"
    (board,) = load_source(write(tmp_path, RIGHT + key)).all_boards
    monkeypatch.delenv("PODIUM_ACME_KEY", raising=False)
    assert board.channels_on() == ()

    monkeypatch.setenv("PODIUM_ACME_KEY", "s3cret")
    assert board.channels_on() == board.channels
    assert "s3cret" not in board.contract + repr(board)

    monkeypatch.setenv("PODIUM_ACME_KEY", " s3cret\n")  # as a file of one line gives it
    assert board.channels[0].key is not None
    assert board.channels[0].key.value == "s3cret"
    monkeypatch.setenv("PODIUM_ACME_KEY", "\n")
    assert board.channels_on() == ()
