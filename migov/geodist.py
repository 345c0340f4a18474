"""How far apart two economies are, and what ties them: CEPII's table, or the great circle offline.

Neither has years, so that neither is a series; both are joined to corridors by origin and
destination.  A pair that is not there has no distance, and none is guessed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from migov import economies, registry, store, tidy
from migov.choices import one_of
from migov.publishers import cepii
from migov.roads import LATEST
from migov.words import few

EARTH = 6371.0088  # km, the mean radius of the earth (IUGG)
_FILE = "geodist-pairs"


def geodist(version: str | None = None) -> pd.DataFrame:
    """CEPII's distances and ties between economies, fetched from CEPII.

    Parameters
    ----------
    version : str, optional
        ``"latest"`` asks CEPII whether the table changed; by default what the cache holds is
        good, and it is fetched if it holds nothing.  The publisher keeps no other.

    Returns
    -------
    pandas.DataFrame
        ``origin, destination, distance`` (km, between the largest cities), further distances and
        ties as :func:`migov.publishers.cepii.read_distances` gives them, with codes of today: the
        table's ROM, ZAR, TMP and PAL are ``ROU``, ``COD``, ``TLS`` and ``PSE``, and its YUG is
        Serbia and Montenegro, ``SCG``.  The caveats in ``attrs["migov"]`` name the economies that
        it does not have.

    Raises
    ------
    ArgumentError
        If another version is asked for.
    OfflineError, DownloadError, LayoutError
        If the table cannot be had or read.

    Examples
    --------
    >>> table = geodist().set_index(["origin", "destination"])  # doctest: +SKIP
    >>> table.loc[("MEX", "USA"), ["contiguous", "spoken_language"]].tolist()  # doctest: +SKIP
    [True, True]
    """
    if version is not None:
        one_of(version, (LATEST,), "version")
    file = registry.files()[_FILE]
    read: list[pd.DataFrame] = []

    def check(path: Path) -> None:
        read.append(cepii.read_distances(path))

    got = store.obtain(
        file.url,
        refresh=version == LATEST,
        expect=file.format,
        redirects=file.redirects,
        check=check,
    )
    table = read[0] if read else cepii.read_distances(got.path)
    told = {
        "version": "2011",
        "retrieved": got.record.time[:10],
        "url": file.url,
        "sha256": got.record.sha256,
        "caveats": [
            "Economies are those of 2004, with the codes of today; no figure here: "
            f"{few(_absent(table), 60)}.",
            "Distances are between the largest cities, languages and colonies as of 2004; they "
            "are no figures of a year.",
        ],
    }
    return tidy.with_provenance(table, {"distance": {**_who(file), **told}})


def great_circle() -> pd.DataFrame:
    """Great-circle distances between the points that stand for economies on the map.

    Offline and of every economy of today, which CEPII's table is not; but between points of
    territories, not of people: for the United States its middle, for Russia a point near Moscow.

    Returns
    -------
    pandas.DataFrame
        ``origin, destination, distance`` (km); every pair both ways, and none with itself.

    Raises
    ------
    SnapshotError
        If the outline of the world is missing.

    Examples
    --------
    >>> table = great_circle().set_index(["origin", "destination"])
    >>> float(table.loc[("FRA", "DEU"), "distance"].round(-2))
    700.0
    """
    from migov.maps.outline import BORDERS, points

    places = dict(sorted(points().items()))
    codes = np.array(list(places), dtype=object)
    longitude, latitude = np.radians(np.array(list(places.values()))).T
    apart = _haversine(longitude, latitude)
    at, to = np.nonzero(~np.eye(len(codes), dtype=bool))
    table = pd.DataFrame(
        {
            "origin": pd.Series(codes[at], dtype="str"),
            "destination": pd.Series(codes[to], dtype="str"),
            "distance": apart[at, to],
        }
    )
    told = {
        "series": "great_circle",
        "title": "Great-circle distances between points of economies",
        "publisher": "migov",
        "publisher_name": "migov, from Natural Earth's outline",
        "code": "",
        "unit": "km",
        "version": "1:50m",
        "licence": "public domain",
        "licence_url": "https://www.naturalearthdata.com/about/terms-of-use/",
        "attribution": "Made with Natural Earth",
        "url": "https://www.naturalearthdata.com",
        "caveats": [
            "Between points inside territories (of fifteen large ones, where people live), not "
            "between people or largest cities.",
            BORDERS,
        ],
    }
    return tidy.with_provenance(table, {"distance": told})


def _haversine(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Kilometres between all points; angles in radians."""
    across = np.sin((longitude[:, None] - longitude) / 2) ** 2
    up = np.sin((latitude[:, None] - latitude) / 2) ** 2
    half = up + np.cos(latitude)[:, None] * np.cos(latitude) * across
    return 2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def _absent(table: pd.DataFrame) -> list[str]:
    known = economies.table()
    today = known.loc[known["status"] == "current", "economy"]
    return sorted(set(today) - set(table["origin"]))


def _who(file: registry.DataFile) -> dict[str, Any]:
    publisher = file.publisher
    return {
        "series": "geodist",
        "title": file.title,
        "publisher": publisher.id,
        "publisher_name": publisher.name,
        "code": "dist_cepii",
        "unit": "km",
        "licence": publisher.licence,
        "licence_url": publisher.licence_url,
        "attribution": publisher.attribution,
    }
