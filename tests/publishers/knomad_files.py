"""KNOMAD's files in small, written by hand: a matrix, a brief, the long sheet and Data360's csv."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

TITLE = (
    "Bilateral Remittance Estimates for 2021 using Migrant Stocks, Host Country Incomes, and "
    "Origin Country Incomes (millions of US$) (December 2022 Version)"
)
CORNER = "Remittance-receiving country (across)   -   Remittance-sending country (down)"
# Senders down: Namibia sends 2.5 to Angola; Angola sends 1.25 to Namibia and 4 to Zimbabwe.
MATRIX: list[list[Any]] = [
    [TITLE],
    [CORNER, "Namibia", "Angola", "Zimbabwe ", "WORLD"],
    ["Namibia", "", 2.5, "", 2.5],
    ["Angola", 1.25, "", 4, 5.25],
    ["Zimbabwe", "", "", "-", ""],
    ["WORLD", 1.25, 2.5, 4, 7.75],
    [],
    ["Note: All numbers are in current US dollar."],
]
BRIEF: list[list[Any]] = [
    ["Remittance inflows (US$ million)", 2000.0, 2022.0, "2023e", "% of GDP in 2023"],
    ["Namibia ", 0.0, 51.2, 60, 0.5],
    ["Zimbabwe (using CB data for 2021 & 2022)", 0.0, 3085.043421, "", ""],
    ["Low-and Middle-Income Countries", 70706.7, 644769.9, 669300.3, 1.7],
    ["World", 120316.8, 835599.4, 860262.7, 0.8],
    [],
    ["Note: All numbers are in current (nominal) US $."],
    ["Date: December 2023"],
]
_NONE = ["", "", ""]
_LONG = "Bilateral Remittance Estimates using Migrant Stocks (US$ million)"
_IN = "Remittance inflows (US$ million)"
LONG: list[list[Any]] = [
    ["Economy ISO3", "Economy Name", "Indicator ID", "Indicator", "Attribute 1", "Attribute 2",
     "Attribute 3", "Partner", "2020", "2021"],
    ["NAM", "Namibia", "WB.KNOMAD.BRE", _LONG, *_NONE, "Angola", "", 2.5],
    ["NAM", "Namibia", "WB.KNOMAD.BRE", _LONG, *_NONE, "WORLD", "", 2.5],
    ["WLD", "WORLD", "WB.KNOMAD.BRE", _LONG, *_NONE, "Angola", "", 2.5],
    ["WLD", "WORLD", "WB.KNOMAD.BRE", _LONG, *_NONE, "WORLD", "", 2.5],
    ["NAM", "Namibia", "WB.KNOMAD.MRI", _IN, *_NONE, "WORLD", 48.5, 51.2],
]  # fmt: skip
CELLS = {
    "STRUCTURE": "datastructure", "FREQ": "A", "REF_AREA": "NAM", "REF_AREA_LABEL": "Namibia",
    "INDICATOR": "WB_KNOMAD_MRI", "INDICATOR_LABEL": _IN, "SEX": "_T", "AGE": "_T",
    "URBANISATION": "_T", "UNIT_MEASURE": "USD_CUR", "COMP_BREAKDOWN_1": "_Z",
    "COMP_BREAKDOWN_2": "_Z", "COMP_BREAKDOWN_3": "_Z", "TIME_PERIOD": "2022",
    "OBS_VALUE": "51.2", "UNIT_MULT": "6", "OBS_STATUS": "A",
}  # fmt: skip


def pair(sender: str, receiver: str, value: object, year: int = 2021) -> dict[str, str]:
    """A row of Data360's matrix, in what it differs from the others."""
    return {
        "REF_AREA": sender, "INDICATOR": "WB_KNOMAD_BRE", "INDICATOR_LABEL": "Bilateral estimates",
        "COMP_BREAKDOWN_1": f"WB_KNOMAD_{receiver}", "TIME_PERIOD": str(year),
        "OBS_VALUE": str(value), "OBS_STATUS": "E",
    }  # fmt: skip


# The matrix above, and its totals.
PAIRS = [
    pair("NAM", "AGO", 2.5), pair("AGO", "NAM", 1.25), pair("AGO", "ZWE", 4),
    pair("NAM", "WLD", 2.5), pair("AGO", "WLD", 5.25), pair("WLD", "NAM", 1.25),
    pair("WLD", "AGO", 2.5), pair("WLD", "ZWE", 4), pair("WLD", "WLD", 7.75),
]  # fmt: skip


def workbook(rows: list[list[Any]], sheet: str = "FINAL BRM 2021 ") -> io.BytesIO:
    """A workbook of one sheet; empty text is an empty cell."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def data360(*rows: dict[str, str]) -> io.BytesIO:
    """Data360's csv; each row says in what it differs from Namibia's inflows of 2022."""
    lines = [",".join(CELLS), *(",".join((CELLS | row).values()) for row in rows)]
    return io.BytesIO("\n".join(lines).encode())


def with_cell(rows: list[list[Any]], row: int, column: int, cell: Any) -> list[list[Any]]:
    """The same rows with another cell."""
    return [
        [cell if (r, c) == (row, column) else old for c, old in enumerate(each)]
        for r, each in enumerate(rows)
    ]
