"""Least squares with the standard errors of Newey and West (1987), for one series.

Arrays in and out: which model is fitted, and what a coefficient means, is the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from migov.models.student import Floats, chance, reach_95


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients with their standard errors, and what the model gives for each figure.

    Attributes
    ----------
    params, bse : numpy.ndarray
        A coefficient for each column of the design, and its standard error.
    fittedvalues : numpy.ndarray
    freedom : int
        Figures less coefficients: the degrees of freedom of Student's t.
    """

    params: Floats
    bse: Floats
    fittedvalues: Floats
    freedom: int

    @property
    def tvalues(self) -> Floats:
        """Coefficients over their standard errors."""
        with np.errstate(divide="ignore", invalid="ignore"):  # figures on an exact line
            return self.params / self.bse

    @property
    def pvalues(self) -> Floats:
        """The chance of a t as far from zero as each, on both sides."""
        return chance(self.tvalues, self.freedom)

    def conf_int(self) -> Floats:
        """The ends of the 95 per cent interval of each coefficient, a row each."""
        reach = reach_95(self.freedom) * self.bse
        return np.column_stack([self.params - reach, self.params + reach])


def newey_west(response: Floats, design: Floats, lags: int) -> Fit:
    """Fit by least squares; the covariance allows for errors that go together over `lags`.

    Parameters
    ----------
    response : numpy.ndarray
        The series, length n.
    design : numpy.ndarray
        n × k, its columns linearly independent.
    lags : int
        Of the Bartlett kernel; with 0 it is White's covariance.

    Notes
    -----
    The covariance is scaled by n / (n − k).

    Examples
    --------
    >>> years = np.arange(10.0)
    >>> line = newey_west(3 + 2 * years, np.column_stack([np.ones(10), years]), lags=2)
    >>> line.params.round(9).tolist()
    [3.0, 2.0]
    """
    n, k = design.shape
    params = np.linalg.lstsq(design, response, rcond=None)[0].astype(np.float64)
    fitted = design @ params
    scores = design * (response - fitted)[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        together = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (together + together.T)
    inverse = np.linalg.inv(design.T @ design)
    covariance = n / (n - k) * inverse @ middle @ inverse
    # On an exact line rounding can leave a variance of nothing just below zero.
    errors: Floats = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return Fit(params, errors, fitted, n - k)
