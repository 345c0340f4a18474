"""Refugees and asylum: each number of the lesson, typed, and from publishers' files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from lessons.running import Told, numbers, run

REGIONS = ["Africa", "Americas", "Asia", "Europe"]
EU15 = ["AUT", "BEL", "DEU", "DNK", "ESP", "FIN", "FRA", "GBR", "GRC", "IRL", "ITA", "LUX", "NLD",
        "PRT", "SWE"]  # fmt: skip
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
# Numbers of the text that state nothing about the world.
NO_FINDINGS = {
    "how many the text lists, or how the ledger reads": [
        "Windows of three years are compared", "the next two are applications",
        "The first and the third are stocks", "the other two flows within one",
        "is a trend of two things at once", "the difference between the two",
        "the ten members of the OECD that had most", "the ten OECD members that had most",
        "some people apply twice or in two countries",
    ],
    "history": ["was ended in 2008 and taken up again in 2012"],
}  # fmt: skip
# Which test has the figures that a picture shows.
DRAWN = {
    "fig-06-number": "test_the_lines_of_the_world",
    "fig-06-rate": "test_the_lines_of_the_world",
    "fig-06-matrix": "test_every_cell_of_the_matrices",
    "fig-06-origins": "test_unknown_origins",
    "fig-06-ribbons": "test_every_cell_of_the_matrices",
    "fig-06-hosts": "test_hosts",
    "fig-06-asylum": "test_asylum",
    "fig-06-returns": "test_returns",
}


@pytest.fixture(scope="module")
def told() -> Told:
    return run("06*")


def test_what_the_text_repeats_of_the_ledger(told: Told) -> None:
    nine = {"O014", "O051", "O061", "O096", "G016", "G029", "G030", "G075", "G076"}
    assert "Nine {term}`claims <claim>` of this kind are in the ledger" in told.prose
    assert set(told.names["verdicts"].index) == nine and len(nine) == 9
    verdicts = Counter(told.names["verdicts"]["verdict"])
    counts = TOLD["Of the nine claims"]
    assert counts == [str(count) for _, count in verdicts.most_common()]
    # The reading of O051, printed, has the years that its verdict rests on.
    assert numbers(told.printed["06-33"]) == ["1,000", "1991", "2000", "1971", "1980", "1970"]


def test_every_number_of_every_answer(told: Told) -> None:
    assert len(told.answers) == len(TOLD)
    assert {words: told.answer(words) for words in TOLD} == TOLD


def test_verdicts(told: Told) -> None:
    assert told.names["verdicts"]["verdict"].to_dict() == {
        "O014": "holds", "O051": "holds", "O061": "holds", "O096": "overtaken", "G016": "fails",
        "G029": "overtaken", "G030": "overtaken", "G075": "overtaken", "G076": "overtaken",
    }  # fmt: skip


def test_the_caveats_that_the_lesson_shows_are_about_noughts(told: Told) -> None:
    shown = told.printed["06-09"]
    assert numbers(shown) == ["11", "1993", "38", "2025"]
    assert "11 countries in 1993, 38 in 2025" in shown and "mean that nobody counted" in shown


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
def test_a_surge_by_rate(told: Told, unhcr: pd.DataFrame, file_of) -> None:
    table = read(file_of("wpp2024_annual_1950_2023.csv.gz")).query("country_code == 900")
    people = 1e6 * (table["births"] / table["cbr"]).set_axis(table["year"])
    world = unhcr.groupby("year")["refugees"].sum()
    rate = (1000 * world / people).dropna()
    assert rate.index[-1] == 2023
    peak = rate.loc[:2000].idxmax()
    assert ["1,000", f"{rate[1975]:.2f}", "1975", f"{rate[peak]:.2f}", f"{peak}",
            f"{rate[2000]:.2f}", "2000", f"{rate[2023]:.2f}", "2023", f"{world[1975] / 1e6:.1f}",
            f"{world[2023] / 1e6:.1f}"] == TOLD["were refugees in 1975"]  # fmt: skip
    assert "someone who took 1990 would have written of a decline" in told.prose
    assert rate[2000] < rate[1990]
    assert "a reader of 2010 would have had another verdict" in told.prose
    assert rate[2010] < 2 * rate[1975] < rate[2000]
    low = rate.loc[1981:][rate.loc[1981:] < 2 * rate[1975]].index
    assert [f"{len(low)}", f"{low[0]}", f"{low[-1]}", "1975"] == TOLD["less than twice"]
    assert list(low) == list(range(2002, 2014))


@pytest.mark.reference
def test_the_lines_of_the_world(told: Told, unhcr: pd.DataFrame, file_of) -> None:
    drawn = told.names["numbers"]
    sums = unhcr.groupby("year")[["refugees", "idps"]].sum()
    assert drawn["Refugees"].tolist() == pytest.approx(sums["refugees"].tolist())
    inside = drawn["Displaced within their country"].dropna()
    assert inside.to_dict() == pytest.approx(sums["idps"].loc[1993:].to_dict())
    table = read(file_of("wpp2024_annual_1950_2023.csv.gz")).query("country_code == 900")
    people = 1e6 * (table["births"] / table["cbr"]).set_axis(table["year"])
    rate = (1000 * sums["refugees"] / people).dropna()
    assert told.names["rate"].tolist() == pytest.approx(rate.tolist(), rel=1e-4)
    assert (rate.index[0], rate.index[-1]) == (1951, 2023)


@pytest.mark.reference
def test_every_cell_of_the_matrices(told: Told, unhcr: pd.DataFrame, region: pd.Series) -> None:
    """A figure that the publisher does not have is none in the matrix, and a nought is one."""
    known = region.drop("TWN", errors="ignore").to_dict() | {
        "UNK": "XXX", "UKN": "XXX", "STA": "XXA", "TIB": "TIB", "XXA": "XXA", "KOS": "Europe",
        "TWN": "Asia",
    }  # fmt: skip
    for year, shown in ((1975, told.names["in_1975"]), (2025, told.names["in_2025"])):
        rows = unhcr[unhcr["year"] == year]
        home, away = rows["coo_iso"].map(known), rows["coa_iso"].map(known)
        assert not set(rows.loc[home.isna() | away.isna(), "refugees"].dropna()) - {0}
        cells = rows.groupby([home.rename("from"), away.rename("to")])["refugees"].sum()
        found = shown.drop(index="WLD", columns="WLD").stack()
        found = found[found > 0].to_dict()
        assert found == pytest.approx(cells[cells > 0].to_dict()), year
        for axis, codes in (("columns", home), ("index", away)):
            sums = rows.groupby(codes)["refugees"].sum()
            margin = shown["WLD"] if axis == "columns" else shown.loc["WLD"]
            assert margin.drop("WLD")[lambda column: column > 0].to_dict() == pytest.approx(
                sums[sums > 0].to_dict()
            ), (year, axis)
        assert shown.loc["WLD", "WLD"] == rows["refugees"].sum()


@pytest.mark.reference
def test_the_displaced_are_counted_from_1993(told: Told, unhcr: pd.DataFrame) -> None:
    inside = unhcr.groupby("year")["idps"].sum()
    assert inside[inside > 0].index[0] == 1993
    there = unhcr[unhcr["idps"] > 0].groupby("year")["coa_iso"].nunique()
    assert (there[1993], there[2025]) == (11, 38)  # as the caveat has it that the lesson prints
    shown = told.shown["06-07"].loc["million displaced"]
    assert shown.to_dict() == {
        year: round(inside[year] / 1e6, 1) for year in (1951, 1975, 1992, 1993, 2000, 2025)
    }
    assert "nobody was displaced within a country before 1993" in told.prose
    assert "people displaced within their country since 1993" in told.prose


@pytest.mark.reference
def test_each_series_begins_when_the_lesson_says(told: Told, unhcr, solutions, asked) -> None:
    home = solutions.groupby("year")["returned_refugees"].sum()
    begins = {
        "refugees": unhcr.loc[unhcr["refugees"] > 0, "year"].min(),
        "asylum_applications": asked.columns[asked.sum() > 0].min(),
        "internally_displaced": unhcr.loc[unhcr["idps"] > 0, "year"].min(),
        "refugee_returns": home[home > 0].index.min(),
    }
    assert list(begins.values()) == [1951, 2000, 1993, 1965]
    assert "| `refugees`, from 1951 |" in told.prose
    assert "| `asylum_applications`, from 2000 |" in told.prose
    assert "| `internally_displaced`, from 1993 |" in told.prose
    assert "| `refugee_returns`, from 1965 |" in told.prose
    assert "Applications are held from 2000 on" in told.prose
    assert "Refugees in the care of UNHCR since 1951" in told.prose
    assert "Refugees and asylum since 1951" in told.prose


@pytest.mark.reference
def test_unknown_origins(told: Told, unhcr: pd.DataFrame, origins: pd.DataFrame) -> None:
    part = 100 * origins["Not recorded"] / unhcr.groupby("year")["refugees"].sum()
    found = told.names["not_known"]
    assert found.reindex(part.index).tolist() == pytest.approx(part.tolist(), abs=1e-9)
    shown = {1951: 100, 1960: 91, 1970: 52, 1975: 54, 1980: 19, 1990: 15, 2000: 9, 2025: 0}
    assert {year: round(part[year]) for year in shown} == shown
    assert told.shown["06-25"].loc["origin not recorded, %"].to_dict() == shown
    drawn = told.names["origins"]
    for name in drawn:
        assert drawn[name].tolist() == pytest.approx(origins[name].tolist()), name
    # The lines leave the floor, a tenth of a million, in the 1960s and 1970s.
    assert "leave the floor in the 1960s and 1970s" in told.prose
    rises = {name: origins[name].loc[lambda line: line > 1e5].index[0] for name in REGIONS}
    assert sorted(rises.values())[:3] == [rises["Africa"], rises["Asia"], rises["Americas"]]
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
            assert told.shown["06-28"].loc[name, year] == f"{least:.2f} to {most:.2f}"
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
    assert told.shown["06-42"].loc["per 1,000 people"].tolist() == [
        round(value) for value in rate
    ]  # fmt: skip
    every = (1000 * now.groupby("coa_iso")["refugees"].sum() / people).dropna()
    drawn = told.names["per_1000"].set_index("economy")["value"].dropna()
    both = every.index.intersection(drawn.index)
    assert len(both) > 150
    assert drawn[both].tolist() == pytest.approx(every[both].tolist(), rel=1e-3)


@pytest.mark.reference
def test_afghans_in_iran(told: Told, unhcr: pd.DataFrame, solutions: pd.DataFrame) -> None:
    table = told.shown["06-45"]
    afghans = unhcr[unhcr["coo_iso"] == "AFG"].groupby(["year", "coa_iso"])["refugees"].sum()
    codes = {"PAK": "Pakistan", "IRN": "Iran", "DEU": "Germany"}
    assert table.columns.tolist() == [2005, 2024, 2025]
    for year in table:
        for code, name in codes.items():
            assert table.loc[name, year] == round(afghans[year, code] / 1e6, 2)
        shown = table[year].dropna().index
        assert set(shown) >= {codes.get(code) for code in afghans[year].nlargest(3).index}
    pair = unhcr.query("coo_iso == 'AFG' and coa_iso == 'IRN'").groupby("year")[["refugees", "oip"]]
    pair = pair.sum()
    fall = (pair["refugees"][2024] - pair["refugees"][2025]) / 1e6
    back = solutions.query("coo_iso == 'AFG' and coa_iso == 'IRN' and year == 2025")
    went = back["returned_refugees"].sum() / 1e6
    assert [f"{fall:.1f}", f"{went:.1f}"] == TOLD["gone home"]
    assert went / fall == pytest.approx(0.5, abs=0.03)
    assert "About half of the fall is returns." in told.prose
    # The other group into which a part of them was moved.
    assert "In 2025 a part of the Afghans in Iran was moved to another group" in told.prose
    assert pair["oip"][2025] > 5e5 and not pair["oip"].loc[:2024].any()
    assert "in China all but vanished from the count in 2022" in told.prose
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
    table, years = told.shown["06-51"], [2000, 2006, 2013, 2023, 2025]
    assert table.columns.tolist() == years
    assert table.loc["million applications"].tolist() == pytest.approx(
        world[years].tolist(), abs=0.00501
    )
    fifteen = asked.loc[EU15].sum() / 1e6
    assert "in the fifteen old members of the European Union" in told.prose and len(EU15) == 15
    drawn = told.names["both"]
    assert drawn["EU15"].dropna().tolist() == pytest.approx(fifteen.tolist())
    assert drawn["Ten largest of 2000–2002"].dropna().tolist() == pytest.approx(ten.tolist())
    australia = asked.loc["AUS"]
    elsewhere = asked.drop(index="AUS").sum()
    for (first, last), expected in {(2002, 2007): (-61, -27), (2009, 2013): (-25, -8)}.items():
        change = [
            100 * (each.loc[first:last].mean() / each.loc[2000:2001].mean() - 1)
            for each in (australia, elsewhere)
        ]
        assert [round(value) for value in change] == list(expected)
        shown = told.shown["06-76"][f"{first} to {last}, %"]
        assert shown[["Australia", "elsewhere"]].tolist() == list(expected)


@pytest.mark.reference
def test_returns(told: Told, unhcr: pd.DataFrame, solutions: pd.DataFrame) -> None:
    home = solutions.groupby("year")["returned_refugees"].sum()
    stock = unhcr.groupby("year")["refugees"].sum()
    rate = 100 * home / stock
    assert "In 1972 three times as many refugees went home as UNHCR counted" in told.prose
    assert rate[1972] == pytest.approx(300, abs=10)
    by_year = told.shown["06-61"].loc["million returned"]
    assert by_year.to_dict() == (home.loc[1970:1974] / 1e6).round(2).to_dict()
    # They stand under India, which they left, and an unknown country of asylum.
    rows = solutions[solutions["year"].isin([1971, 1972])].nlargest(2, "returned_refugees")
    assert rows[["year", "coo_iso", "coa_iso"]].values.tolist() == [
        [1972, "IND", "UNK"], [1971, "IND", "UNK"],
    ]  # fmt: skip
    shown = told.shown["06-63"]
    assert shown["value"].tolist() == rows["returned_refugees"].tolist()
    assert shown["origin"].tolist() == ["IND", "IND"] and shown["year"].tolist() == [1972, 1971]
    in_india = unhcr.query("coa_iso == 'IND' and year in (1970, 1971, 1972)")
    assert set(in_india["coo_iso"]) == {"TIB"}
    assert told.names["went_home"].tolist() == pytest.approx((home.loc[1970:1974] / 1e6).tolist())
    means = [rate.loc[first:last].mean() for first, last in
             ((1973, 1980), (1981, 1990), (1991, 2000), (2016, 2025))]  # fmt: skip
    assert [f"{mean:.1f}" for mean in means] == ["4.3", "2.2", "11.0", "4.0"]
    assert told.names["share"].tolist() == pytest.approx(rate.loc[1973:2025].tolist())
    # The mean of the years ten years later is the first above that of 1973 to 1980.
    assert "ten years later than the paper has it" in told.prose
    assert means[1] < means[0] < means[2]


@pytest.mark.reference
def test_rich_and_poor_hosts(told: Told, unhcr: pd.DataFrame, file_of) -> None:
    classes = pd.read_excel(file_of("CLASS_FY2026.xlsx"), engine="openpyxl")
    group = classes.dropna(subset=["Code"]).set_index("Code")["Income group"]
    now = unhcr[unhcr["year"] == 2025]
    by_group = now.groupby(now["coa_iso"].map(group.dropna()))["refugees"].sum()
    poorer = by_group[["Low income", "Lower middle income", "Upper middle income"]].sum()
    world = now["refugees"].sum()
    assert [f"{100 * by_group['High income'] / world:.0f}",
            f"{100 * poorer / world:.0f}"] == TOLD["High-income economies"]  # fmt: skip
    table = told.shown["06-82"]
    for name, value in by_group.items():
        if name in table.index:
            assert table.loc[name].tolist() == [round(value / 1e6, 2), round(100 * value / world)]
    assert len(set(by_group.index) & set(table.index)) == 4
    assert table.loc["World"].tolist() == [round(world / 1e6, 2), 100]
    missing = now["coa_iso"].isin(["UNK", "UKN"])
    unknown = now.loc[missing, "refugees"].sum()
    assert table.loc["Not known", "million"] == round(unknown / 1e6, 2)
    rest = world - unknown - by_group[["High income"]].sum() - poorer
    assert table.loc["Not classified"].tolist() == [round(rest / 1e6, 2), round(100 * rest / world)]


@pytest.mark.reference
def test_a_provisional_year(told: Told, file_of) -> None:
    dates = {"2023-04": "2023-04-26", "2024-10": "2024-10-18", "2026-06": "2026-06-12"}
    for name, date in dates.items():
        table = read(file_of(f"population_{date}.csv.gz"))
        world = table.loc[table["year"] == 2022, "refugees"].sum() / 1e6
        assert told.shown["06-89"].loc["million refugees, 2022", name] == round(world, 2)
