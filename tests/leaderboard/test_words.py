"""Changes in words."""

import pytest

from leaderboard import words
from leaderboard.errors import WarehouseError

CHANGE = {
    "change_id": "0",
    "title": "Chess",
    "unit": "points",
    "model": "ada",
    "organization": None,
    "country": None,
    "old_model": "ada",
    "kind": "climbed",
    "threshold": None,
    "old_standing": 6,
    "new_standing": 5,
    "old_score": 1189.04,
    "new_score": 1190.01,
    "own_move": True,
    "displaced_by": None,
    "is_return": False,
    "above_model": None,
    "above_score": None,
    "below_model": None,
    "below_score": None,
    "level_model": None,
    "fell_out": None,
}
OUT = [{"model": "bob", "old_standing": 5, "new_standing": 6}]
GONE = [{"model": "cyd", "old_standing": 4, "new_standing": None}]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "ada climbs from No. 6 to No. 5 of Chess with 1190.01"),
        ({"own_move": False}, "ada moves up from No. 6 to No. 5 of Chess with 1190.01"),
        (
            {"kind": "entered_top", "threshold": 5, "fell_out": OUT},
            (
                "ada climbs from No. 6 to No. 5 of Chess with 1190.01: into the top five; "
                "bob falls out, from 5 to 6"
            ),
        ),
        (
            {"kind": "entered_top", "threshold": 5, "fell_out": GONE + OUT},
            (
                "ada climbs from No. 6 to No. 5 of Chess with 1190.01: into the top five; "
                "cyd and bob (5 to 6) fall out"
            ),
        ),
        (
            {"kind": "entered_top", "threshold": 12, "fell_out": GONE},
            "ada climbs from No. 6 to No. 5 of Chess with 1190.01: into the top 12; cyd falls out",
        ),
        (
            {"kind": "entered", "old_standing": None, "above_model": "eve", "above_score": 1191.01},
            "ada enters Chess at No. 5 with 1190.01, one point behind eve (1191.01)",
        ),
        (
            {"kind": "entered", "old_standing": None, "above_model": "eve", "above_score": 1190.02},
            "ada enters Chess at No. 5 with 1190.01, 0.01 points behind eve (1190.02)",
        ),
        (
            {"kind": "entered", "old_standing": None, "new_score": None},
            "ada enters Chess at No. 5",
        ),
        (
            {"kind": "entered", "is_return": True, "level_model": "eve"},
            "ada returns to Chess at No. 5 with 1190.01, level with eve",
        ),
        (
            {"kind": "left_top", "threshold": 3, "new_standing": None},
            "ada is no longer shown in the top three of Chess, where it was No. 6",
        ),
        (
            {"kind": "fell", "new_standing": 7, "own_move": False, "displaced_by": "eve"},
            "ada slips from No. 6 to No. 7 of Chess, pushed down by eve",
        ),
        ({"kind": "left"}, "ada is no longer on Chess, where it was No. 6 with 1189.04"),
        (
            {"kind": "new_leader", "level_model": "eve"},
            "ada draws level at the top of Chess with 1190.01, beside eve, up from No. 6",
        ),
        (
            {"kind": "new_leader", "old_standing": None, "below_model": "eve", "below_score": 1180},
            (
                "ada enters and at once takes the lead of Chess with 1190.01, 10.01 points ahead "
                "of eve (1180)"
            ),
        ),
        ({"kind": "renamed", "old_model": "ida"}, "ida is now called ada on Chess"),
        (
            {"kind": "score_moved", "unit": "%", "new_score": 1187.04},
            "ada loses two % on Chess, from 1189.04 to 1187.04",
        ),
        ({"kind": "score_moved", "old_score": None}, "ada gets a score on Chess: 1190.01"),
        (
            {"kind": "score_moved", "new_score": None},
            "ada loses its score of 1189.04 on Chess",
        ),
        (
            {"kind": "first_of_country_in_top", "threshold": 5, "country": "CN"},
            (
                "with ada at No. 5 with 1190.01, China comes into the top five of Chess, "
                "where none of its models stood just before"
            ),
        ),
        (
            {"kind": "first_of_organization_in_top", "threshold": 1, "organization": "Acme"},
            (
                "with ada at No. 5 with 1190.01, Acme comes into first place of Chess, "
                "where none of its models stood just before"
            ),
        ),
        (
            {"kind": "first_of_country_in_top", "threshold": 10, "country": "BR"},
            (
                "with ada at No. 5 with 1190.01, BR comes into the top ten of Chess, "
                "where none of its models stood just before"
            ),
        ),
    ],
)
def test_a_change_is_said_as_a_person_would(change: dict[str, object], expected: str) -> None:
    """Every kind of change has words, without the noise of binary fractions."""
    assert expected == words.sentence(CHANGE | change)


def test_a_hostile_name_is_harmless_in_a_sentence() -> None:
    """What could steer a terminal stands in a sentence as its escape."""
    said = words.sentence(CHANGE | {"model": "a\x1b]0;x\x07\nb\u2066"})

    assert said.startswith(r"a\x1b]0;x\x07\nb\u2066 climbs")


def test_a_kind_without_words_is_an_error() -> None:
    """A change of a newer version is not told wrongly."""
    with pytest.raises(WarehouseError, match="found 'merged'"):
        words.sentence(CHANGE | {"kind": "merged"})


def test_names_are_written_as_the_caller_writes_them() -> None:
    """Whoever marks names up gets each of them to write, those that fell out too."""
    change = CHANGE | {"kind": "entered_top", "threshold": 5, "fell_out": OUT}

    said = words.sentence(change, lambda name: f"<{name}>")

    assert said.startswith("<ada> climbs")
    assert said.endswith("; <bob> falls out, from 5 to 6")
