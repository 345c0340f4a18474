"""KNOMAD's remittances: small files by hand, and every cell of the workbooks read a second way."""

from __future__ import annotations

import csv
import gzip

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migov import economies, tidy
from migov.publishers import knomad
from publishers import FileOf
from publishers.knomad_files import (
    BRIEF,
    CORNER,
    LONG,
    MATRIX,
    PAIRS,
    TITLE,
    data360,
    pair,
    with_cell,
    workbook,
)

LONG_BOOK = "WB-KNOMAD.xlsx"


def found(table: pd.DataFrame) -> dict[tuple, float]:
    keys = table.drop(columns="value").itertuples(index=False, name=None)
    return dict(zip(keys, table["value"], strict=True))


# --- by hand --------------------------------------------------------------------------------------


def test_senders_stand_down_and_blanks_and_dashes_are_absent() -> None:
    reading = knomad.read_matrix(workbook(MATRIX), 2021)
    table = tidy.check(reading.table, "corridor")
    assert {key: value for key, value in found(table).items() if "WLD" not in key} == {
        ("NAM", "AGO", 2021): 2_500_000,
        ("AGO", "NAM", 2021): 1_250_000,
        ("AGO", "ZWE", 2021): 4_000_000,
    }
    assert found(table)[("WLD", "WLD", 2021)] == 7_750_000
    assert (reading.unit, reading.released) == ("current US$", "2022-12")
    assert "Model output" in reading.notes[0]


def test_the_corner_is_read_by_its_meaning() -> None:
    older = with_cell(MATRIX, 1, 0, "receiving (across) / sending (down)")
    assert len(knomad.read_matrix(workbook(older), "2021").table) == 9


def test_a_zero_stays_a_zero() -> None:
    reading = knomad.read_matrix(workbook(with_cell(MATRIX, 2, 1, 0)), 2021)
    assert found(reading.table)[("NAM", "NAM", 2021)] == 0


def test_a_brief_says_its_estimates_and_its_date() -> None:
    reading = knomad.read_brief(workbook(BRIEF, "Inward remittance flows"))
    figures = found(tidy.check(reading.table, "economy"))
    assert figures[("NAM", 2022)] == 51_200_000
    assert figures[("ZWE", 2022)] == 3_085_043_421
    assert figures[("LMY", 2023)] == 669_300_300_000
    assert ("ZWE", 2023) not in figures and ("NAM", 2000) in figures
    assert reading.released == "2023-12"
    assert reading.notes == (
        "2023 is an estimate.",
        "2 figures are zero, also where nothing is known.",
    )


def test_an_outward_brief_begins_lower() -> None:
    outward = [["Outward flows"], [], *with_cell(BRIEF, 0, 0, "Remittance outflows (US$ million)")]
    reading = knomad.read_brief(workbook(outward), "outward")
    assert found(reading.table)[("NAM", 2023)] == 60_000_000
    assert reading.title == "Remittance outflows (US$ million)"


def test_one_indicator_of_the_long_sheet() -> None:
    matrix = knomad.read_workbook(workbook(LONG, "Data"), "WB_KNOMAD_BRE")
    assert found(tidy.check(matrix.table, "corridor"))[("NAM", "AGO", 2021)] == 2_500_000
    inflows = knomad.read_workbook(workbook(LONG, "Data"), "WB_KNOMAD_MRI")
    assert found(tidy.check(inflows.table, "economy")) == {
        ("NAM", 2020): 48_500_000, ("NAM", 2021): 51_200_000,
    }  # fmt: skip


def test_one_indicator_of_data360() -> None:
    file = data360(
        {},
        {"TIME_PERIOD": "2023", "OBS_VALUE": "0.0", "OBS_STATUS": "E"},
        {"INDICATOR": "WB_KNOMAD_MRO", "OBS_VALUE": "9", "REF_AREA_LABEL": "Namibia"},
    )
    reading = knomad.read_flows(file, "WB_KNOMAD_MRI")
    assert found(reading.table) == {("NAM", 2022): 51_200_000, ("NAM", 2023): 0}
    assert reading.notes == (
        "1 of 2 figures are marked as estimates.",
        "1 figures are zero, also where nothing is known.",
    )


def test_pairs_of_data360() -> None:
    """The same small matrix as the workbook, in the layout that is documented."""
    reading = knomad.read_pairs(data360(*PAIRS))
    table = tidy.check(reading.table, "corridor")
    pd.testing.assert_frame_equal(table, knomad.read_matrix(workbook(MATRIX), 2021).table)
    assert reading.unit == "current US$" and "Model output" in reading.notes[0]


@pytest.mark.reference
def test_the_pairs_of_data360_are_the_matrix_of_2021(file_of: FileOf) -> None:
    """Every cell of the publisher's workbook, put into the layout of Data360 and read back."""
    path = file_of("bilateral_remittance_matrix_2021_0.xlsx")
    sheet = [row[:216] for row in openpyxl.load_workbook(path, data_only=True).worksheets[0].values]
    codes = {name: _code(name) for name in sheet[1][1:]}
    rows = [
        pair(codes[row[0]], codes[name], value)
        for row in sheet[2:217]
        for name, value in zip(sheet[1][1:], row[1:], strict=True)
        if isinstance(value, int | float)
    ]
    assert len(rows) == 10_619
    pairs = knomad.read_pairs(data360(*rows)).table
    pd.testing.assert_frame_equal(pairs, knomad.read_matrix(path, 2021).table)


NAMES = ["Namibia", "Angola", "Congo, Dem. Rep.", "Congo, Rep.", "Korea, Rep.", "Kosovo"]


@pytest.mark.slow
@given(
    cells=st.lists(
        st.lists(st.none() | st.integers(0, 10**9), min_size=6, max_size=6), min_size=6, max_size=6
    )
)
def test_whatever_is_written_is_read(cells: list[list[int | None]]) -> None:
    """Cells in whole dollars; the file prints millions."""
    across = [[value and value / 1e6 for value in row] for row in cells]
    body = [
        [name, *row, sum(filter(None, row))] for name, row in zip(NAMES, across, strict=True)
    ]
    totals = [sum(filter(None, column)) for column in zip(*(row[1:] for row in body), strict=True)]
    rows = [[TITLE], [CORNER, *NAMES, "WORLD"], *body, ["WORLD", *totals]]
    table = knomad.read_matrix(workbook(rows), 2021).table
    codes = economies.translate(pd.Series(NAMES), "knomad_name").tolist()
    inner = {key: value for key, value in found(table).items() if "WLD" not in key}
    assert inner == {
        (codes[down], codes[over], 2021): value
        for down, row in enumerate(cells)
        for over, value in enumerate(row)
        if value is not None
    }


# --- the publisher's files ------------------------------------------------------------------------


def _code(name: str) -> str:
    return economies.translate(pd.Series([name]), "knomad_name").iloc[0]


@pytest.mark.reference
@pytest.mark.parametrize(
    ("file", "year", "cells", "world"),
    [
        ("bilateral_remittance_matrix_2021_0.xlsx", 2021, 10_619, 781_076),
        # 215 by 215, and four dashes.
        ("WB_Bilateral_Remittance_Estimates_2017.xlsx", 2017, 46_221, 613_466),
    ],
)
def test_every_cell_of_a_matrix(
    file_of: FileOf, file: str, year: int, cells: int, world: int
) -> None:
    path = file_of(file)
    table = tidy.check(knomad.read_matrix(path, year).table, "corridor")
    figures = found(table)
    assert len(figures) == cells
    assert round(figures[("WLD", "WLD", year)] / 1e6) == world
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    sheet = [row[:216] for row in book.worksheets[0].values]
    codes = {name: _code(name) for name in sheet[1][1:]}
    printed = {
        (codes[row[0]], codes[name], year): value
        for row in sheet[2:217]
        for name, value in zip(sheet[1][1:], row[1:], strict=True)
        if isinstance(value, int | float)
    }
    assert figures.keys() == printed.keys()
    assert all(abs(figures[key] - 1e6 * value) <= 0.5 for key, value in printed.items())


@pytest.mark.reference
def test_corridors_are_those_published(file_of: FileOf) -> None:
    for file, year, mexico, india in (
        ("bilateral_remittance_matrix_2021_0.xlsx", 2021, 52_595, 19_821),
        ("WB_Bilateral_Remittance_Estimates_2017.xlsx", 2017, 30_019, 13_823),
    ):
        figures = found(knomad.read_matrix(file_of(file), year).table)
        assert round(figures[("USA", "MEX", year)] / 1e6) == mexico
        assert round(figures[("ARE", "IND", year)] / 1e6) == india


@pytest.mark.reference
def test_the_long_sheet_is_the_matrix_and_the_flows(file_of: FileOf) -> None:
    book = file_of(LONG_BOOK)
    long = knomad.read_workbook(book, "WB_KNOMAD_BRE").table
    file = file_of("bilateral_remittance_matrix_2021_0.xlsx")
    pd.testing.assert_frame_equal(long, knomad.read_matrix(file, 2021).table)
    flows = file_of("WB_KNOMAD_MRI_MRO_2000_2023.csv.gz")
    for indicator in knomad.FLOWS:
        pd.testing.assert_frame_equal(
            knomad.read_workbook(book, indicator).table, knomad.read_flows(flows, indicator).table
        )


@pytest.mark.reference
@pytest.mark.parametrize(("indicator", "rows"), [("MRI", 4800), ("MRO", 4824)])
def test_every_figure_of_data360(file_of: FileOf, indicator: str, rows: int) -> None:
    path = file_of(f"WB_KNOMAD_{indicator}.csv.gz")
    table = knomad.read_flows(path, f"WB_KNOMAD_{indicator}").table
    assert len(tidy.check(table, "economy")) == rows
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        printed = {
            (row["REF_AREA"], int(row["TIME_PERIOD"])): float(row["OBS_VALUE"])
            for row in csv.DictReader(stream)
        }
    figures = found(table)
    assert figures.keys() == printed.keys()
    assert all(abs(figures[key] - 1e6 * value) <= 0.5 for key, value in printed.items())


@pytest.mark.reference
def test_the_brief_of_december_2023(file_of: FileOf) -> None:
    file = "inward_remittance_flows_december_2023_1.xlsx"
    reading = knomad.read_brief(file_of(file))
    figures = found(tidy.check(reading.table, "economy"))
    for (economy, year), millions in {
        ("WLD", 2000): 120_317, ("WLD", 2022): 835_599, ("WLD", 2023): 860_263,
        ("IND", 2022): 111_222, ("IND", 2023): 125_000,
    }.items():  # fmt: skip
        assert round(figures[(economy, year)] / 1e6) == millions
    assert reading.released == "2023-12"
    # What the world receives is what its economies do.
    table = reading.table[~economies.is_aggregate(reading.table["economy"])]
    assert table.loc[table["year"] == 2022, "value"].sum() == pytest.approx(
        figures[("WLD", 2022)], rel=0.005
    )
