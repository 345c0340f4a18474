"""The course: every lesson run and rendered from nothing, and again with nothing changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.harness import Benchmark
from migov import course


def benchmark() -> Benchmark:
    folder = Path(tempfile.mkdtemp(prefix="migov-bench-"))

    def cached() -> float:
        report = course.build(folder / "site")
        if report.executed:
            raise RuntimeError("a lesson ran again: migov was edited while it was measured")
        return report.seconds

    return Benchmark(
        title="course, cold / cached",
        ours=lambda: course.build(folder / "site", clean=True).seconds,
        floor=cached,
        limit=None,
        repeats=1,
        warm=False,
    )
