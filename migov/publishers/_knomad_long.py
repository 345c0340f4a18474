"""Reads the sheet ``Data`` of KNOMAD's large workbook: inflows, outflows and the bilateral matrix,
a row an economy (and partner), a column a year.  A column or row whose meaning is not said is
refused, and so is a matrix that does not add up.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _source
from migov.publishers._knomad_books import (
    FLOWS,
    MATRIX,
    corridor_reading,
    economy_reading,
    has_name,
    quoted,
    refuse_page,
    text_of,
)
from migov.publishers._source import Source
from migov.tidy import Reading


def read_workbook(path: Source, indicator: str) -> Reading:
    """Read one indicator of the sheet ``Data`` of ``WB-KNOMAD.xlsx``.

    Parameters
    ----------
    path : path or binary buffer
        The workbook.
    indicator : {"WB_KNOMAD_BRE", "WB_KNOMAD_MRI", "WB_KNOMAD_MRO"}
        The bilateral matrix, inflows or outflows.

    Returns
    -------
    Reading
        As from :func:`read_matrix` or :func:`read_flows`.

    Raises
    ------
    ArgumentError
        If there is no such indicator.
    LayoutError
        If the file is a web page or another workbook, or breaks figures down further.

    Examples
    --------
    >>> read_workbook("WB-KNOMAD.xlsx", "WB_KNOMAD_BRE").unit  # doctest: +SKIP
    'current US$'
    """
    known = (MATRIX, *FLOWS)
    if indicator not in known:
        raise ArgumentError(f"indicator={indicator!r} is not one of {quoted(known)}.")
    where = _source.label(path)
    refuse_page(path)
    rows = _source.rows(_source.sheets(path), "Data", where)
    frame, years = _long_sheet(rows, where)
    ids = frame["Indicator ID"].map(text_of)
    there = sorted(set(ids))
    frame = frame[ids.str.replace(".", "_") == indicator]
    titles = sorted(set(frame["Indicator"].map(text_of)))
    if len(titles) != 1 or "(US$ million)" not in titles[0]:
        raise LayoutError(
            f"{where} (sheet Data) should hold {indicator} in US$ million; it has "
            f"{_source.listing(titles or there)}."
        )
    further = [each for each in frame if str(each).startswith("Attribute")]
    open_ = [each for each in further if frame[each].map(text_of).ne("").any()]
    if indicator != MATRIX and not frame["Partner"].map(text_of).isin(("", "WORLD")).all():
        open_.append("Partner")
    if open_:
        raise LayoutError(
            f"{where} (sheet Data) breaks {indicator} down by {', '.join(open_)}. Parts and totals "
            "would be mixed."
        )
    values = _source.figures(frame[years], where, first=2)
    sides = {"economy": economies.translate(frame["Economy ISO3"], "worldbank", where)}
    if indicator == MATRIX:
        receivers = economies.translate(frame["Partner"], "knomad_name", where)
        sides = {"origin": sides["economy"], "destination": receivers}
    table = values.assign(**sides).melt([*sides], var_name="year").dropna(subset="value")
    if indicator != MATRIX:
        return economy_reading(table, titles[0], None, (), where)
    return corridor_reading(table, titles[0], where)


def _long_sheet(rows: list[list[Any]], where: str) -> tuple[pd.DataFrame, list[int]]:
    """The rows of the sheet Data under its header, whose years are numbers, and these years."""
    header = [text_of(cell) for cell in rows[0]] if rows else []
    wanted = ["Economy ISO3", "Indicator ID", "Indicator", "Partner"]
    if missing := [each for each in wanted if each not in header]:
        raise LayoutError(
            f"{where} (sheet Data) lacks {', '.join(missing)}; its header is "
            f"{_source.listing(header, 12) or 'empty'}. The publisher has changed the layout."
        )
    names = [_source.year(each) or each for each in header]
    known = {*wanted, "Economy Name"}
    other = [
        each for n, each in enumerate(names)
        if isinstance(each, str) and not (each in known or re.fullmatch(r"Attribute \d+", each))
        and has_name(each, n, rows[1:])
    ]  # fmt: skip
    if other or len(set(names)) < len(names):
        twice = [each for n, each in enumerate(names) if each in names[:n]]
        raise LayoutError(
            f"{where} (sheet Data) has the columns {_source.listing(other or twice)}, which are "
            f"{'neither labels nor years' if other else 'there twice'}. The publisher has added "
            "something, or the header was edited; look at it before it is read."
        )
    filled = {n: row for n, row in enumerate(rows[1:]) if any(cell != "" for cell in row)}
    frame = pd.DataFrame([*filled.values()], index=list(filled), columns=names)
    if (lost := ~frame["Indicator ID"].map(text_of).str.match(r"WB[._]")).any():
        row = frame[lost].iloc[0]
        raise LayoutError(
            f"{where} (sheet Data) has {row['Indicator ID']!r} as Indicator ID in row "
            f"{frame.index[lost.to_numpy()][0] + 2}, where one such as WB.KNOMAD.BRE belongs. "
            "Columns have moved, or the file was edited; download it again."
        )
    return frame, [each for each in names if isinstance(each, int)]
