"""A name taken apart: what is certainly a mark comes off, and the rest stays as it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.model_name import Marks, normal, split_name, splits


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("claude-opus-4-6-thinking", Marks("claude-opus-4-6", effort="thinking")),
        ("Claude Opus 4.6 (Thinking)", Marks("claude-opus-4-6", effort="thinking")),
        ("gemini-3-flash (thinking-minimal)", Marks("gemini-3-flash", "thinking-minimal")),
        ("gpt-5.4 (xHigh)*", Marks("gpt-5-4", effort="xhigh")),
        ("Claude 3.7 (16K)", Marks("claude-3-7", effort="thinking-16k")),
        ("GPT-5 (2025-08-07) (medium reasoning)", Marks("gpt-5", "medium", "2025-08-07")),
        ("mimo-v2-flash (non-thinking)", Marks("mimo-v2-flash", effort="none")),
        ("Grok 4 (Fast Reasoning)", Marks("grok-4-fast", effort="thinking")),
        ("gemini-2.5-pro-06-05-highthinking", Marks("gemini-2-5-pro", "high", "06-05")),
        (
            "claude-opus-4-20250514 (32k thinking)",
            Marks("claude-opus-4", "thinking-32k", "2025-05-14"),
        ),
        (
            "claude-opus-4-5-20251101-thinking-64k-high-effort",
            Marks("claude-opus-4-5", "thinking-64k-high", "2025-11-01"),
        ),
        ("claude-3-5-sonnet-20241022", Marks("claude-3-5-sonnet", date="2024-10-22")),
        ("gpt-4.1-2025-04-14", Marks("gpt-4-1", date="2025-04-14")),
        ("deepseek-v3-0324", Marks("deepseek-v3", date="03-24")),
        ("mistral-large-2407", Marks("mistral-large", date="2024-07")),
        ("command-r-08-2024", Marks("command-r", date="2024-08")),
        ("Sonic English (Oct 2024)", Marks("sonic-english", date="2024-10")),
        ("gemini-2.5-pro-exp-03-25", Marks("gemini-2-5-pro", date="03-25", is_preview=True)),
        ("grok-4.20-beta1", Marks("grok-4-20", is_preview=True)),
        ("deepseek-v4-pro-high-preview", Marks("deepseek-v4-pro", "high", is_preview=True)),
        ("gpt-5.4-high (codex-harness)", Marks("gpt-5-4", "high", setting="codex-harness")),
        ("o3-search", Marks("o3", setting="search")),
        ("Llama-4-FP8-together", Marks("llama-4", setting="fp8-together")),
        ("acme-4_32K", Marks("acme-4", effort="thinking-32k")),
        ("doubao-seed-1-6-250615", Marks("doubao-seed-1-6", date="2025-06-15")),
        ("Sora 2 (December)", Marks("sora-2", date="12")),
        ("gpt-4o (FC)", Marks("gpt-4o", setting="fc")),
        ("kling-2.5-turbo-1080p", Marks("kling-2-5-turbo", setting="1080p")),
        ("gemini-3-image-2k [web-search]", Marks("gemini-3-image", setting="2k-web-search")),
    ],
)
def test_marks_come_off(name: str, marks: Marks) -> None:
    """Effort, date, preview and setting are fields of their own beside the base."""
    assert split_name(name) == marks


@pytest.mark.parametrize(
    "name",
    [
        *("gpt-5-mini", "gemini-3-flash", "gemini-3-pro", "gpt-5-chat", "llama-2-7b-instruct"),
        *("gemini-1.5-pro-002", "phi-3-mini-128k", "vicuna-7b-v1.5-16k", "wav2vec2-base-960h"),
        *("zephyr-7b-alpha", "glm-4-1399", "claude-1", "qwen2-audio", "glm-4p7", "phi-3-mini-8k"),
        *("step-octave", "model-251399", "acme_32kb"),
    ],
)
def test_what_is_not_certain_stays(name: str) -> None:
    """Sizes, versions, windows and kinds of models are part of the name."""
    assert split_name(name) == Marks(normal(name))


def test_the_whole_name_is_offered_first() -> None:
    """Whoever knows the models decides how much comes off."""
    assert [each.base for each in splits("qwen3.7-max-preview")] == [
        "qwen3-7-max-preview",
        "qwen3-7-max",
        "qwen3-7",
    ]


@pytest.mark.parametrize("name", ["Command R+", "gpt-4o", "qwen2.5-72b", "o1"])
def test_the_normal_form_keeps_what_tells_models_apart(name: str) -> None:
    """Another sign or digit is another name."""
    assert normal(name) not in {normal("Command R"), normal("gpt-4"), normal("qwen25-72b"), "o-1"}


@given(st.text(alphabet=st.sampled_from("ab1 -_./()*K")))
def test_the_normal_form_is_settled(name: str) -> None:
    """A name in normal form is its own normal form, but for a mark of a footnote before it."""
    once = normal(name)

    assert normal(normal(once)) == normal(once)


@pytest.mark.parametrize(
    "name", ["-high" * 20_000, "(" * 50_000, "1." * 50_000, "20251101" * 9_000]
)
def test_long_names_take_no_time(name: str) -> None:
    """Text of a hostile page costs no more than reading it."""
    began = time.perf_counter()
    list(splits(name))

    assert time.perf_counter() - began < 2
