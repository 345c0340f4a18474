"""Ten series side by side, all economies and years, held against loading the ten."""

from __future__ import annotations

import migov
from benchmarks.harness import Benchmark
from migov import registry

HOW_MANY = 10


def benchmark() -> Benchmark:
    names = [
        each.id
        for each in registry.series().values()
        if each.kind == "economy"
        and each.derived is None
        and each.versions[each.pinned].embed is None
    ][:HOW_MANY]
    assert len(names) == HOW_MANY

    def loads() -> None:
        for name in names:
            migov.load(name)

    return Benchmark(
        title=f"panel of {HOW_MANY} series / the sum of its loads",
        ours=lambda: migov.panel(*names),
        floor=loads,
        limit=4,
    )
