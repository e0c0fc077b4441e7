"""The addresses of receivers: where they come from, and that nobody sees them."""

import subprocess
import sys
from pathlib import Path

import pytest

from alerts.receivers import Receivers, load_receivers
from leaderboard.errors import ReceiverError, SourceFileError
from leaderboard.settings import Settings, load_settings

# Addresses with made-up secrets, how they are shown, and what must not be.
_ADDRESSES = [
    ("json://hooks.example.org/s3cret/path", "json://hooks.example.org/****", "s3cret"),
    (
        "jsons://bob:passw0rd@hooks.example.org:8443/a?+Authorization=Bearer%20tok3n",
        "jsons://hooks.example.org:8443/****",
        "bob passw0rd tok3n",
    ),
    (
        "mailto://bob:passw0rd@example.org?to=eve@example.net",
        "mailto://example.org:25/****",
        "bob eve",
    ),
    (
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#secret-room",
        "slack://****",
        "T1JJ3T3L2 A1BRTD4JD TIiajkdnlazkcOXrIdevi7FQ secret-room",
    ),
    ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV", "discord://****", "4174216298 JHMHI8"),
    (
        "https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV",
        "discord://****",
        "4174216298 JHMHI8",
    ),
    ("tgram://123456789:abcdefg_hijklmnop/12315544", "tgram://****", "123456789 abcdefg 12315544"),
    ("ntfy://our-s3cret-topic", "ntfy://****", "our-s3cret-topic"),
    ("mmost://chat.example.org/hooktok3n", "mmost://chat.example.org/****", "hooktok3n"),
    ("rocket://hook/tok3n@chat.example.org/#x", "rocket://chat.example.org/****", "hook tok3n"),
]


def _load(tmp_path: Path, text: str, **environ: str) -> Receivers:
    file = tmp_path / "receivers.yml"
    file.write_text(text)
    file.chmod(0o600)
    return load_receivers(Settings(receivers=file), environ)


@pytest.mark.parametrize(("url", "shown", "secrets"), _ADDRESSES)
def test_an_address_is_shown_as_its_kind_and_host_alone(url: str, shown: str, secrets: str) -> None:
    """User, password, token, path of a webhook, topic, target and headers stay hidden."""
    receivers = Receivers({"team": (url,)})

    everything = f"{receivers.masked('team')} {receivers!r} {receivers.find('team')}"
    assert receivers.masked("team") == shown
    assert [s for s in secrets.split() if s in everything] == []


def test_names_come_from_the_environment() -> None:
    """In small letters, with hyphens for underscores; several addresses are as many receivers."""
    environ = {
        "PODIUM_RECEIVER_PRESS_DESK": "json://one.example/a\n  json://two.example/b",
        "PODIUM_RECEIVERS": "elsewhere.yml",
        "PODIUM_RECEIVER_EMPTY": " ",
    }

    receivers = load_receivers(Settings(receivers=None), environ)

    assert receivers.names == receivers.members("press-desk") == ("press-desk.1", "press-desk.2")
    shown = [receivers.masked(name) for name in receivers.names]
    assert shown == ["json://one.example/****", "json://two.example/****"]


def test_names_come_from_a_file_and_the_environment_wins(tmp_path: Path) -> None:
    """A name of the file has an address or a list of them."""
    text = "a: json://file.example\nb: [json://one.example, json://two.example]\n"

    receivers = _load(tmp_path, text, PODIUM_RECEIVER_A="json://environment.example")

    assert receivers.names == ("a", "b.1", "b.2")
    assert receivers.masked("a") == "json://environment.example/****"
    assert receivers.masked("b.2") == "json://two.example/****"
    assert receivers.notes == ()


def test_a_file_that_others_can_read_is_noted(tmp_path: Path) -> None:
    """It is used all the same."""
    file = tmp_path / "receivers.yml"
    file.write_text("a: json://file.example\n")
    file.chmod(0o640)

    receivers = load_receivers(Settings(receivers=file), {})

    assert receivers.names == ("a",)
    assert ["chmod 600" in note for note in receivers.notes] == [True]


def test_a_file_that_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    """And without what stands there."""
    with pytest.raises(SourceFileError) as caught:
        _load(tmp_path, "a: json://file.example\na: json://s3cret.example\n")

    assert str(caught.value) == (
        "receivers.yml: line 2: expected YAML, with each name once, found another thing; "
        "quotes around an address may help"
    )


@pytest.mark.parametrize(
    "text",
    [
        "json://s3cret: a\njson://s3cret: b",
        'a: !!int "json://s3cret"',
        "a: !s3cret json://example.org",
        "a: json://example.org/s3cret: b",
    ],
)
def test_a_fault_of_yaml_is_told_without_what_stands_there(tmp_path: Path, text: str) -> None:
    """A parser quotes what it stumbles over, and that may be an address."""
    with pytest.raises(SourceFileError, match=r"receivers.yml: line \d: expected YAML") as caught:
        _load(tmp_path, text)

    assert "s3cret" not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.parametrize(
    "text",
    [
        *("- json://s3cret.example", "a: {b: s3cret}", "a: []", "a: [1]"),
        *("json://s3cret.example: a", "{json://s3cret.example}", "? json://s3cret.example"),
    ],
)
def test_a_file_of_another_shape_is_told(tmp_path: Path, text: str) -> None:
    """What stands in it is not."""
    with pytest.raises(ReceiverError, match=r"receivers.yml: .*expected .* found ") as caught:
        _load(tmp_path, text)

    assert "s3cret" not in str(caught.value)


def test_an_address_in_place_of_the_file_is_told_without_it() -> None:
    """One letter makes PODIUM_RECEIVERS of PODIUM_RECEIVER_S."""
    settings = Settings(receivers=Path("slack://T000/B000/s3cret"))

    with pytest.raises(ReceiverError, match="expected a file of addresses") as caught:
        load_receivers(settings, {})

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("name", ["jsonl", "prefect"])
def test_built_in_names_take_no_address(name: str) -> None:
    """They are receivers of themselves."""
    with pytest.raises(ReceiverError, match=f"receiver '{name}': expected another name"):
        Receivers({name: ("json://example.org",)})


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("s3cret://s3cret/s3cret", "none of its kinds"),
        ("s3cret", "none of its kinds"),
        ("slack://s3cret", "one of slack:// that lacks something"),
        ("dapnet://s3cret:s3cret@DF1ABC", "one of a service that takes no more than 80 characters"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_it(
    url: str, found: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither the error nor any log has it."""
    with pytest.raises(ReceiverError) as caught, caplog.at_level(0):
        Receivers({"team": ("json://fine.example", url)}).find("team.2")

    everything = f"{caught.value} {caplog.text} {capfd.readouterr()}"
    assert "receiver 'team.2': expected an address that Apprise knows" in everything
    assert f"found {found};" in everything
    assert "s3cret" not in everything


def test_a_receiver_without_address_is_told_how_to_get_one() -> None:
    """The message names the variable."""
    with pytest.raises(ReceiverError, match="set PODIUM_RECEIVER_PRESS_DESK, or name it in"):
        Receivers({"team": ("json://example.org",)}).find("press-desk")


def test_addresses_in_the_environment_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings load beside them and know nothing of them."""
    monkeypatch.setenv("PODIUM_RECEIVER_TEAM", "json://s3cret.example")
    monkeypatch.setenv("PODIUM_RECEIVERS", "secrets.yml")

    settings = load_settings()

    assert settings.receivers == Path("secrets.yml")
    assert "s3cret" not in repr(settings)


def test_apprise_is_imported_when_an_address_is_opened_and_not_before() -> None:
    """It and its plugins take a third of a second."""
    code = "import sys, alerts.deliver, cli.main; print('apprise' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout == "False\n"
