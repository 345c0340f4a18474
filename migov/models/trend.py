"""Trend growth of one series, with standard errors that allow for autocorrelation.

A straight line through the figures or their logarithms, by least squares; the errors are Newey
and West's.  It says how fast, and how sure one can be; it never says why.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from migov.errors import ArgumentError
from migov.models.least_squares import newey_west
from migov.models.results import TrendResult
from migov.models.series import bartlett_lags, one_series, per_cent

_LEAST = 6
_FEW = 20
_PERSISTENT = 0.7


def trend(
    table: pd.DataFrame,
    economy: str | None = None,
    years: tuple[int, int] | None = None,
    *,
    log: bool = True,
    lags: int | None = None,
) -> TrendResult:
    """Trend growth of one economy's series.

    Parameters
    ----------
    table : pandas.DataFrame
        Economy–year table.
    economy : str, optional
        Code; may be left out if the table has one economy only.
    years : (int, int), optional
        First and last year, both included.
    log : bool
        Fit the logarithms, which gives growth in per cent a year.
    lags : int, optional
        Lags of the Newey–West estimator; ⌊4 (n/100)^(2/9)⌋ by default.

    Returns
    -------
    TrendResult

    Raises
    ------
    ArgumentError
        If there are fewer than 6 figures, logarithms of figures that are not positive are asked
        for, or the lags do not fit.

    Notes
    -----
    The covariance is scaled by n / (n − 2).  Years that are missing between the first and the
    last are left out, and lags then count figures, not years; the result says so.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"economy": "WLD", "year": range(1990, 2000),
    ...                       "value": [100 * 1.05**k for k in range(10)]})
    >>> round(trend(table).growth, 6)
    5.0
    """
    series = one_series(table, economy, years, _LEAST, "A trend")
    response, n = series.response(log), len(series.years)
    chosen, rule = _lags(lags, n)
    # Years are counted from their mean, which leaves the slope as it is and the algebra stable.
    time = series.years - series.years.mean()
    fit = newey_west(response, np.column_stack([np.ones(n), time]), chosen)
    slope, error = float(fit.params[1]), float(fit.bse[1])
    low, high = (float(bound) for bound in fit.conf_int()[1])
    residuals = response - fit.fittedvalues
    growth = per_cent(slope) if log else slope
    unit = "% a year" if log else f"{series.unit or 'units'} a year"
    persistence = _autocorrelation(residuals)
    return TrendResult(
        economy=series.economy,
        name=series.name,
        source=series.source,
        first_year=int(series.years[0]),
        last_year=int(series.years[-1]),
        n=n,
        growth=growth,
        # By the delta method: the derivative of 100 (e^b − 1) is 100 e^b.
        std_error=100 * float(np.exp(slope)) * error if log else error,
        statistic=float(fit.tvalues[1]),
        p_value=float(fit.pvalues[1]),
        conf_low=per_cent(low) if log else low,
        conf_high=per_cent(high) if log else high,
        unit=unit,
        log=log,
        lags=chosen,
        lag_rule=rule,
        autocorrelation=persistence,
        notes=_notes(n, persistence, series.missing),
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


def _lags(lags: int | None, n: int) -> tuple[int, str]:
    if lags is None:
        return bartlett_lags(n), "floor(4 (n/100)^(2/9))"
    if isinstance(lags, bool) or not isinstance(lags, (int, np.integer)) or not 0 <= lags < n - 1:
        raise ArgumentError(
            f"lags={lags!r} does not fit {n} figures: a whole number from 0 to {n - 2}."
        )
    return int(lags), "as asked"


def _autocorrelation(residuals: np.ndarray) -> float:
    power = float(residuals @ residuals)
    # Figures on an exact line leave rounding errors only, whose pattern means nothing.
    if power < 1e-20:
        return 0.0
    return float(residuals[1:] @ residuals[:-1]) / power


def _notes(n: int, persistence: float, missing: list[int]) -> tuple[str, ...]:
    notes = []
    if n < _FEW:
        notes.append(
            f"{n} figures: Newey–West errors rest on large samples and are probably too small."
        )
    if persistence > _PERSISTENT:
        notes.append(
            f"residuals are close to a random walk (autocorrelation {persistence:.2f}): the true "
            "interval is wider than the one given."
        )
    if missing:
        notes.append(f"{len(missing)} years between first and last are missing; lags skip them.")
    return tuple(notes)
