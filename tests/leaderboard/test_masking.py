"""Secrets are taken out whatever way they come in."""

import base64
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.masking import MASK, Masker, is_secret_name, parts_of, secrets_in

# What a key, a password or a token may be made of: anything that prints, but for blanks.
SECRETS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=6, max_size=30
).filter(lambda text: text not in MASK * 9)


def forms(secret: str) -> list[str]:
    """How libraries write a secret."""
    raw = secret.encode()
    return [
        *(secret, repr(secret), ascii(secret), repr(raw), repr([secret]), repr(KeyError(secret))),
        *(json.dumps({"x": secret}), json.dumps({"x": secret}, ensure_ascii=False)),
        *(quote(secret), quote(secret, safe=""), quote_plus(secret)),
        base64.b64encode(raw).decode(),
    ]


@given(secret=SECRETS)
def test_no_form_of_a_known_secret_is_left(secret: str) -> None:
    """Quoted, escaped, encoded or inside of other text: neither it nor its form is shown."""
    masker = Masker(secrets_in({"PODIUM_RECEIVER_TEAM": secret}))

    for form in forms(secret):
        shown = masker.text(f"before {form} after")
        assert secret not in shown
        assert MASK in shown
        assert shown.startswith("before ")
        assert shown.endswith(" after")


@given(secret=SECRETS, name=st.sampled_from(["password", "token", "api_key", "PREFECT_API_KEY"]))
def test_what_stands_under_a_secret_name_is_not_shown(secret: str, name: str) -> None:
    """A value that nobody told us of is known by the name it stands under, however deep."""
    shown = Masker().plain({"outer": [{name: secret}, {"board": "acme/chess"}]})

    assert shown == {"outer": [{name: MASK}, {"board": "acme/chess"}]}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GET https://me:hidden@host/x", "GET https://****@host/x"),
        ("GET https://me@hidden@host/x", "GET https://****@host/x"),
        ("https://h/?access_token=hidden&page=2", "https://h/?access_token=****&page=2"),
        ("Authorization: Bearer hidden123", "Authorization: Bearer ****"),
        ("dbname=lake password='hid den' port=1", "dbname=lake password=**** port=1"),
        ("expected 5 rows at https://host/a?page=2", "expected 5 rows at https://host/a?page=2"),
        ("mail to me@example.org", "mail to me@example.org"),
    ],
)
def test_secrets_nobody_told_us_of_are_known_by_their_place(text: str, shown: str) -> None:
    """Users of addresses, tokens of queries and headers are hidden; the rest is as it was."""
    assert Masker().text(text) == shown


def test_parts_of_a_secret_address_are_secrets() -> None:
    """A token in the path of a webhook is hidden where it stands alone, a host is not."""
    parts = parts_of("slack://TokenAAAA1/TokenBBBB2 postgresql://me:p%40ssword@db.example/lake")
    masker = Masker(parts)

    assert masker.text("found TokenBBBB2 refused") == "found **** refused"
    assert masker.text("user me with p@ssword") == "user me with ****"
    assert masker.text("no answer of db.example") == "no answer of db.example"


def test_passwords_of_any_address_in_the_environment_are_secrets() -> None:
    """Mirrors and proxies have no secret name, and may have a password."""
    environ = {"PODIUM_MIRRORS": "https://a.example=http://me:hidden@127.0.0.1:1/x", "HOME": "/me"}

    assert Masker(secrets_in(environ)).text("hidden at /me") == "**** at /me"


@pytest.mark.parametrize("name", ["PODIUM_LAKE", "PREFECT_API_AUTH_STRING", "PODIUM_ACME_KEY"])
def test_names_of_secrets(name: str) -> None:
    """Settings that hold a secret are known by their names; their neighbours are not."""
    assert is_secret_name(name)
    assert not is_secret_name(f"{name}_FILE")


def test_a_masker_says_nothing_of_what_it_knows() -> None:
    """It may stand in a traceback or a log itself."""
    assert repr(Masker({"hidden-secret"})) == "Masker()"
