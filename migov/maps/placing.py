"""Names of places on a map, each where it covers no other name and the least of the arrows.

Only words are placed here; what is drawn stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from migov import economies
from migov.maps.outline import points
from migov.maps.projection import equal_earth
from migov.plots.style import INK, figure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

# Points between a place and its name, and how the name stands there; the first are liked best.
_AROUND = {
    (0, 5): ("center", "bottom"), (0, -5): ("center", "top"), (5, 0): ("left", "center"),
    (-5, 0): ("right", "center"), (4, 5): ("left", "bottom"), (-4, 5): ("right", "bottom"),
    (4, -5): ("left", "top"), (-4, -5): ("right", "top"), (0, 11): ("center", "bottom"),
    (0, -11): ("center", "top"),
}


def name_places(ax: Axes, codes: Sequence[str], most: int) -> None:
    """Name places in the frame, the first ones first, where they hide the least of the arrows.

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
    inked = ax.transData.transform(np.concatenate([each.get_path().vertices for each in arrows]))
    taken: list[Bbox] = []
    for code in codes:
        x, y = equal_earth(*points()[code])
        place = (float(x), float(y))
        if len(taken) >= most or not frame.contains(*ax.transData.transform(place)):
            continue
        text = ax.annotate(
            economies.name(code), place, textcoords="offset points", xytext=(0, 0), fontsize=8,
            color=INK, zorder=6,
            path_effects=[patheffects.withStroke(linewidth=2.2, foreground="white")],
        )
        text.set_in_layout(False)  # it lies inside the axes, which should not move because of it
        free = []
        for number, (offset, (ha, va)) in enumerate(_AROUND.items()):
            text.set(ha=ha, va=va, position=offset)
            box = text.get_window_extent().padded(1.5)
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0
            if inside and box.y1 <= frame.y1 and not any(map(box.overlaps, taken)):
                hidden = ((inked > box.min) & (inked < box.max)).all(axis=1).sum()
                free.append((hidden + 0.5 * number, number, box))
        if not free:
            text.remove()
            continue
        _, number, box = min(free, key=lambda each: each[:2])
        offset, (ha, va) = list(_AROUND.items())[number]
        text.set(ha=ha, va=va, position=offset)
        taken.append(box)
