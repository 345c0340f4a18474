"""Every World Bank series asked whether it changed, and none did; the server is next door."""

from __future__ import annotations

from benchmarks import live
from benchmarks.harness import Benchmark


def benchmark() -> Benchmark:
    return live.warm(0, repeats=41)
