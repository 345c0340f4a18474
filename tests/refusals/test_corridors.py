"""What the verbs and measures of corridors refuse, and what they say."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import migov
from migov import measures
from migov.corridors import one
from migov.errors import ArgumentError, MissingExtraError, OfflineError, UnknownNameError

STOCK = "migrant_stock"
FLOW = pd.DataFrame(
    {"origin": ["MEX", "USA"], "destination": ["USA", "MEX"], "year": 2020, "value": [30.0, 10.0]}
)
AWAY = FLOW[["origin", "destination"]].assign(distance=[3000.0, 3000.0])
PEOPLE = pd.DataFrame({"economy": ["MEX", "USA"], "year": 2020, "value": [400.0, 600.0]})


@pytest.mark.parametrize(
    "year", [(1990, 2024), [1990, 2024], range(1990, 2000), "2024", 2020.5, None, True, slice(None)]
)
def test_a_matrix_is_of_one_year(year: object) -> None:
    with pytest.raises(ArgumentError, match="must be one year, a whole number"):
        migov.matrix(STOCK, year)  # type: ignore[arg-type]


@pytest.mark.parametrize("year", [np.int64(2024), 2024.0])
def test_a_year_of_another_type_is_the_year(year: object) -> None:
    asked = {"origins": "MEX", "destinations": "USA"}
    found = migov.matrix(STOCK, year, **asked)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(found, migov.matrix(STOCK, 2024, **asked))  # type: ignore[arg-type]


@pytest.mark.parametrize("sex", ["each", "women", None, ["both"], pd.DataFrame()])
def test_a_matrix_is_of_one_sex(sex: object) -> None:
    with pytest.raises(ArgumentError, match=r"one sex at a time|'both', 'female', 'male'"):
        migov.matrix(STOCK, 2024, sex=sex)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: migov.matrix("gdp", 2020), ArgumentError, "is a figure of one economy"),
        (lambda: migov.matrix("migrant_stok", 2020), UnknownNameError, "migrant_stock"),
        (lambda: migov.matrix(STOCK, 2021), ArgumentError, "it covers 1990, 1995"),
        (lambda: migov.matrix(STOCK, 2020, version="2019-13"), UnknownNameError, "version"),
        (lambda: migov.matrix("refugees", 2020, sex="female"), ArgumentError, "female apart"),
        # Groups that cannot be.
        (lambda: migov.matrix(STOCK, 2020, by=["EU", "Schengen"]), ArgumentError,
         "EU share AUT.*counted twice"),
        (lambda: migov.matrix(STOCK, 2020, by=["GCC", "Saudi Arabia"]), ArgumentError, "share SAU"),
        (lambda: migov.matrix(STOCK, 2020, by=["EU", "EU"]), ArgumentError, "more than once"),
        (lambda: migov.matrix(STOCK, 2020, by="Narnia"), UnknownNameError, "Narnia"),
        (lambda: migov.matrix(STOCK, 2020, by=[]), ArgumentError, "names no group"),
        (lambda: migov.matrix(STOCK, 2020, by=7), ArgumentError, "by=7 is no grouping"),
        (lambda: migov.matrix(STOCK, 2020, by="continent"), UnknownNameError,
         "Unknown group 'continent'.*'economy', 'region' .continents. or 'subregion'.*'income'"),
        (lambda: migov.matrix(STOCK, 2020, by="regions"), UnknownNameError, "mean 'region'"),
        (lambda: migov.matrix(STOCK, 2020, by=["EU", ["USA", "CAN"]]), ArgumentError,
         r"\['USA', 'CAN'\] is not one.*by a mapping: by=\{'EU': 'EU'"),
        (lambda: migov.matrix(FLOW, 2020), ArgumentError, "^A DataFrame is not the name of one"),
        # What would not be there.
        (lambda: migov.load(STOCK, origins="935", years=2024), ArgumentError,
         "no economies as destination with origin 935. Say destinations='WLD'"),
        (lambda: migov.load(STOCK, destinations="935", years=2024), ArgumentError,
         "no economies as origin with destination 935. Say origins='WLD'"),
        (lambda: migov.load("fdi_inflow_unctad"), ArgumentError, "economies here.*economies='WLD'"),
        (lambda: migov.load("gdp", years=2050), ArgumentError, "for years=2050; it covers 1960 to"),
        (lambda: migov.load("gdp", "SSD", years=1990), ArgumentError, "and what else is asked, of"),
        (lambda: migov.matrix(STOCK, 2020, by="935"), ArgumentError, "members migov does not know"),
        (lambda: migov.matrix(STOCK, 2020, by={"WLD": "EU"}), ArgumentError, "another label"),
        (lambda: migov.matrix(STOCK, 2020, by="income", on=1975), ArgumentError, "since 1988"),
        (lambda: migov.matrix(STOCK, 2020, by="EU", on=1930), ArgumentError, "founded"),
        (lambda: migov.matrix(STOCK, 2020, by="region", origins="WLD"), ArgumentError,
         "WLD is an aggregate"),
        (lambda: migov.matrix(STOCK, 2020, margins=True, destinations="903"), ArgumentError,
         "903 is an aggregate"),
        # What would invent figures.
        (lambda: migov.matrix(STOCK, 2020, fill=1), ArgumentError, "would invent figures"),
        (lambda: migov.matrix(STOCK, 2020, fill="spread"), ArgumentError, "not spread"),
        (lambda: migov.matrix(STOCK, 2020, fill=True), ArgumentError, "would invent figures"),
        (lambda: migov.matrix(STOCK, 2020, fill=float("nan")), ArgumentError, "invent"),
        # Rankings.
        (lambda: migov.top_corridors(STOCK, 2020, 0), ArgumentError, "n=0 must be"),
        (lambda: migov.top_corridors(STOCK, 2020, 2.5), ArgumentError, "whole number"),
        (lambda: migov.top_corridors("gdp"), ArgumentError, "figure of one economy"),
        (lambda: migov.top_corridors(STOCK, 2020, origins="WLD"), ArgumentError, "aggregate"),
        (lambda: migov.top_corridors(STOCK, 2020, origins="XXX"), ArgumentError, "only unknown"),
        (lambda: migov.diaspora("Narnia"), UnknownNameError, "Narnia"),
        (lambda: migov.diaspora("WLD", 2020), ArgumentError, "aggregate"),
        (lambda: migov.hosts("AFG", 1900), ArgumentError, "covers 1951"),
        (lambda: migov.hosts("AFG", series="gdp"), ArgumentError, "figure of one economy"),
        # One corridor.
        (lambda: migov.corridor("MEX", "MEX"), ArgumentError, "Both ends are MEX"),
        (lambda: migov.corridor("EU", "MEX"), ArgumentError, "27 economies"),
        (lambda: migov.corridor(None, "MEX"), ArgumentError, "is no name"),
        (lambda: migov.corridor(["MEX"], "USA"), ArgumentError, "is no name"),
        (lambda: migov.corridor("MEX", "Narnia"), UnknownNameError, "Narnia"),
        (lambda: migov.corridor("MEX", "USA", series="gdp"), ArgumentError, "figure of one"),
        (lambda: migov.corridor("MEX", "USA", series=[]), ArgumentError, "names none"),
        (lambda: migov.corridor("MEX", "USA", series=[STOCK, STOCK]), ArgumentError, "once"),
        (lambda: migov.corridor("MEX", "USA", version="2016-13"), UnknownNameError, "version"),
        (lambda: migov.corridor("NIU", "BDI"), ArgumentError, "which is not zero"),
        (lambda: migov.corridor("MEX", "USA", "2020"), ArgumentError, "^years='2020' is not a"),
        (lambda: migov.corridor("MEX", "USA", sex="each"), ArgumentError, "one sex at a time"),
        (lambda: migov.corridor("MEX", "USA", sex="women"), ArgumentError, "sex='women'"),
        (lambda: migov.corridor("MEX", "USA", sex=None), ArgumentError, "'female', 'male'.$"),
        (lambda: migov.corridor("MEX", "USA", series=5), ArgumentError, "neither a series id"),
        (lambda: migov.corridor("WLD", "WLD"), ArgumentError, "destinations='WLD'"),
        (lambda: migov.corridor("MEX", "USA", 3000), ArgumentError, "known in other years, from 1"),
        (lambda: migov.corridor("USSR", "USA"), ArgumentError, "has SUN .*former.* as origin"),
        (lambda: migov.corridor("DEU", "DDR"), ArgumentError, "has DDR .*DEU.* as destination"),
        (lambda: migov.corridor("LMY", "USA"), ArgumentError, "has LMY .* as origin"),
        (lambda: migov.corridor("935", "USA"), ArgumentError, r"paired with the world \(WLD\)"),
        (lambda: migov.corridor("935", "903"), ArgumentError, "an aggregate .935, 903. is paired"),
        (lambda: migov.corridor("USA", "XXX"), ArgumentError, "knows USA → XXX, which is not zero"),
        (lambda: migov.corridor("MEX", "USA", version="1999"), UnknownNameError,
         "None of the 30 corridor series"),
        (lambda: migov.corridor("MEX", "USA", series="migration_flow_annual"), ArgumentError,
         "nobody looked. Not held here: migration_flow_annual; version='latest' fetches"),
    ],
)
def test_verbs_refuse_in_words(call: Callable[[], object], error: type, said: str) -> None:
    with pytest.raises(error, match=said):
        call()


def test_publishers_that_are_not_reached_are_not_publishers_that_know_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MIGOV_OFFLINE", "1")
    monkeypatch.setenv("MIGOV_CACHE", str(tmp_path))
    with pytest.raises(OfflineError):
        migov.corridor("MEX", "USA", version="latest")


def test_a_publisher_that_is_not_reached_is_said_beside_one_that_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = one.load

    def partly(name: str, **told: object) -> pd.DataFrame:
        if name == "refugees":
            raise OfflineError("no way to the publisher")
        return found(name, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(one, "load", partly)
    with pytest.warns(UserWarning, match="1 of 2 series could not be had.*no way to the publisher"):
        table = migov.corridor("MEX", "USA", 2020, series=["migrant_stock", "refugees"])
    assert table["series"].tolist() == ["migrant_stock"]
    assert table.attrs["migov"]["absent"] == {"refugees": "no way to the publisher"}


def _without(column: str) -> pd.DataFrame:
    return FLOW.drop(columns=column)


@pytest.mark.parametrize(
    "measure",
    [
        measures.balance,
        measures.corridor_concentration,
        measures.corridor_share,
        measures.feminisation,
        measures.group_corridors,
        measures.migration_connectivity,
        measures.migration_effectiveness,
        measures.migration_inequality,
        measures.net_corridors,
        measures.system_indices,
        lambda table: measures.distance_decay(table, AWAY),
        lambda table: measures.distance_moved(table, AWAY),
        lambda table: measures.migration_intensity(table, PEOPLE),
        lambda table: measures.migration_rates(table, PEOPLE),
        migov.to_networkx,
    ],
)
@pytest.mark.parametrize(
    ("table", "said"),
    [
        (None, "not a table"),
        ([1, 2], "not a table"),
        (PEOPLE, "needs origin"),
        (_without("year"), "needs origin"),
        (_without("value"), "needs origin"),
        (FLOW.iloc[:0], "no figures"),
        (FLOW.assign(value=np.nan), "no figures"),
        (FLOW.assign(value=["30", "10"]), "text"),
        (FLOW.assign(value=np.inf), "infinite"),
        (FLOW.assign(origin=[None, "USA"]), "NA was read as missing"),
        (pd.concat([FLOW, FLOW]), "share their corridor and year"),
        (FLOW.assign(origin=["WLD", "USA"]), "count economies twice"),
        (FLOW.pivot(index="origin", columns="destination", values="value"), "of which year"),
    ],
)
def test_measures_refuse_what_is_no_corridor_table(
    measure: Callable[[object], object], table: object, said: str
) -> None:
    with pytest.raises(ArgumentError, match=said):
        measure(table)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: measures.balance(FLOW.assign(value=[-5.0, 1.0])), "Probably these are net flows"),
        (lambda: measures.corridor_share(FLOW.assign(value=[-5.0, 1.0])), "net flows"),
        (lambda: measures.corridor_share(FLOW, of="world"), "'all', 'origin'|'origin'"),
        (lambda: measures.corridor_share(FLOW.assign(value=0.0)), "nothing to take a share of"),
        (lambda: measures.corridor_concentration(FLOW, of="pairs"), "of='pairs'"),
        (lambda: measures.corridor_concentration(FLOW.assign(value=0.0)), "All corridors are zero"),
        (lambda: measures.corridor_concentration(FLOW, fill=5), "invent"),
        (lambda: measures.net_corridors(FLOW.iloc[:1]), "known in both directions"),
        (lambda: measures.net_corridors(FLOW, fill="mean"), "invent"),
        (lambda: measures.feminisation(FLOW), 'sex="each"'),
        (lambda: measures.feminisation(FLOW.assign(sex="male")), 'sex="each"'),
        (lambda: measures.balance(FLOW.assign(destination=FLOW["origin"])), "two different known"),
        (lambda: measures.migration_effectiveness(FLOW.assign(value=0.0)), "Nobody moves"),
        (lambda: measures.migration_inequality(FLOW.assign(value=0.0)), "Nobody moves"),
        (lambda: measures.migration_intensity(FLOW, PEOPLE.assign(year=1990)), "has a population"),
        (lambda: measures.migration_rates(FLOW, PEOPLE.assign(year=1990)), "No place has"),
        (lambda: measures.migration_intensity(FLOW, FLOW), "corridor table"),
        (lambda: measures.distance_moved(FLOW, PEOPLE), "needs origin"),
        (lambda: measures.distance_moved(FLOW, "CEPII"), "not a table"),
        (lambda: measures.distance_moved(FLOW, AWAY.assign(distance="far")), "text"),
        (lambda: measures.distance_moved(FLOW, pd.concat([AWAY, AWAY])), "more than one distance"),
        (lambda: measures.distance_moved(FLOW, AWAY.assign(origin="IND")), "do not meet"),
        (lambda: measures.distance_decay(FLOW, AWAY), "too few corridors"),
        (lambda: measures.distance_decay(FLOW, AWAY.assign(distance=0.0)), "zero or less"),
        (lambda: measures.distance_decay(FLOW, AWAY, function="cubic"), "'power', 'exponential'"),
        (lambda: measures.group_corridors(FLOW, ["EU", "Germany"]), "share DEU"),
    ],
)
def test_measures_refuse_in_words(call: Callable[[], object], said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        call()


def test_several_sexes_are_not_added_up() -> None:
    stock = migov.load(STOCK, years=2024, destinations="LUX", sex="each")
    with pytest.raises(ArgumentError, match="counted twice"):
        measures.balance(stock)
    with pytest.raises(ArgumentError, match="counted twice"):
        migov.to_networkx(stock)


def test_moves_to_the_nearest_place_alone_have_no_decay() -> None:
    places = ["BRA", "CHN", "EGY", "IND"]
    rows = [
        (one, other, 2020, 10.0 if abs(i - j) == 1 else 0.0, 1.0 if abs(i - j) == 1 else 100.0)
        for i, one in enumerate(places)
        for j, other in enumerate(places)
        if i != j
    ]
    names = ["origin", "destination", "year", "value", "distance"]
    table = pd.DataFrame(rows, columns=names)
    with pytest.raises(ArgumentError, match=r"nearest|cannot be met"):
        measures.distance_decay(table, table[["origin", "destination", "distance"]])


def test_a_graph_is_of_one_year_and_one_series() -> None:
    with pytest.raises(ArgumentError, match="one year, and the table has 1990"):
        migov.to_networkx(migov.load(STOCK, destinations="LUX"))
    several = migov.corridor("MEX", "USA", 2020)
    with pytest.raises(ArgumentError, match="one series"):
        migov.to_networkx(several)


def test_a_graph_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: object, **more: object) -> object:
        if name == "networkx":
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(MissingExtraError, match=r"migov\[networks\]"):
        migov.to_networkx(FLOW)


@pytest.mark.parametrize("place", ["AFG", "WLD"])
def test_what_lies_within_one_place_is_where_the_refusal_says(place: str) -> None:
    with pytest.raises(ArgumentError, match=f"origins='{place}', destinations='{place}'"):
        migov.corridor(place, place)
    assert len(migov.load("refugees", origins=place, destinations=place))


def test_a_year_that_no_series_has_is_not_a_corridor_that_none_knows() -> None:
    first = min(
        migov.load(name, origins="MEX", destinations="USA")["year"].min()
        for name in migov.corridor("MEX", "USA")["series"].unique()
    )
    with pytest.raises(ArgumentError, match=f"from {first} to "):
        migov.corridor("MEX", "USA", 1900)
