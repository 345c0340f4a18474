"""Where Asia's migrants live: each number of the lesson, typed, and from publishers' files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from claims.publishers_figures import ASIA

from lessons.running import Told, run
from migov import claims

GULF = ["ARE", "BHR", "KWT", "OMN", "QAT", "SAU"]
# The numbers of each answer as a reader sees them, in their order, by words of the answer.
TOLD = {
    "are from Asia, and": ["120.8", "74.4", "62", "92.2", "81"],
    "per cent of all migrants": ["22.1", "7", "5.0", "120.8", "142.9"],
    "Corridors among India": ["15.6", "30.7", "1960", "8.9", "1,000", "1960", "14.3", "2000"],
    "By number, yes": ["70", "2005", "121", "2024", "1,000", "2005", "17.5", "18.1", "1960",
                       "2010", "20.1", "23.7", "2020"],
    "One Asian migrant": ["5", "10", "1990", "2024"],
    "The share fell": ["46.6", "44.6", "1990", "2024", "44.6", "2024", "1990", "47.1", "10", "21"],
    "of the twenty": ["10"],
    "were 114.9": ["114.9", "111.1", "-3.3"],
}  # fmt: skip
# Numbers of the text that state nothing about the world.
NO_FINDINGS = {
    "how many the lesson takes or lists": [
        "Lay two sources end to end", "says four things", "by two sources", "three reasons why two",
        "The forty largest", "The eight largest", "leave the first eight", "the eight largest",
        "origins of more than two million", "List the twenty", "Two sources that overlap",
    ],
    "made up to explain": [
        "Of two corridors with the same stock", "replaced every two years",
        "without counting anyone twice", "counted twice",
    ],
    "the axis of a figure": ["begins at 20 per cent"],
    "history": ["the partition of India in 1947", "held a census in 2022"],
}  # fmt: skip
# Which test has the figures that a picture shows.
DRAWN = {
    "fig-05-matrix": "test_every_cell_of_the_matrix",
    "fig-05-number": "test_scale_by_two_sources",
    "fig-05-rate": "test_scale_by_two_sources",
    "fig-05-gulf": "test_what_is_drawn_of_corridors",
    "fig-05-ranks": "test_what_is_drawn_of_corridors",
    "fig-05-women": "test_women",
}


@pytest.fixture(scope="module")
def told() -> Told:
    return run("05*")


def test_what_the_text_repeats_of_the_paper_and_the_ledger(told: Told) -> None:
    assert "around 50 million of the world's migrants were born in Asia" in told.prose
    assert "Were 50 million of the migrants of 2000 born in Asia?" in told.prose
    assert (claims.get("G068").stated, claims.get("G068").year) == (50, 2000)
    # The reading of G071, printed: five years from 2005 and from 2015.
    assert re.findall(r"\d+", told.printed["05-44"]) == ["2005", "2015"]
    assert "the six states of the Gulf Cooperation Council" in told.prose
    assert sorted(told.names["six"]) == GULF and len(GULF) == 6
    assert "through 34 years" in told.prose
    assert told.names["every"]["year"].max() - told.names["every"]["year"].min() == 34


def test_every_number_of_every_answer(told: Told) -> None:
    assert len(told.answers) == len(TOLD)
    assert {words: told.answer(words) for words in TOLD} == TOLD


def test_the_two_largest_corridors_and_the_receivers(told: Told) -> None:
    (roads,) = (text for text in told.answers if "One Asian migrant" in text)
    assert "Afghanistan to Iran and Syria to Türkiye" in roads
    (asian,) = (text for text in told.answers if "of the twenty" in text)
    assert asian.endswith(
        "Saudi Arabia, United Arab Emirates, Türkiye, Jordan, India, Pakistan, Iran, Malaysia, "
        "Japan, Kuwait."
    )


def test_verdicts(told: Told) -> None:
    assert told.names["verdicts"]["verdict"].to_dict() == {
        "G066": "holds", "G068": "fails", "G069": "fails", "G071": "overtaken",
    }  # fmt: skip


# --- from the publishers' files ------------------------------------------------------------------


def read(path: Path, **options: object) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, na_values=[""], **options)


@pytest.fixture(scope="module")
def stock(file_of: Callable[..., Path]) -> pd.DataFrame:
    table = read(file_of("ims2024_destination_origin_sex.csv.gz"))
    return table.rename(columns={"origin_iso3": "origin", "dest_iso3": "destination"})


@pytest.fixture(scope="module")
def old(file_of: Callable[..., Path]) -> pd.DataFrame:
    table = read(file_of("gbmd_1960_2000_years_corrected.csv.gz"))
    return table.groupby(["orig", "dest", "year"], as_index=False)["migrants"].sum()


@pytest.fixture(scope="module")
def people(file_of: Callable[..., Path]) -> pd.Series:
    table = read(file_of("wpp2024_annual_1950_2023.csv.gz")).query("country_code == 935")
    return 1e6 * (table["births"] / table["cbr"]).set_axis(table["year"])


def millions(rows: pd.DataFrame) -> float:
    return rows["migrants"].sum() / 1e6


@pytest.mark.reference
def test_the_matrix_of_regions(told: Told, stock: pd.DataFrame) -> None:
    now = stock[stock["year"] == 2024]
    left, came = now["origin"].isin(ASIA), now["destination"].isin(ASIA)
    row, column, cell = millions(now[left]), millions(now[came]), millions(now[left & came])
    shares = [100 * cell / row, 100 * cell / column]
    assert [f"{row:.1f}", f"{cell:.1f}", f"{shares[0]:.0f}", f"{column:.1f}",
            f"{shares[1]:.0f}"] == TOLD["are from Asia, and"]  # fmt: skip
    other = now["origin"] == "OOO"  # the file's code for others
    unknown = millions(now[other])
    assert [f"{unknown:.1f}", f"{100 * unknown / millions(now):.0f}",
            f"{millions(now[other & came]):.1f}", f"{row:.1f}",
            f"{row + unknown:.1f}"] == TOLD["per cent of all migrants"]  # fmt: skip


@pytest.mark.reference
def test_every_cell_of_the_matrix(told: Told, stock: pd.DataFrame, file_of) -> None:
    region = read(file_of("country-codes.csv.gz")).set_index("ISO3166-1-Alpha-3")["Region Name"]
    now = stock[stock["year"] == 2024]
    region["XCX"] = "Europe"  # the file's code for the Channel Islands
    region["XKX"] = "Europe"
    region["TWN"] = "Asia"
    region["OOO"] = "XXX"
    home, away = now["origin"].map(region), now["destination"].map(region)
    assert home.notna().all() and away.notna().all()
    assert millions(now[home == away]) > millions(now) / 2  # "most migrants stay"
    cells = now.groupby([home.rename("from"), away.rename("to")])["migrants"].sum().unstack()
    shown = told.names["regions"].drop(index="Not allocated", columns="Not allocated",
                                       errors="ignore")  # fmt: skip
    inside = shown.drop(index="WLD", columns="WLD")
    assert set(inside.index) == set(cells.index) and set(inside.columns) == set(cells.columns)
    cells = cells.loc[inside.index, inside.columns].fillna(0)
    assert inside.fillna(0).to_numpy() == pytest.approx(cells.to_numpy())
    assert shown["WLD"].drop("WLD").tolist() == pytest.approx(cells.sum(axis=1).tolist())
    assert shown.loc["WLD"].drop("WLD").tolist() == pytest.approx(cells.sum().tolist())
    assert shown.loc["WLD", "WLD"] == pytest.approx(now["migrants"].sum())


@pytest.mark.reference
def test_from_asia_and_in_asia_in_2000(told: Told, stock: pd.DataFrame) -> None:
    then = stock[stock["year"] == 2000]
    left, came = then["origin"].isin(ASIA), then["destination"].isin(ASIA)
    figures = [millions(then[each]) for each in (left, came, left & came, left | came)]
    table = told.shown["05-14"]
    assert table["million migrants, 2000"].tolist() == pytest.approx(figures, abs=0.0501)


@pytest.mark.reference
def test_scale_by_two_sources(told: Told, stock, old, people: pd.Series) -> None:
    bank = old[old["orig"].isin(ASIA)].groupby("year")["migrants"].sum()
    un = stock[stock["origin"].isin(ASIA)].groupby("year")["migrants"].sum()
    assert told.names["number"].iloc[:, 0].dropna().tolist() == pytest.approx(bank.tolist())
    assert told.names["number"].iloc[:, 1].dropna().tolist() == pytest.approx(un.tolist())
    assert un[2005] > max(bank.max(), un.loc[:2000].max()) and un[2024] == un.max()
    per_un, per_bank = 1000 * un / people, 1000 * bank / people
    assert [f"{un[2005] / 1e6:.0f}", "2005", f"{un[2024] / 1e6:.0f}", "2024", "1,000", "2005",
            f"{per_un[2005]:.1f}", f"{per_bank[1960]:.1f}", "1960", "2010", f"{per_un[2010]:.1f}",
            f"{per_un[2020]:.1f}", "2020"] == TOLD["By number, yes"]  # fmt: skip
    # Since 2010 and not before: the rate of 1960 is the one to pass.
    assert per_un.loc[:2005].max() < per_bank.max() == per_bank[1960] < per_un[2010]
    gap = 100 * (un / bank - 1).dropna()
    assert gap.round().astype(int).to_dict() == {1990: 9, 2000: 1}
    seam = told.shown["05-25"]
    assert seam["UN above the World Bank, %"].to_dict() == {1990: 9, 2000: 1}
    for name, source in zip(seam.columns, (bank, un), strict=False):
        assert seam[name].to_dict() == {
            year: round(source[year] / 1e6, 1) for year in (1990, 2000)
        }
    assert "At one end of the seam they all but agree" in told.prose
    drawn = told.names["rate"]
    for name, expected in zip(drawn.columns, (per_bank, per_un), strict=True):
        held = drawn[name].dropna()
        assert held.tolist() == pytest.approx(expected.dropna().tolist(), rel=1e-4), name
    assert told.names["rate"].index.max() == 2020  # as its caption says


@pytest.mark.reference
def test_partition(told: Told, old: pd.DataFrame, people: pd.Series) -> None:
    three = ["IND", "PAK", "BGD"]
    bank = old[old["orig"].isin(ASIA)].groupby("year")["migrants"].sum()
    parted = old[old["orig"].isin(three) & old["dest"].isin(three)]
    among = parted.groupby("year")["migrants"].sum()
    rest = 1000 * (bank - among) / people
    counted = [f"{each[1960] / 1e6:.1f}" for each in (among, bank)]
    rates = [f"{rest[1960]:.1f}", "1,000", "1960", f"{rest[2000]:.1f}", "2000"]
    assert [*counted, "1960", *rates] == TOLD["Corridors among India"]
    first = old[(old["year"] == 1960) & old["orig"].isin(ASIA)].nlargest(4, "migrants")
    assert first[["orig", "dest"]].values.tolist() == [
        ["PAK", "IND"], ["IND", "PAK"], ["CHN", "IDN"], ["CHN", "HKG"],
    ]  # fmt: skip
    assert "The two largest corridors are the partition of India" in told.prose
    shown = told.shown["05-27"]
    pairs = first[["orig", "dest"]].values.tolist()
    assert shown[["origin", "destination"]].values.tolist() == pairs
    assert shown["rank"].tolist() == [1, 2, 3, 4] and set(shown["year"]) == {1960}
    assert shown["value"].tolist() == (first["migrants"] / 1e6).round(1).tolist()
    assert shown["share"].tolist() == (100 * first["migrants"] / bank[1960]).round(1).tolist()


@pytest.mark.reference
def test_the_gulf(told: Told, stock: pd.DataFrame, file_of) -> None:
    asian = stock[stock["origin"].isin(ASIA)]
    there = asian[asian["destination"].isin(GULF)]
    share = there.groupby("year")["migrants"].sum() / asian.groupby("year")["migrants"].sum()
    assert told.names["share"].tolist() == pytest.approx((100 * share).tolist())
    yearly = told.shown["05-41"]
    assert yearly.loc["of all from Asia, %"].tolist() == (100 * share).round(1).tolist()
    sums = there.groupby("year")["migrants"].sum() / 1e6
    assert yearly.loc["in the Gulf, million"].tolist() == sums.round(1).tolist()
    assert yearly.columns.tolist() == sums.index.tolist()
    assert [f"{1 / share[2024]:.0f}", f"{1 / share[1990]:.0f}"] == TOLD["One Asian migrant"][:2]
    codes = read(file_of("country-codes.csv.gz"))
    subregion = codes.set_index("ISO3166-1-Alpha-3")["Sub-region Name"]
    subregion["TWN"] = "Eastern Asia"
    now = there[there["year"] == 2024]
    by_origin = now.groupby(now["origin"].map(subregion))["migrants"].sum()
    everyone = asian[asian["year"] == 2024]
    totals = everyone.groupby(everyone["origin"].map(subregion))["migrants"].sum()
    assert by_origin["Southern Asia"] > totals["Southern Asia"] / 3
    assert "from Southern Asia more than a third of all migrants live there" in told.prose
    table = told.shown["05-36"]
    assert set(table.index) == set(totals.index)
    for name, row in table.iterrows():
        gone = by_origin.get(name, 0)
        assert row["elsewhere"] == round((totals[name] - gone) / 1e6, 1)
        if gone:
            assert row["in the Gulf, million"] == round(gone / 1e6, 1)
            assert row["in the Gulf, %"] == round(100 * gone / totals[name], 1)
        else:
            assert row.isna().sum() == 2  # no corridor is listed
    assert not by_origin.reindex(["Central Asia", "Eastern Asia"]).sum()
    largest = everyone.groupby(["origin", "destination"])["migrants"].sum().nlargest(2)
    assert list(largest.index) == [("AFG", "IRN"), ("SYR", "TUR")]
    # In the Gulf foreign citizens are counted.
    in_gulf = stock[stock["destination"].isin(GULF)]
    assert (in_gulf["type_c"] == 1).all() and not in_gulf["type_b"].any()


@pytest.mark.reference
def test_what_is_drawn_of_corridors(told: Told, stock: pd.DataFrame) -> None:
    asian = stock[stock["origin"].isin(ASIA) & (stock["origin"] != stock["destination"])]
    sums = asian.groupby(["year", "origin", "destination"])["migrants"].sum()
    within = sums[2024][lambda pairs: pairs.index.get_level_values(1).isin(ASIA)]
    drawn = told.names["within"].nlargest(40, "value")
    expected = within.nlargest(40)
    assert drawn["value"].tolist() == pytest.approx(expected.tolist())
    assert set(zip(drawn["origin"], drawn["destination"], strict=True)) == set(expected.index)
    # In words of the caption on the map.
    assert round(expected.iloc[-1] / 1e3) == 406 and (within > 0).sum() == 672
    assert round(100 * expected.sum() / within.sum()) == 71
    for year, rows in told.names["every"].groupby("year"):
        first = rows.nlargest(8, "value")
        assert list(zip(first["origin"], first["destination"], strict=True)) == list(
            sums[year].nlargest(8).index
        ), year


@pytest.mark.reference
def test_women(told: Told, stock: pd.DataFrame) -> None:
    asian = stock[stock["origin"].isin(ASIA)].copy()
    asian["gulf"] = asian["destination"].isin(GULF)
    counts = asian.groupby(["year", "gulf", "sex"])["migrants"].sum().unstack()
    both = counts.sum(axis=1)
    share = (100 * counts["female"] / both).unstack("gulf")
    part = both.unstack("gulf").div(both.groupby("year").sum(), axis=0)
    total = 100 * counts["female"].groupby("year").sum() / both.groupby("year").sum()
    still = (share.loc[1990] * part.loc[2024]).sum()
    moved = (share.loc[2024] * part.loc[1990]).sum()
    assert [f"{total[1990]:.1f}", f"{total[2024]:.1f}", "1990", "2024", f"{still:.1f}", "2024",
            "1990", f"{moved:.1f}", f"{100 * part.loc[1990, True]:.0f}",
            f"{100 * part.loc[2024, True]:.0f}"] == TOLD["The share fell"]  # fmt: skip
    # Elsewhere, where four in five live, the share rose; in the Gulf it fell.
    assert share.loc[2024, False] > share.loc[1990, False]
    assert share.loc[2024, True] < share.loc[1990, True]
    assert part.loc[2024, False] == pytest.approx(0.8, abs=0.01)
    assert "where four in five of them live" in told.prose
    assert "where four migrants in five live" in told.prose
    drawn = told.names["by_place"]
    for name, expected in (("in the Gulf", share[True]), ("elsewhere", share[False]),
                           ("all together", total)):  # fmt: skip
        assert drawn[name].tolist() == pytest.approx(expected.tolist()), name


@pytest.mark.reference
def test_women_by_origin(told: Told, stock: pd.DataFrame) -> None:
    asian = stock[stock["origin"].isin(ASIA) & stock["year"].isin([1990, 2005, 2024])]
    counts = asian.groupby(["origin", "year", "sex"])["migrants"].sum().unstack()
    both = counts.sum(axis=1).unstack("year")
    share = (100 * counts["female"] / counts.sum(axis=1)).unstack("year")[both[2024] > 2e6]
    change = (share[2024] - share[1990]).sort_values()
    assert (len(change), (change > 0).sum(), (change < 0).sum()) == (19, 11, 8)
    assert "among the nineteen origins" in told.prose
    assert "rose from eleven and fell from eight" in told.prose
    assert change.index[:5].tolist() == ["IDN", "BGD", "MMR", "NPL", "PAK"]
    shown = told.shown["05-49"]
    assert len(shown) == len(change)
    for years in ([1990], [2005], [2024]):
        expected = share.loc[change.index, years].to_numpy()
        assert shown[years].to_numpy() == pytest.approx(expected, abs=0.0501), years
    assert shown["change"].tolist() == pytest.approx(change.tolist(), abs=0.0501)


@pytest.mark.reference
def test_the_exercises(told: Told, stock: pd.DataFrame, file_of) -> None:
    now = stock[stock["year"] == 2024]
    received = now.groupby("destination")["migrants"].sum().nlargest(20)
    assert [str(received.index.isin(ASIA).sum())] == TOLD["of the twenty"]
    abroad = now[now["origin"] == "PHL"].groupby(["destination", "sex"])["migrants"].sum().unstack()
    eight = abroad.loc[abroad.sum(axis=1).nlargest(8).index]
    assert list(eight.index[eight["male"] > eight["female"]]) == ["ARE", "MYS", "KWT"]
    assert eight.sum(axis=1)["USA"] / abroad.sum().sum() == pytest.approx(1 / 3, abs=0.01)
    assert "A third live in the United States, where women are the majority" in told.prose
    assert abroad["female"].sum() > abroad["male"].sum() and eight.loc["USA", "female"] > (
        eight.loc["USA", "male"]
    )
    shown = told.shown["05-63"]
    assert shown["value"].tolist() == eight.sum(axis=1).tolist()
    part = 100 * eight.sum(axis=1) / abroad.sum().sum()
    assert shown["share"].tolist() == part.round().astype(int).tolist()
    women = 100 * eight["female"] / eight.sum(axis=1)
    assert shown["women"].tolist() == women.round().astype(int).tolist()
    before = read(file_of("ims2020_destination_origin_sex.csv.gz")).query("year == 2020")
    before = before[before["origin_iso3"].isin(ASIA)]
    after = stock[(stock["year"] == 2020) & stock["origin"].isin(ASIA)]
    one, two = millions(before), millions(after)
    assert [f"{one:.1f}", f"{two:.1f}", f"{100 * (two / one - 1):+.1f}"] == TOLD["were 114.9"]
    first = before.groupby(["origin_iso3", "dest_iso3"])["migrants"].sum()
    second = after.groupby(["origin", "destination"])["migrants"].sum()
    moved = (second - first.rename_axis(second.index.names)).abs().nlargest(6)
    assert list(moved.index) == [
        ("IDN", "SAU"), ("YEM", "SAU"), ("KAZ", "RUS"), ("BGD", "SAU"), ("IND", "OMN"),
        ("SYR", "JOR"),
    ]  # fmt: skip
    table = told.shown["05-76"]
    for at, pair in enumerate(moved.index):
        assert table.iloc[at].tolist() == [round(each[pair] / 1e6, 2) for each in (first, second)]
    # The caveat: a corridor cut by more than half between two revisions.
    assert "cut some corridors by more than half without anyone moving" in told.prose
    assert second["IDN", "SAU"] < first["IDN", "SAU"] / 2
