"""What models refuse, and that they say why and what to do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from migov.errors import ArgumentError, SchemaError
from migov.models import breaks, panel, trend

RANDOM = np.random.default_rng(0)
LINE = pd.DataFrame(
    {"economy": "MEX", "year": range(1990, 2015), "value": np.exp(RANDOM.normal(size=25))}
)
CODES = ["BRA", "EGY", "IND", "KEN", "MEX", "PER"]
PANEL = pd.DataFrame(
    {
        "economy": np.repeat(CODES, 8),
        "year": np.tile(range(1990, 1998), 6),
        "y": RANDOM.normal(size=48),
        "x": RANDOM.normal(size=48),
        "z": RANDOM.normal(size=48),
    }
)


@pytest.mark.parametrize("model", [trend, breaks])
@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"MEX": 1}, "is a dict, not a table"),
        (LINE.rename(columns={"economy": "country"}), "it needs economy, year and value"),
        (LINE.rename(columns={"value": "a"}).assign(b=1.0), "none is called value"),
        (
            LINE.assign(economy=["MEX", "IND"] * 12 + ["MEX"]),
            "one economy.* has 2 economies \\(IND, MEX\\). Say which: economy='IND'",
        ),
        (LINE.iloc[:4], "needs at least .* figures; 1990–1993 has 4"),
        (LINE.iloc[:0], "has 0 economies"),
        (LINE.assign(value=-1.0), "no logarithm there. Ask for log=False"),
        (LINE.assign(value=np.inf), "not all finite"),
        (LINE.assign(value="high"), "text"),
        (LINE.assign(year=np.linspace(1990, 2014, 25) + 0.5), "not whole numbers"),
        (pd.concat([LINE, LINE]), "share their economy and year"),
        (LINE.assign(year=[None, *range(1991, 2015)]), "without year"),
    ],
)
def test_no_such_series(model: object, table: object, says: str) -> None:
    with pytest.raises((ArgumentError, SchemaError), match=says):
        model(table)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: trend(LINE, "IND"), "no economy 'IND'; it has MEX"),
        (lambda: trend(LINE, years=(2000, 1990)), "run backwards"),
        (lambda: trend(LINE, years=1990), "first and the last year"),  # type: ignore[arg-type]
        (lambda: trend(LINE, years=(1990, 1993)), "1990–1993 has 4"),
        (lambda: trend(LINE, years=("a", "b")), "first and the last year"),  # type: ignore[arg-type]
        (lambda: trend(LINE, lags=-1), "from 0 to 23"),
        (lambda: trend(LINE, lags="x"), "lags='x' does not fit"),  # type: ignore[arg-type]
        (lambda: trend(LINE, lags=24), "from 0 to 23"),
        (lambda: breaks(LINE, years=(1990, 2000)), "at least 20 figures; 1990–2000 has 11"),
        (lambda: breaks(LINE.drop(index=3)), "lacks 1 years .*first 1993"),
        (lambda: breaks(LINE, change="slope"), "'trend', 'level'"),
        (lambda: breaks(LINE, criterion="aic"), "'bic', 'lwz'"),
        (lambda: breaks(LINE, trim=0.5), "0.05 to 0.4"),
        (lambda: breaks(LINE, trim="x"), "trim='x' must be a fraction"),  # type: ignore[arg-type]
        (lambda: breaks(LINE, replications="x"), "replications='x' must be a whole number"),  # type: ignore[arg-type]
        (lambda: breaks(LINE, replications=10**30), "would take hours; 99,999 is the most"),
        (lambda: breaks(LINE, seed=0.5), "seed=0.5 must be a whole number"),  # type: ignore[arg-type]
        (lambda: breaks(LINE, seed=-1), "seed=-1 is negative"),
        (lambda: breaks(LINE, n_breaks="x"), "n_breaks='x' does not fit"),  # type: ignore[arg-type]
        (lambda: breaks(LINE, max_breaks=9), "from 1 to 4"),
        (lambda: breaks(LINE, max_breaks=0), "from 1 to 4"),
        (lambda: breaks(LINE, n_breaks=-1), "from 0 to 4"),
        (lambda: breaks(LINE, replications=5), "too few"),
        (lambda: breaks(LINE.assign(value=1.05 ** np.arange(25))), "exact line"),
        (lambda: breaks(LINE.assign(value=7.0), change="level"), "exact line"),
        (lambda: panel([], "y", ["x"]), "is a list, not a table"),
        (lambda: panel(PANEL, "y", []), "names no variable"),
        (lambda: panel(PANEL, "y", 5), "x names 5; name columns"),  # type: ignore[arg-type]
        (lambda: panel(PANEL, "y", ["x", None]), "x names None"),  # type: ignore[list-item]
        (lambda: panel(PANEL, ["y"], "x"), "y=.'y'. must name one column"),  # type: ignore[arg-type]
        (lambda: panel(PANEL, "y", "x", cluster=None), "cluster=None must name"),  # type: ignore[arg-type]
        (lambda: panel(PANEL, "y", "x", effects=5), "effects=5 names no effects"),  # type: ignore[arg-type]
        (lambda: panel(PANEL, "y", "x", effects=[["year"]]), "they may be 'economy'"),  # type: ignore[list-item]
        (lambda: panel(PANEL, "y", ["y"]), "more than once"),
        (lambda: panel(PANEL, "y", ["gdp"]), "no column gdp; it has economy, year, y, x, z"),
        (lambda: panel(PANEL, "y", "x", cluster="region"), "no column region"),
        (lambda: panel(PANEL, "y", "x", effects=["country"]), "'country'; they may be"),
        (lambda: panel(PANEL.assign(x="much"), "y", "x"), "x holds text"),
        (lambda: panel(PANEL.replace("MEX", "WLD"), "y", "x"), "mixes aggregates \\(WLD\\)"),
        (lambda: panel(PANEL.assign(x=3.0), "y", "x"), "x does not vary once"),
        (lambda: panel(PANEL.assign(x=PANEL.year), "y", "x"), "x does not vary once"),
        (lambda: panel(PANEL.assign(z=2 * PANEL.x), "y", ["x", "z"]), "follows from the others"),
        (lambda: panel(PANEL[PANEL.economy < "KEN"], "y", "x"), "Only 3 clusters"),
        (lambda: panel(PANEL[PANEL.year < 1991], "y", "x"), "Only 0 clusters"),
        (lambda: panel(PANEL.assign(x=np.nan), "y", "x"), "Only 0 clusters"),
        (
            lambda: panel(
                PANEL[PANEL.year < 1992].assign(
                    v=RANDOM.normal(size=12), w=RANDOM.normal(size=12), u=RANDOM.normal(size=12)
                ),
                "y",
                ["x", "z", "u", "v", "w"],
            ),
            "12 rows cannot bear 12 coefficients",
        ),
    ],
)
def test_refused_with_a_reason(call: object, says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        call()  # type: ignore[operator]


def test_one_variable_needs_no_list() -> None:
    alone, listed = panel(PANEL, "y", "x"), panel(PANEL, "y", ["x"])
    pd.testing.assert_frame_equal(alone.tidy(), listed.tidy())


def test_a_panel_with_a_row_twice() -> None:
    with pytest.raises(SchemaError, match="share their economy and year"):
        panel(pd.concat([PANEL, PANEL.iloc[:1]]), "y", "x")
