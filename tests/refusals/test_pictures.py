"""What pictures and maps are asked for oddly: a sentence, and no empty figure left on the page."""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Callable
from functools import cache
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import migov
from migov import maps, plots
from migov.errors import ArgumentError, MigovError, SchemaError

matplotlib.use("agg")
PUBLIC: dict[str, Callable[..., Any]] = {
    f"{module.__name__}.{name}": getattr(module, name)
    for module in (plots, maps) for name in module.__all__ if callable(getattr(module, name))
}  # fmt: skip
OF = {name: list(inspect.signature(each).parameters) for name, each in PUBLIC.items()}
ON_AXES = [name for name, given in OF.items() if "ax" in given]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@cache
def drawn(name: str) -> tuple[Any, ...]:
    """What each is drawn from: a picture that is added without an entry here fails."""
    years = migov.load("gdp", ["MEX", "USA"], (2000, 2005))
    year = migov.load("gdp", ["MEX", "USA", "CAN"], 2020)
    moves = migov.load(
        "migrant_stock", origins=["MEX", "IND"], destinations=["USA", "ARE"], years=[2010, 2020]
    )
    wide = migov.matrix("migrant_stock", 2020, by="region")
    if name == "migov.plots.network":
        found = migov.governance.overlap(2009, arrangements=["EU", "EFTA", "EEA", "GCC"])
        return found.pairs(), found.arrangements()
    return {
        "migov.plots.lines": (years,), "migov.plots.bars": (year,), "migov.plots.heat": (wide,),
        "migov.plots.vintages": (migov.revisions("gdp", "MEX", (1990, 1992)),),
        "migov.plots.chord": (wide,), "migov.plots.alluvial": (wide,),
        "migov.plots.ranks": (moves,),
        "migov.plots.claim": (migov.claims.get("O037").check(),) if "claim" in name else (),
        "migov.plots.caption": (plots.lines(years), years) if "caption" in name else (),
        "migov.maps.choropleth": (year,),
        "migov.maps.corridors": (moves[moves["year"] == 2020].reset_index(drop=True),),
        "migov.maps.kinds": (
            pd.DataFrame({"economy": ["MEX", "USA"], "status": ["member", "party"]}), "status",
        ),
        "migov.plots.style": (), "migov.plots.set_style": (),
    }[name]  # fmt: skip


def test_every_picture_can_be_drawn_on_axes() -> None:
    assert len(ON_AXES) >= 12
    for name in ON_AXES:
        axes = plt.subplots(subplot_kw={"polar": True} if name.endswith("chord") else {})[1]
        assert PUBLIC[name](*drawn(name), ax=axes) is axes


@pytest.mark.parametrize("name", ON_AXES)
def test_what_are_no_axes_is_refused_before_anything_is_drawn(name: str) -> None:
    figure, several = plt.subplots(1, 2)
    gone = plt.subplots()[1]
    gone.remove()
    for odd in (3, "ax", several, (figure, several[0]), figure, plt, True, gone,
                figure.add_subplot(projection="3d")):  # fmt: skip
        before = plt.get_fignums()
        with pytest.raises(ArgumentError, match="axes"):
            PUBLIC[name](*drawn(name), ax=odd)
        assert plt.get_fignums() == before
    assert not any(each.has_data() for each in several)


ODD = [3, True, "", "qwertz", float("nan"), -1, 10**30, [], {}, [1], ["MEX"], pd.DataFrame(),
       np.array([1, 2]), object(), pd.NA, datetime.date(2009, 1, 1), pd.Series([1.0, 2.0]),
       None]  # fmt: skip


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("name", "argument"), [(name, each) for name, given in OF.items() for each in given]
)
def test_odd_arguments_are_drawn_or_refused_with_a_sentence(name: str, argument: str) -> None:
    """A picture, or an error of migov's and no figure: nothing of matplotlib's or pandas' own."""
    given = dict(zip(OF[name], drawn(name), strict=False))
    for odd in ODD:
        before = set(plt.get_fignums())
        try:
            PUBLIC[name](**{**given, argument: odd})
        except MigovError:
            assert set(plt.get_fignums()) == before, repr(odd)
        for number in set(plt.get_fignums()) - before:
            plt.close(number)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda table: plots.lines(table, title=3), "title=3 is no text"),
        (lambda table: plots.lines(table, unit=""), "says no unit"),
        (lambda table: plots.lines(table, source="no"), "must be True or False"),
        (lambda table: plots.lines(table, scale=["millions"]), "scale=.*is no text"),
        (lambda table: plots.bars(table[table["year"] == 2000], top=0), "top=0 must be a whole"),
        (lambda table: plots.caption(None, table), "takes the axes or figure"),
        (lambda table: plots.caption(plt.figure(), "gdp"), "this is str"),
        (lambda table: plots.network(table["value"].tolist(), table), "finds no column"),
        (lambda table: maps.kinds(table, None), "finds no column None"),
    ],
)
def test_what_is_said_of_an_odd_argument(call: Callable[..., Any], said: str) -> None:
    with pytest.raises(MigovError, match=said):
        call(drawn("migov.plots.lines")[0])


def test_axes_that_bend_are_for_the_circle_alone() -> None:
    round_ones = plt.subplots(subplot_kw={"polar": True})[1]
    with pytest.raises(ArgumentError, match="polar axes, which would bend"):
        plots.lines(*drawn("migov.plots.lines"), ax=round_ones)
    assert plots.chord(*drawn("migov.plots.chord"), ax=round_ones) is round_ones


def test_a_caption_stands_on_the_whole_figure_whichever_part_is_named() -> None:
    table = drawn("migov.plots.lines")[0]
    figure = plt.figure()
    part = figure.subfigures(1, 2)[0]
    for target in (part, part.subplots(), figure):
        assert plots.caption(target, table).get_figure() is figure


FROM_CODES = [name for name in ON_AXES if not name.endswith(("network", "claim", "vintages"))]


@pytest.mark.parametrize("name", FROM_CODES)
def test_a_table_whose_columns_hold_something_else_is_refused_in_words(name: str) -> None:
    """Of a matrix, whose places are its rows and columns, the rows as a table are drawn."""
    table, *more = drawn(name)
    if "year" not in table and "economy" not in table:
        table = migov.load("migrant_stock", origins="MEX", destinations=["USA", "CAN"], years=2020)
    where = [each for each in ("economy", "origin", "destination", "year") if each in table]
    for column in where:
        doubled = pd.concat([table, table[[column]]], axis=1)
        with pytest.raises(SchemaError, match=f"has the column '{column}' twice"):
            PUBLIC[name](doubled, *more)
        for odd in (3.5, pd.Timestamp("2020-01-01"), True, [1],
                    "the year 2020" if column == "year" else -1):  # fmt: skip
            wrong = table.astype({column: object})
            wrong[column] = [odd, *wrong[column].iloc[1:]]
            with pytest.raises(SchemaError, match=r"is no (code|year)"):
                PUBLIC[name](wrong, *more)
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("part", "column", "odd"),
    [(0, "shared", 0), (0, "shared", float("nan")), (0, "shared", "two"), (1, "members", 0),
     (1, "members", float("inf")), (1, "members", 2.5), (1, "members", None)],
)  # fmt: skip
def test_a_network_needs_numbers_of_members(part: int, column: str, odd: object) -> None:
    given = [each.copy() for each in drawn("migov.plots.network")]
    given[part][column] = odd
    with pytest.raises(SchemaError, match=f"The column {column} does not hold numbers of members"):
        plots.network(*given)
    assert plt.get_fignums() == []


def test_years_may_be_the_index_of_a_tidy_table() -> None:
    table = drawn("migov.plots.lines")[0]
    newest = table[table["year"] == table["year"].max()]
    for draw, given in ((plots.lines, table), (plots.bars, newest)):
        one, other = draw(given), draw(given.set_index("year"))
        assert one.get_title() == other.get_title() and one.get_ylabel() == other.get_ylabel()
        for line, again in zip(one.get_lines(), other.get_lines(), strict=True):
            assert line.get_xydata().tolist() == again.get_xydata().tolist()
    plt.close("all")


def test_a_year_of_no_vintage_leaves_no_empty_figure() -> None:
    before = plt.get_fignums()
    with pytest.raises(ArgumentError, match="No vintage has a figure for 1905"):
        plots.vintages(*drawn("migov.plots.vintages"), year=1905)
    assert plt.get_fignums() == before


def test_the_year_to_choose_is_written_as_one_types_it() -> None:
    with pytest.raises(ArgumentError, match=r"Choose one: table\[table\['year'\] == 2020\]"):
        plots.alluvial(drawn("migov.plots.ranks")[0])


@pytest.mark.parametrize("name", ["lines", "bars", "vintages", "heat", "ranks"])
def test_an_infinite_value_is_refused_and_not_drawn_as_a_small_one(name: str) -> None:
    table = drawn(f"migov.plots.{name}")[0].copy()
    table.iloc[0, table.columns.get_loc("value") if "value" in table else 0] = np.inf
    with pytest.raises(ArgumentError, match="Some values are infinite"):
        PUBLIC[f"migov.plots.{name}"](table)
    assert plt.get_fignums() == []
