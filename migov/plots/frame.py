"""Axes over the years: what every figure of a series has, whatever is drawn on it.

Ticks, limits and labels are set here; nothing is drawn but the line at nought.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from migov.plots import shapes
from migov.plots.style import FAINT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARKED = 16  # a line with more points than this carries a marker only on some


def over_years(ax: Axes, label: str) -> None:
    """Whole years across and `label` up, with nought in sight where a figure is read against it.

    Parameters
    ----------
    ax : Axes
        With its lines drawn already.
    label : str
        What the figures count, with their unit.
    """
    from matplotlib.ticker import MaxNLocator

    ax.set_xlabel("Year")
    ax.set_ylabel(label)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
    ax.yaxis.set_major_formatter(shapes.plain)
    ax.margins(x=0.02)
    low, high = ax.get_ylim()
    # A count or an amount is read against zero; an axis that starts elsewhere enlarges change.
    if low >= 0 or ax.dataLim.y0 >= 0:
        ax.set_ylim(0, high)
    elif high > 0:
        ax.axhline(0, color=FAINT, linewidth=0.9, zorder=1)


def marker_step(count: int) -> int:
    """On which points of a line of `count` a marker stands: each, or every second, third, ...

    Examples
    --------
    >>> marker_step(7), marker_step(64)
    (1, 8)
    """
    return max(1, round(count / _MARKED * 2)) if count > _MARKED else 1
