"""A workbook that was edited is read to the last figure as it was, or it is refused in words."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pandas as pd
import pytest

from migov.errors import LayoutError
from migov.publishers import cepii, knomad, unctad, unctad_workbooks, undesa, worldbank
from migov.publishers import worldbank_classes as classes
from publishers import cepii_files, fdi_files, knomad_files, undesa_files
from publishers.knomad_files import with_cell, workbook

pytestmark = pytest.mark.slow

Rows = list[list[Any]]
WRONG = [
    datetime.datetime(2020, 1, 1), datetime.date(2020, 1, 1), datetime.time(1, 2), True, False,
    "n.a.", "12 (b)",
]  # fmt: skip


class Table(NamedTuple):
    """The rows of a sheet, which of them is the header, and how the table is read from them."""

    rows: Rows
    header: int
    figures: list[tuple[int, int]]
    read: Callable[[Rows], pd.DataFrame]
    complete: bool = False  # whether the publisher says enough to miss a row
    as_it_was: pd.DataFrame = pd.DataFrame()


def _sheet(path: Path, name: str) -> Rows:
    rows = openpyxl.load_workbook(path)[name].values
    return [["" if cell is None else cell for cell in row] for row in rows]


def _numbers(rows: Rows, header: int, left: int, end: int | None = None) -> list[tuple[int, int]]:
    return [
        (r, c) for r, row in enumerate(rows[:end]) for c, cell in enumerate(row)
        if r > header and c >= left and isinstance(cell, int | float)
    ]  # fmt: skip


_ANNEX: Rows = [
    ["Annex table 1. FDI inflows, by region and economy, 2001-2003"], ["(Millions of dollars)"],
    ["Region/economy", 2001.0, 2002.0, 2003.0], ["World", 30.5, 31, 32], ["Namibia", 10, 11, "-"],
    ["Angola", "..", 20.25, 32], [""], ["Source: UNCTAD."],
]  # fmt: skip
_GROUPS: Rows = [
    ["World Bank Analytical Classifications", ""], ["", "Bank's fiscal year:", "FY89", "FY90"],
    ["", "Data for calendar year :", 1987, 1988], ["NAM", "Namibia", "LM", ".."],
    ["AGO", "Angola", "L", "LM*"],
]  # fmt: skip
_DATA: Rows = [
    ["Data Source", "World Development Indicators"], [""], ["Last Updated Date", "2026-07-01"],
    ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2023", "2024"],
    ["Namibia", "NAM", "Population, total", "SP.POP.TOTL", 2963095.0, 3030131.0],
    ["Angola", "AGO", "Population, total", "SP.POP.TOTL", "", 37885849.0],
]  # fmt: skip


def _undesa(folder: Path) -> Iterator[tuple[str, Table]]:
    for name, left, path, read in (
        ("corridors", 4, undesa_files.corridors(folder / "2024.xlsx", 2024),
         lambda file: undesa.read_corridors(file, 2024)),
        ("totals", 4, undesa_files.totals(folder / "2020.xlsx", 2020),
         lambda file: undesa.read_totals(file, 2020)),
    ):  # fmt: skip
        rows = _sheet(path, "Table 1")
        yield f"UN DESA's {name}", Table(
            rows, 10, _numbers(rows, 10, left),
            lambda rows, read=read: read(workbook(rows, "Table 1")).table, True,
        )  # fmt: skip
    years = [["Total", 900, "", 8, 6, 2], ["Namibia", 516, "B", 5, 4, 1]]
    header = ["Name", "Code", "Type", "Total", "Angola", "Botswana"]
    path = undesa_files.older(
        folder / "2015.xlsx", 2015,
        [("Total migrant stock at mid-year by origin and by destination, 2015", header, years)],
    )  # fmt: skip
    rows = _sheet(path, "Table 1")
    rows[9][4] = f"Table 1 - {str(rows[9][4]).partition(' - ')[2]}"
    yield "UN DESA's of 2015", Table(
        rows, 15, _numbers(rows, 15, 3),
        lambda rows: undesa.read_corridors(workbook(rows, "Table 1"), 2015).table,
    )  # fmt: skip


def _tables(folder: Path) -> Iterator[tuple[str, Table]]:
    yield from _undesa(folder)
    matrix, brief, long = knomad_files.MATRIX, knomad_files.BRIEF, knomad_files.LONG
    yield "the matrix", Table(
        matrix, 1, _numbers(matrix, 1, 1),
        lambda rows: knomad.read_matrix(workbook(rows), 2021).table, True,
    )  # fmt: skip
    yield "the brief", Table(
        brief, 0, [(r, c) for r, c in _numbers(brief, 0, 1) if c < 4],
        lambda rows: knomad.read_brief(workbook(rows)).table,
    )  # fmt: skip
    for code, some in (("BRE", slice(1, 5)), ("MRI", slice(5, 6))):
        part = [long[0], *long[some]]
        yield f"the long sheet, {code}", Table(
            part, 0, _numbers(part, 0, 8),
            lambda rows, code=code: knomad.read_workbook(
                workbook(rows, "Data"), f"WB_KNOMAD_{code}").table,
            code == "BRE",
        )  # fmt: skip
    yield "the annex", Table(
        _ANNEX, 2, _numbers(_ANNEX, 2, 1),
        lambda rows: unctad.read_annex(workbook(rows), 1).table,
    )  # fmt: skip
    yield "FDI by pairs", Table(
        fdi_files.told("Namibia", "inflows", fdi_files.NAMIBIA_INFLOWS), 3,
        _numbers(fdi_files.told("Namibia", "inflows", fdi_files.NAMIBIA_INFLOWS), 3, 1)[::9],
        lambda rows: unctad_workbooks.read_workbooks(
            io.BytesIO(fdi_files.of("Namibia", inflows=rows)), "FDI_outflows").table,
    )  # fmt: skip
    distances, places = cepii_files.PAIRS, cepii_files.PLACES
    yield "distances", Table(
        distances, 0, _numbers(distances, 0, 2),
        lambda rows: cepii.read_distances(cepii_files.distances(rows)), True,
    )  # fmt: skip
    yield "cities", Table(
        places, 0, [(r, c) for r, c in _numbers(places, 0, 4)],
        lambda rows: cepii.read_places(cepii_files.places(rows)),
    )  # fmt: skip
    yield "the World Bank", Table(
        _DATA, 3, _numbers(_DATA, 3, 4),
        lambda rows: worldbank.read_excel(workbook(rows, "Data").read(), "SP.POP.TOTL").table,
    )  # fmt: skip
    yield "groups by income", Table(
        _GROUPS, 1, [(3, 2), (4, 2), (4, 3)],
        lambda rows: classes.read_income_groups(workbook(rows, "Country Analytical History")),
    )  # fmt: skip


NAMES = [
    "UN DESA's corridors", "UN DESA's totals", "UN DESA's of 2015", "the matrix", "the brief",
    "the long sheet, BRE", "the long sheet, MRI", "the annex", "FDI by pairs", "distances",
    "cities", "the World Bank", "groups by income",
]  # fmt: skip


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    found = dict(_tables(tmp_path_factory.mktemp("workbooks")))
    return {name: table._replace(as_it_was=table.read(table.rows)) for name, table in found.items()}


def test_every_table_is_named(tables: dict[str, Table]) -> None:
    assert list(tables) == NAMES
    assert all(map(len, (table.as_it_was for table in tables.values())))


def _exact_or_refused(table: Table, rows: Rows) -> bool:
    """Whether it was refused."""
    try:
        found = table.read(rows)
    except LayoutError:
        return True
    pd.testing.assert_frame_equal(found, table.as_it_was)
    return False


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_figure_among_figures(tables: dict[str, Table], name: str) -> None:
    table = tables[name]
    step = max(1, len(table.figures) // 12)
    for row, column in table.figures[::step]:
        for cell in WRONG[3:] if name == "FDI by pairs" else WRONG:  # xlwt makes dates numbers
            with pytest.raises(LayoutError):
                table.read(with_cell(table.rows, row, column, cell))


@pytest.mark.parametrize("name", NAMES)
def test_a_row_that_is_blank(tables: dict[str, Table], name: str) -> None:
    """Put in below the header, or in place of its name."""
    table = tables[name]
    for at in range(table.header + 1, len(table.rows)):
        _exact_or_refused(table, [*table.rows[:at], [""], *table.rows[at:]])
    for at in sorted({row for row, _ in table.figures}):
        nameless = [*table.rows[:at], ["", *table.rows[at][1:]], *table.rows[at + 1 :]]
        _exact_or_refused(table, nameless)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_that_was_lost_or_is_there_twice(tables: dict[str, Table], name: str) -> None:
    table = tables[name]
    for at in sorted({row for row, _ in table.figures}):
        _exact_or_refused(table, [*table.rows[: at + 1], table.rows[at], *table.rows[at + 1 :]])
        if table.complete and at < max(row for row, _ in table.figures):
            with pytest.raises(LayoutError):
                table.read([*table.rows[:at], *table.rows[at + 1 :]])


@pytest.mark.parametrize("name", NAMES)
def test_columns_that_changed_places(tables: dict[str, Table], name: str) -> None:
    """Whole columns from the header down: figures stay what they are called, or are refused."""
    table = tables[name]
    width = max(len(row) for row in table.rows)
    below = [[*row, *[""] * (width - len(row))] for row in table.rows]
    for left in range(0, width - 1, max(1, width // 12)):
        order = [*range(left), left + 1, left, *range(left + 2, width)]
        swapped = [[row[place] for place in order] for row in below[table.header :]]
        _exact_or_refused(table, [*below[: table.header], *swapped])
        lost = [[*row[:left], *row[left + 1 :]] for row in below[table.header :]]
        if any(column == left for _, column in table.figures) and name.startswith("UN DESA's "):
            _refuse_or_leave_out(table, [*below[: table.header], *lost])


def _refuse_or_leave_out(table: Table, rows: Rows) -> None:
    """A whole column that is gone: what is left is as it was."""
    try:
        found = table.read(rows)
    except LayoutError:
        return
    assert len(table.as_it_was.merge(found)) == len(found)


@pytest.mark.parametrize("name", NAMES)
def test_a_header_that_was_edited(tables: dict[str, Table], name: str) -> None:
    """A label is deleted, is a date, or is that of another column; the figures stand below it."""
    table = tables[name]
    header = table.rows[table.header]
    filled = {column for _, column in table.figures}
    for place, label in enumerate(header):
        for cell in ("", datetime.datetime(2001, 1, 1), "?"):
            rows = with_cell(table.rows, table.header, place, cell)
            assert _exact_or_refused(table, rows) or place not in filled
        if place and {place, place - 1} <= filled and header[place - 1] != label:
            twice = with_cell(table.rows, table.header, place, header[place - 1])
            _exact_or_refused(table, twice)
