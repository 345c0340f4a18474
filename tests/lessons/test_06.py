"""Refugees and asylum: each number of the lesson, typed, and from publishers' files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from lessons.running import Told, run

REGIONS = ["Africa", "Americas", "Asia", "Europe"]
LARGEST = ["AUT", "BEL", "CAN", "CHE", "DEU", "FRA", "GBR", "NLD", "SWE", "USA"]
# The numbers of each answer as a reader sees them, in their order, by words of the answer.
TOLD = {
    "were refugees in 1975": ["1,000", "0.87", "1975", "3.27", "1990", "1.97", "2000", "3.91",
                              "2023", "3.5", "31.6"],
    "less than twice": ["12", "2002", "2013", "1975"],
    "Asia came first": ["41", "50", "1976", "35", "1982"],
    "live in the region": ["28.5", "2025", "83"],
    "gone home": ["2.7", "1.4"],
    "The ten had": ["0.62", "0.30", "-52", "1.96"],
    "Of the nine claims": ["5", "3", "1"],
    "High-income economies": ["34", "62"],
}  # fmt: skip


@pytest.fixture(scope="module")
def told() -> Told:
    return run("06*")


def test_every_number_of_every_answer(told: Told) -> None:
    assert len(told.answers) == len(TOLD)
    assert {words: told.answer(words) for words in TOLD} == TOLD


def test_verdicts(told: Told) -> None:
    assert told.names["verdicts"]["verdict"].to_dict() == {
        "O014": "holds", "O051": "holds", "O061": "holds", "O096": "overtaken", "G016": "fails",
        "G029": "overtaken", "G030": "overtaken", "G075": "overtaken", "G076": "overtaken",
    }  # fmt: skip


def test_the_caveats_that_the_lesson_shows_are_about_noughts(told: Told) -> None:
    shown = told.names["inside"].attrs["migov"]["columns"]["value"]["caveats"][1:3]
    assert "11 countries in 1993, 38 in 2025" in shown[0]
    assert "mean that nobody counted" in shown[1]


# --- from the publishers' files ------------------------------------------------------------------


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, na_values=[""])


@pytest.fixture(scope="module")
def unhcr(file_of: Callable[..., Path]) -> pd.DataFrame:
    columns = ["year", "coo_iso", "coa_iso", "refugees", "idps", "oip"]
    return read(file_of("population_2026-06-25.csv.gz"))[columns]


@pytest.fixture(scope="module")
def solutions(file_of: Callable[..., Path]) -> pd.DataFrame:
    return read(file_of("solutions_2026-06-25.csv.gz"))


@pytest.fixture(scope="module")
def asked(file_of: Callable[..., Path]) -> pd.DataFrame:
    table = read(file_of("asylum_applications_2026-06-25.csv.gz"))
    return table.groupby(["coa_iso", "year"])["applied"].sum().unstack(fill_value=0)


@pytest.fixture(scope="module")
def region(file_of: Callable[..., Path]) -> pd.Series:
    codes = read(file_of("country-codes.csv.gz"))
    return codes.dropna(subset=["ISO3166-1-Alpha-3"]).set_index("ISO3166-1-Alpha-3")["Region Name"]


@pytest.fixture(scope="module")
def origins(unhcr: pd.DataFrame, region: pd.Series) -> pd.DataFrame:
    where = unhcr["coo_iso"].map(region).mask(unhcr["coo_iso"] == "UNK", "Not recorded")
    sums = unhcr.groupby([where.rename("region"), "year"])["refugees"].sum()
    return sums.unstack("region").fillna(0)


@pytest.mark.reference
def test_a_surge_by_rate(unhcr: pd.DataFrame, file_of) -> None:
    table = read(file_of("wpp2024_annual_1950_2023.csv.gz")).query("country_code == 900")
    people = 1e6 * (table["births"] / table["cbr"]).set_axis(table["year"])
    world = unhcr.groupby("year")["refugees"].sum()
    rate = (1000 * world / people).dropna()
    assert rate.index[-1] == 2023
    peak = rate.loc[:2000].idxmax()
    assert ["1,000", f"{rate[1975]:.2f}", "1975", f"{rate[peak]:.2f}", f"{peak}",
            f"{rate[2000]:.2f}", "2000", f"{rate[2023]:.2f}", "2023", f"{world[1975] / 1e6:.1f}",
            f"{world[2023] / 1e6:.1f}"] == TOLD["were refugees in 1975"]  # fmt: skip
    low = rate.loc[1981:][rate.loc[1981:] < 2 * rate[1975]].index
    assert [f"{len(low)}", f"{low[0]}", f"{low[-1]}", "1975"] == TOLD["less than twice"]
    assert list(low) == list(range(2002, 2014))


@pytest.mark.reference
def test_the_displaced_are_counted_from_1993(told: Told, unhcr: pd.DataFrame) -> None:
    inside = unhcr.groupby("year")["idps"].sum()
    assert inside[inside > 0].index[0] == 1993
    there = unhcr[unhcr["idps"] > 0].groupby("year")["coa_iso"].nunique()
    assert (there[1993], there[2025]) == (11, 38)  # as the caveat has it that the lesson prints
    assert told.names["by_year"].loc[[1993, 2000, 2025]].tolist() == pytest.approx(
        inside.loc[[1993, 2000, 2025]].tolist()
    )


@pytest.mark.reference
def test_each_series_begins_when_the_lesson_says(told: Told, unhcr, solutions, asked) -> None:
    home = solutions.groupby("year")["returned_refugees"].sum()
    begins = {
        "refugees": unhcr.loc[unhcr["refugees"] > 0, "year"].min(),
        "asylum_applications": asked.columns[asked.sum() > 0].min(),
        "internally_displaced": unhcr.loc[unhcr["idps"] > 0, "year"].min(),
        "refugee_returns": home[home > 0].index.min(),
    }
    for series, year in begins.items():
        assert f"| `{series}`, from {year} |" in told.prose


@pytest.mark.reference
def test_unknown_origins(told: Told, unhcr: pd.DataFrame, origins: pd.DataFrame) -> None:
    part = 100 * origins["Not recorded"] / unhcr.groupby("year")["refugees"].sum()
    found = told.names["not_known"]
    assert found.reindex(part.index).tolist() == pytest.approx(part.tolist(), abs=1e-9)
    shown = {1951: 100, 1960: 91, 1970: 52, 1975: 54, 1980: 19, 1990: 15, 2000: 9, 2025: 0}
    assert {year: round(part[year]) for year in shown} == shown
    # The largest row of 1975, with a cell of unknown origin in an unknown country.
    assert origins.loc[1975].idxmax() == "Not recorded"
    both = unhcr.query("year == 1975 and coo_iso == 'UNK' and coa_iso == 'UNK'")["refugees"].sum()
    assert both == 749_120
    cells = told.names["in_1975"]
    assert cells.loc["XXX", "XXX"] == both
    assert cells.loc["XXX"].drop("WLD").max() == both
    # Most of the unknown whose country is known lived in Europe and Northern America.
    there = unhcr.query("year == 1975 and coo_iso == 'UNK' and coa_iso != 'UNK'")
    rich = there["coa_iso"].isin(["USA", "CAN"]) | there["coa_iso"].map(
        lambda code: code in EUROPE_1975
    )
    assert there.loc[rich, "refugees"].sum() > 0.8 * there["refugees"].sum()


EUROPE_1975 = {
    "AUT", "BEL", "CHE", "CZE", "DEU", "DNK", "ESP", "FIN", "FRA", "GBR", "GRC", "HUN", "IRL",
    "ISL", "ITA", "LUX", "NLD", "NOR", "POL", "PRT", "ROU", "SRB", "SWE",
}  # fmt: skip


@pytest.mark.reference
def test_bounds(told: Told, origins: pd.DataFrame) -> None:
    for year in (1975, 1985, 2005, 2025):
        for name in REGIONS:
            least = origins.loc[year, name] / 1e6
            most = least + origins.loc[year, "Not recorded"] / 1e6
            assert told.names["bounds"](name, year) == pytest.approx((least, most))
    since = origins.loc[1976:2025]
    rivals = since[["Africa", "Americas", "Europe", "Oceania"]].max(axis=1)
    first = since["Asia"] > rivals
    certain = since["Asia"] - rivals > since["Not recorded"]
    assert [f"{first.sum()}", f"{len(since)}", "1976", f"{certain.sum()}",
            f"{certain.idxmax()}"] == TOLD["Asia came first"]  # fmt: skip
    before = origins.loc[:1975]
    rest = before[["Africa", "Americas", "Europe", "Oceania"]].max(axis=1)
    assert not (before["Asia"] - rest > before["Not recorded"]).any()


@pytest.mark.reference
def test_hosts(told: Told, unhcr: pd.DataFrame, region: pd.Series, file_of) -> None:
    now = unhcr[unhcr["year"] == 2025]
    world = now["refugees"].sum()
    home, away = now["coo_iso"].map(region), now["coa_iso"].map(region)
    same = now.loc[home.notna() & (home == away), "refugees"].sum()
    assert [f"{world / 1e6:.1f}", "2025", f"{100 * same / world:.0f}"] == TOLD["live in the region"]
    held = pd.read_parquet(
        file_of("vintages_long.parquet"), filters=[("ind", "==", "SP.POP.TOTL")]
    ).astype({"code": str, "vintage": str})
    people = held[(held["year"] == 2025) & held["vintage"].str.startswith("2026-07")]
    people = people.drop_duplicates("code").set_index("code")["value"]
    rate = (1000 * now.groupby("coa_iso")["refugees"].sum() / people).dropna().nlargest(6)
    found = told.names["per_1000"].nlargest(6, "value").set_index("economy")["value"]
    assert list(found.index) == list(rate.index)
    assert list(rate.index) == ["LBN", "LBY", "TCD", "MDA", "MRT", "SSD"]
    assert found.tolist() == pytest.approx(rate.tolist(), rel=1e-3)


@pytest.mark.reference
def test_afghans_in_iran(unhcr: pd.DataFrame, solutions: pd.DataFrame) -> None:
    pair = unhcr.query("coo_iso == 'AFG' and coa_iso == 'IRN'").groupby("year")[["refugees", "oip"]]
    pair = pair.sum()
    fall = (pair["refugees"][2024] - pair["refugees"][2025]) / 1e6
    back = solutions.query("coo_iso == 'AFG' and coa_iso == 'IRN' and year == 2025")
    went = back["returned_refugees"].sum() / 1e6
    assert [f"{fall:.1f}", f"{went:.1f}"] == TOLD["gone home"]
    assert went / fall == pytest.approx(0.5, abs=0.03)  # about half of the fall
    # The other group into which a part of them was moved.
    assert pair["oip"][2025] > 5e5 and not pair["oip"].loc[:2024].any()
    china = unhcr[unhcr["coa_iso"] == "CHN"].groupby("year")["refugees"].sum()
    assert china[2022] < 0.01 * china[2021]


@pytest.mark.reference
def test_asylum(told: Told, asked: pd.DataFrame) -> None:
    world = asked.sum() / 1e6
    ten = asked.loc[LARGEST].sum() / 1e6
    means = [ten.loc[first:last].mean() for first, last in
             ((2000, 2002), (2006, 2008), (2023, 2025))]  # fmt: skip
    assert [f"{means[0]:.2f}", f"{means[1]:.2f}", f"{100 * (means[1] / means[0] - 1):+.0f}",
            f"{means[2]:.2f}"] == TOLD["The ten had"]  # fmt: skip
    name, years = "million applications", [2000, 2006, 2013, 2023, 2025]
    (table,) = (each for each in told.tables if name in getattr(each, "index", ()))
    assert table.loc[name, years].tolist() == pytest.approx(world[years].tolist(), abs=0.00501)
    australia = asked.loc["AUS"]
    elsewhere = asked.drop(index="AUS").sum()
    for (first, last), expected in {(2002, 2007): (-61, -27), (2009, 2013): (-25, -8)}.items():
        change = [
            100 * (each.loc[first:last].mean() / each.loc[2000:2001].mean() - 1)
            for each in (australia, elsewhere)
        ]
        assert [round(value) for value in change] == list(expected)


@pytest.mark.reference
def test_returns(told: Told, unhcr: pd.DataFrame, solutions: pd.DataFrame) -> None:
    home = solutions.groupby("year")["returned_refugees"].sum()
    stock = unhcr.groupby("year")["refugees"].sum()
    rate = 100 * home / stock
    assert rate[1972] == pytest.approx(300, abs=10)  # three times as many as were counted
    # They stand under India, which they left, and an unknown country of asylum.
    rows = solutions[solutions["year"].isin([1971, 1972])].nlargest(2, "returned_refugees")
    assert rows[["year", "coo_iso", "coa_iso"]].values.tolist() == [
        [1972, "IND", "UNK"], [1971, "IND", "UNK"],
    ]  # fmt: skip
    shown = [each for each in told.tables if list(getattr(each, "columns", ())) == [
        "origin", "destination", "year", "value"]]  # fmt: skip
    assert shown[0]["value"].tolist() == rows["returned_refugees"].tolist()
    assert shown[0]["origin"].tolist() == ["IND", "IND"]
    in_india = unhcr.query("coa_iso == 'IND' and year in (1970, 1971, 1972)")
    assert set(in_india["coo_iso"]) == {"TIB"}
    assert told.names["went_home"].tolist() == pytest.approx((home.loc[1970:1974] / 1e6).tolist())
    means = [rate.loc[first:last].mean() for first, last in
             ((1973, 1980), (1981, 1990), (1991, 2000), (2016, 2025))]  # fmt: skip
    assert [f"{mean:.1f}" for mean in means] == ["4.3", "2.2", "11.0", "4.0"]


@pytest.mark.reference
def test_rich_and_poor_hosts(unhcr: pd.DataFrame, file_of) -> None:
    classes = pd.read_excel(file_of("CLASS_FY2026.xlsx"), engine="openpyxl")
    group = classes.dropna(subset=["Code"]).set_index("Code")["Income group"]
    now = unhcr[unhcr["year"] == 2025]
    by_group = now.groupby(now["coa_iso"].map(group.dropna()))["refugees"].sum()
    poorer = by_group[["Low income", "Lower middle income", "Upper middle income"]].sum()
    world = now["refugees"].sum()
    assert [f"{100 * by_group['High income'] / world:.0f}",
            f"{100 * poorer / world:.0f}"] == TOLD["High-income economies"]  # fmt: skip


@pytest.mark.reference
def test_a_provisional_year(told: Told, file_of) -> None:
    dates = {"2023-04": "2023-04-26", "2024-10": "2024-10-18", "2026-06": "2026-06-12"}
    for name, date in dates.items():
        table = read(file_of(f"population_{date}.csv.gz"))
        world = table.loc[table["year"] == 2022, "refugees"].sum() / 1e6
        assert told.names["of_2022"][name] == pytest.approx(world, abs=0.01)
