"""Reads KNOMAD's workbooks: inflows or outflows of a migration brief, and one bilateral matrix.  A
matrix whose cells do not add up to its own totals is refused, and so is the web page that its
retired host sends in place of a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _source
from migov.publishers._source import Source
from migov.tidy import Reading, arrange

UNIT = "current US$"
FLOWS = {"WB_KNOMAD_MRI": "inflows", "WB_KNOMAD_MRO": "outflows"}
MATRIX = "WB_KNOMAD_BRE"
_WORLD = "WLD"


def read_brief(path: Source, direction: str = "inward") -> Reading:
    """Read the workbook of inward (or outward) flows that came with a migration brief.

    Parameters
    ----------
    path : path or binary buffer
        The workbook, for example ``inward_remittance_flows_december_2023_1.xlsx``.
    direction : {"inward", "outward"}
        Which of the two the workbook should hold.

    Returns
    -------
    Reading
        As from :func:`read_flows`; ``released`` is the month printed at the foot.  The publisher's
        aggregates are given too, and a note names the years that are estimates.

    Raises
    ------
    ArgumentError
        If `direction` is not known.
    LayoutError
        If the file is a web page or another workbook, or if a column or name is not known.

    Examples
    --------
    >>> read_brief("inward_remittance_flows_december_2023_1.xlsx").released  # doctest: +SKIP
    '2023-12'
    """
    flows = {"inward": "inflows", "outward": "outflows"}
    if direction not in flows:
        raise ArgumentError(f"direction={direction!r} is not one of {quoted(flows)}.")
    where, rows = _first_sheet(path)
    wanted = re.compile(rf"remittance {flows[direction]} \(us\$ millions?\)", re.IGNORECASE)
    head = next((n for n, row in enumerate(rows[:8]) if wanted.fullmatch(text_of(row[0]))), None)
    if head is None:
        raise LayoutError(
            f"{where} has no header Remittance {flows[direction]} (US$ million) in its first "
            f"lines, which begin {_source.listing([text_of(row[0]) for row in rows[:4]])}. It is "
            "probably the workbook of the other direction, or its unit has changed."
        )
    below = rows[head + 1 :]
    years, estimated = {}, []
    for place, cell in enumerate(rows[head][1:], start=1):
        name = text_of(cell)
        if year := _source.year(name.removesuffix("e")):
            years[place] = year
            estimated += [year] * name.endswith("e")
        elif not re.fullmatch(r"% of GDP in \d{4}", name) and has_name(name, place, below):
            raise LayoutError(
                f"{where} has a column {name!r}, which is neither a year nor a share of GDP. The "
                "publisher has added something; look at it before it is read."
            )
    _source.no_repeats(pd.DataFrame({"year": list(years.values())}), f"{where} (header)")
    last = _last(below, years, where, head + 2)
    wide = pd.DataFrame(below[:last])
    printed = wide[list(years)].set_axis([str(each) for each in years.values()], axis=1)
    values = _source.figures(printed, where, first=head + 2)
    values.columns = pd.Index(list(years.values()))
    codes = economies.translate(wide[0].map(text_of), "knomad_name", where)
    values = values.set_axis(codes.to_numpy(), axis=0)
    table = values.rename_axis(index="economy", columns="year").stack().rename("value")
    foot = [text_of(row[0]) for row in below[last:] if text_of(row[0])]
    dates = [_month(each.removeprefix("Date:")) for each in foot if each.startswith("Date:")]
    notes = tuple(f"{year} is an estimate." for year in estimated)
    title, released = text_of(rows[head][0]), next(iter(dates), None)
    return economy_reading(table.reset_index(), title, released, notes, where)


def read_matrix(path: Source, year: int | str) -> Reading:
    """Read the workbook of one bilateral remittance matrix: senders down, receivers across.

    Parameters
    ----------
    path : path or binary buffer
        The workbook, for example ``bilateral_remittance_matrix_2021_0.xlsx``.
    year : int or str
        The year that the matrix should be of.

    Returns
    -------
    Reading
        Columns origin (of the money: the sender), destination (the receiver), year, value;
        current US dollars.  The world is ``WLD`` on either side.  Blank cells, which the matrix of
        2021 has where that of 2017 has zeros, are absent, and so are dashes (India to Pakistan).

    Raises
    ------
    LayoutError
        If the file is a web page or the matrix of another year, if its sides are not said or have
        other names, or if the cells do not add up to its totals.

    Examples
    --------
    >>> read_matrix("bilateral_remittance_matrix_2021_0.xlsx", 2021).released  # doctest: +SKIP
    '2022-12'
    """
    where, rows = _first_sheet(path)
    title, corner = text_of(rows[0][0]), text_of(rows[1][0]) if len(rows) > 1 else ""
    found = re.search(r"for (\d{4}) .*\(millions of US\$\)", title)
    if not found or found[1] != str(year):
        raise LayoutError(
            f"{where} is not the matrix of {year} in millions of US$: its title is "
            f"{title[:120]!r}. Open the workbook of that year."
        )
    if not (
        re.search(r"receiving[^()]*\(across\)", corner, re.IGNORECASE)
        and re.search(r"sending[^()]*\(down\)", corner, re.IGNORECASE)
    ):
        raise LayoutError(
            f"{where} does not say that receivers stand across and senders down; it says "
            f"{corner[:120]!r}. The two sides may have been swapped."
        )
    below = rows[2:]
    width = next((n for n, cell in enumerate(rows[1]) if n and not text_of(cell)), len(rows[1]))
    # Below the matrix stand sums by hand; whether it is whole is told by its row of the world.
    wide = pd.DataFrame(below[: _last(below, (), where, 3)])
    receivers = pd.Series(rows[1][1:width]).map(text_of)
    printed = wide.iloc[:, 1:width].set_axis(receivers.to_list(), axis=1)
    values = _source.figures(printed, where, absent=("", "-"), first=3)
    values.index = pd.Index(economies.translate(wide[0].map(text_of), "knomad_name", where))
    values.columns = pd.Index(economies.translate(receivers, "knomad_name", where))
    for side, codes in (("senders", values.index), ("receivers", values.columns)):
        _source.no_repeats(pd.DataFrame({side: codes}), where)
    # The totals of 2017 hold what its dashes hide: a thousandth of Israel's and Lebanon's receipts.
    hidden = printed.map(text_of).eq("-").any(axis=None)
    _refuse_other_totals(values, where, slack=2e-3 if hidden else 1e-6)
    long = values.rename_axis(index="origin", columns="destination").stack().rename("value")
    version = re.search(r"\((\w+ \d{4}) version\)", title, re.IGNORECASE)
    table = long.reset_index().assign(year=int(found[1]))
    return _corridors(table, title, _month(version[1]) if version else None)


def corridor_reading(table: pd.DataFrame, title: str, where: str) -> Reading:
    """Pairs in US$ million, the world among them on both sides, as a reading in US$."""
    _source.no_repeats(table[["origin", "destination", "year"]], where)
    for _, cells in table.groupby("year"):
        _refuse_other_totals(cells.pivot(index="origin", columns="destination")["value"], where)
    return _corridors(table, title, None)


def economy_reading(
    table: pd.DataFrame, title: str, released: str | None, notes: tuple[str, ...], where: str
) -> Reading:
    """A table in US$ million as a reading in US$, with a note on its zeros."""
    table = table.dropna(subset="value").astype({"year": "int64"})
    _source.no_repeats(table[["economy", "year"]], where)
    if zeros := int((table["value"] == 0).sum()):
        notes = (*notes, f"{zeros:,} figures are zero, also where nothing is known.")
    table["value"] = (table["value"] * 1e6).round()
    return Reading(arrange(table, "economy"), title, released, UNIT, notes)


def refuse_page(path: Source) -> None:
    """Refuse a web page, which is what the publisher's retired host sends.

    Raises
    ------
    LayoutError
        Naming the host, and where the files are now.
    """
    if _source.opening(path).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise LayoutError(
            f"{_source.label(path)} is a web page, not data. www.knomad.org was retired early in "
            "2025 and sends every address to a page of the World Bank: take the file from "
            "thedocs.worldbank.org, data360files.worldbank.org or the web archive instead."
        )


def quoted(names: Iterable[str]) -> str:
    """Choices for a message."""
    return ", ".join(map(repr, names))


def text_of(cell: Any) -> str:
    """What a cell says, in one line."""
    return " ".join(str(cell).split())


def has_name(name: str, place: int, below: list[list[Any]]) -> bool:
    """Whether a column is one, by its name or by what stands in it."""
    return bool(name) or any(text_of(row[place]) for row in below)


def _corridors(table: pd.DataFrame, title: str, released: str | None) -> Reading:
    table = table.dropna(subset="value").astype({"year": "int64"})
    table["value"] = (table["value"] * 1e6).round()
    notes = ("Model output, not records: inflows shared out by migrant stocks and incomes.",)
    return Reading(arrange(table, "corridor"), title, released, UNIT, notes)


def _refuse_other_totals(values: pd.DataFrame, where: str, slack: float = 1e-6) -> None:
    """A matrix is whole if its cells add up to its own row and column of the world."""
    if _WORLD not in values.index or _WORLD not in values.columns:
        raise LayoutError(
            f"{where} lacks the row or the column WORLD, so nobody can tell whether it is whole. "
            "It was probably cut short; download it again."
        )
    for side, cells in (("sender", values), ("receiver", values.T)):
        sums = cells.drop(columns=_WORLD).sum(axis=1)
        apart = (sums - cells[_WORLD].fillna(0)).abs() > 0.01 + slack * sums
        if apart.any():
            raise LayoutError(
                f"{where} has totals that its cells do not add up to: {side} "
                f"{_source.listing(list(sums.index[np.asarray(apart)]))}. Rows or columns are "
                "missing or damaged; download it again."
            )


def _last(below: list[list[Any]], places: Iterable[int], where: str, first: int) -> int:
    """Where the rows of a table end: at the first without a name, if no figures stand below it."""
    end = next((n for n, row in enumerate(below) if not text_of(row[0])), len(below))
    if not end:
        raise LayoutError(
            f"{where} has no rows below its header: row {first} is blank or lacks its name. It was "
            "probably cut short, or edited; download it again."
        )
    for n, row in enumerate(below[end:], end):
        if any(text_of(row[place]) for place in places):
            raise LayoutError(
                f"{where} has figures in row {first + n}, below row {first + end}, which is blank "
                "or lacks its name and where the table should end. A row was probably put in, or "
                "a name deleted; download it again."
            )
    return end


def _first_sheet(path: Source) -> tuple[str, list[list[Any]]]:
    refuse_page(path)
    book, where = _source.sheets(path), _source.label(path)
    rows = _source.padded([[""], *_source.rows(book, book.sheet_names[0], where)])[1:]
    if not rows:
        raise LayoutError(f"{where} has an empty first sheet; download it again.")
    return where, rows


def _month(text: str) -> str | None:
    """A month as a file prints it, ``December 2023``, as ``2023-12``."""
    try:
        return datetime.strptime(text.strip(), "%B %Y").strftime("%Y-%m")
    except ValueError:
        return None
