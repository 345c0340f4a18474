"""A figure an economy, as the colour of its shape: a choropleth of the world in one year.

Takes a table and draws it; nothing is loaded, added up or filled, and an economy without a figure
is grey and hatched, never the colour of nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from migov import economies, tidy
from migov.errors import ArgumentError, SchemaError
from migov.maps import paper
from migov.maps.classes import Classes, classes
from migov.maps.outline import points, territories
from migov.maps.projection import equal_earth
from migov.plots import shapes
from migov.plots.asked import options, sound
from migov.plots.headings import heading, shown
from migov.plots.style import INK, style
from migov.words import few

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MISSING = "#efefef"
_HATCH = "#b4b4b4"
_DOT = 17.0  # points², of a small state's dot


@style()
def choropleth(
    table: pd.DataFrame,
    *,
    count: int = 5,
    breaks: Sequence[float] | None = None,
    middle: float | Literal["auto"] | None = "auto",
    within: paper.Within | None = None,
    title: str | None = None,
    unit: str | None = None,
    scale: str | None = None,
    source: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """The world in classes of colour, small states as dots, the unknown grey and hatched.

    Parameters
    ----------
    table : pandas.DataFrame
        An economy–year table of one year.
    count : int
        How many classes, of as many economies each (and as many on both sides of `middle`, one more
        if they are odd); their limits are rounded to two digits.
    breaks : sequence of float, optional
        Limits between classes, in the table's unit, instead.
    middle : float, "auto" or None
        A limit that parts two colours; by default nought where figures lie below it, as those of
        net migration do, and nowhere else.  None draws one colour throughout.  Limits that you
        give as `breaks` stay as they are: they are parted at nought if it is one of them.
    within : str, list of str or tuple of float, optional
        A part of the world, as in :func:`corridors`.
    title, unit, scale, source, ax
        As in :func:`migov.plots.lines`.

    Returns
    -------
    Axes
        An equal-area map (Equal Earth).

    Raises
    ------
    SchemaError
        If it is no table of figures by economy and year.
    ArgumentError
        If it has several years, two figures for an economy, aggregates, or no figure to draw.
    UnknownNameError
        If a code is none that is known.

    Examples
    --------
    >>> import migov
    >>> ax = choropleth(migov.load("migrant_stock_total", years=2024))
    >>> ax.child_axes[0].get_title(loc="left")
    'Thousand persons, 2024'
    """
    options(title=title, unit=unit, scale=scale, source=source, ax=ax)
    sound(table)
    figures, year = _figures(table)
    drawn, left_out = _placed(figures)
    parted = classes(list(drawn.values()), count, breaks, _middle(middle, drawn, breaks))
    typical = float(np.median(np.abs(parted.limits[1:])))
    size, label = shapes.axis_unit(shapes.unit_of(table, unit), typical, scale)
    fresh = ax is None
    ax = paper.sheet(ax, within)
    faces = {
        code: {"facecolor": parted.colours[kind], "hatch": parted.hatches[kind] or None,
               "hatch_linewidth": 0.4}
        for code, value in drawn.items()
        for kind in (parted.of(value),)
    }
    paper.land(ax, faces, facecolor=MISSING, hatch="//////", hatchcolor=_HATCH,
               hatch_linewidth=0.4, zorder=1)
    _dots(ax, drawn, parted)
    heading(ax, shown(table, (), unit) if title is None else title, fresh)
    said = _left_out(left_out, size, label)
    paper.credit(ax, table, source, 0.68 if fresh else None, said)
    _key(ax, parted, size, f"{label}, {year}", unknown=_some_unknown(drawn))
    return ax


def _middle(
    asked: float | Literal["auto"] | None, drawn: dict[str, float], breaks: Sequence[float] | None
) -> float | None:
    """Where two colours part: as asked, or at nought if figures lie below it."""
    if asked is None:
        return None
    if isinstance(asked, Real) and not isinstance(asked, bool) and np.isfinite(float(asked)):
        return float(asked)
    if not isinstance(asked, str) or asked != "auto":
        raise ArgumentError(
            f"middle={asked!r} must be a figure in the table's unit that parts two colours, "
            "'auto' for nought where figures lie below it, or None for one colour."
        )
    if min(drawn.values()) >= 0:
        return None
    return 0.0 if breaks is None or (np.iterable(breaks) and 0 in list(breaks)) else None


def _figures(table: pd.DataFrame) -> tuple[pd.Series, int]:
    """Figures by code, and their year."""
    if not isinstance(table, pd.DataFrame):
        raise SchemaError(
            f"A map is drawn from a table, not from a {type(table).__name__}. Give a table that "
            "migov.load() or panel() gave."
        )
    column = tidy.value_column(table, "The table of a map")
    if table.empty:
        raise ArgumentError("The table is empty: there is nothing to draw. Ask for other years.")
    if not pd.api.types.is_integer_dtype(table["year"]):
        raise SchemaError(
            f"{table['year'].iloc[0]!r} is no year. The column year holds whole numbers; cast it."
        )
    years = sorted(table["year"].unique())
    if len(years) > 1:
        raise ArgumentError(
            f"A map shows one year and the table has {len(years)}, {years[0]} to {years[-1]}. "
            "Choose one with years=, or table[table['year'] == ...]."
        )
    if not pd.api.types.is_numeric_dtype(table[column]):
        raise SchemaError(
            f"The values are text, for example {table[column].iloc[0]!r}. Turn them into numbers "
            "first; blanks inside numbers were probably left in."
        )
    rows = table[["economy", column]].dropna(subset=[column])
    if rows.empty:
        raise ArgumentError("Every value of the table is missing: there is nothing to draw.")
    if rows["economy"].isna().any():
        raise SchemaError(
            f"{int(rows['economy'].isna().sum())} rows have no economy. If it is Namibia, its code "
            "NA was read as missing: read the file with keep_default_na=False."
        )
    twice = rows[rows["economy"].duplicated(keep=False)]
    if len(twice):
        raise ArgumentError(
            f"{twice['economy'].iloc[0]} has {(rows['economy'] == twice['economy'].iloc[0]).sum()} "
            "figures for the year, and a map shows one. Choose rows (one sex, one series), or add "
            "them up first; a map never adds up."
        )
    if not np.isfinite(rows[column]).all():
        wrong = rows.loc[~np.isfinite(rows[column]), "economy"]
        raise ArgumentError(
            f"The figures of {few(wrong)} are infinite; a division by zero was probably left in."
        )
    return rows.set_index("economy")[column].astype(float), int(years[0])


def _placed(figures: pd.Series) -> tuple[dict[str, float], dict[str, float]]:
    """Figures that have a place on the map, and those of unknown or former places, which do not."""
    codes = pd.Series(figures.index, dtype="str")
    groups = codes[economies.is_aggregate(codes)]
    if len(groups):
        raise ArgumentError(
            f"The table has aggregates ({few(groups)}), which are no places on a map of economies. "
            "Leave them out: aggregates=False in migov.load(), or "
            "table[~migov.economies.is_aggregate(table['economy'])]."
        )
    paper.known_codes(codes)
    at = points()
    drawn = {str(code): float(value) for code, value in figures.items() if code in at}
    others = {str(code): float(value) for code, value in figures.items() if code not in at}
    if not drawn:
        raise ArgumentError(
            f"No row has a place on today's map: {few(map(economies.name, others))}. Former "
            "states and unknown origins have none."
        )
    return drawn, others


def _dots(ax: Axes, drawn: dict[str, float], parted: Classes) -> None:
    """Small states, the unknown as rings; the darkest lie on top."""
    small = [each for each in territories() if each.small]
    unknown = [each.point for each in small if each.economy not in drawn and each.area]
    if unknown:
        ax.scatter(
            *equal_earth(*np.transpose(unknown)), s=0.45 * _DOT, facecolor=MISSING,
            edgecolor="#9a9a9a", linewidth=0.5, zorder=3,
        )
    known = [(drawn[each.economy], each.point) for each in small if each.economy in drawn]
    known.sort()
    if known:
        x, y = equal_earth(*np.transpose([point for _, point in known]))
        ax.scatter(
            x, y, s=_DOT, color=[parted.colours[parted.of(value)] for value, _ in known],
            edgecolor=INK, linewidth=0.4, zorder=4,
        )


def _some_unknown(drawn: dict[str, float]) -> bool:
    return any(each.economy not in drawn and each.polygons for each in territories())


def _key(ax: Axes, parted: Classes, size: float, title: str, unknown: bool) -> None:
    """A bar of the classes below the map, with their limits, and what the unknown looks like."""
    from matplotlib.patches import Rectangle

    wide, high = paper.inches(ax)
    kinds = len(parted.colours)
    box = min(0.62, 0.78 * wide / (kinds + 1.6))
    across = box * (kinds + (1.6 if unknown else 0))
    bar = ax.inset_axes(
        ((wide - across) / 2 / wide, -0.42 / high, across / wide, 0.14 / high), zorder=5
    )
    bar.set(xlim=(0, across / box), ylim=(0, 1), yticks=[])
    bar.set_title(title, fontsize=9.5, loc="left", pad=3)
    for n, (colour, hatch) in enumerate(zip(parted.colours, parted.hatches, strict=True)):
        bar.add_patch(
            Rectangle((n, 0), 1, 1, facecolor=colour, hatch=hatch or None, hatch_linewidth=0.5,
                      edgecolor="white", linewidth=0.6)
        )
    places, said = [float(n) for n in range(kinds + 1)], parted.labels(size)
    if unknown:
        bar.add_patch(
            Rectangle((kinds + 0.6, 0), 1, 1, facecolor=MISSING, hatch="//////",
                      hatchcolor=_HATCH, hatch_linewidth=0.5, edgecolor="#9a9a9a", linewidth=0.4)
        )
        places, said = [*places, kinds + 1.1], [*said, "no figure"]
    if kinds == 1 and parted.limits[0] == parted.limits[1]:  # all figures are the same
        places, said = [0.5, *places[2:]], said[1:]
    bar.set_xticks(places, said, fontsize=8.5)
    bar.tick_params(axis="x", length=0, pad=2)
    bar.grid(False)
    for side in bar.spines.values():
        side.set_visible(False)


def _left_out(others: dict[str, float], size: float, label: str) -> str:
    if not others:
        return ""
    unit = label[:1].lower() + label[1:]
    named = few(
        f"{economies.name(code)} ({shapes.plain(value / size)} {unit})"
        for code, value in sorted(others.items(), key=lambda pair: -abs(pair[1]))
    )
    return f"Without a place on the map: {named}."
