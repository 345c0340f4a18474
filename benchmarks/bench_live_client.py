"""Every World Bank indicator, by migov and by the fastest other client, the server next door."""

from __future__ import annotations

from benchmarks import live
from benchmarks.harness import Benchmark


def benchmark() -> Benchmark:
    return live.ahead(0, repeats=5)
