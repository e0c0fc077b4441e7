"""Interstitials are told from pages, and pages behind the same guard are not taken for them."""

from pathlib import Path

import pytest

from leaderboard.errors import BlockedError
from pages.blocked import sign_of_block
from tests.pages.asking import fetch_page
from tests.servers import answer, serve

HTML = (("Content-Type", "text/html; charset=utf-8"),)
ROWS = b"<table><tr><th>Model</th><th>Score</th></tr><tr><td>A</td><td>1190</td></tr></table>"

INTERSTITIALS = {
    "Cloudflare challenge": b"<title>Just a moment...</title><script>_cf_chl_opt={}</script>",
    "Cloudflare block": b"<title>Attention Required! | Cloudflare</title><h1>Sorry</h1>",
    "DataDome captcha": b"<script>var dd={'host':'geo.captcha-delivery.com'}</script>",
    "HUMAN captcha": b"<title>Access to this page has been denied.</title><div id=px-captcha>",
    "Akamai block": b"<TITLE>Access Denied</TITLE>https&#58;&#47;&#47;errors&#46;edgesuite&#46;net",
    "Akamai challenge": b'<div id="sec-if-cpt-container"></div>',
    "Incapsula block": b'<iframe src="/_Incapsula_Resource?a">Incapsula incident ID: 1</iframe>',
    "Incapsula challenge": b'<META CONTENT="noindex"><script src="/_Incapsula_Resource">',
    "AWS WAF challenge": b"<script>window.awsWafCookieDomainList=[];window.gokuProps={}</script>",
    "Vercel checkpoint": b"<title>Vercel Security Checkpoint</title>",
    "Anubis challenge": b"<title>Making sure you&#39;re not a bot!</title><script src=/anubis.js>",
    "captcha page": b"<title>Verify you are human</title><div class=h-captcha></div>",
}

PAGES = {
    "behind Cloudflare": b"<script>window.__CF$cv$params={};a.src="
    b"'/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script>",
    "behind Incapsula": b"<script src='/_Incapsula_Resource?SWJIYLWA=1'></script>",
    "behind DataDome": b"<script src='https://js.datadome.co/tags.js'></script>",
    "behind HUMAN": b"<script>window._pxAppId='PX1'</script>",
    "behind AWS WAF": b"<script src='https://1.token.awswaf.com/challenge.js'></script>",
    "with a guarded form": b"<title>Verify our scores</title><div class=cf-turnstile></div>",
    "about captchas": b"<title>Captcha solving leaderboard</title><p>h-captcha, px-captcha</p>",
    "about denials": b"<p>Access Denied by errors.edgesuite.net; Just a moment...</p>",
}


@pytest.mark.parametrize("name", INTERSTITIALS)
def test_interstitial(name: str) -> None:
    """Each known interstitial is named."""
    assert sign_of_block(HTML, b"<!doctype html><html>" + INTERSTITIALS[name]) == name


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str) -> None:
    """A guard's harmless script, or talk of guards, does not make a page an interstitial."""
    assert sign_of_block(HTML, b"<!doctype html><html>" + PAGES[name] + ROWS) is None


def test_only_html_is_looked_at() -> None:
    """Data that quotes an interstitial is data; markup is markup whatever type it claims."""
    body = INTERSTITIALS["Cloudflare challenge"]
    json = (("content-type", "application/json"),)
    assert sign_of_block(json, b'{"quoted": "' + body + b'"}') is None
    assert sign_of_block(json, body) == sign_of_block((), body) == "Cloudflare challenge"


def test_long_pages_are_pages() -> None:
    """A page longer than any interstitial is none, whatever stands in it."""
    body = INTERSTITIALS["Cloudflare challenge"] + b" " * 100_000
    assert sign_of_block(HTML, body) is None


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("cf-mitigated", "challenge"),
        ("x-amzn-waf-action", "captcha"),
        ("X-Vercel-Mitigated", "challenge"),
    ],
)
def test_headers_tell(header: str, value: str) -> None:
    """Guards that say so in a header are believed without a look at the body."""
    assert sign_of_block(((header, value),), b"") is not None


@pytest.mark.parametrize("status", [200, 202, 403, 404, 429, 503])
def test_challenge_is_blocked_whatever_its_status(status: int) -> None:
    """A challenge is an obstacle, not a page and not a fault, and is not asked again."""
    body = INTERSTITIALS["Cloudflare challenge"]
    with (
        serve(lambda _: answer(body, status, Content_Type="text/html")) as server,
        pytest.raises(BlockedError, match="found a Cloudflare challenge") as caught,
    ):
        fetch_page(server)

    assert caught.value.http_status == status
    assert len(server.requests) == 1


def test_real_interstitial(captures: Path) -> None:
    """The interstitial that a real board once served is blocked, never an empty board."""
    body = (captures / "blocked-page-html/2026-01-03-69b43e7/lmarena.html").read_bytes()
    with (
        serve(lambda _: answer(body, Content_Type="text/html; charset=UTF-8")) as server,
        pytest.raises(BlockedError, match="Cloudflare challenge"),
    ):
        fetch_page(server)


def test_real_pages(captures: Path) -> None:
    """No real page of a board is taken for an interstitial."""
    paths = [path for path in captures.glob("*/**/*.html") if "blocked" not in str(path)]
    signs = {path.name: sign_of_block(HTML, path.read_bytes()) for path in paths}

    assert signs
    assert not any(signs.values()), signs
