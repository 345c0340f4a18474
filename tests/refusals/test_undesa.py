"""What the readers of UN DESA's migrant stock refuse, and what they say."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from publishers import undesa_files as files

from migov.errors import ArgumentError, LayoutError, MigovError
from migov.publishers import undesa


@pytest.fixture
def corridors(tmp_path: Path) -> Path:
    return files.corridors(tmp_path / "stock.xlsx", 2024)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sheet": "Tabelle 1"}, "no sheet 'Table 1'; it has 'Table of contents', 'Tabelle 1'"),
        ({"header": ["Index", "To", "Coverage", "Data type", "Code", "From", "Origin"]},
         "totals|location codes"),
        ({"header": ["Index", "To", "Location code of destination", "Data type",
                     "Location code of destination", "From", "Location code of origin"]},
         "one column of location codes"),
        ({"header_years": ["then", "now"] * 3}, "no row of years"),
        ({"header_years": [1990, 2000, 1990, 2000, 1990, 2010]}, "the same years for both sexes"),
        ({"headings": ["Share of women"] * 3}, "the same years for both sexes"),
        ({"headings": [f"{files.STOCK}, both sexes combined", f"{files.STOCK}, males", ""]},
         "the same years for both sexes"),
        ({"pairs": [*files.PAIRS, files.PAIRS[-1]], "male": [[n, n] for n in range(7)]},
         "2 rows that repeat each other: 24 516"),
        ({"pairs": [("x", 777, "Namibia", 516)]}, "777"),
        ({"pairs": [("x", 516, "Utopia", 9999)]}, "9999"),
        ({"pairs": [("x", None, "Namibia", 516)]}, "no code of destination in row 12"),
        ({"pairs": [("x", "NAM", "Angola", 24)]}, "'NAM'"),
        ({"male": [["about 5", 1]] * 6}, "column 1990: 'about 5'"),
        ({"male": [[-3, 1]] * 6, "female": [[1, 1]] * 6}, "negative numbers of migrants"),
        ({"both": [[900, 900]] * 6}, "not those of males and females together"),
        ({"below": [["Note: figures are provisional."]]}, "note was put below the table"),
    ],
)  # fmt: skip
def test_a_workbook_that_was_changed(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    path = files.corridors(tmp_path / "stock.xlsx", 2024, **changes)
    before = path.read_bytes()
    with pytest.raises(LayoutError, match=says) as caught:
        undesa.read_corridors(path, 2024)
    # It says which file; a reader changes nothing.
    assert "stock.xlsx" in str(caught.value)
    assert path.read_bytes() == before


def test_another_revision_than_asked(corridors: Path) -> None:
    with pytest.raises(LayoutError, match="the revision of 2024; that of 2020 was asked for"):
        undesa.read_corridors(corridors, 2020)


def test_totals_for_corridors_and_the_other_way_round(tmp_path: Path, corridors: Path) -> None:
    totals = files.totals(tmp_path / "totals.xlsx", 2024)
    with pytest.raises(LayoutError, match=r"Use read_totals\(\)"):
        undesa.read_corridors(totals, 2024)
    with pytest.raises(LayoutError, match=r"use read_margin\(\)"):
        undesa.read_totals(corridors, 2024)
    with pytest.raises(LayoutError, match="by destination, not by origin"):
        undesa.read_totals(totals, 2024, by="origin")


def test_a_margin_that_is_not_there(tmp_path: Path) -> None:
    path = files.corridors(tmp_path / "s.xlsx", 2024, pairs=files.PAIRS[3:5])
    with pytest.raises(LayoutError, match="no totals by destination for both"):
        undesa.read_margin(path, 2024)


def test_a_tidy_copy_of_another_revision(tmp_path: Path) -> None:
    path = tmp_path / "copy.csv"
    path.write_text("destination,origin,year,migrants\nWORLD,Total,1990,1\n", encoding="utf-8")
    with pytest.raises(LayoutError, match="of the revision of 2017 only"):
        undesa.read_margin(path, 2019)


def test_a_row_is_named_as_in_the_file(tmp_path: Path) -> None:
    # Blank lines are passed over and counted.
    below: list[list[Any]] = [[], [7, "x", None, "B", 24, "y", 516, *["1"] * 5, "few"]]
    path = files.corridors(tmp_path / "s.xlsx", 2024, below=below)
    with pytest.raises(LayoutError, match="row 19, column 2000: 'few'"):
        undesa.read_corridors(path, 2024)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["Namibia", None, None, None, 3, 4, 2, 2, 1, 2]], "figures without a code in row 12"),
        ([["Namibia", None, 516, None, 3, 4, 2, 2, 1, 2]] * 2, "repeat each other: 516"),
        ([["WORLD", None, 900, None, 3, 4, 2, 2, 1, 2],
          ["WORLD", None, 900, None, 5, 6, 3, 3, 2, 3]], "repeat each other: 900"),
        ([["Atlantis", None, 899, None, 3, 4, 2, 2, 1, 2]], "899"),
    ],
)  # fmt: skip
def test_totals_that_were_changed(tmp_path: Path, rows: list[list[Any]], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        undesa.read_totals(files.totals(tmp_path / "t.xlsx", 2020, rows=rows), 2020)


@pytest.mark.parametrize(("by", "sex"), [("residence", "both"), ("origin", "women")])
def test_choices(tmp_path: Path, by: str, sex: str) -> None:
    path = files.totals(tmp_path / "t.xlsx", 2020, by="origin")
    for read in (undesa.read_totals, undesa.read_margin):
        with pytest.raises(ArgumentError, match="is not one of"):
            read(path, 2020, by=by, sex=sex)


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><title>403 Forbidden</title></html>",
        b"",
        b"PK\x03\x04" + bytes(range(256)) * 4,
        b"Index,Region\n1,WORLD\n",
        b"\x1f\x8b\x08\x00",
    ],
    ids=["page", "empty", "noise", "text", "gzip"],
)
def test_what_is_no_workbook(body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "stock.xlsx"
    path.write_bytes(body)
    for revision in (2015, 2019, 2020, 2024):
        with pytest.raises(LayoutError, match=r"stock\.xlsx"):
            undesa.read_corridors(path, revision)
    with pytest.raises(LayoutError):
        undesa.read_totals(io.BytesIO(body), 2020)


def test_a_workbook_that_is_cut_short(corridors: Path) -> None:
    whole = corridors.read_bytes()
    for share in (0.2, 0.5, 0.9):
        with pytest.raises(LayoutError, match="cut short or damaged"):
            undesa.read_corridors(io.BytesIO(whole[: int(len(whole) * share)]), 2024)


# --- before 2020 ----------------------------------------------------------------------------------

HEADER = ["Year", "Sort order", "Area", "Notes", "Code", "Type", "Total", "Other North", "Angola"]
ROW = [1990, 1, "Namibia", None, 516, "B", 10, 1, 9]
TITLE = "Total migrant stock at mid-year by origin, 1990-2019"


@pytest.mark.parametrize(
    ("title", "header", "rows", "says"),
    [
        (TITLE, HEADER, [[*ROW[:4], None, *ROW[5:]]], "without a code or year in row 17"),
        (TITLE, [*HEADER[:4], "Sign", *HEADER[5:]], [ROW], "no column of country codes"),
        (TITLE, [*HEADER[:8], "Utopia"], [ROW], "Utopia"),
        (TITLE, [*HEADER[:7], "Angola", "Angola"], [ROW], "an origin in two columns"),
        (TITLE, HEADER, [ROW, ROW], "repeat each other"),
        (TITLE, HEADER, [[*ROW[:8], "nine"]], "'nine'"),
        (TITLE, HEADER[1:], [ROW[1:]], "neither a column of years nor one year"),
        ("Migrant stock by origin, 1990-2019", HEADER, [ROW], "whom it counts"),
        ("Total migrant stock, 1990-2019", HEADER, [ROW], "by origin"),
    ],
)
def test_older_layouts_are_refused_where_in_doubt(
    tmp_path: Path, title: str, header: list[Any], rows: list[list[Any]], says: str
) -> None:
    path = files.older(tmp_path / "old.xlsx", 2019, [(title, header, rows)])
    with pytest.raises(LayoutError, match=says):
        undesa.read_corridors(path, 2019)


def test_an_older_workbook_of_another_revision(tmp_path: Path) -> None:
    path = files.older(tmp_path / "old.xlsx", 2019, [(TITLE.replace("2019", "x"), HEADER, [ROW])])
    with pytest.raises(LayoutError, match="the revision of 2017"):
        undesa.read_corridors(path, 2017)


def test_an_older_workbook_without_its_sheets(tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Data"
    book.save(path)
    with pytest.raises(LayoutError, match="no sheet 'Table 1'"):
        undesa.read_corridors(path, 2019)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("destination,origin,year\nWORLD,Total,1990\n", "lacks the column migrants"),
        ("destination,origin,year,migrants\nUtopia,Total,1990,1\n", "Utopia"),
        ("destination,origin,year,migrants\nWORLD,Total,1990,many\n", "'many'"),
        ("destination,origin,year,migrants\nWORLD,Total,,1\n", "has nothing as year in row 2"),
        ("destination,origin,year,migrants\n" + "WORLD,Total,1990,1\n" * 2, "repeat each other"),
        ("<html>moved</html>", "page of HTML"),
    ],
)
def test_a_tidy_copy_that_is_none(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "copy.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MigovError, match=says):
        undesa.read_corridors_csv(path)
