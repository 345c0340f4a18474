"""Reads the annex tables of UNCTAD's World Investment Report: a title, a unit, a row of years, one
row for each economy, region or sector, notes at the foot.  Of tables by sector only the total is
given; lists of companies are refused.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import IO, Any

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _csv, _source
from migov.publishers._lines import Lines
from migov.publishers._source import Source
from migov.tidy import Reading, arrange

# Sellers and purchasers in tables 5 and 6 that are no economies: one residual, XXX.
_NOWHERE = {"unspecified", "multi-national", "multinational", "supranational"}


def read_annex(path: Source, table: str | int) -> Reading:
    """Read an annex table of the World Investment Report.

    Parameters
    ----------
    path : path or binary buffer
        The publisher's xlsx, or that saved as csv, plain or gzipped.
    table : str or int
        The number that the table should have.

    Returns
    -------
    Reading
        Columns economy, year, value; current US dollars, or a number of deals.  Of a table by
        sector only its total is given, as the world.

    Raises
    ------
    ArgumentError
        If `table` is no number.
    LayoutError
        If it is another table, or not laid out as expected.

    Notes
    -----
    A dash is read as zero: the reports' explanatory notes say that it stands for an item that is
    zero or negligible, and two dots for one that is not available.  The table prints 0.0 also for
    years in which an economy's figure is inside another's (Belgium before 2002).
    """
    where = _source.label(path)
    rows = _annex_rows(path)
    if len(rows) < 4:
        raise LayoutError(
            f"{where} has {len(rows)} lines; an annex table begins in line 4. Its first sheet is "
            "probably another; open the workbook of that table."
        )
    title = _line(rows[0])
    number = re.match(r"annex table (\d+)\b", title, re.IGNORECASE)
    if not number or int(number[1]) != _number(table):
        raise LayoutError(
            f"{where} is not annex table {table}: its first line is {title[:90]!r}. Open the "
            "file of that table; numbers are stable since the report of 2022."
        )
    unit, scale = _annex_unit(_line(rows[1]), where)
    head = next((n for n, row in enumerate(rows[:6]) if _source.year(row[1])), -1)
    header = list(map(_cell, rows[head])) if head >= 0 else []
    years = {place: year for place, text in enumerate(header) if (year := _source.year(text))}
    subject = header[0].lower() if header else ""
    by_sector = "sector" in subject
    if not years or not (by_sector or "economy" in subject):
        raise LayoutError(
            f"{where} has no row of years headed Region/economy or Sector/industry among its first "
            "lines. Tables 19 and 20 list companies and hold no series."
        )
    body = pd.DataFrame(rows[head + 1 :])
    other = [
        text for place, text in enumerate(header)
        if place and place not in years and (text or body[place].map(_cell).ne("").any())
    ]  # fmt: skip
    other += [str(year) for year, count in Counter(years.values()).items() if count > 1]
    if other:
        raise LayoutError(
            f"{where} has the columns {_source.listing(other)} among its years, which are not "
            "known, have no name, or are there twice. The publisher has added something, or the "
            "file was edited; look at it before it is read."
        )
    names = body[0].map(_cell)
    printed = body[list(years)].set_axis([str(year) for year in years.values()], axis=1)
    filled = printed.map(_cell).ne("").any(axis=1)
    notes = tuple(
        _cell(text) for text in names[~filled] if re.match(r"(Source|Note)s?:", _cell(text))
    )
    values = _source.figures(printed[filled], where, nil=("-",), first=head + 2)
    values.columns = pd.Index(list(years.values()))
    names = names[filled]
    if by_sector:
        values, names = values[names.str.lower() == "total"], pd.Series(["World"])
        if len(values) != 1:
            raise LayoutError(f"{where} should have one row Total; it has {len(values)}.")
        values = values.set_axis(names.index, axis=0)
    placed = ~names.str.lower().isin(_NOWHERE)
    codes = economies.translate(names[placed], "wir_name", where)
    wide = _joined(values[placed].set_axis(codes.to_numpy(), axis=0), where)
    if not placed.all():
        wide.loc["XXX"] = values[~placed].sum(min_count=1)
    wide *= scale
    long = wide.rename_axis(index="economy", columns="year").stack().rename("value").reset_index()
    if scale != 1:
        long["value"] = long["value"].round()
    return Reading(arrange(long, "economy"), title, None, unit, notes)


def _number(table: str | int) -> int:
    text = str(table).strip()
    if not re.fullmatch(r"\d{1,3}", text):
        raise ArgumentError(f"table={table!r} is no annex table's number; write 1 or '01'.")
    return int(text)


def _annex_rows(path: Source) -> list[list[Any]]:
    if _source.kind(path) == _source.ZIP:
        book = _source.sheets(path)
        rows = _source.rows(book, book.sheet_names[0], _source.label(path))
    else:
        with _csv.text(path) as (stream, _):
            rows = _printed(stream, _source.label(path))
    return _source.padded([["", ""], *rows])[1:]


def _printed(stream: IO[str], where: str) -> list[list[Any]]:
    """The lines of a csv, whose title and notes may be shorter than its rows."""
    lines = Lines(stream, where, same_width=False)
    rows = [lines.header, *csv.reader(lines)]
    head = next((n for n, row in enumerate(rows) if any(map(_source.year, row[1:2]))), len(rows))
    for n, row in enumerate(rows[head + 1 :], head + 2):
        if len(row) not in (0, 1, len(rows[head])):
            raise LayoutError(
                f"{where} has {len(row)} cells in line {n}, where the row of years has "
                f"{len(rows[head])}: {','.join(row)[:80]!r}. Figures would be read as another "
                "year's; the file was probably edited, download it again."
            )
    return rows


def _annex_unit(text: str, where: str) -> tuple[str, float]:
    if re.search(r"millions of (us )?dollars", text, re.IGNORECASE):
        return "current US$", 1e6
    if re.search(r"number of (deals|projects)", text, re.IGNORECASE):
        return "number", 1.0
    raise LayoutError(
        f"{where} says {text[:60]!r} where its unit should stand: millions of dollars or number of "
        "deals. It is probably another table."
    )


def _joined(wide: pd.DataFrame, where: str) -> pd.DataFrame:
    """Rows of one economy under its successive names as one, if no year has two figures."""
    both = wide.fillna(0).ne(0).groupby(level=0).sum() > 1
    if both.any(axis=None):
        codes = both.index[both.any(axis=1)].tolist()
        raise LayoutError(
            f"{where} has two rows with figures for the same year: {_source.listing(codes)}. Two "
            "names may stand for one economy; the list of names needs mending."
        )
    return wide.groupby(level=0).sum(min_count=1)


def _line(row: list[Any]) -> str:
    return next((_cell(cell) for cell in row if _cell(cell)), "")


def _cell(cell: Any) -> str:
    return " ".join(str(cell).split())
