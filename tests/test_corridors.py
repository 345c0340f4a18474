"""Corridors: matrices with their margins, one corridor, rankings and graphs.

The figures are found by another road: plain pandas on the publishers' own files, or typed from
their tables.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import networkx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import migov
from migov import economies, registry, tidy
from migov.cli import main
from migov.corridors import book
from migov.measures import group_corridors

STOCK_2020 = {"Africa": 25_389_464, "Asia": 85_618_502, "Europe": 86_706_068}
EMBEDDED = [
    each.id
    for each in registry.series().values()
    if each.kind == "corridor" and not each.versions[each.pinned].obtainable
]


def caveats(table: pd.DataFrame) -> str:
    return " ".join(tidy.provenance(table)["value"]["caveats"])


@pytest.fixture(scope="module")
def plain(file_of: Callable[..., Path]) -> pd.DataFrame:
    """The publisher's stock of 2024 by plain pandas: both sexes, codes as they are."""
    frame = pd.read_csv(
        file_of("ims2024_destination_origin_sex.csv.gz"), keep_default_na=False, na_values=[""]
    )
    keys = ["origin_iso3", "dest_iso3", "year"]
    return frame.groupby(keys, as_index=False)["migrants"].sum()


# --- a matrix ---------------------------------------------------------------------------------


def test_a_matrix_by_economy_is_the_publishers_file(plain: pd.DataFrame) -> None:
    table = migov.matrix("migrant_stock", 2024)
    now = plain[plain["year"] == 2024]
    assert table.sum().sum() == now["migrants"].sum() == 304_021_813
    for origin, destination in (("MEX", "USA"), ("PHL", "SAU"), ("NAM", "ZAF")):
        pair = now[(now["origin_iso3"] == origin) & (now["dest_iso3"] == destination)]
        assert table.loc[origin, destination] == pair["migrants"].item()
    assert table.notna().to_numpy().sum() == len(now)


@pytest.mark.parametrize("side", ["origin", "destination"])
def test_margins_by_economy_are_the_published_totals(side: str) -> None:
    table = migov.matrix("migrant_stock", 2020, margins=True)
    ends = {"origins": "WLD"} if side == "destination" else {"destinations": "WLD"}
    printed = migov.load("migrant_stock", years=2020, **ends).set_index(side)["value"]
    mine = table.loc["WLD"] if side == "destination" else table["WLD"]
    assert len(printed) > 200
    for code, value in printed.items():
        assert mine[code] == value


def test_region_totals_are_those_of_the_printed_table() -> None:
    # International Migrant Stock 2020, table 1, column 2020: typed from the workbook.
    table = migov.matrix("migrant_stock", 2020, by="region", margins=True, version="2020")
    assert table.loc["WLD", "WLD"] == 280_598_105
    assert {name: table.loc["WLD", name] for name in STOCK_2020} == STOCK_2020
    assert table.loc["WLD", "Americas"] == 58_708_795 + 14_794_623
    assert "own totals of the 5 groups by destination are the same" in caveats(table)


def test_subregions_by_plain_pandas(plain: pd.DataFrame) -> None:
    subregion = economies.table().set_index("economy")["subregion"]
    now = plain[plain["year"] == 2024]
    inside = now[
        (now["origin_iso3"].map(subregion) == "Southern Asia")
        & (now["dest_iso3"].map(subregion) == "Western Asia")
    ]
    table = migov.matrix("migrant_stock", 2024, by="subregion")
    assert table.loc["Southern Asia", "Western Asia"] == inside["migrants"].sum()


def test_a_group_is_as_on_its_date_on_either_side(plain: pd.DataFrame) -> None:
    # Mauritania left ECOWAS in 2000; Mali, Burkina Faso and Niger in January 2025.
    then = set(economies.members("ECOWAS", on=2009))
    assert "MRT" not in then and {"MLI", "BFA", "NER"} <= then and len(then) == 15
    now = plain[plain["year"] == 2010]
    origin, destination = now["origin_iso3"].isin(then), now["dest_iso3"].isin(then)
    table = migov.matrix("migrant_stock", 2010, by="ECOWAS", on=2009)
    assert table.loc["ECOWAS", "ECOWAS"] == now.loc[origin & destination, "migrants"].sum()
    assert table.loc["ECOWAS", "Rest of the world"] == now.loc[origin & ~destination,
                                                               "migrants"].sum()  # fmt: skip
    today = migov.matrix("migrant_stock", 2010, by="ECOWAS")
    assert today.loc["ECOWAS", "ECOWAS"] < table.loc["ECOWAS", "ECOWAS"]
    assert "members of 2009" in caveats(table) and "members of today" in caveats(today)


def test_the_gulf_by_a_mapping_and_by_its_acronym() -> None:
    gulf = ["ARE", "BHR", "KWT", "OMN", "QAT", "SAU"]
    named = migov.matrix("migrant_stock", 2024, by={"Gulf": gulf}, origins_by="region")
    acronym = migov.matrix("migrant_stock", 2024, by="GCC", origins_by="region")
    assert list(named.columns) == ["Gulf", "Rest of the world"]
    np.testing.assert_array_equal(named.to_numpy(), acronym.to_numpy())


def test_income_groups_are_those_of_the_date() -> None:
    then = migov.matrix("migrant_stock", 2000, by="income", on=2000)
    now = migov.matrix("migrant_stock", 2000, by="income")
    # India and China were of low and lower middle income then.
    assert "IND" in economies.members("Low income", on=2000)
    assert then.loc["Low income"].sum() > 2 * now.loc["Low income"].sum()
    assert then.sum().sum() == now.sum().sum()


def test_the_publishers_own_income_groups_differ_and_are_said_to() -> None:
    table = migov.matrix("migrant_stock", 2024, by="income", margins=True)
    printed = migov.load("migrant_stock", origins="WLD", destinations="1503", years=2024)
    here = table.loc["WLD", "High income"] - printed["value"].item()
    assert here != 0
    assert f"High income {printed['value'].item():,.0f} ({here:+,.0f} here)" in caveats(table)


def test_economies_that_are_not_asked_for_are_the_rest(plain: pd.DataFrame) -> None:
    table = migov.matrix(
        "migrant_stock", 2024, origins=["IND", "PHL"], destinations="GCC", margins=True
    )
    now = plain[plain["year"] == 2024].set_index(["origin_iso3", "dest_iso3"])["migrants"]
    assert table.loc["IND", "QAT"] == now["IND", "QAT"]
    assert table.loc["IND", "WLD"] == now["IND"].sum()
    assert table.loc["WLD", "QAT"] == now.xs("QAT", level=1).sum()
    assert list(table.index) == ["IND", "PHL", "Rest of the world", "XXX", "Not allocated", "WLD"]


@pytest.mark.parametrize("series", EMBEDDED)
@pytest.mark.parametrize("by", ["economy", "region"])
def test_every_row_and_column_adds_up_to_its_total(series: str, by: str) -> None:
    latest = int(migov.load(series)["year"].max())
    table = migov.matrix(series, latest, by=by, margins=True)
    inside = table.drop(index="WLD").drop(columns="WLD")
    allowed = 1e-9 * table.loc["WLD", "WLD"]
    np.testing.assert_allclose(
        inside.drop(index="Not allocated").sum(axis=1),
        table["WLD"].drop(["WLD", "Not allocated"]),
        atol=allowed,
    )
    np.testing.assert_allclose(
        inside.drop(columns="Not allocated").sum(axis=0),
        table.loc["WLD"].drop(["WLD", "Not allocated"]),
        atol=allowed,
    )
    shown = inside.drop(index="Not allocated").drop(columns="Not allocated").sum().sum()
    pairs = migov.load(series, years=latest)["value"].sum()
    assert shown == pytest.approx(pairs, rel=1e-12)


def test_what_a_snapshot_leaves_out_is_not_allocated_and_not_zero(
    file_of: Callable[..., Path],
) -> None:
    # The flow estimates are embedded from 100 persons on; the publisher's file has them all.
    flows = pd.read_csv(
        file_of("abel_cohen_2022_all_methods.csv.gz"), keep_default_na=False, na_values=[""]
    )
    asked = {"method": "da_pb_closed", "sex": "both", "type": "all", "orig": "NAM"}
    for column, value in asked.items():
        flows = flows[flows[column] == value]
    leaving = flows[flows["year0"] == 2010]["flow"].sum()
    table = migov.matrix("migration_flow_da_pb_closed", 2010, margins=True, version="2022")
    assert table.loc["NAM", "WLD"] == pytest.approx(leaving, rel=1e-9)
    assert table.loc["NAM", "Not allocated"] > 0
    most = flows.groupby("dest")["flow"].max()
    small = most.index[most < 100]
    assert len(small) > 50 and table.loc["NAM"].reindex(small).isna().all()
    assert table.loc["NAM", most.index[most > 10_000]].notna().all()
    assert "their absence is not zero" in caveats(table)


def test_unknown_and_stateless_have_rows_of_their_own() -> None:
    table = migov.matrix("refugees", 2020, by="region", margins=True)
    assert table.loc["XXX", "WLD"] > 0 and table.loc["XXA", "WLD"] > 0
    assert "under the origin XXA, Stateless" in caveats(table)


def test_absent_is_unknown_unless_filled() -> None:
    table = migov.matrix("migrant_stock", 2024, origins="NAM", destinations="ECOWAS")
    assert list(table.columns) == sorted(economies.members("ECOWAS"))
    assert table.notna().to_numpy().sum() == 1 and table.loc["NAM", "GIN"] == 1
    filled = migov.matrix("migrant_stock", 2024, origins="NAM", destinations="ECOWAS", fill=0)
    assert (filled.to_numpy() == 0).sum() == table.isna().to_numpy().sum()
    assert "shown as 0" in caveats(filled) and "shown as 0" not in caveats(table)


def test_women_have_margins_too() -> None:
    women = migov.matrix("migrant_stock", 2024, by="region", margins=True, sex="female")
    men = migov.matrix("migrant_stock", 2024, by="region", margins=True, sex="male")
    assert women.loc["WLD", "WLD"] + men.loc["WLD", "WLD"] == 304_021_813


@settings(max_examples=20)
@given(st.lists(st.sampled_from(sorted(economies.members("EU"))), min_size=1, unique=True))
def test_grouping_commutes_with_summing(members: list[str]) -> None:
    stock = migov.load("migrant_stock", years=2024, destinations="EU")
    grouped = group_corridors(stock, {"Some": members}, origins_by="economy")
    direct = stock[stock["destination"].isin(members)]["value"].sum()
    assert grouped.loc[grouped["destination"] == "Some", "value"].sum() == direct
    assert grouped["value"].sum() == stock["value"].sum()


# --- rankings ---------------------------------------------------------------------------------


def test_the_largest_corridors_by_plain_pandas(plain: pd.DataFrame) -> None:
    now = plain[(plain["year"] == 2024) & ~plain["origin_iso3"].isin(["OOO", "XCX"])]
    largest = now.nlargest(10, "migrants")
    table = migov.top_corridors("migrant_stock", 2024, 10)
    assert table["origin"].tolist() == largest["origin_iso3"].tolist()
    assert table["destination"].tolist() == largest["dest_iso3"].tolist()
    assert table["rank"].tolist() == list(range(1, 11))
    assert table["share"].iloc[0] == pytest.approx(100 * 11_279_561 / 304_021_813)


def test_shares_of_a_selection_are_of_its_published_total(plain: pd.DataFrame) -> None:
    now = plain[(plain["year"] == 2024) & (plain["dest_iso3"] == "USA")]
    table = migov.top_corridors("migrant_stock", 2024, n=None, destinations="USA")
    assert table["share"].iloc[0] == pytest.approx(100 * 11_279_561 / now["migrants"].sum())
    unknown = migov.load("migrant_stock", origins="XXX", destinations="USA", years=2024)
    left = 100 * unknown["value"].item() / now["migrants"].sum()
    assert table["share"].sum() == pytest.approx(100 - left)


def test_equal_figures_share_a_rank() -> None:
    table = migov.top_corridors("migrant_stock", 2024, n=None)
    ranks = table.groupby("value")["rank"].nunique()
    assert (ranks == 1).all() and table["rank"].is_monotonic_increasing
    assert table["rank"].iloc[-1] < len(table)


def test_corridors_between_regions() -> None:
    table = migov.top_corridors("migrant_stock", 2024, by="region", n=1)
    matrix = migov.matrix("migrant_stock", 2024, by="region")
    assert table[["origin", "destination"]].values.tolist() == [["Asia", "Asia"]]
    assert table["value"].item() == matrix.loc["Asia", "Asia"] == matrix.max().max()


def test_a_diaspora_by_plain_pandas(plain: pd.DataFrame) -> None:
    homes = migov.diaspora("PHL", 2024)
    now = plain[(plain["year"] == 2024) & (plain["origin_iso3"] == "PHL")]
    assert homes.set_index("destination")["value"].to_dict() == {
        code: value for code, value in zip(now["dest_iso3"], now["migrants"], strict=True)
    }
    assert homes["share"].sum() == pytest.approx(100)
    assert homes["year"].unique().tolist() == [migov.diaspora("PHL")["year"].iloc[0]] == [2024]


def test_a_diaspora_of_a_group_adds_its_members() -> None:
    group = migov.diaspora("CAN", 2024), migov.diaspora(["MEX", "GTM"], 2024)
    assert set(group[0]["origin"]) == {"CAN"}  # Canada, whose code wins over the Andean Community
    alone = [
        migov.diaspora(code, 2024).set_index("destination")["value"] for code in ("MEX", "GTM")
    ]
    assert group[1].set_index("destination")["value"]["USA"] == sum(each["USA"] for each in alone)
    assert set(group[1]["origin"]) == {"MEX, GTM"}


def test_the_hosts_of_afghans_by_the_publishers_rows(file_of: Callable[..., Path]) -> None:
    rows = pd.read_csv(
        file_of("population_2026-06-25.csv.gz"), dtype=str, keep_default_na=False, na_values=[""]
    )
    rows = rows[(rows["year"] == "2020") & (rows["coo"] == "AFG")]
    counts = pd.to_numeric(rows["refugees"], errors="coerce").to_numpy()
    hosts = migov.hosts("AFG", 2020)
    assert hosts["value"].sum() == np.nansum(counts)
    assert hosts["value"].iloc[0] == np.nanmax(counts)
    assert hosts["destination"].iloc[0] == "PAK"


def test_people_displaced_inside_an_economy_are_no_corridor() -> None:
    stock = pd.DataFrame(
        {"origin": ["AFG", "AFG"], "destination": ["AFG", "IRN"], "value": [5.0, 2.0]}
    )
    assert book.between_two(stock)["destination"].tolist() == ["IRN"]


# --- one corridor -----------------------------------------------------------------------------


def test_one_corridor_in_every_series_that_knows_it() -> None:
    table = migov.corridor("MEX", "USA")
    assert set(table["series"]) >= {"migrant_stock", "bilateral_remittances", "refugees"}
    for name in ("migrant_stock", "refugees"):
        alone = migov.load(name, origins="MEX", destinations="USA")
        mine = table[table["series"] == name]
        assert mine["value"].tolist() == alone["value"].tolist()
        assert mine["year"].tolist() == alone["year"].tolist()
    said = tidy.provenance(table)
    assert list(said) == list(dict.fromkeys(table["series"]))
    assert table.groupby("series")["unit"].first()["bilateral_remittances"] == "current US$"
    absent = table.attrs["migov"]["absent"]
    corridors = {each.id for each in registry.series().values() if each.kind == "corridor"}
    assert set(said) | set(absent) == corridors and not set(said) & set(absent)
    assert all(absent.values())


def test_both_ways_and_years() -> None:
    table = migov.corridor("MEX", "USA", (2015, 2020), both=True, series="migrant_stock")
    assert set(zip(table["origin"], table["destination"], table["year"], strict=True)) == {
        (a, b, year) for a, b in (("MEX", "USA"), ("USA", "MEX")) for year in (2015, 2020)
    }


def test_a_version_leaves_out_the_series_that_have_no_such() -> None:
    table = migov.corridor("MEX", "USA", 2020, version="2020")
    assert table["version"].unique().tolist() == ["2020"]
    assert "refugees" in table.attrs["migov"]["absent"]


def test_a_sex_is_given_where_it_is_counted() -> None:
    table = migov.corridor("PHL", "ITA", 2020, sex="female")
    assert "migrant_stock" in set(table["series"])
    assert "not count female apart" in table.attrs["migov"]["absent"]["refugees"]


# --- graphs and files -------------------------------------------------------------------------


def test_a_graph_has_every_corridor_and_gives_it_back() -> None:
    table = migov.load("migrant_stock", years=2024)
    graph = migov.to_networkx(table)
    assert graph.number_of_edges() == len(table)
    back = networkx.to_pandas_edgelist(graph, source="origin", target="destination")
    back = back.sort_values(["origin", "destination"], ignore_index=True)
    pd.testing.assert_series_equal(back["value"], table["value"])
    assert back["origin"].tolist() == table["origin"].tolist()
    assert graph.nodes["CIV"] == {
        "name": "Côte d'Ivoire", "region": "Africa", "subregion": "Western Africa"
    }  # fmt: skip
    assert graph.graph["year"] == 2024 and graph.graph["unit"] == "persons"
    assert graph.in_degree("USA", weight="value") == table[table["destination"] == "USA"][
        "value"
    ].sum()


def test_a_graph_of_a_matrix_has_no_totals() -> None:
    matrix = migov.matrix("migrant_stock", 2024, by="region", margins=True)
    graph = migov.to_networkx(matrix)
    assert set(graph) == {"Africa", "Americas", "Asia", "Europe", "Oceania", "XXX"}
    assert graph.edges["Asia", "Europe"]["value"] == matrix.loc["Asia", "Europe"]


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".parquet", ".xlsx"])
def test_every_table_is_written_and_read_back(tmp_path: Path, ending: str) -> None:
    tables = {
        "matrix": migov.matrix("migrant_stock", 2024, by="region", margins=True),
        "corridor": migov.corridor("PHL", "USA", 2024, both=True),
        "top": migov.top_corridors("migrant_stock", 2024),
    }
    for name, table in tables.items():
        path = migov.save(table, tmp_path / f"{name}{ending}")
        if ending == ".parquet":
            back = pd.read_parquet(path)
        elif ending == ".xlsx":
            back = pd.read_excel(path, engine="openpyxl", keep_default_na=False, na_values=[""])
        else:
            raw = gzip.decompress(path.read_bytes()) if ending == ".csv.gz" else path.read_bytes()
            assert b"# licence: " in raw
            back = pd.read_csv(path, comment="#", keep_default_na=False, na_values=[""])
        flat = table.reset_index() if name == "matrix" else table
        assert list(back.columns) == list(flat.columns)
        np.testing.assert_allclose(  # a workbook keeps 15 digits
            back.select_dtypes("number").to_numpy(dtype=float),
            flat.select_dtypes("number").to_numpy(dtype=float),
            rtol=1e-14 if ending == ".xlsx" else 0,
        )
    assert json.dumps(tables["corridor"].attrs["migov"]["absent"])


def test_what_is_ranked_can_be_cited() -> None:
    for table in (migov.top_corridors("migrant_stock", 2024), migov.diaspora("PHL", 2024)):
        assert "Population Division" in migov.cite(table)
    several = migov.cite(migov.corridor("MEX", "USA")).splitlines()
    assert len(several) >= 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["matrix", "migrant_stock", "2024", "--margins"], ["304,021,813", "20,002,935", "CC BY"]),
        (["matrix", "migrant_stock", "2010", "--by", "ECOWAS,EU", "--on", "2009"], ["Rest of the"]),
        (["top", "migrant_stock", "-n", "1"], ["MEX", "11,279,561", "3.71"]),
        (["top", "migrant_stock", "2024", "--destinations", "EU", "-n", "2"], ["POL", "DEU"]),
        (["corridor", "Mexico", "USA", "--years", "2020", "--both"], ["11,177,052", "refugees"]),
    ],
)
def test_the_same_from_a_shell(
    words: list[str], said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    printed = capsys.readouterr().out
    assert all(each in printed for each in said)


def test_a_shell_writes_a_file_and_refuses_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    goal = tmp_path / "top.csv"
    assert main(["top", "migrant_stock", "2024", "-n", "3", "--out", str(goal)]) == 0
    assert goal.read_text(encoding="utf-8").count("\n2,AFG,IRN,2024") == 1
    assert main(["matrix", "gdp", "2020"]) == 1
    assert "is a figure of one economy" in capsys.readouterr().err


def test_the_latest_of_a_matrix_comes_from_the_publisher(
    mirror: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MIGOV_MIRROR", mirror)
    monkeypatch.setenv("MIGOV_CACHE", str(tmp_path))
    monkeypatch.delenv("MIGOV_OFFLINE", raising=False)
    latest = migov.matrix("migrant_stock", 2024, by="region", margins=True, version="latest")
    pinned = migov.matrix("migrant_stock", 2024, by="region", margins=True)
    pd.testing.assert_frame_equal(latest, pinned)


@pytest.mark.parametrize("name", ["Gulf", "Gulf states", "GCC"])
def test_the_gulf_is_a_group_by_the_names_that_people_use(name: str) -> None:
    wide = migov.matrix("migrant_stock", 2024, by=[name, "EU"])
    six = migov.load(
        "migrant_stock", years=2024, destinations=["ARE", "BHR", "KWT", "OMN", "QAT", "SAU"]
    )
    (label,) = [each for each in wide.columns if "Gulf" in each or each == "GCC"]
    held = six[six["origin"] != "WLD"]["value"].sum()
    assert wide[label].sum() == pytest.approx(held)
