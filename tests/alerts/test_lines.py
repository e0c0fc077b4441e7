"""The file of JSON lines."""

import json
from pathlib import Path

import pytest

from alerts.lines import append
from tests.alerts.messages import make_digest, make_hostile, make_message


def _read(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_every_message_is_a_line_with_all_of_it(tmp_path: Path) -> None:
    """Under its key; its sentences are plain text, its times have their zone."""
    file = tmp_path / "alerts.jsonl"

    append(file, "k1", [make_message()])
    append(file, "k2", make_digest(2))

    first, *others = _read(file)
    assert [line["key"] for line in others] == ["k2", "k2"]
    assert (first["key"], first["message_id"]) == ("k1", "m5f0c1a2b3c4d-1")
    assert first["made_at"] == "2026-05-28T08:44:00Z"
    assert first["lines"][0]["observed_at"] == "2026-05-28T08:43:00Z"
    assert first["lines"][1]["move"] == "pushed down by qwen3.7-max"
    assert first["rows"][1]["model"] == "qwen3.7-max"
    assert first["evidence"][0]["observed_at"] == "2026-05-27T08:43:00Z"


def test_what_stands_there_is_not_written_again(tmp_path: Path) -> None:
    """Of a digest that was half written the rest is."""
    file = tmp_path / "alerts.jsonl"
    digest = make_digest(3)
    append(file, "k1", digest)
    whole = file.read_bytes()

    append(file, "k1", digest)
    again = file.read_bytes()
    file.write_bytes(whole[: whole.index(b"\n") + 1])
    append(file, "k1", digest)

    assert whole == again
    assert whole == file.read_bytes()


@pytest.mark.parametrize("torn", [b"{", b'{"key": "k9"', b"\xe2\x82", b'{"key": "k1"}'])
def test_a_torn_line_is_cut_off(tmp_path: Path, torn: bytes) -> None:
    """Whatever of it was written; the lines before it stay."""
    file = tmp_path / "alerts.jsonl"
    append(file, "k0", [make_message()])
    with file.open("ab") as handle:
        handle.write(torn)

    append(file, "k1", [make_message()])

    assert [line["key"] for line in _read(file)] == ["k0", "k1"]


def test_a_long_file_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is looked for among the last lines, a torn first line of those is no line."""
    monkeypatch.setattr("alerts.lines.LOOKED_BACK_BYTES", 3_000)
    file = tmp_path / "alerts.jsonl"
    for number in range(5):
        append(file, f"k{number}", [make_message()])

    append(file, "k4", [make_message()])
    append(file, "k0", [make_message()])

    assert [line["key"] for line in _read(file)] == ["k0", "k1", "k2", "k3", "k4", "k0"]


def test_a_name_cannot_end_a_line(tmp_path: Path) -> None:
    """Nor steer a terminal that shows the file; what else it says is kept as it is."""
    file = tmp_path / "alerts.jsonl"

    append(file, "k1", [make_hostile('x\n{"key": "k2"}\u2028\x1b[31m')])

    (line,) = _read(file)
    assert line["rows"][1]["model"] == 'x\n{"key": "k2"}\u2028\x1b[31m'
    assert line["lines"][0]["sentence"].startswith('x\\n{"key": "k2"}\\u2028\\x1b[31m enters')
    assert file.read_bytes().isascii()
    assert b"\x1b" not in file.read_bytes()
