"""World Population Prospects: a small file by hand, and the figures read a second way."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pandas as pd
import pytest

from migov import economies, tidy
from migov.publishers import wpp
from publishers import FileOf

FILE = "WPP2024_Demographic_Indicators_Medium.csv.gz"
HEADER = (
    "SortOrder,LocID,ISO2_code,LocTypeName,Location,Variant,Time,TPopulation1July,CBR,NetMigrations"
)
ROWS = [
    "1,900,,World,World,Medium,2023,8091734.930,16.1,0",
    "1,900,,World,World,Medium,2024,8161972.572,16.0,0",
    "2,516,NA,Country/Area,Namibia,Medium,2023,2963.095,26.2,-4.25",
    "2,516,NA,Country/Area,Namibia,Medium,2024,3030.131,25.9,",
]


def small(path: Path, header: str = HEADER, rows: list[str] = ROWS) -> Path:
    """A file of two areas and two years, in several gzip members as the publisher packs it."""
    lines = [f"\ufeff{header}\n", *(f"{row}\n" for row in rows)]
    path.write_bytes(b"".join(gzip.compress(line.encode()) for line in lines))
    return path


def _values(table: pd.DataFrame, economy: str) -> dict[int, float]:
    found = table[table["economy"] == economy]
    return dict(zip(found["year"], found["value"], strict=True))


def test_estimates_end_where_projections_begin(tmp_path: Path) -> None:
    path = small(tmp_path / "wpp.csv.gz")
    estimates = wpp.read_indicators(path, "TPopulation1July")
    assert _values(tidy.check(estimates.table, "economy"), "NAM") == {2023: 2_963_095}
    projections = wpp.read_indicators(path, "TPopulation1July", period="projections")
    assert _values(projections.table, "WLD") == {2024: 8_161_972_572}
    both = wpp.read_indicators(path, "TPopulation1July", period="all")
    assert len(both.table) == 4
    assert estimates.notes == () and "projection" in projections.notes[0]


def test_thousands_become_persons_and_rates_stay(tmp_path: Path) -> None:
    path = small(tmp_path / "wpp.csv.gz")
    migration = wpp.read_indicators(path, "NetMigrations", period="all")
    assert _values(migration.table, "NAM") == {2023: -4250}
    assert migration.unit == "persons"
    births = wpp.read_indicators(path, "CBR")
    assert _values(births.table, "NAM") == {2023: 26.2}
    assert births.unit == "per 1,000 population"


def test_plain_text_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "wpp.csv"
    path.write_text("\n".join([HEADER, *ROWS]), encoding="utf-8")
    assert len(wpp.read_indicators(path, "TPopulation1July").table) == 2


@pytest.mark.reference
@pytest.mark.parametrize(
    ("column", "theirs"), [("Births", "births"), ("Deaths", "deaths"), ("NetMigrations", "mig")]
)
def test_every_figure_is_that_of_an_independent_copy(
    file_of: FileOf, column: str, theirs: str
) -> None:
    table = tidy.check(wpp.read_indicators(file_of(FILE), column).table, "economy")
    copy = file_of("wpp2024_annual_1950_2023.csv.gz")
    with gzip.open(copy, "rt", encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row[theirs]]
    codes = sorted({int(row["country_code"]) for row in rows})
    ours = dict(zip(codes, economies.translate(pd.Series(codes), "m49"), strict=True))
    expected = {
        (ours[int(row["country_code"])], int(row["year"])): 1000 * float(row[theirs])
        for row in rows
    }
    keys = zip(table["economy"], table["year"], strict=True)
    found = dict(zip(keys, table["value"], strict=True))
    assert found.keys() == expected.keys()
    assert all(abs(found[key] - expected[key]) <= 0.5 for key in expected)


@pytest.mark.reference
def test_population_is_that_published(file_of: FileOf) -> None:
    world = _values(wpp.read_indicators(file_of(FILE), "TPopulation1July").table, "WLD")
    assert world[1950] == 2_493_092_848 and max(world) == 2023
    assert round(world[2023] / 1e6) == 8092
    ahead = wpp.read_indicators(file_of(FILE), "TPopulation1July", period="projections").table
    assert (ahead["year"].min(), ahead["year"].max()) == (2024, 2100)
    assert round(_values(ahead, "WLD")[2024] / 1e6) == 8162
    # A share that the literature cites: Asia has about three fifths of the world's people.
    asia = _values(wpp.read_indicators(file_of(FILE), "TPopulation1July").table, "935")
    assert 0.59 < asia[2005] / world[2005] < 0.62
