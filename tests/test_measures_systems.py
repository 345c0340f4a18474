"""Measures of corridors and of migration systems: against arithmetic done by hand, and their laws.

The small system has three places.  From A to B go 10, A to C 10, B to A 20, B to C 20, C to A 30
and C to B 30, so that 120 move; A gains 50 and loses 20, B 40 and 40, C 30 and 60.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import migov
from migov import tidy
from migov.measures import (
    balance,
    corridor_concentration,
    corridor_share,
    distance_decay,
    distance_moved,
    feminisation,
    group_corridors,
    herfindahl,
    migration_connectivity,
    migration_effectiveness,
    migration_inequality,
    migration_intensity,
    migration_rates,
    net_corridors,
    system_indices,
)

CODES = ["BRA", "CHN", "EGY", "IND", "KEN", "MEX"]
laws = settings(max_examples=40, deadline=None)


def flows(cells: dict[tuple[str, str], float], year: int = 2000, **record: object) -> pd.DataFrame:
    rows = [(origin, end, year, value) for (origin, end), value in cells.items()]
    table = pd.DataFrame(rows, columns=["origin", "destination", "year", "value"])
    table = tidy.arrange(table, "corridor")
    return tidy.with_provenance(table, {"value": record}) if record else table


SMALL = flows({
    ("BRA", "CHN"): 10, ("BRA", "EGY"): 10, ("CHN", "BRA"): 20,
    ("CHN", "EGY"): 20, ("EGY", "BRA"): 30, ("EGY", "CHN"): 30,
})  # fmt: skip
PEOPLE = pd.DataFrame({"economy": ["BRA", "CHN", "EGY"], "year": 2000, "value": [500, 1000, 900]})


@st.composite
def systems(draw: st.DrawFn) -> pd.DataFrame:
    pairs = [(one, other) for one in CODES for other in CODES if one != other]
    known = draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
    counts = st.integers(min_value=0, max_value=10**6)
    table = flows({pair: draw(counts) for pair in known})
    assume(table["value"].sum() > 0)
    return table


def caveats(table: pd.DataFrame) -> str:
    return " ".join(tidy.provenance(table)["value"]["caveats"])


# --- by hand ----------------------------------------------------------------------------------


def test_intensity_by_hand() -> None:
    # 120 of 2,400 move: 5 per cent.  |30| + |0| + |-30| = 60, half of it 30: 1.25 per cent.
    found = migration_intensity(SMALL, PEOPLE).iloc[0]
    assert (found["value"], found["net_rate"], found["places"]) == (5.0, 1.25, 3)
    assert found["courgeau_k"] == pytest.approx(5 / math.log(9))


def test_courgeaus_k_as_printed_for_korea() -> None:
    # 17 provinces of Korea in 2012 and 2020: people who moved, population, and k as published.
    for moved, people, crude, k in (
        (2_512_740, 50_948_272, 4.93, 0.87), (2_534_114, 51_829_023, 4.89, 0.863)
    ):  # fmt: skip
        places = sorted(migov.economies.members("EU"))[:17]
        ring = {(places[i], places[i - 1]): moved / 17 for i in range(17)}
        world = pd.DataFrame({"economy": ["WLD"], "year": [2000], "value": [float(people)]})
        found = migration_intensity(flows(ring), world).iloc[0]
        assert round(found["value"], 2) == crude and round(found["courgeau_k"], 3) == k


def test_effectiveness_by_hand() -> None:
    # 60 net of 240 gross; A (50 - 20) / 70, B 0, C (30 - 60) / 90.
    assert migration_effectiveness(SMALL)["value"].tolist() == [25.0]
    places = balance(SMALL).set_index("economy")
    assert places["value"].to_dict() == {"BRA": 30.0, "CHN": 0.0, "EGY": -30.0}
    np.testing.assert_allclose(places["effectiveness"], [300 / 7, 0, -100 / 3])
    assert places["inward"].tolist() == [50, 40, 30] and places["outward"].tolist() == [20, 40, 60]


def test_rates_by_hand() -> None:
    found = migration_rates(SMALL, PEOPLE).set_index("economy")
    assert found.loc["BRA", ["inward", "outward", "value"]].tolist() == [10.0, 4.0, 6.0]
    assert found.loc["CHN", "value"] == 0.0


def test_connectivity_by_hand() -> None:
    found = migration_connectivity(SMALL[SMALL["destination"] != "CHN"]).iloc[0]
    assert (found["connected"], found["known"], found["possible"]) == (4, 4, 6)
    assert found["value"] == pytest.approx(4 / 6)


def test_inequality_by_hand() -> None:
    # Shares 1/12, 1/12, 2/12, 2/12, 3/12, 3/12 against 2/12 each: half of 4/12.  Among the six,
    # 8 of the 30 ordered differences are 20, 16 are 10: 320 / (2 x 6 x 120), by 6/5 corrected.
    found = migration_inequality(SMALL).iloc[0]
    assert found["value"] == pytest.approx(1 / 6)
    assert found["gini"] == pytest.approx(320 / 1440 * 6 / 5)
    plain = migration_inequality(SMALL, corrected=False).iloc[0]
    assert plain["gini"] == pytest.approx(320 / 1440)
    # Each origin sends the same to both: no inequality.  Into A 20 and 30, B 10 and 30, C 10 and
    # 20: corrected 0.2, 0.5 and 1/3, as printed for this system; by 50, 40 and 30 of 120.
    assert found["gini_out"] == 0
    assert found["gini_in"] == pytest.approx((50 * 0.2 + 40 * 0.5 + 30 / 3) / 120)
    assert found["cv"] == pytest.approx(math.sqrt(400 / 6) / 20)
    # Fields: out 0; in 5/25, 10/20 and 5/15.
    assert found["acv"] == pytest.approx((50 * 0.2 + 40 * 0.5 + 30 / 3) / 120)


def test_an_unknown_corridor_is_not_a_zero() -> None:
    part = SMALL[SMALL["origin"] != "BRA"]
    known, filled = migration_inequality(part), migration_inequality(part, fill=0)
    assert (known["corridors"].item(), filled["corridors"].item()) == (4, 6)
    assert filled["gini"].item() > known["gini"].item()
    assert "known corridors only" in caveats(known) and "counted as 0" in caveats(filled)


def test_both_ways_of_a_pair_as_published() -> None:
    # The worked example of the R package migest's sum of bilateral flows: four regions.
    table = flows({
        ("BRA", "CHN"): 100, ("BRA", "EGY"): 30, ("BRA", "IND"): 70, ("CHN", "BRA"): 50,
        ("CHN", "EGY"): 45, ("CHN", "IND"): 5, ("EGY", "BRA"): 60, ("EGY", "CHN"): 35,
        ("EGY", "IND"): 40, ("IND", "BRA"): 20, ("IND", "CHN"): 25, ("IND", "EGY"): 20,
    })  # fmt: skip
    found = net_corridors(table).set_index(["origin", "destination"])
    assert found.loc[("CHN", "BRA"), ["value", "gross"]].tolist() == [-50, 150]
    assert found.loc[("EGY", "IND"), ["value", "gross"]].tolist() == [20, 60]
    assert found.loc[("BRA", "IND"), "symmetry"] == pytest.approx(1 - 50 / 90)
    assert found.loc[("BRA", "IND"), "effectiveness"] == pytest.approx(100 * 50 / 90)


def test_a_pair_known_one_way_is_left_out_or_filled() -> None:
    table = flows({("MEX", "BRA"): 30.0, ("BRA", "MEX"): 10.0, ("IND", "BRA"): 5.0})
    found = net_corridors(table)
    assert len(found) == 2 and "1 of 2 pairs" in caveats(found)
    filled = net_corridors(table, fill=0)
    assert len(filled) == 4 and "counts as 0" in caveats(filled)
    assert filled.loc[filled["origin"] == "IND", "value"].item() == 5.0


def test_concentration_by_hand_and_by_the_measure_for_economies() -> None:
    found = corridor_concentration(SMALL, of="destination").set_index("economy")
    assert found.loc["BRA", "value"] == pytest.approx(0.4**2 + 0.6**2)
    entropy = -(0.4 * math.log(0.4) + 0.6 * math.log(0.6)) / math.log(2)
    assert found.loc["BRA", "entropy"] == pytest.approx(entropy)
    assert found.loc["BRA", "gini"] == pytest.approx(0.1)
    into = SMALL[SMALL["destination"] == "EGY"].rename(columns={"origin": "economy"})
    same = herfindahl(into[["economy", "year", "value"]])["value"].item()
    assert found.loc["EGY", "value"] == pytest.approx(same)


def test_shares_by_hand() -> None:
    of = {each: corridor_share(SMALL, of=each) for each in ("all", "origin", "destination")}
    pair = (SMALL["origin"] == "EGY") & (SMALL["destination"] == "BRA")
    assert [of[each].loc[pair, "value"].item() for each in of] == [25.0, 50.0, 60.0]


def test_distances_by_hand() -> None:
    away = SMALL[["origin", "destination"]].assign(distance=[1.0, 9.0, 1.0, 2.0, 9.0, 2.0])
    # 10 x 1 + 10 x 9 + 20 x 1 + 20 x 2 + 30 x 9 + 30 x 2 = 490; half of 120 goes up to 2.
    found = distance_moved(SMALL, away).iloc[0]
    assert found["value"] == pytest.approx(490 / 120) and found["median"] == 2.0
    part = distance_moved(SMALL, away[away["origin"] != "EGY"])
    assert part["covered"].item() == 50.0 and "have no distance" in caveats(part)
    assert part["value"].item() == pytest.approx(160 / 60)


@pytest.mark.parametrize("function", ["power", "exponential"])
def test_distance_decay_is_that_of_a_poisson_regression(function: str) -> None:
    # Another road to the same likelihood: a regression on origins, destinations and distance.
    import statsmodels.api as sm

    rng = np.random.default_rng(7)
    pairs = [(one, other) for one in CODES for other in CODES if one != other]
    rows = pd.DataFrame(pairs, columns=["origin", "destination"])
    rows["distance"] = rng.uniform(200, 9000, len(rows)).round()
    rows["value"] = rng.poisson(3e5 * rows["distance"] ** -0.8).astype(float)
    rows["year"] = 2000
    term = np.log(rows["distance"]) if function == "power" else rows["distance"]
    design = pd.get_dummies(rows[["origin", "destination"]], dtype=float)
    design = design.drop(columns="destination_BRA").assign(term=-term / term.std())
    fitted = sm.GLM(rows["value"], design, family=sm.families.Poisson()).fit(tol=1e-12)
    found = distance_decay(rows, rows[["origin", "destination", "distance"]], function=function)
    assert found["value"].item() == pytest.approx(fitted.params["term"] / term.std(), rel=1e-6)


def test_feminisation_by_hand_and_over_groups() -> None:
    rows = [("PHL", "ITA", 114.0, 200.0), ("PHL", "SAU", 90.0, 300.0), ("IND", "SAU", 30.0, 200.0)]
    table = pd.concat([
        pd.DataFrame({"origin": [o], "destination": [d], "year": 2020, "sex": [s], "value": [v]})
        for o, d, f, b in rows for s, v in (("female", f), ("both", b))
    ])  # fmt: skip
    assert feminisation(table)["value"].tolist() == [15.0, 57.0, 30.0]
    at = feminisation(table, of="destination").set_index("economy")["value"]
    assert at.to_dict() == {"ITA": 57.0, "SAU": 24.0}
    assert feminisation(table, of="all")["value"].item() == pytest.approx(100 * 234 / 700)
    regions = feminisation(group_corridors(table, "region"))
    assert regions[["origin", "destination"]].values.tolist() == [
        ["Asia", "Asia"], ["Asia", "Europe"]
    ]  # fmt: skip
    assert regions["value"].tolist() == [24.0, 57.0]


def test_women_among_the_worlds_migrants(file_of: Callable[..., Path]) -> None:
    frame = pd.read_csv(
        file_of("ims2024_destination_origin_sex.csv.gz"), keep_default_na=False, na_values=[""]
    )
    now = frame[frame["year"] == 2024].groupby("sex")["migrants"].sum()
    stock = migov.load("migrant_stock", years=2024, sex="each")
    world = feminisation(stock, of="all")["value"].item()
    assert world == pytest.approx(100 * now["female"] / now.sum(), abs=1e-4)
    assert 47.5 < world < 48.5  # the publisher's highlights print 48 per cent


def test_all_indices_together_are_those_alone() -> None:
    away = SMALL[["origin", "destination"]].assign(distance=[1.0, 9.0, 1.0, 2.0, 9.0, 2.0])
    table = system_indices(SMALL, PEOPLE, away)
    found = table.iloc[0]
    assert found["intensity"] * found["effectiveness"] / 100 == pytest.approx(found["net_rate"])
    assert found["effectiveness"] == 25 and found["connectivity"] == 1
    assert found["gini"] == migration_inequality(SMALL)["gini"].item()
    assert found["mean_distance"] == pytest.approx(490 / 120)
    # Three places with the same way there and back leave a decay nothing to be seen in.
    assert math.isnan(found["distance_decay"])
    said = " ".join(tidy.provenance(table)["distance_decay"]["caveats"])
    assert "mean distance stays the same" in said
    oneway = away.assign(distance=[1.0, 9.0, 2.0, 2.0, 9.0, 3.0])
    alone = distance_decay(SMALL, oneway)["value"].item()
    assert system_indices(SMALL, PEOPLE, oneway)["distance_decay"].item() == alone


def test_indices_cite_the_flows_the_population_and_the_distances() -> None:
    flow = migov.load("migration_flow_da_pb_closed", years=2015)
    found = system_indices(flow, migov.load("population_wpp", years=2015), migov.great_circle())
    said = migov.cite(found)
    assert all(each in said for each in ("Abel", "World Population Prospects", "Natural Earth"))
    assert found["mean_distance"].item() > found["median_distance"].item() > 0


def test_unknown_origins_stayers_and_their_numbers_are_said() -> None:
    table = flows({("MEX", "BRA"): 30.0, ("BRA", "MEX"): 10.0, ("XXX", "BRA"): 7.0,
                   ("BRA", "BRA"): 900.0})  # fmt: skip
    found = migration_effectiveness(table)
    assert found["value"].item() == 50.0
    assert "7 with an unknown" in caveats(found) and "900 within one place" in caveats(found)


def test_a_place_without_population_is_left_out_with_its_moves() -> None:
    found = migration_intensity(SMALL, PEOPLE[PEOPLE["economy"] != "EGY"])
    assert found["value"].item() == pytest.approx(100 * 30 / 1500)
    assert "90 of 120 moves" in caveats(found)


def test_a_matrix_with_margins_is_taken_without_them() -> None:
    matrix = migov.matrix("migrant_stock", 2024, by="region", margins=True)
    table = group_corridors(migov.load("migrant_stock", years=2024), "region")
    assert migration_effectiveness(matrix)["value"].item() == pytest.approx(
        migration_effectiveness(table)["value"].item()
    )


def test_indices_of_the_published_flows(file_of: Callable[..., Path]) -> None:
    rows = pd.read_csv(
        file_of("abel_cohen_2022_all_methods.csv.gz"), keep_default_na=False, na_values=[""]
    )
    asked = {"method": "da_pb_closed", "sex": "both", "type": "all", "year0": 2015}
    for column, value in asked.items():
        rows = rows[rows[column] == value]
    flow = migov.load("migration_flow_da_pb_closed", years=2015, version="2022")
    rows = rows[rows["flow"] >= flow["value"].min()]
    into, out = rows.groupby("dest")["flow"].sum(), rows.groupby("orig")["flow"].sum()
    places = into.index.union(out.index)
    net = into.reindex(places, fill_value=0) - out.reindex(places, fill_value=0)
    expected = 100 * net.abs().sum() / (2 * rows["flow"].sum())
    assert migration_effectiveness(flow)["value"].item() == pytest.approx(expected, abs=0.05)


# --- laws -------------------------------------------------------------------------------------


@laws
@given(systems())
def test_nets_sum_to_zero_and_effectiveness_is_a_share(table: pd.DataFrame) -> None:
    assert balance(table)["value"].sum() == 0
    assert 0 <= migration_effectiveness(table)["value"].item() <= 100
    pairs = net_corridors(table, fill=0)
    assert pairs["value"].sum() == 0
    assert pairs["gross"].sum() == 2 * table["value"].sum()


@laws
@given(systems())
def test_symmetry_is_symmetric_and_between_0_and_1(table: pd.DataFrame) -> None:
    wide = net_corridors(table, fill=0).pivot(
        index="origin", columns="destination", values="symmetry"
    )
    places = wide.index.union(wide.columns)
    square = wide.reindex(index=places, columns=places).to_numpy()
    np.testing.assert_array_equal(square, square.T)
    some = square[np.isfinite(square)]
    assert ((some >= 0) & (some <= 1)).all()


@laws
@given(systems(), st.sampled_from([None, 0]))
def test_inequality_and_concentration_keep_their_bounds(
    table: pd.DataFrame, fill: float | None
) -> None:
    found = migration_inequality(table, fill).iloc[0]
    n = found["corridors"]
    assert -1e-12 <= found["value"] <= 1 - 1 / n + 1e-12
    if n > 1:
        assert -1e-12 <= found["gini"] <= 1 + 1e-12
    all_ = corridor_concentration(table, fill=fill).iloc[0]
    assert 1 / n - 1e-12 <= all_["value"] <= 1 + 1e-12
    assert all_["gini"] <= 1 - 1 / n + 1e-12
    assert math.isnan(all_["entropy"]) or -1e-12 <= all_["entropy"] <= 1 + 1e-12


@laws
@given(systems(), st.integers(min_value=2, max_value=1000))
def test_indices_do_not_depend_on_the_scale(table: pd.DataFrame, factor: int) -> None:
    larger = table.assign(value=table["value"] * factor)
    columns = ["effectiveness", "connectivity", "inequality", "gini", "cv", "acv"]
    np.testing.assert_allclose(
        system_indices(table)[columns].astype(float),
        system_indices(larger)[columns].astype(float), rtol=1e-9,
    )  # fmt: skip


@laws
@given(systems())
def test_grouping_keeps_the_sum_and_groups_add_up_to_larger_ones(table: pd.DataFrame) -> None:
    subregions = group_corridors(table, "subregion")
    assert subregions["value"].sum() == table["value"].sum()
    region = migov.economies.table().set_index("economy")[["region", "subregion"]]
    above = dict(zip(region["subregion"], region["region"], strict=True))
    again = subregions.assign(
        origin=subregions["origin"].map(above), destination=subregions["destination"].map(above)
    )
    again = again.groupby(["origin", "destination"])["value"].sum()
    direct = group_corridors(table, "region").set_index(["origin", "destination"])["value"]
    assert again.to_dict() == direct.to_dict()


@laws
@given(systems(), st.sampled_from(["all", "origin", "destination"]))
def test_shares_of_each_whole_add_up(table: pd.DataFrame, of: str) -> None:
    shares = corridor_share(table, of=of)
    sums = shares.groupby(["year"] if of == "all" else [of])["value"].sum()
    np.testing.assert_allclose(sums, 100.0)
