"""Settings: read from the environment or from files of secrets, wrong ones named."""

import traceback
from pathlib import Path

import pytest

from alerts.receivers import load_receivers
from leaderboard.channel import Key
from leaderboard.errors import SettingsError
from leaderboard.settings import load_settings


def test_mirrors_are_pairs_of_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """PODIUM_MIRRORS maps origins to mirrors, trailing slashes or not."""
    monkeypatch.setenv("PODIUM_MIRRORS", "https://a.example/=http://127.0.0.1:1/x/, ,")

    assert load_settings().mirrors == {"https://a.example": "http://127.0.0.1:1/x"}


@pytest.mark.parametrize("value", ["a.example", "https://a.example", "https://a=ftp://b", "=,="])
def test_wrong_mirrors_are_told(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """The message names the setting, what was expected and what was found."""
    monkeypatch.setenv("PODIUM_MIRRORS", value)

    with pytest.raises(SettingsError, match=r"PODIUM_MIRRORS: expected https://origin=http://"):
        load_settings()


def test_home_is_a_folder_named_data_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The default home is ./data."""
    monkeypatch.delenv("PODIUM_HOME", raising=False)

    assert load_settings().published_file == Path("data/podium.duckdb")


def test_labs_are_names_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces around them and empty ones are nothing; not set, there are none."""
    monkeypatch.setenv("PODIUM_LABS", " OpenAI, Mistral AI,, ")
    assert load_settings().labs == ("OpenAI", "Mistral AI")

    monkeypatch.delenv("PODIUM_LABS")
    assert load_settings().labs == ()


def test_rules_come_with_the_project_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """PODIUM_RULES names another file."""
    assert load_settings().rules.is_file()

    monkeypatch.setenv("PODIUM_RULES", "mine.yml")
    assert load_settings().rules == Path("mine.yml")


def test_a_wrong_switch_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the setting, what was expected and what was found."""
    monkeypatch.setenv("PODIUM_SWITCH_ON", "arena")

    with pytest.raises(SettingsError, match=r"PODIUM_SWITCH_ON: expected <publisher>/<board>:<ch"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"), [("MIRRORS", "https://a.b=ftp://me:hunter2@c.d"), ("PORT", "70000")]
)
def test_a_wrong_setting_is_told_without_the_password_in_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Neither the message nor an error that it came of quotes the password of an address."""
    monkeypatch.setenv(f"PODIUM_{name}", value)
    with pytest.raises(SettingsError, match=f"PODIUM_{name}: .* found ") as found:
        load_settings()

    assert "hunter2" not in "".join(traceback.format_exception(found.value))


def test_a_setting_stands_in_a_file_of_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file has the variable's name in small letters; its last newline is none of the value."""
    (tmp_path / "podium_lake").write_text("host=catalog password=s3cret\n", "utf-8")
    (tmp_path / "podium_labs").write_text("OpenAI, Mistral AI\n", "utf-8")
    (tmp_path / "postgres").write_bytes(b"\xff none of ours")
    monkeypatch.setenv("PODIUM_SECRETS", str(tmp_path))
    settings = load_settings()

    assert settings.lake.get_secret_value() == "host=catalog password=s3cret"
    assert settings.labs == ("OpenAI", "Mistral AI")


def test_the_environment_goes_before_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where it says nothing, so that one process can do without."""
    (tmp_path / "podium_lake").write_text("host=catalog", "utf-8")
    monkeypatch.setenv("PODIUM_SECRETS", str(tmp_path))
    monkeypatch.setenv("PODIUM_LAKE", "")

    assert load_settings().lake.get_secret_value() == ""


def test_receivers_and_keys_stand_in_files_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is as good as a variable for an address, and for the key of a source."""
    (tmp_path / "podium_receiver_team").write_text("json://hooks.example/s3cret\n", "utf-8")
    (tmp_path / "podium_acme_key").write_text("k3y\n", "utf-8")
    monkeypatch.setenv("PODIUM_SECRETS", str(tmp_path))

    assert load_receivers(load_settings()).names == ("team",)
    assert Key(header="x-api-key", variable="PODIUM_ACME_KEY").value == "k3y"


def test_secrets_that_cannot_be_read_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the folder, or the file in it, and nothing of what stands there."""
    monkeypatch.setenv("PODIUM_SECRETS", str(tmp_path / "none"))
    with pytest.raises(SettingsError, match=r"PODIUM_SECRETS: expected a folder of files, found n"):
        load_settings()

    (tmp_path / "podium_lake").write_bytes(b"s3cret \xff")
    monkeypatch.setenv("PODIUM_SECRETS", str(tmp_path))
    with pytest.raises(SettingsError, match=r"podium_lake: expected text .* found bytes that"):
        load_settings()
