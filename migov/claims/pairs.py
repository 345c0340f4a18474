"""Lines of evidence from corridors: figures by origin and destination, added up as a claim asks.

Each adds up the pairs of economies that the snapshot holds, people of unknown origin included
unless origins are named; a total that the publisher prints is read by
:func:`migov.claims.evidence.figures` instead.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import MAXYEAR
from typing import Any

import numpy as np
import pandas as pd

from migov import economies, registry
from migov.claims.evidence import Line, named
from migov.claims.run import Read, note, once
from migov.claims.single import coded, unnoted

ENDS = ("origin", "destination")


def pairs(series: str, version: str | None = None, sex: str = "both") -> pd.DataFrame:
    """The pairs of economies of a corridor series: ``origin, destination, year, value``.

    Both ends are categories of one list: a code is then looked at once, and not in every pair.
    """
    version = version or registry.find(series).pinned
    note(Read("series", series, version, sex=sex))
    return _read(series, version, sex)


def ending(table: pd.DataFrame, end: str, among: Collection[str]) -> np.ndarray:
    """Which of some pairs have their origin, or their destination, among these economies.

    Examples
    --------
    >>> pair = pd.DataFrame({"origin": ["MEX", "USA"], "destination": ["USA", "MEX"]})
    >>> ending(pair, "origin", ["USA", "CAN"])
    array([False,  True])
    """
    codes = pd.Categorical(table[end].array)
    return codes.categories.isin(list(among)).take(codes.codes)


def added(table: pd.DataFrame, keep: np.ndarray | None = None) -> pd.Series:
    """Pairs, or economies, added up by year; of those to keep.

    Examples
    --------
    >>> added(pd.DataFrame({"year": [2010, 2000, 2010], "value": [1.0, 2.0, 3.0]})).to_dict()
    {2000: 2.0, 2010: 4.0}
    """
    years, values = table["year"].to_numpy(), table["value"].to_numpy()
    if keep is not None:
        years, values = years[keep], values[keep]
    first = years.min(initial=MAXYEAR)
    known = np.flatnonzero(np.bincount(years - first))
    sums = np.bincount(years - first, values)[known]
    return pd.Series(sums, pd.Index(known + first, name="year"), name="value")


def added_at(table: pd.DataFrame, end: str) -> pd.DataFrame:
    """Some pairs added up at one end: an economy a row, a year a column.

    Examples
    --------
    >>> pair = pd.DataFrame({"origin": ["MEX", "USA", "MEX"], "year": [2000, 2010, 2010],
    ...                      "value": [1.0, 2.0, 3.0]})
    >>> added_at(pair, "origin").loc["MEX"].to_dict()
    {2000: 1.0, 2010: 3.0}
    """
    codes = pd.Categorical(table[end].array)
    at, years = pd.factorize(table["year"].to_numpy(), sort=True)
    shape = len(codes.categories), len(years)
    cells = np.ravel_multi_index((codes.codes, at), shape)
    sums = np.bincount(cells, table["value"].to_numpy(), shape[0] * shape[1])
    some = np.bincount(cells, minlength=len(sums)) > 0
    there = some.reshape(shape).any(axis=1)
    return pd.DataFrame(
        np.where(some, sums, np.nan).reshape(shape)[there],
        codes.categories[there].rename(end), pd.Index(years, name="year"),
    )  # fmt: skip


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
    version = version or registry.find(series).pinned
    ends = {name: None if codes is None else tuple(sorted(codes))
            for name, codes in (("origins", origins), ("destinations", destinations))}  # fmt: skip
    note(Read("series", series, version, sex=sex, **ends))
    table = _read(series, version, sex)
    keep = np.ones(len(table), dtype=bool)
    if origins is not None:
        keep &= ending(table, "origin", origins)
    if destinations is not None:
        keep &= ending(table, "destination", destinations)
        if not within:
            keep &= ~ending(table, "origin", destinations)
    return added(table, keep)


def line(
    series: str | Sequence[str], label: str, unit: str, values: pd.Series, population: str = ""
) -> Line:
    """A line of evidence on a series, or on what several make, in their pinned vintages."""
    said = named([series] if isinstance(series, str) else series)
    return Line(label, *said, population or label, unit, values)


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


def _read(series: str, version: str, sex: str) -> pd.DataFrame:
    return once(("pairs", series, version, sex), lambda: _pairs(series, version, sex))


def _pairs(series: str, version: str, sex: str) -> pd.DataFrame:
    table = unnoted(series, version, sex)
    numbers = {end: coded(series, end, version, sex) for end in ENDS}
    codes = sorted({code for _, known in numbers.values() for code in known})
    every = pd.Index(codes, dtype=object)  # of Python's own text, which is quicker to look up
    economy = ~economies.is_aggregate(every.to_series()).to_numpy()
    ends = {end: every.get_indexer(known).take(at) for end, (at, known) in numbers.items()}
    keep = np.logical_and(*(economy.take(at) for at in ends.values()))
    kind = pd.CategoricalDtype(every)
    columns: dict[str, Any] = {
        end: pd.Categorical.from_codes(at[keep], dtype=kind, validate=False)
        for end, at in ends.items()
    }
    columns |= {name: table[name].to_numpy()[keep] for name in ("year", "value")}
    return pd.DataFrame(columns, copy=False)
