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
from migov.course.processes import started
from migov.errors import CourseError

_SHARE = 20  # pictures that are worth a process of their own
_OURS = f"{CourseError.__module__}.{CourseError.__name__}: "  # how a traceback names it
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
        name = finding.claim.id
        with plots.style():
            figure = Figure()  # not by pyplot, which may open a window
            FigureCanvasAgg(figure)  # else each look at the figure would measure every word anew
            try:
                plots.claim(finding, figure.subplots(), grow=True)
                figure.savefig(folder / f"{name}.png", dpi=130)
            except Exception as error:
                raise CourseError(f"migov.claims.get({name!r}).plot() fails: {error!r}") from error


def draw_all(
    ids: Sequence[str], folder: Path, environment: Mapping[str, str], at_once: int
) -> None:
    """Draw claims as :func:`draw` does, in no more than `at_once` processes.

    Raises
    ------
    CourseError
        With the last line that a process left, if it fails; the others then end with it.
    """
    shares = max(1, min(at_once, len(ids) // _SHARE))
    with ExitStack() as running:
        processes = [
            running.enter_context(started(
                [sys.executable, "-c", _DRAW, str(folder), *ids[number::shares]],
                environment, folder, subprocess.DEVNULL, subprocess.PIPE,
            ))
            for number in range(shares) if ids
        ]  # fmt: skip
        for process in processes:
            said = process.communicate()[1].strip()
            if process.returncode:
                last = said.splitlines()[-1] if said else f"status {process.returncode}"
                raise CourseError(
                    f"The claims could not be drawn: {last.removeprefix(_OURS)}. If that works "
                    "when it is tried alone, build again."
                )
