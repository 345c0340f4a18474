"""Who goes where as ribbons from left to right.

A ribbon is as wide as its figure.  Places beyond those named are gathered as others, in grey; that
is the only sum made here, and nothing is filled.
"""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd

from migov import economies
from migov.errors import ArgumentError
from migov.plots import shapes
from migov.plots.asked import options, sound
from migov.plots.ends import spread
from migov.plots.headings import heading, shown
from migov.plots.pairs import UNKNOWN, UNKNOWN_COLOUR, above_zero, credit, pairs
from migov.plots.shapes import called
from migov.plots.style import FAINT, INK, PALETTE, axes, figure_of, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = len(PALETTE)
_OTHERS = {"origin": "Other origins", "destination": "Other destinations"}
_GREYS = {"Other origins": "#c4c4c4", UNKNOWN: UNKNOWN_COLOUR}
_GAP = 0.05  # between two places, as a share of all
_BAR = 0.018  # width of a place's bar
_NAME = 9.5  # points of a place's name


@style()
def alluvial(
    table: pd.DataFrame,
    *,
    top: int = 6,
    others: bool = True,
    title: str | None = None,
    unit: str | None = None,
    scale: str | None = None,
    source: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Ribbons from origins on the left to destinations on the right.

    Parameters
    ----------
    table : pandas.DataFrame
        A corridor table of one year and sex, or a matrix; economies, regions or other groups.
    top : int
        How many origins and how many destinations are named, at most 8; the rest are others.
    others : bool
        Draw the others too, so that each bar has all of its place; otherwise the caption says what
        part of the table is drawn.
    title, unit, scale, source, ax
        As in :func:`migov.plots.lines`.

    Raises
    ------
    SchemaError
        If it is no table of corridors.
    ArgumentError
        If it has several years or sexes, figures below zero, or nothing to draw.

    Examples
    --------
    >>> import migov
    >>> ax = alluvial(migov.load("migrant_stock", years=2024), top=4)
    >>> ax.get_title(loc="left")
    'Million persons, 2024'
    """
    options(others=others, title=title, unit=unit, scale=scale, source=source, ax=ax)
    sound(table)
    if not isinstance(top, int) or isinstance(top, bool) or not 1 <= top <= _MOST:
        raise ArgumentError(f"top={top!r}: between 1 and {_MOST} places a side can be told apart.")
    found = pairs(table, "alluvial()")
    whole = _gathered(above_zero(found.rows), top)
    rows = whole if others else _named_only(whole)
    size, label = shapes.axis_unit(shapes.unit_of(table, unit), rows["value"].sum(), scale)
    sums = {side: _by_size(rows, side) for side in _OTHERS}
    fresh = ax is None
    ax = axes(ax)
    if fresh:
        figure_of(ax).set_figheight(1.4 + 0.42 * max(map(len, sums.values())))
    total = float(rows["value"].sum())
    starts = {side: _stacked(each, total) for side, each in sums.items()}
    colours = {
        name: _GREYS.get(name, PALETTE[n % _MOST]) for n, name in enumerate(sums["origin"].index)
    }
    _draw_ribbons(ax, rows, starts, {side: list(each.index) for side, each in sums.items()},
                  total, colours)
    for side, x in (("origin", 0.0), ("destination", 1.0)):
        _draw_places(ax, sums[side], starts[side], total, x, colours if side == "origin" else {})
    ax.set_xlim(-0.02, 1.02)
    ends = [starts[side][name] + value / total for side, each in sums.items()
            for name, value in each.items()]
    ax.set_ylim(max(ends) + 0.01, -0.02)
    ax.set_axis_off()
    places = [name for each in sums.values() for name in each.index]
    heading(ax, shown(table, places, unit) if title is None else title, fresh, found.head(label))
    part = rows["value"].sum() / whole["value"].sum()
    said = "" if others else f"Drawn: {100 * part:.0f} per cent of the table's sum."
    credit(ax, table, source, said)
    for side, x, ha in (("origin", 0.0, "right"), ("destination", 1.0, "left")):
        _name_places(ax, sums[side], starts[side], total, size, x, ha)
    return ax


def _gathered(rows: pd.DataFrame, top: int) -> pd.DataFrame:
    """Rows with the largest places of each side under their names and the rest as others."""
    named = {}
    for side, others in _OTHERS.items():
        unknown = economies.is_residual(rows[side].astype(str))
        sums = rows[~unknown].groupby(side)["value"].sum()
        sums = sums.sort_values(ascending=False, kind="stable")
        # One place alone is no others: it may as well be named.
        kept = sums.index[: top if len(sums) > top + 1 or top == _MOST else top + 1]
        names = rows[side].map({code: called(code) for code in kept}).fillna(others)
        named[side] = names.mask(unknown, UNKNOWN)
    return rows.assign(**named).groupby(list(_OTHERS), as_index=False)["value"].sum()


def _named_only(rows: pd.DataFrame) -> pd.DataFrame:
    kept = rows
    for side, others in _OTHERS.items():
        kept = kept[~kept[side].isin([others, UNKNOWN])]
    if kept.empty:
        raise ArgumentError(
            "No named origin has a figure with a named destination. Say a larger top=, or draw "
            "the others too."
        )
    return kept


def _by_size(rows: pd.DataFrame, side: str) -> pd.Series:
    """Sums of the places of one side, the largest first, the unknown and the others last."""
    sums = rows.groupby(side)["value"].sum().sort_values(ascending=False, kind="stable")
    last = [name for name in (UNKNOWN, _OTHERS[side]) if name in sums.index]
    return sums.reindex([name for name in sums.index if name not in last] + last)


def _stacked(sums: pd.Series, total: float) -> dict[Any, float]:
    """Where each place begins, from the top."""
    starts, at = {}, 0.0
    for name, value in sums.items():
        starts[name] = at
        at += value / total + _GAP
    return starts


def _draw_ribbons(
    ax: Axes, rows: pd.DataFrame, starts: dict[str, dict], order: dict[str, list], total: float,
    colours: dict[str, str],
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    held = rows.set_index(list(_OTHERS))["value"]
    left, right = dict(starts["origin"]), dict(starts["destination"])
    begin, end, codes = _BAR, 1 - _BAR, [1, 4, 4, 4, 2, 4, 4, 4, 79]
    for origin in order["origin"]:
        for destination in order["destination"]:
            width = float(held.get((origin, destination), 0.0)) / total
            if not width:
                continue
            a, b = left[origin], right[destination]
            left[origin], right[destination] = a + width, b + width
            corners = [
                (begin, a), (0.5, a), (0.5, b), (end, b), (end, b + width), (0.5, b + width),
                (0.5, a + width), (begin, a + width), (begin, a),
            ]
            ribbon = PathPatch(
                Path(corners, codes), facecolor=colours[origin], edgecolor="none", alpha=0.62
            )
            ribbon.set_gid("ribbon")
            ax.add_patch(ribbon)


def _draw_places(
    ax: Axes, sums: pd.Series, starts: dict[Any, float], total: float, x: float,
    colours: dict[str, str],
) -> None:
    from matplotlib.patches import Rectangle

    for name, value in sums.items():
        ax.add_patch(
            Rectangle((0 if x == 0 else 1 - _BAR, starts[name]), _BAR, float(value) / total,
                      color=colours.get(str(name), _GREYS.get(str(name), INK)), linewidth=0)
        )


def _name_places(
    ax: Axes, sums: pd.Series, starts: dict[Any, float], total: float, size: float, x: float,
    ha: str,
) -> None:
    """Names and figures beside their bars, apart from each other where bars are thin."""
    figure = figure_of(ax)
    figure.draw_without_rendering()
    point = figure.dpi / 72
    words = [f"{fill(str(name), 22)}  {told}"
             for name, told in zip(sums.index, shapes.parts(sums / size), strict=True)]
    middles = [starts[name] + float(value) / total / 2 for name, value in sums.items()]
    at = [ax.transData.transform((x, middle))[1] for middle in middles]
    heights = [_NAME * 1.2 * point * (text.count("\n") + 1) for text in words]
    way = -1 if x == 0 else 1
    for text, middle, here, there in zip(words, middles, at, spread(at, heights), strict=True):
        moved = abs(there - here) > 3 * point
        ax.annotate(
            text, (x, middle), xytext=(way * (12 if moved else 5), (there - here) / point),
            textcoords="offset points", ha=ha, va="center", fontsize=_NAME, linespacing=1.0,
            annotation_clip=False, arrowprops={
                "arrowstyle": "-", "color": FAINT, "lw": 0.6, "shrinkA": 1, "shrinkB": 1,
            } if moved else None,
        )
