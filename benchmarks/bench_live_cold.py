"""Every World Bank series from its publisher to one panel, from nothing, next door."""

from __future__ import annotations

from benchmarks import live
from benchmarks.harness import Benchmark


def benchmark() -> Benchmark:
    return live.cold(0, repeats=7)
