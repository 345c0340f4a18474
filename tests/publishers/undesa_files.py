"""Small workbooks in the layouts of UN DESA, with figures that no publisher ever printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

STOCK = "International migrant stock at mid-year"
YEARS = (1990, 2000)
# Two economies, a group, the world, and migrants of unknown origin.
PAIRS: list[tuple[str, int, str, int]] = [
    ("WORLD", 900, "WORLD", 900),
    ("WORLD", 900, "Namibia", 516),
    ("  Southern Africa", 913, "WORLD", 900),
    ("   Namibia", 516, "   Angola*", 24),
    ("   Namibia", 516, "Others", 2003),
    ("   Angola*", 24, "   Namibia", 516),
]


def corridors(path: Path, revision: int, **changes: Any) -> Path:
    """A workbook by destination and origin as in 2020 or 2024.

    ``male[n]`` and ``female[n]`` are the figures of pair n by year; both sexes are their sum
    unless ``both`` says otherwise.
    """
    pairs = changes.get("pairs", PAIRS)
    years = changes.get("years", YEARS)
    male = changes.get("male", [[10 * n + y for y in range(len(years))] for n in range(len(pairs))])
    female = changes.get("female", [[n + y for y in range(len(years))] for n in range(len(pairs))])
    both = changes.get("both") or [
        [m + f if {type(m), type(f)} == {int} else ".." for m, f in zip(*sexes, strict=True)]
        for sexes in zip(male, female, strict=True)
    ]
    # Men stand before women, and destination before origin, in both revisions; the rest moved.
    before = {
        2020: ["Index", "Region of destination", "Notes of destination",
               "Location code of destination", "Type of data of destination",
               "Region of origin", "Location code of origin"],
        2024: ["Index", "Region of destination", "Coverage", "Data type",
               "Location code of destination", "Region of origin", "Location code of origin"],
    }[revision]  # fmt: skip
    before = changes.get("header", before)
    body = []
    for n, (to, to_code, of, of_code) in enumerate(pairs):
        place: dict[str, Any] = {"Index": n + 1, before[1]: to, before[5]: of}
        place |= {text: to_code for text in before if "code of dest" in text}
        place |= {text: of_code for text in before if "code of orig" in text}
        place |= {text: "B R" if to_code == 516 else "C" for text in before if "ype" in text}
        body.append([place.get(text) for text in before] + both[n] + male[n] + female[n])
    return _write(
        path,
        revision,
        changes.get("title", "Table 1: International migrant stock by destination and origin"),
        [*before, *changes.get("header_years", years * 3)],
        changes.get(
            "headings", [f"{STOCK}, both sexes combined", f"{STOCK}, males", f"{STOCK}, females"]
        ),
        body + changes.get("below", []),
        sheet=changes.get("sheet", "Table 1"),
    )


def totals(path: Path, revision: int, by: str = "destination", **changes: Any) -> Path:
    """A workbook of totals as in 2020 (codes in the fourth column, ``..`` for missing)."""
    rows = changes.get(
        "rows",
        [
            ["WORLD", None, 900, None, 30, 33, 20, 22, 10, 11],
            ["Geographic regions", None, None, None, *[".."] * 6],
            ["  Southern Africa", None, 913, None, 9, "..", 5, "..", 4, ".."],
            ["   Namibia", 1, 516, "B R", 3, 4, 2, 2, 1, 2],
            ["  Southern Africa", None, 913, None, 9, "..", 5, "..", 4, ".."],
        ],
    )
    return _write(
        path,
        revision,
        f"Table 1: International migrant stock by region, country or area of {by}",
        changes.get(
            "header", ["Index", "Region", "Notes", "Location code", "Type of data", *YEARS * 3]
        ),
        [f"{STOCK}, both sexes combined", f"{STOCK}, males", f"{STOCK}, females"],
        [[n, *row] for n, row in enumerate(rows, 1)],
    )


def older(
    path: Path, revision: int, sheets: Sequence[tuple[str, list[Any], list[list[Any]]]]
) -> Path:
    """A workbook as before 2020: for each sheet its title, header and rows, from row 15 on."""
    book = openpyxl.Workbook()
    book.active.title = "CONTENTS"
    for number, (title, header, rows) in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Table {number}")
        sheet.cell(10, 5, f"Table {number} - {title}")
        sheet.cell(13, 5, f"(United Nations database, POP/DB/MIG/Stock/Rev.{revision}).")
        start = header.index("Total")
        for place, text in enumerate(header, 1):
            sheet.cell(15 if place <= start else 16, place, text)
        sheet.cell(15, start + 1, "Country or area of origin")
        for n, row in enumerate(rows, 17):
            for place, cell in enumerate(row, 1):
                sheet.cell(n, place, cell)
    book.save(path)
    return path


def _write(
    path: Path,
    revision: int,
    title: str,
    header: Sequence[Any],
    headings: Sequence[str],
    rows: Sequence[Sequence[Any]],
    sheet: str = "Table 1",
) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Table of contents"
    table = book.create_sheet(sheet)
    table.cell(3, 5, title)
    table.cell(4, 5, f"POP/DB/MIG/Stock/Rev.{revision}")
    first = next((n for n, text in enumerate(header, 1) if isinstance(text, int)), len(header))
    width = (len(header) - first + 1) // 3
    for n, text in enumerate(headings):
        table.cell(8, first + n * width, text)
    for n, text in enumerate(header, 1):
        table.cell(11, n, text)
    for n, row in enumerate(rows, 12):
        for place, cell in enumerate(row, 1):
            table.cell(n, place, cell)
    book.create_sheet("Notes")
    book.save(path)
    return path
