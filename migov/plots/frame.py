"""Lines over the years: what every figure of a series has, whatever else is drawn on it.

A line is drawn as it is given and broken where an annual series has no figure; ticks, limits and
labels are set here, and nothing is filled.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from migov.plots.style import FAINT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARKED = 16  # a line with more points than this carries a marker only on some
# Units of what is counted from a list, of which there is nothing in between.
_LISTS = ("members", "parties", "states", "signatories", "treaties", "agreements", "arrangements",
          "organisations", "processes", "proposals", "clauses", "regimes", "governments", "lists")


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
    even_ticks(ax.yaxis)
    ax.margins(x=0.02)
    low, high = ax.get_ylim()
    # A count or an amount is read against zero; an axis that starts elsewhere enlarges change.
    if ax.dataLim.y0 == ax.dataLim.y1 == 0:
        ax.set_ylim(0, 1)
    elif low >= 0 or ax.dataLim.y0 >= 0:
        ax.set_ylim(0, high)
    elif high <= 0 or ax.dataLim.y1 <= 0:
        ax.set_ylim(low, 0)
    else:
        ax.axhline(0, color=FAINT, linewidth=0.9, zorder=1)


def even_ticks(axis: Any) -> None:
    """Numbers along an axis with separators, all with the decimals that tell them apart.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
        Of the figures.
    """
    from matplotlib.ticker import FuncFormatter

    def say(value: float, _position: object = None) -> str:
        places = axis.get_majorticklocs()
        step = float(np.diff(places).min()) if len(places) > 1 else value
        exponent = Decimal(f"{step:.6g}").normalize().as_tuple().exponent
        decimals = min(max(0, -int(exponent)), 9)
        return f"{round(value, decimals) + 0.0:,.{decimals}f}".replace("-", "−")

    axis.set_major_formatter(FuncFormatter(say))


def lists(unit: str) -> bool:
    """Whether figures in a unit are lengths of lists, which stand until the list changes.

    Examples
    --------
    >>> lists("members"), lists("parties"), lists("million persons")
    (True, True, False)
    """
    return unit.split(",")[0].strip() in _LISTS


def draw_line(
    ax: Axes, values: pd.Series, *, marked: bool = True, steps: bool = False, **shown: Any
) -> None:
    """One line, with a gap where an annual series has no figure for a year.

    Parameters
    ----------
    values : pandas.Series
        Figures by year, in order.
    marked : bool
        Whether a marker stands on some points, and on each that has no neighbour.
    steps : bool
        Whether a figure stands until the next year's, as the length of a list does: a line of
        steps where there is one a year, and points alone where there are fewer.
    **shown
        What ``Axes.plot`` takes.
    """
    whole = with_gaps(values)
    if steps and len(values) > 1:
        shown |= {"drawstyle": "steps-post"} if _annual(values) else {"linestyle": "none"}
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
    if not _annual(values):
        return values
    return values.reindex(range(int(values.index[0]), int(values.index[-1]) + 1))


def _annual(values: pd.Series) -> bool:
    return len(values) > 1 and pd.Series(values.index).diff().median() == 1


def marker_step(count: int) -> int:
    """On which points of a line of `count` a marker stands: each, or every second, third, ...

    Examples
    --------
    >>> marker_step(7), marker_step(64)
    (1, 8)
    """
    return max(1, round(count / _MARKED * 2)) if count > _MARKED else 1
