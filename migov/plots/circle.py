"""Who goes where as ribbons across a circle of regions, by pycirclize.

A ribbon is as wide as its figure; nothing is added up or filled.
"""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import ArgumentError, MissingExtraError
from migov.plots import shapes
from migov.plots.asked import options, sound
from migov.plots.ends import spread
from migov.plots.headings import heading, shown
from migov.plots.pairs import UNKNOWN, UNKNOWN_COLOUR, above_zero, credit, pairs
from migov.plots.shapes import called
from migov.plots.style import FAINT, INK, PALETTE, figure_of, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = len(PALETTE)
_NAME = 9.5  # points of a place's name


@style()
def chord(
    table: pd.DataFrame,
    *,
    title: str | None = None,
    unit: str | None = None,
    scale: str | None = None,
    source: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Ribbons across a circle of regions, in the colour of where they come from.

    Parameters
    ----------
    table : pandas.DataFrame
        A corridor table of one year and sex, or a matrix, with 2 to 8 places in all.
    title, unit, scale, source
        As in :func:`migov.plots.lines`.
    ax : Axes, optional
        Polar axes (``projection="polar"``) to draw on; a new figure if not said.

    Raises
    ------
    MissingExtraError
        If pycirclize is not installed.
    ArgumentError
        If the places are too many, and as in :func:`alluvial`.

    Examples
    --------
    >>> import migov
    >>> americas = ["USA", "CAN", "MEX", "BRA", "ARG"]
    >>> stock = migov.load("migrant_stock", years=2024, origins=americas, destinations=americas)
    >>> ax = chord(stock)
    >>> ax.get_title(loc="left")
    'Million persons, 2024'
    """
    options(title=title, unit=unit, scale=scale, source=source)
    _refuse_flat(ax)
    sound(table)
    found = pairs(table, "chord()")
    rows = above_zero(found.rows)
    places = _turn(rows)
    if not 2 <= len(places) <= _MOST:
        raise ArgumentError(
            f"chord() draws 2 to {_MOST} places, and the table has {len(places)}. Group them into "
            "regions, or choose some; alluvial() gathers the rest as others."
        )
    size, label = shapes.axis_unit(shapes.unit_of(table, unit), rows["value"].sum(), scale)
    circle = _circos()
    unknown = [code for code in places if economies.is_residual(code)]
    names = {
        code: UNKNOWN if [code] == unknown else fill(called(code), 15) for code in places
    }
    colours = [UNKNOWN_COLOUR if code in unknown else PALETTE[n] for n, code in enumerate(places)]
    wide = (
        rows.pivot(index="origin", columns="destination", values="value")
        .reindex(index=places, columns=places)
        .fillna(0)  # no ribbon: what is unknown and what is nought have none alike
        .rename(index=names, columns=names)
    )
    fresh = ax is None
    ax = _polar(ax)
    drawn = circle.chord_diagram(
        wide / size, space=4, r_lim=(92, 97), order=list(names.values()),
        cmap=dict(zip(names.values(), colours, strict=True)),
        ticks_interval=_interval(2 * float(rows["value"].sum()) / size),
        ticks_kws={"label_size": 7.5, "label_formatter": lambda v: shapes.plain(round(v, 6)),
                   "outer": True},
        label_kws={"size": _NAME, "r": 113, "color": INK, "orientation": "horizontal"},
        link_kws={"direction": 1, "ec": "white", "lw": 0.4, "alpha": 0.7},
    )
    drawn.plotfig(ax=ax)
    if fresh:
        figure_of(ax).set_size_inches(7.2, 6.6)
    above = shown(table, names.values(), unit) if title is None else title
    heading(ax, above, fresh, found.head(label), 6 + _name_round(ax, set(names.values())))
    said = "A ribbon has the colour of where it comes from and points to where it goes."
    return credit(ax, table, source, said)


def _turn(rows: pd.DataFrame) -> list[str]:
    """Every place, the largest first."""
    sums = rows.groupby("origin")["value"].sum().add(
        rows.groupby("destination")["value"].sum(), fill_value=0
    )
    return [str(code) for code in sums.sort_values(ascending=False, kind="stable").index]


def _name_round(ax: Axes, names: set[str]) -> float:
    """Names upright beside the circle, those on one side apart from each other.

    A name that had to move away from its arc is joined to it by a thin line.  Returned is how many
    points the highest one stands above the axes.
    """
    figure = figure_of(ax)
    figure.draw_without_rendering()
    point = figure.dpi / 72
    texts = [text for text in ax.texts if text.get_text() in names]
    to_page = ax.transData
    centre = to_page.transform((0.0, 0.0))
    start = {text: to_page.transform(text.get_position()) for text in texts}
    radius = max(float(np.hypot(*(xy - centre))) for xy in start.values())
    highest = 0.0
    for right in (True, False):
        side = [text for text in texts if (start[text][0] >= centre[0]) == right]
        lines = [text.get_text().count("\n") + 1 for text in side]
        heights = [1.25 * _NAME * point * count
                   for text, count in zip(side, lines, strict=True)]
        for text, y, high in zip(
            side, spread([start[text][1] for text in side], heights), heights, strict=True
        ):
            up = min(abs(y - centre[1]), radius)
            across = max(float(np.sqrt(radius**2 - up**2)), abs(start[text][0] - centre[0]))
            at = (centre[0] + across * (1 if right else -1), y)
            moved = abs(y - start[text][1]) > 4 * point
            text.set(position=tuple(to_page.inverted().transform(at)), rotation=0, va="center",
                     ha="left" if right else "right", linespacing=1.05)
            if moved:
                angle = to_page.inverted().transform(start[text])[0]
                ax.annotate(
                    "", (angle, 100), xytext=text.get_position(), annotation_clip=False,
                    arrowprops={"arrowstyle": "-", "color": FAINT, "lw": 0.6,
                                "shrinkA": 0, "shrinkB": 0},
                )
            highest = max(highest, y + high / 2 - ax.get_window_extent().y1)
    return highest / point


def _interval(whole: float) -> float:
    """A round number of which about thirty go into the circle."""
    step = 10.0
    while whole / step < 8:
        step /= 10
    while whole / step > 80:
        step *= 10
    return next(part * step for part in (1, 2, 5, 10) if whole / (part * step) <= 36)


def _circos() -> Any:
    """pycirclize's class; the settings of matplotlib that its import changes are put back."""
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    try:
        from pycirclize import Circos
    except ImportError as error:
        raise MissingExtraError("pycirclize", "course", "A chord diagram") from error
    for name, value in before.items():
        if name != "backend" and mpl.rcParams[name] != value:
            mpl.rcParams[name] = value
    return Circos


def _polar(ax: Axes | None) -> Axes:
    import matplotlib.pyplot as plt

    return plt.figure().add_subplot(projection="polar") if ax is None else ax


def _refuse_flat(ax: Axes | None) -> None:
    if ax is not None and getattr(ax, "name", "") != "polar":
        raise ArgumentError(
            "chord() draws on polar axes; make some with "
            'plt.subplots(subplot_kw={"projection": "polar"}), or leave ax out.'
        )
