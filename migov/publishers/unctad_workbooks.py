"""Reads the workbooks of UNCTAD's Bilateral FDI Statistics of 2014, one for each economy, with a
sheet each of inflows, outflows, inward and outward stock.  A sheet is the economy's own report, by
region and partner, or, where it has none, what its partners report of it; each figure goes to the
side that reports it, and the two sides are never put together.  Nothing is fetched.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import pandas as pd

from migov import economies
from migov.errors import AmbiguousNameError, ArgumentError, LayoutError, UnknownNameError
from migov.publishers import _fdi_sheets, _source, _zip
from migov.publishers._fdi_sheets import Sheet
from migov.publishers._source import Source
from migov.publishers.unctad_bilateral import MEASURES, UNIT
from migov.tidy import Reading, arrange

LARGEST_MEMBER = 20 * 2**20  # a workbook is about a tenth of a megabyte
# The sheet with an economy's own report, and the one in which its partners' are printed for others.
_SHEETS = {
    "FDI_inflows": ("inflows", "outflows"),
    "FDI_outflows": ("outflows", "inflows"),
    "FDI_instock": ("instock", "outstock"),
    "FDI_outstock": ("outstock", "instock"),
}
# Names of workbooks that are no codes of ISO 3166.
_CALLED = {"HGK": "HKG", "BIOT": "IOT"}
# What a name means here and nowhere else: the groups as the report of 2014 drew them.
_NAMES = {
    "World": "WLD", "Unspecified": "XXX", "International organizations": "XSN", "Congo": "COG",
    "Developed economies": "WIR14-DEVELOPED", "Europe": "WIR14-EUROPE",
    "European Union": "WIR14-EU", "Other developed Europe": "WIR14-OTHER-EUROPE",
    "North America": "WIR14-NORTH-AMERICA", "Other developed countries": "WIR14-OTHER-DEVELOPED",
    "Developing economies": "WIR14-DEVELOPING", "Africa": "WIR14-AFRICA",
    "North Africa": "WIR14-NORTH-AFRICA", "Other Africa": "WIR14-OTHER-AFRICA",
    "Asia": "WIR14-ASIA", "East Asia": "WIR14-EAST-ASIA",
    "South-East Asia": "WIR14-SOUTH-EAST-ASIA", "South Asia": "WIR14-SOUTH-ASIA",
    "West Asia": "WIR14-WEST-ASIA", "Latin America and the Caribbean": "WIR14-LATIN-AMERICA",
    "South America": "WIR14-SOUTH-AMERICA", "Central America": "WIR14-CENTRAL-AMERICA",
    "Caribbean": "WIR14-CARIBBEAN", "Oceania": "WIR14-OCEANIA",
    "Transition economies": "WIR14-TRANSITION", "South-East Europe": "WIR14-SOUTH-EAST-EUROPE",
    "CIS": "WIR14-CIS",
}  # fmt: skip


class _Row(NamedTuple):
    """A figure in millions of US dollars."""

    origin: str
    destination: str
    year: int
    value: float


def read_workbooks(path: Source, measure: str) -> Reading:
    """Read one measure from one of the workbooks, or from a zip of them.

    Parameters
    ----------
    path : path or binary buffer
        An xls of one economy, or a zip whose members are called by economies: ``NAM.xls``, ...
    measure : {"FDI_inflows", "FDI_outflows", "FDI_instock", "FDI_outstock"}
        The measure.

    Returns
    -------
    Reading
        Columns origin (whose money it is), destination (where it is invested), year, value;
        current US dollars.  Inflows and the inward stock are the destination's report, outflows
        and the outward stock the origin's.  What an economy that reports nothing is told by its
        partners is their report: the sheet of its inflows holds outflows of theirs.  Regions and
        the world (``WLD``) are those that the reporting economy's sheet prints; ``XXX`` is
        unspecified.

    Raises
    ------
    ArgumentError
        If there is no such measure.
    LayoutError
        If a workbook is damaged or another one, if it has other sheets, columns or units, if a
        name is not known, if a figure is no number, or if there is none at all.
    MissingExtraError
        If python-calamine is not installed.

    Notes
    -----
    A dash or nought is nil, two dots are a figure that is not there.

    Examples
    --------
    >>> reading = read_workbooks("webdiaeia2014d3_NAM.xls", "FDI_instock")  # doctest: +SKIP
    >>> reading.table.query("origin == 'ZAF' and year == 2012")["value"].item()  # doctest: +SKIP
    4627000000.0
    """
    if measure not in MEASURES:
        raise ArgumentError(f"measure={measure!r} is not one of {', '.join(map(repr, MEASURES))}.")
    own, mirrored = _SHEETS[measure]
    reports: list[_Row] = []
    told: list[_Row] = []
    count, reporting, silent = 0, 0, 0
    for where, code, book in _books(path):
        count += 1
        by_kind = _fdi_sheets.sheet_names(book, where)
        for kind in (own, mirrored):
            sheet = _fdi_sheets.read_sheet(book, by_kind[kind], kind, where)
            rows = _rows(sheet, _whose(sheet, code), kind in ("inflows", "instock"))
            if sheet.own and kind == own:
                reports += rows
                reporting += bool(rows)
            elif not sheet.own and kind == mirrored:
                told += rows
                silent += bool(rows)
    figures = {row[:3]: row.value for row in reports}
    # Some sheets are rounded to a million and some are not.
    apart = sum(abs(figures.get(row[:3], row.value) - row.value) > 1 for row in told)
    figures = {row[:3]: row.value for row in told} | figures
    if not figures:
        raise LayoutError(
            f"{_source.label(path)} has no figures of {measure} that the economies concerned "
            f"report themselves. What partners report is in the sheet {own}; read it as "
            f"{next(each for each, (sheet, _) in _SHEETS.items() if sheet == mirrored)}."
        )
    table = pd.DataFrame([*figures], columns=["origin", "destination", "year"])
    table["value"] = (pd.Series([*figures.values()]) * 1e6).round()
    notes: tuple[str, ...] = (
        "As one side reports it; the other side's report of the same investment differs.",
        f"{count:,} workbooks: {reporting:,} economies report this themselves; the sheets of "
        f"{silent:,} others print what is reported of them.",
    )
    if apart:
        notes = (*notes, f"{apart:,} figures are printed otherwise in the partner's workbook; the "
                 "reporting economy's own is given.")  # fmt: skip
    return Reading(arrange(table, "corridor"), MEASURES[measure], None, UNIT, notes)


def _books(path: Source) -> Iterator[tuple[str, str, Any]]:
    """Each workbook with what messages call it, and its economy if its name says so."""
    where = _source.label(path)
    if _source.kind(path) != _source.ZIP:
        yield where, "", _source.sheets(path)
        return
    for name, contents in _zip.members(path, (".xls",), LARGEST_MEMBER):
        stem = PurePosixPath(name).stem
        code = _CALLED.get(stem, stem)
        if code not in _economies():
            raise LayoutError(
                f"{where} holds {name!r}, which is called by no economy's code. It is probably "
                "another archive, or the publisher has added an economy."
            )
        try:
            book = _source.sheets(io.BytesIO(contents))
        except LayoutError as error:
            raise LayoutError(str(error).replace("The file", f"{where}, {name},", 1)) from error
        yield f"{where}, {name},", code, book


def _whose(sheet: Sheet, code: str) -> str:
    """The economy that heads a sheet, which is the one that the workbook is called by."""
    known, _ = _codes([sheet.heading])
    if not known:
        raise LayoutError(
            f"{sheet.where} is headed {sheet.heading!r}, where the name of an economy belongs. It "
            "is another workbook, or the name belongs into datasets/economies/aliases.csv."
        )
    if code and known[sheet.heading] != code:
        raise LayoutError(
            f"{sheet.where} is headed {sheet.heading!r}, which is {known[sheet.heading]}, but the "
            f"workbook is called by {code}. Two files were probably mixed up; download them again."
        )
    return known[sheet.heading]


def _rows(sheet: Sheet, economy: str, partner_first: bool) -> list[_Row]:
    """A sheet's figures between its economy and each partner."""
    known, unknown = _codes([*sheet.figures])
    if unknown:
        raise LayoutError(
            f"{sheet.where} has {len(unknown)} names that are not known: "
            f"{_source.listing(unknown)}. If the publisher has added or renamed an economy, it "
            "belongs into datasets/economies/aliases.csv."
        )
    groups = [name for name, code in known.items() if economies.is_aggregate(code)]
    if not sheet.own and groups:
        raise LayoutError(
            f"{sheet.where} has {_source.listing(groups)} among the economies that report. It is "
            "probably laid out as an economy's own report, under another heading."
        )
    codes = [*known.values()]
    if twice := [name for name, code in known.items() if codes.count(code) > 1]:
        raise LayoutError(
            f"{sheet.where} has {_source.listing(twice)}, which are one economy. Two names may "
            "stand for it; the list of names needs mending."
        )
    return [
        _Row(known[name], economy, year, value) if partner_first
        else _Row(economy, known[name], year, value)
        for name, figures in sheet.figures.items() for year, value in figures.items()
    ]  # fmt: skip


def _codes(names: list[str]) -> tuple[dict[str, str], list[str]]:
    """Codes by name, and the names that are not known."""
    found = {name: _code(name) for name in names}
    return {n: code for n, code in found.items() if code}, [n for n in names if not found[n]]


@cache
def _code(name: str) -> str:
    try:
        return _NAMES.get(name) or economies.resolve(name)
    except (UnknownNameError, AmbiguousNameError, ArgumentError):
        return ""


@cache
def _economies() -> frozenset[str]:
    return frozenset(economies.table()["economy"])
