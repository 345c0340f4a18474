"""The World Bank's figures in JSON, a row a figure: its data interface, and its archives.

An answer is complete by its own counts of pages and rows or it is refused, and so is one of another
indicator.  Nothing here fetches, and no row is skipped.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

import numpy as np
import pandas as pd

from migov.errors import LayoutError
from migov.publishers import _wdi_arrow, _wdi_block
from migov.publishers._wdi_answer import answer_of, refuse_part
from migov.publishers._wdi_arrow import Cells
from migov.tidy import Reading
from migov.words import few

_YEAR = re.compile(r"(?:YR)?((?:19|20)\d{2})")
# The data interface leaves the three letters of these out; their two letters are its own.
_GROUPS = {
    "XD": "HIC", "XM": "LIC", "XN": "LMC", "XO": "LMY", "XP": "MIC", "XT": "UMC", "XY": "INX",
}  # fmt: skip

_CONCEPTS = ("country", "time", "series", "version")
# Economy, year and value.
_Cell = tuple[str, int, float | None]


def from_interface(answer: Any, where: str, code: str) -> Reading:
    """Read an answer of the data interface: how many pages and rows there are, and the rows.

    Raises
    ------
    LayoutError
        If it is a part of what was asked for, of another indicator, or not laid out as known.
    """
    head, rows = answer if isinstance(answer, list) and len(answer) == 2 else (None, None)
    if not isinstance(head, dict) or not isinstance(rows, list):
        raise LayoutError(
            f"{where} should be a list of two, the number of pages and rows and the rows; it reads "
            f"{short(answer)}. The publisher has probably changed the answer's form."
        )
    refuse_part(head, len(rows), where)
    released = head.get("lastupdated")
    if not re.fullmatch(r"(19|20)\d{2}-\d{2}-\d{2}", str(released)):
        raise LayoutError(
            f"{where} should say when it was last updated, as year-month-day; it says "
            f"{released!r}. Without it the vintage is unknown; fetch the answer again."
        )
    found = list(_of_interface(rows, where, code))
    title = str(rows[0]["indicator"].get("value") or "")
    return _reading(_placed(found, where, title), where, str(released))


def from_archive(data: bytes, where: str, code: str, archive: str) -> Reading:
    """Read an answer of the archives (source 57), at once or row by row.

    Raises
    ------
    LayoutError
        If it is a part of what was asked for, of another indicator or version, has no row, or is
        not laid out as known.
    """
    cells = _wdi_arrow.cells(data, code, archive)
    if cells is None:
        cells = _one_by_one(answer_of(data, where), where, code, archive)
    return _reading(cells, where, f"{archive[:4]}-{archive[4:]}")


def short(value: object) -> str:
    """What a message quotes of an answer."""
    text = json.dumps(value, default=str)
    return text if len(text) <= 120 else f"{text[:117]}..."


def _one_by_one(answer: Any, where: str, code: str, archive: str) -> Cells:
    source = answer.get("source") if isinstance(answer, dict) else None
    rows = source.get("data") if isinstance(source, dict) else None
    if not isinstance(rows, list):
        raise LayoutError(
            f"{where} should be an answer of the WDI Database Archives, with page, pages, total "
            f"and source; it reads {short(answer)}. The address asked for may be that of another "
            "source, or the publisher has changed the answer's form."
        )
    refuse_part(answer, len(rows), where)
    if not rows:
        raise LayoutError(
            f"{where} holds no figures: {code} may not be in version {archive} of the archives. "
            "Ask for another version."
        )
    found = list(_of_archive(rows, where, code, archive))
    title = next(
        each["value"] for each in rows[0]["variable"] if each["concept"].lower() == "series"
    )
    return _placed(found, where, title)


def _of_interface(rows: Iterable[Any], where: str, code: str) -> Iterator[_Cell]:
    others = set()
    for number, row in enumerate(rows, start=1):
        try:
            series, place = row["indicator"]["id"], row["countryiso3code"] or row["country"]["id"]
            year, value = int(_YEAR.fullmatch(row["date"])[1]), row["value"]  # type: ignore[index]
            place = _GROUPS.get(place, place)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise LayoutError(
                f"{where}, row {number}, should name an indicator, an economy and a year (date) "
                f"and give a value; it reads {short(row)}. The publisher has probably changed the "
                "answer's form."
            ) from error
        if series != code:
            others.add(str(series))
        yield str(place), year, value
    if others:
        raise LayoutError(
            f"{where} holds {few(sorted(others), write=repr)}; asked for was {code!r}. Another "
            "answer was probably kept under this name; fetch it again."
        )


def _of_archive(rows: Iterable[Any], where: str, code: str, archive: str) -> Iterator[_Cell]:
    order, of_time = None, dict[str, int]()
    for number, row in enumerate(rows, start=1):
        try:
            # Variables stand in any order, most often in one; their concept says what they are.
            variables = row["variable"]
            if (concepts := [each["concept"] for each in variables]) != order:
                at = {concept.lower(): place for place, concept in enumerate(concepts)}
                country, when, of_series, of_version = map(at.__getitem__, _CONCEPTS)
                order = concepts
            place, time = str(variables[country]["id"]), variables[when]["id"]
            series, version = variables[of_series]["id"], variables[of_version]["id"]
            variables[of_series]["value"]
            if time not in of_time:
                of_time[time] = int(_YEAR.fullmatch(time)[1])  # type: ignore[index]
            year, value = of_time[time], row["value"]
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise LayoutError(
                f"{where}, row {number}, should name a country, a series, a time (YR2015) and a "
                f"version and give a value; it reads {short(row)}. The publisher has probably "
                "changed the answer's form."
            ) from error
        if (series, version) != (code, archive):
            raise LayoutError(
                f"{where}, row {number}, is {series} in version {version}; asked for was {code} in "
                f"version {archive}. Another answer was probably kept under this name; fetch it "
                "again."
            )
        yield place, year, value


def _placed(found: list[_Cell], where: str, title: str) -> Cells:
    """Rows of economy, year and value, each in its place of a block."""
    for place, year, value in found:
        if value is not None and not (type(value) is float and math.isfinite(value)):
            _wdi_block.refuse_value(where, place, year, value)
    places, years, values = map(list, zip(*found, strict=True))
    rows, names = pd.factorize(np.array(places, dtype=object))
    columns, times = pd.factorize(np.array(years), sort=True)
    return Cells(names.tolist(), rows, times.tolist(), columns, np.array(values, float), title)


def _reading(cells: Cells, where: str, released: str) -> Reading:
    if len(np.unique(cells.rows * len(cells.years) + cells.columns)) < len(cells.rows):
        _refuse_twice(cells, where)
    block = np.full((len(cells.places), len(cells.years)), np.nan)
    block[cells.rows, cells.columns] = cells.values
    table, notes = _wdi_block.tidy_block(where, cells.places, cells.years, block)
    return Reading(table, cells.title, released, _wdi_block.unit_of(cells.title), notes)


def _refuse_twice(cells: Cells, where: str) -> NoReturn:
    found: dict[tuple[str, int], float] = {}
    for row, column, value in zip(cells.rows, cells.columns, cells.values, strict=True):
        place, year = cells.places[row], cells.years[column]
        if (place, year) in found:
            raise LayoutError(
                f"{where} gives {place} {year} twice ({found[place, year]} and {value}). The "
                "version is faulty, or two pages were joined; ask for it again, or for another "
                "version."
            )
        found[place, year] = value
    raise AssertionError("no row stands twice")
