"""The world's flows: the account they reproduce, found with plain pandas, and what is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import migov
from migov import tidy
from migov.flows import METHODS, estimate, estimate_world, world_account


@pytest.fixture(scope="module", params=["2020", "2024"])
def revision(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def closed(revision: str) -> pd.DataFrame:
    return estimate_world(revision, "da_min_closed")


def _caveats(table: pd.DataFrame) -> str:
    return " ".join(table.attrs[tidy.ATTRS]["columns"]["value"]["caveats"])


def _by_hand(series: str, economy: str, year: int) -> float:
    """Population change, or births and deaths of five years from mid-year to mid-year."""
    values = migov.load(series, economy, (year, year + 5)).set_index("year")["value"]
    if series == "population_wpp":
        return values[year + 5] - values[year]
    return values.sum() - (values[year] + values[year + 5]) / 2


@pytest.mark.slow
def test_it_says_that_a_period_begins_in_the_middle_of_its_year(closed: pd.DataFrame) -> None:
    assert "2015 stands for July 2015 to June 2020" in _caveats(closed)


def test_it_is_cited_by_its_method_and_by_whose_figures_went_in(closed: pd.DataFrame) -> None:
    lines = migov.cite(closed).splitlines()
    assert lines[0].startswith(f"migov {migov.__version__}, Migration flows estimated from stocks")
    assert "Abel, G. J. and Sander, N. (2014)" in lines[0] and "52(3), 809–852" in lines[0]
    codes = ["POP/DB/MIG/Stock/OD", "TPopulation1July", "Births", "Deaths"]
    assert [code in line for code, line in zip(codes, lines[1:], strict=True)] == [True] * 4
    assert migov.cite(closed, "bibtex").count("@misc{") == 5


def test_all_periods_and_a_tidy_table(closed: pd.DataFrame) -> None:
    tidy.check(closed, "corridor")
    assert sorted(closed["year"].unique()) == [1990, 1995, 2000, 2005, 2010, 2015]
    assert (closed["value"] > 0).all() and (closed["origin"] != closed["destination"]).all()
    assert "NAM" in set(closed["origin"])
    assert "World Population Prospects" in migov.cite(closed)


@pytest.mark.parametrize("economy", ["DEU", "MEX", "PHL", "SAU", "NAM"])
@pytest.mark.parametrize("year", [1990, 2005, 2015])
def test_net_migration_is_population_change_less_births_plus_deaths(
    closed: pd.DataFrame, economy: str, year: int
) -> None:
    now = closed[closed["year"] == year]
    net = (
        now.loc[now["destination"] == economy, "value"].sum()
        - now.loc[now["origin"] == economy, "value"].sum()
    )
    people, births, deaths = (
        _by_hand(series, economy, year) for series in ("population_wpp", "births_wpp", "deaths_wpp")
    )
    # Scaling natives so that the world's net migration is nought moves up to a person in ten
    # thousand of theirs: 457,029 of seven billion in the worst period.
    population = migov.load("population_wpp", economy, year)["value"].iloc[0]
    assert abs(net - (people - births + deaths)) <= 1e-4 * population


def test_stock_differences_by_plain_pandas(revision: str) -> None:
    found = estimate_world(revision, "sd_rev_neg", periods=2010)
    stock = migov.load("migrant_stock", years=[2010, 2015], version=revision)
    wide = stock.pivot(index=["origin", "destination"], columns="year", values="value").fillna(0)
    change = wide[2015] - wide[2010]
    for origin, destination in (("IND", "ARE"), ("SYR", "TUR"), ("MEX", "USA"), ("USA", "MEX")):
        by_hand = max(change.get((origin, destination), 0), 0) + max(
            -change.get((destination, origin), 0), 0
        )
        row = found[(found["origin"] == origin) & (found["destination"] == destination)]
        assert row["value"].sum() == pytest.approx(by_hand)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_gives_a_world(revision: str, method: str) -> None:
    table = estimate_world(revision, method, periods=[2015])
    # Persons: the published six lie between 35 and 101 million in these years.
    assert 25e6 < table["value"].sum() < 130e6
    assert table.attrs[tidy.ATTRS]["columns"]["value"]["code"] == method


def test_states_that_had_no_stock_of_their_own() -> None:
    table = estimate_world("2020", "da_min_closed", periods=[2005, 2010])
    early, late = (table[table["year"] == year] for year in (2005, 2010))
    assert not {"SSD", "MNE"} & (set(early["origin"]) | set(early["destination"]))
    assert "SSD" in set(late["destination"]) and "SSD" in set(late["origin"])
    said = _caveats(table)
    assert "2005–2010: Joined, no stock of their own at both ends: SSD to SDN" in said
    assert "2010–2015: Joined" not in said
    assert "2010: more migrants than people in ARE" in said
    # 2005: SSD is joined; MNE, too, since it has no stock of its own in 2005.
    account = world_account("2020", 2005)
    sudan = account.places.index("SDN")
    people = migov.load("population_wpp", ["SDN", "SSD"], 2005)["value"].sum()
    assert account.start[:, sudan].sum() == pytest.approx(people)


def test_what_is_done_with_unknown_origins() -> None:
    own, native, spread = (
        world_account("2024", 2015, unknown=how) for how in ("own", "native", "spread")
    )
    at = own.places.index("FRA")
    stock = migov.load("migrant_stock", years=2015, version="2024", destinations="FRA")
    unknown = stock.loc[stock["origin"] == "XXX", "value"].sum()
    assert unknown > 0
    assert own.birthplaces[-1] == "XXX" and own.start[-1, at] == unknown
    assert native.start[at, at] - own.start[at, at] == pytest.approx(unknown)
    assert spread.start[at, at] == pytest.approx(own.start[at, at])
    for account in (native, spread):
        assert account.birthplaces == account.places
        assert account.start.sum(0) == pytest.approx(own.start.sum(0))
    flows = [
        estimate_world("2024", "da_min_closed", periods=2015, unknown=how)["value"].sum()
        for how in ("own", "native", "spread")
    ]
    assert len({round(each) for each in flows}) == 3


def test_sexes_where_the_inputs_allow() -> None:
    each = estimate_world("2024", "sd_drop_neg", periods=2015, sex="each")
    tidy.check(each, "corridor")
    assert set(each["sex"]) == {"both", "female", "male"}
    women = estimate_world("2024", "sd_drop_neg", periods=2015, sex="female")
    rows = each[each["sex"] == "female"].reset_index(drop=True)
    pd.testing.assert_frame_equal(rows, women, check_like=True)


def test_a_seed_changes_corridors_and_keeps_net_migration() -> None:
    plain, seeded = (
        estimate_world("2024", "da_min_closed", periods=2015, seed=seed) for seed in (None, 4)
    )
    joined = plain.merge(seeded, on=["origin", "destination"], how="outer").fillna(0)
    assert (joined["value_x"] - joined["value_y"]).abs().sum() > 0.05 * plain["value"].sum()
    for side in ("origin", "destination"):
        one, two = (table.groupby(side)["value"].sum() for table in (plain, seeded))
        assert one.to_numpy() == pytest.approx(two.reindex(one.index).to_numpy(), rel=1e-6)


def test_who_moved_adds_up_to_those_who_did() -> None:
    born = estimate_world("2020", "da_min_closed", periods=2015, by_birthplace=["SYR", "VEN"])
    everyone = estimate_world("2020", "da_min_closed", periods=2015)
    assert set(born["birthplace"]) == {"SYR", "VEN"}
    summed = born.groupby(["origin", "destination"])["value"].sum()
    whole = everyone.set_index(["origin", "destination"])["value"].reindex(summed.index)
    assert (summed <= whole + 1e-6).all()
    # Venezuelans left Venezuela for Colombia: most of that corridor were born where they left.
    corridor = ("VEN", "COL")
    assert summed[corridor] > 0.9 * whole[corridor]


def test_the_world_by_hand_is_the_same_through_estimate() -> None:
    account = world_account("2024", 2015)
    frames = [
        pd.DataFrame(stock, account.birthplaces, account.places)
        for stock in (account.start, account.end)
    ]
    figures = (
        dict(zip(account.places, each, strict=True)) for each in (account.births, account.deaths)
    )
    births, deaths = figures
    by_hand = estimate(*frames, births=births, deaths=deaths, method="da_pb_closed")
    table = estimate_world("2024", "da_pb_closed", periods=2015)
    assert len(by_hand) == len(table)
    np.testing.assert_allclose(by_hand["value"], table["value"], rtol=1e-9)
