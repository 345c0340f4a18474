"""UNHCR's decisions, listed by stage and added up: a smaller table of nearly as many rows.

It has no limit: what is held while reading goes with the rows, and the table with their sums.
"""

from __future__ import annotations

from benchmarks import memory
from benchmarks.harness import Benchmark


def benchmark() -> Benchmark:
    return memory.reading("asylum_decisions", limit=None)
