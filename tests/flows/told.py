"""What reached the receivers of a test, and whether it is what the record says."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from tests.flows.live import Live
from tests.mailbox import Mailbox, mail_server, part
from tests.servers import Server, answer, serve

_PART = re.compile(r"(?P<key>[0-9a-f]{32})(-(?P<number>\d+)-of-(?P<count>\d+))?")
# All but the clock's times and how often something was tried.
_WAREHOUSE = {
    "standings": "FROM standings ORDER BY ALL",
    "changes": "FROM changes ORDER BY ALL",
    "snapshots": "SELECT * EXCLUDE (capture_id) FROM record.snapshots ORDER BY ALL",
    "events": "SELECT * EXCLUDE (noted_at, told_at) FROM record.events ORDER BY ALL",
    "messages": (
        "SELECT * EXCLUDE (made_at, body), json_merge_patch(body, '{\"made_at\": null}') "
        "FROM record.messages ORDER BY ALL"
    ),
    "deliveries": (
        "SELECT key, message_id, rule, receiver, state, parts_sent, error, position "
        "FROM record.deliveries ORDER BY ALL"
    ),
    "untold": "FROM record.untold",
}


class Got(NamedTuple):
    """What came at once: its key, and what it said."""

    key: str
    body: str


@dataclass
class Received:
    """A webhook, one that takes 1,000 characters at a time, and a mailbox."""

    hook: Server
    small: Server
    mailbox: Mailbox
    addresses: dict[str, str]

    @property
    def of(self) -> dict[str, list[Got]]:
        """What each got, in order."""
        mails = [Got(mail["Idempotency-Key"], part(mail, "html")) for mail in self.mailbox.mails]
        return {"hook": posted(self.hook), "small": posted(self.small), "desk": mails}


@contextmanager
def receiving() -> Iterator[Received]:
    """The receivers `hook`, `small` and `desk` on loopback."""
    with (
        serve(lambda _: answer(b"ok")) as hook,
        serve(lambda _: answer(b"ok")) as small,
        mail_server() as (mail, mailbox),
    ):
        addresses = {
            "hook": hook.url.replace("http:", "json:") + "/path",
            "small": small.url.replace("http://", "rocket://hook1/tok3n@") + "/#room",
            "desk": f"mailto://{mail}?from=podium@example.org&to=desk@example.net",
        }
        yield Received(hook, small, mailbox, addresses)


def posted(server: Server) -> list[Got]:
    """What was posted to a server, in order."""
    return [Got(r.headers["idempotency-key"], r.body.decode()) for r in server.requests]


def check_received(got: Sequence[Got], keys: Sequence[str]) -> None:
    """Each delivery came, whole and in order; what came again had the same key and body."""
    first = dict(reversed([*got]))
    assert [each for each in got if first[each.key] != each.body] == []
    parts = [_PART.fullmatch(key) for key in dict.fromkeys(each.key for each in got)]
    found = [(m["key"], int(m["number"] or 1), int(m["count"] or 1)) for m in parts if m]
    counts = {key: count for key, _, count in found}
    assert list(counts) == list(keys)
    assert found == [(key, n + 1, counts[key]) for key in keys for n in range(counts[key])]


def check_lines(live: Live) -> None:
    """The file of JSON lines has each message once, in order, and nothing else."""
    lines = live.lines
    assert [line["key"] for line in lines] == live.keys("jsonl")
    names = live.rows("""
        SELECT message_id FROM record.deliveries WHERE receiver = 'jsonl' ORDER BY position
    """)
    assert [(line["message_id"],) for line in lines] == names


def warehouse(live: Live) -> dict[str, str]:
    """What is on record, but for times of the clock and counts of attempts."""
    return {name: json.dumps(live.rows(sql), default=str) for name, sql in _WAREHOUSE.items()}
