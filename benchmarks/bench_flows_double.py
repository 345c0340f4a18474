"""A closed seeded world of 400 economies, held against one of 200.

A sweep multiplies matrices of birthplaces, origins and destinations: twice the economies are eight
times the work and four times the memory.
"""

from __future__ import annotations

from benchmarks.flow_worlds import distances, world
from benchmarks.harness import Benchmark
from migov.flows.methods import Options, estimated


def benchmark() -> Benchmark:
    small, large = ((world(size), Options(seed=distances(size))) for size in (200, 400))
    return Benchmark(
        title="closed seeded flows of 400 economies / of 200",
        ours=lambda: estimated(large[0], "da_min_closed", large[1]),
        floor=lambda: estimated(small[0], "da_min_closed", small[1]),
        limit=10,
    )
