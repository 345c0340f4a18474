"""Time two ways of doing the same work in turns, and weigh each in a process of its own.

The process that prints the table imports nothing heavy: a child starts with the peak of the
parent it was forked from, and would be measured as large as that.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SECONDS = 4.0  # about how long the repeats of one benchmark may take together
LEAST, MOST = 7, 200


class Skipped(Exception):
    """What a benchmark needs is not on this machine; the reason is its text."""


@dataclass(frozen=True)
class Benchmark:
    """One line of the table.

    Attributes
    ----------
    title : str
        What is measured.
    ours, floor : callable
        migov's way, and the least that the same work can cost.  Each gives a number, in the unit
        of the benchmark, or anything else and is timed.
    limit : float or None
        What the ratio of the two should stay under; None where there is no floor to speak of.
    repeats : int or None
        How often each is run; from the time they take if not said.
    warm : bool
        Run both once before they are timed.
    unit : {"s", "MB"}
        What is compared: seconds, or megabytes that both sides give.
    """

    title: str
    ours: Callable[[], Any]
    floor: Callable[[], Any]
    limit: float | None
    repeats: int | None = None
    warm: bool = True
    unit: str = "s"


@dataclass(frozen=True)
class Measurement:
    """Medians in the benchmark's unit and peaks in MB, or the reason why there are none."""

    title: str
    limit: float | None = None
    ours: float = float("nan")
    floor: float = float("nan")
    peaks: tuple[float, float] = (float("nan"), float("nan"))
    repeats: int = 0
    failure: str = ""
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.ours / self.floor


def collect(pattern: str = "*") -> list[str]:
    """Names of the benchmark files that match, in order."""
    return sorted(path.stem for path in HERE.glob(f"bench_{pattern}.py"))


def measure(name: str) -> Measurement:
    """Run one benchmark: its times in one child process, each of its peaks in another."""
    try:
        timed = _child(name, "time")
        alone = timed.get("repeats", 1) == 1 or timed["unit"] != "s"
        peaks = () if alone else (_child(name, "ours"), _child(name, "floor"))
    except subprocess.CalledProcessError as error:
        last = (error.stderr or "").strip().splitlines()
        return Measurement(name, failure=last[-1] if last else f"exit status {error.returncode}")
    if peaks:
        timed["peaks"] = tuple(peaks)
    return Measurement(**timed)


def answer(name: str, task: str) -> Any:
    """What a child process does: time both sides in turns, or run one side and weigh itself."""
    try:
        bench = import_module(f"benchmarks.{name}").benchmark()
    except Skipped as reason:
        return {"title": name, "failure": f"skipped: {reason}"}
    if task != "time":
        getattr(bench, task)()
        return _peak()
    repeats = bench.repeats
    if bench.warm:
        first = _seconds(bench.ours) + _seconds(bench.floor)
        first = min(first, _seconds(bench.ours) + _seconds(bench.floor))
        repeats = repeats or max(LEAST, min(MOST, int(SECONDS / max(first, 1e-6))))
    pairs = [(_seconds(bench.ours), _seconds(bench.floor)) for _ in range(repeats or 1)]
    ours, floor = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "title": bench.title,
        "limit": bench.limit,
        "ours": ours,
        "floor": floor,
        "repeats": len(pairs),
        "unit": bench.unit,
        "peaks": (_peak(), _peak()),
    }


def amount(number: float, unit: str) -> str:
    """A number of a measurement as it is printed, with its unit."""
    if unit == "MB":
        return f"{number:.1f} MB"
    return f"{number * 1e3:.1f} ms" if number < 1 else f"{number:.2f} s"


def fresh(code: str) -> float:
    """The number that `code` prints in a fresh Python."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _seconds(side: Callable[[], Any]) -> float:
    start = time.perf_counter()
    said = side()
    took = time.perf_counter() - start
    return said if isinstance(said, float) else took


def _peak() -> float:
    try:
        import resource
    except ImportError:  # Windows has no such count
        return float("nan")
    most = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return most / (1e6 if sys.platform == "darwin" else 1e3)  # bytes there, kilobytes elsewhere


def _child(name: str, task: str) -> Any:
    code = (
        "import json; from benchmarks.harness import answer; "
        f"print(json.dumps(answer({name!r}, {task!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parent
    )
    return json.loads(done.stdout.splitlines()[-1])
