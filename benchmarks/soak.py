"""The soak: thousands of scheduled cycles with faults end in the record of those without.

    python -m benchmarks.soak [--cycles 2000] [--seed 1] [--keep FOLDER]

Five publishers with eight boards are looked at on schedules of one to eight hours, each cycle in a
process of its own, by a clock that leaps from one scheduled time to the next. The first half of the
run is undisturbed. In the second, half of the cycles meet a fault: killed (SIGKILL) at one of sixty
points or at any moment; errors, resets, cut and hanging answers, challenge pages, old copies from
the server; no room on the disk; the record locked; the clock set back; two schedulers at once; a
receiver that fails. The service goes on as it would: a run that failed is tried once more in its
slot, one that died leaves its work to the next.

At the end what readers see and what receivers got must be the same (`soak_record` says what that
is); the exit status is 1 where it is not.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.server import ROOT
from benchmarks.soak_faults import Chooser, Slot
from benchmarks.soak_record import difference, seen, untold
from benchmarks.soak_world import SCHEDULES, START, World, write_sources

RULES = """
rules:
  top-five:
    title: Top five
    kinds: [entered_top, left_top, new_leader]
    boards: ["*", "!arena/text"]
    top: [5]
    receivers: [hook, jsonl]
"""
_DONE, _BROKEN, _KILLED = 0, 1, -9
_PER_DAY = sum(24 / hours for hours, _ in SCHEDULES.values())


def slots(cycles: int) -> list[Slot]:
    """The scheduled times of all deployments, in order."""
    last = START + timedelta(days=cycles / _PER_DAY + 2)
    times = []
    for publisher, (hours, minute) in SCHEDULES.items():
        at = START + timedelta(minutes=minute)
        while at < last:
            times.append(Slot(at, publisher))
            at += timedelta(hours=hours)
    return sorted(times, key=lambda slot: slot.at)[:cycles]


@dataclass
class Half:
    """One home, its servers, and the process that forks its cycles."""

    home: Path
    env: dict[str, str]
    url: str
    process: "subprocess.Popen[str]"
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def control(self, slot: Slot, fault: object) -> None:
        """Tell the server what time it is, and how it fails."""
        told = json.dumps({"now": slot.at.isoformat(), "fault": fault}).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/control", told)).read()  # noqa: S310 - loopback

    def run(self, tasks: Sequence[dict[str, Any]]) -> list[tuple[int, str]]:
        """How processes ended that worked at once, and what they said."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([task | {"env": self.env} for task in tasks]) + "\n")
        self.process.stdin.flush()
        ends: list[tuple[int, str]] = [
            (e, said) for e, said in json.loads(self.process.stdout.readline())
        ]
        for ended, said in ends:
            self.ends[
                {0: "done", 3: "failed", 4: "error", _KILLED: "killed"}.get(ended, "broken")
            ] += 1
            if ended not in {0, 3, 4, _KILLED}:
                self.wrong.append(f"{tasks}: {said}")
        return ends

    @property
    def told(self) -> list[tuple[str, str]]:
        """What the receiver got: keys, and digests of what came under them."""
        with urllib.request.urlopen(f"{self.url}/told") as answer:  # noqa: S310 - loopback
            return [(key, digest) for key, digest in json.load(answer)]

    @property
    def size(self) -> int:
        """How large the record is."""
        file = self.home / "writer" / "warehouse.duckdb"
        return file.stat().st_size if file.exists() else 1 << 20


@contextmanager
def working(module: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """A process of the soak; it ends with the block."""
    pipe = subprocess.PIPE
    own = {name: value for name, value in os.environ.items() if not name.startswith("PODIUM_")}
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, env=own
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@contextmanager
def living(folder: Path, world: World, forks: "subprocess.Popen[str]") -> Iterator[Half]:
    """A home with its server, whose cycles this process forks."""
    folder.mkdir(parents=True, exist_ok=True)
    write_sources(folder / "sources")
    (folder / "rules.yml").write_text(RULES, encoding="utf-8")
    with working("benchmarks.soak_server", str(world.seed), str(world.days)) as server:
        assert server.stdout
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        env = {
            "PODIUM_HOME": str(folder / "home"),
            "PODIUM_SOURCES": str(folder / "sources"),
            "PODIUM_RULES": str(folder / "rules.yml"),
            "PODIUM_MIRRORS": f"https://boards.example={url}",
            "PODIUM_RECEIVER_HOOK": url.replace("http:", "json:") + "/hook",
        }
        yield Half(folder / "home", env, url, forks)


def undisturbed(half: Half, times: Sequence[Slot]) -> None:
    """Every cycle at its time, and nothing goes wrong."""
    for slot in times:
        half.control(slot, None)
        ((ended, said),) = half.run([{"now": slot.at.isoformat(), "publishers": [slot.publisher]}])
        if ended != _DONE:
            half.wrong.append(f"{slot}: {said}")


def disturbed(half: Half, times: Sequence[Slot], chooser: Chooser) -> None:
    """Every cycle at its time, with faults; one that failed is tried again in its slot."""
    for slot in _watched(times):
        kind = chooser.choose(slot)
        tasks, fault = chooser.work(kind, slot, half.size)
        half.control(slot, fault)
        ends = half.run(tasks)
        is_seen = any(e == _DONE and "hold" not in t for (e, _), t in zip(ends, tasks, strict=True))
        if not is_seen and any(ended in {3, 4} for ended, _ in ends):
            again = {"now": (slot.at + timedelta(seconds=40)).isoformat()}
            ((ended, _),) = half.run([{**again, "publishers": [slot.publisher]}])
            is_seen = ended == _DONE
        if is_seen and kind != "stale copy":
            chooser.saw(slot)


def _watched(times: Sequence[Slot]) -> Iterator[Slot]:
    started = time.monotonic()
    for number, slot in enumerate(times, start=1):
        yield slot
        if number % 100 == 0 or number == len(times):
            print(
                f"  {number} of {len(times)} cycles, {time.monotonic() - started:.0f} s", flush=True
            )


def soak(folder: Path, cycles: int, seed: int) -> list[str]:
    """Run both halves, side by side, and compare them: what is wrong, empty where nothing is."""
    times = slots(cycles)
    world = World(seed, (times[-1].at - START).days + 1)
    chooser = Chooser(world, random.Random(seed), times[-1].at)  # noqa: S311 - not a secret
    print(f"twice {cycles} cycles over {world.days} days, seed {seed}", flush=True)
    with (
        working("benchmarks.soak_child") as first_forks,
        working("benchmarks.soak_child") as second_forks,
        living(folder / "alone", world, first_forks) as alone,
        living(folder / "disturbed", world, second_forks) as shaken,
        ThreadPoolExecutor() as pool,
    ):
        first = pool.submit(undisturbed, alone, times)
        disturbed(shaken, times, chooser)
        first.result()
        wrong = [*_ended(alone, "without faults"), *_ended(shaken, "with faults")]
    expected = seen(alone.home / "podium.duckdb")
    wrong += difference(expected, shaken.home / "podium.duckdb")
    print("faults: " + ", ".join(f"{n} {kind}" for kind, n in sorted(chooser.counts.items())))
    print("compared: " + ", ".join(f"{rows.total()} {name}" for name, rows in expected.items()))
    return wrong


def _ended(half: Half, name: str) -> list[str]:
    told = half.told
    print(f"{name}: {dict(half.ends)}, {len(told)} messages came", flush=True)
    return [f"{name}: {fault}" for fault in (*half.wrong, *untold(half.home, told))]


def main() -> int:
    """Read the command line; exit status 1 where the two records differ."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--cycles", type=int, default=2000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        wrong = soak(chosen.keep or Path(folder), chosen.cycles, chosen.seed)
    print("\n".join(wrong) or "equal", f"\n{time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
