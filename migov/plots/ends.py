"""Names of lines, written where the lines end.

They stand in one column to the right of the axes, as near to their lines as can be without touching
each other; a figure that is too low for all of them can be made higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from migov.plots.style import figure_of, lay_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

_WIDTH = 24  # characters of a name at the end of a line
_NEAR, _FAR = 8, 14  # points between the axes and a name; the second if a thin line leads to it
_APART = 0.35  # of a line's height, between names
_MANY = 5  # more names than this are written smaller

End: TypeAlias = tuple[str, float, float, str]


def name_ends(ax: Axes, ends: Sequence[End]) -> list[Annotation]:
    """Write names to the right of where lines end, apart from each other.

    What changes the height of the axes, such as a caption, has to be there before.

    Parameters
    ----------
    ends : sequence of (name, x, y, colour)
        Where each line ends, in data; a name may have several lines.
    """
    from matplotlib.colors import to_rgb
    from matplotlib.transforms import ScaledTranslation

    figure = figure_of(ax)
    lay_out(figure)
    point = figure.dpi / 72
    wrapped, heights, size = _measured(ax, ends)
    edge = ax.get_window_extent().x1
    far = [(edge - ax.transData.transform((x, y))[0]) / point for _, x, y, _ in ends]

    def places() -> list[tuple[float, float]]:
        at = [ax.transData.transform((x, y))[1] for _, x, y, _ in ends]
        floor = ax.get_window_extent().y0
        placed = spread(at, [each * point for each in heights], floor=floor)
        return list(zip(at, placed, strict=True))

    first = places()
    led = [abs(there - here) > 3 * point or gap > 16
           for (here, there), gap in zip(first, far, strict=True)]  # fmt: skip
    # One column: where a thin line leads to any of the names, all of them make room for it.
    shift = ScaledTranslation((_FAR if any(led) else _NEAR) / 72, 0, figure.dpi_scale_trans)
    notes = []
    for (_, x, y, colour), text, (here, there), moved, gap in zip(
        ends, wrapped, first, led, far, strict=True
    ):
        # Across, a place beside the axes, however wide they become; up, so far from the end.
        beside: Any = (ax.transAxes + shift, "offset points")
        notes.append(
            ax.annotate(
                text,
                (x, y),
                xytext=(1, (there - here) / point),
                textcoords=beside,
                va="center",
                ha="left",
                fontsize=size,
                color=tuple(0.8 * part for part in to_rgb(colour)),
                linespacing=1.1,
                annotation_clip=False,
                arrowprops={
                    "arrowstyle": "-", "color": colour, "lw": 0.7, "alpha": 0.6,
                    "shrinkA": 1, "shrinkB": 4, "linestyle": "-" if gap < 16 else (0, (1, 3)),
                    "relpos": (0, 0.5),  # from where the name begins, and through no other
                } if moved else None,
            )
        )
    # Names that reach above or below the axes have made them lower, and their lines nearer.
    lay_out(figure)
    for written, (here, there) in zip(notes, places(), strict=True):
        written.set_position((1, (there - here) / point))
    return notes


def make_room(ax: Axes, ends: Sequence[End]) -> None:
    """Make the figure of these axes higher, if the names need more than the axes have."""
    figure = figure_of(ax)
    lay_out(figure)
    _, heights, _ = _measured(ax, ends)
    lacks = sum(heights) / 72 - ax.get_window_extent().height / figure.dpi
    if lacks > 0:
        figure.set_figheight(figure.get_figheight() + lacks)


def spread(
    at: Sequence[float], heights: Sequence[float], floor: float = -np.inf
) -> list[float]:
    """Positions as near to `at` as can be whose labels do not overlap, none below `floor`.

    Parameters
    ----------
    at, heights : sequence of float
        Where each label would stand, and how high it is, in one unit.
    floor : float
        What the lowest may not fall below.

    Examples
    --------
    >>> spread([0.0, 1.0, 9.0], [2.0, 2.0, 2.0])
    [-0.5, 1.5, 9.0]
    """
    order = sorted(range(len(at)), key=lambda index: at[index])
    placed = [0.0] * len(at)
    groups: list[tuple[list[int], float]] = []
    for index in order:
        members, middle = [index], at[index]
        while groups:
            below, centre = groups[-1]
            room = (_height(below, heights) + _height(members, heights)) / 2
            if middle - centre >= room:
                break
            groups.pop()
            members = below + members
            middle = sum(at[each] for each in members) / len(members)
        groups.append((members, middle))
    for members, middle in groups:
        bottom = max(middle - _height(members, heights) / 2, floor)
        for each in members:
            placed[each] = bottom + heights[each] / 2
            bottom += heights[each]
        floor = bottom
    return placed


def _measured(ax: Axes, ends: Sequence[End]) -> tuple[list[str], list[float], float]:
    """The names in lines, the height of each in points, and the size of their letters."""
    size = float(ax.xaxis.label.get_fontsize()) * (1 if len(ends) <= _MANY else 0.86)
    wrapped = ["\n".join(fill(line, _WIDTH) for line in name.split("\n")) for name, *_ in ends]
    # Names of several lines are told from each other by the room between them.
    apart = _APART * (len(ends) > 1 and any("\n" in text for text in wrapped))
    return wrapped, [size * (1.25 * (text.count("\n") + 1) + apart) for text in wrapped], size


def _height(members: Sequence[int], heights: Sequence[float]) -> float:
    return sum(heights[each] for each in members)
