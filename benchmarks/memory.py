"""How much memory a reader takes at its most, above what the process had, beside its table.

Reading happens in a process of its own; its largest resident size counts what every library
allocates, which a tracer of Python's own allocations would not.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial

from benchmarks import stand_in
from benchmarks.harness import HERE, Benchmark
from migov import registry, store
from migov.figures import latest

_CODE = """
import json, resource, sys
from migov.publishers import reader
from migov import economies
import pandas, numpy, pyarrow.compute
economies.table(); economies.aggregates(); economies.codes.publishers_codes()

def peak():
    try:  # what getrusage says begins with the peak of the process that this one was forked from
        said = open("/proc/self/status").read()
        return int(said.split("VmHWM:")[1].split()[0])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

before = peak()
table = reader({reader!r})({path!r}, **{arguments!r}).table
most = peak() - before
unit = 1e6 if sys.platform == "darwin" else 1e3
print(json.dumps([most / unit, table.memory_usage(deep=True).sum() / 1e6]))
"""


def reading(name: str) -> Benchmark:
    """Reading the newest file of a series: the peak above the start, against the table."""
    stand_in.standing()
    stand_in.empty_cache()
    series = registry.find(name)
    version = latest(series)
    assert version.file is not None
    path = store.obtain(
        version.file.address(series, version), expect=version.file.format, paged=version.file.paged
    ).path
    code = _CODE.format(
        reader=version.file.reader, path=str(path), arguments=series.arguments(version)
    )
    return Benchmark(
        f"memory to read {name} ({path.stat().st_size / 1e6:.0f} MB) / its table",
        partial(_said, code, 0),
        partial(_said, code, 1),
        limit=4,
        repeats=3,
        warm=False,
        unit="MB",
    )


def _said(code: str, which: int) -> float:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parent
    )
    return float(json.loads(done.stdout)[which])
