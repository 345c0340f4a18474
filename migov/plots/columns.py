"""Bars: one figure for each economy, corridor or sex in one year, the largest on top.

Takes a table and draws it in the unit that its provenance says; nothing is loaded, added up or
filled, and a figure too small for its bar is not told as nought.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, MigovError, nearest
from migov.plots import shapes
from migov.plots.asked import options, sound
from migov.plots.frame import even_ticks
from migov.plots.headings import heading, shown
from migov.plots.pairs import credit
from migov.plots.style import FAINT, PALETTE, axes, figure_of, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_BARS = 40
_WIDE = 34  # characters of a bar's name on one line


@style()
def bars(
    table: pd.DataFrame,
    by: str | None = None,
    *,
    top: int | None = None,
    highlight: str | list[str] | None = None,
    title: str | None = None,
    unit: str | None = None,
    scale: str | None = None,
    source: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """One bar for each economy, corridor or sex in one year, the largest on top.

    Parameters
    ----------
    table : pandas.DataFrame
        A tidy table of one year; corridors as :func:`migov.top_corridors` gives them, too.
    top : int, optional
        Only the largest so many.
    highlight : str or list of str, optional
        Bars to set off from the rest: as they are named on the figure, or any name or code of an
        economy, for its bar and for the corridors that begin or end there.
    by, title, unit, scale, source, ax
        As in :func:`lines`.

    Raises
    ------
    ArgumentError
        If the table has several years, the bars are too many, or none is to be set off.
    SchemaError
        If it is not a table of figures by year.

    Examples
    --------
    >>> import migov
    >>> ax = bars(migov.load("remittances_received", years=2024), top=10)
    >>> len(ax.patches)
    10
    >>> ax = bars(migov.top_corridors("migrant_stock", 2024, n=3), highlight="Syria")
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['Mexico → United States', 'Afghanistan → Iran', 'Syria → Türkiye']
    """
    options(by=by, top=top, highlight=highlight, title=title, unit=unit, scale=scale,
            source=source, ax=ax)  # fmt: skip
    sound(table)
    points = shapes.long(table, by, shown="bars")
    years = sorted(points["year"].unique())
    if len(years) > 1:
        raise ArgumentError(
            f"bars() shows one year and the table has {len(years)}, {years[0]} to {years[-1]}. "
            "Choose one with years=, or use lines(); for each economy's newest year there is "
            "migov.measures.most_recent()."
        )
    points = points.sort_values("value", ascending=False, kind="stable")
    points = points.head(top) if top is not None else points
    if len(points) > _MOST_BARS:
        raise ArgumentError(
            f"{len(points)} bars cannot be read; {_MOST_BARS} can. Say top={_MOST_BARS // 2}."
        )
    size, label = shapes.axis_unit(
        shapes.unit_of(table, unit), float(points["value"].abs().max()), scale
    )
    chosen = _highlighted(highlight, list(points["line"]))
    fresh, ax = ax is None, axes(ax)
    if fresh:
        figure_of(ax).set_figheight(0.9 + 0.29 * len(points) if len(points) > 12
                                    else min(4.2, 1.1 + 0.4 * len(points)))
    colours = [PALETTE[1] if name in chosen else PALETTE[0] for name in points["line"]]
    places = range(len(points))
    drawn = ax.barh(places, points["value"] / size, color=colours, height=0.72)
    ax.set_yticks(places, [_wrapped(name) for name in points["line"]], linespacing=1.0)
    ax.bar_label(
        drawn, labels=shapes.parts(points["value"] / size), padding=4, fontsize=9.5,
    )
    ax.invert_yaxis()
    below = bool((points["value"] < 0).any())
    ax.margins(x=0.18 if below else 0.1, y=0.01)
    if below:
        ax.axvline(0, color=FAINT, linewidth=0.9)
        ax.spines["left"].set_visible(False)
    ax.grid(False)
    ax.tick_params(axis="y", length=0)
    even_ticks(ax.xaxis)
    ax.set_xlabel(f"{label}, {years[0]}")
    heading(ax, shown(table, points["line"], unit) if title is None else title, fresh)
    return credit(ax, table, source, small=False)


def _highlighted(highlight: str | list[str] | None, names: list[str]) -> set[str]:
    """The bars that are set off: named as on the figure, or by an economy that they are of."""
    try:
        asked = [highlight] if isinstance(highlight, str) else list(highlight or ())
    except TypeError:
        raise ArgumentError(
            f"highlight={highlight!r} is no name of a bar, nor a list of names."
        ) from None
    chosen: set[str] = set()
    for each in asked:
        found = {name for name in names if name == each}
        if not found:
            try:
                economy = economies.name(economies.resolve(each))
            except MigovError:
                economy = str(each)
            found = {name for name in names if economy in name.split(shapes.TO)}
        if not found:
            near = nearest(str(each), names) or names[:5]
            raise ArgumentError(
                f"There is no bar {each}, nor one that begins or ends there. Did you mean "
                f"{' or '.join(near)}? The figure has {len(names)}; top= says how many."
            )
        chosen |= found
    return chosen


def _wrapped(name: str) -> str:
    """A bar's name in lines; a corridor is broken before its arrow."""
    if len(name) <= _WIDE:
        return name
    origin, arrow, destination = name.partition(shapes.TO)
    return "\n".join([*wrap(origin, _WIDE), *wrap(arrow.strip() + " " + destination, _WIDE)])
