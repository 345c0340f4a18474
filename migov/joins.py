"""Several series side by side, one column each.

The verb loads as :func:`migov.load.load` does and only puts tables together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from migov import tidy
from migov.beyond import find_series
from migov.choices import Years
from migov.errors import ArgumentError
from migov.live import together
from migov.load import Economies, choose

_SIDES = ("economy", "origin", "destination")


def panel(
    *series: str,
    economies: Economies = None,
    years: Years = None,
    version: str | None = None,
    aggregates: bool = False,
    origins: Economies = None,
    destinations: Economies = None,
    on: int | str | None = None,
) -> pd.DataFrame:
    """Several series side by side, one column each: all of economies, or all of corridors.

    Parameters
    ----------
    *series : str
        Series ids or publishers' codes.
    economies, years, version, aggregates, origins, destinations, on
        As in :func:`load`, for every series; corridors of both sexes together.

    Returns
    -------
    pandas.DataFrame
        ``economy, year`` or ``origin, destination, year``, and a column a series; NaN where that
        series has no figure.

    Raises
    ------
    ArgumentError
        If no series is named, one is named twice, or corridor series stand beside others.

    Examples
    --------
    >>> table = panel("remittances_received", "oda_received", economies="MEX", years=1995)
    >>> list(table.columns)
    ['economy', 'year', 'remittances_received', 'oda_received']

    What two sources say of the same corridors:

    >>> table = panel("migrant_stock", "migrant_stock_gbmd", origins="MEX", destinations="USA")
    >>> table.loc[table["year"] == 2000, "migrant_stock_gbmd"].item()
    9367911.0
    """
    records = [find_series(each, version) for each in series]
    names = [record.id for record in records]
    if not names:
        raise ArgumentError("panel() needs at least one series; migov.search() finds one.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ArgumentError(f"panel() was given {', '.join(twice)} more than once; name it once.")
    corridors = [record.id for record in records if record.kind == "corridor"]
    if corridors and len(corridors) < len(names):
        others = [name for name in names if name not in corridors]
        raise ArgumentError(
            f"{', '.join(corridors)} has two sides, an origin and a destination, and does not "
            f"fit a panel of economies with {', '.join(others)}. Put corridor series beside each "
            "other, or sum them over one side first."
        )
    with together(names, version):
        chosen = {}
        for name in names:  # no comprehension, whose frame warnings would point to
            chosen[name] = choose(
                name, economies, years, version=version, aggregates=aggregates,
                origins=origins, destinations=destinations, on=on,
            )  # fmt: skip
    found = side_by_side(
        {name: each.table for name, each in chosen.items()},
        {name: each.keep for name, each in chosen.items()},
    )
    return tidy.with_provenance(found, {name: each.said for name, each in chosen.items()})


def side_by_side(
    tables: Mapping[str, pd.DataFrame], keep: Mapping[str, np.ndarray] | None = None
) -> pd.DataFrame:
    """Outer join of economy–year tables, or of corridor–year tables, on their keys.

    Only the rows that `keep` marks are joined.

    Keys become whole numbers first: joining ten tables on text costs many times what loading
    them does.

    Examples
    --------
    >>> one = pd.DataFrame({"economy": ["MEX"], "year": [2000], "value": [1.0]})
    >>> side_by_side({"first": one, "second": one.assign(year=2001)})
      economy  year  first  second
    0     MEX  2000    1.0     NaN
    1     MEX  2001    NaN     1.0
    """
    marks = list(keep.values()) if keep else [slice(None)] * len(tables)
    marked = list(zip(tables.values(), marks, strict=True))
    years = np.concatenate([table["year"].to_numpy()[mark] for table, mark in marked])
    first, last = (years.min(), years.max()) if len(years) else (0, 0)
    width = int(last - first) + 1
    sides: dict[str, pd.Index] = {}
    places = np.zeros(len(years), dtype="int64")
    for side in _SIDES:
        if all(side in table for table in tables.values()):
            own, sides[side] = _coded([table[side] for table in tables.values()])
            if keep:
                own = own[np.concatenate(list(keep.values()))]
            places = places * len(sides[side]) + own
    keys = places * width + (years - first)
    held = np.zeros(math.prod(map(len, sides.values())) * width, dtype=bool)
    held[keys] = True
    every = np.flatnonzero(held)
    rows = (np.cumsum(held) - 1)[keys]
    values = np.full((len(tables), len(every)), np.nan)
    start = 0
    for column, (table, mark) in zip(values, marked, strict=True):
        figures = table["value"].to_numpy()[mark]
        column[rows[start : start + len(figures)]] = figures
        start += len(figures)
    found = pd.DataFrame(values.T, columns=list(tables), copy=False)
    found.insert(0, "year", first + every % width)
    rest = every // width
    for side, names in reversed(sides.items()):
        found.insert(0, side, names.take(rest % len(names)))
        rest = rest // len(names)
    return found


def _coded(columns: list[pd.Series]) -> tuple[np.ndarray, pd.Index]:
    """As :func:`pandas.factorize`, sorted, of columns of text one below the other."""
    import pyarrow

    texts = [column.astype("str").array.__arrow_array__() for column in columns]
    coded = pyarrow.chunked_array([chunk for text in texts for chunk in text.chunks])
    coded = coded.dictionary_encode()
    if not coded.num_chunks:
        return np.empty(0, "int64"), pd.Index([], dtype="str")
    # The chunks share one dictionary, that of the last, which has every name.
    names = pd.Index(coded.chunk(coded.num_chunks - 1).dictionary.to_pylist(), dtype="str")
    order = names.argsort()
    ranks = np.empty(len(names), "int64")
    ranks[order] = np.arange(len(names))
    return np.concatenate([ranks[chunk.indices] for chunk in coded.chunks]), names.take(order)
