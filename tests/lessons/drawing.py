"""What a picture shows, read from what is drawn: lines, bars and the colours of a map."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_rgb

from migov.maps.outline import territories
from migov.maps.projection import equal_earth

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def lines_of(ax: Axes) -> dict[str, dict[int, float]]:
    """Figures by year of each line that the key or a label names."""
    return {
        line.get_label(): {
            int(year): float(value)
            for year, value in zip(line.get_xdata(), line.get_ydata(), strict=True)
            if not math.isnan(value)
        }
        for line in ax.lines
        if not line.get_label().startswith("_")
    }


def bars_of(ax: Axes) -> dict[str, dict[str, float]]:
    """Lengths of horizontal bars, by the word in the key and the name beside the axis."""
    names = dict(zip(np.round(ax.get_yticks(), 3), ax.get_yticklabels(), strict=True))
    found: dict[str, dict[str, float]] = {}
    for bars in ax.containers:
        rows = found.setdefault(bars.get_label(), {})
        for bar in bars:
            middle = bar.get_y() + bar.get_height() / 2
            nearest = min(names, key=lambda place: abs(place - middle))
            rows[names[nearest].get_text()] = bar.get_width()
    return found


def colours_of(ax: Axes) -> dict[str, set[str]]:
    """Economies that have the colour of each word of a map's key, as shapes or as dots."""
    legend = ax.get_legend()
    words = {
        to_rgb(mark.get_facecolor()): text.get_text().rsplit(" (", 1)[0]
        for mark, text in zip(legend.legend_handles, legend.get_texts(), strict=True)
    }
    found: dict[str, set[str]] = {word: set() for word in words.values()}
    shapes = [each for each in territories() if each.polygons]
    drawn = [patch for patch in ax.patches if patch.get_zorder() == 1][: len(shapes)]
    for each, patch in zip(shapes, drawn, strict=True):
        if word := words.get(to_rgb(patch.get_facecolor())):
            found[word].add(each.economy)
    small = [each for each in territories() if each.small and each.economy]
    places = np.column_stack(equal_earth(*np.transpose([each.point for each in small])))
    (dots,) = ax.collections
    for place, colour in zip(dots.get_offsets(), dots.get_facecolors(), strict=True):
        at = int(np.abs(places - place).sum(axis=1).argmin())
        found[words[to_rgb(colour)]].add(small[at].economy)
    return found
