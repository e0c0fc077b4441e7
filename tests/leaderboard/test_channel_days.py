"""The days that the addresses of a channel stand for."""

from datetime import date
from pathlib import Path

from flows.visits import visits_of_days
from leaderboard.source import load_source
from tests.leaderboard.test_source import RIGHT, write


def test_an_address_may_name_its_day_twice(tmp_path: Path) -> None:
    """The day of such an address is found again, so that a page is read again as of its day."""
    url = "https://acme.example/{date}/chess-{date}.json"
    text = RIGHT.replace("https://acme.example/{date}/chess.json", url)
    (board,) = load_source(write(tmp_path, text)).all_boards
    channel, day = board.channels[0], date(2026, 5, 1)

    address = channel.address(day)
    assert address is not None
    assert channel.day_of(address) == day
    assert channel.day_of(address.replace("-01.json", "-02.json")) is None


def test_documents_beside_a_day_are_of_that_day(tmp_path: Path) -> None:
    """`{date}` stands for the day in their addresses, too."""
    spans = (
        "url: [{address: 'https://acme.example/{date}.csv', "
        "beside: ['https://acme.example/{date}/names.json']}]"
    )
    text = RIGHT.replace("url: https://acme.example/{date}/chess.json", spans)
    (board,) = load_source(write(tmp_path, text)).all_boards
    day = date(2026, 5, 1)
    (visit,) = visits_of_days(board, day, day)

    assert visit.ask(None).beside == ("https://acme.example/2026-05-01/names.json",)


def test_dated_releases_are_the_days_of_their_channel(tmp_path: Path) -> None:
    """Each address holds one day; a day between two of them has no address."""
    spans = (
        "url: [{address: https://a.example/1.csv, day: 2024-06-24}, "
        "{address: https://a.example/2.csv, day: 2025-01-08}]"
    )
    text = RIGHT.replace("url: https://acme.example/{date}/chess.json", spans)
    (board,) = load_source(write(tmp_path, text)).all_boards
    channel = board.channels[0]

    days = [date(2024, 6, 24), date(2025, 1, 8)]
    assert list(channel.days(date(2020, 1, 1), date(2026, 1, 1))) == days
    assert channel.address(date(2024, 12, 1)) is None
    assert channel.day_of("https://a.example/2.csv") == date(2025, 1, 8)


def test_an_address_of_a_day_that_is_none_is_of_no_day(tmp_path: Path) -> None:
    """The thirtieth of February, and a day written otherwise, are no days."""
    (board,) = load_source(write(tmp_path, RIGHT)).all_boards
    channel = board.channels[0]

    days = [channel.day_of(f"https://acme.example/{d}/chess.json") for d in ("2026-02-30", "today")]
    assert days == [None, None]
    assert channel.day_of("https://acme.example/2026-02-28/chess.json") == date(2026, 2, 28)
