"""Write ``datasets/maps/world.geojson``, the outline of the world that the maps are drawn on.

Run ``python tools/make_outline.py`` to fetch the npm package world-atlas (2.0.2, Natural Earth
4.1.0 as TopoJSON) with ``npm pack``, or give the archive that was fetched before.  Borders are
simplified arc by arc, so that neighbours keep one border between them, cut where they cross the
meridian of 180°, and written in degrees with two decimals, the same bytes every time.  What the
file does not tell apart or does not show stands below by hand, each with its reason.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from migov import economies

PACKAGE = "world-atlas@2.0.2"
FOLDER = Path(__file__).resolve().parent.parent / "datasets" / "maps"

TOLERANCE = 0.07  # degrees that a simplified border may lie beside the true one
LEAST = 120.0  # km²; smaller islands are left out where a territory has larger ones
SMALL_AREA = 12_500.0  # km²; a territory of less is smaller than a dot on a page
SMALL_PART = 6_000.0  # km²; so is one that is nothing but islands of less
_RADIUS = 6371.007  # km, of the sphere with the earth's area

Ring = np.ndarray
Shape = list[list[Ring]]  # polygons, each an outer ring and its holes

# Parts of one shape there that the United Nations' figures count under another code (of their own,
# or Crimea under Ukraine's): economy → code there, boxes (west, south, east, north).
APART = {
    "GUF": ("250", [(-55, 2, -51, 6)]),
    "GLP": ("250", [(-62, 15.7, -60.9, 16.6)]),
    "MTQ": ("250", [(-61.4, 14.2, -60.6, 15)]),
    "REU": ("250", [(55, -21.6, 56, -20.6)]),
    "MYT": ("250", [(44.9, -13.2, 45.4, -12.5)]),
    "UKR": ("643", [(32.3, 44.2, 36.7, 46.3)]),
    "BES": ("528", [(-68.6, 11.9, -68, 12.5), (-63.4, 17.3, -62.8, 17.8)]),
}
# Shapes without a code there.  ISO 3166 and the United Nations' figures count the last two in.
NAMED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP"}
# Too small for the scale of 1:50 million, taken from that of 1:10 million.
FINER = ("GIB", "TUV")
# What has no shape of its own: longitude, latitude.
POINTS = {
    "ATA": (0, -82),  # its shape is left off every map
    "BVT": (3.41, -54.42),
    "CCK": (96.83, -12.16),
    "CHI": (-2.3, 49.4),  # between Guernsey and Jersey
    "CXR": (105.63, -10.49),
    "SJM": (16, 78.5),  # drawn with Norway, whose figures count it in
    "TKL": (-171.85, -9.17),
    "UMI": (166.65, 19.28),  # Wake Island, the one that is lived on
}
# Arrows begin and end where people live, not in the middle of an empty shape.
MOVED = {
    "AUS": (146, -33), "CAN": (-80, 45), "CHL": (-71, -33.5), "DZA": (3, 34), "EGY": (31, 29.5),
    "LBY": (15, 31.5), "NOR": (10, 60.5), "RUS": (44, 55.5), "SWE": (16, 59.5), "FIN": (25, 61.5),
    "IDN": (110, -7), "MYS": (102, 3.5), "NZL": (175, -38), "KAZ": (74, 47), "SAU": (45, 24),
}  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Fetch or open the package and write the outline."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path, nargs="?", help="world-atlas-2.0.2.tgz")
    parser.add_argument("--out", type=Path, default=FOLDER, help="where the outline goes")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        archive = options.archive or fetch(Path(folder))
        text = outline(archive)
        notice = member(archive, "LICENSE")
    if _words(notice) not in _words((FOLDER / "README.md").read_text(encoding="utf-8")):
        sys.exit(f"The package's notice is not that in {FOLDER / 'README.md'}; put it there.")
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "world.geojson").write_text(text, encoding="utf-8", newline="\n")
    print(f"world.geojson: {len(text.splitlines()) - 2} territories, {len(text) / 1e3:.0f} kB")
    return 0


def _words(text: str) -> str:
    return " ".join(text.replace(">", " ").split())


def fetch(folder: Path) -> Path:
    """The package's archive, by npm's own client."""
    done = subprocess.run(
        ["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True, text=True
    )
    return folder / done.stdout.split()[-1]


def member(archive: Path, name: str) -> str:
    """The text of one file of the package."""
    with tarfile.open(archive) as tar:
        held = tar.extractfile(f"package/{name}")
        assert held is not None
        return held.read().decode("utf-8")


def outline(archive: Path) -> str:
    """GeoJSON of all territories, one a line, by code."""
    coarse = shapes(json.loads(member(archive, "countries-50m.json")))
    fine = shapes(json.loads(member(archive, "countries-10m.json")))
    table = economies.table()
    current = table[table["status"] == "current"]
    known = {m49: code for m49, code in zip(current["m49"], current["economy"], strict=True) if m49}
    names = dict(zip(current["economy"], current["name"], strict=True))

    found: dict[str, Shape] = {}
    unnamed: dict[str, Shape] = {}
    for number, name, shape in coarse:
        code = NAMED.get(name) or known.get(number)
        if code:
            found.setdefault(code, []).extend(shape)
        else:
            unnamed[name] = shape
    for code, (number, boxes) in APART.items():
        whole = found[known[number]]
        mine = [polygon for polygon in whole if _within(polygon[0], boxes)]
        assert mine, f"no part of {number} is {code}"
        kept = {id(polygon) for polygon in mine}
        found[known[number]] = [polygon for polygon in whole if id(polygon) not in kept]
        found.setdefault(code, []).extend(mine)
    for number, _, shape in fine:
        if known.get(number) in FINER:
            found[known[number]] = shape
    found.pop("ATA")

    features = []
    for code in sorted({*found, *POINTS}):
        features.append(_feature(code, names[code], found.get(code, [])))
    for name in sorted(set(unnamed) - {"Indian Ocean Ter."}):  # two points of POINTS
        features.append(_feature(None, name, unnamed[name]))
    lines = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def shapes(topology: dict[str, Any]) -> list[tuple[str, str, Shape]]:
    """Numerical code, name and polygons of each territory of a topology, simplified and cut."""
    scale, move = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [_simplified(np.cumsum(arc, axis=0) * scale + move) for arc in topology["arcs"]]
    found = []
    for each in topology["objects"]["countries"]["geometries"]:
        polygons = each["arcs"] if each["type"] == "MultiPolygon" else [each["arcs"]]
        shape: Shape = []
        for polygon in polygons:
            rings = [_ring(arcs, numbers) for numbers in polygon]
            if abs(_turned(rings[0])) > 300:  # round the pole: Antarctica
                continue
            shape.extend(_cut(rings))
        found.append((each.get("id", ""), each["properties"]["name"], shape))
    return found


def _ring(arcs: list[Ring], numbers: Iterable[int]) -> Ring:
    """A closed ring of arcs laid end to end; a negative number is an arc read backwards."""
    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    ring = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
    return _unwrapped(ring)


def _unwrapped(ring: Ring) -> Ring:
    """Longitudes that run on past 180° rather than jump."""
    ring = ring.copy()
    ring[:, 0] = np.unwrap(ring[:, 0], period=360)
    return ring


def _turned(ring: Ring) -> float:
    return float(ring[-1, 0] - ring[0, 0])


def _simplified(line: Ring) -> Ring:
    """Douglas and Peucker's line: no point left out lies farther than the tolerance from it.

    Degrees of longitude count as what they are on the ground.
    """
    line = _unwrapped(line)
    if len(line) < 4:
        return line
    flat = line * [np.cos(np.radians(line[:, 1].mean())), 1.0]
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    closed = bool((line[0] == line[-1]).all())
    spans = [(0, len(line) - 1)]
    if closed:  # a ring of one arc: begin with the point that lies farthest, and two more
        far = int(np.hypot(*(flat - flat[0]).T).argmax())
        spans = [(0, far), (far, len(line) - 1)]
        keep[far] = True
        off = _beside(flat[1:-1], flat[0], flat[far])
        keep[1 + int(off.argmax())] = True
    while spans:
        start, end = spans.pop()
        if end - start < 2:
            continue
        off = _beside(flat[start + 1 : end], flat[start], flat[end])
        if off.max() > TOLERANCE:
            middle = start + 1 + int(off.argmax())
            keep[middle] = True
            spans += [(start, middle), (middle, end)]
    return line[keep]


def _beside(points: Ring, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Distance of points from the stretch between two others."""
    way = end - start
    length = float(way @ way)
    along = np.clip((points - start) @ way / length, 0, 1) if length else np.zeros(len(points))
    return np.hypot(*(points - start - along[:, None] * way).T)


def _cut(rings: list[Ring]) -> Shape:
    """One polygon as polygons that end at ±180°."""
    outer = rings[0]
    if outer[:, 0].min() >= -180 and outer[:, 0].max() <= 180:
        return [rings]
    assert len(rings) == 1, "a polygon with holes crosses 180°"
    west = -180 if outer[:, 0].min() < -180 else 180
    low, high = _half(outer, west, below=True), _half(outer, west, below=False)
    low[:, 0] += 360 if west == -180 else 0
    high[:, 0] -= 360 if west == 180 else 0
    return [[part] for part in (low, high) if len(part) > 3]


def _half(ring: Ring, at: float, below: bool) -> Ring:
    """The part of a ring on one side of a meridian, closed along it."""
    side = -1 if below else 1
    inside = side * (ring[:, 0] - at) >= 0
    found = []
    for n in range(len(ring) - 1):
        here, there = ring[n], ring[n + 1]
        if inside[n]:
            found.append(here)
        if inside[n] != inside[n + 1]:
            share = (at - here[0]) / (there[0] - here[0])
            found.append(np.array([at, here[1] + share * (there[1] - here[1])]))
    return np.array([*found, found[0]]) if found else np.empty((0, 2))


def _within(ring: Ring, boxes: list[tuple[float, float, float, float]]) -> bool:
    x, y = ring.mean(axis=0)
    return any(west <= x <= east and south <= y <= north for west, south, east, north in boxes)


def _feature(code: str | None, name: str, shape: Shape) -> dict[str, Any]:
    areas = [_area(polygon[0]) - sum(map(_area, polygon[1:])) for polygon in shape]
    largest = max(areas, default=0.0)
    kept = [
        polygon for polygon, area in zip(shape, areas, strict=True)
        if area >= min(LEAST, largest)
    ]  # fmt: skip
    kept.sort(key=lambda polygon: -_area(polygon[0]))
    drawn = [rings for polygon in kept if (rings := _rounded(polygon))]
    point = POINTS.get(code or "") or MOVED.get(code or "") or _middle(kept[0])
    return {
        "type": "Feature",
        "properties": {
            "economy": code,
            "name": name,
            "small": sum(areas) < SMALL_AREA or largest < SMALL_PART,
            "area_km2": round(sum(areas)),
            "point": [round(float(each), 2) for each in point],
        },
        "geometry": {"type": "MultiPolygon", "coordinates": drawn} if drawn else None,
    }


def _area(ring: Ring) -> float:
    """km² inside a ring, on the plane where area is true (longitude by the sine of latitude)."""
    return abs(_signed(ring)) * _RADIUS**2


def _signed(ring: Ring) -> float:
    x, y = np.radians(ring[:, 0]), np.sin(np.radians(ring[:, 1]))
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def _rounded(polygon: list[Ring]) -> list[list[list[float]]]:
    """Rings with two decimals, outer ones against the clock and holes with it; no point twice."""
    found = []
    for number, ring in enumerate(polygon):
        turned = ring if (_signed(ring) > 0) == (number == 0) else ring[::-1]
        points = np.round(turned, 2) + 0.0  # no minus before a nought
        points = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))]
        if len(points) > 3:
            found.append(points.tolist())
        elif number == 0:
            return []
    return found


def _middle(polygon: list[Ring]) -> tuple[float, float]:
    """The point inside that is farthest from its borders, on a grid."""
    outer = polygon[0]
    (west, south), (east, north) = outer.min(axis=0), outer.max(axis=0)
    across, up = np.meshgrid(np.linspace(west, east, 42)[1:-1], np.linspace(south, north, 42)[1:-1])
    points = np.column_stack([across.ravel(), up.ravel()])
    inside = np.zeros(len(points), dtype=bool)
    for ring in polygon:
        for start, end in pairwise(ring):
            if start[1] == end[1]:
                continue
            crosses = (start[1] > points[:, 1]) != (end[1] > points[:, 1])
            at = start[0] + (points[:, 1] - start[1]) / (end[1] - start[1]) * (end[0] - start[0])
            inside ^= crosses & (points[:, 0] < at)
    points = points[inside] if inside.any() else outer.mean(axis=0)[None]
    shrink = np.array([np.cos(np.radians((south + north) / 2)), 1.0])
    off = np.min(
        [
            _beside(points * shrink, start * shrink, end * shrink)
            for ring in polygon
            for start, end in pairwise(ring)
        ],
        axis=0,
    )
    x, y = points[int(off.argmax())]
    return float(x), float(y)


if __name__ == "__main__":
    sys.exit(main())
