"""Every World Bank series from its publisher to one panel, from nothing, by the same parsers."""

from __future__ import annotations

from benchmarks import by_hand, live
from benchmarks.harness import Benchmark


def benchmark() -> Benchmark:
    floor = "4 connections, numpy, JSON by Arrow"
    return live.cold(0, 7, by_hand.figures_by_arrow, floor, limit=None)
