"""Reads the remittances of KNOMAD and the World Bank: inflows and outflows of economies (Data360's
csv, or a workbook of one brief), and the bilateral matrix (Data360's csv, a workbook of its own, or
the sheet Data of ``WB-KNOMAD.xlsx``).  Names become codes and millions become US dollars; no total
is computed, and a zero stays the zero that the publisher prints.  Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _csv, _source
from migov.publishers._knomad_books import (
    FLOWS,
    MATRIX,
    corridor_reading,
    economy_reading,
    quoted,
    read_brief,
    read_matrix,
    refuse_page,
)
from migov.publishers._knomad_long import read_workbook
from migov.publishers._source import Source
from migov.tidy import Reading

__all__ = ["FLOWS", "read_brief", "read_flows", "read_matrix", "read_pairs", "read_workbook"]

_DRIFT = "Data360 has probably changed its layout; look at the file before it is read."
# What a row of Data360 has to say beside economy, year and value: no breakdown, no other unit.
_PINNED = {
    "FREQ": "A", "SEX": "_T", "AGE": "_T", "URBANISATION": "_T", "COMP_BREAKDOWN_1": "_Z",
    "COMP_BREAKDOWN_2": "_Z", "COMP_BREAKDOWN_3": "_Z", "UNIT_MEASURE": "USD_CUR",
    "UNIT_MULT": "6",
}  # fmt: skip


def read_flows(path: Source, indicator: str) -> Reading:
    """Read one indicator of Data360's csv ``WB_KNOMAD_MRI.csv`` or ``WB_KNOMAD_MRO.csv``.

    Parameters
    ----------
    path : path or binary buffer
        The csv, plain or gzipped; it may hold both indicators.
    indicator : {"WB_KNOMAD_MRI", "WB_KNOMAD_MRO"}
        Remittances that an economy receives, or that are sent from it.

    Returns
    -------
    Reading
        Columns economy, year, value; current US dollars.  A note says how many figures are the
        publisher's estimates and how many are zero.

    Raises
    ------
    ArgumentError
        If there is no such indicator.
    LayoutError
        If the file lacks the indicator or a column, breaks figures down further, or counts in
        another unit.

    Examples
    --------
    >>> read_flows("WB_KNOMAD_MRI.csv", "WB_KNOMAD_MRI").unit  # doctest: +SKIP
    'current US$'
    """
    if indicator not in FLOWS:
        raise ArgumentError(f"indicator={indicator!r} is not one of {quoted(FLOWS)}.")
    where = _source.label(path)
    frame, years = _data360(path, indicator, _PINNED, where)
    table = pd.DataFrame(
        {
            "economy": economies.translate(frame["REF_AREA"], "worldbank", where),
            "year": years,
            "value": frame["OBS_VALUE"],
        }
    )
    estimates = int((frame["OBS_STATUS"] == "E").sum())
    notes = (f"{estimates:,} of {len(frame):,} figures are marked as estimates.",) * bool(estimates)
    return economy_reading(table, frame["INDICATOR_LABEL"].iloc[0], None, notes, where)


def read_pairs(path: Source) -> Reading:
    """Read Data360's csv of the bilateral matrix, ``WB_KNOMAD_BRE.csv``.

    Parameters
    ----------
    path : path or binary buffer
        The csv, plain or gzipped.

    Returns
    -------
    Reading
        As from :func:`read_matrix`: the reference area sends, the first breakdown receives.

    Raises
    ------
    LayoutError
        As from :func:`read_flows`, or if the pairs do not add up to the rows of the world that
        stand among them.

    Notes
    -----
    The layout is known from programs that read the file; none was at hand.

    Examples
    --------
    >>> read_pairs("WB_KNOMAD_BRE.csv").table.columns.tolist()  # doctest: +SKIP
    ['origin', 'destination', 'year', 'value']
    """
    where = _source.label(path)
    pinned = {name: code for name, code in _PINNED.items() if name != "COMP_BREAKDOWN_1"}
    frame, years = _data360(path, MATRIX, pinned, where)
    receivers = frame["COMP_BREAKDOWN_1"]
    if (other := ~receivers.str.fullmatch(r"WB_KNOMAD_[A-Z]{3}")).any():
        raise LayoutError(
            f"{where} has {_source.listing(sorted(set(receivers[other])))} in COMP_BREAKDOWN_1, "
            "where a receiver such as WB_KNOMAD_MEX belongs. It is probably another breakdown."
        )
    codes = receivers.str.removeprefix("WB_KNOMAD_")
    table = pd.DataFrame(
        {
            "origin": economies.translate(frame["REF_AREA"], "worldbank", f"{where}, REF_AREA"),
            "destination": economies.translate(codes, "worldbank", f"{where}, COMP_BREAKDOWN_1"),
            "year": years,
            "value": frame["OBS_VALUE"],
        }
    )
    return corridor_reading(table, frame["INDICATOR_LABEL"].iloc[0], where)


def _data360(
    path: Source, indicator: str, pinned: Mapping[str, str], where: str
) -> tuple[pd.DataFrame, pd.Series]:
    """The rows of an indicator, their values as numbers, and their years."""
    wanted = ["REF_AREA", "INDICATOR", "INDICATOR_LABEL", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS"]
    refuse_page(path)
    frame = _csv.columns(path, [*wanted, *_PINNED], _DRIFT)
    there = sorted(set(frame["INDICATOR"]))
    frame = frame[frame["INDICATOR"] == indicator]
    if frame.empty:
        raise LayoutError(
            f"{where} has no {indicator}; it has {_source.listing(there) or 'no rows'}. It is "
            "probably the file of another indicator."
        )
    for column, value in pinned.items():
        if others := sorted(set(frame[column]) - {value}):
            raise LayoutError(
                f"{where} has {_source.listing(others)} in {column} where {value} alone is "
                "expected. Parts and totals would be mixed, or units."
            )
    numbers = _source.figures(frame[["TIME_PERIOD", "OBS_VALUE"]], where, first=2)
    years = _source.whole(numbers[["TIME_PERIOD"]], where, first=2)["TIME_PERIOD"]
    return frame.assign(OBS_VALUE=numbers["OBS_VALUE"]), years
