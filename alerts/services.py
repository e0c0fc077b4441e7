"""What the library Apprise has to be told, service by service, so that a text arrives as written.

Found in its plugins (1.13): `Apprise.notify` converts the body between formats, replaces `:emoji:`
and may cut or split; `plugin.send`, which it ends in, does none of that, so we call that one. What
`send` itself still does to a body depends on the plugin's `notify_format`:

- Slack escapes `&<>` of markdown and then brings `<!channel>` and `<@user>` back to life, but not
  in blocks: there the body is left alone, and `&<>` are escaped here as Slack wants them.
- Discord as markdown searches the body for `@here` and the like, pings them, and takes the body
  apart at `#`. As text it does not, but Discord itself would: a template of ours forbids all pings.
- Telegram is sent HTML (or a Markdown with escapes of its own), and empty lines are taken away.
- Others that interpret markup (Matrix, Mattermost, Rocket.Chat, Zulip, ...) get text as it is.

Where a service has no title, or interprets one, none is given: the body says all of it.
"""

import html
import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

from alerts.forms import Form

if TYPE_CHECKING:
    from apprise import NotifyBase

_FENCE = re.compile(r"```\n(.*?)\n```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")


def utf16_units(text: str) -> int:
    """How long services think a text is: never less than its characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def json_bytes(text: str) -> int:
    """How many bytes the text takes in JSON that is all ASCII: never less than in UTF-8."""
    return len(json.dumps(text))


def _as_is(text: str) -> str:
    return text


def _in_telegram(text: str) -> str:
    """As HTML, with a blank in empty lines, which the plugin would take away."""
    text = html.escape(text, quote=False).replace("\n\n", "\n \n")
    return _CODE.sub(r"<code>\1</code>", _FENCE.sub(r"<pre>\1</pre>", text))


def _in_slack(text: str) -> str:
    return html.escape(text, quote=False)


class Manner(NamedTuple):
    """How to write for a service.

    `format` is the `notify_format` under which its plugin leaves the body alone, `write` what the
    service itself needs beyond the form. `limit`, counted by `size`, holds where it is below the
    plugin's own; `titled` says whether a title is given where the service has one.
    """

    form: Form
    format: str = "text"
    write: Callable[[str], str] = _as_is
    limit: int | None = None
    size: Callable[[str], int] = utf16_units
    titled: bool = True


_CHAT = Manner(Form.CHAT, titled=False)
_MANNERS = {
    # A section of blocks takes no more than that.
    "slack": _CHAT._replace(format="markdown", write=_in_slack, limit=3000),
    "tgram": _CHAT._replace(format="html", write=_in_telegram),
    "zulip": _CHAT._replace(titled=True),  # a topic, which is no markup, has to be given
    # A room takes 64 KiB, fewer before they are encrypted; the plugin drops what is more.
    "matrix": _CHAT._replace(limit=30_000, size=json_bytes),
    # A server takes 4096 bytes of text; Apprise makes a file of more than 8000 bytes of JSON.
    "ntfy": Manner(Form.PLAIN, limit=3800, size=json_bytes),
}
# Services that interpret markup, links or mentions in what is called text. Those whose plugin's own
# format is markdown count among them without being named.
_CHATS = {
    *("bluesky", "dingtalk", "discord", "feishu", "flock", "fluxer", "guilded"),
    *("humhub", "irc", "lark", "line", "mastodon", "misskey"),
    *("mmost", "nctalk", "revolt", "ryver", "signal", "stackfield", "synology"),
    *("tweet", "viber", "wecombot", "whatsapp", "zoom"),
}
_ASKED = {
    "html": Manner(Form.HTML, format="html"),
    "markdown": Manner(Form.MARKDOWN, format="markdown"),
    "text": Manner(Form.PLAIN),
}


def kinds(plugin: "NotifyBase") -> set[str]:
    """The schemes that addresses of the plugin may have."""
    schemas: set[str] = plugin.schemas()  # type: ignore[no-untyped-call]
    return schemas


def manner(plugin: "NotifyBase", url: str) -> Manner:
    """How to write for the service of the plugin, as its address asks where that is harmless."""
    schemas = kinds(plugin)
    own = str(type(plugin).notify_format.value)
    named = next((_MANNERS[schema] for schema in schemas if schema in _MANNERS), None)
    if schemas & _CHATS or (own == "markdown" and named is None):
        named = _CHAT
    asked = _ASKED.get(parse_qs(urlsplit(url).query).get("format", [""])[0].lower())
    if named is not None and named.form is Form.CHAT:
        return named
    if asked is None:
        return named or _ASKED[own]
    return asked if named is None else named._replace(form=asked.form, format=asked.format)
