"""Tables as users have them: tidy or square, by sex, with population, with states joined."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from migov import tidy
from migov.flows import METHODS, estimate
from tests.flows.worlds import BIRTHS_CLOSED, DEATHS, LIVELY, NAMES, PLAIN, REVIEW, wide


def as_tidy(stock: pd.DataFrame, year: int, natives: bool = True) -> pd.DataFrame:
    rows = stock.rename_axis("origin").reset_index().melt("origin", var_name="destination")
    rows = rows[natives | (rows["origin"] != rows["destination"])]
    return tidy.arrange(rows.assign(year=year), "corridor")


def figures(values: dict[str, float], year: int) -> pd.DataFrame:
    rows = {"economy": list(values), "year": year, "value": list(values.values())}
    return tidy.arrange(pd.DataFrame(rows), "economy")


@pytest.mark.parametrize("method", sorted(METHODS))
def test_tidy_and_square_stocks_give_the_same(method: str) -> None:
    told = {"births": BIRTHS_CLOSED, "deaths": DEATHS} if method[:2] != "sd" else {}
    square = estimate(*LIVELY, method=method, **told)
    table = estimate(as_tidy(LIVELY[0], 1990), as_tidy(LIVELY[1], 1995), method=method, **told)
    assert list(table.columns) == ["origin", "destination", "year", "value"]
    assert set(table["year"]) == {1990}
    tidy.check(table, "corridor")
    pd.testing.assert_frame_equal(table.drop(columns="year"), square)


def test_natives_are_the_population_less_those_born_elsewhere() -> None:
    people = [dict(each.sum()) for each in LIVELY]
    whole = estimate(*LIVELY, births=BIRTHS_CLOSED, deaths=DEATHS)
    stocks = [
        as_tidy(each, year, natives=False) for each, year in zip(LIVELY, (1990, 1995), strict=True)
    ]
    pair = estimate(*stocks, births=BIRTHS_CLOSED, deaths=DEATHS, population=people)
    years = pd.concat(
        [figures(each, year) for each, year in zip(people, (1990, 1995), strict=True)]
    )
    years = years.sort_values(["economy", "year"], ignore_index=True)
    from_table = estimate(*stocks, births=BIRTHS_CLOSED, deaths=DEATHS, population=years)
    assert wide(pair) == pytest.approx(wide(whole))
    pd.testing.assert_frame_equal(pair, from_table)


def test_births_of_several_years_are_added_up() -> None:
    halves = pd.concat(
        [
            figures({key: value / 2 for key, value in BIRTHS_CLOSED.items()}, year)
            for year in (1990, 1991)
        ]
    ).sort_values(["economy", "year"], ignore_index=True)
    one = estimate(*LIVELY, births=BIRTHS_CLOSED, deaths=DEATHS)
    two = estimate(*LIVELY, births=halves, deaths=pd.Series(DEATHS))
    assert wide(two) == pytest.approx(wide(one))


def test_each_sex_by_itself() -> None:
    stocks = []
    for at, year in enumerate((1990, 1995)):
        parts = [
            as_tidy(pair[at], year).assign(sex=sex)
            for sex, pair in (("female", PLAIN), ("male", REVIEW))
        ]
        stocks.append(tidy.arrange(pd.concat(parts), "corridor"))
    table = estimate(*stocks, method="da_min_closed")
    tidy.check(table, "corridor")
    for sex, pair in (("female", PLAIN), ("male", REVIEW)):
        rows = table[table["sex"] == sex].drop(columns=["sex", "year"])
        assert wide(rows) == pytest.approx(wide(estimate(*pair, method="da_min_closed")))
    deaths = {"female": dict.fromkeys(NAMES, 0.0), "male": dict.fromkeys(NAMES, 0.0)}
    pd.testing.assert_frame_equal(estimate(*stocks, method="da_min_closed", deaths=deaths), table)


def test_a_new_state_is_joined_to_the_old() -> None:
    """DDD begins in the period: at the start its people are counted in CCC."""
    before = PLAIN[0].copy()
    before["CCC"] += before.pop("DDD")
    joined = estimate(before, PLAIN[1], unions={"DDD": "CCC"}, method="da_min_closed")
    parts = {name: "CCC" if name == "DDD" else name for name in NAMES}
    by_hand = [
        each.rename(index=parts, columns=parts).T.groupby(level=0).sum().T.groupby(level=0).sum()
        for each in (before, PLAIN[1])
    ]
    pd.testing.assert_frame_equal(
        joined, estimate(*by_hand, method="da_min_closed"), check_like=True
    )
    assert set(joined["origin"]) | set(joined["destination"]) <= {"AAA", "BBB", "CCC"}


def test_an_open_account_counts_nobody_of_a_birthplace_that_ended() -> None:
    end = PLAIN[1].copy()
    end.loc["DDD"] = 0
    table = estimate(PLAIN[0], end, method="da_min_open", by_birthplace=True)
    assert set(table["birthplace"]) <= {"AAA", "BBB", "CCC"}
    said = " ".join(table.attrs[tidy.ATTRS]["columns"]["value"]["caveats"])
    assert "Born in DDD: nobody at one of the two ends" in said


def test_absent_corridors_count_as_nobody_and_it_is_said() -> None:
    sparse = PLAIN[0].replace(0, np.nan)
    table = estimate(sparse, PLAIN[1], method="da_min_closed")
    assert wide(table) == pytest.approx(wide(estimate(*PLAIN, method="da_min_closed")))
    said = " ".join(table.attrs[tidy.ATTRS]["columns"]["value"]["caveats"])
    assert "count as nobody" in said


def test_a_small_gap_in_a_closed_account_is_closed_with_natives() -> None:
    births = {**BIRTHS_CLOSED, "CCC": 40}
    table = estimate(*LIVELY, births=births, deaths=DEATHS, method="da_min_closed")
    said = " ".join(table.attrs[tidy.ATTRS]["columns"]["value"]["caveats"])
    assert "Natives were scaled" in said and "-20 persons" in said
    flow = wide(table)
    net = (LIVELY[1].sum() - LIVELY[0].sum() - pd.Series(births) + pd.Series(DEATHS)).to_numpy()
    # 20 people too many at the end: half come off natives there, half are added at the start.
    natives = [each.to_numpy().diagonal() for each in LIVELY]
    net = net - 10 * natives[1] / natives[1].sum() - 10 * natives[0] / natives[0].sum()
    deaths = np.array([*DEATHS.values()])
    assert deaths.sum() > 0
    assert flow.sum(0) - flow.sum(1) == pytest.approx(net, abs=1e-9)


def test_a_place_without_anybody_has_no_flows() -> None:
    empty = [each.copy() for each in PLAIN]
    for stock in empty:
        stock.loc["EEE"] = 0.0
        stock["EEE"] = 0.0
    table = estimate(*empty, method="da_pb_closed")
    assert "EEE" not in set(table["origin"]) | set(table["destination"])
    assert wide(table) == pytest.approx(wide(estimate(*PLAIN)))


def test_the_table_says_what_it_is() -> None:
    table = estimate(*PLAIN, method="da_pb_closed")
    said = table.attrs[tidy.ATTRS]["columns"]["value"]
    assert said["code"] == "da_pb_closed" and "not a count" in said["caveats"][0]
    assert said["unit"] == "persons in the period"
