"""Every claim checked, held against loading the series that the claims rest on.

A check compares vintages, so the floor loads each series of the claims once in each of its
vintages, world figures only, as a check does.
"""

from __future__ import annotations

import migov
from benchmarks.harness import Benchmark
from migov import registry
from migov.claims import ledger


def benchmark() -> Benchmark:
    claims = list(ledger.claims().values())
    names = dict.fromkeys(name for claim in claims for name in claim.series)
    series = [registry.find(name) for name in names]

    def check() -> None:
        migov.claims.findings()

    def loads() -> None:
        for each in series:
            for version in each.versions:
                migov.load(each.id, aggregates=True, version=version)

    return Benchmark(f"check {len(claims)} claims / load their series", check, loads, limit=3)
