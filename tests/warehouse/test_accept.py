"""What is refused of a standing by itself."""

import pytest

from leaderboard.errors import RejectedError
from leaderboard.standing import Standing
from tests.warehouse.live import CHESS
from tests.warehouse.thirty import FULL
from warehouse.accept import check_alone


def _named(name: str) -> Standing:
    return Standing((FULL[0]._replace(key=name, model=name), *FULL[1:]))


@pytest.mark.parametrize(
    "name",
    ["Gemini", "Qwen-Coder·32B", "豆包", "Mistral Médium²", "Übermodell", "o3 ¹", "👩‍🔬 Lab"],
)
def test_names_in_any_script_are_believed(name: str) -> None:
    """Letters beyond ASCII, joined signs and raised figures stand in names."""
    check_alone(_named(name), CHESS)


@pytest.mark.parametrize(
    "name",
    [
        "Médium".encode().decode("latin-1"),
        "é™".encode().decode("cp1252"),
        "Fun\ufffdTTS",
        "a\0b",
        "a\u202eb",
    ],
)
def test_a_name_read_in_a_wrong_encoding_is_refused(name: str) -> None:
    """It is no other name: believed, it would be told as a rename, and the day after again."""
    with pytest.raises(RejectedError, match="expected names"):
        check_alone(_named(name), CHESS)


def test_an_organization_read_in_a_wrong_encoding_is_refused() -> None:
    """Organizations are joined by their names."""
    odd = FULL[0]._replace(organization="Universit\u00c3\u00a9")

    with pytest.raises(RejectedError, match="expected names read as UTF-8"):
        check_alone(Standing((odd, *FULL[1:])), CHESS)
