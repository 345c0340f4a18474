"""One series from the snapshot, held against a bare read of a file with the same rows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import migov
from benchmarks.harness import Benchmark
from migov import registry, store

SERIES = "remittances_received"


def benchmark() -> Benchmark:
    whole = pq.read_table(store.embedded(SERIES, registry.find(SERIES).pinned))
    # The snapshot's file holds aggregates too: the floor is spared them, and keeps the encoding.
    table = migov.load(SERIES)
    economies = pa.array(table["economy"].unique().tolist())
    kept = pc.is_in(whole["economy"].cast(economies.type), economies)
    path = Path(tempfile.mkdtemp(prefix="migov-bench-")) / "rows.parquet"
    pq.write_table(whole.filter(kept), path, compression="zstd")
    assert len(pd.read_parquet(path)) == len(table)
    return Benchmark(
        title="load one series / bare pandas.read_parquet",
        ours=lambda: migov.load(SERIES),
        floor=lambda: pd.read_parquet(path),
        limit=2,
    )
