"""Mail through a real SMTP server on loopback."""

from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser

from alerts import address
from alerts.deliver import Arrival, Outgoing, send
from alerts.forms import Form, digest, paragraphs
from alerts.html import document
from alerts.mail_text import text_of
from alerts.parts import fit
from alerts.receivers import Receivers
from leaderboard.alert import Message, Reason
from tests.alerts.messages import make_digest, make_hostile, make_message
from tests.mailbox import Mailbox, mail_server, part


@pytest.fixture
def smtp(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Mailbox]]:
    """Its host and port, and what it got."""
    monkeypatch.setattr(address, "PACE_SECONDS", 0.0)
    with mail_server() as served:
        yield served


def _send(url: str, *messages: Message) -> Arrival:
    receivers = Receivers({"desk": (url,)})
    return send(Outgoing("k1", "desk", messages), receivers, lambda _: None)


def test_a_mail_is_html_and_text_under_its_key(smtp: tuple[str, Mailbox]) -> None:
    """Both end with the key, which is a header, too."""
    host, mailbox = smtp

    arrival = _send(f"mailto://{host}?from=podium@example.org&to=desk@example.net", make_message())

    (mail,) = mailbox.mails
    assert Arrival(1) == arrival
    assert mail["Idempotency-Key"] == "k1"
    assert mail["To"] == "desk@example.net"
    assert mail["Subject"].startswith("qwen3.7-max enters Code Arena WebDev")
    assert part(mail, "plain").rstrip().endswith("id k1")
    assert "<p>id k1</p>" in part(mail, "html")
    assert part(mail, "html").startswith("<!DOCTYPE html>")
    assert "claude-opus-4.6-thinking" in part(mail, "plain")


def test_the_text_of_a_mail_can_be_read(smtp: tuple[str, Mailbox]) -> None:
    """A row of the table is a line, in columns; what a line speaks of is marked."""
    host, mailbox = smtp

    _send(f"mailto://{host}?from=podium@example.org&to=desk@example.net", make_message())

    text = part(mailbox.mails[0], "plain")
    assert (
        "\n\n"
        "    now  before  model                     score, points       lab\n"
        "      3       3  claude-opus-4.6-thinking  1542 ±8             Anthropic\n"
        "→     4     new  qwen3.7-max               1541 ±16            Alibaba\n"
        "→     5       4  claude-opus-4.6           1538 ±7 (was 1539)  Anthropic\n"
        "   gone       9  通义千问                  was 1490.5          Alibaba\n"
        "\n"
    ) in text.replace("\r\n", "\n")
    assert text.count("qwen3.7-max enters") == 1


@pytest.mark.parametrize("limit", [60, 150, 500, 4000])
def test_the_text_of_a_part_says_what_its_html_does(limit: int) -> None:
    """Wherever it was cut, and whatever a page calls a model."""
    said = [
        *paragraphs(make_hostile("</td><td>& \u202e"), Form.HTML),
        *digest(make_digest(3), Form.HTML),
    ]

    for cut in fit(said, Form.HTML, limit):
        html = document("Subject", cut)
        body = LexborHTMLParser(html).body
        assert body is not None
        assert "".join(body.text().split()) == "".join(text_of(html).replace("→", "").split())


def test_mails_of_one_update_are_a_thread(smtp: tuple[str, Mailbox]) -> None:
    """Whatever is added or corrected refers to the same as the first; another update does not."""
    host, mailbox = smtp
    url = f"mailto://{host}?from=a@example.org&to=b@example.net"

    _send(url, make_message())
    _send(url, make_message(revision=2, reason=Reason.CORRECTED))
    _send(url, make_message(group_id="other"))

    first, corrected, other = (str(mail["References"]) for mail in mailbox.mails)
    assert first == corrected == "<g5f0c1a2b3c4d@podium.invalid>"
    assert other == "<other@podium.invalid>"


def test_a_long_digest_is_several_mails(smtp: tuple[str, Mailbox]) -> None:
    """Numbered in the subject, in order, each within the limit, nothing lost."""
    host, mailbox = smtp

    arrival = _send(f"mailto://{host}?from=a@example.org&to=b@example.net", *make_digest(60))

    total = len(mailbox.mails)
    pages = [part(mail, "html") for mail in mailbox.mails]
    places = ["".join(pages).find(f"model-{number:04}") for number in range(60)]
    assert total > 1
    assert Arrival(total) == arrival
    assert [str(mail["Idempotency-Key"]) for mail in mailbox.mails] == [
        f"k1-{number}-of-{total}" for number in range(1, total + 1)
    ]
    assert mailbox.mails[1]["Subject"].endswith(f"(2 of {total})")
    assert max(map(len, pages)) <= 32768
    assert -1 not in places
    assert places == sorted(places)


def test_a_hostile_name_is_text_in_a_mail(smtp: tuple[str, Mailbox]) -> None:
    """No tag, no header of its own."""
    host, mailbox = smtp
    name = "<img src=x>\r\nBcc: eve@example.net\r\n\r\n<script>"

    _send(f"mailto://{host}?from=a@example.org&to=b@example.net", make_hostile(name))

    (mail,) = mailbox.mails
    assert "<img" not in part(mail, "html")
    assert "<script" not in part(mail, "html")
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]


def test_a_mail_may_be_text_alone(smtp: tuple[str, Mailbox]) -> None:
    """Where the address asks for it, it is the plain form, as it is."""
    host, mailbox = smtp

    _send(f"mailto://{host}?from=a@example.org&to=b@example.net&format=text", make_message())

    (mail,) = mailbox.mails
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().splitlines()[-1] == "id k1"


def test_a_refused_mail_is_told_without_its_address(
    smtp: tuple[str, Mailbox], caplog: pytest.LogCaptureFixture
) -> None:
    """Nor is what the server said."""
    host, _ = smtp

    with caplog.at_level(0):
        arrival = _send(f"mailto://{host}?from=a@example.org&to=nobody@example.net", make_message())

    logged = [r.getMessage() for r in caplog.records if r.name != "mail.log"]  # the server's own
    found = "expected the mail to be taken for its recipients, found them refused"
    assert Arrival(0, f"desk: {found}") == arrival
    assert "nobody" not in str(logged)
    assert "s3cret" not in str(logged)
