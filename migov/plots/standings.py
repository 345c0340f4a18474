"""Corridors ranked year by year: a line each, which leaves the picture where it falls below.

Ranks are of what the table holds; a year without a figure has no rank, and nothing is filled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, SchemaError
from migov.plots.pairs import called, credit, pairs
from migov.plots.style import FAINT, axes, figure_of, look, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_RANKS = 15
_TO = " → "
_KEYS = ["origin", "destination", "year"]


@style()
def ranks(
    table: pd.DataFrame,
    *,
    top: int = 8,
    source: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """The largest corridors of each year by their rank, from year to year.

    Parameters
    ----------
    table : pandas.DataFrame
        A corridor table of two years or more, one sex.
    top : int
        How many ranks are drawn, at most 15; a line that falls below leaves the picture.
    source, ax
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
    if not isinstance(top, int) or isinstance(top, bool) or not 2 <= top <= _MOST_RANKS:
        raise ArgumentError(f"top={top!r}: between 2 and {_MOST_RANKS} ranks can be read.")
    rows = _over_years(table)
    rows = rows.assign(
        rank=rows.groupby("year")["value"].rank(ascending=False, method="first").astype(int),
        line=rows["origin"] + _TO + rows["destination"],
    )
    years = [int(year) for year in sorted(rows["year"].unique())]
    wide = rows.pivot(index="year", columns="line", values="rank").reindex(years)
    wide = wide.loc[:, (wide <= top).any()]
    wide = wide[sorted(wide.columns, key=lambda line: (wide[line].iloc[::-1].fillna(999).tolist()))]
    fresh = ax is None
    ax = axes(ax)
    if fresh:
        figure_of(ax).set_figheight(1.0 + 0.33 * top)
    _draw_ranks(ax, wide, top)
    ax.set(xticks=years, yticks=[], xlabel="Year")
    ax.set_ylim(top + 0.62, 0.5)
    ax.margins(x=0.03)
    ax.spines["left"].set_visible(False)
    return credit(ax, table, source)


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
    from matplotlib import patheffects
    from matplotlib.colors import to_rgb

    years = list(wide.index)
    coloured = 0
    for line in wide.columns:
        one = wide[line]
        ends = one.iloc[-1] <= top
        shown = look(coloured) if ends else {"color": "#9a9a9a", "linestyle": "-", "marker": "o"}
        coloured += int(ends)
        ax.plot(years, one, **shown, linewidth=2 if ends else 1.2, markersize=6.5 if ends else 4,
                markeredgecolor="white", markeredgewidth=0.6, label=line, zorder=3 if ends else 2)
        dark = tuple(0.75 * part for part in to_rgb(str(shown["color"])))
        name = _TO.join(called(code) for code in line.split(_TO))
        for at, across, ha in ((0, -9, "right"), (-1, 9, "left")):
            if one.iloc[at] <= top:
                rank = int(one.iloc[at])
                ax.annotate(
                    f"{name}  {rank}" if at == 0 else f"{rank}  {name}", (years[at], rank),
                    xytext=(across, 0), textcoords="offset points", va="center", ha=ha,
                    fontsize=8.5, color=dark, annotation_clip=False,
                )
        if not (ends or one.iloc[0] <= top):
            ax.annotate(
                name, (one.idxmin(), one.min()), xytext=(0, 5), textcoords="offset points",
                ha="center", fontsize=7.5, color=FAINT, zorder=4,
                path_effects=[patheffects.withStroke(linewidth=2, foreground="white")],
            )
