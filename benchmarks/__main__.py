"""Print one table: what, ours, floor, ratio, limit, and the peak memory of both.

``python -m benchmarks`` runs all but the course; ``--course`` adds it, a word or two choose some
(``python -m benchmarks load panel``).  The exit status is 0 whatever is measured: a limit is for
people to read, on a machine that they know.
"""

from __future__ import annotations

import argparse
import math
import platform
import sys
from importlib.metadata import version

from benchmarks.harness import Measurement, amount, collect, measure


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("which", nargs="*", default=["*"], help="load, panel, ... (all)")
    parser.add_argument("--course", action="store_true", help="build the course too (minutes)")
    options = parser.parse_args()
    names = dict.fromkeys(name for which in options.which for name in collect(which))
    if not options.course and "course" not in options.which:
        names.pop("bench_course", None)
    rows = []
    for name in names:
        if sys.stderr.isatty():
            print(f"\r{name} ...".ljust(60), end="", file=sys.stderr, flush=True)
        rows.append(measure(name))
    if sys.stderr.isatty():
        print("\r".ljust(61), end="\r", file=sys.stderr)
    print(
        f"Python {platform.python_version()}, pandas {version('pandas')}, "
        f"{platform.machine()}; medians of repeats run in turns"
    )
    print(_table(rows))


def _table(rows: list[Measurement]) -> str:
    head = ["what", "ours", "floor", "ratio", "limit", "", "peak MB", "floor MB", "repeats"]
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    lines.insert(1, "-" * max(map(len, lines)))
    failed = [f"{row.title}: {row.failure}" for row in rows if row.failure]
    return "\n".join([*lines, *failed])


def _cells(row: Measurement) -> list[str]:
    if row.failure:
        skipped = row.failure.startswith("skipped")
        return [row.title, "skipped" if skipped else "failed", *[""] * 7]
    verdict = "" if row.limit is None else "within" if row.ratio <= row.limit else "OVER"
    return [
        row.title,
        amount(row.ours, row.unit),
        amount(row.floor, row.unit),
        f"{row.ratio:.2f}",
        "" if row.limit is None else f"{row.limit:g}",
        verdict,
        *("" if math.isnan(peak) else f"{peak:.0f}" for peak in row.peaks),
        str(row.repeats),
    ]


if __name__ == "__main__":
    main()
