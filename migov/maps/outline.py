"""The outline of the world: territories with their shapes and points, and where they are drawn.

Reads ``datasets/maps/world.geojson`` once, when first asked.  Shapes are Natural Earth's, three
of them counted with another economy than there, as ``BORDERS`` says; nothing here knows a figure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from migov.config import datasets_dir
from migov.errors import SnapshotError
from migov.maps.projection import equal_earth

if TYPE_CHECKING:
    from matplotlib.path import Path

BORDERS = (
    "Borders are Natural Earth's and express no opinion; Crimea, Somaliland and Northern Cyprus "
    "count with Ukraine, Somalia and Cyprus; Western Sahara is drawn east of the berm only."
)


@dataclass(frozen=True, eq=False)
class Territory:
    """One territory of the outline.

    Attributes
    ----------
    economy : str or None
        The code whose figures colour it; none where no code counts it in.
    name : str
        Its name.
    small : bool
        Whether it is smaller on a page than a dot, and is drawn as one.
    area : int
        km²; 0 where the outline has no shape of it.
    point : tuple of float
        Longitude and latitude of its dot, and of where its arrows begin and end.
    polygons : tuple
        Each an outer ring and its holes: arrays of longitude and latitude, shape ``(n, 2)``.
    """

    economy: str | None
    name: str
    small: bool
    area: int
    point: tuple[float, float]
    polygons: tuple[tuple[np.ndarray, ...], ...]


@cache
def territories() -> tuple[Territory, ...]:
    """Every territory of the outline, by code.

    Raises
    ------
    SnapshotError
        If the outline is missing or cannot be read.

    Examples
    --------
    >>> {each.economy: each.name for each in territories() if each.small}["TON"]
    'Tonga'
    """
    path = datasets_dir() / "maps" / "world.geojson"
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return tuple(_territory(feature) for feature in features)
    except FileNotFoundError as error:
        raise SnapshotError(
            f"The outline of the world {path} is missing. Install migov again; if MIGOV_DATA_DIR "
            "is set, it must name a whole folder of datasets."
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(
            f"The outline of the world {path} cannot be read ({error}). It was probably edited; "
            "install migov again."
        ) from error


def points() -> Mapping[str, tuple[float, float]]:
    """Longitude and latitude of each economy's dot.

    Examples
    --------
    >>> points()["WSM"]
    (-172.41, -13.64)
    """
    return MappingProxyType(
        {each.economy: each.point for each in territories() if each.economy is not None}
    )


@cache
def path_of(territory: Territory) -> Path | None:
    """The projected shape of a territory as one path, holes left open; none without a shape."""
    from matplotlib.path import Path

    rings = [
        np.column_stack(equal_earth(*ring.T)) for polygon in territory.polygons for ring in polygon
    ]
    if not rings:
        return None
    codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in rings]
    return Path(np.concatenate(rings), np.concatenate(codes))


def _territory(feature: dict) -> Territory:
    said, shape = feature["properties"], feature["geometry"]
    longitude, latitude = said["point"]
    return Territory(
        economy=said["economy"],
        name=said["name"],
        small=said["small"],
        area=said["area_km2"],
        point=(longitude, latitude),
        polygons=tuple(
            tuple(np.array(ring) for ring in polygon)
            for polygon in (shape["coordinates"] if shape else ())
        ),
    )
