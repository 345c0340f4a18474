"""A matrix of corridors as cells, each as dark as its figure, with its margins.

A pair without a figure is hatched, which is not the colour of nought; published totals are shown
where the matrix has them, and nothing is filled.
"""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import ArgumentError
from migov.plots import shapes
from migov.plots.asked import options, sound
from migov.plots.headings import heading, shown
from migov.plots.pairs import WORLD, about_margins, credit, margins_of, pairs
from migov.plots.shapes import called
from migov.plots.style import FAINT, INK, axes, figure_of, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_CELLS = 16
_ROOMY = 9  # more columns than this make a figure of its own wider
_LETTERS = (8.5, 5.0)  # points of a cell's figure, at most and at least


@style()
def heat(
    table: pd.DataFrame,
    *,
    margins: bool = True,
    title: str | None = None,
    unit: str | None = None,
    scale: str | None = None,
    source: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Origins down and destinations across, each cell as dark as its figure, with its margins.

    Parameters
    ----------
    table : pandas.DataFrame
        A corridor table of one year and sex, or a matrix, with up to 16 places a side.
    margins : bool
        The totals of a matrix that has them (``margins=True``), and whether they are published or
        summed by migov, as those of groups are; otherwise sums of the rows and columns drawn,
        which are of what is known.
    title, unit, scale, source, ax
        As in :func:`migov.plots.lines`.

    Raises
    ------
    SchemaError
        If it is no table of corridors.
    ArgumentError
        If it has several years or sexes, or too many places to be read.

    Examples
    --------
    >>> import migov
    >>> stock = migov.matrix("migrant_stock", 2024, origins=["MEX", "IND"],
    ...                      destinations=["USA", "CAN"])
    >>> ax = heat(stock)
    >>> [text.get_text() for text in ax.get_xticklabels()]
    ['United\\nStates', 'Canada', 'All']
    """
    options(margins=margins, title=title, unit=unit, scale=scale, source=source, ax=ax)
    sound(table)
    found = pairs(table, "heat()", signed=True)
    wide = found.rows.pivot(index="origin", columns="destination", values="value")
    if max(wide.shape) > _MOST_CELLS:
        raise ArgumentError(
            f"{wide.shape[0]} origins and {wide.shape[1]} destinations cannot be read; "
            f"{_MOST_CELLS} a side can. Group them into regions, or choose some."
        )
    wide = _in_order(wide, table)
    peak = float(wide.abs().max().max())
    size, label = shapes.axis_unit(shapes.unit_of(table, unit), peak, scale)
    fresh = ax is None
    ax = axes(ax)
    published = margins_of(table)
    right, below = _ends(wide, published) if margins else (wide.iloc[:, :0], wide.iloc[:0])
    if fresh:
        figure_of(ax).set_figheight(1.9 + 0.36 * (len(wide) + len(below)))
        broad = wide.shape[1] + right.shape[1]
        figure_of(ax).set_figwidth(figure_of(ax).get_figwidth() + 0.32 * max(0, broad - _ROOMY))
    _draw_cells(ax, wide / size, peak / size)
    if margins:
        _draw_margins(ax, right / size, below / size, wide / size)
    ax.xaxis.tick_top()
    _side(ax.xaxis, wide.columns, right.columns, 11)
    _side(ax.yaxis, wide.index, below.index, 24)
    ax.set_xlim(-0.5, wide.shape[1] - 0.35 + right.shape[1] if margins else wide.shape[1] - 0.5)
    ax.set_ylim(len(wide) - 0.35 + len(below) if margins else len(wide) - 0.5, -0.5)
    ax.tick_params(length=0)
    ax.grid(False)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.set_ylabel("Origin")
    ax.xaxis.set_label_position("top")
    said = found.head(label)
    ax.set_xlabel(f"Destination ({said[:1].lower() + said[1:]})")
    places = [called(code) for code in (*wide.index, *wide.columns)]
    heading(ax, shown(table, places, unit) if title is None else title, fresh)
    credit(
        ax, table, source,
        "Hatched: no figure, which is not zero." if wide.isna().any(axis=None) else "",
        (about_margins(table) if published else "All: the sum of the figures shown.")
        if margins else "",
    )
    _fit(ax)
    return ax


def _in_order(wide: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Groups as the matrix has them; economies by their sums, alike on both sides if the same."""
    if table.index.name == "origin" and not set(wide.index) <= set(economies.table()["economy"]):
        down = [name for name in table.index if name in wide.index]
        across = [name for name in table.columns if name in wide.columns]
        return wide.reindex(index=down, columns=across)
    across = list(wide.sum().sort_values(ascending=False, kind="stable").index)
    down = list(wide.sum(axis=1).sort_values(ascending=False, kind="stable").index)
    return wide.reindex(index=across if set(down) == set(across) else down, columns=across)


def _ends(
    wide: pd.DataFrame, published: tuple[pd.DataFrame, pd.DataFrame] | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What stands right of and below the cells; a column or row of noughts is left away."""
    if published is None:
        right = wide.sum(axis=1).to_frame("All")
        below = wide.sum().to_frame("All").T
        return pd.concat([right, pd.DataFrame({"All": [float(right["All"].sum())]}, ["All"])]), (
            below.assign(All=float(right["All"].sum()))
        )
    right, below = published
    right = right.loc[:, right.fillna(0).ne(0).any()]
    below = below.loc[below.fillna(0).ne(0).any(axis=1)]
    rows, columns = [*wide.index, *below.index], [*wide.columns, *right.columns]
    return right.reindex(index=rows), below.reindex(columns=columns)


def _draw_cells(ax: Axes, wide: pd.DataFrame, peak: float) -> None:
    from matplotlib.colors import LinearSegmentedColormap, Normalize, TwoSlopeNorm
    from matplotlib.patches import Rectangle

    signed = float(wide.min().min()) < 0
    colours = ["#b85b0c", "#ffffff", "#004488"] if signed else ["#f2f7fc", "#66a5d9", "#00264f"]
    ramp = LinearSegmentedColormap.from_list("heat", colours)
    norm = TwoSlopeNorm(0, -peak, peak) if signed else Normalize(0, peak**0.5)
    said = iter(shapes.parts(_known(wide)))
    for (row, column), value in np.ndenumerate(wide.to_numpy()):
        corner = (column - 0.5, row - 0.5)
        if np.isnan(value):
            ax.add_patch(Rectangle(corner, 1, 1, facecolor="#f4f4f4", hatch="////",
                                   hatchcolor="#c4c4c4", hatch_linewidth=0.4, edgecolor="white"))
            continue
        colour = ramp(norm(value if signed else value**0.5))
        ax.add_patch(Rectangle(corner, 1, 1, facecolor=colour, edgecolor="white", linewidth=0.8))
        light = float(np.dot(colour[:3], (0.299, 0.587, 0.114)))
        ax.text(column, row, next(said), ha="center", va="center", fontsize=_LETTERS[0],
                color="white" if light < 0.55 else INK)


def _draw_margins(
    ax: Axes, right: pd.DataFrame, below: pd.DataFrame, wide: pd.DataFrame
) -> None:
    """Totals in figures without colour, behind a line, with the decimals of the cells."""
    (high, broad), among = wide.shape, _known(wide)
    cells = [
        (column + broad + 0.15, row + 0.15 * (row >= high), value)
        for (row, column), value in np.ndenumerate(right.to_numpy())
    ] + [
        (column, row + high + 0.15, value)
        for (row, column), value in np.ndenumerate(below.iloc[:, :broad].to_numpy())
    ]
    known = [cell for cell in cells if not np.isnan(cell[2])]
    said = shapes.parts((value for *_, value in known), among)
    corner = max(known, key=lambda cell: cell[:2])[:2]
    for (x, y, _), words in zip(known, said, strict=True):
        ax.text(x, y, words, ha="center", va="center", fontsize=_LETTERS[0], color=INK,
                fontweight="bold" if (x, y) == corner else "normal")
    line: dict[str, Any] = {"color": FAINT, "linewidth": 0.8, "linestyle": "-"}
    ax.plot([broad - 0.42] * 2, [-0.5, high + len(below) - 0.35], **line)
    ax.plot([-0.5, broad + right.shape[1] - 0.35], [high - 0.42] * 2, **line)


def _fit(ax: Axes) -> None:
    """Letters so small that the longest figure has room in its cell."""
    figure_of(ax).draw_without_rendering()
    (left, _), (right, _) = ax.transData.transform([(0, 0), (1, 0)])
    broadest = max((text.get_window_extent().width for text in ax.texts), default=0.0)
    most, least = _LETTERS
    size = max(least, min(most, most * 0.94 * (right - left) / max(broadest, 1e-9)))
    for text in ax.texts:
        text.set_fontsize(size)


def _known(wide: pd.DataFrame) -> np.ndarray:
    values = wide.to_numpy(dtype=float)
    return values[~np.isnan(values)]


def _side(axis: Any, names: Any, ends: Any, width: int) -> None:
    """Names along one side of a matrix, turned where many stand beside each other."""
    places = [*range(len(names)), *(len(names) + n + 0.15 for n in range(len(ends)))]
    words = [*map(called, names), *("All" if end == WORLD else str(end) for end in ends)]
    crowded = len(words) > 8 and axis.axis_name == "x"
    axis.set_ticks(places, [each if crowded else fill(each, width) for each in words], fontsize=9)
    if crowded:
        for tick in axis.get_major_ticks():
            tick.label2.set(rotation=50, ha="left", rotation_mode="anchor")
