"""The part of ``docs/wire-formats.md`` that says how fast migov fetches, and what bounds it.

Every figure in it is measured by the benchmarks of live fetching and of memory; nothing is typed.
"""

from __future__ import annotations

import os
import platform
import textwrap
from collections.abc import Callable
from datetime import date
from importlib.metadata import version

from benchmarks.harness import HERE, Measurement, amount, measure

HEAD = "## How fast, and what bounds it\n\n"
# Each benchmark of the part, and what keeps it from being faster, or smaller.
BOUNDS = {
    "live_cold": "The processor. Both sides get the same bytes; the floor only makes arrays of "
    "them, and migov also sees that each file is whole, keeps it with its entry in the lock file, "
    "and puts one panel together.",
    "live_cold_arrow": "The processor. With migov's own parser of JSON the floor has less to do; "
    "there is no limit.",
    "live_cold_far": "Round trips and bytes: a file is one request, and four are under way at a "
    "time on either side.",
    "live_client": "The other client's requests, one after the other, and the bytes of its format.",
    "live_client_far": "The other client's requests, one after the other.",
    "live_warm": "The server's processor. Next door a round trip is the server's own work, which "
    "four connections do not make less; on top comes the work on the files that are kept, as far "
    "as it cannot be done meanwhile.",
    "live_warm_far": "Round trips, four at a time on either side; added up they are four times "
    "as long.",
    "memory_undesa": "The workbook's parser, which holds all cells of a sheet at once.",
    "memory_unhcr": "The table itself. Of the answer only a piece is held, and rows are put in "
    "order as numbers.",
    "memory_unhcr_stages": "The rows, which are many for each of the table's; so there is no "
    "limit.",
}


def part(measured: Callable[[str], Measurement] = measure) -> str:
    """The part of the page, as this machine measures it now."""
    head = ["what / against what", "migov", "floor", "ratio", "limit", "what bounds it"]
    lines = [head, ["---"] * len(head)]
    busy = _busy()
    lines += [_line(measured(f"bench_{name}"), bound) for name, bound in BOUNDS.items()]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return f"{HEAD}{_measured_by(busy)}{table}"


def put(page: str, new: str) -> str:
    """The page with the new part in the place of the old, or at its end."""
    before, head, rest = page.partition(HEAD)
    if not head:
        return f"{page.rstrip()}\n\n{new}"
    _, other, after = rest.partition("\n## ")
    return f"{before}{new}{other}{after}"


def _measured_by(busy: str) -> str:
    said = (
        f"Measured on {date.today():%d %B %Y} with Python {platform.python_version()} and pandas "
        f"{version('pandas')} on {platform.system()} ({platform.machine()}, {os.cpu_count()} "
        f"processors{busy}) by `python -m benchmarks.wire_formats fast`, against a local server "
        "that answers as the publishers do and waits so many milliseconds before each answer as "
        "are named (0 ms, 200 ms). Medians of repeats in turns with the floor, in a process each; "
        "a limit is what the ratio should stay under. Of memory the peak above what the process "
        "had before it read, and the size of the table that came of it."
    )
    return textwrap.fill(said, 100, break_on_hyphens=False) + "\n\n"


def _busy() -> str:
    # Times of a machine that does other work at once are longer; the reader should know.
    try:
        return f", a load of {os.getloadavg()[0]:.1f} when it began"
    except (AttributeError, OSError):
        return ""


def _line(row: Measurement, bound: str) -> list[str]:
    if row.failure:
        why = row.failure.replace(f"{HERE.parent}{os.sep}", "").replace("|", "/")
        return [row.title, "", "", "", "", f"Not measured: {why}"]
    limit = "none"
    if row.limit is not None:
        limit = f"{row.limit:g}, {'kept' if row.ratio <= row.limit else 'not kept'}"
    sides = (amount(side, row.unit) for side in (row.ours, row.floor))
    return [row.title, *sides, f"{row.ratio:.2f}", limit, bound]
