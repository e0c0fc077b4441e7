"""How long an address may make us wait."""

import pytest

from alerts import address as address_module
from alerts.receivers import Receivers


@pytest.mark.parametrize("given", ["cto=600&rto=600", "cto=1e9&rto=1e9"])
def test_no_address_asks_for_more_than_a_minute(given: str) -> None:
    """What it asks for below that holds."""
    receivers = Receivers({"a": (f"json://x.example?{given}", "json://x.example?cto=7&rto=8")})

    times = [receivers.find(name).open().request_timeout for name in receivers.names]

    assert times == [(60, 60), (7, 8)]


def test_time_limits_where_none_are_given() -> None:
    """Five seconds to connect, fifteen to answer."""
    address = Receivers({"a": ("json://x.example",)}).find("a")

    assert address.open().request_timeout == (5, 15)


def test_a_pause_that_a_service_asks_for_is_not_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a header says may be anything."""
    slept: list[float] = []
    monkeypatch.setattr(address_module.time, "sleep", slept.append)
    address = Receivers({"a": ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV",)}).find("a")

    throttle = address.open().throttle
    throttle()
    throttle(wait=86400.0)

    assert slept[0] == 0
    assert 14 < slept[1] <= 15
