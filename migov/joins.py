"""Several series side by side, one column each.

The verb loads through :func:`migov.load.load` and only puts tables together.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from migov import tidy
from migov.beyond import find_series
from migov.errors import ArgumentError
from migov.live import together
from migov.load import Economies, Years, load


def panel(
    *series: str,
    economies: Economies = None,
    years: Years = None,
    version: str | None = None,
    aggregates: bool = False,
    on: int | str | None = None,
) -> pd.DataFrame:
    """Several economy–year series side by side, one column each.

    Parameters
    ----------
    *series : str
        Series ids or publishers' codes.
    economies, years, version, aggregates, on
        As in :func:`load`, for every series.

    Returns
    -------
    pandas.DataFrame
        ``economy, year`` and a column a series; NaN where that series has no figure.

    Raises
    ------
    ArgumentError
        If no series is named, one is named twice, or one is a corridor series.

    Examples
    --------
    >>> table = panel("remittances_received", "oda_received", economies="MEX", years=1995)
    >>> list(table.columns)
    ['economy', 'year', 'remittances_received', 'oda_received']
    """
    records = [find_series(each, version) for each in series]
    names = [record.id for record in records]
    if not names:
        raise ArgumentError("panel() needs at least one series; migov.search() finds one.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ArgumentError(f"panel() was given {', '.join(twice)} more than once; name it once.")
    corridors = [record.id for record in records if record.kind == "corridor"]
    if corridors:
        raise ArgumentError(
            f"{', '.join(corridors)} has two sides, an origin and a destination, and does not "
            "fit a panel of economies. Load it by itself, or sum it over one side first."
        )
    with together(names, version):
        tables = [
            load(name, economies, years, version=version, aggregates=aggregates, on=on)
            for name in names
        ]
    return tidy.with_provenance(
        side_by_side(dict(zip(names, tables, strict=True))),
        {name: tidy.provenance(table)["value"] for name, table in zip(names, tables, strict=True)},
    )


def side_by_side(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Outer join of economy–year tables on their keys, one column each.

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
    places, names = pd.factorize(
        pd.concat([table["economy"] for table in tables.values()], ignore_index=True), sort=True
    )
    years = np.concatenate([table["year"].to_numpy() for table in tables.values()])
    first, last = (years.min(), years.max()) if len(years) else (0, 0)
    width = int(last - first) + 1
    keys = places * width + (years - first)
    held = np.zeros(len(names) * width, dtype=bool)
    held[keys] = True
    every = np.flatnonzero(held)
    rows = (np.cumsum(held) - 1)[keys]
    values = np.full((len(tables), len(every)), np.nan)
    start = 0
    for column, table in zip(values, tables.values(), strict=True):
        column[rows[start : start + len(table)]] = table["value"].to_numpy()
        start += len(table)
    found = pd.DataFrame(values.T, columns=list(tables), copy=False)
    found.insert(0, "economy", names.take(every // width))
    found.insert(1, "year", first + every % width)
    return found
