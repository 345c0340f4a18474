"""Reads a tidy copy of UNCTAD's Bilateral FDI Statistics of 2014: investment between economies as
the host or home economy reports it.  Millions become US dollars; a negative figure is a repayment
and stays.  Nothing is fetched; the publisher's own workbooks, which tell whose report a figure is,
are read by :mod:`migov.publishers.unctad_workbooks`.
"""

from __future__ import annotations

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _csv, _source
from migov.publishers._source import Source
from migov.tidy import Reading, arrange

UNIT = "current US$"
MEASURES = {
    "FDI_inflows": "Foreign direct investment inflows, by reporting economy and partner",
    "FDI_outflows": "Foreign direct investment outflows, by reporting economy and partner",
    "FDI_instock": "Foreign direct investment inward stock, by reporting economy and partner",
    "FDI_outstock": "Foreign direct investment outward stock, by reporting economy and partner",
}
_MISSPELT = {"HGK": "HKG"}  # Hong Kong, in the copy


def read_pairs(path: Source, measure: str) -> Reading:
    """Read one measure of ``host, partner, year`` and a column each.

    Parameters
    ----------
    path : path or binary buffer
        The csv, plain or gzipped.
    measure : {"FDI_inflows", "FDI_outflows", "FDI_instock", "FDI_outstock"}
        The column.

    Returns
    -------
    Reading
        Columns origin (whose money it is), destination (where it is invested), year, value;
        current US dollars.  Inflows and the inward stock are the destination's report, outflows
        and the outward stock the origin's, but of economies that report nothing.

    Raises
    ------
    ArgumentError
        If there is no such measure.
    LayoutError
        If a column is missing, a code is not known, a figure is no number, or many rows repeat
        each other.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO(b"host,partner,year,FDI_inflows\\nABW,CHL,2002,16.4\\n")
    >>> read_pairs(file, "FDI_inflows").table
      origin destination  year       value
    0    CHL         ABW  2002  16400000.0
    """
    if measure not in MEASURES:
        raise ArgumentError(f"measure={measure!r} is not one of {', '.join(map(repr, MEASURES))}.")
    where = _source.label(path)
    frame = _csv.columns(path, ["host", "partner", "year", measure])
    numbers = _source.figures(frame[["year", measure]], where, absent=("",), first=2)
    years = _source.whole(numbers[["year"]], where, first=2)["year"]
    keys = ["host", "partner", "year"]
    frame = frame.replace({side: _MISSPELT for side in keys[:2]})
    twice = frame.duplicated(keys, keep=False)
    rows = frame[[*keys, measure]][frame[measure] != ""].drop_duplicates()
    torn = rows.duplicated(keys, keep=False)
    if twice.mean() > 0.05:
        raise LayoutError(
            f"{where} has {int(twice.sum()):,} of {len(frame):,} rows that share their host, "
            "partner and year. Two tables were probably pasted into one."
        )
    frame = rows[~torn]
    numbers, years = numbers.loc[frame.index], years.loc[frame.index]
    inward = measure in ("FDI_inflows", "FDI_instock")
    origin, destination = ("partner", "host") if inward else ("host", "partner")
    table = pd.DataFrame(
        {
            "origin": economies.translate(frame[origin], "worldbank", where),
            "destination": economies.translate(frame[destination], "worldbank", where),
            "year": years,
            "value": (numbers[measure] * 1e6).round(),
        }
    )
    _source.no_repeats(table[["origin", "destination", "year"]], where)
    notes = (
        "As one side reports it; the other side's report of the same investment differs.",
        f"{len(rows[torn].drop_duplicates(keys)):,} figures are left out that the copy gives "
        "twice and differently: it has two partners under one code, Serbia's and Aruba's.",
        "Of economies that report nothing the copy has what their partners report, unmarked.",
    )
    return Reading(arrange(table, "corridor"), MEASURES[measure], "2014", UNIT, notes)
