"""The World Bank's readers: every layout seen, every vintage held, each figure by a second road."""

from __future__ import annotations

import csv
import gzip
import io
import json
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.request import urlopen

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from migov import economies, registry, tidy
from migov.economies import usage
from migov.publishers import _wdi_arrow, worldbank
from publishers import FileOf
from publishers.wdi_files import (
    CODE,
    FIGURES,
    NAME,
    YEARS,
    archive_answer,
    as_bytes,
    csv_bytes,
    csv_lines,
    indicator_zip,
    interface_answer,
)

# Economy codes of old vintages, as they are written today.
RENAMED = {"ZAR": "COD", "ROM": "ROU", "TMP": "TLS", "ADO": "AND", "WBG": "PSE", "KSV": "XKX",
           "IMY": "IMN"}  # fmt: skip
TABLE = csv_bytes(csv_lines())
EXPECTED = {
    (place, year): float(cell)
    for place, cells in FIGURES.items()
    for year, cell in zip(YEARS, cells, strict=True)
    if cell
}


def figures(table: pd.DataFrame) -> dict[tuple[str, int], float]:
    tidy.check(table, "economy")
    return dict(zip(zip(table.economy, table.year, strict=True), table.value, strict=True))


def by_hand(text: str) -> dict[tuple[str, int], float]:
    """The wide table read with the csv module alone."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    start = next(i for i, row in enumerate(rows) if row[:1] == ["Country Name"])
    years = rows[start][4:]
    return {
        (RENAMED.get(row[1], row[1]), int(year)): float(cell)
        for row in rows[start + 1 :]
        for year, cell in zip(years, row[4:], strict=True)
        if cell
    }


# --- the zip and the CSV --------------------------------------------------------------------------


def test_a_zip_gives_its_figures_and_says_what_it_is() -> None:
    reading = worldbank.read_zip(indicator_zip(TABLE), CODE)
    assert figures(reading.table) == EXPECTED
    assert reading.released == "2026-07-01"
    assert reading.title == NAME
    assert reading.unit == "current US$"
    assert reading.notes == (
        "Source: An organisation; another",
        "1 of 4 rows have no figure: ABW.",
    )


@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("comma", [True, False], ids=["trailing comma", "no trailing comma"])
def test_byte_order_mark_line_ends_and_trailing_comma_do_not_matter(
    bom: bool, end: str, comma: bool
) -> None:
    lines = [line if comma else line.removesuffix(",") for line in csv_lines()]
    assert figures(worldbank.read_csv(csv_bytes(lines, bom, end), CODE).table) == EXPECTED


def test_a_path_a_buffer_and_bytes_are_one(tmp_path: Path) -> None:
    plain, packed = tmp_path / "API_x.csv", tmp_path / "API_x.csv.gz"
    plain.write_bytes(TABLE)
    packed.write_bytes(gzip.compress(TABLE))
    for source in (plain, str(plain), packed, TABLE, io.BytesIO(TABLE)):
        assert figures(worldbank.read_csv(source, CODE).table) == EXPECTED


def test_columns_are_found_by_name() -> None:
    lines = csv_lines(years=(2002, 2000, 2001))
    expected = {
        (place, year): float(cell)
        for place, cells in FIGURES.items()
        for year, cell in zip((2002, 2000, 2001), cells, strict=True)
        if cell
    }
    assert figures(worldbank.read_csv(csv_bytes(lines), CODE).table) == expected


def test_old_economy_codes_become_todays() -> None:
    lines = csv_lines({"ZAR": ("1", "", ""), "ROM": ("2", "", ""), "KSV": ("3", "", "")})
    table = worldbank.read_csv(csv_bytes(lines), CODE).table
    assert table.economy.tolist() == ["COD", "ROU", "XKX"]
    assert table.value.tolist() == [1, 2, 3]


def test_a_code_that_left_wdi_is_read_and_said() -> None:
    reading = worldbank.read_csv(csv_bytes(csv_lines(origin="WDI Database Archives")), CODE)
    assert figures(reading.table) == EXPECTED
    assert "has left the World Development Indicators" in reading.notes[0]


def test_not_classified_is_an_aggregate_and_is_said() -> None:
    lines = csv_lines({"INX": ("5.0", "", ""), "MEX": ("1", "2", "3")})
    reading = worldbank.read_csv(csv_bytes(lines), CODE)
    assert economies.is_aggregate("INX")
    assert any("INX, 'Not classified'" in note for note in reading.notes)


NUMBERS = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
PLACES = st.lists(
    st.sampled_from(["AFG", "CIV", "MEX", "NAM", "WLD", "LMY", "XKX", "ZWE"]),
    min_size=1, unique=True,
)  # fmt: skip
SPANS = st.lists(st.integers(1900, 2099), min_size=1, max_size=5, unique=True)


@given(data=st.data(), places=PLACES, years=SPANS)
def test_what_is_written_is_read_to_the_last_digit(
    data: st.DataObject, places: list[str], years: list[int]
) -> None:
    wide = {place: [data.draw(NUMBERS) for _ in years] for place in places}
    assume(any(x is not None for row in wide.values() for x in row))
    lines = csv_lines(
        {place: ["" if x is None else repr(x) for x in row] for place, row in wide.items()}, years
    )
    table = worldbank.read_zip(indicator_zip(csv_bytes(lines)), CODE).table
    assert figures(table) == {
        (place, year): x
        for place, row in wide.items()
        for year, x in zip(years, row, strict=True)
        if x is not None
    }


def test_reading_costs_no_more_than_twice_reading_by_hand() -> None:
    known = economies.table()
    places = [*known.economy[known.wb_region != ""], "WLD", "LMY", "LCN"]
    row = [repr(1e9 / (7 + i)) for i in range(64)]
    lines = csv_lines({place: row for place in places}, range(1960, 2024))
    data = indicator_zip(csv_bytes(lines))

    def floor() -> pd.DataFrame:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = next(name for name in archive.namelist() if name.startswith("API_"))
            wide = pd.read_csv(io.BytesIO(archive.read(member)), skiprows=4)
        years = [name for name in wide.columns if name.isdigit()]
        return wide.melt("Country Code", years, "year").dropna()

    assert len(worldbank.read_zip(data, CODE).table) == len(floor())
    assert _best(lambda: worldbank.read_zip(data, CODE)) < 2 * _best(floor)


def _best(call: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return min(taken)


# --- the archives ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "concepts",
    [("Country", "Version", "Series", "Time"), ("Time", "Series", "Version", "Country")],
    ids=" ".join,
)
def test_an_archive_answer_is_read_by_concept(concepts: tuple[str, ...]) -> None:
    cells = {("ZAR", 2015): 1.5, ("ZAR", 2014): None, ("WLD", 2015): 7, ("KSV", 2013): 2.25}
    answer = as_bytes(archive_answer(cells, concepts=concepts))
    reading = worldbank.read_archive(answer, CODE, "201611")
    assert figures(reading.table) == {
        ("COD", 2015): 1.5, ("WLD", 2015): 7.0, ("XKX", 2013): 2.25
    }  # fmt: skip
    assert (reading.released, reading.title, reading.unit) == ("2016-11", NAME, "current US$")


def test_an_archive_answer_with_a_byte_order_mark_is_read() -> None:
    answer = b"\xef\xbb\xbf" + as_bytes(archive_answer({("MEX", 2015): 1.0}))
    assert len(worldbank.read_archive(answer, CODE, "201611").table) == 1


@given(
    cells=st.dictionaries(
        st.tuples(st.sampled_from(["MEX", "COD", "WLD", "NAM", "XKX"]), st.integers(1960, 2030)),
        st.none() | st.floats(-1e15, 1e15) | st.integers(-(2**70), 2**70),
        min_size=1,
    ),
    concepts=st.permutations(["Country", "Version", "Series", "Time"]),
)
def test_rows_read_at_once_and_one_by_one_are_the_same(
    cells: dict[tuple[str, int], float | None], concepts: list[str]
) -> None:
    cells["USA", 2000] = 1.0
    answer = as_bytes(archive_answer(cells, concepts=concepts))
    assert _wdi_arrow.cells(answer, CODE, "201611") is not None
    at_once = worldbank.read_archive(answer, CODE, "201611")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_wdi_arrow, "cells", lambda *_: None)
        one_by_one = worldbank.read_archive(answer, CODE, "201611")
    pd.testing.assert_frame_equal(at_once.table, one_by_one.table)
    assert replace(at_once, table=None) == replace(one_by_one, table=None)  # type: ignore[arg-type]


def test_only_what_is_laid_out_as_known_is_read_at_once() -> None:
    answer = as_bytes(archive_answer({("MEX", 2015): 1.5, ("USA", 2015): 2.5}))
    odd = {
        "bytes that are no text": answer.replace(b"Name of MEX", b"Name of M\xffX"),
        "another version": answer.replace(b"201611", b"201612"),
        "a name alone": answer.replace(b"201611", b"201612", 1),
        "a number in words": answer.replace(b"1.5", b'"1.5"'),
        "a number that is none": answer.replace(b"1.5", b"NaN"),
        "a row less than counted": answer.replace(b'"total": 2', b'"total": 3'),
        "concepts in another order": answer.replace(b"Country", b"Chance", 1)
        .replace(b"Series", b"Country", 1).replace(b"Chance", b"Series", 1),
        "a row without a value": answer.replace(b'"value": 1.5', b'"val": 1.5'),
        "a year twice": answer.replace(b"YR2015", b"2015", 1),
        "cut": answer[:-1],
    }  # fmt: skip
    assert _wdi_arrow.cells(answer, CODE, "201611") is not None
    assert [
        name for name, data in odd.items()
        if data == answer or _wdi_arrow.cells(data, CODE, "201611") is not None
    ] == []  # fmt: skip


def test_names_are_met_again_where_a_list_of_them_was_read_before() -> None:
    answer = as_bytes(archive_answer({("ZAR", 2015): 1.5, ("MEX", 2015): 2.0}))
    met = []
    for _ in range(2):
        with usage.recorded() as seen:
            worldbank.read_archive(answer, CODE, "201611")
        met.append(seen)
    assert met[0] == met[1] and met[0]["worldbank"]


# --- a row a figure -------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_an_answer_in_rows_is_the_table_of_the_zip(mark: bytes) -> None:
    cells = {
        (place, year): float(cell) if cell else None
        for place, row in FIGURES.items()
        for year, cell in zip(YEARS, row, strict=True)
    }
    rows = worldbank.read_json(mark + as_bytes(interface_answer(cells)), CODE)
    packed = worldbank.read_zip(indicator_zip(TABLE), CODE)
    pd.testing.assert_frame_equal(rows.table, packed.table)
    assert (rows.title, rows.released, rows.unit) == (packed.title, packed.released, packed.unit)
    assert rows.notes == packed.notes[1:]


def test_groups_without_three_letters_are_known_by_two() -> None:
    answer = interface_answer({("HIC", 2000): 1, ("LMY", 2000): 2, ("INX", 2000): 3})
    table = worldbank.read_json(as_bytes(answer), CODE).table
    assert figures(table) == {("HIC", 2000): 1, ("INX", 2000): 3, ("LMY", 2000): 2}


# --- the publisher's own files --------------------------------------------------------------------


@cache
def _vintages(path: Path) -> pd.DataFrame:
    table = pd.read_parquet(path)
    return table[~table["transcribed"]].astype({"ind": str, "code": str, "vintage": str})


def _independent(file_of: FileOf, code: str, released: str) -> dict[tuple[str, int], float]:
    """A vintage from the stacked table of all vintages, which no reader of ours has made."""
    table = _vintages(file_of("vintages_long.parquet"))
    table = table[table["ind"] == code]
    # Of some vintages only the month is known.
    exact, month = table["vintage"] == released, table["vintage"].str[:7] == released[:7]
    table = table[exact if exact.any() else month]
    places = table["code"].replace(RENAMED)
    assert table["vintage"].nunique() == 1, f"{code} {released}: not one vintage"
    return dict(zip(zip(places, table["year"], strict=True), table["value"], strict=True))


ORIGINALS = {
    "API_BX.TRF.PWKR.CD.DT_DS2_en_csv_v2_38454.csv.gz": ("2025-07-01", 10042),
    "API_DT.ODA.ALLD.CD_DS2_en_csv_v2_6030.csv.gz": ("2025-10-07", 11656),
    "API_NY.GDP.PCAP.KD_DS2_en_csv_v2_141.csv.gz": ("2025-12-19", 14306),
    "API_BX.KLT.DINV.CD.WD_DS2_en_csv_v2_9984841.zip": ("2018-06-28", 9862),
}


@pytest.mark.reference
@pytest.mark.parametrize("name", ORIGINALS)
def test_original_files_of_the_publisher(file_of: FileOf, name: str) -> None:
    path = file_of(name)
    code = name.split("_")[1]
    if name.endswith(".zip"):
        reading = worldbank.read_zip(path, code)
        with zipfile.ZipFile(path) as archive:
            member = next(each for each in archive.namelist() if each.startswith("API_"))
            text = archive.read(member).decode("utf-8-sig")
    else:
        reading = worldbank.read_csv(path, code)
        text = gzip.decompress(path.read_bytes()).decode("utf-8-sig")
    found = figures(reading.table)
    assert (reading.released, len(found)) == ORIGINALS[name]
    assert found == by_hand(text)


@pytest.mark.reference
def test_the_original_workbook(file_of: FileOf) -> None:
    name = "API_NE.GDI.FTOT.ZS_DS2_en_excel_v2_174226.xls"
    path = file_of(name)
    reading = worldbank.read_excel(path, "NE.GDI.FTOT.ZS")
    assert (reading.released, reading.unit) == ("2025-12-19", "% of GDP")
    found, expected = (
        figures(reading.table),
        _independent(file_of, "NE.GDI.FTOT.ZS", "2025-12-19"),
    )
    assert found.keys() == expected.keys()
    # A workbook keeps 15 significant digits, text up to 17.
    assert found == pytest.approx(expected, rel=1e-13)


def _fetch(mirror: str, address: str) -> bytes:
    with urlopen(f"{mirror}/{address.removeprefix('https://')}") as answer:
        return answer.read()


PUBLISHED = [
    pytest.param(each, version, id=f"{each.id} {version.name}")
    for each in registry.series().values()
    if each.publisher.id == "worldbank"
    for version in each.versions.values()
    if version.file is not None
]


@pytest.mark.reference
@pytest.mark.parametrize(("series", "version"), PUBLISHED)
def test_every_version_of_the_registry_is_served_and_read(
    file_of: FileOf, mirror: str, series: registry.Series, version: registry.Version
) -> None:
    assert version.file is not None
    data = _fetch(mirror, version.file.address(series, version))
    read = getattr(worldbank, version.file.reader.removeprefix("worldbank."))
    reading = read(data, **series.arguments(version))
    assert reading.released is not None and reading.released[:7] == version.name
    found = figures(reading.table)
    assert found == _independent(file_of, series.code, reading.released)
    if version.name == series.pinned:
        first, last = series.periods.split(",")[0].split("-")
        years = reading.table["year"]
        assert (years.min(), years.max()) == (int(first), int(last))
    if reading.unit and "US$" in reading.unit and series.pinned == version.name:
        assert reading.unit.split(", ")[-1] in series.unit


@pytest.mark.reference
def test_an_archive_answer_by_hand(file_of: FileOf, mirror: str) -> None:
    series = registry.find("SM.POP.TOTL")
    version = series.versions["2016-11"]
    assert version.file is not None
    data = _fetch(mirror, version.file.address(series, version))
    expected = {}
    for row in json.loads(data)["source"]["data"]:
        place = next(each["id"] for each in row["variable"] if each["concept"] == "Country")
        year = next(each["value"] for each in row["variable"] if each["concept"] == "Time")
        if row["value"] is not None:
            expected[RENAMED.get(place, place), int(year)] = row["value"]
    found = figures(worldbank.read_archive(data, "SM.POP.TOTL", "201611").table)
    assert found == expected
    assert found["WLD", 2000] == 172_278_883


@pytest.mark.reference
def test_what_the_caveats_say_of_the_figures(file_of: FileOf) -> None:
    def world(code: str, released: str, year: int, place: str = "WLD") -> float:
        return _independent(file_of, code, released)[place, year]

    def says(series: str, words: str) -> bool:
        return any(words in caveat for caveat in registry.find(series).caveats)

    assert says("remittances_received", "102.4 billion in December 2013 and as 94.5")
    assert world(CODE, "2013-12", 1995) == pytest.approx(102.4e9, abs=5e7)
    assert world(CODE, "2026-07-01", 1995) == pytest.approx(94.5e9, abs=5e7)
    assert says("fdi_inflow", "461 billion in December 2013 and as 528 billion")
    assert world("BX.KLT.DINV.CD.WD", "2013-12", 1997) == pytest.approx(461e9, abs=5e8)
    assert world("BX.KLT.DINV.CD.WD", "2026-07-01", 1997) == pytest.approx(528e9, abs=5e8)
    assert says("oda_and_official_aid_received", "by 3.1 billion in 1992")
    narrow = {year: world("DT.ODA.ODAT.CD", "2025-12-17", year) for year in (1992, 1995)}
    wide = {year: world("DT.ODA.ALLD.CD", "2025-10-07", year) for year in (1992, 1995)}
    assert narrow[1992] - wide[1992] == pytest.approx(3.1e9, abs=5e7)
    assert wide[1995] - narrow[1995] == pytest.approx(2.2e9, abs=5e7)
    assert says("migrant_stock_total", "303.4 against 304.0 million in 2024")
    assert world("SM.POP.TOTL", "2026-07-01", 2024) == pytest.approx(303.4e6, abs=5e4)
    assert says("refugees_hosted", "22.5 million here and 16.9 million")
    assert world("SM.POP.REFG", "2018-08-01", 2016) == pytest.approx(22.5e6, abs=5e4)
    assert world("SM.POP.REFG.OR", "2018-08-01", 2016) == pytest.approx(16.9e6, abs=5e4)
    assert says("remittances_received", "eight economies until 2004 and of six")
    six = ("BGD", "BTN", "IND", "LKA", "MDV", "NPL")
    july = _independent(file_of, CODE, "2025-07-01")
    for year, members in ((2004, (*six, "AFG", "PAK")), (2005, six)):
        total = sum(july.get((place, year), 0) for place in members)
        assert july["SAS", year] == pytest.approx(total, rel=1e-9)


@pytest.mark.reference
def test_a_derived_series_of_one_economy_is_what_was_published(
    file_of: FileOf, mirror: str
) -> None:
    """Where both are known, the share of GDP times GDP is the published figure."""
    share, gdp, published = (
        pd.Series(_independent(file_of, code, "2016-11"))
        for code in ("NE.GDI.FTOT.ZS", "NY.GDP.MKTP.CD", "NE.GDI.FTOT.CD")
    )
    ratio = (share * gdp * 0.01 / published).dropna()
    of_groups = economies.is_aggregate(pd.Series(ratio.index.get_level_values(0))).to_numpy()
    assert ratio[~of_groups].between(1 - 1e-9, 1 + 1e-9).all()
    # Of groups it is not: the publisher's share covers those economies only that report.
    world = ratio["WLD"]
    assert 0.95 < world.min() < 0.99 and 1.01 < world.max() < 1.05
