"""Lines of evidence from corridors: figures by origin and destination, added up as a claim asks.

Each adds up the pairs of economies that the snapshot holds, people of unknown origin included
unless origins are named; a total that the publisher prints is read by
:func:`migov.claims.evidence.figures` instead.
"""

from __future__ import annotations

from collections.abc import Collection

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
    keep = pd.Series(True, table.index)
    if origins is not None:
        keep &= table["origin"].isin(list(origins))
    if destinations is not None:
        keep &= table["destination"].isin(list(destinations))
        if not within:
            keep &= ~table["origin"].isin(list(destinations))
    return table[keep].groupby("year")["value"].sum()


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
    table = economies.table()
    return table.loc[table["region"] == name, "economy"].tolist()
