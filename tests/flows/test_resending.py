"""Which deliveries are made again, by what somebody says of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.delivering import digest_key
from flows.resending import resend_dead, resend_named
from leaderboard.errors import WarehouseError
from tests.alerts.telling import FIRST, TOP_FIVE, UP, Told, on

DAYS = (FIRST, UP, UP | {"eve": 1478.0})
DIGEST = f'{TOP_FIVE}    digest: {{every: 1w, at: "08:00"}}\n'


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    """Two messages of one digest to team and ops, given up."""
    with Told(tmp_path, DIGEST, ("team", "ops")) as record:
        record.days(*DAYS)
        record.connection.execute("UPDATE record.deliveries SET state = 'dead', attempts = 293")
        yield record


def _states(told: Told, receiver: str) -> list[tuple[object, ...]]:
    return told.connection.execute(
        "SELECT state, attempts, due_at FROM record.deliveries WHERE receiver = $1 "
        "ORDER BY position",
        [receiver],
    ).fetchall()


def test_a_digest_is_sent_again_whole(told: Told) -> None:
    """By the key it went out under, or its beginning, or that of one of its messages."""
    (at,) = {at for (at,) in told.rows("SELECT digest_at FROM record.deliveries")}
    key = digest_key("team", "top-five", at)
    first = told.rows("SELECT key FROM record.deliveries WHERE receiver = 'team'")[0][0]

    for name in (key, f"{key}-2-of-3", key[:12], f"id {first}"):
        told.connection.execute("UPDATE record.deliveries SET state = 'dead'")
        assert len(resend_named(told.connection, [name], on(30))) == 2
        assert _states(told, "team") == [("due", 0, on(30))] * 2
    assert {state for state, *_ in _states(told, "ops")} == {"dead"}


def test_dead_letters_of_one_receiver_or_all(told: Told) -> None:
    """Nothing else is touched."""
    assert len(resend_dead(told.connection, "ops", on(30))) == 2
    assert {state for state, *_ in _states(told, "team")} == {"dead"}
    assert len(resend_dead(told.connection, None, on(30))) == 2
    assert resend_dead(told.connection, None, on(30)) == []


def test_all_or_none_of_the_keys(told: Told) -> None:
    """One wrong key, and nothing is made due."""
    (key, *_) = (key for (key,) in told.rows("SELECT key FROM record.deliveries"))

    with pytest.raises(WarehouseError, match="expected the key of a delivery, found 'nonsense'"):
        resend_named(told.connection, [str(key), "nonsense"], on(30))
    assert {state for state, *_ in (*_states(told, "team"), *_states(told, "ops"))} == {"dead"}


@pytest.mark.parametrize("why", ["superseded", "silenced"])
def test_what_was_cancelled_stays_so(told: Told, why: str) -> None:
    """Whoever asks is told why."""
    told.connection.execute("UPDATE record.deliveries SET state = 'cancelled', error = $1", [why])
    ((key,), *_) = told.rows("SELECT key FROM record.deliveries")

    with pytest.raises(WarehouseError, match=why):
        resend_named(told.connection, [str(key)], on(30))
    assert {state for state, *_ in _states(told, "team")} == {"cancelled"}
