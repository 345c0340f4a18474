"""Worlds of any size for the benchmarks of flows: stocks that balance, and a seed of distances."""

from __future__ import annotations

import numpy as np

from benchmarks.harness import Benchmark
from migov.flows.accounting import Tables, fewest_moves
from migov.flows.accounts import Account, matched
from migov.flows.fitting import fit_tables


def world(size: int) -> Account:
    """Stocks, births and deaths of so many places: half of the corridors empty, most at home."""
    draw = np.random.default_rng(size)
    start = np.floor(draw.lognormal(3, 3, (size, size))) * (draw.random((size, size)) < 0.5)
    end = np.floor(start * draw.lognormal(0.1, 0.4, (size, size)))
    diagonal = np.diag_indices(size)
    start[diagonal] = draw.lognormal(15, 2, size) + start.sum(0)
    births, deaths = 0.1 * start[diagonal], 0.05 * start[diagonal]
    end[diagonal] = start[diagonal] + births - deaths
    end[diagonal] *= (
        1 + (start.sum() + births.sum() - deaths.sum() - end.sum()) / end[diagonal].sum()
    )
    names = tuple(f"P{at:03d}" for at in range(size))
    return Account(names, names, start, end, births, deaths)


def distances(size: int) -> np.ndarray:
    """A seed: one by the distance between places strewn over a square."""
    draw = np.random.default_rng(size + 1)
    at = draw.random((size, 2))
    far = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    return 1 / (far + 0.05)


def margins(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Leavers and arrivals by birthplace, both of shape (size, size): what fitting starts from."""
    agreed = matched(world(size), "rescale")
    tables = fewest_moves(agreed.start, agreed.end)
    assert tables.stayers is not None
    leave, arrive = agreed.start - tables.stayers, agreed.end - tables.stayers
    return leave, arrive * (leave.sum(1) / np.where(arrive.sum(1) > 0, arrive.sum(1), 1))[:, None]


def against_a_loop(size: int, repeats: int | None = None) -> Benchmark:
    """Closed flows with a seed, beside what a user would write with the package ipfn.

    Both are given the same margins of every birthplace and the same seed; ipfn is asked for 1e-9 of
    a margin, and ours for its own 1e-12.
    """
    from ipfn.ipfn import ipfn

    leave, arrive = margins(size)
    seed = distances(size)

    def ours() -> np.ndarray:
        a, b, _ = fit_tables(leave, arrive, seed)
        return Tables(a, b, seed).flows()

    def loop() -> np.ndarray:
        total = np.zeros((size, size))
        for rows, columns in zip(leave, arrive, strict=True):
            total += ipfn(
                seed.copy(), [rows, columns], [[0], [1]], convergence_rate=1e-9, rate_tolerance=0,
                max_iteration=1000,
            ).iteration()  # fmt: skip
        return total

    if size <= 50:  # where it costs little, make sure that both do the same work
        assert np.allclose(ours(), loop(), rtol=1e-6, atol=1e-3)
    return Benchmark(
        title=f"seeded flows of {size} economies / a loop over ipfn",
        ours=ours,
        floor=loop,
        limit=0.05,
        repeats=repeats,
        warm=repeats is None,
    )
