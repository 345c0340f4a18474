"""How far estimates differ: an ensemble over methods, revisions and resampled stocks.

Each member is one estimate of the world, computed by a pure function on arrays, so that the same
call runs on threads, processes or a cluster, whichever backend joblib is told to use, and gives the
same figures on each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from migov import tidy
from migov.choices import one_of
from migov.errors import ArgumentError, MissingExtraError
from migov.flows.accounts import Account
from migov.flows.fitting import Floats
from migov.flows.methods import METHODS, Options, estimated, needs_natives
from migov.flows.records import record, works
from migov.flows.sources import HOW_UNKNOWN, MID_YEAR, Sources
from migov.flows.world import periods_of, revision_of

BY = ("corridor", "origin", "destination", "world")


def ensemble(
    revisions: str | int | Iterable[str | int] = ("2020", "2024"),
    methods: str | Iterable[str] = tuple(METHODS),
    *,
    draws: int = 20,
    noise: float = 0.1,
    persistence: float = 0.9,
    seed: int = 0,
    by: str = "world",
    level: float = 0.9,
    periods: int | Iterable[int] | None = None,
    unknown: str = "native",
    n_jobs: int | None = None,
) -> pd.DataFrame:
    """The spread of flow estimates over methods, revisions and resampled stocks.

    Every combination of a revision, a method and a draw is a member, and all count alike.

    Parameters
    ----------
    revisions : str or list of str
        Of the migrant stock, as in :func:`estimate_world`.
    methods : str or list of str
        As in :func:`estimate`; all six by default.
    draws : int
        How many resampled stocks for each; 1 with ``noise=0`` takes the stocks as they are.
    noise : float
        Coefficient of variation of a stock's error.
    persistence : float
        Correlation, from 0 to 1, of the errors of a corridor's stock at the two ends of a period.
    seed : int
        The same number gives the same figures, on any backend and with any number of workers.
    by : {"world", "origin", "destination", "corridor"}
        What is counted before members are compared: all flows, those out of or into each economy,
        or each corridor.
    level : float
        Share of the members between `low` and `high`.
    periods, unknown
        As in :func:`estimate_world`.
    n_jobs : int, optional
        Workers, as joblib counts them; None does as ``joblib.parallel_config`` says, one if
        it says nothing.

    Returns
    -------
    pandas.DataFrame
        ``[origin,] [destination,] year, mean, sd, low, median, high, members``; persons in the five
        years from `year` on.

    Raises
    ------
    ArgumentError
        If an argument cannot be used.
    MissingExtraError
        If joblib is not installed (``migov[flows]``).

    Notes
    -----
    A resampled stock is :math:`s \\, e^{\\sigma z - \\sigma^2 / 2}` with
    :math:`\\sigma^2 = \\log(1 + \\mathrm{noise}^2)` and standard normal z, independent between
    corridors: the error is lognormal, unbiased and in proportion.  The z of the two ends of a
    period have the correlation `persistence`, since a census that misses migrants misses them
    again; the less they hang together, the more flows errors make.  Natives are what the population
    leaves over, which is not resampled, nor are births and deaths.  Neither `noise` nor
    `persistence` is estimated from data: they are assumptions, and the spread over methods is no
    confidence interval either.  Each draw has a stream of random numbers of its own, named by seed,
    revision, period and draw: methods that need natives see the same stocks, and so do the others.

    Run on a Dask cluster by choosing the backend around the call::

        with joblib.parallel_config(backend="dask"):
            migov.flows.ensemble(draws=100)

    Examples
    --------
    >>> table = ensemble("2024", ["sd_drop_neg", "sd_rev_neg"], draws=2, periods=2015)
    >>> table.columns.tolist()
    ['year', 'mean', 'sd', 'low', 'median', 'high', 'members']
    >>> int(table["members"].iloc[0])
    4
    """
    chosen = _several(methods)
    for each in chosen:
        one_of(each, tuple(METHODS), "methods")
    editions = [revision_of(each) for each in _several(revisions)]
    one_of(by, BY, "by")
    one_of(unknown, HOW_UNKNOWN, "unknown")
    _check_numbers(draws, noise, persistence, level, seed)
    _check_workers(n_jobs)
    if not chosen or not editions:
        raise ArgumentError("An ensemble needs at least one revision and one method.")
    try:
        from joblib import Parallel, delayed
    except ImportError:
        raise MissingExtraError("joblib", "flows", "An ensemble") from None
    sources = {edition: Sources(edition) for edition in dict.fromkeys(editions)}
    tables, notes = [], []
    for year in periods_of(periods):
        tasks, places = [], []
        for edition, source in sources.items():
            for natives in (True, False):
                names = [name for name in chosen if needs_natives(name, Options()) == natives]
                if not names:
                    continue
                account = source.account(year, "both", unknown, natives)
                notes += [f"{edition}, {year}: {note}" for note in account.notes]
                for draw in range(draws):
                    stream = (seed, int(edition), year, draw)
                    tasks.append(delayed(member)(account, names, stream, noise, persistence, by))
                    places.append(account.places)
        found = Parallel(n_jobs=n_jobs)(tasks)
        tables.append(_summary(found, places, year, by, level))
    table = pd.concat(tables, ignore_index=True)
    keys = [name for name in ("origin", "destination", "year") if name in table]
    table = table.sort_values(keys, ignore_index=True)
    records = [each for source in sources.values() for each in source.records.values()]
    said = record(chosen[0], [MID_YEAR, *notes], records)
    said |= {
        "series": "estimated_flow_ensemble",
        "code": ", ".join(chosen),
        "title": "Migration flows estimated from stocks: an ensemble",
        "unit": "persons in five years",
        "derived": (
            f"An ensemble of {_count(len(chosen), 'method')}, {_count(len(sources), 'revision')} "
            f"and {_count(draws, 'draw')} of stocks (noise {noise:g}, persistence "
            f"{persistence:g}, seed {seed}), computed by migov"
        ),
        "works": list(dict.fromkeys(work for each in chosen for work in works(each))),
    }
    columns = ("mean", "sd", "low", "median", "high")
    return tidy.with_provenance(table, {column: said for column in columns})


def member(
    account: Account,
    methods: list[str],
    stream: tuple[int, ...],
    noise: float,
    persistence: float,
    by: str,
) -> list[Floats]:
    """One draw of the stocks, estimated with each method: what a worker does.

    Parameters
    ----------
    account : Account
        The stocks as they are.
    methods : list of str
        Names of methods.
    stream : tuple of int
        Names the stream of random numbers.
    noise, persistence : float
        As in :func:`ensemble`.
    by : str
        What is counted.

    Returns
    -------
    list of arrays
        Of each method, flows of shape (n, n), (n,) or ().
    """
    drawn = resampled(account, np.random.default_rng(stream), noise, persistence)
    flows = (estimated(drawn, method).flow for method in methods)
    counts = {
        "corridor": lambda flow: flow,
        "origin": lambda flow: flow.sum(1),
        "destination": lambda flow: flow.sum(0),
        "world": lambda flow: flow.sum(),
    }
    return [np.asarray(counts[by](flow)) for flow in flows]


def resampled(
    account: Account, generator: np.random.Generator, noise: float, persistence: float
) -> Account:
    """The account with errors in the stocks of people abroad; each place keeps its population.

    Parameters
    ----------
    account : Account
        The stocks as they are.
    generator : numpy.random.Generator
        Where the errors come from.
    noise, persistence : float
        As in :func:`ensemble`.

    Returns
    -------
    Account
        Where more migrants are drawn than people live, they are scaled to the population; stocks
        without natives have none to keep to.
    """
    sigma = np.sqrt(np.log1p(noise**2))
    shared, *own = generator.standard_normal((3, *account.start.shape))
    n = len(account.places)
    stocks = []
    for stock, error in zip((account.start, account.end), own, strict=True):
        z = np.sqrt(persistence) * shared + np.sqrt(1 - persistence) * error
        drawn = stock * np.exp(sigma * z - sigma**2 / 2)
        drawn[np.diag_indices(n)] = 0
        if stock[np.diag_indices(n)].any():
            people, abroad = stock.sum(0), drawn.sum(0)
            drawn *= np.where(abroad > people, people / np.where(abroad > 0, abroad, 1), 1)
            drawn[np.diag_indices(n)] = np.maximum(people - drawn.sum(0), 0)
        stocks.append(drawn)
    return replace(account, start=stocks[0], end=stocks[1])


def _summary(
    found: list[list[Floats]], places: list[tuple[str, ...]], year: int, by: str, level: float
) -> pd.DataFrame:
    """Members side by side over all places that any revision has; quantiles of each row."""
    names = sorted({place for each in places for place in each})
    size = {"corridor": (len(names),) * 2, "world": ()}.get(by, (len(names),))
    members = sum(len(each) for each in found)
    values = np.full((members, *size), np.nan)
    at = 0
    for flows, known in zip(found, places, strict=True):
        rows = np.searchsorted(names, known)
        for flow in flows:
            if by == "world":
                values[at] = flow
            elif by == "corridor":
                values[at][np.ix_(rows, rows)] = flow
            else:
                values[at][rows] = flow
            at += 1
    flat = values.reshape(members, -1)
    some = ~np.isnan(flat).all(0) & (np.nan_to_num(flat) != 0).any(0)
    flat = flat[:, some]
    low, median, high = np.nanquantile(flat, [(1 - level) / 2, 0.5, (1 + level) / 2], axis=0)
    table = pd.DataFrame(index=range(flat.shape[1]))
    labels = np.asarray(names, dtype=object)
    if by != "world":
        index = np.unravel_index(np.flatnonzero(some), size)
        sides = ("origin", "destination") if by == "corridor" else (by,)
        for side, positions in zip(sides, index, strict=True):
            table[side] = pd.array(labels[positions], dtype="str")
    table["year"] = np.full(len(table), year, dtype="int64")
    table["mean"], table["sd"] = np.nanmean(flat, axis=0), np.nanstd(flat, axis=0)
    table["low"], table["median"], table["high"] = low, median, high
    table["members"] = (~np.isnan(flat)).sum(0)
    return table


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _several(names: str | int | Iterable[str | int]) -> list[str]:
    one = isinstance(names, str) or not isinstance(names, Iterable)
    each = [names] if one else list(names)  # type: ignore[arg-type]
    return list(dict.fromkeys(str(name) for name in each))


def _check_workers(n_jobs: int | None) -> None:
    if n_jobs is not None and (
        isinstance(n_jobs, bool) or not isinstance(n_jobs, (int, np.integer)) or n_jobs == 0
    ):
        raise ArgumentError(
            f"n_jobs={n_jobs!r} is no number of workers; write 2, or -1 for one a processor, or "
            "leave it out."
        )


def _check_numbers(draws: int, noise: float, persistence: float, level: float, seed: int) -> None:
    whole: tuple[tuple[str, object], ...] = (("draws", draws), ("seed", seed))
    for name, count in whole:
        if isinstance(count, bool) or not isinstance(count, (int, np.integer)) or count < 0:
            raise ArgumentError(f"{name}={count!r} is no whole number from 0 on.")
    if draws < 1:
        raise ArgumentError("draws=0 makes no member; 1 with noise=0 takes the stocks as they are.")
    for name, value, most in (
        ("noise", noise, 5),
        ("persistence", persistence, 1),
        ("level", level, 1),
    ):
        number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
        if not number or not 0 <= value <= most:
            raise ArgumentError(f"{name}={value!r} is no number from 0 to {most}.")
