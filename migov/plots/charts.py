"""Lines and vintages: the figures over the years that most lessons need.

Each takes a table, draws it in the unit that its provenance says, and returns the Axes.  Nothing
is loaded, added up or filled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from migov.errors import ArgumentError, SchemaError
from migov.plots import shapes
from migov.plots.asked import options, sound
from migov.plots.ends import make_room, name_ends
from migov.plots.frame import draw_line, lists, over_years
from migov.plots.headings import heading, shown
from migov.plots.labels import note
from migov.plots.pairs import credit
from migov.plots.style import FAINT, PALETTE, axes, look, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_LINES = 8


@style()
def lines(
    table: pd.DataFrame,
    by: str | None = None,
    *,
    label_ends: bool = True,
    title: str | None = None,
    unit: str | None = None,
    scale: str | None = None,
    source: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """One line for each economy, series, sex or whatever tells the rows apart, over the years.

    A line is broken where an annual series has no figure; the length of a list (members, parties)
    stands until the next year's, in steps.

    Parameters
    ----------
    table : pandas.DataFrame
        A tidy table, a panel, or years down and lines across.
    by : str, optional
        The column whose values are the lines; found from the table if not said.  ``"corridor"`` is
        origin and destination together.
    label_ends : bool
        Name each line where it ends; otherwise in a legend beside the figure.
    title : str, optional
        What stands above; if not said, the series, and the economy, origin, destination or sex
        that the whole table has and no line names.  ``""`` for nothing.
    unit : str, optional
        Unit of the figures, where the table does not say it.
    scale : {"units", "thousands", "millions", "billions"}, optional
        What the axis counts in; chosen from the figures if not said.
    source : bool
        Say below the figure where its figures come from, if the table says it.
    ax : Axes, optional
        Where to draw; a new figure if not said.

    Raises
    ------
    ArgumentError
        If the lines are too many, there is one year only, the unit is not known, or a line has
        two figures for a year.
    SchemaError
        If it is not a table of figures by year.

    Examples
    --------
    >>> import migov
    >>> ax = lines(migov.load("remittances_received", economies=["MEX", "IND"]))
    >>> ax.get_ylabel()
    'Billion current US$'
    """
    options(by=by, label_ends=label_ends, title=title, unit=unit, scale=scale, source=source, ax=ax)
    sound(table)
    points = shapes.long(table, by)
    names = list(dict.fromkeys(points["line"]))
    if len(names) > _MOST_LINES:
        raise ArgumentError(
            f"{len(names)} lines cannot be told apart; {_MOST_LINES} can. Choose some with "
            "economies=, or draw one year with bars()."
        )
    size, label = shapes.axis_unit(
        shapes.unit_of(table, unit), float(points["value"].abs().max()), scale
    )
    if points["year"].nunique() == 1:
        raise ArgumentError(
            f"The table has one year, {points['year'].iloc[0]}, and a line needs two. Draw it "
            "with bars(), or ask for more years."
        )
    fresh, ax = ax is None, axes(ax)
    ends = []
    for number, name in enumerate(names):
        one = points[points["line"] == name].sort_values("year")
        values = one.set_index("year")["value"] / size
        seen = look(number)
        draw_line(ax, values, label=name or None, steps=lists(label.lower()), **seen)
        ends.append((name, float(one["year"].iloc[-1]), float(values.iloc[-1]), seen["color"]))
    over_years(ax, label)
    heading(ax, shown(table, names, unit) if title is None else title, fresh)
    credit(ax, table, source, small=False)
    if label_ends and any(names):
        if fresh:
            make_room(ax, ends)
        name_ends(ax, ends)
    elif any(names):
        _legend(ax)
    return ax


@style()
def vintages(
    table: pd.DataFrame,
    *,
    year: int | None = None,
    title: str | None = None,
    unit: str | None = None,
    scale: str | None = None,
    source: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """The same series as it was published at several dates: the newest vintage stands out.

    Parameters
    ----------
    table : pandas.DataFrame
        What ``migov.revisions()`` gives for one economy: years down, vintages across, the oldest
        first.
    year : int, optional
        A year whose figure is marked in each vintage.
    title, unit, scale, source, ax
        As in :func:`lines`.

    Examples
    --------
    >>> import migov
    >>> ax = vintages(migov.revisions("remittances_received", years=(1990, 2010)), year=1995)
    >>> ax.get_xlabel()
    'Year'
    """
    options(year=year, title=title, unit=unit, scale=scale, source=source, ax=ax)
    sound(table)
    points = shapes.long(table)
    if "year" in table.columns:
        raise SchemaError(
            "vintages() takes years down and vintages across, as migov.revisions() gives them for "
            "one economy."
        )
    names = list(dict.fromkeys(points["line"]))
    size, label = shapes.axis_unit(
        shapes.unit_of(table, unit), float(points["value"].abs().max()), scale
    )
    if year is not None and year not in set(points["year"]):
        raise ArgumentError(
            f"No vintage has a figure for {year}; they cover {points['year'].min()} to "
            f"{points['year'].max()}."
        )
    fresh, ax = ax is None, axes(ax)
    for number, name in enumerate(names):
        one = points[points["line"] == name].sort_values("year")
        newest = number == len(names) - 1
        draw_line(
            ax, one.set_index("year")["value"] / size, marked=False, label=name,
            zorder=4 if newest else 3, **_aged(number, len(names)),
        )
        marked = one[one["year"] == year]
        if len(marked):
            ax.plot(
                marked["year"], marked["value"] / size, marker="o", linestyle="none", zorder=5,
                color=_aged(number, len(names))["color"], markersize=6, markeredgecolor="white",
            )
    if year is not None:
        ax.axvline(year, color=FAINT, linewidth=0.9, linestyle=":", zorder=1)
    over_years(ax, label)
    heading(ax, shown(table, (), unit) if title is None else title, fresh)
    if year is not None:
        found = points.loc[points["year"] == year, "value"] / size
        told = {f"{year}: {shapes.alike([value])[0]}": (value, side)
                for value, side in ((found.min(), -1), (found.max(), 1))}
        for words, (value, side) in reversed(told.items()):
            note(ax, words, (year, value), side=side)
    _legend(ax, title="As published in", newest_first=True)
    return credit(ax, table, source, small=False)


def _aged(number: int, count: int) -> dict[str, Any]:
    """From light and thin for the oldest to dark and thick for the newest."""
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    if number == count - 1:
        return {"color": PALETTE[1], "linewidth": 2.6, "linestyle": "-"}
    ramp = LinearSegmentedColormap.from_list("age", ["#9fc3e6", "#00274f"])
    styles = ["-", "--", "-.", ":"]
    return {
        "color": to_hex(ramp(number / max(count - 2, 1))),
        "linewidth": 1.5,
        "linestyle": styles[number % len(styles)],
    }


def _legend(ax: Axes, title: str | None = None, newest_first: bool = False) -> None:
    handles, names = ax.get_legend_handles_labels()
    if newest_first:
        handles, names = handles[::-1], names[::-1]
    ax.legend(
        handles, names, title=title, loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0,
        alignment="left",
    )
