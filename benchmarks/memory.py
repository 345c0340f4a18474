"""How much memory a reader takes at its most, above what the process had, beside its table.

Reading happens in a process of its own; its largest resident size counts what every library
allocates, which a tracer of Python's own allocations would not.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

from benchmarks import stand_in
from benchmarks.harness import HERE, Benchmark
from migov import registry, store
from migov.figures import latest

_CODE = """
import json, resource, sys
from migov.publishers import reader
from migov import economies
import pandas, numpy, pyarrow.compute
economies.table(); economies.aggregates(); economies.schemes.publishers_codes()

def peak():
    try:  # what getrusage says begins with the peak of the process that this one was forked from
        said = open("/proc/self/status").read()
        return int(said.split("VmHWM:")[1].split()[0])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

before = peak()
table = reader({reader!r})({path!r}, **{arguments!r}).table
most = peak() - before
unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
print(json.dumps([most * unit / 1e6, table.memory_usage(deep=True).sum() / 1e6]))
"""


def largest(publisher: str) -> Benchmark:
    """Reading the largest of a publisher's newest files, as the first series that is read of it."""
    stand_in.standing()
    stand_in.empty_cache()
    sizes: dict[str, int] = {}
    for series in registry.series().values():
        version = latest(series)
        if series.publisher.id == publisher and version.file is not None:
            sizes[series.id] = _obtained(series, version).stat().st_size
    return _reading(max(sizes, key=sizes.__getitem__))  # the first of equals


def reading(name: str, limit: float | None) -> Benchmark:
    """Reading the newest file of a series: the peak above the start, against the table."""
    stand_in.standing()
    stand_in.empty_cache()
    return _reading(name, limit)


def _reading(name: str, limit: float | None = 4) -> Benchmark:
    series = registry.find(name)
    version = latest(series)
    assert version.file is not None
    path = _obtained(series, version)
    code = _CODE.format(
        reader=version.file.reader, path=str(path), arguments=series.arguments(version)
    )
    return Benchmark(
        f"memory to read {name} ({path.stat().st_size / 1e6:.0f} MB) / its table",
        partial(_said, code, 0),
        partial(_said, code, 1),
        limit=limit,
        repeats=3,
        warm=False,
        unit="MB",
    )


def _obtained(series: registry.Series, version: registry.Version) -> Path:
    assert version.file is not None
    return store.obtain(
        version.file.address(series, version), expect=version.file.format, paged=version.file.paged
    ).path


def _said(code: str, which: int) -> float:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parent
    )
    return float(json.loads(done.stdout)[which])
