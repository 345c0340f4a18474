"""Corridors and remittances: each number of the lesson, typed, and from publishers' files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from lessons.running import Told, run
from migov import claims, economies

# The numbers of each answer as a reader sees them, in their order, by words of the answer.
TOLD = {
    "The matrix has": ["781", "713", "36", "18"],
    "To turn our sharing": ["6", "9,814", "0.993"],
    "By the matrix an Indian": ["5,804", "5,710"],
}
SOVIET = {"RUS", "UKR", "KAZ"}
INDIA = {"IND", "PAK", "BGD"}
OCEANS_EAST = {"CHN", "IND", "PHL", "VNM", "KOR"}
UNKNOWN = "OOO"  # as the file writes origins that are not known
# M49, typed: Latin America, whose parts the matrix of the lesson tells apart.
CENTRAL = ["BLZ", "CRI", "GTM", "HND", "MEX", "NIC", "PAN", "SLV"]
SOUTH = [
    "ARG",
    "BOL",
    "BRA",
    "CHL",
    "COL",
    "ECU",
    "FLK",
    "GUF",
    "GUY",
    "PER",
    "PRY",
    "SUR",
    "URY",
    "VEN",
]
NORTHERN = ["BMU", "CAN", "GRL", "SPM", "USA"]
# Largest stocks of 2024, millions, typed from the publisher's table.
LARGEST = [
    ("Mexico", "United States", 11.3, 3.7), ("Afghanistan", "Iran", 3.8, 1.2),
    ("Syria", "Türkiye", 3.6, 1.2), ("Russia", "Ukraine", 3.4, 1.1),
    ("India", "United Arab Emirates", 3.2, 1.1), ("India", "United States", 3.2, 1.0),
    ("Venezuela", "Colombia", 2.9, 1.0), ("Ukraine", "Russia", 2.9, 0.9),
]  # fmt: skip
# Numbers of the text that state nothing about the world.
NO_FINDINGS = {
    "how many the lesson takes, lists or shows": [
        "draws the two stocks", "The thirty largest", "the eight largest", "The eight largest",
        "four of the destinations", "Read two rows", "two continents or two halves",
        "Five totals of one year", "The first four are", "The fifth is",
        "The two lists of receipts",
        "Between the two the method", "cells of two matrices",
        "A rank, two shares in per cent, and two ratios", "In the two states of the Gulf",
        "the two figures are close", "for the ten economies that send most",
        "with more than 100,000 migrants", "the middle half of them",
        "on the line the two are equal", "more than twice what they record?",
        "what is missing to a hundred", "There is a matrix of 2017 too",
    ],
    "the halves of a claim": [
        "Both halves are recorded", "The half about aid holds and the half about investment",
        "a claim with two halves",
    ],
    "history": ["British India until 1947 or the Soviet Union until 1991"],
}  # fmt: skip
# Which test has the figures that a picture shows.
DRAWN = {
    "fig-08-mexico": "test_mexicans_in_the_united_states",
    "fig-08-map": "test_what_crosses_an_ocean_on_the_map",
    "fig-08-ranks": "test_the_ranking_by_plain_pandas",
    "fig-08-heat": "test_the_matrix_of_the_americas",
    "fig-08-model": "test_the_matrix_is_the_stock",
    "fig-08-money": "test_money_between_regions",
}


@pytest.fixture(scope="module")
def told() -> Told:
    return run("08*")


def test_what_the_text_repeats_of_the_ledger(told: Told) -> None:
    """Two of the claims have two halves, and the year of one has no matrix."""
    assert "There is no matrix for 2004, the year of the claim" in told.prose
    assert claims.get("G054").year == 2004
    units = told.names["known"].groupby("series")["unit"].first()
    assert "four things that the word \"migration\" covers" in told.prose
    kinds = {
        "people who live there": ["migrant_stock", "migrant_stock_gbmd"],
        "flows that were estimated": [name for name in units.index if "flow" in name],
        "people who asked for asylum": ["asylum_applications", "asylum_seekers"],
        "money": ["bilateral_remittances"],
    }
    assert len(kinds) == 4
    for words, series in kinds.items():
        assert words.casefold() in told.prose.casefold() and set(series) <= set(units.index)


def test_every_number_of_every_answer(told: Told) -> None:
    assert len(told.answers) == len(TOLD)
    assert {words: told.answer(words) for words in TOLD} == TOLD


def test_verdicts(told: Told) -> None:
    found = told.names["verdicts"]
    assert found["verdict"].to_dict() == {
        "G049": "holds", "G051": "overtaken", "G053": "fails", "G054": "holds", "O017": "holds",
    }  # fmt: skip


def test_the_largest_corridors(told: Told) -> None:
    found = told.shown["08-13"]
    assert [tuple(row) for row in found.itertuples(index=False)] == LARGEST
    assert found.index.tolist() == list(range(1, 9))


def test_what_is_said_of_the_totals(told: Told) -> None:
    totals = told.shown["08-31"]["billion US$, 2021"].tolist()
    assert totals == [781, 792, 794, 713, 515]
    assert "records as paid two thirds of what it records as received" in told.prose
    assert all(totals[4] / each == pytest.approx(2 / 3, abs=0.06) for each in totals[:4])


# --- from the publishers' files ------------------------------------------------------------------


def read(path: Path, **options: object) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, na_values=[""], **options)


def stock_of(path: Path) -> pd.DataFrame:
    table = read(path).rename(columns={"origin_iso3": "origin", "dest_iso3": "destination"})
    keys = ["origin", "destination", "year"]
    return table.groupby(keys, as_index=False)["migrants"].sum()


@pytest.fixture(scope="module")
def stock(file_of: Callable[..., Path]) -> pd.DataFrame:
    return stock_of(file_of("ims2024_destination_origin_sex.csv.gz"))


@pytest.fixture(scope="module")
def money(file_of: Callable[..., Path]) -> pd.DataFrame:
    """The publisher's matrix, US dollars by sender (down) and receiver (across)."""
    book = load_workbook(file_of("bilateral_remittance_matrix_2021_0.xlsx"), read_only=True)
    rows = list(book["FINAL BRM 2021 "].iter_rows(values_only=True))
    book.close()
    receivers = [str(name).strip() for name in rows[1][1:] if name]
    cells = {str(row[0]).strip(): row[1 : len(receivers) + 1] for row in rows[2:217] if row[0]}
    table = pd.DataFrame(cells, index=receivers).T.apply(pd.to_numeric, errors="coerce") * 1e6
    assert table.loc["WORLD", "WORLD"] == pytest.approx(781_076e6, abs=1e6)
    return table


@pytest.fixture(scope="module")
def cells(money: pd.DataFrame) -> pd.DataFrame:
    """Its cells by code: sender, receiver, dollars."""
    parts = money.drop(index="WORLD", columns="WORLD")
    code = {name: economies.resolve(name) for name in [*parts.index, *parts.columns]}
    long = parts.rename(index=code, columns=code).stack().rename_axis(["sender", "receiver"])
    return long[long.notna()].rename("dollars").reset_index()


@pytest.fixture(scope="module")
def recorded(file_of: Callable[..., Path]) -> pd.DataFrame:
    """Received and paid in 2021 as KNOMAD has them on Data360, billions."""
    table = read(file_of("WB_KNOMAD_MRI_MRO_2000_2023.csv.gz"))
    table = table[table["TIME_PERIOD"] == 2021]
    wide = table.pivot(index="REF_AREA", columns="INDICATOR", values="OBS_VALUE") / 1e3
    return wide.rename(columns={"WB_KNOMAD_MRI": "received", "WB_KNOMAD_MRO": "paid"})


@pytest.mark.reference
def test_mexicans_in_the_united_states(stock: pd.DataFrame, told: Told, file_of) -> None:
    here = stock[(stock["origin"] == "MEX") & (stock["destination"] == "USA")]
    by_year = here.set_index("year")["migrants"]
    assert "The stock grew for half a century and has hardly changed since 2010" in told.prose
    assert by_year[1990] < by_year[2000] < by_year[2010]  # and from 1960 on, below
    assert abs(by_year[2024] / by_year[2010] - 1) < 0.06
    drawn = told.names["mexicans"]
    old = drawn[drawn["series"] == "migrant_stock_gbmd"].set_index("year")["value"]
    assert (old / 1e6).round(2).tolist() == [0.61, 0.94, 2.41, 4.66, 9.37]
    bank = read(file_of("gbmd_1960_2000_years_corrected.csv.gz"))
    bank = bank.query("orig == 'MEX' and dest == 'USA'").groupby("year")["migrants"].sum()
    assert old.to_dict() == bank.to_dict() and old.is_monotonic_increasing
    un = drawn[drawn["series"] == "migrant_stock"].set_index("year")["value"]
    assert un.to_dict() == by_year.to_dict()


@pytest.mark.reference
def test_the_ranking_by_plain_pandas(stock: pd.DataFrame, told: Told) -> None:
    known = stock[stock["origin"] != UNKNOWN]
    newest = known[known["year"] == 2024].nlargest(8, "migrants")
    everyone = stock.loc[stock["year"] == 2024, "migrants"].sum()
    assert (newest["migrants"] / 1e6).round(1).tolist() == [row[2] for row in LARGEST]
    assert (100 * newest["migrants"] / everyone).round(1).tolist() == [row[3] for row in LARGEST]

    def redrawn(rows: pd.DataFrame) -> int:
        pairs = [{one, other} for one, other in zip(rows["origin"], rows["destination"],
                                                    strict=True)]  # fmt: skip
        return sum(pair <= SOVIET or pair <= INDIA for pair in pairs)

    oldest = known[known["year"] == 1990].nlargest(8, "migrants")
    assert "Of the eight of 1990 five lie between parts" in told.prose
    assert redrawn(oldest) == 5
    assert "Of the eight of 2024 two are of that kind" in told.prose
    assert redrawn(newest) == 2
    assert "three lead out of Afghanistan, Syria and Venezuela, and two out of India" in told.prose
    assert newest["origin"].isin(["AFG", "SYR", "VEN"]).sum() == 3
    assert (newest["origin"] == "IND").sum() == 2
    assert "largest corridors of each year by rank, 1990 to 2024" in told.prose
    assert set(known["year"]) == set(told.names["every_year"]["year"])
    assert (known["year"].min(), known["year"].max()) == (1990, 2024)
    for year, rows in told.names["every_year"].groupby("year"):
        named = rows[(rows["origin"] != "XXX") & (rows["origin"] != rows["destination"])]
        drawn = named.nlargest(8, "value")
        expected = known[known["year"] == year].nlargest(8, "migrants")
        assert drawn["value"].tolist() == expected["migrants"].tolist(), year
        assert drawn["origin"].tolist() == expected["origin"].tolist(), year


@pytest.mark.reference
def test_what_crosses_an_ocean_on_the_map(told: Told, stock: pd.DataFrame) -> None:
    known = stock[(stock["origin"] != UNKNOWN) & (stock["year"] == 2024)]
    drawn = known.nlargest(30, "migrants")
    carried = told.names["world"]
    carried = carried[carried["origin"] != "XXX"].nlargest(30, "value")
    assert carried["value"].tolist() == drawn["migrants"].tolist()
    # In words of the caption on the map.
    everyone = stock.loc[stock["year"] == 2024, "migrants"].sum()
    assert round(100 * drawn["migrants"].sum() / everyone) == 25
    assert round(drawn["migrants"].min() / 1e6, 1) == 1.5
    assert round(100 * (everyone - known["migrants"].sum()) / everyone, 1) == 7.3
    across = drawn[drawn["destination"].isin(["USA", "CAN", "AUS", "NZL", "BRA", "ARG"])]
    assert set(across["destination"]) == {"USA"}
    assert set(across["origin"]) & OCEANS_EAST
    elsewhere = drawn[drawn["destination"] != "USA"]
    assert not elsewhere["origin"].isin(["USA", "CAN", "MEX", *CENTRAL]).any()


@pytest.mark.reference
def test_the_matrix_of_the_americas(stock: pd.DataFrame, told: Told, file_of) -> None:
    of_2010 = stock[stock["year"] == 2010]

    def cell(origins: list[str], destinations: list[str]) -> float:
        rows = of_2010["origin"].isin(origins) & of_2010["destination"].isin(destinations)
        return of_2010.loc[rows, "migrants"].sum()

    matrix = told.names["matrix"]
    table = told.shown["08-23"]
    assert (table == (matrix[table.columns] / 1e6).round(1)).all().all()
    codes = read(file_of("country-codes.csv.gz")).set_index("ISO3166-1-Alpha-3")
    caribbean = codes.index[codes["Intermediate Region Name"] == "Caribbean"].tolist()
    # Guernsey and Jersey are apart in the list of regions; the stock has one row for both.
    europe = [*codes.index[codes["Region Name"] == "Europe"].dropna(), "XCX"]
    parts = {"Northern America": NORTHERN, "Central America": CENTRAL, "Caribbean": caribbean,
             "South America": SOUTH, "Europe": europe}  # fmt: skip
    told_apart = {code for members in parts.values() for code in members} | {UNKNOWN}
    everywhere = {*of_2010["origin"], *of_2010["destination"]}
    parts |= {"Rest of the world": sorted(everywhere - told_apart), "XXX": [UNKNOWN]}
    for one, origins in parts.items():
        for other, destinations in parts.items():
            if other != "XXX":
                assert matrix.loc[one, other] == pytest.approx(cell(origins, destinations))
        left = of_2010.loc[of_2010["origin"].isin(origins), "migrants"].sum()
        assert matrix.loc[one, "WLD"] == left
        arrived = of_2010.loc[of_2010["destination"].isin(origins), "migrants"].sum()
        assert one == "XXX" or matrix.loc["WLD", one] == pytest.approx(arrived)
    assert matrix.loc["WLD", "WLD"] == of_2010["migrants"].sum()
    assert matrix.loc["Not allocated"].fillna(0).abs().max() < 1
    unknown = of_2010.loc[of_2010["origin"] == UNKNOWN, "migrants"].sum()
    assert matrix.loc["XXX", "WLD"] == unknown
    from_south = matrix.loc["South America"]
    assert matrix.loc["Central America", "Northern America"] > 0.9 * cell(
        CENTRAL, sorted(set(of_2010["destination"]))
    )
    assert 0.8 < from_south["Northern America"] / from_south["Europe"] < 1.25
    assert from_south["South America"] > max(from_south["Northern America"], from_south["Europe"])


@pytest.mark.reference
def test_five_totals(
    money: pd.DataFrame, recorded: pd.DataFrame, told: Told, file_of: Callable[..., Path]
) -> None:
    book = load_workbook(file_of("inward_remittance_flows_december_2023_1.xlsx"), read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    at = list(rows[0]).index(2021)
    names = [str(row[0]).strip() for row in rows]
    last = names.index("Low-and Middle-Income Countries")
    december = sum(row[at] or 0 for row in rows[1:last] if isinstance(row[at], (int, float)))
    world = pd.read_parquet(
        file_of("vintages_long.parquet"), filters=[("ind", "==", "BX.TRF.PWKR.CD.DT")]
    )
    world = world[(world["vintage"].astype(str) == "2026-07-01") & (world["year"] == 2021)]
    by_code = world.set_index(world["code"].astype(str))["value"].dropna() / 1e9
    parts = by_code[by_code.index.isin([*recorded.index, "XKX", "CUW", "SXM", "PYF", "NCL"])]
    expected = [
        money.loc["WORLD", "WORLD"] / 1e9, december / 1e3, recorded["received"].sum(),
        parts.sum(), recorded["paid"].sum(),
    ]  # fmt: skip
    found = list(told.names["totals"].values())
    assert [f"{each:.0f}" for each in found] == [f"{each:.0f}" for each in expected]
    figures = TOLD["The matrix has"]
    assert [f"{expected[0]:.0f}", f"{expected[3]:.0f}"] == figures[:2]
    china = money.loc["WORLD", "China"] / 1e9 - by_code["CHN"]
    assert f"{china:.0f}" == figures[2]
    assert "VNM" not in by_code.index
    assert f"{money.loc['WORLD', 'Vietnam'] / 1e9:.0f}" == figures[3]
    # The six that lie farthest apart.
    code = {name: economies.resolve(name) for name in money.columns.drop("WORLD")}
    matrix = money.loc["WORLD"].drop("WORLD").rename(code) / 1e9
    gap = (matrix - by_code.reindex(matrix.index).fillna(0)).abs()
    table = told.shown["08-33"]
    assert table.index.tolist() == [economies.name(each) for each in gap.nlargest(6).index]
    for each in gap.nlargest(6).index:
        row = table.loc[economies.name(each)]
        assert row["matrix"] == round(matrix[each], 1)
        if each in by_code.index:
            assert row["recorded"] == round(by_code[each], 1)
        else:
            assert pd.isna(row["recorded"])


@pytest.mark.reference
def test_the_matrix_is_the_stock(
    cells: pd.DataFrame, told: Told, file_of: Callable[..., Path]
) -> None:
    people = stock_of(file_of("ims2020_destination_origin_sex.csv.gz"))
    known = people[(people["year"] == 2020) & (people["origin"] != UNKNOWN)]
    known = known.assign(
        origin=known["origin"].replace("XCX", "CHI"),
        destination=known["destination"].replace("XCX", "CHI"),
    )
    by_pair = known.set_index(["destination", "origin"])["migrants"]
    dollars = cells.set_index(["sender", "receiver"])["dollars"]
    pairs = by_pair.rename_axis(["sender", "receiver"]).to_frame("migrants")
    both = pairs.join(dollars, how="outer").fillna(0)
    of = both.groupby("receiver").transform("sum")
    shared = both["migrants"] / of["migrants"] * of["dollars"]
    apart = (both["dollars"] - shared).abs().sum() / 2 / both["dollars"].sum()
    seen = (both["migrants"] > 0) & (both["dollars"] > 0)
    ranks = pd.DataFrame({"a": both["dollars"], "b": shared})[seen].rank()
    assert TOLD["To turn our sharing"] == [
        f"{100 * apart:.0f}", f"{seen.sum():,}", f"{ranks['a'].corr(ranks['b']):.3f}"
    ]  # fmt: skip
    per = both["dollars"] / both["migrants"]
    indians = [per["USA", "IND"], per["ARE", "IND"]]
    assert [f"{each:,.0f}" for each in indians] == TOLD["By the matrix an Indian"]
    large = per[(both["migrants"] > 100_000) & (both["dollars"] > 0)]
    spread = large.groupby("receiver").quantile([0.25, 0.5, 0.75]).unstack()
    sizes = large.groupby("receiver").size()
    table = told.shown["08-45"].set_axis(sorted(told.names["six"]))
    for code in told.names["six"]:
        assert table.loc[code].tolist() == [sizes[code], *spread.loc[code].round().astype(int)]
        assert spread.loc[code, 0.75] / spread.loc[code, 0.25] < 1.25
    assert table["50%"].max() > 4 * table["50%"].min()
    receivers = both.groupby("receiver").sum()
    home = (receivers["dollars"] / receivers["migrants"])[["FRA", "MEX"]].round()
    assert told.shown["08-62"]["US$ a migrant"].tolist() == home.tolist()


@pytest.mark.reference
def test_two_matrices_of_mexico(
    money: pd.DataFrame, told: Told, file_of: Callable[..., Path]
) -> None:
    book = load_workbook(file_of("WB_Bilateral_Remittance_Estimates_2017.xlsx"), read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    (head,) = (row for row in rows[:4] if "Mexico" in row)
    at = head.index("Mexico")
    older = {str(row[0]).strip(): row[at] for row in rows if row[0]}
    expected = {
        2017: (older["WORLD"] / 1e3, older["United States"] / older["WORLD"]),
        2021: (money.loc["WORLD", "Mexico"] / 1e9,
               money.loc["United States", "Mexico"] / money.loc["WORLD", "Mexico"]),
    }  # fmt: skip
    found = told.shown["08-42"]
    assert found["Mexico receives, billion US$"].to_dict() == {
        year: round(received, 1) for year, (received, _) in expected.items()
    }
    assert found["from the United States, %"].to_dict() == pytest.approx(
        {year: 100 * part for year, (_, part) in expected.items()}, abs=0.051
    )
    assert abs(found["from the United States, %"].diff().iloc[-1]) < 2


@pytest.mark.reference
def test_from_the_rich_and_among_them(cells: pd.DataFrame, told: Told) -> None:
    classes = economies.table().set_index("economy")["income_group"]
    rich = {side: cells[side].map(classes) == "High income" for side in ("sender", "receiver")}
    poor = {
        side: cells[side].map(classes).isin(told.names["poorer"]) for side in ("sender", "receiver")
    }
    everything = cells["dollars"].sum()
    expected = [
        cells.loc[one["sender"] & other["receiver"], "dollars"].sum()
        for one, other in ((rich, poor), (rich, rich), (poor, poor), (poor, rich))
    ]
    found = told.names["shares"]
    assert found.tolist() == pytest.approx(expected, rel=1e-6)
    part = [100 * each / everything for each in expected]
    assert told.shown["08-67"]["% of all"].tolist() == [round(each, 1) for each in part]
    assert "Two thirds go the way that the word brings to mind, and a fifth stays" in told.prose
    assert part[0] == pytest.approx(200 / 3, abs=2) and part[1] == pytest.approx(20, abs=2)


@pytest.mark.reference
def test_money_between_regions(cells: pd.DataFrame, told: Told, file_of) -> None:
    region = read(file_of("country-codes.csv.gz")).set_index("ISO3166-1-Alpha-3")["Region Name"]
    known = region.to_dict() | {"CHI": "Europe", "XKX": "Europe", "TWN": "Asia"}
    sums = cells.groupby([cells["sender"].map(known), cells["receiver"].map(known)])[
        "dollars"
    ].sum()
    drawn = told.names["regions"]
    names = ["Africa", "Americas", "Asia", "Europe", "Oceania"]
    for one in names:
        for other in names:
            assert drawn.loc[one, other] == pytest.approx(sums[one, other], rel=1e-6), (one, other)
        assert drawn.loc[one, "WLD"] == pytest.approx(sums[one].sum(), rel=1e-3)
        received = sums.xs(one, level="receiver").sum()
        assert drawn.loc["WLD", one] == pytest.approx(received, rel=1e-3)


@pytest.mark.reference
def test_from_when_to_when_each_series_knows_the_corridor(told: Told, file_of) -> None:
    table = told.shown["08-06"]
    pair = "coo_iso == 'MEX' and coa_iso == 'USA'"
    asked = read(file_of("asylum_applications_2026-06-25.csv.gz")).query(pair)
    counted = read(file_of("population_2026-06-25.csv.gz")).query(pair)
    known = {
        "asylum_applications": asked.loc[asked["applied"] > 0, "year"],
        "refugees": counted.loc[counted["refugees"] > 0, "year"],
        "asylum_seekers": counted.loc[counted["asylum_seekers"].notna(), "year"],  # noughts too
    }
    for series, years in known.items():
        assert table.loc[series, ["from", "to"]].tolist() == [years.min(), years.max()], series
    flows = read(file_of("abel_cohen_2022_all_methods.csv.gz"))
    flows = flows[(flows["sex"] == "both") & (flows["type"] == "all") & (flows["orig"] == "MEX")
                  & (flows["dest"] == "USA") & (flows["flow"] > 0)]  # fmt: skip
    for method, rows in flows.groupby("method"):
        shown = table.loc[f"migration_flow_{method}", ["from", "to"]].tolist()
        assert shown == [rows["year0"].min(), rows["year0"].max()], method
    assert table.loc["migrant_stock", ["from", "to"]].tolist() == [1990, 2024]
    assert table.loc["migrant_stock_gbmd", ["from", "to"]].tolist() == [1960, 2000]


@pytest.mark.reference
def test_what_senders_record(money: pd.DataFrame, recorded: pd.DataFrame, told: Told) -> None:
    names = {
        "USA": "United States", "SAU": "Saudi Arabia", "ARE": "United Arab Emirates",
        "DEU": "Germany", "GBR": "United Kingdom", "RUS": "Russian Federation", "CAN": "Canada",
        "FRA": "France", "ESP": "Spain", "AUS": "Australia",
    }  # fmt: skip
    sent = money.drop(index="WORLD")["WORLD"].nlargest(10)
    assert list(sent.index) == list(names.values())
    senders = told.names["senders"]
    assert list(senders.index) == list(names)
    times = {code: sent[name] / 1e9 / recorded.loc[code, "paid"] for code, name in names.items()}
    assert senders["times"].to_dict() == pytest.approx(times, rel=1e-3)
    table = told.shown["08-72"]
    assert table["times"].tolist() == [round(each, 1) for each in times.values()]
    assert table["by the matrix"].tolist() == (sent / 1e9).round(1).tolist()
    assert table["recorded as paid"].tolist() == recorded.loc[list(names), "paid"].round(1).tolist()
    assert "the model needs more than twice what they record; for Spain nearly all" in told.prose
    assert {code for code, each in times.items() if each > 2} == {
        "USA", "GBR", "CAN", "ESP", "AUS"
    }  # fmt: skip
    assert max(times["SAU"], times["ARE"]) < 1.2
    assert times["ESP"] > 50
