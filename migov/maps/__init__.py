"""Maps in the style of the figures: a tidy table goes in, matplotlib Axes come out.

The map is equal-area, small states are dots, what has no figure is grey and hatched, and arrows
never run across the whole world.  Each map says below it where its figures and borders come from.
Nothing here loads a series, and nothing is added up or filled.
"""

from __future__ import annotations

from migov.maps.arcs import corridors
from migov.maps.areas import choropleth
from migov.maps.labelled import kinds

__all__ = ["choropleth", "corridors", "kinds"]


def __dir__() -> list[str]:
    return __all__
