"""Which messages the feeds are made of."""

from datetime import timedelta
from pathlib import Path

from alerts.feed import write_feeds
from tests.alerts.messages import SEEN, make_message
from tests.record import Record
from warehouse import outbox


def test_many_revisions_drive_no_other_update_out_of_the_feed(tmp_path: Path) -> None:
    """A group counts once, however often it is told, and keeps the day it was first told."""
    told = [make_message(message_id="other", group_id="other", made_at=SEEN)]
    told += [
        make_message(
            message_id=f"m{number}",
            group_id="long",
            revision=number,
            made_at=SEEN + timedelta(hours=number),
        )
        for number in range(1, 6)
    ]
    with Record(tmp_path) as record:
        outbox.post(record.connection, told, ())
        found = outbox.told(record.connection, 2)
        newest = outbox.told(record.connection, 1)

    write_feeds(tmp_path / "feeds", found, {})
    feed = (tmp_path / "feeds" / "all.xml").read_text(encoding="utf-8")
    assert [message.message_id for message in found] == ["m5", "m1", "other"]
    assert [message.message_id for message in newest] == ["m5", "m1"]
    assert feed.count("<entry>") == 2
    assert "<published>2026-05-28T09:43:00Z</published>" in feed
