"""Which form fits which service."""

from pathlib import Path

import pytest

from alerts.forms import Form
from alerts.receivers import Receivers

_HTML, _CHAT, _PLAIN, _MARKDOWN = Form.HTML, Form.CHAT, Form.PLAIN, Form.MARKDOWN
_FORMS = {
    "mailto://bob:pass@example.org": _HTML,
    "mailto://bob:pass@example.org?format=text": _PLAIN,
    "mailto://bob:pass@example.org?format=markdown": _MARKDOWN,
    "sendgrid://abcd:user@example.org": _HTML,
    "json://example.org": _PLAIN,
    "jsons://example.org?format=MARKDOWN": _MARKDOWN,
    "gotify://example.org/abcdefghijklmno": _PLAIN,
    "gotify://example.org/abcdefghijklmno?format=markdown": _MARKDOWN,
    "ntfy://example.org/topic": _PLAIN,
    "ntfy://example.org/topic?format=markdown": _MARKDOWN,
    f"twilio://AC{'a' * 32}:{'b' * 32}@15551234567": _PLAIN,
    "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV?format=html": _CHAT,
    "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ?format=text": _CHAT,
    "tgram://123456789:abcdefg_hijklmnop/12315544?format=markdown": _CHAT,
    "mmost://example.org/abc": _CHAT,
    "rocket://hook/tok@example.org/#x": _CHAT,
    "matrix://bob:pass@example.org/#room": _CHAT,
    "zulip://bot@org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/general": _CHAT,
    "gchat://workspace/key/token": _CHAT,
    f"workflows://example.org:443/{'a' * 32}/{'b' * 40}": _CHAT,
}


@pytest.mark.parametrize(("url", "form"), _FORMS.items())
def test_the_form_fits_the_service(url: str, form: Form) -> None:
    """Mail gets HTML, chats their own form whatever is asked, others plain text unless asked."""
    address = Receivers({"team": (url,)}).find("team")

    assert form is address.manner.form


def test_a_template_of_the_user_is_kept(tmp_path: Path) -> None:
    """Ours, which lets nobody be mentioned, is for Discord addresses without one."""
    file = tmp_path / "mine.json"
    file.write_text('{"content": "{{app_body}}"}')
    url = "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV"
    receivers = Receivers({"team": (url, f"{url}?template={file}")})

    templates = [receivers.find(name).open().template[0].path for name in receivers.names]

    assert [Path(path).name for path in templates] == ["discord.json", "mine.json"]
