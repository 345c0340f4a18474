"""Every World Bank series asked whether it changed, and none did; the server is far away."""

from __future__ import annotations

from benchmarks import by_hand, live
from benchmarks.harness import Benchmark


def benchmark() -> Benchmark:
    return live.warm(200, repeats=3, connections=by_hand.CONNECTIONS)
