"""Measures: each against arithmetic done by hand, and the laws that they must obey on any table."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import migov
from migov import tidy
from migov.measures import (
    MeasureWarning,
    aggregate,
    constant_prices,
    growth,
    herfindahl,
    most_recent,
    per_head,
    percent_of_gdp,
    ratio_of_sums,
    share_of,
    top_share,
)
from migov.measures.units import conversion, parse

CODES = ["BRA", "CHN", "EGY", "IND", "KEN", "MEX", "NAM", "USA"]
YEARS = [1990, 1991, 1992, 1995]
# A table takes milliseconds to make; twenty-five of them show a law as well as a hundred.
laws = settings(max_examples=25, deadline=None)
# A table of two economies lacks most members of a group.
THIN = "ignore:.*has no row, in any year, of the members"
amounts = st.floats(min_value=1e-3, max_value=1e12, allow_nan=False)


def make(cells: dict[tuple[str, int], float], **record: object) -> pd.DataFrame:
    rows = [(economy, year, value) for (economy, year), value in cells.items()]
    table = tidy.arrange(pd.DataFrame(rows, columns=["economy", "year", "value"]), "economy")
    return tidy.with_provenance(table, {"value": record}) if record else table


def cells(table: pd.DataFrame, column: str = "value") -> dict[tuple[str, int], float]:
    return {
        (economy, year): value
        for economy, year, value in zip(table.economy, table.year, table[column], strict=True)
    }


def record(table: pd.DataFrame) -> dict:
    return tidy.provenance(table)["value"]


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    keys = draw(
        st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(YEARS)), min_size=1, unique=True)
    )
    return make({key: draw(amounts) for key in keys})


# --- shares -------------------------------------------------------------------------------------


def test_share_of_a_row_leaves_that_row_out() -> None:
    table = make({("MEX", 1997): 13.0, ("USA", 1997): 100.0, ("WLD", 1997): 400.0})
    assert cells(share_of(table)) == {("MEX", 1997): 3.25, ("USA", 1997): 25.0}


def test_share_of_another_table_goes_economy_by_economy() -> None:
    inflow = make({("MEX", 1997): 13.0, ("USA", 1997): 100.0})
    gfcf = make({("MEX", 1997): 130.0, ("USA", 1997): 400.0})
    assert cells(share_of(inflow, gfcf)) == {("MEX", 1997): 10.0, ("USA", 1997): 25.0}


def test_share_of_a_table_with_one_aggregate_goes_year_by_year() -> None:
    inflow = make({("MEX", 1997): 13.0, ("USA", 1998): 100.0})
    world = make({("WLD", 1997): 130.0, ("WLD", 1998): 400.0})
    assert cells(share_of(inflow, world)) == {("MEX", 1997): 10.0, ("USA", 1998): 25.0}


def test_share_of_one_economy_in_itself_is_not_taken_for_the_whole() -> None:
    inflow = make({("MEX", 1997): 13.0, ("USA", 1997): 100.0})
    gfcf = make({("MEX", 1997): 130.0})
    assert cells(share_of(inflow, gfcf)) == {("MEX", 1997): 10.0}


def test_a_missing_counterpart_is_absent_and_said() -> None:
    part = make({("MEX", 1995): 1.0, ("MEX", 1996): 1.0}, series="remittances_received")
    result = percent_of_gdp(part, make({("MEX", 1995): 50.0}, series="gdp"))
    assert cells(result) == {("MEX", 1995): 2.0}
    assert "1 of 2 figures have no gdp and are absent." in record(result)["caveats"]


def test_a_zero_whole_gives_no_figure_and_a_warning() -> None:
    part = make({("MEX", 1995): 1.0, ("IND", 1995): 1.0})
    with pytest.warns(MeasureWarning, match=r"1 of 2 figures left out \(IND 1995\)"):
        result = percent_of_gdp(part, make({("MEX", 1995): 50.0, ("IND", 1995): 0.0}))
    assert cells(result) == {("MEX", 1995): 2.0}


def test_declared_scales_are_brought_together() -> None:
    part = make({("MEX", 1995): 1.0}, unit="US$ at current prices in millions")
    whole = make({("MEX", 1995): 4e6}, unit="current US$")
    assert cells(share_of(part, whole)) == {("MEX", 1995): 25.0}


def test_half_a_declaration_is_a_caveat() -> None:
    result = share_of(make({("MEX", 1995): 1.0}, unit="US$"), make({("MEX", 1995): 4.0}))
    assert any("only one unit is declared" in caveat for caveat in record(result)["caveats"])


def test_per_head_counts_in_ones() -> None:
    gdp = make({("IRL", 2000): 96.0}, unit="millions of US$")
    people = make({("IRL", 2000): 3.84}, unit="thousands")
    result = per_head(gdp, people)
    assert cells(result)[("IRL", 2000)] == pytest.approx(96e6 / 3840)
    assert record(result)["unit"] == "US$ per head"


def test_one_column_of_a_panel_will_do_and_keeps_its_record() -> None:
    panel = tidy.with_provenance(
        pd.DataFrame({"economy": ["MEX"], "year": [1995], "oda": [5.0], "gdp": [np.nan]}),
        {"oda": {"series": "oda_received"}, "gdp": {"series": "gdp"}},
    )
    result = share_of(panel[["economy", "year", "oda"]], make({("MEX", 1995): 50.0}))
    assert cells(result) == {("MEX", 1995): 10.0}
    assert record(result)["series"] == "oda_received"


@laws
@given(tables())
def test_shares_of_the_sum_of_all_add_up_to_a_hundred(table: pd.DataFrame) -> None:
    shares = share_of(table, aggregate(table))
    for total in shares.groupby("year")["value"].sum():
        # Sums of up to eight floats: relative error of a few units in the last place.
        assert total == pytest.approx(100, rel=1e-12)


# --- growth and the latest figure ---------------------------------------------------------------


def test_growth_over_several_years_is_a_compound_annual_rate() -> None:
    stock = make({("WLD", 2010): 100.0, ("WLD", 2015): 161.051})
    assert growth(stock, periods=5)["value"].item() == pytest.approx(10)
    logs = growth(stock, periods=5, kind="log")["value"].item()
    assert logs == pytest.approx(100 * math.log(1.1))


def test_growth_never_bridges_a_gap_unasked() -> None:
    table = make({("MEX", 1990): 100.0, ("MEX", 1991): 110.0, ("MEX", 1993): 133.1})
    result = growth(table)
    assert list(result["year"]) == [1991]
    assert "growth is absent where" in record(result)["caveats"][0]


def test_growth_across_a_gap_is_annualised_and_says_its_span() -> None:
    table = make({("MEX", 1990): 100.0, ("MEX", 1991): 110.0, ("MEX", 1993): 133.1})
    result = growth(table, gaps="annualise")
    assert result["value"].tolist() == pytest.approx([10, 10])
    assert result["span"].tolist() == [1, 2]


def test_growth_of_one_economy_never_starts_from_another() -> None:
    table = make({("IND", 1990): 1.0, ("MEX", 1991): 5.0, ("MEX", 1992): 10.0})
    assert cells(growth(table, gaps="annualise")) == {("MEX", 1992): pytest.approx(100)}


def test_growth_leaves_out_negative_flows_with_a_warning() -> None:
    table = make({("IRL", 2000): 1.0, ("IRL", 2001): -1.0, ("IRL", 2002): 2.0, ("IRL", 2003): 3.0})
    with pytest.warns(MeasureWarning, match="2 of 3 figures left out"):
        result = growth(table)
    assert cells(result) == {("IRL", 2003): pytest.approx(50)}


@laws
@given(st.lists(st.floats(1, 1e4), min_size=2, max_size=12), st.sampled_from(["percent", "log"]))
def test_growth_chained_gives_the_series_back(values: list[float], kind: str) -> None:
    table = make({("MEX", 1990 + k): value for k, value in enumerate(values)})
    rates = growth(table, kind=kind)["value"].to_numpy() / 100
    steps = np.exp(rates) if kind == "log" else 1 + rates
    # A fall by a factor of 1e4 costs four of the sixteen digits of 1 + rate, at each of 11 steps.
    np.testing.assert_allclose(values[0] * np.cumprod(steps), values[1:], rtol=1e-9)


def test_most_recent_gives_year_and_age() -> None:
    table = make({("MEX", 1990): 1.0, ("MEX", 2000): 2.0, ("IND", 1995): 3.0, ("KEN", 1980): 4.0})
    assert cells(most_recent(table), "age") == {
        ("IND", 1995): 5,
        ("KEN", 1980): 20,
        ("MEX", 2000): 0,
    }
    earlier = most_recent(table, not_after=1996, not_before=1990)
    assert cells(earlier) == {("IND", 1995): 3.0, ("MEX", 1990): 1.0}
    assert earlier["age"].tolist() == [1, 6]
    assert "1 economies have no figure in 1990–1996." in record(earlier)["caveats"]


# --- constant prices ----------------------------------------------------------------------------


def test_constant_prices_with_an_index_of_one_economy() -> None:
    aid = make({("EGY", 1990): 100.0, ("IND", 2000): 100.0}, unit="current US$", series="oda")
    prices = make({("USA", 1990): 50.0, ("USA", 2000): 80.0}, series="deflator")
    result = constant_prices(aid, prices, 2000)
    assert cells(result) == {("EGY", 1990): 160.0, ("IND", 2000): 100.0}
    assert record(result)["unit"] == "constant 2000 US$"
    assert record(result)["derived"] == "oda at 2000 prices, deflated by deflator (USA)"


def test_a_named_deflator_among_many() -> None:
    aid = make({("EGY", 1990): 100.0})
    prices = make(
        {("USA", 1990): 50.0, ("USA", 2000): 100.0, ("EGY", 1990): 1.0, ("EGY", 2000): 9.0}
    )
    assert constant_prices(aid, prices, 2000, economy="USA")["value"].item() == 200.0
    assert constant_prices(aid, prices, 2000)["value"].item() == 900.0


@pytest.mark.parametrize("economy", [None, "USA"])
def test_dollars_are_deflated_by_prices_of_the_united_states(economy: str | None) -> None:
    # The World Bank's consumer prices of the United States: 59.9 in 1990 and 100 in 2010.
    received = migov.load("remittances_received", "TUR", 1990)
    prices = migov.load("consumer_price_index", "USA")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = constant_prices(received, prices, 2010, economy=economy)
    assert result["value"].item() / received["value"].item() == pytest.approx(100 / 59.9, rel=1e-3)
    assert record(result)["unit"] == "constant 2010 US$"


def test_each_economys_own_deflator_is_in_its_currency_or_says_that_it_is_in_dollars() -> None:
    prices = {("EGY", 1990): 50.0, ("EGY", 2000): 100.0, ("IND", 1990): 25.0, ("IND", 2000): 100.0}
    for unit, of_prices in (("current LCU", "2000 = 100"), ("current US$", "US$, 2000 = 100")):
        amounts = make({("EGY", 1990): 1.0, ("IND", 1990): 1.0}, unit=unit, series="oda")
        result = constant_prices(amounts, make(prices, unit=of_prices, series="deflator"), 2000)
        assert cells(result) == {("EGY", 1990): 2.0, ("IND", 1990): 4.0}


@pytest.mark.parametrize(
    ("deflator", "options", "says"),
    [
        (make({("EGY", 1990): 50.0, ("EGY", 2000): 100.0}), {}, "does not declare its unit"),
        (
            make({("WLD", 1990): 50.0, ("WLD", 2000): 100.0}, unit="2000 = 100"),
            {"economy": "WLD"},
            "a median of rates in national currencies",
        ),
    ],
)
def test_a_deflator_that_may_be_none_of_dollars_is_told(
    deflator: pd.DataFrame, options: dict, says: str
) -> None:
    aid = make({("EGY", 1990): 1.0}, unit="current US$", series="oda")
    with pytest.warns(MeasureWarning, match=says):
        result = constant_prices(aid, deflator, 2000, **options)
    assert cells(result) == {("EGY", 1990): 2.0}
    assert any(says in caveat for caveat in record(result)["caveats"])


def test_prices_that_nobody_asks_for_may_be_nothing() -> None:
    amounts = make({("IND", 1990): 1.0, ("BRA", 1995): 1.0, ("IND", 1960): 1.0})
    prices = {("IND", 1960): 10.0, ("IND", 1990): 50.0, ("IND", 2000): 100.0}
    prices |= {("BRA", 1960): 0.0, ("BRA", 1995): 20.0, ("BRA", 2000): 100.0, ("ARG", 1990): 0.0}
    expected = {("IND", 1960): 10.0, ("IND", 1990): 2.0, ("BRA", 1995): 5.0}
    assert cells(constant_prices(amounts, make(prices), 2000)) == expected
    rates = {("ARG", 1990): -100.0, **{("IND", year): 0.0 for year in range(1960, 2001)}}
    rates |= {("BRA", 1960): -100.0, **{("BRA", year): 0.0 for year in range(1995, 2001)}}
    still = constant_prices(amounts, make(rates), 2000, kind="inflation")
    assert cells(still) == cells(amounts)


def test_the_deflator_of_the_archive_serves_who_is_asked_for() -> None:
    # That of Brazil begins with zeros, rounded before its inflation of the 1980s.
    product = migov.load("gdp", ["MEX", "IND"], years=(1960, 2015))
    product = make(cells(product), unit="current LCU", series="product")
    prices = migov.load("gdp_deflator")
    assert (prices.loc[prices["economy"] == "BRA", "value"] == 0).any()
    level = cells(prices)
    result = cells(constant_prices(product, prices, 2010))
    assert result["IND", 1960] == pytest.approx(
        cells(product)["IND", 1960] * level["IND", 2010] / level["IND", 1960]
    )


def test_inflation_is_chained_and_reaches_the_year_before_its_first() -> None:
    aid = make({("EGY", year): 100.0 for year in range(1989, 1993)})
    rates = make({("EGY", 1990): 10.0, ("EGY", 1991): 20.0, ("EGY", 1992): 50.0}, unit="annual %")
    result = constant_prices(aid, rates, 1991, kind="inflation")
    expected = [100 * 1.1 * 1.2, 100 * 1.2, 100, 100 / 1.5]
    assert result["value"].tolist() == pytest.approx(expected)


def test_a_gap_breaks_the_chain() -> None:
    aid = make({("EGY", year): 100.0 for year in range(1989, 1995)})
    rates = make({("EGY", 1990): 10.0, ("EGY", 1991): 10.0, ("EGY", 1993): 10.0})
    result = constant_prices(aid, rates, 1990, kind="inflation")
    assert list(result["year"]) == [1989, 1990, 1991]
    assert any("3 figures lie where the deflator does not" in c for c in record(result)["caveats"])


def test_an_economy_whose_deflator_misses_the_base_is_left_out_with_a_warning() -> None:
    aid = make({("EGY", 1990): 1.0, ("IND", 1990): 1.0})
    prices = make({("EGY", 1990): 1.0, ("EGY", 2000): 2.0, ("IND", 1990): 1.0})
    with pytest.warns(MeasureWarning, match="IND"):
        assert cells(constant_prices(aid, prices, 2000)) == {("EGY", 1990): 2.0}


@laws
@given(tables(), st.floats(min_value=0.1, max_value=1e4))
def test_a_flat_deflator_changes_nothing(table: pd.DataFrame, level: float) -> None:
    flat = make({("USA", year): level for year in range(1990, 1996)})
    still = make({("USA", year): 0.0 for year in range(1990, 1996)})
    for result in (
        constant_prices(table, flat, 1992, economy="USA"),
        constant_prices(table, still, 1992, kind="inflation", economy="USA"),
    ):
        # One multiplication and one division by the same number: one unit in the last place.
        np.testing.assert_allclose(result["value"], table["value"], rtol=1e-15)


@laws
@given(tables(), st.lists(st.floats(-50, 500), min_size=6, max_size=6))
def test_rates_and_the_index_they_chain_to_agree(table: pd.DataFrame, rates: list[float]) -> None:
    years = range(1990, 1996)
    inflation = make({("USA", year): rate for year, rate in zip(years, rates, strict=True)})
    level, index = 100.0, {}
    for year, rate in zip(years, rates, strict=True):
        level *= 1 + rate / 100
        index[("USA", year)] = level
    one = constant_prices(table, make(index), 1992, economy="USA")
    other = constant_prices(table, inflation, 1992, kind="inflation", economy="USA")
    np.testing.assert_allclose(one["value"], other["value"], rtol=1e-12)


# --- sums over members --------------------------------------------------------------------------


@pytest.mark.filterwarnings(THIN)
def test_aggregate_says_who_reported() -> None:
    table = make({("IND", 1995): 3.0, ("MEX", 1995): 1.0, ("MEX", 1996): 2.0})
    row = aggregate(table, ["IND", "MEX", "NAM"]).set_index("year").loc[1996]
    assert row[["economy", "value", "reporting", "members", "absent"]].tolist() == [
        "GROUP",
        2.0,
        1,
        3,
        "IND, NAM",
    ]
    assert row["coverage"] == pytest.approx(1 / 3)


def test_a_group_is_what_it_was_in_each_year() -> None:
    # Venezuela left the Andean Community in 2006.
    codes = ("BOL", "COL", "ECU", "PER", "VEN")
    table = make({(code, year): 1.0 for code in codes for year in (2000, 2010)})
    with pytest.warns(MeasureWarning, match="CAN changes.* without VEN from 2010"):
        assert cells(aggregate(table, "CAN")) == {("CAN", 2000): 5.0, ("CAN", 2010): 4.0}


@pytest.mark.filterwarnings(THIN)
def test_years_before_a_group_was_founded_are_left_out() -> None:
    table = make({("FRA", 1980): 1.0, ("FRA", 2005): 1.0})
    assert list(aggregate(table, "Schengen")["year"]) == [2005]


@pytest.mark.filterwarnings(THIN)
def test_an_income_group_is_what_it_was_in_each_year() -> None:
    # India was of low income until June 2008.
    years = (1995, 2007, 2008, 2020)
    table = make({(code, year): 1.0 for code in ("IND", "USA") for year in years})
    assert cells(aggregate(table, "LIC")) == {("LIC", 1995): 1.0, ("LIC", 2007): 1.0}
    lower = aggregate(table, "Lower middle income")
    assert list(lower["year"]) == [2008, 2020]
    assert "in each year" in record(lower)["derived"]


@pytest.mark.filterwarnings(THIN)
def test_an_income_group_has_no_members_before_there_were_any() -> None:
    table = make({("USA", 1970): 1.0, ("USA", 1990): 2.0})
    result = aggregate(table, "HIC")
    assert list(result["year"]) == [1990]
    assert "it has none before 1990" in record(result)["derived"]


@pytest.mark.parametrize("name", ["SSF", "sub-saharan africa (world bank)", "Africa"])
def test_a_region_is_taken_as_drawn_now(name: str) -> None:
    table = make({("NAM", 1995): 3.0, ("USA", 1995): 5.0})
    result = aggregate(table, name)
    assert list(result["value"]) == [3.0]
    assert "now, in every year" in record(result)["derived"]


def test_members_that_the_table_was_loaded_without_are_told() -> None:
    # Today's twelve members; the group had fifteen until January 2025, and Mauritania until 2000.
    people = migov.load("population", "ECOWAS", years=(1990, 2024))
    with pytest.warns(MeasureWarning, match="of the members BFA, MLI, MRT, NER: the group") as said:
        result = aggregate(people, "ECOWAS")
    assert len([each for each in said if each.category is MeasureWarning]) == 1
    assert result["absent"].iloc[-1] == "BFA, MLI, NER"
    assert any("BFA, MLI, MRT, NER" in caveat for caveat in record(result)["caveats"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        aggregate(people.loc[people["year"] > 2000], migov.economies.members("ECOWAS"))


def test_a_group_that_changes_within_the_years_is_told_with_when_and_who() -> None:
    people = migov.load("population")
    with pytest.warns(MeasureWarning) as said:
        result = aggregate(people, "ECOWAS").set_index("year")["value"]
    (sentence,) = [str(each.message) for each in said if each.category is MeasureWarning]
    assert "with CPV from 1977; without MRT from 2001; without BFA, MLI, NER from 2025." in sentence
    assert result[2024] - result[2025] > 6e7
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        aggregate(people.loc[people["year"].between(2001, 2024)], "ECOWAS")
        aggregate(people, "Africa")  # the publisher has no row of six of its territories
        aggregate(people, {2024: ["NGA"], 2025: ["GHA"]})
        ratio_of_sums(people, people.loc[people["economy"] != "MEX"])


def test_a_region_that_the_table_holds_a_part_of_is_told() -> None:
    with pytest.warns(MeasureWarning, match="of the members AGO, ATF, BDI, .* the group is taken"):
        aggregate(migov.load("population", ["NGA", "KEN"], 2020), "Africa")


def test_membership_by_mapping_and_by_function() -> None:
    table = make({(code, year): 1.0 for code in ("IND", "MEX") for year in (1990, 2000)})
    by_year = {1990: ["IND"], 2000: ["IND", "MEX"]}
    expected = {("GROUP", 1990): 1.0, ("GROUP", 2000): 2.0}
    assert cells(aggregate(table, by_year)) == expected
    assert cells(aggregate(table, lambda year: by_year[year])) == expected


def test_mean_and_weighted_mean() -> None:
    rates = make({("IND", 1995): 10.0, ("MEX", 1995): 20.0, ("USA", 1995): 90.0}, unit="% of GDP")
    gdp = make({("IND", 1995): 3.0, ("MEX", 1995): 1.0})
    assert aggregate(rates, how="mean")["value"].item() == pytest.approx(40)
    weighted = aggregate(rates, how="mean", weights=gdp)
    assert weighted["value"].item() == pytest.approx(12.5)
    assert weighted["absent"].item() == "USA"


def test_coverage_by_population_and_its_floor() -> None:
    aid = make({("IND", 1995): 3.0, ("MEX", 1995): 1.0, ("MEX", 1996): 1.0})
    people = make(
        {(code, year): n for year in (1995, 1996) for code, n in (("IND", 9), ("MEX", 1))}
    )
    everyone = aggregate(aid, coverage_by=people)
    assert everyone["coverage"].tolist() == pytest.approx([1.0, 0.1])
    assert list(aggregate(aid, coverage_by=people, min_coverage=0.5)["year"]) == [1995]


@laws
@given(tables())
@pytest.mark.filterwarnings(THIN)
def test_an_aggregate_is_the_sum_of_its_members(table: pd.DataFrame) -> None:
    result = aggregate(table, CODES)
    for row in result.to_dict("records"):
        here = table.loc[table["year"] == row["year"]]
        assert row["value"] == pytest.approx(math.fsum(here["value"]), rel=1e-12)
        assert row["reporting"] == len(here)
        absent = set(filter(None, row["absent"].split(", ")))
        assert absent | set(here["economy"]) == set(CODES)
        assert not absent & set(here["economy"])


def test_ratio_of_sums_takes_only_those_that_report_both() -> None:
    remittances = make({("IND", 1995): 6.0, ("MEX", 1995): 4.0}, unit="US$ billion")
    aid = make({("IND", 1995): 2000.0, ("KEN", 1995): 500.0}, unit="US$ million")
    row = ratio_of_sums(remittances, aid).iloc[0]
    assert row["value"] == pytest.approx(3.0)
    assert (row["reporting"], row["members"], row["absent"]) == (1, 3, "KEN, MEX")
    assert row["numerator_covered"] == pytest.approx(0.6)
    assert row["denominator_covered"] == pytest.approx(0.8)
    percent = ratio_of_sums(remittances, aid, kind="percent")["value"].item()
    assert percent == pytest.approx(300)


def test_what_a_ratio_covers_lies_between_none_and_all() -> None:
    flows = make({("IND", 1995): 6.0, ("MEX", 1995): -2.0})
    row = ratio_of_sums(make({("IND", 1995): 3.0}), flows).iloc[0]
    assert (row["value"], row["denominator"]) == (0.5, 6.0)
    assert row["denominator_covered"] == pytest.approx(6 / 8)


# --- concentration ------------------------------------------------------------------------------


def test_herfindahl_by_hand() -> None:
    table = make({("IND", 2000): 1.0, ("MEX", 2000): 2.0, ("USA", 2000): 7.0})
    assert herfindahl(table)["value"].item() == pytest.approx(0.01 + 0.04 + 0.49)
    normalised = herfindahl(table, normalised=True)["value"].item()
    assert normalised == pytest.approx((0.54 - 1 / 3) / (2 / 3))


def test_top_share_names_the_leaders() -> None:
    table = make({("IND", 2000): 1.0, ("MEX", 2000): 2.0, ("USA", 2000): 7.0})
    result = top_share(table, 2)
    assert (result["value"].item(), result["leaders"].item()) == (pytest.approx(90), "USA, MEX")


def test_negative_flows_have_no_share() -> None:
    table = make({("IND", 2000): 1.0, ("MEX", 2000): 3.0, ("IRL", 2000): -9.0})
    with pytest.warns(MeasureWarning, match="IRL 2000"):
        assert top_share(table, 1)["value"].item() == pytest.approx(75)


@laws
@given(tables())
def test_herfindahl_keeps_its_bounds(table: pd.DataFrame) -> None:
    plain = herfindahl(table)
    assert (plain["value"] <= 1 + 1e-12).all()
    assert (plain["value"] >= 1 / plain["reporting"] - 1e-12).all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MeasureWarning)
        if (plain["reporting"] > 1).any():
            assert herfindahl(table, normalised=True)["value"].between(0, 1).all()


@laws
@given(tables())
def test_the_top_of_all_is_everything(table: pd.DataFrame) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MeasureWarning)
        reporting = table.groupby("year").size().max()
        assert top_share(table, int(reporting))["value"].tolist() == pytest.approx(
            [100] * (table.groupby("year").size() == reporting).sum()
        )


# --- provenance and units -----------------------------------------------------------------------


def test_the_record_names_the_ingredients_and_joins_what_differs() -> None:
    part = make({("MEX", 1995): 1.0}, series="a", publisher="wb", licence="CC", caveats=["old"])
    whole = make({("MEX", 1995): 4.0}, series="b", publisher="un", licence="CC", caveats=["odd"])
    result = share_of(part, whole)
    assert record(result)["series"] == "a; b"
    assert record(result)["publisher"] == "wb; un"
    assert record(result)["licence"] == "CC"
    assert record(result)["caveats"] == ["old", "odd"]
    assert record(result)["derived"] == "a as a share of b"


def test_titles_say_the_series_in_words() -> None:
    received = migov.load("remittances_received", ["MEX", "PHL"], years=(2018, 2020))
    share = percent_of_gdp(received, migov.load("gdp", ["MEX", "PHL"]))
    growing = "Growth of personal remittances, received, in per cent of GDP"
    women = migov.load("migrant_stock", origins="MEX", years=2020, sex="each")
    titles = {
        "Personal remittances, received, in per cent of GDP": share,
        growing: growth(share),
        "Growth of GDP deflator": growth(migov.load("gdp_deflator", "MEX")),
        "Share of the 1 largest in personal remittances, received": top_share(received, 1),
        "Share of women in international migrant stock by origin and destination": (
            migov.measures.feminisation(women)
        ),
    }
    for title, table in titles.items():
        assert record(table)["title"] == title
    assert record(growth(share))["series"] == "remittances_received; gdp"
    ax = migov.plots.lines(share)
    assert ax.figure.get_suptitle() == "Personal remittances, received, in per cent of GDP"


def test_a_measure_of_a_measure_names_the_publishers_series() -> None:
    part = make({("MEX", 1995): 1.0, ("MEX", 1996): 2.0}, series="a", unit="US$")
    step = share_of(part, make({("MEX", 1995): 4.0, ("MEX", 1996): 4.0}, series="b", unit="US$"))
    assert [each["series"] for each in record(growth(step))["ingredients"]] == ["a", "b"]


def test_the_tables_passed_in_are_not_changed() -> None:
    table = make({("MEX", 1995): 1.0, ("WLD", 1995): 4.0}, series="a", caveats=[])
    before = table.copy()
    share_of(table)
    pd.testing.assert_frame_equal(table, before)
    assert table.attrs == before.attrs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("current US$", ("US$", 1.0, "current")),
        ("US$ at current prices in millions", ("US$", 1e6, "current")),
        ("US dollars at current prices in millions", ("US$", 1e6, "current")),
        ("constant 2015 US$", ("US$", 1.0, "constant 2015")),
        ("billions of US$", ("US$", 1e9, None)),
        ("thousands", ("", 1e3, None)),
        ("thousand persons", ("persons", 1e3, None)),
        ("% of GDP", ("% of GDP", 1.0, None)),
        ("current international $", ("international $", 1.0, "current")),
    ],
)
def test_units_as_publishers_write_them(text: str, expected: tuple) -> None:
    found = parse(text)
    assert (found.base, found.scale, found.prices) == expected


def test_units_without_prices_match_either() -> None:
    assert conversion("US$ million", "current US$", "x") == (1e6, [])


@pytest.mark.parametrize("unit", ["% of GDP", "annual %", "2010 = 100", "current US$ per person"])
def test_rates_are_known_as_such(unit: str) -> None:
    assert parse(unit).is_rate
