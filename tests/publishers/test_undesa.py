"""UN DESA's migrant stock: small workbooks by hand, and the publisher's files read a second way."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from migov import tidy
from migov.publishers import undesa
from publishers import FileOf
from publishers import undesa_files as files

WORLD = {  # persons, by revision, 1990, 1995 ... and the last year
    "2015": [152563212, 160801752, 172703309, 191269100, 221714243, 243700236],
    "2017": [152542373, 160700028, 172604257, 190531600, 220019266, 247585744, 257715425],
    "2019": [153011473, 161316895, 173588441, 191615574, 220781909, 248861296, 271642105],
    "2020": [152986157, 161289976, 173230585, 191446828, 220983187, 247958644, 280598105],
    "2024": [153916063, 163176002, 174566152, 192788721, 221020392, 250042020, 275284032,
             304021813],
}  # fmt: skip


def _one(table: pd.DataFrame, **where: object) -> list[float]:
    for column, value in where.items():
        table = table[table[column] == value]
    return table["value"].tolist()


# --- by destination and origin --------------------------------------------------------------------


@pytest.mark.parametrize("revision", [2020, 2024])
def test_corridors_are_read_by_what_the_headers_say(tmp_path: Path, revision: int) -> None:
    reading = undesa.read_corridors(files.corridors(tmp_path / "s.xlsx", revision), revision)
    table = tidy.check(reading.table, "corridor")
    assert list(table.columns) == ["origin", "destination", "year", "sex", "value"]
    assert len(table) == len(files.PAIRS) * 2 * 3
    assert _one(table, origin="AGO", destination="NAM", sex="male") == [30, 31]
    assert _one(table, origin="AGO", destination="NAM", sex="female") == [3, 4]
    assert _one(table, origin="AGO", destination="NAM", sex="both") == [33, 35]
    assert set(table["origin"]) == {"WLD", "NAM", "AGO", "XXX"}
    assert set(table["destination"]) == {"WLD", "913", "NAM", "AGO"}
    assert (reading.released, reading.unit) == (str(revision), "persons")
    assert "1 count the foreign-born, 3 foreign citizens" in reading.notes[0]


@pytest.mark.parametrize("sign", ["..", "-", "", None])
def test_an_absent_figure_leaves_no_row_and_a_nought_stays(tmp_path: Path, sign: object) -> None:
    pairs = files.PAIRS[:2]
    path = files.corridors(
        tmp_path / "s.xlsx", 2024, pairs=pairs, male=[[1, 1], [sign, 0]], female=[[1, 1], [sign, 0]]
    )
    table = undesa.read_corridors(path, 2024).table
    assert _one(table, origin="NAM", sex="both") == [0]
    assert table.loc[table["origin"] == "NAM", "year"].unique().tolist() == [2000]


def test_a_group_under_two_headings_is_read_once(tmp_path: Path) -> None:
    pairs = [("WORLD", 900, "Australia and New Zealand", 927)] * 2
    path = files.corridors(
        tmp_path / "s.xlsx", 2020, pairs=pairs, male=[[1, 2]] * 2, female=[[3, 4]] * 2
    )
    assert _one(undesa.read_corridors(path, 2020).table, sex="both") == [4, 6]


def test_a_few_figures_that_do_not_add_up_are_kept_and_noted(tmp_path: Path) -> None:
    count = 150
    codes = [900, *sorted(_M49)[:count]]
    pairs = [("x", code, "Namibia", 516) for code in codes]
    male, female = [[1000, 1000] for _ in pairs], [[1000, 1000] for _ in pairs]
    both = [[2000, 2000] for _ in pairs]
    both[0] = [2100, 2000]
    path = files.corridors(
        tmp_path / "s.xlsx", 2020, pairs=pairs, male=male, female=female, both=both
    )
    reading = undesa.read_corridors(path, 2020)
    assert "In 1 of" in reading.notes[-1] and "by up to 100" in reading.notes[-1]
    assert _one(reading.table, destination="WLD", sex="both") == [2100, 2000]


def test_a_buffer_is_read_like_a_path(tmp_path: Path) -> None:
    path = files.corridors(tmp_path / "s.xlsx", 2024)
    buffer = io.BytesIO(path.read_bytes())
    whole = undesa.read_corridors(buffer, "2024").table
    pd.testing.assert_frame_equal(whole, undesa.read_corridors(path, 2024).table)
    assert not buffer.closed


# --- before 2020: layouts that are documented, not seen -------------------------------------------

ACROSS = ["Total", "Other North", "Other South", "Angola", "Namibia"]
LONG = ["Year", "Sort order", "Major area of destination", "Notes", "Code", "Type of data (a)"]


def _sheet(sex: str, scale: int) -> tuple[str, list[str], list[list[object]]]:
    rows: list[list[object]] = []
    for year in (1990, 2019):
        rows += [
            [year, 1, "WORLD", None, 900, None, *(n * scale for n in (60, 1, 2, 50, 7))],
            [year, 2, "Geographic regions", None, None, None, *[".."] * 5],
            [year, 3, "Namibia", None, 516, "B", *(n * scale for n in (53, 1, 2, 50)), ".."],
        ]
    title = f"{sex} migrant stock at mid-year by origin and destination, 1990-2019"
    return title, LONG + ACROSS, rows


@pytest.mark.parametrize("revision", [2017, 2019])
def test_origins_across_with_a_column_of_years(tmp_path: Path, revision: int) -> None:
    sheets = [_sheet("Total", 2), _sheet("Male", 1), _sheet("Female", 1)]
    reading = undesa.read_corridors(files.older(tmp_path / "o.xlsx", revision, sheets), revision)
    table = tidy.check(reading.table, "corridor")
    assert _one(table, origin="AGO", destination="NAM", sex="both") == [100, 100]
    assert _one(table, origin="AGO", destination="NAM", sex="female") == [50, 50]
    # Other North and Other South together.
    assert _one(table, origin="XXX", destination="NAM", sex="male") == [3, 3]
    assert _one(table, origin="WLD", destination="WLD", sex="both") == [120, 120]
    assert set(table["year"]) == {1990, 2019}


def test_origins_across_with_a_sheet_for_each_year(tmp_path: Path) -> None:
    header = [*LONG[1:], *ACROSS]
    sheets = [
        (f"{sex} migrant stock by origin, {year}", header,
         [[1, "Namibia", None, 516, "B", 7, 0, 0, 7, ".."]])
        for year in (1990, 1995) for sex in ("Total", "Male", "Female")
    ]  # fmt: skip
    table = undesa.read_corridors(files.older(tmp_path / "o.xlsx", 2015, sheets), 2015).table
    assert set(table["year"]) == {1990, 1995}
    assert _one(table, origin="AGO", sex="male") == [7, 7]


def test_the_tidy_copy_is_read_by_name(tmp_path: Path) -> None:
    path = tmp_path / "copy.csv"
    path.write_text(
        "destination,origin,year,migrants\nWORLD,Total,1990,10\nNamibia,Other North,1990,1\n"
        "Namibia,Other South,1990,2\nNamibia,Angola,1990,7\nMicronesia,Total,1990,9\n"
        "Micronesia,Total,1990,4\n",
        encoding="utf-8",
    )
    table = tidy.check(undesa.read_corridors_csv(path).table, "corridor")
    assert _one(table, origin="XXX", destination="NAM") == [3]
    # The copy calls the region and the federated states by one name; the region comes first.
    assert _one(table, destination="954") == [9] and _one(table, destination="FSM") == [4]
    margin = undesa.read_margin(path, 2017).table
    assert margin["economy"].tolist() == ["954", "FSM", "WLD"]


# --- totals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sex", "namibia"), [("both", [3, 4]), ("male", [2, 2]), ("female", [1, 2])]
)
def test_totals(tmp_path: Path, sex: str, namibia: list[int]) -> None:
    reading = undesa.read_totals(files.totals(tmp_path / "t.xlsx", 2020), 2020, sex=sex)
    table = tidy.check(reading.table, "economy")
    assert _one(table, economy="NAM") == namibia
    assert table.loc[table["economy"] == "913", "year"].tolist() == [1990]


def test_totals_on_the_margin_of_the_corridors(tmp_path: Path) -> None:
    path = files.corridors(tmp_path / "s.xlsx", 2024)
    by_destination = undesa.read_margin(path, 2024).table
    assert by_destination["economy"].unique().tolist() == ["913", "WLD"]
    by_origin = undesa.read_margin(path, 2024, by="origin", sex="female").table
    assert _one(by_origin, economy="NAM") == [1, 2]


# --- the publisher's files ------------------------------------------------------------------------


@pytest.mark.reference
@pytest.mark.parametrize("revision", ["2020", "2024"])
def test_every_pair_is_that_of_an_independent_copy(file_of: FileOf, revision: str) -> None:
    name = f"undesa_pd_{revision}_ims_stock_by_sex_destination_and_origin.xlsx"
    table = undesa.read_corridors(file_of(name), revision).table
    tidy.check(table, "corridor")
    codes = {"OOO": "XXX", "XCX": "CHI"}
    copy = file_of(f"ims{revision}_destination_origin_sex.csv.gz")
    with gzip.open(copy, "rt", encoding="utf-8", newline="") as stream:
        expected = {
            (codes.get(row["origin_iso3"], row["origin_iso3"]),
             codes.get(row["dest_iso3"], row["dest_iso3"]), int(row["year"]), row["sex"]):
            float(row["migrants"])
            for row in csv.DictReader(stream)
        }  # fmt: skip
    keys = zip(table["origin"], table["destination"], table["year"], table["sex"], strict=True)
    found = dict(zip(keys, table["value"], strict=True))
    # The copy writes 0 for the two dots of a destination that has no figures in a year, and tells
    # women from men in the Caribbean Netherlands, where the workbook of 2020 does not.
    missing = {key for key in expected if key not in found}
    untold = {"BES"} if revision == "2020" else set()
    assert {key[1] for key in missing if expected[key]} == untold
    each_sex = table[(table["origin"] == "WLD") & (table["sex"] == "male")]
    given = set(zip(each_sex["destination"], each_sex["year"], strict=True))
    assert {key[1:3] for key in missing} & given == set()
    assert {key: found[key] for key in expected.keys() - missing} == {
        key: expected[key] for key in expected.keys() - missing
    }
    areas = {key[0] for key in expected} | {key[1] for key in expected}
    extra = {
        key for key, value in found.items()
        if value and key[3] != "both" and set(key[:2]) <= areas and key not in expected
    }  # fmt: skip
    assert extra == set()
    assert _one(table, origin="WLD", destination="WLD", sex="both") == WORLD[revision]


@pytest.mark.reference
def test_corridors_that_are_known(file_of: FileOf) -> None:
    name = "undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx"
    table = undesa.read_corridors(file_of(name), 2024).table
    mexico = _one(table, origin="MEX", destination="USA", sex="both")
    assert mexico[0] == 4506017 and mexico[-1] == 11279561
    emirates = _one(table, origin="IND", destination="ARE", sex="both")
    assert emirates[-2:] == [2861045, 3248545]
    asia = table[(table["sex"] == "both") & (table["year"] == 2024)]
    assert round(_one(asia, destination="935", origin="WLD")[0] / 1e6, 1) == 92.2
    assert round(_one(asia, origin="935", destination="WLD")[0] / 1e6, 1) == 120.8


@pytest.mark.reference
@pytest.mark.parametrize("by", ["destination", "origin"])
def test_the_margin_is_the_workbook_of_totals(file_of: FileOf, by: str) -> None:
    margin = undesa.read_margin(
        file_of("undesa_pd_2020_ims_stock_by_sex_destination_and_origin.xlsx"), 2020, by=by
    ).table
    totals = undesa.read_totals(
        file_of(f"undesa_pd_2020_ims_stock_by_sex_and_{by}.xlsx"), 2020, by=by
    ).table
    # Three areas without any emigrant have no row among the corridors.
    joined = totals.merge(margin, on=["economy", "year"], how="outer", suffixes=("", "_margin"))
    alone = joined[joined["value_margin"].isna()]
    assert (alone["value"] == 0).all() and alone["economy"].nunique() <= 3
    assert (joined["value"] == joined["value_margin"].fillna(0)).all()


@pytest.mark.reference
@pytest.mark.parametrize(
    ("name", "revision", "first", "years"),
    [
        ("UN_MigrantStockTotal_2015.xlsx", "2015", 17, 6),
        ("undesa_pd_2019_migrant_stock_total_dataset.xlsx", "2019", 17, 7),
        ("undesa_pd_2020_ims_stock_by_sex_and_destination.xlsx", "2020", 12, 7),
    ],
)
def test_totals_are_the_cells_read_by_position(
    file_of: FileOf, name: str, revision: str, first: int, years: int
) -> None:
    sheet = openpyxl.load_workbook(file_of(name), read_only=True)["Table 1"]
    cells = {row[3]: row[5:] for row in sheet.iter_rows(min_row=first, values_only=True) if row[3]}
    for block, sex in enumerate(("both", "male", "female")):
        table = tidy.check(undesa.read_totals(file_of(name), revision, sex=sex).table, "economy")
        for code, economy in ((900, "WLD"), (516, "NAM"), (830, "CHI"), (840, "USA"), (935, "935")):
            expected = cells[code][block * years : (block + 1) * years]
            assert _one(table, economy=economy) == [v for v in expected if v != ".."], economy
        numbers = sum(
            isinstance(value, (int, float))
            for row in cells.values()
            for value in row[block * years : (block + 1) * years]
        )
        assert len(table) == numbers
    whole = undesa.read_totals(file_of(name), revision).table
    assert _one(whole, economy="WLD") == WORLD[revision]


@pytest.mark.reference
def test_the_copy_of_2017_adds_up(file_of: FileOf) -> None:
    copy = file_of("ims2017_destination_origin_both.csv.gz")
    table = tidy.check(undesa.read_corridors_csv(copy).table, "corridor")
    assert _one(table, origin="WLD", destination="WLD") == WORLD["2017"]
    margin = undesa.read_margin(copy, 2017).table
    economies = margin[~margin["economy"].str.fullmatch(r"\d+") & (margin["economy"] != "WLD")]
    assert economies.groupby("year")["value"].sum().tolist() == WORLD["2017"]
    # Every origin, the unknown ones among them, makes up the total of a destination.
    parts = table[(table["origin"] != "WLD") & (table["destination"] == "USA")]
    assert parts.groupby("year")["value"].sum().tolist() == _one(margin, economy="USA")


_M49 = {
    4, 8, 12, 20, 24, 28, 31, 32, 36, 40, 44, 48, 50, 51, 52, 56, 64, 68, 70, 72, 76, 84, 90, 96,
    100, 104, 108, 112, 116, 120, 124, 132, 140, 144, 148, 152, 156, 170, 174, 178, 180, 188, 191,
    192, 196, 203, 204, 208, 212, 214, 218, 222, 226, 231, 232, 233, 242, 246, 250, 262, 266, 268,
    270, 275, 276, 288, 296, 300, 308, 320, 324, 328, 332, 340, 348, 352, 356, 360, 364, 368, 372,
    376, 380, 384, 388, 392, 398, 400, 404, 408, 410, 414, 417, 418, 422, 426, 428, 430, 434, 440,
}  # fmt: skip
