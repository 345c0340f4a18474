"""Breaks in the level or trend of one series, at dates that are not known beforehand.

How many (an information criterion), when (least squares, with a confidence set for each date),
and whether there is one at all (sup-F against a bootstrap without breaks).  A break says that the
series turned; it never says what turned it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from migov.choices import one_of
from migov.errors import ArgumentError
from migov.models import segments
from migov.models.least_squares import Fit, newey_west
from migov.models.results import COLUMNS, BreaksResult
from migov.models.series import Floats, Series, bartlett_lags, one_series, per_cent

_LEAST = 20
_MOST_DRAWS = 99_999
# Andrews (2003), corrigendum to Andrews (1993), Table I: one coefficient, trimming 0.15.
_ANDREWS = {"10%": 7.12, "5%": 8.68, "1%": 12.16}
# The likelihood ratio of a break date is at most x with probability (1 − e^(−x/2))²
# (Hansen 2000, Econometrica 68, Theorem 1; Eo and Morley 2015); this is its 95 per cent point.
_DATE_95 = -2 * float(np.log(1 - np.sqrt(0.95)))


def breaks(
    table: pd.DataFrame,
    economy: str | None = None,
    years: tuple[int, int] | None = None,
    *,
    change: str = "trend",
    log: bool = True,
    max_breaks: int | None = None,
    n_breaks: int | None = None,
    trim: float = 0.15,
    criterion: str = "bic",
    replications: int = 999,
    seed: int = 0,
) -> BreaksResult:
    """Structural breaks in one economy's series.

    Parameters
    ----------
    table : pandas.DataFrame
        Economy–year table, its years evenly spaced.
    economy : str, optional
        Code; may be left out if the table has one economy only.
    years : (int, int), optional
        First and last year, both included.
    change : {"trend", "level"}
        Let level and trend break together, or the level of a series without a trend.
    log : bool
        Work on logarithms; regimes then have growth in per cent a year.
    max_breaks : int, optional
        The most breaks to consider; 3, or as many as the series can hold if that is fewer.
    n_breaks : int, optional
        Take this number instead of the criterion's.
    trim : float
        The shortest regime as a fraction of the series (at least 3 figures for a level, 5 for a
        trend).
    criterion : {"bic", "lwz"}
        Schwarz's as Yao (1988) used it, or the stricter one of Liu, Wu and Zidek (1997); BIC finds
        too many breaks where errors are autocorrelated.
    replications, seed : int
        Of the bootstrap.

    Returns
    -------
    BreaksResult

    Raises
    ------
    ArgumentError
        If there are fewer than 20 figures, years are missing between them, the series cannot hold
        so many breaks, an option is not known, or the figures lie on an exact line.

    Notes
    -----
    A date is the last year before the change.  Its set holds the years whose likelihood ratio,
    divided by the long-run over the short-run variance of the residuals (not below one), is at
    most 7.35, the others' dates given; it is an approximation that improves with the size of the
    break.  sup-F is a Wald statistic with ordinary variance.  Its p value is the share of
    `replications` series without a break, drawn from an autoregression fitted to the residuals
    under no break, that reach it; where that autoregression is nearly a random walk the test
    rarely finds anything.  Andrews's critical values are given for a level at trim 0.15, for
    errors without autocorrelation; for a trend they do not apply and are not given.

    Examples
    --------
    >>> import pandas as pd
    >>> values = [10.0, 11.0] * 6 + [20.0, 21.0] * 6
    >>> table = pd.DataFrame({"economy": "EGY", "year": range(1980, 2004), "value": values})
    >>> breaks(table, change="level", log=False).dates
    (1991,)
    """
    one_of(change, ("trend", "level"), "change")
    one_of(criterion, ("bic", "lwz"), "criterion")
    _refuse_draws(replications, seed)
    series = one_series(table, economy, years, _LEAST, "A search for breaks")
    if series.missing:
        raise ArgumentError(
            f"{series.name} of {series.economy} lacks {len(series.missing)} years between "
            f"{series.years[0]} and {series.years[-1]} (first {series.missing[0]}), and a break "
            "could hide there. Ask for years=(...) without a gap."
        )
    response, q = series.response(log), 2 if change == "trend" else 1
    least, most = _room(len(response), q, trim, max_breaks, n_breaks)
    cost = segments.squares(response, q)
    if cost[0, -1] <= 1e-12 * float(((response - response.mean()) ** 2).sum() + 1e-300):
        raise ArgumentError(
            f"{series.name} of {series.economy} lies on an exact line, so there is nothing to "
            "break. It was probably interpolated or extrapolated by its publisher."
        )
    candidates, found = _candidates(cost, most, least, q, series.years)
    number = int(candidates[criterion].to_numpy().argmin()) if n_breaks is None else n_breaks
    ends = found[number]
    statistic = float(segments.sup_f(response[None, :], q, least)[0])
    draws, order, pulled = segments.bootstrap_sup_f(response, q, least, replications, seed)
    fit = _fit(response, series.years, ends, q)
    residuals = response - fit.fittedvalues
    applies = q == 1 and abs(trim - 0.15) < 1e-9
    return BreaksResult(
        economy=series.economy,
        name=series.name,
        source=series.source,
        first_year=int(series.years[0]),
        last_year=int(series.years[-1]),
        n=len(response),
        change=change,
        log=log,
        dates=tuple(int(series.years[end]) for end in ends),
        date_sets=_date_sets(cost, ends, least, residuals, series.years),
        sup_f=statistic,
        p_value=float((1 + (draws >= statistic).sum()) / (replications + 1)),
        critical_values=dict(_ANDREWS) if applies else None,
        regimes=_regimes(fit, series.years, ends, q, log),
        candidates=candidates,
        criterion=criterion if n_breaks is None else "request",
        unit=_unit(series, q, log),
        notes=_notes(order, pulled, replications, seed, criterion if n_breaks is None else ""),
        fitted=pd.DataFrame(
            {
                "year": series.years,
                "value": series.values,
                "fitted": np.exp(fit.fittedvalues) if log else fit.fittedvalues,
            }
        ),
        value_unit=series.unit,
        title=series.title,
    )


def _refuse_draws(replications: int, seed: int) -> None:
    for value, argument, least in ((replications, "replications", 99), (seed, "seed", 0)):
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
            raise ArgumentError(f"{argument}={value!r} must be a whole number, {least} or more.")
        if value < least:
            why = "is too few for a p value" if argument == "replications" else "is negative"
            raise ArgumentError(f"{argument}={value} {why}; use {least} or more.")
    if replications > _MOST_DRAWS:
        raise ArgumentError(
            f"replications={replications} would take hours; {_MOST_DRAWS:,} is the most."
        )


def _room(
    n: int, q: int, trim: float, max_breaks: int | None, n_breaks: int | None
) -> tuple[int, int]:
    if not isinstance(trim, (int, float)) or not 0.05 <= trim <= 0.4:
        raise ArgumentError(f"trim={trim!r} must be a fraction from 0.05 to 0.4; 0.15 is usual.")
    least = max(int(trim * n + 1e-9), 2 * q + 1)
    room = n // least - 1
    asked = max_breaks if n_breaks is None else n_breaks
    argument = "max_breaks" if n_breaks is None else "n_breaks"
    if asked is None:
        return least, min(3, room)
    smallest = 1 if n_breaks is None else 0
    if isinstance(asked, bool) or not isinstance(asked, int) or not smallest <= asked <= room:
        raise ArgumentError(
            f"{argument}={asked!r} does not fit {n} figures with regimes of at least {least}: a "
            f"whole number from {smallest} to {room}. Lower it, or lower trim."
        )
    return least, asked


def _candidates(
    cost: Floats, most: int, least: int, q: int, years: Any
) -> tuple[pd.DataFrame, list[tuple[int, ...]]]:
    n = len(cost)
    floor = 1e-12 * max(float(cost[0, -1]), 1e-300)
    rows, found = [], []
    for number, (rss, ends) in enumerate(segments.partitions(cost, most, least)):
        rss = max(rss, floor)
        # Coefficients, dates and, for the likelihood, one variance.
        free = (number + 1) * q + number
        bic = n * (np.log(2 * np.pi) + np.log(rss / n) + 1) + (free + 1) * np.log(n)
        lwz = np.log(rss / (n - free)) + free * 0.299 * np.log(n) ** 2.1 / n
        dates = tuple(int(years[end]) for end in ends)
        rows.append((number, rss, float(bic), float(lwz), dates))
        found.append(ends)
    return pd.DataFrame(rows, columns=["breaks", "rss", "bic", "lwz", "dates"]), found


def _fit(response: Floats, years: Any, ends: tuple[int, ...], q: int) -> Fit:
    edges = [0, *(end + 1 for end in ends), len(response)]
    columns = []
    for first, after in pairwise(edges):
        inside = np.zeros(len(response))
        inside[first:after] = 1.0
        columns.append(inside)
        if q == 2:
            columns.append(inside * (years - years[first:after].mean()))
    return newey_west(response, np.column_stack(columns), bartlett_lags(len(response)))


def _regimes(fit: Fit, years: Any, ends: tuple[int, ...], q: int, log: bool) -> pd.DataFrame:
    edges = [0, *(end + 1 for end in ends), len(years)]
    bounds, rows = fit.conf_int(), []
    for index, (first, after) in enumerate(pairwise(edges)):
        at = q * index + (q - 1)
        value, error = float(fit.params[at]), float(fit.bse[at])
        low, high = (float(bound) for bound in bounds[at])
        statistic, chance = float(fit.tvalues[at]), float(fit.pvalues[at])
        if log and q == 2:
            value, error = per_cent(value), 100 * float(np.exp(value)) * error
            low, high = per_cent(low), per_cent(high)
        elif log:
            # A level from logarithms is a geometric mean; that its logarithm be zero is no
            # hypothesis anyone holds.
            value, error = float(np.exp(value)), float(np.exp(value)) * error
            low, high, statistic, chance = float(np.exp(low)), float(np.exp(high)), np.nan, np.nan
        span = (int(years[first]), int(years[after - 1]), after - first)
        rows.append((*span, value, error, statistic, chance, low, high))
    return pd.DataFrame(rows, columns=["first_year", "last_year", "n", *COLUMNS[1:]])


def _date_sets(
    cost: Floats, ends: tuple[int, ...], least: int, residuals: Floats, years: Any
) -> tuple[tuple[int, ...], ...]:
    n = len(residuals)
    limit = _DATE_95 * segments.long_run_ratio(residuals, bartlett_lags(n))
    edges = [-1, *ends, n - 1]
    whole = max(float(residuals @ residuals), 1e-300)
    sets = []
    for before, end, after in zip(edges, edges[1:], edges[2:], strict=False):
        dates = np.arange(before + least, after - least + 1)
        part = cost[before + 1, dates] + cost[dates + 1, after]
        now = float(cost[before + 1, end] + cost[end + 1, after])
        ratio = n * np.log(np.maximum(whole + part - now, 1e-300) / whole)
        sets.append(tuple(int(years[date]) for date in dates[ratio <= limit]))
    return tuple(sets)


def _unit(series: Series, q: int, log: bool) -> str:
    if q == 2:
        return "% a year" if log else f"{series.unit or 'units'} a year"
    return f"{series.unit or 'units'}{' (geometric mean)' if log else ''}"


def _notes(
    order: int, pulled: bool, replications: int, seed: int, criterion: str
) -> tuple[str, ...]:
    notes = [
        f"p value from {replications} draws without a break, errors as AR({order}), seed {seed}."
    ]
    if pulled:
        notes.append(
            "errors around a model without breaks are nearly a random walk, where the test rarely "
            "finds a break, even a real one."
        )
    if criterion == "bic" and order:
        notes.append("errors are autocorrelated, where BIC tends to find too many breaks.")
    return tuple(notes)
