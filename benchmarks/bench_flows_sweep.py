"""Seeded flows of 200 economies, held against touching every table once a sweep.

The floor is what fitting table by table cannot avoid: each of 200 tables of 200 by 200 is read and
written once for every sweep, one table in memory at a time.
"""

from __future__ import annotations

import numpy as np

from benchmarks.flow_worlds import distances, margins
from benchmarks.harness import Benchmark
from migov.flows.accounting import Tables
from migov.flows.fitting import fit_tables

SIZE = 200


def benchmark() -> Benchmark:
    leave, arrive = margins(SIZE)
    seed = distances(SIZE)
    _, _, sweeps = fit_tables(leave, arrive, seed)
    table = seed.copy()

    def ours() -> None:
        a, b, _ = fit_tables(leave, arrive, seed)
        Tables(a, b, seed).flows()

    def touch() -> None:
        for _ in range(sweeps * SIZE):
            np.multiply(table, 1.0, out=table)

    return Benchmark(
        title=f"seeded flows of {SIZE} economies / touching every table once a sweep",
        ours=ours,
        floor=touch,
        limit=3,
    )
