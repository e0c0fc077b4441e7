"""One address of a receiver, as the library Apprise reads it; what stands in it is secret.

Apprise is imported when the first address is opened: that and its 150 plugins, which its public
interface loads all or not at all, take a third of a second.
"""

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from alerts.mail_text import text_of
from alerts.overheard import overhear
from alerts.services import Manner, kinds, manner

if TYPE_CHECKING:
    from apprise import NotifyBase

_TEMPLATE = Path(__file__).with_name("discord.json")
_CONNECT_SECONDS, _READ_SECONDS, _MOST_SECONDS = 5.0, 15.0, 60.0
# Apprise waits 5.5 s between messages wherever it knows nothing of the service; for these not at
# all until a header of theirs says how long, which may be anything.
_TOLD_PACE = {"discord", "fluxer", "guilded"}
_UNKNOWN_PACE, PACE_SECONDS, LONGEST_PAUSE_SECONDS = 5.5, 1.0, 15.0
_SHORTEST_SECRET = 4
_SHORTEST_PART = 100  # in characters: the last line of a part and a sentence


class Address:
    """One address: what may be shown of it, and a way to open it.

    `masked` is its kind and, where the kind has one, its host. Apprise's own `url(privacy=True)`
    shows users, paths of webhooks, headers, targets, and the ends of tokens.
    """

    def __init__(self, url: str) -> None:
        """Check the address.

        Raises:
            ValueError: Apprise cannot read it, or its service takes too little; the message, which
                is what was found, does not say the address.
        """
        self._url = url
        self.last_sent_at = float("-inf")
        plugin = self.open()
        if plugin.body_maxlen < _SHORTEST_PART:
            raise ValueError(
                f"one of a service that takes no more than {plugin.body_maxlen} characters"
            )
        self.masked = _masked(plugin, url)
        self.manner: Manner = manner(plugin, url)

    def __repr__(self) -> str:
        return f"Address({self.masked})"

    def open(self) -> "NotifyBase":
        """The plugin for this address, set up so that it changes no text and waits for little.

        Raises:
            ValueError: Apprise cannot read the address.
        """
        import apprise  # noqa: PLC0415 - as the module says

        asset = apprise.AppriseAsset(
            app_id="Podium",
            app_desc="Podium",
            app_url="",
            image_url_mask="",
            image_url_logo="",
            interpret_emojis=False,
            # After a redirect a POST becomes a GET: answered well, and nothing was said.
            http_redirects=False,
        )
        with overhear():
            plugin = apprise.Apprise.instantiate(self._url, asset=asset)
        if plugin is None:
            raise ValueError(_kind(self._url))
        _set_times(plugin)
        _set_up(plugin)
        vars(plugin)["throttle"] = self._pacer(_pause(plugin))
        return plugin

    def without_secrets(self, text: str) -> str:
        """The text with every piece of the address taken out of it."""
        pieces = {
            p for p in re.split(r"[/:@?&=,;%#+\s]+", f"{self._url} {unquote(self._url)}") if p
        }
        for piece in sorted(pieces - {urlsplit(self._url).scheme}, key=len, reverse=True):
            edge = "" if len(piece) >= _SHORTEST_SECRET else r"\b"
            text = re.sub(f"{edge}{re.escape(piece)}{edge}", "****", text, flags=re.IGNORECASE)
        return text

    def _pacer(self, pause: float) -> Callable[..., None]:
        """What the plugin calls before each request: a pause since the last one of this address."""

        def throttle(last_io: object = None, wait: float | None = None) -> None:  # noqa: ARG001
            asked = pause if wait is None else wait
            since = time.monotonic() - self.last_sent_at
            time.sleep(max(0.0, min(asked, LONGEST_PAUSE_SECONDS) - since))
            self.last_sent_at = time.monotonic()

        return throttle


def _pause(plugin: "NotifyBase") -> float:
    rate = float(plugin.request_rate_per_sec)
    return PACE_SECONDS if rate == _UNKNOWN_PACE or kinds(plugin) & _TOLD_PACE else rate


def _set_up(plugin: "NotifyBase") -> None:
    """What some services need so that a text arrives as written; see alerts.services."""
    own: dict[str, Any] = vars(plugin)
    if "discord" in kinds(plugin) and not own["template"]:
        own["template"].add(str(_TEMPLATE))
    if "slack" in kinds(plugin):
        own["use_blocks"] = True
    if "mailto" in kinds(plugin):
        # The plugin calls it for nothing but the text part, and knows no other way to give it one.
        vars(sys.modules[type(plugin).__module__])["convert_between"] = _text_part


def _text_part(_from: object, _to: object, body: str) -> str:
    return text_of(body)


def _set_times(plugin: "NotifyBase") -> None:
    """Our time limits, unless the plugin or the address has its own, which may not be long."""
    base = plugin.__class__.__mro__[-2]  # URLBase, whose figures stand for "nothing was said"
    for name, seconds in (
        ("socket_connect_timeout", _CONNECT_SECONDS),
        ("socket_read_timeout", _READ_SECONDS),
    ):
        own = getattr(plugin, name)
        wanted = seconds if own == getattr(base, name) else own
        setattr(plugin, name, min(max(wanted, 0.1), _MOST_SECONDS))


def _masked(plugin: "NotifyBase", url: str) -> str:
    """The kind of the address, and the host where every address of the kind has one."""
    scheme = url.partition("://")[0].lower()
    # An address as the service itself gives it begins with https.
    kind = scheme if scheme in kinds(plugin) else min(kinds(plugin))
    templates: tuple[str, ...] = plugin.templates
    host = str(plugin.host)
    is_host = set(host) & {".", ":"} or host == "localhost"  # and not a number or a token
    if not is_host or not all("{host}" in template for template in templates):
        return f"{kind}://****"
    return f"{kind}://{host}{f':{plugin.port}' if plugin.port else ''}/****"


def _kind(url: str) -> str:
    """What kind of address was found, where that much is no secret."""
    import apprise  # noqa: PLC0415 - as the module says

    known: set[str] = apprise.NotificationManager().schemas()  # type: ignore[no-untyped-call]
    scheme = url.partition("://")[0].lower()
    return f"one of {scheme}:// that lacks something" if scheme in known else "none of its kinds"
