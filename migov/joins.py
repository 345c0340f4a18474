"""Several series side by side, one column each.

The verb loads as :func:`migov.load.load` does and only puts tables together.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from migov import tidy
from migov.beyond import find_series
from migov.choices import Years
from migov.errors import ArgumentError
from migov.live import together
from migov.load import Economies, choose
from migov.runs import runs

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
    with together(records, version):
        chosen = {}
        for record in records:  # no comprehension, whose frame warnings would point to
            chosen[record.id] = choose(
                record, economies, years, version=version, aggregates=aggregates,
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
    years = [table["year"].to_numpy() for table in tables.values()]
    some = [each for each in years if len(each)]
    first = min((each.min() for each in some), default=0)
    size = width = int(max((each.max() for each in some), default=0) - first) + 1
    sides: dict[str, pd.Index] = {}
    placed = []
    for side in reversed(_SIDES):
        if all(side in table for table in tables.values()):
            own, sides[side] = _coded([table[side] for table in tables.values()], size)
            placed.append(own)
            size *= len(sides[side])
    held = np.zeros(size, dtype=bool)
    cells = []
    # Table by table: small arrays come out of the processor's cache, and large ones do not.
    for each, mark, *own in zip(years, marks, *placed, strict=True):
        cell = each - first
        for places, lengths in own:
            cell += places.repeat(lengths)
        cells.append(cell[mark])
        held[cells[-1]] = True
    every = np.flatnonzero(held)
    rows = np.cumsum(held) - 1
    values = np.full((len(tables), len(every)), np.nan)
    for column, cell, table, mark in zip(values, cells, tables.values(), marks, strict=True):
        column[rows[cell]] = table["value"].to_numpy()[mark]
    found = pd.DataFrame(values.T, columns=list(tables), copy=False)
    found.insert(0, "year", first + every % width)
    rest = every // width
    for side, names in sides.items():
        found.insert(0, side, names.take(rest % len(names)))
        rest = rest // len(names)
    return found


def _coded(
    columns: list[pd.Series], step: int
) -> tuple[list[tuple[np.ndarray, np.ndarray]], pd.Index]:
    """The names in several columns, sorted, and where among them each run of a column stands.

    The places are multiplied by `step`; with them come the lengths of the runs.
    """
    import pyarrow

    texts, lengths = zip(*map(runs, columns), strict=True)
    coded = pyarrow.concat_arrays(texts).dictionary_encode()
    names = pd.Index(coded.dictionary.to_pylist(), dtype="str")
    order = names.argsort()
    places = np.empty(len(names), "int64")
    places[order] = np.arange(len(names)) * step
    own = np.split(places[coded.indices], np.cumsum([len(text) for text in texts])[:-1])
    return list(zip(own, lengths, strict=True)), names.take(order)
