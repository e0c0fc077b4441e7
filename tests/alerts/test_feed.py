"""The Atom feeds, read as feed readers do and held to what RFC 4287 demands."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from alerts.feed import atom, write_feeds
from leaderboard.alert import Message, Reason
from tests.alerts.messages import (
    HOSTILE,
    SEEN,
    entered,
    make_digest,
    make_hostile,
    make_message,
)

ATOM = "{http://www.w3.org/2005/Atom}"
IN_FEED = {"id", "title", "updated", "author", "link", "entry"}
IN_ENTRY = {
    *("id", "title", "published", "updated", "link", "category", "summary", "content"),
}
NAMES = (*HOSTILE, "\0\x0b\ufffe\uffff\ud800 ]]>", "\r\n\t")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
IRI = re.compile(r"urn:[a-z]+:[^\s<>\"{}|\\^`]+")


def feed_of(messages: list[Message]) -> bytes:
    """A feed of these messages."""
    return atom("Alerts", "urn:podium:feed:test", messages, SEEN)


def only(parent: ET.Element, tag: str) -> str:
    """The text of the one child of that name."""
    (child,) = parent.findall(ATOM + tag)
    assert child.text
    return child.text


def check(document: bytes) -> list[ET.Element]:
    """Hold a feed to every MUST of RFC 4287 that applies; its entries."""
    assert not feedparser.parse(document).bozo
    root = ET.fromstring(document)  # noqa: S314 - our own
    entries = root.findall(ATOM + "entry")
    ids = [only(element, "id") for element in (root, *entries)]
    assert root.tag == f"{ATOM}feed"
    assert {child.tag.removeprefix(ATOM) for child in root} <= IN_FEED
    assert all(IRI.fullmatch(each) for each in ids)
    assert len(set(ids)) == len(ids)
    assert DATE.fullmatch(only(root, "updated"))
    assert only(root, "title")
    assert [only(author, "name") for author in root.findall(ATOM + "author")] == ["Podium"]
    for entry in entries:
        check_entry(entry)
    return entries


def check_entry(entry: ET.Element) -> None:
    """Hold an entry to every MUST of RFC 4287 that applies."""
    (content,) = entry.findall(f"{ATOM}content")
    links = [(link.get("rel"), link.get("type")) for link in entry.findall(f"{ATOM}link")]
    assert {child.tag.removeprefix(ATOM) for child in entry} <= IN_ENTRY
    assert only(entry, "title")
    assert only(entry, "summary")
    assert DATE.fullmatch(only(entry, "updated"))
    assert DATE.fullmatch(only(entry, "published"))
    assert (content.get("type"), len(content)) == ("html", 0)
    assert len(set(links)) == len(links)
    assert all(each.get("term") for each in entry.findall(f"{ATOM}category"))


def test_an_entry_says_all() -> None:
    """A reader sees the headline, the board's page, the rule, the board, the reason, the mail."""
    entry = feedparser.parse(feed_of([make_message()])).entries[0]

    assert entry.title.startswith("qwen3.7-max enters Code Arena WebDev at No. 4")
    assert entry.link == "https://arena.example/leaderboard/webdev"
    assert [tag.term for tag in entry.tags] == ["code-top-five", "arena/webdev", "first"]
    assert "<table" in entry.content[0].value
    assert entry.summary.startswith("qwen3.7-max enters")


def test_the_feed_is_valid_atom() -> None:
    """What RFC 4287 demands holds for a feed of many entries."""
    assert len(check(feed_of(make_digest(12)))) == 12


def test_an_empty_feed_is_valid_atom() -> None:
    """A rule that has told nothing yet has a feed without entries."""
    assert check(feed_of([])) == []


def test_a_feed_that_knows_its_address_says_it() -> None:
    """A feed reader finds where the feed itself is."""
    document = atom("T", "urn:podium:x", [], SEEN, link="https://podium.example/feeds/all.xml")
    link = ET.fromstring(document).find(f"{ATOM}link")  # noqa: S314 - our own

    assert link is not None
    assert (link.get("rel"), link.get("href")) == ("self", "https://podium.example/feeds/all.xml")


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_does_no_harm_in_a_feed(name: str) -> None:
    """Whatever a name is, the feed is valid, and its HTML has no element of the name."""
    message = make_hostile(name)
    entries = check(feed_of([message, make_message(group_id=f"g {name[:20]}", title=name)]))
    content = "".join(only(entry, "content") for entry in entries)

    assert len(entries) == 2
    assert not re.search("<(?:script|!)|href=.javascript", content)
    assert not set("\u202e\ufffe\uffff") & set("".join(entries[0].itertext()))


def test_revisions_are_one_entry() -> None:
    """A group is one entry under one id: it shows the latest revision, published with the first."""
    first = make_message()
    second = make_message(
        message_id="m5f0c1a2b3c4d-2",
        revision=2,
        reason=Reason.CORRECTED,
        made_at=first.made_at + timedelta(hours=3),
        lines=(entered(is_withdrawn=True),),
    )
    before = check(feed_of([first]))
    (after,) = check(feed_of([second, first]))

    assert only(after, "id") == only(before[0], "id") == "urn:podium:group:g5f0c1a2b3c4d"
    assert only(after, "title").startswith("Corrected, not so: qwen3.7-max")
    assert only(after, "published") == "2026-05-28T08:44:00Z"
    assert only(after, "updated") == "2026-05-28T11:44:00Z"


def test_newest_come_first_whatever_the_order() -> None:
    """The feed is the same in whatever order its messages are given."""
    messages = make_digest(5)
    times = [only(entry, "updated") for entry in check(feed_of(messages))]

    assert times == sorted(times, reverse=True)
    assert feed_of(messages[::-1]) == feed_of(messages)


def test_each_rule_has_a_file_and_all_have_one(tmp_path: Path) -> None:
    """A feed a rule, by its title, and one of everything; a rule without messages has one too."""
    messages = [*make_digest(3), make_message(rule="leaders")]
    rules = {"code-top-five": "Code, top five", "leaders": "Who leads", "quiet": "Nothing yet"}
    write_feeds(tmp_path / "feeds", messages, rules)
    read = {path.name: path.read_bytes() for path in (tmp_path / "feeds").iterdir()}

    assert {name: len(check(document)) for name, document in read.items()} == {
        "code-top-five.xml": 3,
        "leaders.xml": 1,
        "quiet.xml": 0,
        "all.xml": 4,
    }
    assert feedparser.parse(read["leaders.xml"]).feed.title == "Who leads"


def test_the_newest_200_are_kept(tmp_path: Path) -> None:
    """A feed does not grow without end: the newest 200 groups are in it."""
    write_feeds(tmp_path, make_digest(203), {})
    entries = check((tmp_path / "all.xml").read_bytes())

    assert len(entries) == 200
    assert only(entries[-1], "id") == "urn:podium:group:g0003"


def test_a_file_that_would_be_the_same_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written where nothing is new, and a feed whose rule is gone stays."""
    write_feeds(tmp_path, make_digest(2), {"code-top-five": "A", "old": "B"})
    before = {path: path.stat().st_ino for path in tmp_path.iterdir()}
    write_feeds(tmp_path, make_digest(2), {"code-top-five": "A"})
    unchanged = {path: path.stat().st_ino for path in tmp_path.iterdir()}
    write_feeds(tmp_path, make_digest(3), {"code-top-five": "A"})
    changed = {path for path in tmp_path.iterdir() if path.stat().st_ino != before[path]}

    assert unchanged == before
    assert changed == {tmp_path / "all.xml", tmp_path / "code-top-five.xml"}


def test_a_feed_is_updated_when_its_newest_message_was_made(tmp_path: Path) -> None:
    """The time of a feed is that of its newest entry, not of its writing."""
    write_feeds(tmp_path, make_digest(3), {})
    root = ET.fromstring((tmp_path / "all.xml").read_bytes())  # noqa: S314 - our own

    updated = datetime.fromisoformat(only(root, "updated"))
    assert updated.replace(tzinfo=None) == SEEN + timedelta(hours=2, minutes=1)
