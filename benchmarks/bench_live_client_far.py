"""Every World Bank indicator, by migov and by the fastest other client, the server 200 ms away."""

from __future__ import annotations

from benchmarks import live
from benchmarks.harness import Benchmark


def benchmark() -> Benchmark:
    return live.ahead(200, repeats=3)
