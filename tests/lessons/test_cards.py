"""The cards of claims that lessons show: then, now and each number of the reason, found again.

What a reason may say is typed; from publishers' files the same list is made by plain pandas, and a
reason with any other number fails.  Sixteen other claims are re-derived, reasons too, in
``tests/claims/test_verdicts``, and those on governance in ``test_cards_of_governance``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest
from claims.arithmetic import DERIVED
from claims.publishers_figures import ASIA, SUCCESSORS
from claims.test_refugees import EU15, OECD_2002
from openpyxl import load_workbook

from lessons.running import numbers
from migov import claims

BY_ARITHMETIC = set(DERIVED)
# Claim: then, now, and the numbers that its reason may have.
CARDS: dict[str, tuple[float, float, str]] = {
    "G003": (88.99, 101.18,
             "2005 2010 89.0 +22 1990 1995 +12 +53 2 13.17 1,000 13.22 2015 2020 101.2 +39 13.24 "
             "2025 140 168 206 29 154 1990 +41"),
    "G006": (10, 10, "20 10 2010 10 2024 59 54 8 8 2010 2024"),
    "G016": (0.80, 15.33, "100 4.3 1973 1980 2.2 1981 1990 11.0 1991 2000 1980 2016 2025 4.0"),
    "G029": (0.311, 1.896,
             "10 0.62 2000 2002 0.30 2006 2008 1.96 2023 2025 0.36 0.41 1.58"),
    "G030": (6231, 50209, "18,804 2000 2001 7,412 2002 2007 -61 -28 2021 2025 34,883"),
    "G049": (1, 1, "27 2010 22 2024 1960 7 1 2005 2010 1 2015 2020"),
    "G051": (27.25, 21.19, "27 2010 21 2024 35 49 30 23 70 57"),
    "G054": (75.51, 74.60, "76 2004 5 75 2024 76 2017 77 2021"),
    "G066": (69.88, 120.80,
             "69.9 2005 1960 63.0 120.8 2024 29.2 1990 1995 39.4 2005 2010 1,000 17.5 16.9 1990 "
             "18.1 1960 25.1 2024"),
    "G071": (1, 3, "2005 2010 8.5 5.1 5.1 2015 2020 6.0 5.6 5.6 5 6 2005 4 2015 4 1 2024"),
    "G075": (1.373, 0.926, "2005 4.4 3.2 2025 10.5 11.3 1976 41 50"),
    "G076": (2, 8, "1.08 2005 1.16 2025 0.92 2005 0.76 2025 1 5 2 8"),
    "O014": (1.965, 3.910,
             "1,000 0.87 1975 3.27 1990 1.97 2000 3.91 2023 1993 0.97 2000 7.82 2023"),
    "O051": (1.988, 3.706,
             "0.78 1,000 1971 1980 1.42 2.46 1991 2000 0.40 0.49 2014 2023 2.99 0.57"),
    "O061": (2.616, 11.618, "2000 30 2002 1.40 1980 2.62 2002 0.77 2002 2.48 2025"),
    "O096": (0.4836, 1.2148, "0.49 2000 2002 0.33 2003 2007 2006 2021 2025 1.12"),
}  # fmt: skip
GULF = ["ARE", "BHR", "KWT", "OMN", "QAT", "SAU"]
NORTHERN = ["BMU", "CAN", "GRL", "SPM", "USA"]


@pytest.mark.parametrize("name", CARDS)
def test_what_the_card_says(name: str) -> None:
    then, now, said = CARDS[name]
    found = claims.get(name).check()
    assert found.then.value == pytest.approx(then, rel=3e-3)
    assert found.now.value == pytest.approx(now, rel=3e-3)
    assert not set(numbers(found.reason)) - set(said.split())
    assert len(numbers(found.reason)) > 3


# --- from the publishers' files ------------------------------------------------------------------


def agrees(name: str, then: float, now: float, said: Iterable[object]) -> None:
    """Whether what was found by other arithmetic is what stands typed above."""
    typed = CARDS[name]
    assert (then, now) == pytest.approx(typed[:2], rel=3e-3)
    assert " ".join(str(each) for each in said) == typed[2]


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, na_values=[""])


@pytest.fixture(scope="module")
def stock(file_of: Callable[..., Path]) -> pd.Series:
    table = read(file_of("ims2024_destination_origin_sex.csv.gz"))
    return table.groupby(["year", "origin_iso3", "dest_iso3"])["migrants"].sum()


@pytest.fixture(scope="module")
def bank(file_of: Callable[..., Path]) -> pd.Series:
    table = read(file_of("gbmd_1960_2000_years_corrected.csv.gz"))
    return table.groupby(["year", "orig", "dest"])["migrants"].sum()


@pytest.fixture(scope="module")
def flows(file_of: Callable[..., Path]) -> pd.Series:
    table = read(file_of("abel_cohen_2022_all_methods.csv.gz"))
    table = table[(table["sex"] == "both") & (table["type"] == "all")]
    table = table[table["orig"] != table["dest"]]
    return table.groupby(["method", "year0", "orig", "dest"])["flow"].sum()


@pytest.fixture(scope="module")
def prospects(file_of: Callable[..., Path]) -> pd.DataFrame:
    table = read(file_of("wpp2024_annual_1950_2023.csv.gz"))
    return table.assign(people=1e6 * table["births"] / table["cbr"])


@pytest.fixture(scope="module")
def unhcr(file_of: Callable[..., Path]) -> pd.DataFrame:
    return read(file_of("population_2026-06-25.csv.gz"))


@pytest.fixture(scope="module")
def asked(file_of: Callable[..., Path]) -> pd.DataFrame:
    table = read(file_of("asylum_applications_2026-06-25.csv.gz"))
    return table.groupby(["coa_iso", "year"])["applied"].sum().unstack(fill_value=0)


@pytest.fixture(scope="module")
def codes(file_of: Callable[..., Path]) -> pd.DataFrame:
    table = read(file_of("country-codes.csv.gz"))
    return table.dropna(subset=["ISO3166-1-Alpha-3"]).set_index("ISO3166-1-Alpha-3")


def of_world(prospects: pd.DataFrame, code: int = 900) -> pd.DataFrame:
    return prospects[prospects["country_code"] == code].set_index("year")


def left(rows: pd.Series, origins: Iterable[str]) -> pd.Series:
    """Sums by year over corridors from some origins."""
    return rows[rows.index.get_level_values(1).isin(list(origins))].groupby(level=0).sum()


@pytest.mark.reference
def test_flows_since_the_cold_war(flows, stock, prospects, file_of) -> None:
    by_method = flows.groupby(level=[0, 1]).sum().unstack(0)
    people = of_world(prospects)["people"]
    rate = pd.DataFrame({
        year: 1000 * by_method.loc[year] / people.loc[year : year + 4].mean()
        for year in by_method.index
    }).T
    grown = 100 * (by_method.loc[2005] / by_method.loc[1990] - 1)
    near = by_method["da_pb_closed"] / 1e6
    sharp = ((grown >= 25) & (rate.loc[2005] > rate.loc[1990])).sum()
    decades = read(file_of("abel_cohen_2025_da_pb_closed_decades.csv.gz"))
    by_decade = decades.groupby("decade")["flow"].sum() / 1e6
    annual = read(file_of("gaskin_abel_2025_annual_1990_2023.csv.gz"))
    by_year = annual.groupby("year")["flow"].sum()
    in_1990 = stock[1990]
    ends = [in_1990.index.get_level_values(side) for side in (0, 1)]
    redrawn = sum(in_1990[ends[0].isin(codes) & ends[1].isin(codes)].sum()
                  for codes in SUCCESSORS.values())  # fmt: skip
    agrees("G003", near[2005], near[2015], [
        2005, 2010, f"{near[2005]:.1f}", f"{grown['da_pb_closed']:+.0f}", 1990, 1995,
        f"{grown.min():+.0f}", f"{grown.max():+.0f}", sharp,
        f"{rate.loc[2005, 'da_pb_closed']:.2f}", "1,000", f"{rate.loc[1990, 'da_pb_closed']:.2f}",
        2015, 2020, f"{near[2015]:.1f}", f"{100 * (near[2015] / near[1990] - 1):+.0f}",
        f"{rate.loc[2015, 'da_pb_closed']:.2f}", 2025, *(f"{each:.0f}" for each in by_decade),
        f"{redrawn / 1e6:.0f}", f"{in_1990.sum() / 1e6:.0f}", 1990,
        f"{100 * (by_year.loc[2005:2009].sum() / by_year.loc[1990:1994].sum() - 1):+.0f}",
    ])  # fmt: skip


@pytest.mark.reference
def test_ranks_of_receivers(stock, bank, flows, codes) -> None:
    north = {*codes.index[codes["Region Name"] == "Europe"], *NORTHERN, "AUS", "NZL", "XCX"}
    there = stock.groupby(level=[0, 2]).sum()
    counts, parts, ten = [], [], []
    for year in (2010, 2024):
        order = there[year].sort_values(ascending=False)
        counts.append(len(north & set(order.index[:20])))
        ten.append(len(north & set(order.index[:10])))
        parts.append(f"{100 * order[order.index.isin(north)].sum() / order.sum():.0f}")
    agrees("G006", *counts, [20, counts[0], 2010, counts[1], 2024, *parts, *ten, 2010, 2024])

    def rank(rows: pd.Series) -> int:
        return int(rows.drop("OOO", errors="ignore").rank(ascending=False)["MEX"])

    to_usa = {year: stock[year].xs("USA", level="dest_iso3") for year in (2010, 2024)}
    part = {year: f"{100 * rows['MEX'] / rows.sum():.0f}" for year, rows in to_usa.items()}
    before = rank(bank[1960].xs("USA", level="dest"))
    came = [rank(flows["da_pb_closed"][year].xs("USA", level="dest")) for year in (2005, 2015)]
    agrees("G049", rank(to_usa[2010]), rank(to_usa[2024]), [
        part[2010], 2010, part[2024], 2024, 1960, before, came[0], 2005, 2010, came[1], 2015, 2020,
    ])  # fmt: skip


@pytest.mark.reference
def test_from_south_america(stock, codes) -> None:
    south = codes.index[codes["Intermediate Region Name"] == "South America"]
    latin = codes.index[codes["Region Name"] == "Americas"].difference(NORTHERN)
    europe = [*codes.index[codes["Region Name"] == "Europe"], "XCX"]

    def part(origins: Iterable[str], there: Iterable[str], year: int) -> float:
        rows = stock[year][lambda each: each.index.get_level_values(0).isin(list(origins))]
        return 100 * rows[rows.index.get_level_values(1).isin(list(there))].sum() / rows.sum()

    found = [part(origins, there, year) for origins, there in
             ((south, NORTHERN), (south, south), (south, europe), (latin, NORTHERN))
             for year in (2010, 2024)]  # fmt: skip
    shown = [f"{each:.0f}" for each in found]
    agrees("G051", *found[:2], [shown[0], 2010, shown[1], 2024, *shown[2:]])


@pytest.mark.reference
def test_from_asia(stock, bank, flows, prospects, codes, file_of) -> None:
    number, older = left(stock, ASIA) / 1e6, left(bank, ASIA) / 1e6
    departed = left(flows["da_pb_closed"], ASIA) / 1e6
    people = of_world(prospects, 935)["people"]
    most = max(number.loc[:2000].max(), older.max())
    # The newest year is beyond the file: growth of the year before goes on.
    people[2024] = people[2023] ** 2 / people[2022]
    rates = [1e9 * number[year] / people[year] for year in (2005, 1990)]
    rates += [1e9 * older[1960] / people[1960], 1e9 * number[2024] / people[2024]]
    shown = [f"{each:.1f}" for each in rates]
    agrees("G066", number[2005], number[2024], [
        f"{number[2005]:.1f}", 2005, 1960, f"{most:.1f}", f"{number[2024]:.1f}", 2024,
        f"{departed[1990]:.1f}", 1990, 1995, f"{departed[2005]:.1f}", 2005, 2010, "1,000",
        shown[0], shown[1], 1990, shown[2], 1960, shown[3], 2024,
    ])  # fmt: skip

    place = codes["Region Name"].where(codes["Region Name"] != "Asia", codes["Sub-region Name"])
    place = place.to_dict() | {"TWN": "Eastern Asia", "XCX": "Europe", "CHI": "Europe"}
    place = {code: {"Americas": "Latin America"}.get(name, name) for code, name in place.items()}
    place |= dict.fromkeys(NORTHERN, "Northern America") | dict.fromkeys(GULF, "Gulf")
    east = [code for code, name in place.items()
            if str(name).endswith("Asia") and name != "Western Asia"]  # fmt: skip

    def by_place(rows: pd.Series) -> pd.Series:
        mine = rows[rows.index.get_level_values(0).isin(east)]
        sums = mine.groupby(mine.index.get_level_values(1).map(place)).sum()
        return (sums / 1e6).sort_values(ascending=False)

    by_method = {(method, year): by_place(flows[method][year]) for method in
                 flows.index.get_level_values(0).unique() for year in (2005, 2015)}  # fmt: skip
    near = {year: by_method["da_pb_closed", year] for year in (2005, 2015)}
    assert list(near[2005].index[:3]) == ["Gulf", "Southern Asia", "Europe"]
    assert list(near[2015].index[:3]) == ["Europe", "Northern America", "Gulf"]
    first = {year: sum(each.index[0] == "Gulf" for (_, other), each in by_method.items()
                       if other == year) for year in (2005, 2015)}  # fmt: skip
    counted = {year: list(by_place(stock[year]).index).index("Gulf") + 1 for year in (2005, 2024)}
    ranks = [list(near[year].index).index("Gulf") + 1 for year in (2005, 2015)]
    agrees("G071", *ranks, [
        2005, 2010, *(f"{each:.1f}" for each in near[2005].iloc[:3]), 2015, 2020,
        *(f"{each:.1f}" for each in near[2015].iloc[:3]), first[2005], 6, 2005, first[2015], 2015,
        counted[2005], counted[2024], 2024,
    ])  # fmt: skip


@pytest.mark.reference
def test_money_from_the_united_states(stock, codes, file_of) -> None:
    held = pd.read_parquet(
        file_of("vintages_long.parquet"), filters=[("ind", "==", "BX.TRF.PWKR.CD.DT")]
    ).astype({"code": str, "vintage": str})
    newest = held[held["vintage"].str.startswith("2026-07")].drop_duplicates(["code", "year"])
    received = newest.pivot(index="code", columns="year", values="value")
    latin = codes.index[codes["Region Name"] == "Americas"].difference(NORTHERN)
    parts = {}
    for money, counted in ((2004, 2005), (2024, 2024)):
        rows = stock[counted][lambda each: each.index.get_level_values(0).isin(latin)]
        share = rows / rows.groupby(level=0).transform("sum")
        home = share.index.get_level_values(0)
        sent = (share * received[money].reindex(home).to_numpy()).groupby(level=1).sum()
        parts[money] = (100 * sent / sent.sum()).sort_values(ascending=False)
    assert list(parts[2004].index[:2]) == ["USA", "ESP"] and parts[2024].index[0] == "USA"
    modelled = []
    for name in ("WB_Bilateral_Remittance_Estimates_2017.xlsx",
                 "bilateral_remittance_matrix_2021_0.xlsx"):  # fmt: skip
        book = load_workbook(file_of(name), read_only=True)
        sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
        book.close()
        (rows,) = [rows for rows in sheets if any("Mexico" in row for row in rows[:4])][:1]
        head = next([str(cell).strip() for cell in row] for row in rows if "Mexico" in row)
        by_sender = {str(row[0]).strip().upper(): row for row in rows if row[0]}
        at = [place for place, cell in enumerate(head) if code_of(cell) in set(latin)]
        assert len(at) > 25
        world, usa = ([by_sender[sender][place] for place in at]
                      for sender in ("WORLD", "UNITED STATES"))  # fmt: skip
        sums = [sum(cell for cell in cells if isinstance(cell, (int, float)))
                for cells in (usa, world)]  # fmt: skip
        modelled.append(f"{100 * sums[0] / sums[1]:.0f}")
    agrees("G054", parts[2004]["USA"], parts[2024]["USA"], [
        f"{parts[2004]['USA']:.0f}", 2004, f"{parts[2004]['ESP']:.0f}",
        f"{parts[2024]['USA']:.0f}", 2024, modelled[0], 2017, modelled[1], 2021,
    ])  # fmt: skip


def code_of(name: str) -> str:
    from migov import economies
    from migov.errors import UnknownNameError

    try:
        return economies.resolve(name)
    except UnknownNameError:
        return ""


@pytest.mark.reference
def test_refugees_by_head(unhcr, prospects, codes) -> None:
    people = of_world(prospects)["people"]
    sums = unhcr.groupby("year")[["refugees", "idps"]].sum()
    rate, inside = ((1000 * sums[each] / people).dropna() for each in ("refugees", "idps"))
    peak = rate.loc[:2000].idxmax()
    agrees("O014", rate[2000], rate[2023], [
        "1,000", f"{rate[1975]:.2f}", 1975, f"{rate[peak]:.2f}", peak, f"{rate[2000]:.2f}", 2000,
        f"{rate[2023]:.2f}", 2023, inside[inside > 0].index[0], f"{inside[2000]:.2f}", 2000,
        f"{inside[2023]:.2f}", 2023,
    ])  # fmt: skip
    rich = {"AUS", "NZL", "JPN", *NORTHERN}
    poor = set(codes.index[codes["Region Name"].notna() & (codes["Region Name"] != "Europe")])
    from_poor = unhcr[unhcr["coo_iso"].isin(poor - rich)].groupby("year")["refugees"].sum()
    not_asked = unhcr[unhcr["coo_iso"] == "UNK"].groupby("year")["refugees"].sum()
    facts = of_world(prospects, 902)
    share = (1000 * from_poor / facts["people"]).dropna()
    most = (1000 * (from_poor + not_asked) / facts["people"]).dropna()
    out = -1e6 * facts["mig"] / facts["people"]

    def mean(line: pd.Series, first: int, last: int) -> str:
        return f"{line.loc[first:last].mean():.2f}"

    agrees("O051", share[2000], share[2023], [
        mean(share, 1971, 1980), "1,000", 1971, 1980, mean(most, 1971, 1980),
        mean(share, 1991, 2000), 1991, 2000, mean(out, 1971, 1980), mean(out, 1991, 2000),
        2014, 2023, mean(share, 2014, 2023), mean(out, 2014, 2023),
    ])  # fmt: skip


@pytest.mark.reference
def test_asylum(asked, unhcr) -> None:
    def mean(members: Iterable[str], first: int, last: int) -> float:
        rows = asked.loc[sorted(set(members) & set(asked.index)), first:last]
        return rows.sum().mean()

    in_oecd = asked.loc[sorted(OECD_2002 & set(asked.index))]
    ten = in_oecd.loc[:, 2000:2002].sum(axis=1).nlargest(10).index
    spans = ((2000, 2002), (2006, 2008), (2023, 2025))
    means = [f"{mean(ten, *span) / 1e6:.2f}" for span in spans]
    others = [f"{mean(asked.index.difference(ten), *span) / 1e6:.2f}" for span in spans]
    of_ten = asked.loc[ten].sum() / 1e6
    agrees("G029", of_ten[2008], of_ten[2025], [
        len(ten), means[0], 2000, 2002, means[1], 2006, 2008, means[2], 2023, 2025, *others,
    ])  # fmt: skip
    rest = OECD_2002 - {"AUS"}
    falls = [100 * (mean(group, 2002, 2007) / mean(group, 2000, 2001) - 1)
             for group in (["AUS"], rest)]  # fmt: skip
    agrees("G030", asked.loc["AUS", 2007], asked.loc["AUS", 2025], [
        f"{mean(['AUS'], 2000, 2001):,.0f}", 2000, 2001, f"{mean(['AUS'], 2002, 2007):,.0f}", 2002,
        2007, *(f"{each:.0f}" for each in falls), 2021, 2025, f"{mean(['AUS'], 2021, 2025):,.0f}",
    ])  # fmt: skip
    fifteen = asked.loc[sorted(EU15)].sum() / 1e6
    agrees("O096", fifteen[2002], fifteen[2025], [
        f"{fifteen.loc[2000:2002].mean():.2f}", 2000, 2002, f"{fifteen.loc[2003:2007].mean():.2f}",
        2003, 2007, fifteen.loc[2003:2007].idxmin(), 2021, 2025,
        f"{fifteen.loc[2021:2025].mean():.2f}",
    ])  # fmt: skip
    hosted = unhcr[unhcr["coa_iso"].isin(OECD_2002)].groupby("year")["refugees"].sum() / 1e6
    applied = in_oecd.sum() / 1e6
    agrees("O061", hosted[2002], hosted[2025], [
        applied.index[applied > 0][0], len(OECD_2002), 2002, f"{hosted[1980]:.2f}", 1980,
        f"{hosted[2002]:.2f}", 2002, f"{applied[2002]:.2f}", 2002, f"{applied[2025]:.2f}", 2025,
    ])  # fmt: skip


@pytest.mark.reference
def test_returns_and_origins(unhcr, codes, file_of) -> None:
    home = read(file_of("solutions_2026-06-25.csv.gz")).groupby("year")["returned_refugees"].sum()
    rate = (100 * home / unhcr.groupby("year")["refugees"].sum()).dropna()
    spans = ((1973, 1980), (1981, 1990), (1991, 2000), (2016, 2025))
    means = [f"{rate.loc[first:last].mean():.1f}" for first, last in spans]
    agrees("G016", rate[1990], rate[2025], [
        100, means[0], 1973, 1980, means[1], 1981, 1990, means[2], 1991, 2000, 1980, 2016, 2025,
        means[3],
    ])  # fmt: skip
    region = unhcr["coo_iso"].map(codes["Region Name"].to_dict())
    sums = unhcr.groupby(["year", region])["refugees"].sum().unstack(fill_value=0) / 1e6
    others = sums.drop(columns="Asia")
    ahead = sums["Asia"] / others.max(axis=1)
    assert (others.loc[[2005, 2025]].idxmax(axis=1) == "Africa").all()
    since = ahead.loc[1976:]
    agrees("G075", ahead[2005], ahead[2025], [
        2005, f"{sums.loc[2005, 'Asia']:.1f}", f"{sums.loc[2005, 'Africa']:.1f}", 2025,
        f"{sums.loc[2025, 'Asia']:.1f}", f"{sums.loc[2025, 'Africa']:.1f}", 1976,
        (since > 1).sum(), len(since),
    ])  # fmt: skip
    pairs = unhcr.groupby(["year", "coo_iso", "coa_iso"])["refugees"].sum()
    ranks = {year: pairs[year].rank(ascending=False, method="min").astype(int)["AFG"]
             for year in (2005, 2025)}  # fmt: skip
    afghans = {year: pairs[year]["AFG"] / 1e6 for year in (2005, 2025)}
    agrees("G076", max(ranks[2005][["PAK", "IRN"]]), max(ranks[2025][["PAK", "IRN"]]), [
        *(cell for code in ("PAK", "IRN") for year in (2005, 2025)
          for cell in (f"{afghans[year][code]:.2f}", year)),
        *(ranks[year][code] for code in ("PAK", "IRN") for year in (2005, 2025)),
    ])  # fmt: skip
