"""What must hold of any estimate: margins, the account it reproduces, no negative flow."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from migov import tidy
from migov.flows import METHODS, Account, estimate
from migov.flows.accounting import fewest_moves, independent
from migov.flows.accounts import matched
from migov.flows.fitting import NoFitError, fit_margins, fit_pair
from tests.flows.worlds import NAMES, PLAIN, random_world, wide

WORLDS = {
    "size": st.integers(2, 9),
    "number": st.integers(0, 10_000),
    "zeros": st.sampled_from([0.0, 0.3]),
}
CLOSED = ("da_min_closed", "da_pb_closed")


@contextmanager
def fit_unless_apart(start: pd.DataFrame, end: pd.DataFrame) -> Iterator[None]:
    """In this block only a world with places apart from all others may be refused."""
    try:
        yield
    except NoFitError:
        near = ((start > 0) & (end > 0)).to_numpy()
        near = near | near.T | np.eye(len(near), dtype=bool)
        assert not np.linalg.matrix_power(near.astype(int), len(near)).all()
        assume(False)


def _net(world: tuple) -> np.ndarray:
    start, end, births, deaths = world
    return (end.sum() - start.sum() - pd.Series(births) + pd.Series(deaths)).to_numpy()


@settings(max_examples=40)
@given(**WORLDS, method=st.sampled_from(CLOSED), seed=st.none() | st.integers(0, 99))
def test_a_closed_account_reproduces_change_less_births_plus_deaths(
    size: int, number: int, zeros: float, method: str, seed: int | None
) -> None:
    world = random_world(size, number, zeros)
    start, end, births, deaths = world
    names = list(start.index)
    with fit_unless_apart(start, end):
        flows = estimate(start, end, births=births, deaths=deaths, method=method, seed=seed)
    found = wide(flows, names)
    assert (found >= 0).all() and not found.diagonal().any()
    people = start.sum().to_numpy()
    assert np.abs(found.sum(0) - found.sum(1) - _net(world)).max() <= 1e-9 * people.max()


@settings(max_examples=40)
@given(**WORLDS, method=st.sampled_from(sorted(METHODS)))
def test_no_method_gives_a_negative_flow(size: int, number: int, zeros: float, method: str) -> None:
    start, end, births, deaths = random_world(size, number, zeros)
    # A total, since the losses of so few places may be nought.
    told = {"total": 100.0} if method == "mig_rate" else {"births": births, "deaths": deaths}
    abroad = start.to_numpy().sum() - start.to_numpy().trace()
    assume(abroad > 0 or method != "mig_rate")  # without anyone abroad it is refused, rightly
    with fit_unless_apart(start, end):
        table = estimate(start, end, method=method, **told)
    assert (table["value"] > 0).all()
    assert (table["origin"] != table["destination"]).all()


@settings(max_examples=40)
@given(**WORLDS, seed=st.none() | st.integers(0, 99))
def test_every_birthplace_ends_where_it_should(
    size: int, number: int, zeros: float, seed: int | None
) -> None:
    start, end, births, deaths = random_world(size, number, zeros)
    names = tuple(start.index)
    account = Account(
        names, names, start.to_numpy(), end.to_numpy(), np.array([*births.values()]),
        np.array([*deaths.values()]),
    )  # fmt: skip
    with fit_unless_apart(start, end):
        agreed = matched(account, "rescale")
    assert agreed.start.sum(1) == pytest.approx(agreed.end.sum(1), rel=1e-9)
    assert agreed.start.sum(0) == pytest.approx(start.sum() - pd.Series(deaths), rel=1e-9)
    assert agreed.end.sum(0) == pytest.approx(end.sum() - pd.Series(births), rel=1e-9)
    weights = None
    if seed is not None:
        weights = np.random.default_rng(seed).uniform(0.1, 10, (size, size))
    for make in (fewest_moves, independent):
        tables = make(agreed.start, agreed.end, weights)
        total = np.zeros((size, size))
        for at in range(size):
            table = tables.of(at)
            scale = max(1.0, table.sum())
            assert (table >= 0).all()
            assert np.abs(table.sum(1) - agreed.start[at]).max() <= 1e-9 * scale
            assert np.abs(table.sum(0) - agreed.end[at]).max() <= 1e-9 * scale
            total += table
        np.fill_diagonal(total, 0)
        # Summed without making the cube.
        assert tables.flows() == pytest.approx(total, rel=1e-9, abs=1e-9)
    stayers = np.minimum(agreed.start, agreed.end)
    fewest = fewest_moves(agreed.start, agreed.end, weights)
    for at in range(size):
        # As many stay as can, so nobody moves who need not.
        assert fewest.of(at).diagonal() == pytest.approx(stayers[at])
        moves = fewest.of(at).sum() - stayers[at].sum()
        least = np.maximum(agreed.start[at] - agreed.end[at], 0).sum()
        assert moves == pytest.approx(least, rel=1e-9, abs=1e-6)


@settings(max_examples=30)
@given(size=st.integers(3, 8), number=st.integers(0, 10_000))
def test_a_seed_leaves_margins_and_changes_cells(size: int, number: int) -> None:
    start, end, births, deaths = random_world(size, number)
    names = list(start.index)
    told = {"births": births, "deaths": deaths, "method": "da_min_closed"}
    plain = wide(estimate(start, end, **told), names)
    seeded = wide(estimate(start, end, seed=number, **told), names)
    again = wide(estimate(start, end, seed=number, **told), names)
    assert np.array_equal(seeded, again)
    assert seeded.sum(0) == pytest.approx(plain.sum(0), rel=1e-9, abs=1e-6)
    assert seeded.sum(1) == pytest.approx(plain.sum(1), rel=1e-9, abs=1e-6)


def test_different_seeds_differ_and_ratios_alone_count() -> None:
    start, end, births, deaths = random_world(6, 1)
    names = list(start.index)
    told = {"births": births, "deaths": deaths}
    for method in ("da_min_open", *CLOSED):
        plain, one, two = (
            wide(estimate(start, end, seed=seed, method=method, **told), names)
            for seed in (None, 1, 2)
        )
        assert np.abs(one - plain).max() > 1 and np.abs(two - one).max() > 1
    weights = np.random.default_rng(1).uniform(1, 9, (6, 6))
    as_frame = pd.DataFrame(weights, names, names)
    as_table = as_frame.rename_axis("origin").reset_index().melt("origin", var_name="destination")
    flows = [
        wide(estimate(start, end, seed=seed, method="da_min_closed", **told), names)
        for seed in (weights, 7 * weights, as_frame, as_table)
    ]
    for one, two in itertools.pairwise(flows):
        assert one == pytest.approx(two, rel=1e-9)


def test_a_seed_without_a_diagonal_has_one_of_one() -> None:
    weights = pd.DataFrame(3.0, NAMES, NAMES)
    with_ones, without = weights.copy(), weights.copy()
    for name in NAMES:
        with_ones.loc[name, name] = 1
        without.loc[name, name] = np.nan
    one, two, three = (wide(estimate(*PLAIN, seed=each)) for each in (with_ones, without, weights))
    assert np.array_equal(one, two)
    # Moves three times as likely as staying, beside a seed that tells nothing apart.
    assert one.sum() > three.sum() * 1.01
    assert three == pytest.approx(wide(estimate(*PLAIN)), rel=1e-9)


@settings(max_examples=30)
@given(size=st.integers(2, 7), number=st.integers(0, 10_000))
def test_fitting_keeps_odds_and_reaches_margins(size: int, number: int) -> None:
    draw = np.random.default_rng(number)
    seed = draw.lognormal(0, 3, (size, size + 1))
    rows, columns = draw.lognormal(3, 2, size), draw.lognormal(3, 2, size + 1)
    columns *= rows.sum() / columns.sum()
    table, _ = fit_margins(seed, rows, columns)
    assert table.sum(1) == pytest.approx(rows, rel=1e-9)
    assert table.sum(0) == pytest.approx(columns, rel=1e-9)
    odds = np.log(table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0]))
    assert odds == pytest.approx(
        np.log(seed[0, 0] * seed[1, 1] / (seed[0, 1] * seed[1, 0])), abs=1e-6
    )


def test_fitting_is_quick_where_sweeps_are_slow() -> None:
    # Nearly everyone at home: sweeps alone gain a digit in thousands of rounds.
    draw = np.random.default_rng(3)
    stock = draw.lognormal(2, 2, (60, 60))
    stock[np.diag_indices(60)] = draw.lognormal(15, 1, 60)
    rows = stock.sum(1) * draw.uniform(0.9999, 1.0001, 60)
    columns = stock.sum(0) * rows.sum() / stock.sum()
    table, sweeps = fit_margins(stock, rows, columns)
    assert sweeps < 100
    assert table.sum(1) == pytest.approx(rows, rel=1e-12)
    b = np.ones(60)
    for _ in range(1000):
        a = rows / (stock @ b)
        b = columns / (a @ stock)
    assert np.abs(a * (stock @ b) / rows - 1).max() > 1e-9


def test_the_nearest_pair_agrees_where_the_mean_cannot() -> None:
    """In BBB live only natives, 100 of them at the start and 90 at the end, and 5 of them abroad.

    The mean of birthplace B, 100, cannot be had with 100 at home and some abroad.
    """
    start = pd.DataFrame([[100.0, 0], [5, 100]], NAMES[:2], NAMES[:2])
    end = pd.DataFrame([[100.0, 0], [15, 90]], NAMES[:2], NAMES[:2])
    one, two, _ = fit_pair(start.to_numpy(), end.to_numpy())
    assert one.sum(1) == pytest.approx(two.sum(1)) and one.sum(0) == pytest.approx([105, 100])
    squeezed = end.copy()
    squeezed.loc["BBB"] = [0.5, 90]
    squeezed.loc["AAA", "AAA"] = 114.5
    found = estimate(start, squeezed, method="da_min_closed")
    assert wide(found, NAMES[:2])[1, 0] == pytest.approx(10)
    assert "(in trouble: AAA, BBB); the pair nearest" in " ".join(
        found.attrs[tidy.ATTRS]["columns"]["value"]["caveats"]
    )


def test_unknown_birthplaces_move_and_stay_within_their_own() -> None:
    start, end = (pd.concat([each, each.loc[["AAA"]].rename({"AAA": "XXX"})]) for each in PLAIN)
    table = estimate(start, end, method="da_min_closed", by_birthplace=["XXX"])
    born_in_a = estimate(*PLAIN, method="da_min_closed", by_birthplace=["AAA"])
    assert table["value"].tolist() == pytest.approx(born_in_a["value"].tolist())


def test_order_of_rows_and_columns_does_not_matter() -> None:
    start, end, births, deaths = random_world(6, 5)
    plain = estimate(start, end, births=births, deaths=deaths)
    turned = estimate(start.iloc[::-1, ::-1], end.iloc[::-1], births=births, deaths=deaths)
    pd.testing.assert_frame_equal(plain, turned, rtol=1e-9)
