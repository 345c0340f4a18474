"""The page a map is drawn on: axes of the right shape, land, borders, and the lines below.

What every map has, whatever it shows; no figure of a table is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import ArgumentError, UnknownNameError, nearest
from migov.maps.outline import BORDERS, path_of, points, territories
from migov.maps.projection import equal_earth
from migov.plots.labels import caption
from migov.plots.style import axes, figure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Box = tuple[float, float, float, float]
Within = str | Sequence[str] | Box

_ROOM = 5  # degrees around the places of the economies that are asked for
WORLD: Box = (-180, -57, 180, 84)  # what people live on, and Greenland
SEA = "#f5f7f9"
LAND = "#dedede"
BORDER = "#ffffff"


def sheet(ax: Axes | None, within: Within | None) -> Axes:
    """Axes for a map: no frame, equal scales, and a new figure as high as the map.

    Parameters
    ----------
    ax : Axes, optional
        Where to draw; a new figure if not said.
    within : str, list of str or tuple of float, optional
        The part that is shown.
    """
    from matplotlib.patches import Rectangle

    west, south, east, north = box_of(within)
    around = np.linspace(0, 1, 90)
    across, up = west + (east - west) * around, south + (north - south) * around
    longitude = np.concatenate([0 * around + west, across, 0 * around + east, across[::-1]])
    latitude = np.concatenate([up, 0 * around + north, up[::-1], 0 * around + south])
    edge = np.column_stack(equal_earth(longitude, latitude))
    fresh = ax is None
    ax = axes(ax)
    (left, low), (right, high) = edge.min(axis=0), edge.max(axis=0)
    if fresh:
        figure = figure_of(ax)
        figure.set_figheight(min(figure.get_figwidth() * (high - low) / (right - left), 7.0))
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set_xlim(left, right)
    ax.set_ylim(low, high)
    if within is None:
        ax.fill(*edge.T, color=SEA, linewidth=0, zorder=0)
    else:
        ax.add_patch(
            Rectangle((0, 0), 1, 1, transform=ax.transAxes, color=SEA, linewidth=0, zorder=0)
        )
    return ax


def box_of(within: Within | None) -> Box:
    """The part of the world that is asked for, checked: west, south, east and north.

    Examples
    --------
    >>> box_of(None), box_of(["Portugal", "Austria"])[2]
    ((-180, -57, 180, 84), 19.73)
    """
    if within is None:
        return WORLD
    if isinstance(within, str) or _are_names(within):
        return _around(within)
    try:
        west, south, east, north = (float(each) for each in within)
    except (TypeError, ValueError):
        raise ArgumentError(
            f"within={within!r} is no part of the world; name economies or a group, within='Asia', "
            "or write west, south, east and north in degrees: within=(25, -10, 150, 55)."
        ) from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ArgumentError(
            f"within={within!r} must run from west to east within ±180 and from south to north "
            "within ±90; a part across the meridian of 180° is not drawn."
        )
    return west, south, east, north


def _are_names(within: object) -> TypeGuard[Iterable[str]]:
    names = list(within) if isinstance(within, Iterable) else []
    return bool(names) and all(isinstance(each, str) for each in names)


def _around(within: str | Iterable[str]) -> Box:
    """The least part of the world that has the places of these economies, with some room."""
    at = points()
    places = [at[code] for code in economies.select(within) if code in at]
    if not places:
        raise ArgumentError(
            f"within={within!r} has no place on today's map: aggregates and former states have "
            "none. Name economies or a group, or write west, south, east and north in degrees."
        )
    west, south, east, north = WORLD
    x, y = np.transpose(places)
    return (
        float(max(west, x.min() - _ROOM)), float(max(south, y.min() - _ROOM)),
        float(min(east, x.max() + _ROOM)), float(min(north, y.max() + _ROOM)),
    )  # fmt: skip


def known_codes(codes: Iterable[str]) -> None:
    """Refuse a table with codes that nobody knows.

    Raises
    ------
    UnknownNameError
        If a code is none of an economy, of today or former.

    Examples
    --------
    >>> known_codes(["MEX", "SUN"])
    """
    known = set(economies.table()["economy"])
    unknown = sorted(set(codes) - known)
    if unknown:
        raise UnknownNameError(
            "economy", unknown, nearest(unknown[0], known),
            "A map takes codes; migov.economies.resolve() turns names into them.",
        )


def land(ax: Axes, faces: Mapping[str, Mapping[str, Any]] | None = None, **plain: Any) -> None:
    """Every territory: as `faces` says of its code, and otherwise as `plain` says.

    Parameters
    ----------
    faces : dict, optional
        code → what ``PathPatch`` takes.
    **plain
        What ``PathPatch`` takes, for territories without a face.
    """
    from matplotlib.patches import PathPatch

    for each in territories():
        path = path_of(each)
        if path is None:
            continue
        look = (faces or {}).get(each.economy or "", plain)
        ax.add_patch(PathPatch(path, **{"edgecolor": BORDER, "linewidth": 0.35, **look}))


def credit(ax: Axes, table: pd.DataFrame, source: bool, below: float | None, *said: str) -> Axes:
    """The lines below: source and vintage, what was drawn, and whose the borders are.

    Parameters
    ----------
    source : bool
        Whether the source is said; the borders are in any case.
    below : float, optional
        Inches that a figure of the map's own grows by, for the key; the lines' own are added.
    *said : str
        What else a reader should know; empty ones are left out.
    """
    known = " ".join(figure_of(ax).get_supxlabel().split())
    more = " ".join([each for each in said if each] + [BORDERS] * (BORDERS not in known))
    line = caption(ax, table if source else None, more)
    if below is not None:
        figure = figure_of(ax)
        high = 0.165 * (line.get_text().count("\n") + 1)
        figure.set_figheight(figure.get_figheight() + below + high)
    return ax


def inches(ax: Axes) -> tuple[float, float]:
    """Width and height of axes as they will be printed."""
    figure = figure_of(ax)
    figure.draw_without_rendering()
    frame = ax.get_window_extent()
    return frame.width / figure.dpi, frame.height / figure.dpi
