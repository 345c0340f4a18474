"""What the readers of KNOMAD's files refuse, and what they say."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from publishers.knomad_files import (
    BRIEF,
    CELLS,
    LONG,
    MATRIX,
    PAIRS,
    data360,
    with_cell,
    workbook,
)

from migov.errors import ArgumentError, LayoutError
from migov.publishers import knomad

PAGE = b"<!DOCTYPE html><html><title>Remittances</title></html>"


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\n  "])
def test_the_page_of_the_retired_host(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "matrix.xlsx"
    path.write_bytes(start + PAGE)
    for read in (
        lambda: knomad.read_matrix(path, 2021),
        lambda: knomad.read_brief(path),
        lambda: knomad.read_workbook(path, "WB_KNOMAD_BRE"),
        lambda: knomad.read_flows(path, "WB_KNOMAD_MRI"),
        lambda: knomad.read_pairs(path),
    ):
        with pytest.raises(LayoutError, match=r"matrix\.xlsx is a web page.*www\.knomad\.org was"):
            read()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (with_cell(MATRIX, 0, 0, MATRIX[0][0].replace("2021", "2020")), "not the matrix of 2021"),
        (with_cell(MATRIX, 0, 0, MATRIX[0][0].replace("millions", "billions")), "in millions"),
        (with_cell(MATRIX, 1, 0, "sending (across) / receiving (down)"), "may have been swapped"),
        (with_cell(MATRIX, 1, 0, "Country"), "it says 'Country'"),
        (with_cell(MATRIX, 1, 2, "Atlantis"), "does not know 1 name: 'Atlantis'"),
        (with_cell(MATRIX, 1, 2, "Namibia"), "repeat each other: NAM"),
        (with_cell(MATRIX, 3, 0, "Namibia"), "repeat each other: NAM"),
        (with_cell(MATRIX, 2, 2, "n/a"), "row 3, column Angola: 'n/a'"),
        (with_cell(MATRIX, 2, 2, 2.6), "do not add up to: sender 'NAM'"),
        (with_cell(MATRIX, 5, 2, 3.5), "do not add up to: sender 'WLD'"),
        (MATRIX[:3] + MATRIX[4:], "receiver 'NAM', 'ZWE', 'WLD'"),
        (MATRIX[:5], "lacks the row or the column WORLD"),
        ([row[:4] for row in MATRIX], "lacks the row or the column WORLD"),
        (MATRIX[:1], "does not say that receivers stand across"),
        (BRIEF, "not the matrix of 2021"),
    ],
)
def test_a_matrix_that_was_changed(rows: list[list[Any]], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        knomad.read_matrix(workbook(rows), 2021)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (with_cell(BRIEF, 0, 0, "Remittance inflows (US$ billion)"), "no header"),
        (with_cell(BRIEF, 0, 0, "Remittance outflows (US$ million)"), "the other direction"),
        (with_cell(BRIEF, 0, 4, "Growth in 2023"), "a column 'Growth in 2023'"),
        (with_cell(BRIEF, 0, 2, 2000.0), "repeat each other"),
        (with_cell(BRIEF, 1, 0, "Zimbabwe"), "repeat each other"),
        (with_cell(BRIEF, 1, 0, "Namibia (new remark)"), "'Namibia \\(new remark\\)'"),
        (with_cell(BRIEF, 1, 2, "soon"), "row 2, column 2022: 'soon'"),
        (MATRIX, "no header"),
    ],
)
def test_a_brief_that_was_changed(rows: list[list[Any]], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        knomad.read_brief(workbook(rows))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (with_cell(LONG, 0, 7, "Counterpart"), "lacks Partner"),
        (with_cell(LONG, 0, 2, "Series ID"), "lacks Indicator ID"),
        (with_cell(LONG, 1, 4, "female"), "by Attribute 1"),
        (with_cell(LONG, 1, 0, "ATL"), "'ATL'"),
        (with_cell(LONG, 1, 7, "Atlantis"), "'Atlantis'"),
        (with_cell(LONG, 1, 9, 3), "do not add up"),
        (with_cell(LONG, 1, 3, "Remittances (US$ billion)"), "in US\\$ million; it has"),
        ([LONG[0], LONG[5]], "it has 'WB.KNOMAD.MRI'"),
        ([LONG[0], *LONG[1:5], LONG[1]], "repeat each other"),
        ([], "header is empty"),
    ],
)
def test_a_long_sheet_that_was_changed(rows: list[list[Any]], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        knomad.read_workbook(workbook(rows, "Data"), "WB_KNOMAD_BRE")


def test_inflows_by_partner_are_refused() -> None:
    with pytest.raises(LayoutError, match="by Partner"):
        rows = with_cell(LONG, 5, 7, "Angola")
        knomad.read_workbook(workbook(rows, "Data"), "WB_KNOMAD_MRI")
    with pytest.raises(LayoutError, match="has no sheet 'Data'"):
        knomad.read_workbook(workbook(LONG, "Sheet1"), "WB_KNOMAD_MRI")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"INDICATOR": "WB_KNOMAD_BRE"}, "has no WB_KNOMAD_MRI; it has 'WB_KNOMAD_BRE'"),
        ({"COMP_BREAKDOWN_1": "WB_KNOMAD_AGO"}, "'WB_KNOMAD_AGO' in COMP_BREAKDOWN_1"),
        ({"UNIT_MULT": "9"}, "'9' in UNIT_MULT where 6"),
        ({"UNIT_MEASURE": "EUR"}, "or units"),
        ({"SEX": "F"}, "'F' in SEX"),
        ({"REF_AREA": "ATL"}, "'ATL'"),
        ({"OBS_VALUE": "n/a"}, "column OBS_VALUE: 'n/a'"),
        ({"TIME_PERIOD": "2022.5"}, "has 2022.5 as TIME_PERIOD in row"),
    ],
)
def test_a_row_of_data360_that_was_changed(row: dict[str, str], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        knomad.read_flows(data360(row), "WB_KNOMAD_MRI")


@pytest.mark.parametrize("column", ["REF_AREA", "OBS_VALUE", "TIME_PERIOD", "SEX", "UNIT_MULT"])
def test_a_column_of_data360_that_was_renamed(column: str) -> None:
    body = data360({}).getvalue().decode().replace(f"{column},", f"{column}_NEW,", 1)
    with pytest.raises(LayoutError, match=f"lacks the column {column}"):
        knomad.read_flows(io.BytesIO(body.encode()), "WB_KNOMAD_MRI")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"INDICATOR": "WB_KNOMAD_MIG"}, "has no WB_KNOMAD_BRE; it has 'WB_KNOMAD_MIG'"),
        ({"COMP_BREAKDOWN_1": "_Z"}, "'_Z' in COMP_BREAKDOWN_1, where a receiver"),
        ({"COMP_BREAKDOWN_1": "WB_KNOMAD_ATL"}, "COMP_BREAKDOWN_1: .*'ATL'"),
        ({"REF_AREA": "ATL"}, "REF_AREA: .*'ATL'"),
        ({"COMP_BREAKDOWN_2": "WB_KNOMAD_AGO"}, "in COMP_BREAKDOWN_2 where _Z"),
        ({"UNIT_MULT": "9"}, "'9' in UNIT_MULT where 6"),
        ({"OBS_VALUE": "2.6"}, "do not add up to: sender"),
        ({"OBS_VALUE": "n/a"}, "column OBS_VALUE: 'n/a'"),
        ({"COMP_BREAKDOWN_1": "WB_KNOMAD_ZWE"}, "do not add up to: receiver"),
        ({"REF_AREA": "AGO", "COMP_BREAKDOWN_1": "WB_KNOMAD_NAM"}, "repeat each other: AGO NAM"),
    ],
)
def test_a_pair_of_data360_that_was_changed(row: dict[str, str], says: str) -> None:
    changed = [{**each, **row} if n == 0 or "INDICATOR" in row else each
               for n, each in enumerate(PAIRS)]  # fmt: skip
    with pytest.raises(LayoutError, match=says):
        knomad.read_pairs(data360(*changed))


def test_pairs_of_data360_without_the_world() -> None:
    inner = [each for each in PAIRS if each["COMP_BREAKDOWN_1"] != "WB_KNOMAD_WLD"]
    with pytest.raises(LayoutError, match="lacks the row or the column WORLD"):
        knomad.read_pairs(data360(*inner))


@pytest.mark.parametrize("column", ["REF_AREA", "COMP_BREAKDOWN_1", "UNIT_MEASURE", "OBS_VALUE"])
def test_a_column_of_pairs_that_was_renamed(column: str) -> None:
    body = data360(*PAIRS).getvalue().decode().replace(f"{column},", f"{column}_NEW,", 1)
    with pytest.raises(LayoutError, match=f"lacks the column {column}"):
        knomad.read_pairs(io.BytesIO(body.encode()))


def test_rows_of_data360_that_repeat() -> None:
    with pytest.raises(LayoutError, match="repeat each other: NAM 2022"):
        knomad.read_flows(data360({}, {"OBS_VALUE": "52"}), "WB_KNOMAD_MRI")


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 and noise", b"\x1f\x8b and noise", b"a,b\n1"])
def test_what_is_no_file(body: bytes) -> None:
    for read in (
        lambda: knomad.read_matrix(io.BytesIO(body), 2021),
        lambda: knomad.read_brief(io.BytesIO(body)),
        lambda: knomad.read_workbook(io.BytesIO(body), "WB_KNOMAD_BRE"),
        lambda: knomad.read_flows(io.BytesIO(body), "WB_KNOMAD_MRI"),
    ):
        with pytest.raises(LayoutError):
            read()


def test_choices() -> None:
    assert "WB_KNOMAD_MRI" in CELLS.values()
    with pytest.raises(ArgumentError, match="'WB_KNOMAD_MRI', 'WB_KNOMAD_MRO'"):
        knomad.read_flows(data360({}), "MRI")
    with pytest.raises(ArgumentError, match="'WB_KNOMAD_BRE'"):
        knomad.read_workbook(workbook(LONG, "Data"), "BRE")
    with pytest.raises(ArgumentError, match="'inward', 'outward'"):
        knomad.read_brief(workbook(BRIEF), "in")
    with pytest.raises(LayoutError, match="is not the matrix of x"):
        knomad.read_matrix(workbook(MATRIX), "x")
