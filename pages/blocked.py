"""Interstitials, challenges and captchas: pages that come instead of the page."""

from collections.abc import Sequence
from typing import NamedTuple

from pages.body import START_BYTES

Headers = Sequence[tuple[str, str]]

# A header that says so itself: name, and the beginning of its value.
_HEADERS = (
    ("Cloudflare challenge", "cf-mitigated", "challenge"),
    ("AWS WAF challenge", "x-amzn-waf-action", "challenge"),
    ("AWS WAF captcha", "x-amzn-waf-action", "captcha"),
    ("Vercel checkpoint", "x-vercel-mitigated", "challenge"),
)

_LONGEST_BYTES = 100_000


class _Mark(NamedTuple):
    """What an interstitial has and an ordinary page behind the same guard has not.

    All of `signs` (lower case) stand in the page, and it is no longer than `longest_bytes`.
    """

    name: str
    signs: tuple[str, ...]
    longest_bytes: int = _LONGEST_BYTES


# Guards put scripts into ordinary pages too: Cloudflare `/cdn-cgi/challenge-platform/`, Incapsula
# `/_Incapsula_Resource`, DataDome `tags.js`, HUMAN `_pxAppId`. Those alone are no sign.
_MARKS = (
    _Mark("Cloudflare challenge", ("_cf_chl_opt",)),
    _Mark("Cloudflare challenge", ("<title>just a moment...</title>",)),
    _Mark("Cloudflare block", ("<title>attention required! | cloudflare</title>",)),
    _Mark("DataDome captcha", ("captcha-delivery.com", "var dd=")),
    _Mark("HUMAN captcha", ("px-captcha", "_pxappid")),
    _Mark("HUMAN captcha", ("px-captcha", "<title>access to this page has been denied")),
    _Mark("Akamai block", ("<title>access denied</title>", "edgesuite")),
    _Mark("Akamai challenge", ("sec-if-cpt-container",)),
    _Mark("Incapsula block", ("_incapsula_resource", "incapsula incident id")),
    _Mark("Incapsula challenge", ("_incapsula_resource", "noindex"), 4_000),
    _Mark("AWS WAF challenge", ("gokuprops", "awswaf")),
    _Mark("Vercel checkpoint", ("<title>vercel security checkpoint</title>",)),
    _Mark("Sucuri block", ("<title>sucuri website firewall",)),
    _Mark("DDoS-Guard challenge", ("<title>ddos-guard</title>",)),
    _Mark("Anubis challenge", ("<title>making sure you", "anubis")),
)

# A captcha widget stands in many forms; alone on a short page whose title asks for it, it blocks.
_WIDGETS = ("h-captcha", "cf-turnstile", "g-recaptcha")
_TITLE_WORDS = ("human", "robot", "captcha", "security check", "verify", "verification")
_CONTENT = ("<table", "__next_data__", "__next_f", "application/json")
_LONGEST_WIDGET_PAGE_BYTES = 20_000


def sign_of_block(headers: Headers, body: bytes) -> str | None:
    """What blocks us, by name; None where the answer is not known as an interstitial.

    `body` is decompressed and may be the first 64 kB of a longer one.
    """
    for name, key, value in _HEADERS:
        if _header(headers, key).startswith(value):
            return name
    if not _is_html(headers, body) or len(body) > _LONGEST_BYTES:
        return None
    text = body[:START_BYTES].decode("latin-1").lower()
    for mark in _MARKS:
        if len(body) <= mark.longest_bytes and all(sign in text for sign in mark.signs):
            return mark.name
    return "captcha page" if _is_captcha_alone(text) else None


def _is_captcha_alone(text: str) -> bool:
    title = text.partition("<title")[2].partition("</title>")[0]
    return (
        len(text) <= _LONGEST_WIDGET_PAGE_BYTES
        and any(widget in text for widget in _WIDGETS)
        and any(word in title for word in _TITLE_WORDS)
        and not any(content in text for content in _CONTENT)
    )


def _is_html(headers: Headers, body: bytes) -> bool:
    # Markup is markup whatever type the server claims; data that quotes some begins otherwise.
    return "html" in _header(headers, "content-type") or body.lstrip()[:1] == b"<"


def _header(headers: Headers, name: str) -> str:
    return next((value.lower() for key, value in headers if key.lower() == name), "")
