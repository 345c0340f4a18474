"""What the models' figures share: whole years, an axis in logarithms, a note at the foot."""

from __future__ import annotations

from typing import Any

from migov import economies
from migov.errors import UnknownNameError


def dress(ax: Any, result: Any, note: str) -> Any:
    """Name, units, whole years and source of a fitted series; returns `ax`."""
    from matplotlib.ticker import MaxNLocator

    if result.log:
        _log_axis(ax)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=9, steps=[1, 2, 5, 10], integer=True))
    ax.set(xlabel="Year", ylabel=result.value_unit or result.name)
    ax.set_title(f"{result.title or result.name}: {_called(result.economy)}", wrap=True)
    ax.legend(frameon=False)
    foot(ax, f"n = {result.n}; {note}. {result.source}")
    return ax


def _called(code: str) -> str:
    try:
        return economies.name(code)
    except UnknownNameError:  # a group that a measure added up: ALL, GROUP
        return code


def foot(ax: Any, text: str) -> None:
    """Write a note below the axis label, where a figure states n and source."""
    ax.annotate(
        text, (0, 0), (0, -34), "axes fraction", "offset points", fontsize="small", va="top"
    )


def _log_axis(ax: Any) -> None:
    """Logarithms, marked at 1, 2 and 5, in millions or more where they are large."""
    from matplotlib.ticker import LogLocator

    ax.set_yscale("log")
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter(lambda value, _: _in_words(value))
    ax.yaxis.set_minor_formatter("")


def _in_words(value: float) -> str:
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:g} {name}"
    return f"{value:g}"
