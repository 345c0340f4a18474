"""UNHCR's largest answer: the peak of memory, against the table that comes of it."""

from __future__ import annotations

from benchmarks import memory
from benchmarks.harness import Benchmark


def benchmark() -> Benchmark:
    return memory.largest("unhcr")
