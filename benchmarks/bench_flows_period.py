"""One closed period of 200 economies, stocks to flows, held against touching the stocks.

The floor reads and writes each stock once for every sweep that matching them takes, and does
nothing else.
"""

from __future__ import annotations

import numpy as np

from benchmarks.flow_worlds import world
from benchmarks.harness import Benchmark
from migov.flows import accounts
from migov.flows.methods import estimated

SIZE = 200


def benchmark() -> Benchmark:
    account = world(SIZE)
    sweeps = []

    def counted(*given: object) -> tuple[np.ndarray, int]:
        table, took = fitted(*given)
        sweeps.append(took)
        return table, took

    fitted, accounts.fit_margins = accounts.fit_margins, counted
    try:
        estimated(account, "da_min_closed")
    finally:
        accounts.fit_margins = fitted
    stocks = account.start.copy(), account.end.copy()

    def touch() -> None:
        for stock, took in zip(stocks, sweeps, strict=True):
            for _ in range(took):
                np.multiply(stock, 1.0, out=stock)

    return Benchmark(
        title=f"a closed period of {SIZE} economies / touching the stocks once a sweep",
        ours=lambda: estimated(account, "da_min_closed"),
        floor=touch,
        limit=None,
    )
