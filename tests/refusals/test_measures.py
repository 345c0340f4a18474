"""What measures refuse, and that they say why and what to do."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migov import tidy
from migov.errors import ArgumentError, MigovError, SchemaError, UnknownNameError
from migov.measures import (
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


def make(rows: list[tuple[str, int, float]], unit: str | None = None) -> pd.DataFrame:
    table = tidy.arrange(pd.DataFrame(rows, columns=["economy", "year", "value"]), "economy")
    return tidy.with_provenance(table, {"value": {"unit": unit, "series": "x"}}) if unit else table


INFLOW = make([("IND", 1995, 3.0), ("MEX", 1995, 1.0), ("MEX", 1996, 2.0)])
DOLLARS = make([("MEX", 1995, 1.0)], "current US$")
PRICES = [("MEX", 1995, 50.0), ("MEX", 1996, 60.0)]
WORLD = make([("IND", 1995, 3.0), ("MEX", 1995, 1.0), ("WLD", 1995, 9.0)])

EVERY = [
    growth,
    herfindahl,
    most_recent,
    top_share,
    aggregate,
    share_of,
    lambda table: percent_of_gdp(INFLOW, table),
    lambda table: per_head(INFLOW, table),
    lambda table: constant_prices(INFLOW, table, 1995),
    lambda table: ratio_of_sums(table, INFLOW),
]


@pytest.mark.parametrize("measure", EVERY)
@pytest.mark.parametrize(
    ("table", "says"),
    [
        ([1, 2], "is a list, not a table"),
        (INFLOW["value"], "is a Series, not a table"),
        (pd.DataFrame({"origin": [], "destination": [], "year": []}), "corridor table"),
        (INFLOW.rename(columns={"economy": "country"}), "it needs economy, year and value"),
        (INFLOW[["economy", "year"]], "0 columns beside economy and year"),
        (
            INFLOW.rename(columns={"value": "gdp"}).assign(oda=1.0),
            "none is called value. Choose one",
        ),
        (INFLOW.iloc[:0], "has no figures"),
        (INFLOW.assign(value=np.nan), "has no figures"),
        (INFLOW.assign(value=np.inf), "infinite"),
        (pd.concat([INFLOW, INFLOW]), "rows that share their economy and year"),
        (INFLOW.assign(economy=[None, "MEX", "MEX"]), "Namibia"),
        (INFLOW.assign(economy="Mexico"), "codes that are no codes"),
        (INFLOW.assign(year=[1995, None, 1996]), "without year"),
        (INFLOW.assign(value=["1", "..", "3"]), "text"),
        (INFLOW.assign(year=[1995.0, 1995.5, 1996.0]), "not whole numbers"),
    ],
)
def test_no_such_table(measure: object, table: object, says: str) -> None:
    with pytest.raises((ArgumentError, SchemaError), match=says):
        measure(table)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: share_of(INFLOW), "no row 'WLD'.*Load the whole by itself"),
        (lambda: share_of(WORLD[WORLD.economy == "WLD"]), "holds nothing but WLD"),
        (lambda: share_of(INFLOW, make([("KEN", 1950, 1.0), ("USA", 1950, 1.0)])), "counterpart"),
        (lambda: percent_of_gdp(INFLOW, INFLOW.assign(value=0.0)), "wrong way round"),
        (
            lambda: share_of(
                make([("MEX", 1995, 1.0)], "US$"), make([("MEX", 1995, 1.0)], "persons")
            ),
            "units do not match, 'US\\$' against 'persons'",
        ),
        (
            lambda: share_of(
                make([("MEX", 1995, 1.0)], "current US$"),
                make([("MEX", 1995, 1.0)], "constant 2015 US$"),
            ),
            "at the same prices",
        ),
        (
            lambda: per_head(make([("MEX", 1995, 1.0)], "% of GDP"), INFLOW),
            "no amount that could be divided",
        ),
        (
            lambda: per_head(INFLOW, make([("MEX", 1995, 1.0)], "current US$")),
            "does not count persons",
        ),
        (lambda: growth(INFLOW, periods=0), "periods=0"),
        (lambda: growth(INFLOW, periods=1.5), "periods=1.5"),  # type: ignore[arg-type]
        (lambda: growth(INFLOW, kind="percentage"), "'percent', 'log'"),
        (lambda: growth(INFLOW, gaps="fill"), "'drop', 'annualise'"),
        (
            lambda: growth(make([("MEX", 1990, 1.0), ("MEX", 1995, 2.0)])),
            "most stand 5 apart. Ask for periods=5",
        ),
        (lambda: growth(INFLOW[INFLOW.year == 1995]), "one figure only"),
        (lambda: most_recent(INFLOW, not_after=1980), "it has 1995–1996"),
        (lambda: most_recent(INFLOW, not_after="x"), "not_after='x' must be one year"),  # type: ignore[arg-type]
        (lambda: most_recent(INFLOW, not_before="1995"), "not_before='1995' must be one year"),  # type: ignore[arg-type]
        (lambda: most_recent(INFLOW, not_after=1995.5), "not_after=1995.5 must be one year"),  # type: ignore[arg-type]
        (lambda: constant_prices(INFLOW, INFLOW, "x"), "base_year='x' must be one year"),  # type: ignore[arg-type]
        (lambda: constant_prices(INFLOW, INFLOW, None), "base_year=None must be one year"),  # type: ignore[arg-type]
        (lambda: constant_prices(INFLOW, INFLOW, 1995, economy=["USA"]), "has no"),  # type: ignore[arg-type]
        (lambda: constant_prices(INFLOW, INFLOW, 2015), "does not reach the base year 2015"),
        (lambda: constant_prices(INFLOW, INFLOW, 1995, kind="cpi"), "'index', 'inflation'"),
        (lambda: constant_prices(INFLOW, INFLOW, 1995, economy="USA"), "has no 'USA'"),
        (
            lambda: constant_prices(INFLOW, INFLOW.assign(value=-1.0), 1995),
            "ask for kind='inflation'",
        ),
        (
            lambda: constant_prices(INFLOW, INFLOW.assign(value=-100.0), 1995, kind="inflation"),
            "after which nothing has a price",
        ),
        (
            lambda: constant_prices(make([("MEX", 1995, 1.0)], "constant 2015 US$"), INFLOW, 1995),
            "not at current prices",
        ),
        (
            lambda: constant_prices(INFLOW, make([("MEX", 1995, 1.0)], "annual %"), 1995),
            "Ask for kind='inflation'",
        ),
        (
            lambda: constant_prices(INFLOW, make([("MEX", 1995, 1.0)], "current US$"), 1995),
            "neither a price index nor yearly inflation",
        ),
        (
            lambda: constant_prices(DOLLARS, make(PRICES, "2010 = 100"), 1995),
            'no constant dollars.*of the United States: load the deflator with economies="USA"',
        ),
        (
            lambda: constant_prices(DOLLARS, make(PRICES, "2010 = 100"), 1995, economy="MEX"),
            "'current US\\$', and x of MEX follows prices in national currency",
        ),
        (
            lambda: constant_prices(
                make([("IND", 1995, 1.0)], "current US$"), make(PRICES, "2010 = 100"), 1995
            ),
            'x of MEX follows prices in national.*say economy="USA"',
        ),
        (
            lambda: constant_prices(
                make([("MEX", 1995, 1.0)], "current international $ per person"),
                make(PRICES, "annual %"), 1995, kind="inflation",
            ),
            "no constant dollars",
        ),
        (
            lambda: constant_prices(INFLOW, make(PRICES), 1995),
            'is of MEX only, and the table has IND: .* with economy="MEX"',
        ),
        (lambda: constant_prices(INFLOW, make([("KEN", 1995, 1.0), ("USA", 1995, 1.0)]), 1995),
         "No figure of the table has a deflator"),
        (lambda: aggregate(WORLD), "count economies twice: WLD"),
        (lambda: aggregate(WORLD, ["WLD", "MEX"]), "mix aggregates"),
        (lambda: aggregate(INFLOW, []), "no members"),
        (lambda: aggregate(INFLOW, lambda year: 5), "members gives 5 where economies are wanted"),  # type: ignore[arg-type, return-value]
        (lambda: aggregate(INFLOW, {1995: None}), "members gives None"),  # type: ignore[dict-item]
        (lambda: aggregate(INFLOW, 5), "members gives 5"),  # type: ignore[arg-type]
        (lambda: aggregate(INFLOW, [5]), "as text, not by 5"),  # type: ignore[list-item]
        (lambda: aggregate(INFLOW, min_coverage="x"), "min_coverage='x' must be a fraction"),  # type: ignore[arg-type]
        (lambda: aggregate(INFLOW, label=5), "label=5 is no code"),  # type: ignore[arg-type]
        (lambda: aggregate(make([("MEX", 1960, 1.0)]), "LIC"), "by income since 1988-07-01"),
        (lambda: aggregate(INFLOW, ["KEN"]), "None of 1 members \\(KEN\\) has a figure"),
        (lambda: aggregate(INFLOW, {1950: ["MEX"]}), "no members in the years"),
        (lambda: aggregate(INFLOW, how="median"), "'sum', 'mean'"),
        (lambda: aggregate(INFLOW, weights=INFLOW), "ask for how='mean'"),
        (lambda: aggregate(INFLOW, min_coverage=80), "fraction between 0 and 1"),
        (lambda: aggregate(INFLOW, ["MEX", "KEN"], min_coverage=0.9), "the best is 199"),
        (lambda: aggregate(INFLOW, label="my group"), "is no code"),
        (lambda: aggregate(make([("MEX", 1995, 1.0)], "% of GDP")), "cannot be added up"),
        (
            lambda: aggregate(INFLOW, how="mean", weights=INFLOW.assign(value=-1.0)),
            "cannot weigh anything",
        ),
        (lambda: aggregate(make([("FRA", 1960, 1.0)]), "Schengen"), "has members from 1995"),
        (lambda: ratio_of_sums(INFLOW, INFLOW, kind="share"), "'ratio', 'percent'"),
        (lambda: ratio_of_sums(WORLD, INFLOW), "count economies twice"),
        (lambda: ratio_of_sums(INFLOW, make([("KEN", 1995, 1.0)])), "reports both series"),
        (lambda: ratio_of_sums(INFLOW, make([("MEX", 1995, 1.0)], "annual %")), "Pass amounts"),
        (lambda: herfindahl(WORLD), "A measure of concentration would count economies twice"),
        (lambda: top_share(WORLD), "count economies twice"),
        (lambda: herfindahl(INFLOW[INFLOW.economy == "MEX"], normalised=True), "two economies"),
        (lambda: top_share(INFLOW, 0), "n=0"),
        (lambda: top_share(INFLOW, 9), "No year has 9 economies with a figure; the most is 2"),
        (lambda: herfindahl(INFLOW.assign(value=-1.0)), "no positive figures"),
    ],
)
@pytest.mark.filterwarnings("ignore::migov.measures.MeasureWarning")
def test_refused_with_a_reason(call: object, says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        call()  # type: ignore[operator]


def test_one_typo_in_a_list_of_members_is_named() -> None:
    with pytest.raises(UnknownNameError, match="Mexcio"):
        aggregate(INFLOW, ["IND", "Mexcio"])
    with pytest.raises(UnknownNameError, match="Atlantis"):
        aggregate(INFLOW, "Atlantis")


junk = st.one_of(
    st.none(), st.integers(-3000, 3000), st.floats(), st.text(max_size=3), st.booleans()
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["MEX", "WLD", "NA", ""]), junk, junk), max_size=4))
def test_whatever_is_in_the_table_the_error_is_ours(rows: list[tuple]) -> None:
    table = pd.DataFrame(rows, columns=["economy", "year", "value"])
    for measure in EVERY:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                measure(table)
            except MigovError as error:
                assert str(error)
