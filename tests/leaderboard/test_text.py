"""What a page says, written where people read it."""

import pytest

from leaderboard.text import clean


@pytest.mark.parametrize(
    ("hostile", "expected"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("a\u202eb\u2066c", r"a\u202eb\u2066c"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("\x9b31m", r"\x9b31m"),
        ("a\u200bb\ufeff", r"a\u200bb\ufeff"),
        ("\ud800", r"\ud800"),
        ("通义千问 é ±", "通义千问 é ±"),
    ],
)
def test_clean_escapes_what_steers_and_keeps_what_is_text(hostile: str, expected: str) -> None:
    """Control, format and lone surrogate characters become escapes, letters stay."""
    assert expected == clean(hostile)
