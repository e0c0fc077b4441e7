"""Atom feeds (RFC 4287) of what was told, kept as files that any web server can hand out."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from alerts.forms import Form, paragraphs, subject
from alerts.names import is_link
from leaderboard.alert import Message
from leaderboard.text import clean

_ATOM = "http://www.w3.org/2005/Atom"
_AUTHOR = "Podium"
_ALL = "all"
_NEWEST = 200
_BEFORE_ALL = datetime.fromisoformat("1970-01-01")  # what a feed says that has no entry yet
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(
    title: str, feed_id: str, messages: Sequence[Message], updated: datetime, link: str = ""
) -> bytes:
    """The feed as a file: one entry a group, which shows its latest revision, newest first.

    `link` is where the feed itself can be had, if that is known. Times are UTC.
    """
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _text(feed, "id", feed_id)
    _text(feed, "title", clean(title))
    _text(feed, "updated", _time(updated))
    _text(SubElement(feed, "author"), "name", _AUTHOR)
    if is_link(link):
        SubElement(feed, "link", rel="self", type="application/atom+xml", href=link)
    for revisions in _newest_first(messages):
        _add_entry(feed, revisions)
    indent(feed)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def write_feeds(folder: Path, messages: Sequence[Message], rules: Mapping[str, str]) -> None:
    """Write `<rule>.xml` for each rule, by its title, and `all.xml`, of the newest 200 groups each.

    A reader sees a file as it was or as it is, never in between; one whose bytes would be the
    same is left alone, and so are the feeds of rules that are no longer there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for rule, title in rules.items():
        told = [message for message in messages if message.rule == rule]
        _write(folder / f"{rule}.xml", _feed(title, f"urn:podium:feed:{_part(rule)}", told))
    _write(folder / f"{_ALL}.xml", _feed("Podium: all rules", "urn:podium:feeds", messages))


def _feed(title: str, feed_id: str, messages: Sequence[Message]) -> bytes:
    kept = [m for revisions in _newest_first(messages)[:_NEWEST] for m in revisions]
    updated = max((message.made_at for message in kept), default=_BEFORE_ALL)
    return atom(title, feed_id, kept, updated)


def _newest_first(messages: Iterable[Message]) -> list[list[Message]]:
    """The revisions of each group in order; the group that has the newest one comes first."""
    groups: dict[str, dict[int, Message]] = {}
    for message in messages:
        groups.setdefault(message.group_id, {})[message.revision] = message
    sorted_groups = [[group[number] for number in sorted(group)] for group in groups.values()]
    return sorted(sorted_groups, key=lambda all_of: _age(all_of[-1]), reverse=True)


def _age(message: Message) -> tuple[datetime, str]:
    return message.made_at, message.group_id


def _add_entry(feed: Element, revisions: Sequence[Message]) -> None:
    """The entry of a group: its latest revision, first published with its earliest."""
    first, latest = revisions[0], revisions[-1]
    entry = SubElement(feed, "entry")
    _text(entry, "id", f"urn:podium:group:{_part(latest.group_id)}")
    _text(entry, "title", subject([latest]))
    _text(entry, "published", _time(first.made_at))
    _text(entry, "updated", _time(latest.made_at))
    if is_link(latest.url):
        SubElement(entry, "link", rel="alternate", href=latest.url)
    about = {"rule": latest.rule, "board": latest.board, "reason": latest.reason}
    for scheme, term in about.items():
        SubElement(entry, "category", scheme=f"urn:podium:{scheme}", term=_legal(term))
    _text(entry, "summary", paragraphs(latest, Form.PLAIN)[0])
    content = "\n".join(paragraphs(latest, Form.HTML))
    _text(entry, "content", content).set("type", "html")


def _text(parent: Element, tag: str, text: str) -> Element:
    element = SubElement(parent, tag)
    element.text = _legal(text)
    return element


def _legal(text: str) -> str:
    """The text without the characters that no XML may have."""
    return _FORBIDDEN.sub("", text)


def _time(time: datetime) -> str:
    """A time of the record as RFC 3339 writes it."""
    return f"{time.isoformat(timespec='seconds')}Z"


def _part(name: str) -> str:
    """A name as a part of an IRI."""
    return quote(clean(name), safe=":/")


def _write(path: Path, content: bytes) -> None:
    """Put the file in place at once, if it is not there already."""
    if path.is_file() and path.read_bytes() == content:
        return
    # One process at a time writes feeds, so that the draft of one that died is written over.
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
