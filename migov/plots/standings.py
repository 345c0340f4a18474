"""Corridors ranked year by year: a line each, which leaves the picture where it falls below.

Ranks are of what the table holds; a year without a figure has no rank, and nothing is filled.  A
corridor that is ranked in between only is named where its name has room.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import ArgumentError, SchemaError
from migov.plots.asked import options, sound
from migov.plots.frame import marker_step
from migov.plots.headings import heading, shown
from migov.plots.pairs import credit, pairs
from migov.plots.shapes import TO, called
from migov.plots.style import FAINT, axes, figure_of, look, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

_MOST_RANKS = 15
_MANY = 16  # years that stand apart on a figure as wide as others
_WIDTH = 7.2  # inches of such a figure
_LONG = 34  # letters of a name on one line
_KEYS = ["origin", "destination", "year"]


@style()
def ranks(
    table: pd.DataFrame,
    *,
    top: int = 8,
    title: str | None = None,
    source: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """The largest corridors of each year by their rank, from year to year.

    Parameters
    ----------
    table : pandas.DataFrame
        A corridor table of two years or more, one sex.
    top : int
        How many ranks are drawn, at most 15; a line that falls below leaves the picture by the
        next year, however far it falls.
    title, source, ax
        As in :func:`migov.plots.lines`.

    Raises
    ------
    SchemaError
        If it is no table of corridors over years.
    ArgumentError
        If it has one year, several sexes, or two figures for a corridor and year.

    Notes
    -----
    Corridors from or to what is no economy (others and unknown) are not ranked.

    Examples
    --------
    >>> import migov
    >>> ax = ranks(migov.load("migrant_stock", destinations=["USA", "DEU"]), top=5)
    >>> [text.get_text() for text in ax.texts if text.get_text().startswith("1  ")]
    ['1  Mexico → United States']
    """
    options(title=title, source=source, ax=ax)
    sound(table)
    if not isinstance(top, int) or isinstance(top, bool) or not 2 <= top <= _MOST_RANKS:
        raise ArgumentError(f"top={top!r}: between 2 and {_MOST_RANKS} ranks can be read.")
    rows = _over_years(table)
    rows = rows.assign(
        rank=rows.groupby("year")["value"].rank(ascending=False, method="first").astype(int),
        line=rows["origin"].astype(str) + TO + rows["destination"].astype(str),
    )
    years = [int(year) for year in sorted(rows["year"].unique())]
    wide = rows.pivot(index="year", columns="line", values="rank").reindex(years)
    wide = wide.loc[:, (wide <= top).any()]
    wide = wide[sorted(wide.columns, key=lambda line: (wide[line].iloc[::-1].fillna(999).tolist()))]
    fresh = ax is None
    ax = axes(ax)
    if fresh:
        figure_of(ax).set_figheight(1.0 + 0.33 * top)
        figure_of(ax).set_figwidth(_WIDTH + min(0.14 * max(0, len(years) - _MANY), 5.0))
    _draw_ranks(ax, wide, top)
    ax.set(yticks=[], xlabel="Year")
    ax.set_ylim(top + 0.62, 0.5)
    ax.margins(x=0.03)
    ax.spines["left"].set_visible(False)
    above = shown(table)
    heading(ax, (above and f"{above}, by rank") if title is None else title, fresh)
    credit(ax, table, source)
    _mark_years(ax, years)
    _name_passing(ax, wide, top)
    return ax


def _over_years(table: pd.DataFrame) -> pd.DataFrame:
    """Corridors between economies over years, checked year by year."""
    if not isinstance(table, pd.DataFrame) or not set(_KEYS) <= set(table.columns):
        raise SchemaError(
            "ranks() draws a corridor table over years, with the columns origin, destination, "
            "year and value. Load one: migov.load('migrant_stock')."
        )
    years = sorted(table["year"].dropna().unique())
    if len(years) < 2:
        raise ArgumentError(
            f"The table has {'one year' if years else 'no year'}, and ranks over time need two. "
            "Ask for more years, or draw one with heat() or alluvial()."
        )
    parts = []
    for year in years:
        rows = pairs(table[table["year"] == year], "ranks()", signed=True).rows
        parts.append(rows.assign(year=int(year)))
    rows = pd.concat(parts, ignore_index=True)
    beside = economies.is_residual(rows["origin"]) | economies.is_residual(rows["destination"])
    if beside.all():
        raise ArgumentError(
            "No row of the table is a corridor between economies; unknown and stateless origins "
            "have no rank."
        )
    return rows[~beside]


def _draw_ranks(ax: Axes, wide: pd.DataFrame, top: int) -> None:
    """Lines by rank, named at both ends; those ranked at the end in colour, the others in grey."""
    from matplotlib.colors import to_rgb

    years = list(wide.index)
    every = marker_step(len(years))
    coloured = 0
    # What falls out of the picture leaves it by the next year, and is not followed farther down.
    for line, one in wide.clip(upper=top + 1).items():
        ends = one.iloc[-1] <= top
        seen = look(coloured) if ends else {"color": "#9a9a9a", "linestyle": "-", "marker": "o"}
        coloured += int(ends)
        ax.plot(years, one, **seen, linewidth=2 if ends else 1.2, markersize=6.5 if ends else 4,
                markeredgecolor="white", markeredgewidth=0.6, label=line, zorder=3 if ends else 2,
                markevery=every)
        dark = tuple(0.75 * part for part in to_rgb(str(seen["color"])))
        name = _named(str(line))
        for at, across, ha in ((0, -9, "right"), (-1, 9, "left")):
            if one.iloc[at] <= top:
                rank = int(one.iloc[at])
                ax.annotate(
                    f"{name}  {rank}" if at == 0 else f"{rank}  {name}", (years[at], rank),
                    xytext=(across, 0), textcoords="offset points", va="center", ha=ha,
                    fontsize=8.5, color=dark, annotation_clip=False, linespacing=1.0,
                )


def _name_passing(ax: Axes, wide: pd.DataFrame, top: int) -> None:
    """Names of lines that are ranked neither first nor last, where each covers no other name."""
    from matplotlib import patheffects

    frame = ax.get_window_extent()
    taken: list[Bbox] = []
    for line, one in wide.items():
        if one.iloc[0] <= top or one.iloc[-1] <= top:
            continue
        places = one[one <= top].sort_values(kind="stable")
        text = ax.annotate(
            _named(str(line)), (places.index[0], places.iloc[0]), xytext=(0, 5),
            textcoords="offset points", ha="center", fontsize=7.5, color=FAINT, zorder=4,
            path_effects=[patheffects.withStroke(linewidth=2, foreground="white")],
        )
        text.set_in_layout(False)
        for (year, rank), (up, va) in itertools.product(
            places.items(), ((5, "bottom"), (-5, "top"))
        ):
            text.xy = (year, rank)
            text.set(position=(0, up), va=va)
            box = text.get_window_extent().padded(1)
            if frame.x0 <= box.x0 and box.x1 <= frame.x1 and not any(map(box.overlaps, taken)):
                taken.append(box)
                break
        else:
            text.remove()


def _mark_years(ax: Axes, years: list[int]) -> None:
    """A tick each year, and the first, the last and as many others in words as have room."""
    ax.set_xticks(years)
    figure_of(ax).draw_without_rendering()
    room = 1.25 * max(label.get_window_extent().width for label in ax.get_xticklabels())
    at = dict(zip(years, ax.transData.transform([(year, 0) for year in years])[:, 0], strict=True))
    said = [years[0]]
    for year in years[1:-1]:
        if at[year] - at[said[-1]] >= room and at[years[-1]] - at[year] >= room:
            said.append(year)
    said.append(years[-1])
    for step in (2, 5, 10, 20, 50) if len(years) > _MANY else ():  # of many years, round ones
        even = [year for year in years if year % step == 0]
        if len(even) > 1 and np.diff([at[year] for year in even]).min() >= room:
            said = even
            break
    ax.set_xticks(said)
    ax.set_xticks(years, minor=True)


def _named(line: str) -> str:
    """A corridor's name, in two lines if it is long."""
    ends = [called(code) for code in line.split(TO)]
    return TO.join(ends) if len("".join(ends)) < _LONG else f"{ends[0]}\n{TO.lstrip()}{ends[1]}"
