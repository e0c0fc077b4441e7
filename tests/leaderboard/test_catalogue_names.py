"""Names that say more than a model: settings, a nickname, a host; and the media boards' own."""

import json
from pathlib import Path

import pytest

from leaderboard.catalogue import Catalogue, Resolved, load_catalogue
from leaderboard.errors import SourceFileError
from leaderboard.settings import load_settings

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
MEDIA = [
    path
    for pattern in ("arena/*image-edit", "arena/*-to-image", "arena/*video*", "*/text-to-video")
    for path in sorted(FIXTURES.glob(f"{pattern}/*/expected.json"))
]
ORGANIZATIONS = """
organizations:
  - {name: Acme, aliases: [acme-labs]}
  - {name: Umbrella}
"""
MODELS = """
models:
  - {name: acme-1, organization: Acme, aliases: [One, Swift], settings: [audio, high-res]}
  - {name: acme-2, organization: Acme}
  - {name: umbrella-1, organization: Umbrella}
"""


@pytest.fixture
def small(tmp_path: Path) -> Catalogue:
    """A catalogue of three models."""
    (tmp_path / "organizations.yml").write_text(ORGANIZATIONS, encoding="utf-8")
    (tmp_path / "models.yml").write_text(MODELS, encoding="utf-8")
    return load_catalogue(tmp_path)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(load_settings().catalogue)


def _told(found: Resolved | None) -> tuple[str | None, ...] | None:
    marks = found.marks if found else None
    if found is None or marks is None:
        return None
    return found.model.name, marks.effort, marks.date, marks.setting


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("acme-1-audio", "audio"),
        ("One (audio)", "audio"),
        ("acme-1-audio-1080p", "audio-1080p"),
        ("acme-1-high-res-fal", "high-res-fal"),
        ("acme-labs/acme-1-audio", "audio"),
    ],
)
def test_a_model_has_settings_of_its_own(small: Catalogue, name: str, setting: str) -> None:
    """A word that the files call a setting of this model is one, before those of any model."""
    assert _told(small.model(name)) == ("acme-1", None, None, setting)


@pytest.mark.parametrize("name", ["acme-2-audio", "umbrella-1-audio", "acme-1-audio-mini"])
def test_the_same_word_is_no_setting_of_another_model(small: Catalogue, name: str) -> None:
    """`audio` may be part of another model's name, so that name is left alone."""
    assert small.model(name) is None


def test_a_setting_that_makes_another_models_name_is_told(tmp_path: Path) -> None:
    """A name means one model: with a setting of its own too."""
    (tmp_path / "organizations.yml").write_text(ORGANIZATIONS, encoding="utf-8")
    wrong = MODELS.replace("name: acme-2", "name: acme-1-audio")
    (tmp_path / "models.yml").write_text(wrong, encoding="utf-8")

    with pytest.raises(SourceFileError, match="every name and alias once, 'acme-1-audio' stands"):
        load_catalogue(tmp_path)


@pytest.mark.parametrize(
    ("name", "setting", "is_preview"),
    [
        ("acme-1 (swift)", None, False),
        ("acme-1-2k (Swift)", "2k", False),
        ("acme-1-preview (swift)", None, True),
        ("acme-1 (swift) [web-search]", "web-search", False),
    ],
)
def test_a_nickname_in_brackets_is_the_same_model(
    small: Catalogue, name: str, setting: str | None, *, is_preview: bool
) -> None:
    """The marks of the name before it still count."""
    found = small.model(name)

    assert found is not None
    assert (found.model.name, found.marks.setting) == ("acme-1", setting)
    assert found.marks.is_preview == is_preview


@pytest.mark.parametrize(
    "name", ["acme-1 (acme-2)", "Agent (acme-1)", "acme-1-x (swift)", "One (umbrella-1)"]
)
def test_brackets_with_another_model_are_not_understood(small: Catalogue, name: str) -> None:
    """Two models are no one, and an agent around a model is not the model."""
    assert small.model(name) is None


@pytest.mark.parametrize("maker", [None, "Acme", "Umbrella"])
def test_a_host_before_maker_and_model_is_a_setting(small: Catalogue, maker: str | None) -> None:
    """`host/maker/model` is of the maker, also where the board prints the host as maker."""
    found = small.model("umbrella/acme/acme-1-high", maker)

    assert _told(found) == ("acme-1", "high", None, "umbrella")


@pytest.mark.parametrize("name", ["who/acme/x", "umbrella/acme-1", "umbrella/acme/", "//"])
def test_what_only_looks_like_a_host_is_not_understood(small: Catalogue, name: str) -> None:
    """An unknown model stays unknown, and two parts are maker and model."""
    assert small.model(name) is None


def test_spellings_of_one_organization_by_commas_are_one(small: Catalogue) -> None:
    """Several organizations are no single one."""
    found = small.organization("Acme, acme-labs")

    assert found is not None
    assert found.name == "Acme"
    assert small.organization("Acme,Umbrella") is None
    assert small.organization("Acme,Who?") is None
    assert small.organization("Acme,") is None


@pytest.mark.parametrize("path", MEDIA, ids=lambda path: "/".join(path.parts[-4:-1]))
def test_names_of_the_media_boards_are_understood(catalogue: Catalogue, path: Path) -> None:
    """Every row of a picture or video board is a known model, and no two rows are one."""
    entries = json.loads(path.read_text(encoding="utf-8"))["entries"]
    found = {
        each["model"]: catalogue.model(each["model"], each["organization"]) for each in entries
    }

    assert [name for name, each in found.items() if each is None] == []
    told = {(_told(each), each.marks.is_preview) for each in found.values() if each}
    assert len(told) == len(found)


@pytest.mark.parametrize(
    ("name", "organization", "told"),
    [
        ("veo-3.1-fast-audio-1080p", "Google", ("veo-3.1-fast", None, None, "audio-1080p")),
        ("wan2.7-i2v", "Alibaba", ("wan-2.7", None, None, "i2v")),
        ("Wan2.7-260612", "Alibaba", ("wan-2.7", None, "2026-06-12", None)),
        ("Sora 2 (December)", "OpenAI", ("sora-2", None, "12", None)),
        ("kling-o3-pro", "KlingAI", ("kling-3.0-omni-pro", None, None, None)),
        ("Kling 3.0 Omni 1080p (Pro)", "KlingAI", ("kling-3.0-omni-pro", None, None, None)),
        ("Ray 2", "Luma Labs", ("luma-ai-ray-2", None, None, None)),
        ("Ray 2", None, None),
        ("Pyramid Flow", "Open Source", None),
        ("gpt-4o-2024-11-20 (Prompt)", "OpenAI", ("gpt-4o", None, "2024-11-20", "prompt")),
        ("watt-tool-70B (FC)", "Watt AI Lab", ("watt-tool-70b", None, None, "fc")),
        ("claude-sonnet-4-6_32K", "Anthropic", ("claude-sonnet-4-6", "thinking-32k", None, None)),
        ("Nemotron 3 Ultra", "Nvidia", ("nemotron-3-ultra-550b-a55b", None, None, None)),
        ("Kimi-Audio", None, ("kimi-audio", None, None, None)),
        ("Nova-3, Telnyx", "Deepgram", ("deepgram-nova-3", None, None, "telnyx")),
        ("grok/grok-4.20", "xAI", ("grok-4.20", None, None, None)),
        (
            "together/nvidia/llama-3.3-nemotron-super-49b-v1",
            "Together AI",
            ("llama-3.3-nemotron-49b-super-v1", None, None, "together"),
        ),
    ],
)
def test_names_that_boards_print_are_understood(
    catalogue: Catalogue, name: str, organization: str | None, told: tuple[str | None, ...] | None
) -> None:
    """Model, effort, date and setting of names as they stand on boards."""
    assert _told(catalogue.model(name, organization)) == told
