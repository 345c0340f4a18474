"""Names of places on a map, each where it covers no other name and the least of the arrows.

A place that is named has a small dot, and a thin line where its name has to stand farther off; only
words and their dots are placed here, what is drawn stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from migov import economies
from migov.maps.outline import points
from migov.maps.projection import equal_earth
from migov.plots.style import INK, figure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

_NEAR, _FARTHER = 5, (11, 18, 26)  # points between a place and its name, and where it has no room
_DOT = 2.6  # points across, of a place that is named
# How a name stands by its place, by the way from there to it; the first are liked best.
_WAYS: dict[tuple[int, int], tuple[Any, Any]] = {
    (0, 1): ("center", "bottom"), (0, -1): ("center", "top"), (1, 0): ("left", "center"),
    (-1, 0): ("right", "center"), (1, 1): ("left", "bottom"), (-1, 1): ("right", "bottom"),
    (1, -1): ("left", "top"), (-1, -1): ("right", "top"),
}


def name_places(ax: Axes, codes: Sequence[str], most: int) -> None:
    """Name places in the frame, the first ones first, where they hide the least of the arrows.

    A name never stands farther off where it would seem to speak of something else: on the arrow of
    other places, or nearer to another place that is named.

    Parameters
    ----------
    codes : sequence of str
        Economies, those that matter most first; one that finds no room goes without.
    most : int
        How many are named.
    """
    from matplotlib import patheffects

    figure_of(ax).draw_without_rendering()
    frame = ax.get_window_extent()
    arrows = [each for each in ax.patches if each.get_gid() == "corridor"]
    lines = [ax.transData.transform(each.get_path().vertices) for each in arrows]
    ends = [str(each.get_label()).split("_")[1:] for each in arrows]
    inked = np.concatenate(lines)
    placed = {code: np.array(equal_earth(*points()[code])) for code in codes}
    at = {code: ax.transData.transform(xy) for code, xy in placed.items()}
    named = [code for code in codes if frame.contains(*at[code])][:most]
    dots = np.array([at[code] for code in named]).reshape(-1, 2)
    taken: list[Bbox] = []
    leads = np.empty((0, 2))
    point = figure_of(ax).dpi / 72
    for code in named:
        foreign = np.concatenate(
            [line for line, both in zip(lines, ends, strict=True) if code not in both] or [leads]
        )
        others = np.array([at[each] for each in named if each != code]).reshape(-1, 2)
        text = ax.annotate(
            economies.name(code), tuple(placed[code]), textcoords="offset points", xytext=(0, 0),
            fontsize=8, color=INK, zorder=6,
            path_effects=[patheffects.withStroke(linewidth=2.2, foreground="white")],
        )
        text.set_in_layout(False)  # it lies inside the axes, which should not move because of it
        found = []
        for number, (across, up, ha, va) in enumerate(_stands()):
            text.set(ha=ha, va=va, position=(across, up))
            box = text.get_window_extent().padded(1.5)
            lone = np.hypot(across, up) > 1.5 * _NEAR  # with a line to its place, and no more
            astray = _nearer(box, at[code], others)
            if lone and (astray or _within(box, foreign).any()):
                continue
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0
            if inside and box.y1 <= frame.y1 and not any(map(box.overlaps, taken)):
                hidden = [_within(box, each).sum() for each in (inked, dots, leads)]
                lead = _lead(at[code], across * point, up * point)
                if lone and any(other.contains(*step) for other in taken for step in lead):
                    continue
                cost = hidden[0] + 12 * hidden[1] + 4 * hidden[2] + 30 * astray
                far = float(np.hypot(across, up))
                found.append((cost + 1.5 * far + 0.3 * number, number, box))
        if not found:
            text.remove()
            continue
        _, number, box = min(found, key=lambda each: each[:2])
        across, up, ha, va = _stands()[number]
        text.set(ha=ha, va=va, position=(across, up))
        taken.append(box)
        x, y = placed[code]
        ax.plot(x, y, marker="o", markersize=_DOT, color=INK, markeredgecolor="white",
                markeredgewidth=0.5, linestyle="none", zorder=5, gid="place")
        if np.hypot(across, up) > 1.5 * _NEAR:
            ax.annotate(
                "", (x, y), xytext=(0.85 * across, 0.85 * up), textcoords="offset points", zorder=5,
                arrowprops={"arrowstyle": "-", "color": INK, "lw": 0.5, "shrinkA": 0, "shrinkB": 1},
            ).set_in_layout(False)
            leads = np.concatenate([leads, _lead(at[code], across * point, up * point)])


def _within(box: Bbox, drawn: np.ndarray) -> np.ndarray:
    """Which points of what is drawn lie under a name."""
    return np.all((drawn > box.min) & (drawn < box.max), axis=1)


def _nearer(box: Bbox, own: np.ndarray, others: np.ndarray) -> bool:
    """Whether a name lies nearer to another place than to its own."""
    return bool((_away(box, others) < _away(box, own[None])).any())


def _away(box: Bbox, places: np.ndarray) -> np.ndarray:
    """How far each of the places lies from a name."""
    return np.hypot(*(np.clip(places, box.min, box.max) - places).T)


def _lead(start: np.ndarray, across: float, up: float) -> np.ndarray:
    """Points along the thin line from a place to its name."""
    return start + np.linspace(0.15, 1, 10)[:, None] * np.array([across, up])


def _stands() -> list[tuple[float, float, Any, Any]]:
    """Offsets in points at which a name may stand, the nearest first, and how it stands there."""
    return [
        (far * across / long, far * up / long, ha, va)
        for far in (_NEAR, *_FARTHER)
        for (across, up), (ha, va) in _WAYS.items()
        for long in (float(np.hypot(across, up)),)
    ]
