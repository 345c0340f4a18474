"""Reads Gaskin and Abel's yearly flows between economies (``mig_bilateral.csv`` on Zenodo), or a
tidy copy of them.  A year is the one in which the twelve months of a flow begin; the diagonal,
people who stayed, goes.  Nothing is fetched.
"""

from __future__ import annotations

import pandas as pd

from migov import economies
from migov.errors import LayoutError
from migov.publishers import _csv, _source
from migov.publishers._source import Source
from migov.tidy import Reading, arrange

UNIT = "persons in a year"
_KEYS = ["orig", "dest", "year"]
_FLOWS = ("mig_prev", "flow")  # as the authors call it, by previous residence, and as the copy does


def read_flows(path: Source) -> Reading:
    """Read flows by the economy where people lived before.

    Parameters
    ----------
    path : path or binary buffer
        The csv, plain or gzipped: ``orig, dest, year`` and ``mig_prev``, or ``flow`` in a copy.

    Returns
    -------
    Reading
        Columns origin, destination, year, value; persons in the year from `year` on.  Estimates
        are means of many runs of a neural network and no whole numbers.

    Raises
    ------
    LayoutError
        If a column is missing, a code is not known, or a flow is no number or negative.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO(b"orig,dest,year,mig_prev\\nNAM,NAM,1990,0\\nNAM,AGO,1990,250.5\\n")
    >>> read_flows(file).table
      origin destination  year  value
    0    NAM         AGO  1990  250.5
    """
    where = _source.label(path)
    column = _csv.first_of(path, _FLOWS)
    frame = _csv.columns(path, [*_KEYS, column])
    numbers = _source.figures(frame[["year", column]], where, absent=(), first=2)
    _source.whole(numbers[["year"]], where, first=2)
    _source.no_repeats(frame[_KEYS], where, 2)
    if (numbers[column] < 0).any():
        row = frame[numbers[column] < 0].iloc[0]
        raise LayoutError(
            f"{where} has {int((numbers[column] < 0).sum())} negative flows, first {row['orig']} "
            f"to {row['dest']} {row['year']}: {row[column]}. The file was probably damaged."
        )
    moved = frame["orig"] != frame["dest"]
    frame, numbers = frame[moved], numbers[moved]
    table = pd.DataFrame(
        {
            "origin": economies.translate(frame["orig"], "iso3", where),
            "destination": economies.translate(frame["dest"], "iso3", where),
            "year": numbers["year"],
            "value": numbers[column],
        }
    )
    _source.no_repeats(table[["origin", "destination", "year"]], where)
    notes = ("An estimate of a neural network from stocks, flows and 18 covariates; not a count.",)
    title = "Deep learning four decades of human migration: bilateral flows"
    return Reading(arrange(table, "corridor"), title, None, UNIT, notes)
