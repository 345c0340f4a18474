"""What the readers of UNCTAD's tables refuse, and what they say."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from publishers import unctad_files as files

from migov.errors import ArgumentError, LayoutError
from migov.publishers import _csv, unctad

INFLOW = ("usd_millions", "flow", "inward")
KEYS = ["Year", "Economy", "Economy Label", "Flow", "Flow Label", "Direction", "Direction Label"]


def _read(text: str) -> None:
    unctad.read_fdi(io.BytesIO(text.encode()), *INFLOW)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ([*KEYS, "Amount"], "no columns that could be usd_millions"),
        ([*KEYS, "US$ in millions"], "no columns that could be usd_millions"),
        ([*KEYS, "US$ at constant prices in millions"], "no columns that could be usd_millions"),
        ([*KEYS, "US$ at current prices in millions", "Millions of US$ at current prices"],
         "2 columns that could be usd_millions"),
        ([*KEYS[:3], *KEYS[5:], "US$ at current prices in millions"], "one column 'flow or mode'"),
        ([*KEYS, "Mode", "US$ at current prices in millions"], "one column 'flow or mode'"),
        (["Jahr", *KEYS[1:], "US$ at current prices in millions"], "one column 'year'"),
        (["Report of 2026"], "one column 'year'"),
    ],
)  # fmt: skip
def test_headers_whose_meaning_is_not_clear(header: list[str], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        _read(files.bulk("2025", header=header))


def test_a_measure_that_this_edition_lacks() -> None:
    text = io.BytesIO(files.bulk("2025").encode())
    with pytest.raises(LayoutError, match=r"share_of_gfcf.*ask for another version"):
        unctad.read_fdi(text, "share_of_gfcf", "flow", "inward")


ROW = list(files.ROWS[1])


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([ROW, ROW], "2 rows that repeat each other: 516 1990"),
        ([[ROW[0], "999", "Utopia", *ROW[3:]]], "999"),
        ([[*ROW[:7], "about 5", ""]], "'about 5'"),
        ([["MCMXC", *ROW[1:]]], "'MCMXC'"),
        ([["1990.5", *ROW[1:]]], "has 1990.5 as year in row"),
        ([["", *ROW[1:]]], "has nothing as year in row"),
        ([[*ROW[:3], "09", *ROW[4:]]], "the flow codes '09 Flow'"),
        ([[*ROW[:5], "2", *ROW[6:]]], "the direction codes '2 Inward'"),
        ([[*ROW[:3], "08", "Transactions", *ROW[5:]]], "08 Transactions"),
    ],
)
def test_rows_that_were_changed(rows: list[list[str]], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        _read(files.bulk("2025", rows))


@pytest.mark.parametrize(
    "arguments",
    [("usd", "flow", "inward"), (INFLOW[0], "flows", "inward"), (INFLOW[0], "flow", "in")],
)
def test_choices(arguments: tuple[str, str, str]) -> None:
    with pytest.raises(ArgumentError, match="is not one of"):
        unctad.read_fdi(io.BytesIO(b""), *arguments)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<html>502</html>", "page of HTML"),
        (b"", "is empty"),
        (b"PK\x03\x04 a zip", "a 7z or a csv is expected"),
        (b"7z\xbc\xaf\x27\x1c and no more", "cannot be unpacked"),
        (gzip.compress(files.bulk("2025").encode() * 50)[:200], "cut short"),
        (b"\x1f\x8b and noise", "cut short|cannot be read"),
        (b"Year\xff\xfe,Economy\n", "cannot be read"),
    ],
    ids=["page", "empty", "zip", "7z cut", "gzip cut", "gzip noise", "not utf-8"],
)
def test_what_is_no_table(body: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "fdi.7z"
    path.write_bytes(body)
    with pytest.raises(LayoutError, match=says):
        unctad.read_fdi(path, *INFLOW)
    assert path.read_bytes() == body


def test_an_archive_cut_short_at_any_place(tmp_path: Path) -> None:
    whole = files.sevenz(tmp_path / "fdi.7z", ("fdi.csv", files.bulk("2025"))).read_bytes()
    for size in range(8, len(whole), 37):
        with pytest.raises(LayoutError):
            unctad.read_fdi(io.BytesIO(whole[:size]), *INFLOW)


@pytest.mark.parametrize("name", ["../out.csv", "a/../../out.csv", "/out.csv", "C:/out.csv"])
def test_a_member_that_lies_outside(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        # The packer, too, refuses to write such a name.
        patch.setattr("py7zr.py7zr.check_archive_path", lambda name: True)
        table = ("fdi.csv", files.bulk("2025"))
        path = files.sevenz(tmp_path / "fdi.7z", table, (name, "Year"))
    with pytest.raises(LayoutError, match="lies outside the archive"):
        unctad.read_fdi(path, *INFLOW)
    assert [each.name for each in tmp_path.rglob("*")] == ["fdi.7z"]


def test_an_archive_of_several_tables_or_none(tmp_path: Path) -> None:
    two = files.sevenz(tmp_path / "two.7z", ("a.csv", "x"), ("b.csv", "y"))
    with pytest.raises(LayoutError, match=r"should hold one csv; it holds 'a\.csv', 'b\.csv'"):
        unctad.read_fdi(two, *INFLOW)
    none = files.sevenz(tmp_path / "none.7z", ("readme.txt", "x"))
    with pytest.raises(LayoutError, match="should hold one csv"):
        unctad.read_fdi(none, *INFLOW)


def test_a_member_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_csv, "LARGEST_MEMBER", 1000)
    path = files.sevenz(tmp_path / "fdi.7z", ("fdi.csv", "0" * 100_000))
    with pytest.raises(LayoutError, match="100,000 bytes unpacked"):
        unctad.read_fdi(path, *INFLOW)


# --- annex tables ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "cells", "says"),
    [
        (0, ["Figure 6. Inflows", "", ""], "not annex table 6"),
        (0, ["Annex table 5. Sales", "", ""], "not annex table 6"),
        (1, ["(Per cent)", "", ""], "where its unit should stand"),
        (2, ["Company", "1990", "1991"], "no row of years headed"),
        (2, ["Region/economy", "first", "second"], "no row of years headed"),
        (4, ["Utopia", "1", "2"], "Utopia"),
        (4, ["World", "1", "2"], "two rows with figures for the same year: 'WLD'"),
        (4, ["Namibia", "(a)", "2"], "row 5, column 1990"),
    ],
)
def test_an_annex_table_that_was_changed(row: int, cells: list[str], says: str) -> None:
    rows = [list(each) for each in files.ANNEX]
    rows[row] = cells
    with pytest.raises(LayoutError, match=says):
        unctad.read_annex(io.BytesIO(files.annex(rows).encode()), 6)


def test_what_is_no_annex_table(tmp_path: Path) -> None:
    path = tmp_path / "tab06.xlsx"
    for body in (b"<!doctype html>", b"PK\x03\x04 broken", b"a,b\n1,2\n"):
        path.write_bytes(body)
        with pytest.raises(LayoutError):
            unctad.read_annex(path, 6)
