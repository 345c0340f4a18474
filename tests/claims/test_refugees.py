"""The verdicts on refugees and asylum, reached by UNHCR's files with plain pandas, and typed.

Regions are those of an independent table of country codes, members of groups are typed here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import spearmanr

import migov

# Claim: verdict, then, now, the year of now.
EXPECTED = {
    "O014": ("holds", 1.97, 3.91, 2023),
    "O015": ("fails", -0.1063, -0.1063, 2000),
    "O051": ("holds", 1.9882, 3.7058, 2023),
    "O061": ("holds", 2.616, 11.618, 2025),
    "O096": ("overtaken", 0.4836, 1.2148, 2025),
    "G016": ("fails", 0.8, 15.33, 2025),
    "G029": ("overtaken", 0.3111, 1.8956, 2025),
    "G030": ("overtaken", 6231, 50209, 2025),
    "G075": ("overtaken", 1.373, 0.926, 2025),
    "G076": ("overtaken", 2, 8, 2025),
}
OECD_2002 = {
    "AUS", "AUT", "BEL", "CAN", "CHE", "CZE", "DEU", "DNK", "ESP", "FIN", "FRA", "GBR", "GRC",
    "HUN", "IRL", "ISL", "ITA", "JPN", "KOR", "LUX", "MEX", "NLD", "NOR", "NZL", "POL", "PRT",
    "SVK", "SWE", "TUR", "USA",
}  # fmt: skip
EU15 = {
    "AUT", "BEL", "DEU", "DNK", "ESP", "FIN", "FRA", "GBR", "GRC", "IRL", "ITA", "LUX", "NLD",
    "PRT", "SWE",
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_the_verdict_and_its_figures(findings, name: str) -> None:
    verdict, then, now, year = EXPECTED[name]
    found = findings[name]
    assert str(found.verdict) == verdict
    assert found.then.value == pytest.approx(then, rel=4e-3)
    assert found.now.value == pytest.approx(now, rel=4e-3)
    assert (found.then.year, found.now.year) == (found.claim.year, year)


def test_typed_figures_give_the_verdicts() -> None:
    # UNHCR, Refugee Data Finder: refugees of the world; UN DESA: people of the world.
    refugees = {1975: 3_529_454, 2000: 12_129_572, 2023: 31_637_408}
    people = {1975: 4_070e6, 2000: 6_172e6, 2023: 8_092e6}
    rates = {year: 1000 * refugees[year] / people[year] for year in refugees}
    assert rates[2000] > 2 * rates[1975] < rates[2023]
    # From Asia and from Africa, million: 2005, and 2025.
    assert 4.41 > 3.21 and 10.49 < 11.32


def numbers(text: str) -> list[str]:
    return re.findall(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?", text)


# --- from the publishers' files ------------------------------------------------------------------


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, na_values=[""])


@pytest.fixture(scope="module")
def unhcr(file_of: Callable[..., Path]) -> pd.DataFrame:
    table = read(file_of("population_2026-06-25.csv.gz"))
    return table[["year", "coo_iso", "coa_iso", "refugees"]]


@pytest.fixture(scope="module")
def asked(file_of: Callable[..., Path]) -> pd.DataFrame:
    table = read(file_of("asylum_applications_2026-06-25.csv.gz"))
    column = next(name for name in ("coa_iso", "asylum_iso") if name in table)
    return table.groupby([column, "year"])["applied"].sum().unstack(fill_value=0)


@pytest.fixture(scope="module")
def regions(file_of: Callable[..., Path]) -> dict[str, str]:
    codes = read(file_of("country-codes.csv.gz"))
    return dict(zip(codes["ISO3166-1-Alpha-3"], codes["Region Name"], strict=True))


@pytest.mark.reference
def test_refugees_of_the_world(findings, unhcr: pd.DataFrame) -> None:
    world = unhcr.groupby("year")["refugees"].sum()
    people = migov.load("population_wpp", economies="WLD").set_index("year")["value"]
    rate = (1000 * world / people).dropna()
    column = findings["O014"].table["Refugees"].dropna()
    assert column.to_list() == pytest.approx(rate.to_list(), rel=1e-9)
    assert rate[2000] >= 2 * rate[1975] and rate.loc[:2000].idxmax() == 1990
    said = numbers(findings["O014"].reason)
    assert {"0.87", "1975", "3.27", "1990", "1.97", "3.91", "1993"} <= set(said)


@pytest.mark.reference
def test_applications_in_groups(findings, asked: pd.DataFrame, unhcr: pd.DataFrame) -> None:
    def mean(codes, first, last):
        return asked.loc[sorted(set(codes) & set(asked.index)), first:last].sum().mean()

    assert mean(EU15, 2003, 2007) <= 0.9 * mean(EU15, 2000, 2002)
    assert mean(EU15, 2021, 2025) > mean(EU15, 2000, 2002)
    largest = (
        asked.loc[sorted(OECD_2002 & set(asked.index)), 2000:2002].sum(axis=1).nlargest(10).index
    )
    told = findings["G029"].reason
    assert f"({', '.join(sorted(largest))})" in told
    figures = [mean(largest, *span) for span in ((2000, 2002), (2006, 2008), (2023, 2025))]
    assert figures[1] <= 0.75 * figures[0] < figures[2]
    assert [f"{figure / 1e6:.2f}" for figure in figures] == [
        each for each in numbers(told) if each.startswith(("0.6", "0.30", "1.9"))
    ]
    assert mean(["AUS"], 2002, 2007) <= 0.75 * mean(["AUS"], 2000, 2001)
    assert {"18,804", "7,412", "-61", "-28", "34,883"} <= set(numbers(findings["G030"].reason))
    others = OECD_2002 - {"AUS"}
    fall = 100 * (mean(others, 2002, 2007) / mean(others, 2000, 2001) - 1)
    assert fall == pytest.approx(-28, abs=0.5)
    hosted = unhcr[unhcr["coa_iso"].isin(OECD_2002)].groupby("year")["refugees"].sum()
    assert hosted[2002] > hosted[1980]
    assert {"1.40", "2.62", "30"} <= set(numbers(findings["O061"].reason))
    assert [round(hosted[year] / 1e6, 2) for year in (1980, 2002)] == [1.40, 2.62]


@pytest.mark.reference
def test_returns(findings, file_of, unhcr: pd.DataFrame) -> None:
    home = read(file_of("solutions_2026-06-25.csv.gz")).groupby("year")["returned_refugees"].sum()
    rate = (100 * home / unhcr.groupby("year")["refugees"].sum()).dropna()
    means = [rate.loc[first:last].mean() for first, last in
             ((1973, 1980), (1981, 1990), (1991, 2000), (2016, 2025))]  # fmt: skip
    assert means[1] < means[0] < means[2]
    said = numbers(findings["G016"].reason)
    assert {f"{each:.1f}" for each in means} <= set(said)
    # Older files of the table of population say the same of every year before 2022.
    lines = findings["G016"].lines
    for version, day in (("2023-04", "2023-04-26"), ("2024-10", "2024-10-18")):
        table = read(file_of(f"population_{day}.csv.gz"))
        world = table.groupby("year")[["refugees", "returned_refugees"]].sum()
        older = (100 * world["returned_refugees"] / world["refugees"]).loc[1965:]
        shown = lines[(lines["version"] == version) & lines["second"]].set_index("year")["value"]
        assert shown.to_list() == pytest.approx(older.to_list(), abs=1e-4)
        assert older.loc[:2021].to_list() == pytest.approx(rate.loc[1965:2021].to_list(), rel=1e-9)
    assert "the same in older files" in findings["G016"].reason


@pytest.mark.reference
def test_regions_of_origin(findings, unhcr: pd.DataFrame, regions: dict[str, str]) -> None:
    by_region = (
        unhcr.assign(region=unhcr["coo_iso"].map(regions))
        .groupby(["year", "region"])["refugees"].sum().unstack(fill_value=0)
    )
    others = by_region.drop(columns="Asia").max(axis=1)
    ahead = (by_region["Asia"] / others).dropna()
    assert ahead[2005] > 1 > ahead[2025]
    assert ahead[[2005, 2025]].to_list() == pytest.approx([1.373, 0.926], abs=2e-3)
    since = ahead.loc[1976:]
    assert f"{int((since > 1).sum())} of {len(since)} years" in findings["G075"].reason


@pytest.mark.reference
def test_afghan_corridors(findings, unhcr: pd.DataFrame) -> None:
    pairs = unhcr.groupby(["year", "coo_iso", "coa_iso"])["refugees"].sum()
    for year, expected in ((2005, {"PAK": 1, "IRN": 2}), (2025, {"PAK": 5, "IRN": 8})):
        ranks = pairs[year].rank(ascending=False, method="min")
        assert {code: int(ranks["AFG", code]) for code in expected} == expected
    assert "ranked 1 and 5, and 2 and 8" in findings["G076"].reason


@pytest.mark.reference
def test_lost_aid(findings, file_of, unhcr: pd.DataFrame) -> None:
    held = pd.read_parquet(file_of("vintages_long.parquet")).astype(
        {"ind": str, "code": str, "vintage": str}
    )
    rows = held[held["ind"] == "DT.ODA.ODAT.KD"]
    people = migov.load("population_wpp").pivot(index="economy", columns="year", values="value")
    every = unhcr.groupby(["coo_iso", "year"])["refugees"].sum().unstack()
    lines = findings["O015"].lines
    shown = lines[~lines["label"].str.contains("lists")].set_index("version")["value"]
    for vintage in ("2016-11", "2016-02", "2013-12"):
        aid = rows[rows["vintage"].str.startswith(vintage)].pivot(
            index="code", columns="year", values="value"
        )
        aid = aid.loc[sorted(set(aid.index) & set(people.index))]
        fled, heads = every.reindex(aid.index).fillna(0), people.loc[aid.index]

        def mean(table, first, last, heads=heads):
            years = list(range(first, last + 1))
            return (table[years] / heads[years]).mean(axis=1)

        frame = pd.DataFrame({
            "aid": mean(aid, 1991, 1995) - mean(aid, 1986, 1990),
            "fled": mean(fled, 1996, 2000) - mean(fled, 1986, 1990),
        })[heads[1990] >= 100_000].dropna()
        found = spearmanr(frame["aid"], frame["fled"])
        (value,) = shown[shown.index.str.contains(vintage)]
        assert found.statistic == pytest.approx(value, abs=0.02), vintage
        assert not (found.statistic < -0.2 and found.pvalue < 0.05), vintage
        if vintage == "2016-11":  # what is not listed is unknown: without them it is no other
            fled = every.reindex(aid.index)
            known = frame.assign(fled=mean(fled, 1996, 2000) - mean(fled, 1986, 1990)).dropna()
            found = spearmanr(known["aid"], known["fled"])
            (value,) = lines.loc[lines["label"].str.contains("lists"), "value"]
            assert found.statistic == pytest.approx(value, abs=0.02)
            assert found.pvalue > 0.05
    assert findings["O015"].then.value == shown[shown.index.str.contains("2016-11")].item()
    assert "3 vintages of aid" in findings["O015"].reason


@pytest.mark.reference
def test_outflow_of_the_less_developed(findings, unhcr: pd.DataFrame, regions) -> None:
    rich = {"AUS", "NZL", "JPN", "USA", "CAN", "BMU", "GRL", "SPM"}
    poor = {code for code, region in regions.items() if region and region != "Europe"} - rich
    fled = unhcr[unhcr["coo_iso"].isin(poor)].groupby("year")["refugees"].sum()
    people = migov.load("population_wpp", economies="902").set_index("year")["value"]
    rate = (1000 * fled / people).dropna()
    assert rate.loc[1991:2000].mean() == pytest.approx(2.46, abs=0.02)
    unasked = unhcr[~unhcr["coo_iso"].isin(regions)].groupby("year")["refugees"].sum()
    with_unasked = (rate + 1000 * unasked / people).loc[1971:1980].mean()
    assert rate.loc[1991:2000].mean() > with_unasked == pytest.approx(1.42, abs=0.02)
    said = numbers(findings["O051"].reason)
    assert {"0.78", "1.42", "2.46", "0.40", "0.49", "2.99", "0.57"} <= set(said)
