"""The soak, quick: as many cycles as a test may take, with a seed that brings many faults."""

from pathlib import Path

from benchmarks.soak import soak


def test_cycles_with_faults_end_as_those_without(tmp_path: Path) -> None:
    """What readers see and receivers got is the same, whatever met every other cycle."""
    assert soak(tmp_path, cycles=30, seed=4) == []
