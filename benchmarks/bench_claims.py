"""Every claim checked, held against loading the series that the claims rest on.

A check compares vintages, so the floor loads each series of the claims once in each vintage that
the snapshot holds of it: economies, or pairs of them.
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
            for name, version in each.versions.items():
                if not version.obtainable:  # where the terms are closed only groups are held
                    migov.load(each.id, version=name, aggregates=version.embed is not None)

    return Benchmark(f"check {len(claims)} claims / load their series", check, loads, limit=5)
