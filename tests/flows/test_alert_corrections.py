"""Corrections that come while something is being sent, or while nobody could tell of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from flows.telling import Teller
from tests.alerts.telling import FIRST, TOP_FIVE, UP, Told, live, reread
from tests.flows.forks import KILLED, Forks
from tests.flows.home import SOURCES
from tests.flows.posting import Posted, keys_of
from tests.servers import answer, serve

OTHERWISE = UP | {"fay": 1476.0}


@pytest.mark.parametrize(("point", "times"), [("sending", 1), ("taken", 2)])
def test_a_correction_comes_after_what_it_corrects(
    point: str, times: int, forks: Forks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first was being sent when its process died: it comes, or comes again, then what is so."""
    with serve(lambda _: answer(b"ok")) as server:
        with Posted(tmp_path, monkeypatch, team=server) as told:
            told.days(FIRST, UP)
        env = {
            "PODIUM_HOME": str(tmp_path),
            "PODIUM_SOURCES": str(SOURCES),
            "PODIUM_RULES": str(tmp_path / "writer" / "rules.yml"),
            "PODIUM_RECEIVER_TEAM": server.url.replace("http:", "json:"),
        }
        assert forks.run(env, "deliver", point=point, nth=1) == KILLED
        with Posted(tmp_path, monkeypatch, team=server) as told:
            told.now = told.messages[0].made_at
            reread(told, OTHERWISE)
            first, second = told.keys("team")
            reasons = [reason for reason, _ in told.said]
        forks.run(env, "deliver")

    assert reasons == ["first", "corrected"]
    assert keys_of(server) == [*[first] * times, second]


def test_what_turned_out_wrong_while_the_rules_were_is_corrected(tmp_path: Path) -> None:
    """Told, then read otherwise while the rules could not be read: corrected once they can be."""
    with Told(tmp_path) as told:
        told.days(FIRST, UP)
        told.mark_sent("team")
        right = told.teller
        told.teller = Teller(None)
        reread(told, OTHERWISE)
        assert len(told.messages) == 1
        told.teller = right
        told.keep(live(OTHERWISE | {"gus": 1399.0}, 2))
        told.keep(live(OTHERWISE | {"gus": 1398.0}, 3))

        assert [reason for reason, _ in told.said] == ["first", "corrected"]
        assert "1476" in told.said[1][1][0]


def test_revisions_without_receivers_are_counted(tmp_path: Path) -> None:
    """What is corrected twice and goes to nobody has three revisions in the feeds."""
    with Told(tmp_path, TOP_FIVE + "    silence_until: 2027-01-01\n") as told:
        told.days(FIRST, UP)
        reread(told, OTHERWISE)
        reread(told, UP | {"fay": 1477.0})

        assert [message.revision for message in told.messages] == [1, 2, 3]
        assert len({message.message_id for message in told.messages}) == 3


def test_other_words_of_one_fact_stay_one_fact(tmp_path: Path) -> None:
    """Rules that were wrong for a while tell nothing twice of what was told before."""
    with Told(tmp_path) as told:
        told.days(FIRST, UP)
        told.mark_sent("team")
        right = told.teller
        told.teller = Teller(None)
        told.keep(live(UP | {"gus": 1399.0}, 2))
        reread(told, UP | {"gus": 1398.0})
        told.teller = replace(right)
        told.keep(live(UP | {"gus": 1397.0}, 3))

        assert [reason for reason, _ in told.said] == ["first"]
