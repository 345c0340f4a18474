"""Seeded flows of 100 economies, held against a loop over birthplaces with the package ipfn."""

from __future__ import annotations

from benchmarks.flow_worlds import against_a_loop
from benchmarks.harness import Benchmark


def benchmark() -> Benchmark:
    return against_a_loop(100, repeats=3)
