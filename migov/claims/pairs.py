"""Lines of evidence from corridors: figures by origin and destination, added up as a claim asks.

Each adds up the pairs of economies that the snapshot holds, people of unknown origin included
unless origins are named; a total that the publisher prints is read by
:func:`migov.claims.evidence.figures` instead.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from migov import economies, registry
from migov.claims.evidence import Line
from migov.claims.run import once
from migov.load import load


def pairs(series: str, version: str | None = None, sex: str = "both") -> pd.DataFrame:
    """The pairs of economies of a corridor series: ``origin, destination, year, value``."""
    return once(
        ("pairs", series, version, sex), lambda: bare(load(series, version=version, sex=sex))
    )


def ending(
    series: str, end: str, among: Collection[str], version: str | None = None, sex: str = "both"
) -> np.ndarray:
    """Which of the pairs have their origin, or their destination, among these economies."""
    # One look a different code: isin() would look at every pair, each time that it is asked.
    at, known = coded(series, end, version, sex)
    return np.array([*map(frozenset(among).__contains__, known)], dtype=bool)[at]


def coded(
    series: str, end: str, version: str | None = None, sex: str = "both"
) -> tuple[np.ndarray, list[str]]:
    """The economies at one end of the pairs: a number for each pair, and their codes by number."""

    def found() -> tuple[np.ndarray, list[str]]:
        at, known = pd.factorize(pairs(series, version, sex)[end].array)
        return at, known.tolist()

    return once(("coded", series, version, sex, end), found)


def bare(table: pd.DataFrame) -> pd.DataFrame:
    """A table without its provenance, which stands in the line and is copied with every step."""
    table.attrs = {}
    return table


def total(
    series: str,
    origins: Collection[str] | None = None,
    destinations: Collection[str] | None = None,
    version: str | None = None,
    sex: str = "both",
    within: bool = True,
) -> pd.Series:
    """The pairs from some origins to some destinations, added up by year.

    `within` keeps those whose origin and destination are both among the destinations.
    """
    table = pairs(series, version, sex)
    keep = np.ones(len(table), dtype=bool)
    if origins is not None:
        keep &= ending(series, "origin", origins, version, sex)
    if destinations is not None:
        keep &= ending(series, "destination", destinations, version, sex)
        if not within:
            keep &= ~ending(series, "origin", destinations, version, sex)
    at, years = once(
        ("years", series, version, sex), lambda: pd.factorize(table["year"], sort=True)
    )
    some = np.bincount(at[keep], minlength=len(years)) > 0
    sums = np.bincount(at[keep], table["value"].to_numpy()[keep], minlength=len(years))
    return pd.Series(sums[some], pd.Index(years[some], name="year"), name="value")


def line(series: str, label: str, unit: str, values: pd.Series, population: str = "") -> Line:
    """A line of evidence on a corridor series in its pinned vintage."""
    record = registry.find(series)
    return Line(
        label, record.publisher.name, record.id, record.pinned, population or label, unit, values
    )


def region(name: str) -> list[str]:
    """The economies of a region of the United Nations, by name, former states included.

    Examples
    --------
    >>> "AFG" in region("Asia"), "SUN" in region("Asia")
    (True, False)
    """
    table = once(("economies",), economies.table)
    return list(once(
        ("region", name), lambda: table.loc[table["region"] == name, "economy"].tolist()
    ))  # fmt: skip
