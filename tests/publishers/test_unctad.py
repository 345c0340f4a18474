"""UNCTAD's tables of FDI: every edition's headers, and the publisher's files read a second way."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pandas as pd
import pytest

from migov import tidy
from migov.publishers import unctad
from publishers import FileOf
from publishers import unctad_files as files

EDITIONS = {
    "2020-07": ("US_FdiFlowsStock.csv.7z",),
    "2025": ("US_FdiFlowsStock.7z", "bulkdownload"),
    "2025, exported": ("US_FdiFlowsStock_2025.csv.gz",),
}
ANNEX = "WIR2024_tab{}.xlsx"
INFLOW = ("usd_millions", "flow", "inward")
# World inflows, US$ billion, as printed.
WORLD = {
    "2020-07": {1970: 13.26, 1980: 54.40, 1990: 204.9, 1992: 162.9, 1997: 480.8, 2007: 1891.7},
    "2025": {1990: 204.9, 1992: 164.7, 1997: 480.6, 2007: 1887.3, 2020: 868.6, 2024: 1508.8},
}


def _values(table: pd.DataFrame, economy: str) -> dict[int, float]:
    found = table[table["economy"] == economy]
    return dict(zip(found["year"], found["value"], strict=True))


# --- UNCTADstat -----------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", sorted(files.DOLLARS))
def test_every_edition_is_read_by_what_its_headers_mean(tmp_path: Path, edition: str) -> None:
    path = tmp_path / "fdi.csv"
    path.write_text(files.bulk(edition), encoding="utf-8")
    reading = unctad.read_fdi(path, *INFLOW)
    table = tidy.check(reading.table, "economy")
    # US$, not millions of them; a blank is no row; a negative flow is a figure.
    assert _values(table, "NAM") == {1990: -1_250_000}
    assert _values(table, "WLD") == {1990: 204_500_000}
    assert reading.unit == "current US$"
    assert "Not applicable (1 rows)." in reading.notes


@pytest.mark.parametrize("edition", sorted(files.GFCF))
def test_shares_are_left_in_per_cent(tmp_path: Path, edition: str) -> None:
    path = tmp_path / "fdi.csv"
    path.write_text(files.bulk(edition), encoding="utf-8")
    reading = unctad.read_fdi(path, "share_of_gfcf", "flow", "inward")
    assert _values(reading.table, "WLD") == {1990: 3.5}
    assert _values(reading.table, "NAM") == {1990: -4e-5}
    assert reading.unit == "% of gross fixed capital formation"


@pytest.mark.parametrize(
    ("flow", "direction", "value"), [("stock", "inward", 8e6), ("flow", "outward", 5e5)]
)
def test_flow_and_direction(tmp_path: Path, flow: str, direction: str, value: float) -> None:
    path = tmp_path / "fdi.csv"
    path.write_text(files.bulk("2025"), encoding="utf-8")
    table = unctad.read_fdi(path, "usd_millions", flow, direction).table
    assert _values(table, "NAM") == {1990: value}


def test_however_it_is_packed_it_is_the_same_table(tmp_path: Path) -> None:
    text = files.bulk("2020")
    plain, packed = tmp_path / "fdi.csv", tmp_path / "fdi.csv.gz"
    plain.write_text(text, encoding="utf-8")
    # Several members in one gzip, as publishers make them.
    packed.write_bytes(gzip.compress(text[:90].encode()) + gzip.compress(text[90:].encode()))
    archive = files.sevenz(tmp_path / "fdi.7z", ("US_Fdi_ST202007161100_v1.csv", text))
    expected = unctad.read_fdi(plain, *INFLOW)
    buffer = io.BytesIO(archive.read_bytes())
    for source in (packed, archive, buffer, io.BytesIO(text.encode())):
        pd.testing.assert_frame_equal(unctad.read_fdi(source, *INFLOW).table, expected.table)
    assert not buffer.closed
    assert expected.released is None
    assert unctad.read_fdi(archive, *INFLOW).released == "2020-07-16"


def test_france_is_counted_once(tmp_path: Path) -> None:
    row = ["1990", "251", "France", "08", "Flow", "1", "Inward", "20", "1"]
    part = [row[0], "250", "France, metropolitan", *row[3:7], "18", "1"]
    path = tmp_path / "fdi.csv"
    path.write_text(files.bulk("2020", [row, part]), encoding="utf-8")
    reading = unctad.read_fdi(path, *INFLOW)
    assert _values(reading.table, "FRA") == {1990: 20e6} and len(reading.table) == 1
    assert any("overseas" in note for note in reading.notes)


# --- annex tables ---------------------------------------------------------------------------------


def test_an_annex_table_of_economies(tmp_path: Path) -> None:
    path = tmp_path / "tab06.csv"
    path.write_text(files.annex(), encoding="utf-8")
    reading = unctad.read_annex(path, "06")
    assert _values(reading.table, "WLD") == {1990: 98_049_600_000, 1991: 58_884_900_000}
    assert _values(reading.table, "NAM") == {1990: -26_288_600_000}
    # A dash is nought, two dots are nothing.
    assert _values(reading.table, "CIV") == {1990: 0, 1991: 3e6}
    assert _values(reading.table, "XXX") == {1990: 5_000_800_000, 1991: 1e6}
    assert reading.notes == ("Source: UNCTAD.", "Note: Net of divestments.")
    assert reading.title.startswith("Annex table 6.")


def test_of_an_annex_table_by_sector_only_the_total_is_given(tmp_path: Path) -> None:
    rows = [
        ["Annex table 18. Number of projects"],
        ["(Number of deals)"],
        ["Sector/industry", "2003", "2004"],
        ["Total", "9", "8"],
        ["Primary", "1", "-"],
    ]
    path = tmp_path / "tab18.csv"
    path.write_text(files.annex(rows), encoding="utf-8")
    reading = unctad.read_annex(path, 18)
    assert _values(reading.table, "WLD") == {2003: 9, 2004: 8} and len(reading.table) == 2
    assert reading.unit == "number"


# --- the publisher's files ------------------------------------------------------------------------


def _by_hand(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))
    import tempfile

    import py7zr

    with tempfile.TemporaryDirectory() as folder:
        with py7zr.SevenZipFile(path) as archive:
            archive.extractall(folder)
        member = next(Path(folder).iterdir())
        with member.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))


@pytest.mark.reference
@pytest.mark.parametrize("edition", sorted(EDITIONS))
def test_the_bulk_table_row_by_row(file_of: FileOf, edition: str) -> None:
    path = file_of(*EDITIONS[edition])
    whole = _by_hand(path)
    old = edition == "2020-07"
    dollars = files.DOLLARS[edition[:4]]
    kept = [row for row in whole if row[dollars] and not (old and row["Economy"] == "250")]
    for flow in unctad.FLOWS:
        for direction in unctad.DIRECTIONS:
            table = unctad.read_fdi(path, "usd_millions", flow, direction).table
            tidy.check(table, "economy")
            mine = [
                row for row in kept
                if row["Mode Label" if old else "Flow Label"].lower() == flow
                and row["Direction Label"].lower() == direction
            ]  # fmt: skip
            assert len(table) == len(mine)
            assert table["value"].sum() == pytest.approx(sum(float(r[dollars]) for r in mine) * 1e6)
            places = {"0000": "WLD", "516": "NAM", "076": "BRA", "5300": "5300"}
            for code, economy in places.items():
                rows = [row for row in mine if row["Economy"] == code]
                expected = {int(row["Year"]): round(float(row[dollars]) * 1e6) for row in rows}
                assert _values(table, economy) == expected


@pytest.mark.reference
@pytest.mark.parametrize("edition", sorted(WORLD))
def test_world_inflows_are_those_printed(file_of: FileOf, edition: str) -> None:
    reading = unctad.read_fdi(file_of(*EDITIONS[edition]), *INFLOW)
    found = _values(reading.table, "WLD")
    for year, billions in WORLD[edition].items():
        assert found[year] / 1e9 == pytest.approx(billions, abs=0.05), year
    assert min(found) == (1970 if edition == "2020-07" else 1990)
    assert reading.released == ("2020-07-16" if edition == "2020-07" else None)


@pytest.mark.reference
def test_the_share_of_fixed_investment_is_that_printed(file_of: FileOf) -> None:
    reading = unctad.read_fdi(file_of(*EDITIONS["2020-07"]), "share_of_gfcf", "flow", "inward")
    found = _values(reading.table, "WLD")
    printed = {1970: 1.95, 1976: 1.38, 1980: 1.83, 1992: 2.67, 1997: 6.54, 2000: 17.23, 2018: 6.93}
    assert {year: round(found[year], 2) for year in printed} == printed
    assert 2019 not in found


@pytest.mark.reference
def test_the_bulk_table_of_2025_is_the_report_of_2025(file_of: FileOf) -> None:
    table = unctad.read_fdi(file_of(*EDITIONS["2025"]), *INFLOW).table
    report = file_of("WIR2025_tab01_inflows.csv.gz")
    with gzip.open(report, "rt", encoding="utf-8-sig", newline="") as stream:
        rows = {row["Region/economy"]: row for row in csv.DictReader(stream)}
    # Groups were added up a little differently before 2008: by less than a thousandth.
    names = {
        "World": ("WLD", 0), "Austria": ("AUT", 0), "Brazil": ("BRA", 0),
        "Developed economies": ("1500", 1e-3), "Developing economies": ("1400", 1e-3),
    }  # fmt: skip
    for name, (economy, apart) in names.items():
        for year, value in _values(table, economy).items():
            printed = pytest.approx(float(rows[name][str(year)]), rel=apart, abs=1e-3)
            assert value / 1e6 == printed, (name, year)


@pytest.mark.reference
@pytest.mark.parametrize("number", ["01", "03", "06", "10"])
def test_an_annex_table_as_workbook_and_as_csv_is_one(file_of: FileOf, number: str) -> None:
    book = unctad.read_annex(file_of(ANNEX.format(number)), number)
    text = unctad.read_annex(file_of(f"WIR2024_tab{number}.csv.gz"), number)
    pd.testing.assert_frame_equal(book.table, text.table)


@pytest.mark.reference
@pytest.mark.parametrize("number", ["14", "15", "17", "18"])
def test_other_annex_tables_are_read(file_of: FileOf, number: str) -> None:
    reading = unctad.read_annex(file_of(ANNEX.format(number)), int(number))
    assert min(_values(reading.table, "WLD")) == 2003
    assert reading.unit == ("current US$" if number in ("14", "15") else "number")


@pytest.mark.reference
def test_what_annex_tables_print(file_of: FileOf) -> None:
    inflows = _values(unctad.read_annex(file_of(ANNEX.format("01")), 1).table, "WLD")
    for year, billions in {1992: 164.7, 1997: 480.6, 2015: 2049.9, 2023: 1331.8}.items():
        assert round(inflows[year] / 1e9, 1) == billions
    purchases = _values(unctad.read_annex(file_of(ANNEX.format("06")), 6).table, "WLD")
    by_sector = _values(unctad.read_annex(file_of(ANNEX.format("10")), 10).table, "WLD")
    printed = {1990: 98.0, 1992: 46.9, 1997: 187.3, 2000: 959.7, 2007: 1032.7, 2023: 378.4}
    assert {year: round(purchases[year] / 1e9, 1) for year in printed} == printed
    # The table by sector prints whole millions.
    assert all(abs(purchases[year] - by_sector[year]) < 1e6 for year in purchases)
