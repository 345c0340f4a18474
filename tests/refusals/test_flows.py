"""What estimates of flows refuse, and the sentence they refuse it with."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest

from migov import flows
from migov.errors import ArgumentError, MissingExtraError, SchemaError
from migov.flows import NoFitError, ensemble, estimate, estimate_world, world_account
from migov.flows.fitting import fit_margins, fit_pair, fit_tables
from tests.flows.test_tables import as_tidy, figures
from tests.flows.worlds import BIRTHS_CLOSED, DEATHS, LIVELY, NAMES, PLAIN, RATES_END, REVIEW

CLOSED = "da_min_closed"


def _refused(sentence: str, *args: Any, **told: Any) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        estimate(*args, **told)


# --- stocks ---------------------------------------------------------------------------------------


def test_no_table_and_an_empty_one() -> None:
    _refused("stock_start is a list, not a table", [1], PLAIN[1])
    _refused("stock_end has no figures", PLAIN[0], PLAIN[1].iloc[:0])


def test_names_that_are_none() -> None:
    numbered = pd.DataFrame(PLAIN[0].to_numpy())
    _refused("index of stock_start are no names .0, 1, 2", numbered, PLAIN[1])
    twice = PLAIN[0].rename(index={"BBB": "AAA"})
    _refused("has AAA more than once in its index", twice, PLAIN[1])


def test_figures_that_are_none() -> None:
    text = PLAIN[0].astype(str)
    _refused("holds text where figures should stand .AAA, BBB", text, PLAIN[1])
    for value, what in ((-1.0, "negative"), (np.inf, "infinite")):
        wrong = PLAIN[0].copy()
        wrong.loc["AAA", "CCC"] = value
        _refused(f"1 {what} figures .AAA–CCC.", wrong, PLAIN[1])


def test_unions_that_join_nothing() -> None:
    before = PLAIN[0].rename(index={"DDD": "SSD"}, columns={"DDD": "SSD"})
    told = "unions names SDS, which stands in neither stock.*Perhaps SSD is meant"
    _refused(told, before, before, unions={"SDS": "CCC"}, method=CLOSED)
    _refused("unions names CCD.*Perhaps .*CCC", before, before, unions={"SSD": "CCD"})
    _refused("unions names QQQ, ZZZ", before, before, unions={"QQQ": "ZZZ"})
    _refused("is no dict of codes.*unions={'SSD': 'SDN'}", before, before, unions="SSD")
    _refused("is no dict of codes", before, before, unions={"SSD": 3})
    tidy_before = as_tidy(before, 1990)
    _refused("Perhaps SSD is meant", tidy_before, tidy_before, unions={"SDS": "CCC"})
    # Two parts may be joined under a name of their own.
    new = {"SSD": "NEW", "CCC": "NEW"}
    joined = estimate(before, before, unions=new, method="sd_drop_neg")
    assert "SSD" not in {*joined["origin"], *joined["destination"]}


def test_tidy_stocks_of_no_single_year_or_of_aggregates() -> None:
    one, two = as_tidy(PLAIN[0], 1990), as_tidy(PLAIN[1], 1995)
    both = pd.concat([one, two]).sort_values(["origin", "destination", "year"], ignore_index=True)
    _refused("stock_start has 2 years .1990, 1995", both, two)
    _refused("stock_start is of 1995 and stock_end of 1990", two, one)
    _refused("stock_start is of 1990 and stock_end of 1990", one, one)
    world = one.assign(destination=one["destination"].replace("DDD", "WLD"))
    world = world.sort_values(["origin", "destination"], ignore_index=True)
    _refused("counts people twice: WLD are aggregates", world, two)
    with pytest.raises(SchemaError, match="share their origin, destination"):
        estimate(pd.concat([one, one.iloc[[0]]]).sort_values(["origin", "destination"]), two)


def test_a_new_state_is_named() -> None:
    older = PLAIN[0].drop(columns="DDD")
    _refused(
        "DDD has residents in stock_end and none in stock_start: probably a state that began",
        older, PLAIN[1],
    )  # fmt: skip
    _refused("DDD has residents in stock_start and none in stock_end", PLAIN[0], older)


def test_natives_that_nobody_gives() -> None:
    without = [
        as_tidy(stock, year, natives=False) for stock, year in zip(PLAIN, (1990, 1995), strict=True)
    ]
    _refused("does not say how many people born in AAA, BBB, CCC, DDD live there", *without)
    # Differences do not need them.
    assert len(estimate(*without, method="sd_drop_neg"))


def test_more_migrants_than_people() -> None:
    people = [dict(stock.sum()) for stock in PLAIN]
    people[1]["CCC"] = 100
    _refused("More people born elsewhere than people in CCC .stock_end.", *PLAIN, population=people)


# --- births, deaths, population -------------------------------------------------------------------


def test_figures_of_economies() -> None:
    _refused("births has no figure for DDD", *PLAIN, births={"AAA": 1, "BBB": 1, "CCC": 1})
    _refused("deaths is a list", *PLAIN, deaths=[1, 2, 3, 4])
    _refused("births has negative or infinite figures: BBB", *PLAIN, births={**DEATHS, "BBB": -1})
    _refused("population is people at the start and at the end", *PLAIN, population=5)
    year = figures(DEATHS, 1990)
    _refused("the stocks do not say theirs", *PLAIN, population=year)
    stocks = [as_tidy(stock, at) for stock, at in zip(PLAIN, (1990, 1995), strict=True)]
    _refused("population has no figure for AAA, BBB, CCC, DDD in 1995", *stocks, population=figures(
        {name: 10_000.0 for name in NAMES}, 1990))  # fmt: skip
    _refused("corridor table", *PLAIN, births=stocks[0])


@pytest.mark.parametrize("method", ["da_min_closed", "da_pb_closed", "da_min_open"])
def test_more_births_or_deaths_than_people(method: str) -> None:
    # Births are matched by deaths elsewhere, so that the account closes.
    births = {**BIRTHS_CLOSED, "DDD": 400.0}
    deaths = {**DEATHS, "AAA": DEATHS["AAA"] + 340}
    _refused(
        "More births than people at the end in DDD", *LIVELY, births=births, deaths=deaths,
        method=method,
    )  # fmt: skip
    deaths = {**DEATHS, "DDD": 300.0}
    births = {**BIRTHS_CLOSED, "AAA": BIRTHS_CLOSED["AAA"] + 290}
    _refused(
        "More deaths than people at the start in DDD", *LIVELY, births=births, deaths=deaths,
        method=method,
    )  # fmt: skip


def test_an_account_that_does_not_close() -> None:
    _refused(
        "does not close: start plus births less deaths is 60 persons fewer than the end, 2.0% of "
        "all. Probably births or deaths are missing", *LIVELY, method=CLOSED,
    )  # fmt: skip
    thousands = {name: value / 1000 for name, value in BIRTHS_CLOSED.items()}
    _refused("does not close", *LIVELY, births=thousands, deaths=DEATHS, method=CLOSED)
    # An open one may gain and lose.
    assert len(estimate(*LIVELY, method="da_min_open"))


def test_sexes() -> None:
    women = [
        as_tidy(stock, year).assign(sex="female")
        for stock, year in zip(PLAIN, (1990, 1995), strict=True)
    ]
    women = [each[["origin", "destination", "year", "sex", "value"]] for each in women]
    _refused("by sex and births is not, or not for female", *women, births=DEATHS)
    _refused(
        "stock_start has the sexes female and stock_end .none.", women[0], as_tidy(PLAIN[1], 1995)
    )


# --- fitting --------------------------------------------------------------------------------------


def test_a_place_apart_from_all_others_cannot_gain() -> None:
    """AAA gains 10 people by migration, though nobody born elsewhere ever lived there."""
    names = ["AAA", "BBB"]
    start = pd.DataFrame([[100.0, 0], [0, 100]], names, names)
    end = pd.DataFrame([[110.0, 0], [0, 90]], names, names)
    with pytest.raises(NoFitError, match="No two tables with these zeros"):
        estimate(start, end, method=CLOSED)


def test_a_seed_that_closes_the_only_way() -> None:
    shut = pd.DataFrame(1.0, NAMES, NAMES)
    shut.loc["AAA", "CCC"] = 0
    # 50 of those born in A left it, and C is the only place where any arrived.
    with pytest.raises(NoFitError, match=r"1 of 4 tables have their margins \(AAA\)"):
        estimate(*PLAIN, method=CLOSED, seed=shut)


def test_margins_that_no_table_has() -> None:
    rows, columns = np.array([10.0, 5]), np.array([3.0, 12])
    with pytest.raises(NoFitError, match="the rows 0 should add up to more than nothing"):
        fit_margins(np.array([[0.0, 0], [1, 1]]), rows, columns)
    with pytest.raises(NoFitError, match="the columns 1 should add up"):
        fit_margins(np.array([[1.0, 0], [1, 0]]), rows, columns)
    with pytest.raises(NoFitError, match="No table with these zeros has the margins"):
        fit_margins(np.array([[1.0, 0], [1, 1]]), rows, columns)
    with pytest.raises(NoFitError, match="does not let 1 of 1 tables"):
        fit_tables(rows[None], columns[None], np.array([[1.0, 0], [1, 1]]))
    with pytest.raises(NoFitError, match="No two tables"):
        fit_pair(np.array([[3.0, 0], [0, 12]]), np.array([[5.0, 0], [0, 10]]))


def test_seeds_that_are_none() -> None:
    _refused("seed is no table of 4 origins by 4 destinations", *PLAIN, seed="distance")
    _refused("seed is no table of 4", *PLAIN, seed=np.ones((3, 3)))
    _refused("seed=-1 is negative", *PLAIN, seed=-1)
    _refused(
        "no weight for 6 corridors .AAA–DDD", *PLAIN, seed=pd.DataFrame(1.0, NAMES[:3], NAMES[:3])
    )
    _refused("negative or infinite weights", *PLAIN, seed=-np.ones((4, 4)))


# --- options --------------------------------------------------------------------------------------


def test_options_that_are_none_or_change_nothing() -> None:
    _refused("method='da_min' is not known", *PLAIN, method="da_min")
    _refused("rates='mean' is not known", *PLAIN, method="mig_rate", rates="mean")
    _refused("open_to='all' is not known", *PLAIN, method="da_min_open", open_to="all")
    _refused("weight=1.5 is not a share", *PLAIN, weight=1.5)
    _refused("weight=True is not a share", *PLAIN, weight=True)
    _refused("total=-1 is no number of moves", *PLAIN, method="mig_rate", total=-1)
    for told, method in (
        ({"seed": 1}, "sd_drop_neg"),
        ({"weight": 0.5}, CLOSED),
        ({"total": 5.0}, CLOSED),
        ({"rates": "rogers_von_rabenau"}, CLOSED),
        ({"open_to": "larger"}, CLOSED),
    ):
        _refused(f"{next(iter(told))}= changes nothing in {method}", *PLAIN, method=method, **told)
    _refused(
        "total= changes nothing in rates='rogers", *PLAIN, method="mig_rate", total=5.0,
        rates="rogers_von_rabenau",
    )  # fmt: skip
    _refused("mig_rate does not say who moved", *PLAIN, method="mig_rate", by_birthplace=True)
    _refused("nobody in the stocks is born there", *PLAIN, by_birthplace=["ZZZ"])


def test_rates_that_are_not_determined() -> None:
    alike = REVIEW[0].copy()
    alike.loc["BBB"] = 2 * alike.loc["AAA"]
    _refused(
        "do not determine the rates", alike, RATES_END, method="mig_rate",
        rates="rogers_von_rabenau",
    )  # fmt: skip
    _refused("No place loses people", PLAIN[0], PLAIN[0], method="mig_rate")
    home = pd.DataFrame(np.diag([5.0, 5, 5, 5]), NAMES, NAMES)
    _refused("Nobody lives outside their birthplace", home, PLAIN[1], method="mig_rate", total=5.0)


# --- the world and its ensembles ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"revision": "2018"}, "revision='2018' is not known"),
        ({"method": "gravity"}, "method='gravity' is not known"),
        ({"periods": 2020}, "periods=2020: a period is named by its first year"),
        ({"periods": []}, "periods=.. : a period|periods=\\[\\]"),
        ({"sex": "women"}, "sex='women' is not known"),
        ({"sex": "female"}, "needs births, deaths and population by sex"),
        ({"unknown": "drop"}, "unknown='drop' is not known"),
        ({"method": "sd_drop_neg", "by_birthplace": True}, "does not say who moved"),
        ({"by_birthplace": ["ZZZ"], "periods": 2015}, "nobody in the stocks is born there"),
        ({"seed": pd.DataFrame(1.0, ["MEX"], ["MEX"]), "periods": 2015}, "no weight for"),
    ],
)
def test_worlds_that_cannot_be_had(told: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        estimate_world(**told)


def test_accounts_that_cannot_be_had() -> None:
    with pytest.raises(ArgumentError, match="sex='each' is not known"):
        world_account("2024", 2015, sex="each")
    with pytest.raises(ArgumentError, match="periods=1992"):
        world_account("2024", 1992)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"methods": "gravity"}, "methods='gravity' is not known"),
        ({"methods": []}, "at least one revision and one method"),
        ({"revisions": 2017.5}, "revision=.2017.5. is not known"),
        ({"draws": 0}, "draws=0 makes no member"),
        ({"draws": 2.5}, "draws=2.5 is no whole number"),
        ({"noise": -0.1}, "noise=-0.1 is no number from 0"),
        ({"persistence": 2}, "persistence=2 is no number from 0 to 1"),
        ({"level": "90%"}, "level='90%' is no number"),
        ({"seed": -1}, "seed=-1 is no whole number"),
        ({"by": "region"}, "by='region' is not known"),
        ({"n_jobs": 0}, "n_jobs=0 is no number of workers"),
        ({"n_jobs": "two"}, "n_jobs='two' is no number of workers"),
    ],
)
def test_ensembles_that_cannot_be_had(told: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ArgumentError, match=sentence):
        ensemble(**told)


def test_an_ensemble_without_joblib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "joblib", None)
    with pytest.raises(MissingExtraError, match=r"pip install joblib .*migov\[flows\]"):
        ensemble("2024", "sd_drop_neg", periods=2015, draws=1)


def test_the_error_of_fitting_is_an_argument_error() -> None:
    assert issubclass(flows.NoFitError, ArgumentError)
