"""Figures in one style: a tidy table goes in, matplotlib Axes come out.

Every figure says its unit on the axis and its source below it, labels its lines where they end,
and can be told apart in grey print and by readers who do not see every colour.  Nothing here loads
a series, and nothing is computed beyond dividing by a thousand, a million or a billion, ranking
corridors, and gathering the smaller ones as others.
"""

from __future__ import annotations

from migov.plots.cells import heat
from migov.plots.charts import lines, vintages
from migov.plots.circle import chord
from migov.plots.columns import bars
from migov.plots.findings import claim
from migov.plots.graphs import network
from migov.plots.labels import caption
from migov.plots.ribbons import alluvial
from migov.plots.standings import ranks
from migov.plots.style import PALETTE, set_style, style

__all__ = [
    "PALETTE",
    "alluvial",
    "bars",
    "caption",
    "chord",
    "claim",
    "heat",
    "lines",
    "network",
    "ranks",
    "set_style",
    "style",
    "vintages",
]


def __dir__() -> list[str]:
    return __all__
