"""What the reader of UNCTAD's bilateral workbooks refuses, and what it says."""

from __future__ import annotations

import io
from typing import Any

import pytest
from publishers import fdi_files as files
from publishers.cepii_files import zipped

from migov.errors import ArgumentError, LayoutError
from migov.publishers import _fdi_sheets, unctad_workbooks
from migov.publishers.unctad_workbooks import read_workbooks

YEARS = (2001, 2002)
ROWS = [(0, "World", [9, 8]), (4, "Peru", [5, 4]), (1, "Unspecified", [4, 4])]
TOLD = [("Belgium", [1, 2]), ("China", [3, 4])]


def _own(rows: list[tuple[int, str, list[Any]]] = ROWS) -> files.Sheet:
    return files.own("Brazil", "inflows", rows, YEARS)


def _read(sheet: files.Sheet, measure: str = "FDI_inflows", **others: files.Sheet) -> None:
    read_workbooks(io.BytesIO(files.of("Brazil", inflows=sheet, **others)), measure)


def _changed(row: int, column: int, cell: Any) -> files.Sheet:
    sheet = [list(each) for each in _own()]
    sheet[row] += [""] * (column + 1 - len(sheet[row]))
    sheet[row][column] = cell
    return sheet


def test_the_sheet_is_read_when_it_is_as_it_should_be() -> None:
    _read(_own())


def test_no_such_measure() -> None:
    with pytest.raises(ArgumentError, match="measure='inflows' is not one of 'FDI_inflows'"):
        read_workbooks(io.BytesIO(files.NAMIBIA), "inflows")


@pytest.mark.parametrize(
    ("row", "column", "cell", "says"),
    [
        (0, 0, "Atlantis", "is headed 'Atlantis', where the name of an economy belongs"),
        (0, 0, "", "is headed '', where the name of an economy belongs"),
        (1, 0, files.TITLES["outflows"], "is titled 'Table 2.*where FDI flows in the host economy"),
        (1, 0, files.TITLES["instock"], "is titled 'Table 3.*FDI flows"),
        (1, 0, "", "has 'World' in row 5, before its title, its unit and its years"),
        (2, 0, "(Billions of US dollars)", r"says '\(Billions of US dollars\)' where its unit"),
        (2, 0, "(Millions of national currency)", "where its unit should stand"),
        (2, 0, "", "before its title, its unit and its years"),
        (3, 0, "Country", "before its title, its unit and its years"),
        (3, 6, "2001/02", r"has '2001/02' in row 4, where each year should stand once"),
        (3, 7, 2001, "where each year should stand once"),
        (3, 8, "Rank", "has 'Rank' in row 4"),
        (5, 4, "Atlantis", "1 names that are not known: 'Atlantis'"),
        (5, 4, "Korea", "1 names that are not known: 'Korea'"),
        (5, 6, "many", "has 'many' in row 6, column 2001, where a figure belongs"),
        (5, 6, "5 a", "has '5 a' in row 6, column 2001"),
        (5, 6, "- - -5", "has '- - -5' in row 6"),
        (5, 3, "Chile", "has 'Chile', 'Peru' in row 6, where one partner and its figures belong"),
        (5, 4, "", "has no name in row 6"),
        (5, 4, "..", "has no name in row 6"),
        (5, 9, 77, "has 'Peru', '77.*in row 6"),
        (5, 4, "World", "has 'World' twice, with other figures in row 6"),
    ],
)  # fmt: skip
def test_a_sheet_that_was_changed(row: int, column: int, cell: Any, says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        _read(_changed(row, column, cell))


def test_two_names_of_one_economy() -> None:
    with pytest.raises(LayoutError, match="'Turkey', 'Türkiye', which are one economy"):
        _read(_own([(4, "Turkey", [1, 2]), (4, "Türkiye", [1, 2])]))


def test_another_heading_further_down() -> None:
    sheet = [*_own()[:-1], [files.TITLES["inflows"]], [files.UNIT], ["Reporting economy", *YEARS]]
    with pytest.raises(LayoutError, match="has another heading in row 10 than above"):
        _read(sheet)


def test_groups_among_those_who_report() -> None:
    sheet = files.told("Brazil", "inflows", [*TOLD, ("Europe", [1, 1])], YEARS)
    with pytest.raises(LayoutError, match="has 'Europe' among the economies that report"):
        _read(sheet, "FDI_outflows")


def test_a_row_that_comes_twice_alike_is_one() -> None:
    sheet = files.own("Brazil", "inflows", [ROWS[1], ROWS[1]], YEARS)
    table = read_workbooks(io.BytesIO(files.of("Brazil", inflows=sheet)), "FDI_inflows").table
    assert table["value"].tolist() == [5e6, 4e6]


def test_a_footnote_is_no_unit_and_no_partner() -> None:
    sheet = [*_own(), ["(a)  Of the fiscal year."], ["Memorandum"]]
    table = read_workbooks(io.BytesIO(files.of("Brazil", inflows=sheet)), "FDI_inflows").table
    assert set(table["origin"]) == {"WLD", "PER", "XXX"}


def test_a_remark_in_the_line_of_a_partner_is_no_name() -> None:
    sheet = _changed(5, 0, "Note:  Preliminary.")
    table = read_workbooks(io.BytesIO(files.of("Brazil", inflows=sheet)), "FDI_inflows").table
    assert "PER" in set(table["origin"])


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        (["inflows", "outflows", "instock"], "has no sheet outstock; expected are inflows"),
        ([*files.TITLES, "greenfield"], "the sheets 'greenfield', which are not known"),
        (["Sheet1"], "no sheet inflows, outflows, instock, outstock and the sheets 'Sheet1'"),
    ],
)
def test_sheets_that_nobody_knows(sheets: list[str], says: str) -> None:
    book = files.workbook({
        name: files.nothing("Brazil", name) if name in files.TITLES else [["figures"]]
        for name in sheets
    })
    with pytest.raises(LayoutError, match=says):
        read_workbooks(io.BytesIO(book), "FDI_inflows")


def test_a_further_sheet_without_anything_is_none() -> None:
    sheets = {name: files.nothing("Brazil", name) for name in files.TITLES}
    book = files.workbook({**sheets, "inflows": _own(), "Sheet1": []})
    assert len(read_workbooks(io.BytesIO(book), "FDI_inflows").table) == 6


def test_a_workbook_without_any_figure() -> None:
    with pytest.raises(LayoutError, match="has no figures of FDI_outstock"):
        read_workbooks(io.BytesIO(files.NAMIBIA), "FDI_outstock")


# --- a zip of them --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ([("AGO.xls", files.NAMIBIA)], r"AGO\.xls.*is headed 'Namibia', which is NAM.*by AGO"),
        ([("ATL.xls", files.NAMIBIA)], r"holds 'ATL\.xls', which is called by no economy's code"),
        ([("NAM.xls", files.NAMIBIA[:3000])], r"NAM\.xls.*cannot be opened as a workbook"),
        ([("NAM.xls", b"<html>gone</html>")], "is a page of HTML"),
        ([("NAM.csv", b"x")], r"should hold several \.xls; it holds 'NAM\.csv'"),
        ([("../NAM.xls", files.NAMIBIA)], "lies outside the archive"),
        ([], "is not an Excel workbook"),
    ],
)  # fmt: skip
def test_a_zip_of_other_things(members: list[tuple[str, bytes]], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        read_workbooks(zipped(*members), "FDI_instock")


def test_a_member_that_swells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unctad_workbooks, "LARGEST_MEMBER", 1000)
    with pytest.raises(LayoutError, match=r"says that NAM\.xls is [\d,]+ bytes unpacked"):
        read_workbooks(zipped(("NAM.xls", files.NAMIBIA)), "FDI_instock")


@pytest.mark.parametrize(
    "body", [b"", b"<html>moved</html>", b"PK\x03\x04", b"year,value", files.NAMIBIA[:600]]
)
def test_what_is_no_workbook(body: bytes) -> None:
    with pytest.raises(LayoutError):
        read_workbooks(io.BytesIO(body), "FDI_inflows")


def test_a_sheet_without_rows() -> None:
    book = files.workbook({**{name: [] for name in files.TITLES}, "inflows": [["Brazil"]]})
    from migov.publishers import _source

    opened = _source.sheets(io.BytesIO(book))
    for kind in files.TITLES:
        with pytest.raises(LayoutError, match="has no title, no unit, or no row of years"):
            _fdi_sheets.read_sheet(opened, kind, kind, "The file")
