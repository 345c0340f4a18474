"""Every World Bank series from its publisher to one panel, from nothing, the server 200 ms away."""

from __future__ import annotations

from benchmarks import live
from benchmarks.harness import Benchmark


def benchmark() -> Benchmark:
    return live.cold(200, repeats=3)
