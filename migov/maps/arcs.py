"""Who moves from where to where, as arrows on the globe: the largest corridors of one year.

Takes a table and draws it.  An arrow takes the shorter way round the globe; one that crosses 180°
leaves the map at one edge and comes in at the other.  Nothing is loaded, added up or filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import ArgumentError
from migov.maps import paper
from migov.maps.outline import points
from migov.maps.placing import name_places
from migov.maps.projection import equal_earth, way
from migov.plots import headings, shapes
from migov.plots.asked import options, sound
from migov.plots.pairs import Pairs, pairs, threshold_note
from migov.plots.style import PALETTE, figure_of, style
from migov.words import few

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BOW = 0.18
_WIDEST = 0.017  # of the map's width: the largest corridor's line
_FINEST = 0.0009  # and the finest that is still seen
_HEAD = 2.1  # length of an arrow's head, in widths of its line
_MOST = 400


@style()
def corridors(
    table: pd.DataFrame,
    *,
    top: int = 30,
    threshold: float | None = None,
    highlight: str | Sequence[str] = (),
    names: int = 14,
    within: paper.Within | None = None,
    title: str | None = None,
    unit: str | None = None,
    scale: str | None = None,
    source: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """The largest corridors as arrows, as wide as their figures.

    Parameters
    ----------
    table : pandas.DataFrame
        A corridor table of one year and sex, or a matrix.
    top : int
        How many are drawn at most.
    threshold : float, optional
        The least that a corridor must have to be drawn, in the table's unit.
    highlight : str or sequence of str
        Economies whose corridors are set off from the rest: names, codes or groups such as
        ``"EU"``, of whose members those are meant that have a corridor drawn.
    names : int
        How many places are named, those with most of what is drawn first.
    within : str, list of str or tuple of float, optional
        The part that is shown, by corridors that begin or end there: around economies or a group
        such as ``"Europe"``, or west, south, east and north in degrees.
    title, unit, scale, source, ax
        As in :func:`migov.plots.lines`.

    Returns
    -------
    Axes
        An equal-area map (Equal Earth); the caption says how many corridors of how many are
        drawn, and the least of them.

    Raises
    ------
    SchemaError
        If it is no table of corridors.
    ArgumentError
        If it has several years or sexes, aggregates, figures below zero, or none to draw.
    UnknownNameError
        If a code of the table is none that is known, or a name to be set off.

    Examples
    --------
    >>> import migov
    >>> ax = corridors(migov.load("migrant_stock", years=2024), top=10)
    >>> len([patch for patch in ax.patches if patch.get_gid() == "corridor"])
    10
    """
    options(title=title, unit=unit, scale=scale, source=source, ax=ax)
    sound(table)
    if not isinstance(names, int) or isinstance(names, bool) or names < 0:
        raise ArgumentError(f"names={names!r} must be how many places are named, 0 for none.")
    found = pairs(table, "corridors()")
    placed, left_out = _placed(found.rows)
    placed, elsewhere = _on_sheet(placed, within)
    drawn = _largest(placed, top, threshold)
    chosen = _chosen(highlight, drawn)
    peak = float(drawn["value"].max())
    above = headings.shown(table, (), unit) if title is None else title
    unit = shapes.unit_of(table, unit)
    size, label = shapes.axis_unit(unit, peak, scale)
    fresh = ax is None
    ax = paper.sheet(ax, within)
    paper.land(ax, facecolor=paper.LAND, zorder=1)
    left, right = ax.get_xlim()
    wide = right - left
    for origin, destination, value in drawn[::-1].itertuples(index=False):
        width = max(_WIDEST * value / peak, _FINEST) * wide
        set_off = not chosen or {origin, destination} & chosen
        _arrow(ax, origin, destination, width, PALETTE[1 if chosen and set_off else 0],
               0.9 if set_off else 0.35)
    headings.heading(ax, above, fresh)
    said = _said(found, drawn, threshold, unit, left_out, elsewhere)
    paper.credit(ax, table, source, 0.36 if fresh else None, said, threshold_note(table))
    _key(ax, peak / size, wide, found.head(label))
    first = drawn[drawn[["origin", "destination"]].isin(list(chosen)).any(axis=1)]
    name_places(ax, list(dict.fromkeys([*_busiest(first), *_busiest(drawn)])), names)
    return ax


def _placed(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Corridors between two places of the map, and those that are not."""
    codes = pd.Series(sorted({*rows["origin"], *rows["destination"]}), dtype="str")
    groups = codes[economies.is_aggregate(codes)]
    if len(groups):
        raise ArgumentError(
            f"The table has aggregates ({few(groups)}), and a map has arrows between economies "
            "only. Leave them out: aggregates=False in migov.load(); regions can be drawn with "
            "migov.plots.chord() or alluvial()."
        )
    paper.known_codes(codes)
    at = points()
    here = rows["origin"].isin(list(at)) & rows["destination"].isin(list(at))
    here &= rows["origin"] != rows["destination"]
    return rows[here & (rows["value"] > 0)], rows[~here & (rows["value"] > 0)]


def _on_sheet(
    placed: pd.DataFrame, within: paper.Within | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Corridors of which one end at least lies on the part of the world that is shown; the rest."""
    if within is None or placed.empty:
        return placed, placed.iloc[:0]
    west, south, east, north = paper.box_of(within)
    inside = {
        code for code, (x, y) in points().items() if west <= x <= east and south <= y <= north
    }
    here = placed["origin"].isin(inside) | placed["destination"].isin(inside)
    if not here.any():
        raise ArgumentError(
            f"No corridor of the table begins or ends within={within!r}. Ask for another part."
        )
    return placed[here], placed[~here]


def _largest(placed: pd.DataFrame, top: int, threshold: float | None) -> pd.DataFrame:
    if not isinstance(top, int) or isinstance(top, bool) or not 1 <= top <= _MOST:
        raise ArgumentError(
            f"top={top!r} cannot be drawn; between 1 and {_MOST} arrows can, and about 30 be read."
        )
    if placed.empty:
        raise ArgumentError(
            "No corridor has a figure above zero between two places of the map. Arrows need an "
            "origin and a destination that are economies of today."
        )
    if threshold is not None and (
        isinstance(threshold, bool) or not isinstance(threshold, (int, float))
    ):
        raise ArgumentError(
            f"threshold={threshold!r} is no number; write the least figure that a corridor must "
            "have, in the table's unit: threshold=500_000."
        )
    kept = placed if threshold is None else placed[placed["value"] >= threshold]
    if kept.empty:
        most = placed.iloc[0]
        raise ArgumentError(
            f"No corridor reaches threshold={threshold:,}; the largest, {most['origin']} to "
            f"{most['destination']}, has {most['value']:,.0f}."
        )
    return kept.head(top)


def _chosen(highlight: str | Sequence[str], drawn: pd.DataFrame) -> set[str]:
    """Codes of the places that are set off, each of them an end of what is drawn."""
    try:
        asked = [highlight] if isinstance(highlight, str) else list(highlight)
    except TypeError:
        raise ArgumentError(
            f"highlight={highlight!r} is no name or code of an economy, nor a list of them."
        ) from None
    if asked:
        economies.select(asked)  # one error for all that are not known
    ends = {*drawn["origin"], *drawn["destination"]}
    meant = {each: ends.intersection(economies.select(each)) for each in asked}
    absent = [each for each, codes in meant.items() if not codes]
    if absent:
        raise ArgumentError(
            f"highlight: none of the {len(drawn)} corridors drawn begins or ends in "
            f"{few(absent)}. Say a larger top=, or choose its corridors from the table first."
        )
    return set().union(*meant.values())


def _arrow(
    ax: Axes, origin: str, destination: str, width: float, colour: str, alpha: float
) -> None:
    """One arrow: a ribbon along the shorter way round, and a head where it ends."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    at = points()
    pieces = [
        np.column_stack(equal_earth(*piece.T)) for piece in way(at[origin], at[destination], _BOW)
    ]
    left, right = ax.get_xlim()
    rings = [
        _ribbon(piece, width, right - left, head=n == len(pieces) - 1)
        for n, piece in enumerate(pieces)
    ]
    codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in rings]
    drawn = PathPatch(
        Path(np.concatenate(rings), np.concatenate(codes)), facecolor=colour, edgecolor="white",
        linewidth=0.35 if width > 0.003 * (right - left) else 0, alpha=alpha, zorder=3,
    )
    drawn.set(gid="corridor", label=f"_{origin}_{destination}")  # which no legend shows
    ax.add_patch(drawn)


def _ribbon(line: np.ndarray, width: float, wide: float, head: bool) -> np.ndarray:
    """The outline of a line with a width, with an arrow's head where it ends: a closed ring.

    ``wide`` is the map's width, of which the head of the finest arrow is still a part to be seen.
    """
    steps = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0], np.cumsum(steps)])
    stout = max(width, 0.0016 * wide)
    length = min(_HEAD * stout, 0.55 * along[-1]) if head else 0.0
    neck = along[-1] - length
    fine = np.linspace(0, neck, 40)
    middle = np.column_stack([np.interp(fine, along, line[:, n]) for n in (0, 1)])
    ahead = np.gradient(middle, axis=0)
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-12)
    aside = np.column_stack([-ahead[:, 1], ahead[:, 0]])
    left, right = middle + aside * width / 2, middle - aside * width / 2
    tip: list[np.ndarray] = []
    if head:
        straight = line[-1] - middle[-1]
        straight = straight / max(float(np.hypot(*straight)), 1e-12)
        out = np.array([-straight[1], straight[0]]) * (width / 2 + 0.55 * stout)
        tip = [middle[-1] + out, line[-1], middle[-1] - out]
    return np.array([*left, *tip, *right[::-1], left[0]])


def _busiest(shown: pd.DataFrame) -> list[str]:
    """Places by how much of what is drawn begins or ends there."""
    sides = [shown[[side, "value"]].set_axis(["place", "value"], axis=1)
             for side in ("origin", "destination")]
    order = pd.concat(sides).groupby("place")["value"].sum()
    return [str(code) for code in order.sort_values(ascending=False, kind="stable").index]


def _key(ax: Axes, peak: float, wide: float, title: str) -> None:
    """Three widths with their figures, below the map and to its measure."""
    from matplotlib.patches import Rectangle

    step = 10.0 ** np.floor(np.log10(peak))
    most = next(part * step for part in (5, 2, 1) if part * step <= peak)
    inch = wide / paper.inches(ax)[0]
    x, y = ax.get_xlim()[0], ax.get_ylim()[0] - 0.17 * inch

    def write(words: str, size: float) -> float:
        text = ax.text(x, y, words, fontsize=size, va="center")
        return text.get_window_extent().width / figure_of(ax).dpi * inch

    x += write(title, 9.5) + 0.3 * inch
    for value in (most, most / 2, most / 10):
        width = max(_WIDEST * value / peak, _FINEST) * wide
        ax.add_patch(
            # Not moved to whole pixels, of which the finest line would have none.
            Rectangle((x, y - width / 2), 0.4 * inch, width, color=PALETTE[0], linewidth=0,
                      clip_on=False, snap=False)
        )
        x += 0.46 * inch
        x += write(shapes.plain(value), 9) + 0.25 * inch


def _said(
    found: Pairs, shown: pd.DataFrame, threshold: float | None, unit: str, left_out: pd.DataFrame,
    elsewhere: pd.DataFrame,
) -> str:
    every = found.rows[found.rows["value"] > 0]
    share = 100 * shown["value"].sum() / every["value"].sum()
    asked = "" if threshold is None else f" (threshold: {_figure(threshold, unit)})"
    said = (
        f"Drawn: {len(shown)} of {len(every):,} corridors, each of at least "
        f"{_figure(float(shown['value'].min()), unit)}{asked}; {share:.0f} per cent of the table's "
        "sum."
    )
    if len(left_out):
        part = 100 * left_out["value"].sum() / every["value"].sum()
        lacking = sorted({*left_out["origin"], *left_out["destination"]} - set(points()))
        named = f" ({few(map(economies.name, lacking))})" if lacking else ""
        said += f" Without a way on the map{named}: {part:.1f} per cent."
    if len(elsewhere):
        part = 100 * elsewhere["value"].sum() / every["value"].sum()
        said += f" With neither end on this part of the world: {part:.1f} per cent."
    return said


def _figure(value: float, unit: str) -> str:
    """A figure with its unit, as a sentence has it."""
    size, label = shapes.axis_unit(unit, abs(value))
    return f"{shapes.plain(value / size)} {label[:1].lower() + label[1:]}"
