"""What a user waits for before the first line: ``import migov``, held against ``import pandas``."""

from __future__ import annotations

from functools import partial

from benchmarks.harness import Benchmark, fresh

_CODE = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"


def benchmark() -> Benchmark:
    return Benchmark(
        title="import migov / import pandas",
        ours=partial(fresh, _CODE.format("migov")),
        floor=partial(fresh, _CODE.format("pandas")),
        limit=1.25,
        repeats=15,
    )
