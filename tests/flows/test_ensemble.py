"""Ensembles: the spread they should have, and the same figures on every backend."""

from __future__ import annotations

from collections.abc import Iterator

import joblib
import numpy as np
import pandas as pd
import pytest

from migov.flows import METHODS, ensemble, estimate_world, world_account
from migov.flows.ensembles import resampled

SMALL = {"revisions": "2024", "methods": ["sd_drop_neg", "da_min_closed"], "periods": 2015}


@pytest.fixture(scope="module")
def here() -> pd.DataFrame:
    return ensemble(draws=3, seed=5, by="destination", **SMALL)


def _same(one: pd.DataFrame, two: pd.DataFrame) -> None:
    # Another number of threads may add up in another order.
    pd.testing.assert_frame_equal(one, two, rtol=1e-9, atol=1e-3)


@pytest.mark.slow
def test_without_noise_members_are_the_estimates() -> None:
    table = ensemble("2024", list(METHODS), draws=1, noise=0, periods=[2010, 2015])
    for year in (2010, 2015):
        totals = [estimate_world("2024", method, periods=year)["value"].sum() for method in METHODS]
        row = table[table["year"] == year].iloc[0]
        assert row["members"] == 6
        assert row["mean"] == pytest.approx(np.mean(totals), rel=1e-9)
        assert row["sd"] == pytest.approx(np.std(totals), rel=1e-9)
        assert row["median"] == pytest.approx(np.median(totals), rel=1e-9)
        assert row["low"] == pytest.approx(np.quantile(totals, 0.05), rel=1e-9)


def test_by_each_side_and_by_corridor_are_one_thing() -> None:
    told = {**SMALL, "methods": "sd_rev_neg", "draws": 1, "noise": 0}
    corridors = ensemble(by="corridor", **told)
    assert list(corridors.columns[:3]) == ["origin", "destination", "year"]
    for side in ("origin", "destination"):
        sums = corridors.groupby(side)["mean"].sum()
        table = ensemble(by=side, **told).set_index(side)["mean"]
        assert table.to_numpy() == pytest.approx(sums.reindex(table.index).to_numpy())
    assert corridors["mean"].sum() == pytest.approx(ensemble(**told)["mean"].iloc[0])


def test_revisions_with_other_places_stand_side_by_side() -> None:
    # Taiwan has rows in the revision of 2024 alone.
    table = ensemble(methods="sd_drop_neg", draws=1, noise=0, by="destination", periods=2015)
    members = table.set_index("destination")["members"]
    assert members["TWN"] == 1 and members["USA"] == 2


def test_the_error_of_a_stock_is_as_said() -> None:
    account = world_account("2024", 2015)
    generator = np.random.default_rng(1)
    large = account.start > 1000
    np.fill_diagonal(large, False)
    # Where migrants fill a place, draws are held to its population.
    large[:, account.start.diagonal() < account.start.sum(0) / 2] = False
    drawn = resampled(account, generator, 0.2, 0.7)
    ratios = [
        np.log(new[large] / old[large])
        for new, old in ((drawn.start, account.start), (drawn.end, np.maximum(account.end, 1e-9)))
    ]
    sigma = np.sqrt(np.log1p(0.2**2))
    assert large.sum() > 2000
    assert ratios[0].std() == pytest.approx(sigma, rel=0.05)
    assert np.exp(ratios[0]).mean() == pytest.approx(1, abs=0.02)
    assert np.corrcoef(ratios)[0, 1] == pytest.approx(0.7, abs=0.05)
    for new, old in ((drawn.start, account.start), (drawn.end, account.end)):
        assert new.sum(0) == pytest.approx(old.sum(0), rel=1e-12)
        assert (new >= 0).all()


def test_errors_that_do_not_persist_make_flows() -> None:
    means = [
        ensemble("2024", "sd_rev_neg", draws=2, periods=2015, persistence=persistence)["mean"].iloc[
            0
        ]
        for persistence in (1.0, 0.9, 0.0)
    ]
    assert means[0] < means[1] < means[2]


@pytest.mark.slow
def test_the_seed_decides(here: pd.DataFrame) -> None:
    again = ensemble(draws=3, seed=5, by="destination", **SMALL)
    pd.testing.assert_frame_equal(here, again, check_exact=True)
    other = ensemble(draws=3, seed=6, by="destination", **SMALL)
    assert np.abs(other["mean"] - here["mean"]).max() > 1000


@pytest.mark.slow
def test_processes_and_threads_give_the_same(here: pd.DataFrame) -> None:
    _same(ensemble(draws=3, seed=5, by="destination", n_jobs=2, **SMALL), here)
    with joblib.parallel_config(backend="threading", n_jobs=2):
        _same(ensemble(draws=3, seed=5, by="destination", **SMALL), here)


@pytest.fixture(scope="module")
def client() -> Iterator[object]:
    distributed = pytest.importorskip("distributed", reason="distributed comes with migov[test]")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    )
    with cluster, distributed.Client(cluster) as client:
        yield client


@pytest.mark.slow
def test_a_dask_cluster_of_two_workers_gives_the_same(client: object, here: pd.DataFrame) -> None:
    distributed = pytest.importorskip("distributed")
    assert isinstance(client, distributed.Client)
    assert len(client.scheduler_info()["workers"]) == 2
    before = {
        name: each["metrics"]["cpu"] for name, each in client.scheduler_info()["workers"].items()
    }
    with joblib.parallel_config(backend="dask"):
        table = ensemble(draws=3, seed=5, by="destination", **SMALL)
    _same(table, here)
    # The work was done there: both workers know the function's module now.
    known = client.run(lambda: "migov.flows.ensembles" in __import__("sys").modules)
    assert len(before) == 2 and all(known.values())
