"""UNCTAD's bilateral workbooks: a workbook as it is printed, and all of them as they are served."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import migov
from migov import registry, tidy
from migov.config import config
from migov.economies.schemes import publishers_codes
from migov.errors import LayoutError
from migov.publishers import unctad_bilateral
from migov.publishers.unctad_workbooks import read_workbooks
from publishers import FileOf
from publishers import fdi_files as files

FILE = registry.files()["bilateral-fdi-workbooks"]
SERIES = {
    "bilateral_fdi_inflow": "FDI_inflows",
    "bilateral_fdi_outflow": "FDI_outflows",
    "bilateral_fdi_inward_stock": "FDI_instock",
    "bilateral_fdi_outward_stock": "FDI_outstock",
}


def _values(table: pd.DataFrame, origin: str, destination: str) -> dict[int, float]:
    found = table[(table["origin"] == origin) & (table["destination"] == destination)]
    return dict(zip(found["year"], found["value"], strict=True))


# --- one workbook ---------------------------------------------------------------------------------


def test_an_own_report_with_its_world_its_regions_and_the_unspecified() -> None:
    reading = read_workbooks(io.BytesIO(files.NAMIBIA), "FDI_instock")
    table = tidy.check(reading.table, "corridor")
    assert set(table["destination"]) == {"NAM"}
    assert set(table["origin"]) == {
        "WLD", "XXX", "ZAF", "WIR14-DEVELOPING", "WIR14-AFRICA", "WIR14-OTHER-AFRICA"
    }  # fmt: skip
    assert _values(table, "ZAF", "NAM")[2010] == 5_634e6
    assert _values(table, "WLD", "NAM") | {2001: 1_311e6, 2012: 5_784e6} == _values(
        table, "WLD", "NAM"
    )
    # What is printed adds up to the world's, year by year.
    wide = table.pivot(index="year", columns="origin", values="value")
    assert (wide["ZAF"] + wide["XXX"] - wide["WLD"]).abs().max() <= 1e6
    assert reading.unit == "current US$" and reading.released is None


def test_what_others_report_is_their_report() -> None:
    """The sheet of Namibia's inflows holds outflows of those who report them, and no inflow."""
    with pytest.raises(LayoutError, match="What partners report is in the sheet inflows; read it "):
        read_workbooks(io.BytesIO(files.NAMIBIA), "FDI_inflows")
    reading = read_workbooks(io.BytesIO(files.NAMIBIA), "FDI_outflows")
    table = tidy.check(reading.table, "corridor")
    assert set(table["destination"]) == {"NAM"} and "WLD" not in set(table["origin"])
    assert _values(table, "ESP", "NAM")[2012] == -127e6  # "-- 127"
    assert _values(table, "ISL", "NAM")[2003] == -9e6  # "- -9"
    # Nought is a figure, two dots are none.
    assert set(_values(table, "FRA", "NAM")) == set(range(2001, 2011))
    assert _values(table, "FRA", "NAM")[2010] == 0
    assert "0 economies report this themselves; the sheets of 1 others" in reading.notes[1]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2 166", 2_166e6), ("2\u00a0166", 2_166e6), ("--1 160", -1_160e6), ("- -52", -52e6),
        ("-- 214", -214e6), ("\u2013 214", -214e6), ("\u2013\u2013214", -214e6), ("-7", -7e6),
        ("-", 0), ("0", 0), (0, 0), (4.3999, 4_399_900), (-0.4, -400_000), ("..", None), ("", None),
    ],
)  # fmt: skip
def test_figures_as_the_publisher_prints_them(cell: Any, value: float | None) -> None:
    sheet = files.own("Brazil", "outstock", [(4, "Peru", [5, cell])], (2001, 2002))
    book = io.BytesIO(files.of("Brazil", outstock=sheet))
    found = _values(read_workbooks(book, "FDI_outstock").table, "BRA", "PER")
    assert found.get(2002) == value and found[2001] == 5e6


def test_pages_of_a_sheet_are_one_table_and_years_are_where_they_stand() -> None:
    rows = [(4, name, [n, n + 1]) for n, name in enumerate(["Chile", "Peru", "Congo", "Turkey"])]
    sheet = files.own("Brazil", "inflows", rows, (2011, 2012), page=2)
    found = read_workbooks(io.BytesIO(files.of("Brazil", inflows=sheet)), "FDI_inflows").table
    assert sorted(set(found["origin"])) == ["CHL", "COG", "PER", "TUR"]
    assert _values(found, "TUR", "BRA") == {2011: 3e6, 2012: 4e6}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Czech Republic", "CZE"), ("Korea, Republic of", "KOR"), ("Moldova, Republic of", "MDA"),
        ("The FYR of Macedonia", "MKD"), ("United Rep. of Tanzania", "TZA"),
        ("Lao People's Dem. Rep.", "LAO"), ("Venezuela, Bolivarian Rep. of", "VEN"),
        ("Congo, Democratic Rep. of", "COD"), ("Congo", "COG"), ("Côte d' Ivoire", "CIV"),
        ("Cape Verde", "CPV"), ("Netherlands Antilles ", "ANT"), ("Hong Kong, China", "HKG"),
        ("Serbia and Montenegro", "SCG"), ("Yugoslavia (former)", "YUG"), ("Jersey", "JEY"),
        ("US Virgin Islands", "VIR"), ("Taiwan Province of China", "TWN"), ("Bahamas", "BHS"),
        ("Korea, Democratic People's Republic of", "PRK"), ("Iran, Islamic Republic of", "IRN"),
        ("International organizations", "XSN"), ("Georgia", "GEO"), ("Guinea", "GIN"),
        ("European Union", "WIR14-EU"), ("CIS", "WIR14-CIS"), ("Oceania", "WIR14-OCEANIA"),
    ],
)  # fmt: skip
def test_names_of_then(name: str, code: str) -> None:
    sheet = files.own("Brazil", "inflows", [(4, name, [1])], (2001,))
    found = read_workbooks(io.BytesIO(files.of("Brazil", inflows=sheet)), "FDI_inflows").table
    assert _values(found, code, "BRA") == {2001: 1e6}


def _zip(**books: bytes) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, body in books.items():
            archive.writestr(f"{name}.xls", body)
    stream.seek(0)
    return stream


def test_a_reporting_economys_own_figure_goes_before_what_a_partners_workbook_prints() -> None:
    germany = files.own("Germany", "outflows", [(4, "Namibia", [3, 170, ".."])], (2001, 2009, 2010))
    inflows = files.told("Namibia", "inflows", [("Germany", [3, 164, 5])], (2001, 2009, 2010))
    books = _zip(
        DEU=files.of("Germany", outflows=germany), NAM=files.of("Namibia", inflows=inflows)
    )
    reading = read_workbooks(books, "FDI_outflows")
    assert _values(reading.table, "DEU", "NAM") == {2001: 3e6, 2009: 170e6, 2010: 5e6}
    assert any(note.startswith("1 figures are printed otherwise") for note in reading.notes)


def test_workbooks_that_are_called_otherwise() -> None:
    hong_kong = files.own("Hong Kong, China", "inflows", [(4, "Japan", [8])], (2001,))
    ocean = files.told("British Indian Ocean Territory", "inflows", [("Brazil", [2])], (2001,))
    books = _zip(
        HGK=files.of("Hong Kong, China", inflows=hong_kong),
        BIOT=files.of("British Indian Ocean Territory", inflows=ocean),
    )
    assert _values(read_workbooks(books, "FDI_inflows").table, "JPN", "HKG") == {2001: 8e6}
    books.seek(0)
    assert _values(read_workbooks(books, "FDI_outflows").table, "BRA", "IOT") == {2001: 2e6}


# --- all of them, as the publisher serves them ----------------------------------------------------

# Of these the publisher prints what partners report as inflows, as their workbooks say.
TOLD = {"NAM", "MDV", "SYR", "CIV", "SDN", "COD", "FSM", "ABW", "STP", "TKL"}
OLD_NAMES = {
    "CZE": "Czech Republic", "KOR": "Korea, Republic of", "MDA": "Moldova, Republic of",
    "MKD": "The FYR of Macedonia", "TZA": "United Rep. of Tanzania", "TUR": "Turkey",
    "LAO": "Lao People's Dem. Rep.", "VEN": "Venezuela, Bolivarian Rep. of", "GIN": "Guinea",
    "COD": "Congo, Democratic Rep. of", "CIV": "Côte d' Ivoire", "CPV": "Cape Verde",
    "SWZ": "Swaziland", "IOT": "British Indian Ocean Territory", "SHN": "Saint Helena",
}  # fmt: skip
KEYS = ["host", "partner", "year"]


@pytest.fixture(scope="module")
def copy(file_of: FileOf) -> pd.DataFrame:
    """A tidy copy of the publisher's figures, without those that it gives twice and differently."""
    path = file_of("bilateral_fdi_2001_2012.csv.gz")
    frame = pd.read_csv(path, keep_default_na=False, na_values=[""])
    frame = frame.replace({"host": {"HGK": "HKG"}, "partner": {"HGK": "HKG"}}).drop_duplicates()
    return frame[~frame.duplicated(KEYS, keep=False)]


@pytest.fixture(scope="module")
def books(copy: pd.DataFrame) -> dict[str, bytes]:
    """A workbook for each economy of the registry's list, with the figures of the copy."""
    rows = publishers_codes().query("scheme == 'wir_name'")
    names = dict(zip(rows["code"], rows["value"], strict=True)) | OLD_NAMES
    by_host = dict(iter(copy.groupby("host")))
    made = {}
    for part in FILE.parts:
        code = {"HGK": "HKG", "BIOT": "IOT"}.get(part, part)
        sheets = {}
        for kind, measure in zip(files.TITLES, SERIES.values(), strict=True):
            found = by_host.get(code, copy[:0]).dropna(subset=measure)
            if found.empty:
                continue
            wide = found.pivot(index="partner", columns="year", values=measure)
            wide = wide.reindex(columns=files.YEARS)
            cells = [
                (names[partner], [".." if pd.isna(cell) else cell for cell in row])
                for partner, row in zip(wide.index, wide.to_numpy().tolist(), strict=True)
            ]
            if kind == "inflows" and code in TOLD:
                sheets[kind] = files.told(names[code], kind, cells)
            else:
                tree = [(4, *each) for each in cells]
                sheets[kind] = files.own(names[code], kind, tree, page=60)
        made[part] = files.of(names[code], **sheets)
    return made


def _expected(copy: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The copy's figures by who reports them, in pandas alone."""
    first, then = ("partner", "host") if measure in ("FDI_inflows", "FDI_instock") else KEYS[:2]
    kept = copy.dropna(subset=measure)
    if measure == "FDI_inflows":
        kept = kept[~kept["host"].isin(TOLD)]
    table = kept.rename(columns={first: "origin", then: "destination", measure: "value"})
    if measure == "FDI_outflows":
        others = copy[copy["host"].isin(TOLD)].rename(
            columns={"partner": "origin", "host": "destination", "FDI_inflows": "value"}
        )
        table = pd.concat([table, others]).drop_duplicates(["origin", "destination", "year"])
    table = table[["origin", "destination", "year", "value"]].sort_values(
        ["origin", "destination", "year"], ignore_index=True
    )
    return table.assign(value=(table["value"] * 1e6).round())


@pytest.fixture(scope="module")
def unctad(
    books: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[files.Unctad]:
    before = dict(config._set)
    with files.serving(books) as server:
        config.mirror, config.cache = server.base, Path(tmp_path_factory.mktemp("cache"))
        try:
            yield server
        finally:
            config._set.clear()
            config._set.update(before)


@pytest.mark.reference
@pytest.mark.parametrize("series", SERIES)
def test_the_latest_is_whole(unctad: files.Unctad, copy: pd.DataFrame, series: str) -> None:
    unctad.asked.clear()
    unctad.most_at_once, unctad.pause = 0, 0.002
    table = tidy.check(migov.load(series, version="latest"))
    said = tidy.provenance(table)["value"]
    assert said["version"] == "2014" and said["url"] == FILE.url
    statuses = unctad.statuses()
    # The workbooks are fetched for the first series that asks, and asked about for the others.
    assert statuses in ({200: 206}, {304: 206})
    assert 1 < unctad.most_at_once <= 4
    expected = _expected(copy, SERIES[series])
    pd.testing.assert_frame_equal(
        pd.DataFrame(table), expected, check_dtype=False, check_names=False
    )


@pytest.mark.reference
def test_the_tidy_copy_has_the_same_figures(
    unctad: files.Unctad, copy: pd.DataFrame, file_of: FileOf
) -> None:
    path = file_of("bilateral_fdi_2001_2012.csv.gz")
    for series, measure in SERIES.items():
        ours = migov.load(series, version="2014")
        theirs = unctad_bilateral.read_pairs(path, measure).table
        both = ours.merge(theirs, on=["origin", "destination", "year"], suffixes=("", "_copy"))
        assert (both["value"] == both["value_copy"]).all()
        # In the copy nothing tells a report from what partners say, and two economies are one.
        other = theirs.merge(ours, how="left", indicator=True, on=["origin", "destination", "year"])
        other = other[other["_merge"] == "left_only"]
        told = other["destination"].isin(TOLD if measure == "FDI_inflows" else ())
        assert other.loc[~told, ["origin", "destination"]].isin(["SRB", "ABW"]).any(axis=1).all()
        assert len(both) > 0.97 * len(theirs)
    assert set(unctad.statuses()) == set()  # what is kept is not asked for


@pytest.mark.reference
def test_an_update_does_not_ask_for_a_closed_edition(unctad: files.Unctad) -> None:
    unctad.asked.clear()
    found = migov.update(only="unctad", progress=False).series["series"].tolist()
    assert not set(SERIES) & set(found) and "fdi_inflow_unctad" in found
    asked = {name for name, _ in unctad.asked}
    assert asked and not asked & set(FILE.parts)
