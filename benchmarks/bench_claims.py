"""Every claim checked, held against loading the series that the claims rest on; both of them cold.

Each side runs in a fresh process and is timed from when it has imported migov: what it imports,
parses and hashes on its way counts.  A check compares vintages, so the floor loads each series of
the claims once in each vintage that the snapshot holds of it: economies, or pairs of them.
"""

from __future__ import annotations

from functools import partial

from benchmarks.harness import Benchmark, fresh
from migov import registry
from migov.claims import ledger

_TIMED = """
import time, migov
start = time.perf_counter()
{}
print(time.perf_counter() - start)
"""
_LOADED = "for name, version, groups in {}: migov.load(name, version=version, aggregates=groups)"


def benchmark() -> Benchmark:
    claims = list(ledger.claims().values())
    names = dict.fromkeys(name for claim in claims for name in claim.series)
    held = [
        (series.id, name, version.embed is not None)  # where the terms are closed only groups are
        for series in map(registry.find, names)
        for name, version in series.versions.items()
        if not version.obtainable
    ]
    return Benchmark(
        f"check {len(claims)} claims / load their {len(names)} series, {len(held)} vintages, cold",
        partial(fresh, _TIMED.format("migov.claims.findings()")),
        partial(fresh, _TIMED.format(_LOADED.format(held))),
        limit=5,
        repeats=7,
    )
