"""Lines over the years: what every figure of a series has, whatever else is drawn on it.

A line is drawn as it is given and broken where an annual series has no figure; ticks, limits and
labels are set here, and nothing is filled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

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
    ax.xaxis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10], integer=True))
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")
    ax.yaxis.set_major_formatter(shapes.plain)
    ax.margins(x=0.02)
    low, high = ax.get_ylim()
    # A count or an amount is read against zero; an axis that starts elsewhere enlarges change.
    if low >= 0 or ax.dataLim.y0 >= 0:
        ax.set_ylim(0, high)
    elif high > 0:
        ax.axhline(0, color=FAINT, linewidth=0.9, zorder=1)


def draw_line(ax: Axes, values: pd.Series, *, marked: bool = True, **shown: Any) -> None:
    """One line, with a gap where an annual series has no figure for a year.

    Parameters
    ----------
    values : pandas.Series
        Figures by year, in order.
    marked : bool
        Whether a marker stands on some points, and on each that has no neighbour.
    **shown
        What ``Axes.plot`` takes.
    """
    whole = with_gaps(values)
    known = whole.notna().to_numpy()
    alone = [
        number for number in range(len(whole))
        if known[number] and not known[max(number - 1, 0):number].any()
        and not known[number + 1:number + 2].any()
    ]
    at = sorted({*range(0, len(whole), marker_step(len(whole))), *alone}) if marked else alone
    plain = {} if marked else {"marker": "o", "markersize": 2}
    ax.plot(whole.index, whole, **({**plain, **shown, "markevery": at} if at else shown))


def with_gaps(values: pd.Series) -> pd.Series:
    """Figures by year, with the years that an annual series lacks as missing.

    Examples
    --------
    >>> len(with_gaps(pd.Series([1.0, 2.0, 3.0, 5.0], index=[1990, 1991, 1992, 1994])))
    5
    >>> len(with_gaps(pd.Series([1.0, 2.0, 4.0], index=[1990, 1995, 2000])))
    3
    """
    steps = pd.Series(values.index).diff().dropna()
    if steps.empty or steps.median() != 1:
        return values
    return values.reindex(range(int(values.index[0]), int(values.index[-1]) + 1))


def marker_step(count: int) -> int:
    """On which points of a line of `count` a marker stands: each, or every second, third, ...

    Examples
    --------
    >>> marker_step(7), marker_step(64)
    (1, 8)
    """
    return max(1, round(count / _MARKED * 2)) if count > _MARKED else 1
