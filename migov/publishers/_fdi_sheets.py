"""Sheets of UNCTAD's bilateral workbooks: inflows, outflows, inward or outward stock, each with its
heading, title, unit, years and rows of partners, whatever columns the tree of regions takes.  Names
stay as they are printed; nothing here knows an economy.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from migov.errors import LayoutError
from migov.publishers import _source

# What the title of a sheet says, whatever the sheet's place in the workbook.
_TITLES = {
    "inflows": ("flows", "in the host economy", "origin"),
    "outflows": ("flows", "abroad", "destination"),
    "instock": ("stock", "in the host economy", "origin"),
    "outstock": ("stock", "abroad", "destination"),
}
_OWN, _PARTNERS = "region / economy", "reporting economy"
_CONTINUED = "/..."  # at the foot of a page, below the last year
_REMARK = re.compile(r"(source|note)s?:", re.IGNORECASE)
_INF = float("inf")
# A minus is printed as a dash, or as two with or without a blank between: "- -9", "-- 127".
_MINUS = re.compile(r"^\s*[-\u2010-\u2015\u2212](\s*[-\u2010-\u2015\u2212])?\s*(?=\d)")


class Sheet(NamedTuple):
    """A sheet: its heading, whether it is a report of its own, and figures by partner and year."""

    heading: str
    own: bool
    figures: dict[str, dict[int, float]]
    where: str


def sheet_names(book: Any, where: str) -> dict[str, str]:
    """The four sheets by what they hold; one more is refused unless nothing is in it."""
    found = {name.strip().lower(): name for name in book.sheet_names}
    missing = [name for name in _TITLES if name not in found]
    more = [
        name for key, name in found.items()
        if key not in _TITLES and any(map(any, _source.rows(book, name, where)))
    ]  # fmt: skip
    if missing or more:
        what = [f"no sheet {', '.join(missing)}"] * bool(missing)
        what += [f"the sheets {_source.listing(more)}, which are not known"] * bool(more)
        raise LayoutError(
            f"{where} has {' and '.join(what)}; expected are {', '.join(_TITLES)}. It is probably "
            "another workbook, or the publisher has changed it."
        )
    return found


def read_sheet(book: Any, name: str, kind: str, where: str) -> Sheet:
    """One sheet of a workbook, every page of it.

    Raises
    ------
    LayoutError
        If its title, unit, columns or rows are others than they should be.
    """
    where = f"{where.rstrip(',')} (sheet {name})"
    rows = _source.padded(_source.rows(book, name, where))
    heading = next(filter(None, map(_text, rows[0])), "") if rows else ""
    years: dict[int, int] = {}
    form, titled, in_millions = "", False, False
    figures: dict[str, dict[int, float]] = {}
    for at, row in enumerate(rows[1:], 1):
        lead = row[: min(years)] if years else row
        said = [text for cell in lead if cell != "" and (text := _text(cell))]
        first = said[0] if said else ""
        if re.match(r"table \d", first, re.IGNORECASE):
            titled = _titled(first, kind, where)
        elif re.fullmatch(r"\(.*\)", first):
            in_millions = _in_millions(first, where)
        elif first.lower() in (_OWN, _PARTNERS):
            form, years = _header(row, form, years, where, at)
        elif titled and in_millions and years:
            _add(figures, said, row, years, where, at)
        elif said:
            raise LayoutError(
                f"{where} has {first[:60]!r} in row {at + 1}, before its title, its unit and its "
                "years have been said. The layout has probably changed."
            )
    if not (titled and in_millions and years):
        raise LayoutError(
            f"{where} has no title, no unit, or no row of years headed 'Region / economy' or "
            "'Reporting economy'. It is probably another workbook, or cut short."
        )
    return Sheet(heading, form == _OWN, figures, where)


def _titled(title: str, kind: str, where: str) -> bool:
    what, place, side = _TITLES[kind]
    expected = rf"\bFDI {what}\b.*\b{place}\b.*\bgeographical {side}\b"
    if not re.search(expected, title, re.IGNORECASE):
        raise LayoutError(
            f"{where} is titled {title[:90]!r}, where FDI {what} {place} by {side} are expected. "
            "Sheets were probably renamed."
        )
    return True


def _in_millions(unit: str, where: str) -> bool:
    if not re.fullmatch(r"\(millions of (us )?dollars\)", unit, re.IGNORECASE):
        raise LayoutError(
            f"{where} says {unit[:60]!r} where its unit should stand: millions of US dollars. "
            "Figures in another unit are not read as these."
        )
    return True


def _header(
    row: list[Any], form: str, before: dict[int, int], where: str, at: int
) -> tuple[str, dict[int, int]]:
    """The form of a sheet and its years by their columns; each page of it says them again."""
    filled = {place: text for place, cell in enumerate(row) if (text := _text(cell))}
    text = filled.pop(min(filled)).lower()
    years = {place: year for place, cell in filled.items() if (year := _source.year(cell))}
    other = [cell for place, cell in filled.items() if place not in years]
    if other or not years or len(set(years.values())) < len(years):
        raise LayoutError(
            f"{where} has {_source.listing(other or list(filled.values())) or 'nothing'} in row "
            f"{at + 1}, where each year should stand once and nothing else. The publisher has "
            "added something; look at it before it is read."
        )
    if form and (form, before) != (text, years):
        raise LayoutError(
            f"{where} has another heading in row {at + 1} than above: two tables were put into "
            "one sheet, or columns have moved."
        )
    return text, years


def _add(
    figures: dict[str, dict[int, float]],
    said: list[str],
    row: list[Any],
    years: dict[int, int],
    where: str,
    at: int,
) -> None:
    """The figures of a row to those above; a remark is none, nor is a row without any figure."""
    # A remark may stand in the line of a partner, to the left of its name.
    names = [text for text in said if not _REMARK.match(text) and text != ".."]
    first = min(years)
    beside = [
        text for place, cell in enumerate(row[first:], first)
        if cell != "" and place not in years and (text := _text(cell))
    ]  # fmt: skip
    cells = {year: row[place] for place, year in years.items() if row[place] != ""}
    if not beside and list(cells.values()) == [_CONTINUED]:
        return
    found = {year: _figure(cell, where, at, year) for year, cell in cells.items()}
    known = {year: value for year, value in found.items() if value == value}
    if beside or (cells and len(names) > 1) or (known and not names):
        raise LayoutError(
            f"{where} has {_source.listing([*names, *beside]) or 'no name'} in row {at + 1}, where "
            "one partner and its figures belong. Columns may have moved."
        )
    if not cells or not names:
        return
    if figures.setdefault(names[0], known) != known:
        raise LayoutError(
            f"{where} has {names[0]!r} twice, with other figures in row {at + 1}. Two tables were "
            "probably put into one sheet."
        )


def _figure(cell: Any, where: str, at: int, year: int) -> float:
    # A minus is printed as two dashes at times; see _MINUS.
    value = _source.figure(_MINUS.sub("-", cell), nil=("-",)) if isinstance(cell, str) else cell
    if not _source.is_number(type(value)) or value in (_INF, -_INF):
        raise LayoutError(
            f"{where} has {cell!r} in row {at + 1}, column {year}, where a figure belongs. A note "
            "or a new sign for missing may have been added; columns may have moved."
        )
    return float(value)


def _text(cell: Any) -> str:
    return " ".join(str(cell).split())
