"""The worked examples of the papers, typed from them, and the conditions they are solutions of."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from migov.flows import FlowWarning, estimate
from migov.flows.accounting import fewest_moves, independent
from migov.flows.accounts import Account, matched
from migov.flows.fitting import fit_margins, fit_tables
from tests.flows import worlds
from tests.flows.worlds import wide

# The reference stops its iteration early where it has births and deaths in a closed account: by
# up to 1.3e-3 persons. Everything else it prints to six or seven digits.
EARLY = 2e-3
PRINTED = {"rtol": 1e-6, "atol": 5e-6}


@pytest.mark.parametrize(
    ("pair", "flow"),
    [
        (worlds.PLAIN, worlds.PLAIN_FLOW),
        (worlds.REVIEW, worlds.REVIEW_FLOW),
        (worlds.DATA, worlds.DATA_MINIMUM),
    ],
)
@pytest.mark.parametrize("method", ["da_min_closed", "da_min_open"])
def test_fewest_moves_without_births_and_deaths(
    pair: tuple[pd.DataFrame, pd.DataFrame], flow: list[list[float]], method: str
) -> None:
    # Stocks balance, so an open and a closed account are the same.
    assert wide(estimate(*pair, method=method)) == pytest.approx(np.array(flow), rel=1e-6)


@pytest.mark.parametrize(
    ("open_to", "flow"), [("smaller", worlds.OPEN_SMALLER), ("larger", worlds.OPEN_LARGER)]
)
def test_open_account_with_births_and_deaths(open_to: str, flow: list[list[float]]) -> None:
    found = estimate(
        *worlds.LIVELY, births=worlds.BIRTHS_OPEN, deaths=worlds.DEATHS, method="da_min_open",
        open_to=open_to,
    )  # fmt: skip
    np.testing.assert_allclose(wide(found), flow, **PRINTED)


def test_a_margin_that_looks_like_an_early_stop_is_none() -> None:
    """With the larger sum 39.9986 people come to D, not 40: so many are the arrivals.

    Of those born in C, 40 live in D at the start, of whom 10 in 245 die; scaled from 906.40 to the
    945 born in C at the end they are 40.0014, and 70 less that arrive; 10 come born in A.
    """
    found = wide(
        estimate(
            *worlds.LIVELY, births=worlds.BIRTHS_OPEN, deaths=worlds.DEATHS, method="da_min_open",
            open_to="larger",
        )
    )  # fmt: skip
    alive = 80 * (1 - 70 / 1155) + 40 * (1 - 30 / 720) + 800 * (1 - 50 / 880) + 40 * (1 - 10 / 245)
    arrivals = 70 - 40 * (1 - 10 / 245) * 945 / alive + 10
    assert found[:, 3].sum() == pytest.approx(arrivals, rel=1e-12)
    assert arrivals == pytest.approx(39.9986, abs=5e-5)


@pytest.mark.parametrize(
    ("pair", "births", "deaths", "flow"),
    [
        (worlds.LIVELY, worlds.BIRTHS_CLOSED, worlds.DEATHS, worlds.CLOSED),
        (
            (worlds.REVIEW[0], worlds.REVIEW_LIVELY),
            worlds.REVIEW_BIRTHS,
            worlds.REVIEW_DEATHS,
            worlds.REVIEW_CLOSED,
        ),
    ],
)
def test_closed_account_with_births_and_deaths(
    pair: tuple[pd.DataFrame, pd.DataFrame],
    births: dict[str, float],
    deaths: dict[str, float],
    flow: list[list[float]],
) -> None:
    found = wide(estimate(*pair, births=births, deaths=deaths, method="da_min_closed"))
    np.testing.assert_allclose(found, flow, atol=EARLY)
    net = (pair[1].sum() - pair[0].sum() - pd.Series(births) + pd.Series(deaths)).to_numpy()
    # Ours runs to the end: what comes in less what goes out is the account's net migration.
    assert found.sum(0) - found.sum(1) == pytest.approx(net, abs=1e-9)
    assert np.abs(np.array(flow).sum(0) - np.array(flow).sum(1) - net).max() > 1e-5


def test_independence_and_its_mixture() -> None:
    free = wide(estimate(*worlds.DATA, method="da_pb_closed", weight=1.0))
    np.testing.assert_allclose(free, worlds.DATA_INDEPENDENT, **PRINTED)
    assert free.sum() == pytest.approx(558.00505, abs=5e-6)
    mixed = wide(estimate(*worlds.DATA, method="da_pb_closed"))
    pole = np.array(worlds.DATA_MINIMUM)
    assert mixed == pytest.approx(0.87 * pole + 0.13 * free, rel=1e-6)
    assert mixed.sum() == pytest.approx(0.87 * 160 + 0.13 * 558.00505, abs=1e-5)


def test_who_moved() -> None:
    table = estimate(*worlds.DATA, method="da_min_closed", by_birthplace=["AAA", "BBB"])
    for code, printed in (("AAA", worlds.DATA_BORN_A), ("BBB", worlds.DATA_BORN_B)):
        moved = np.array(printed, dtype=float)
        np.fill_diagonal(moved, 0)
        rows = table[table["birthplace"] == code].drop(columns="birthplace")
        np.testing.assert_allclose(wide(rows), moved, atol=0.05)
    everyone = estimate(*worlds.DATA, method="da_min_closed", by_birthplace=True)
    summed = everyone.groupby(["origin", "destination"], as_index=False)["value"].sum()
    assert wide(summed) == pytest.approx(wide(estimate(*worlds.DATA, method="da_min_closed")))


@pytest.mark.parametrize(
    ("pair", "method", "flow"),
    [
        ((worlds.REVIEW[0], worlds.RATES_END), "sd_drop_neg", worlds.DROPPED),
        ((worlds.REVIEW[0], worlds.RATES_END), "sd_rev_neg", worlds.REVERSED),
        (worlds.DATA, "sd_drop_neg", worlds.DATA_DROPPED),
        (worlds.DATA, "sd_rev_neg", worlds.DATA_REVERSED),
    ],
)
def test_stock_differences(
    pair: tuple[pd.DataFrame, pd.DataFrame], method: str, flow: list[list[float]]
) -> None:
    np.testing.assert_array_equal(wide(estimate(*pair, method=method)), flow)


@pytest.mark.parametrize(
    ("pair", "total", "flow"),
    [
        ((worlds.REVIEW[0], worlds.RATES_END), 60, worlds.DENNETT),
        (worlds.DATA, 70, worlds.DATA_DENNETT),
    ],
)
def test_migration_rates(
    pair: tuple[pd.DataFrame, pd.DataFrame], total: float, flow: list[list[float]]
) -> None:
    np.testing.assert_allclose(wide(estimate(*pair, method="mig_rate")), flow, **PRINTED)
    np.testing.assert_allclose(
        wide(estimate(*pair, method="mig_rate", total=2 * total)), 2 * np.array(flow), **PRINTED
    )


def test_rogers_and_von_rabenau_may_be_negative_and_say_so() -> None:
    with pytest.warns(FlowWarning, match="5 of 12 flows are negative"):
        found = estimate(
            worlds.REVIEW[0], worlds.RATES_END, method="mig_rate", rates="rogers_von_rabenau"
        )
    np.testing.assert_allclose(wide(found), worlds.ROGERS, **PRINTED)


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "fitted", "decimals"),
    [
        ([[5, 2], [1, 7]], [18, 20], [16, 22], [[13.25, 4.75], [2.75, 17.25]], 2),
        ([[1, 1], [1, 1]], [18, 20], [16, 22], [[7.58, 10.42], [8.42, 11.58]], 2),
        (
            [[50, 120, 545], [10, 120, 0], [220, 30, 10]],
            [170, 120, 410],
            [500, 140, 60],
            [[72, 40, 59], [32, 88, 0], [396, 12, 1]],
            0,
        ),
    ],
)
def test_fitting_one_table(
    seed: list[list[float]],
    rows: list[float],
    columns: list[float],
    fitted: list[list[float]],
    decimals: int,
) -> None:
    wanted = np.array(rows, float), np.array(columns, float)
    table, _ = fit_margins(np.array(seed, float), *wanted)
    # One printed margin of the third does not add up in whole numbers: half a unit either way.
    assert np.abs(table - fitted).max() <= 0.5001 * 10**-decimals
    assert table.sum(1) == pytest.approx(wanted[0], rel=1e-11)
    assert table.sum(0) == pytest.approx(wanted[1], rel=1e-11)
    # The same by the other door, as factors.
    a, b, _ = fit_tables(wanted[0][None], wanted[1][None], np.array(seed, float))
    assert a[0][:, None] * np.array(seed) * b[0] == pytest.approx(table, rel=1e-9)


def test_fitting_many_tables_with_a_seed() -> None:
    start, end = (each.to_numpy() for each in worlds.PLAIN)
    seed = np.array([[1, 2, 3, 4], [2, 1, 4, 6], [3, 5, 1, 7], [4, 6, 7, 1]], float)
    uniform = [[0, 137.8, 126.9, 17.3], [159.9, 0, 101.3, 22.8], [92.6, 67.3, 0, 47.3],
               [34.5, 39, 33.9, 0]]  # fmt: skip
    distance = [[0, 146.8, 136.6, 20.1], [169.6, 0, 113.8, 29.3], [99.3, 77.7, 0, 57.3],
                [39.6, 48.2, 38.9, 0]]  # fmt: skip
    np.testing.assert_allclose(independent(start, end).flows(), uniform, atol=0.051)
    np.testing.assert_allclose(independent(start, end, seed).flows(), distance, atol=0.051)


def _start_and_end(example: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(example["stock_start"], float), np.array(example["stock_end"], float)


@pytest.mark.reference
def test_every_documented_example(file_of: Callable[..., Path]) -> None:
    examples = json.loads(file_of("migest_reference.json").read_text("utf-8"))["ffs_demo"]
    assert len(examples) == 8
    rules = {"rescale": "rescale", "open": "larger", "open-dr": "smaller"}
    for example in examples:
        start, end = _start_and_end(example)
        names = tuple("ABCD")
        account = Account(
            names, names, start, end, np.array(example["births"], float),
            np.array(example["deaths"], float),
        )  # fmt: skip
        agreed = matched(account, rules[example["options"]["match_birthplace_tot_method"]])
        found = fewest_moves(agreed.start, agreed.end).flows()
        np.testing.assert_allclose(found, example["flow"], atol=EARLY, err_msg=example["id"])


def test_a_seed_is_used() -> None:
    """Abel (2018), supplement, with distances as a seed; the reference gives the unseeded answer.

    Only those born in D can be affected: 20 leave each of C and D, 20 arrive in each of A and B.
    The seed's odds, 50 * 495 / (45 * 500) = 1.1, must be theirs: x**2 / (20 - x)**2 = 1.1.
    """
    distance = worlds.frame(
        [[0, 5, 50, 500], [5, 0, 45, 495], [50, 45, 0, 450], [500, 495, 450, 0]]
    )
    found = wide(estimate(*worlds.REVIEW, method="da_min_closed", seed=distance))
    crossing = 20 * np.sqrt(1.1) / (1 + np.sqrt(1.1))
    expected = np.array(worlds.REVIEW_FLOW, float)
    expected[2, 0] += crossing - 10
    expected[2, 1] -= crossing - 10
    expected[3, 0] -= crossing - 10
    expected[3, 1] += crossing - 10
    assert found == pytest.approx(expected, abs=1e-9)
    assert crossing - 10 > 0.2


@pytest.mark.reference
def test_the_reference_ignores_a_seed(file_of: Callable[..., Path]) -> None:
    examples = json.loads(file_of("migest_reference.json").read_text("utf-8"))["ffs_demo"]
    plain, seeded = (each for each in examples if each["id"] in ("e1", "e2"))
    assert "seed" in seeded["options"]
    assert plain["flow"] == seeded["flow"] == worlds.REVIEW_FLOW
