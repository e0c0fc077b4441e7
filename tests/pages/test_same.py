"""Which addresses are the same page."""

import pytest

from pages.same import bare

PLACE = "acme.example/boards/chess?by=elo"


@pytest.mark.parametrize(
    "address",
    [
        "https://acme.example/boards/chess?by=elo",
        "http://acme.example:80/boards/chess/?by=elo",
        "https://ACME.example.:443/boards/chess?by=elo#top",
        "HTTPS://user@acme.example/boards/%63hess?by=%65lo",
    ],
)
def test_the_same_page(address: str) -> None:
    """Scheme, default port, last slash, case of the host, fragment and needless escapes."""
    assert bare(address) == PLACE


@pytest.mark.parametrize(
    "address",
    [
        "https://acme.example:8443/boards/chess?by=elo",
        "https://acme.example/boards/Chess?by=elo",
        "https://acme.example/boards%2Fchess?by=elo",
        "https://acme.example/boards/chess",
        "https://www.acme.example/boards/chess?by=elo",
        "ftp://acme.example/boards/chess?by=elo",
    ],
)
def test_another_page(address: str) -> None:
    """Port, case of the path, escaped signs with a meaning, query, host, and what is not http."""
    assert bare(address) != PLACE


@pytest.mark.parametrize("address", ["", "dns:acme.example", "http://[", "http://a:99999/", "x"])
def test_no_address_of_a_page(address: str) -> None:
    """What is not an address of http is none of ours, and no error."""
    assert bare(address) == ""
