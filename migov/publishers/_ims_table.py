"""Table 1 of a workbook of the International Migrant Stock: by destination and origin (2020, 2024),
or of totals (2015 to 2020).  Columns are found by what their headers say and sexes by the headings
above the years, not by position; a sheet whose meaning is not clear is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pandas as pd

from migov.errors import LayoutError
from migov.publishers import _source
from migov.publishers._ims_older import sex_of
from migov.publishers._source import Source
from migov.tidy import SEXES

_ABSENT = ("", "..", "-")


@dataclass(frozen=True)
class Sheet:
    """Table 1 of a workbook, its columns known by their meaning."""

    where: str
    title: str
    released: str
    by: str
    roles: dict[str, int]
    cells: pd.DataFrame
    values: pd.DataFrame  # columns (sex, year)
    first: int

    def codes(self, role: str) -> pd.Series:
        """The codes of destinations, of origins, or of the only column of codes (``place``)."""
        column = self.cells[[self.roles[role]]]
        found = _source.figures(column, self.where, first=self.first).iloc[:, 0].rename(role)
        if role != "place":
            if found.isna().any():
                row = self.first + found.index[found.isna()][0]
                raise LayoutError(
                    f"{self.where} has no code of {role} in row {row}. The file may be cut short, "
                    "or a note was put below the table."
                )
            return _source.whole(found.to_frame(), self.where, self.first)[role]
        return found

    def notes(self, codes: pd.Series) -> tuple[str, ...]:
        """How many destinations count what, from the publisher's letters."""
        if "type" not in self.roles or "destination" not in self.by:
            return ()
        letters = self.cells[self.roles["type"]].astype(str).loc[codes.index]
        letters = letters.groupby(codes).first()
        count = {letter: int(letters.str.contains(letter).sum()) for letter in "BCRI"}
        return (
            f"Of the destinations, {count['B']} count the foreign-born, {count['C']} foreign "
            f"citizens; {count['I']} are imputed; in {count['R']} refugees were added.",
        )


def open_table(path: Source, revision: str | int) -> Sheet:
    """Table 1 of a workbook, or a LayoutError that says what is not understood."""
    where = _source.label(path)
    rows = _source.rows(_source.sheets(path), "Table 1", where)
    where = f"{where}, sheet 'Table 1',"
    head = next(
        (n for n, row in enumerate(rows[:40]) if sum(map(bool, map(_source.year, row))) > 2), None
    )
    if head is None:
        raise LayoutError(
            f"{where} has no row of years among its first 40 rows. It is probably another table."
        )
    preamble = [" ".join(str(cell).split()) for row in rows[:head] for cell in row if cell != ""]
    _check_revision(preamble, str(revision), where)
    years = {place: year for place, cell in enumerate(rows[head]) if (year := _source.year(cell))}
    roles, headers = _roles(rows[max(0, head - 4) : head + 1], years, where)
    blocks = _blocks(rows[max(0, head - 4) : head], years, where)
    # Only the columns that mean something outlive the sheet, which takes several times their room.
    body = {n: row for n, row in enumerate(rows[head + 1 :]) if any(cell != "" for cell in row)}
    if 0 not in roles.values():
        _refuse_gaps(body, where, head + 2)
    cells = _columns(body, list(roles.values()))
    printed = _columns(body, list(years)).set_axis([str(each) for each in years.values()], axis=1)
    del rows, body
    values = _source.figures(printed, where, _ABSENT, first=head + 2)
    if (values < 0).any(axis=None):
        raise LayoutError(f"{where} has negative numbers of migrants; columns were probably moved.")
    values.columns = pd.MultiIndex.from_tuples([(blocks[p], years[p]) for p in years])
    title = next((text for text in preamble if re.match(r"Table 1\b", text)), "")
    by = "origin" if "of origin" in f"{title} {headers}" else "destination"
    if "place" not in roles:
        by = "destination and origin"
    return Sheet(where, title, _released(preamble, revision), by, roles, cells, values, head + 2)


def _columns(rows: dict[int, list[Any]], places: list[int]) -> pd.DataFrame:
    columns = {
        place: [row[place] if place < len(row) else "" for row in rows.values()]
        for place in places
    }
    return pd.DataFrame(columns, index=list(rows))


def _refuse_gaps(rows: dict[int, list[Any]], where: str, first: int) -> None:
    """The publisher numbers its rows from 1 in the first column, so that a lost row is noticed."""
    numbers = [row[0] for row in rows.values()]
    if not numbers or not _source.is_number(type(numbers[0])):
        return
    for number, (place, row) in enumerate(rows.items(), 1):
        if row[0] != number:
            raise LayoutError(
                f"{where} numbers its rows, and row {first + place} is {row[0]!r} where {number} "
                "is expected. A row was lost, or a note was put below the table; download it again."
            )


def _check_revision(preamble: list[str], revision: str, where: str) -> None:
    text = " ".join(preamble)
    found = re.findall(
        r"rev\.\s?(\d{4})|migrant stock:? (\d{4})|the (\d{4}) revision", text, re.IGNORECASE
    )
    printed = {year for each in found for year in each if year}
    if printed != {revision}:
        says = f"says it is the revision of {' and '.join(sorted(printed))}"
        raise LayoutError(
            f"{where} {says if printed else 'does not say which revision it is'}; that of "
            f"{revision} was asked for. Open the workbook of {revision}, or ask for another."
        )


def _released(preamble: list[str], revision: str | int) -> str:
    months = "January February March April May June July August September October November December"
    for text in preamble:
        if found := re.match(rf"({'|'.join(months.split())}) (\d{{4}}) - Copyright", text):
            return f"{found[2]}-{months.split().index(found[1]) + 1:02d}"
    return str(revision)


def _roles(rows: list[list[Any]], years: dict[int, int], where: str) -> tuple[dict[str, int], str]:
    """Columns before the years by what they hold: the lowest header text of each decides."""
    lowest: dict[int, str] = {}
    for row in rows:
        for place, cell in enumerate(row):
            if place < min(years) and str(cell).strip():
                lowest[place] = " ".join(str(cell).lower().split())
    coded = {place: text for place, text in lowest.items() if "code" in text}
    roles: dict[str, int] = {}
    for place, text in coded.items():
        for side in ("destination", "origin"):
            if side in text:
                roles.setdefault(side, place)
    for place, text in lowest.items():
        if "type" in text:
            roles.setdefault("type", place)
    pair = {"destination", "origin"} & set(roles)
    if len(coded) == 1:
        roles["place"] = next(iter(coded))
    elif len(coded) != 2 or len(pair) != 2:
        raise LayoutError(
            f"{where} should have one column of location codes, or one of destination and one of "
            f"origin; its columns are {_source.listing(list(lowest.values()))}. Headers may have "
            "been renamed."
        )
    return roles, " ".join(lowest.values())


def _blocks(rows: list[list[Any]], years: dict[int, int], where: str) -> dict[int, str]:
    """The sex that each year column counts, from the headings above them."""
    headings: dict[int, str] = {}
    for row in rows:
        for place, cell in enumerate(row):
            text = str(cell).lower()
            if place >= min(years) and "international migrant stock at mid-year" in text:
                if other := re.search(r"thousand|million|per cent|percentage", text):
                    raise LayoutError(
                        f"{where} has the heading {str(cell)!r}: persons are expected, and this "
                        f"says {other[0]}. It is another table, or its unit has changed."
                    )
                headings[place] = sex_of(text) or ""
    blocks: dict[int, str] = {}
    for place in years:
        above = [start for start in headings if start <= place]
        blocks[place] = headings[max(above)] if above else ""
    spans = {sex: [years[p] for p in years if blocks[p] == sex] for sex in SEXES}
    if (
        not spans["both"]
        or any(span != spans["both"] for span in spans.values())
        or sum(map(len, spans.values())) != len(years)
    ):
        raise LayoutError(
            f"{where} should have the same years for both sexes, males and females, under headings "
            "'International migrant stock at mid-year'; it has "
            f"{'; '.join(f'{sex}: {len(span)} years' for sex, span in spans.items())}. This is "
            "another table, or its headings were changed."
        )
    return blocks
