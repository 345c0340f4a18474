"""The claims' pictures, drawn by several processes that each take a share of them.

A process of its own never meets what a user has set up for figures of theirs.  Nothing here judges
a claim.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from migov import claims
from migov.errors import CourseError

_SHARE = 20  # pictures that are worth a process of their own
_DRAW = (
    "import sys; from pathlib import Path; from migov.course.drawing import draw; "
    "draw(sys.argv[2:], Path(sys.argv[1]))"
)


def draw(ids: Sequence[str], folder: Path) -> None:
    """Draw claims, each to ``<id>.png``.

    Parameters
    ----------
    ids : sequence of str
        Of claims that have lines to draw.
    folder : pathlib.Path
        Where the pictures go.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from migov import plots

    for finding in claims.findings(ids):
        with plots.style():
            figure = Figure()  # not by pyplot, which may open a window
            FigureCanvasAgg(figure)  # else each look at the figure would measure every word anew
            plots.claim(finding, figure.subplots(), grow=True)
            figure.savefig(folder / f"{finding.claim.id}.png", dpi=130)


def draw_all(
    ids: Sequence[str], folder: Path, environment: Mapping[str, str], at_once: int
) -> None:
    """Draw claims as :func:`draw` does, in no more than `at_once` processes.

    Raises
    ------
    CourseError
        With the last line that a process left, if it fails.
    """
    shares = max(1, min(at_once, len(ids) // _SHARE))
    with ExitStack() as running:
        processes = [
            running.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", _DRAW, str(folder), *ids[number::shares]],
                    env=dict(environment), cwd=folder, stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                    encoding="utf-8", errors="replace",
                )
            )
            for number in range(shares) if ids
        ]  # fmt: skip
        for process in processes:
            said = process.communicate()[1].strip()
            if process.returncode:
                last = said.splitlines()[-1] if said else f"status {process.returncode}"
                raise CourseError(
                    f"The claims could not be drawn: {last}. Draw one to see where it fails: "
                    f"migov.claims.get({ids[0]!r}).plot(); if that works, build again."
                )
