"""Student's t: the chance of a value so far from zero, and how far a 95 per cent interval reaches.

Both follow from the incomplete beta function, by its continued fraction (DLMF 8.17.22).  Scipy has
them too, and takes as long to import as dozens of claims take to check.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_TERMS = 60  # where it is used, the fraction has settled long before


def chance(statistic: ArrayLike, freedom: int) -> Floats:
    """The chance of a t as far from zero as each of these, on both sides; NaN stays NaN.

    Parameters
    ----------
    statistic : array_like
        Values of t.
    freedom : int
        Degrees of freedom, at least one.

    Examples
    --------
    >>> chance([0.0, 2.228, -12.0], 10).round(7).tolist()
    [1.0, 0.0500118, 3e-07]
    """
    size = np.abs(np.asarray(statistic, dtype=np.float64))
    with np.errstate(divide="ignore", over="ignore"):
        far, near = 1 / (1 + size**2 / freedom), 1 / (1 + freedom / size**2)
    a, b = freedom / 2, 0.5
    settles = far < (a + 1) / (a + b + 2)
    small = _beta(np.where(settles, far, 0.0), np.where(settles, near, 1.0), a, b)
    large = 1 - _beta(np.where(settles, 0.0, near), np.where(settles, 1.0, far), b, a)
    return np.where(np.isnan(size), np.nan, np.where(settles, small, large))


@cache
def reach_95(freedom: int) -> float:
    """How many standard errors a 95 per cent interval reaches to either side.

    Examples
    --------
    >>> round(reach_95(10), 6)
    2.228139
    """
    low, high = 0.0, 16.0  # with one degree of freedom it is 12.7
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if chance(middle, freedom) > 0.05 else (low, middle)
    return middle


def _beta(x: Floats, rest: Floats, a: float, b: float) -> Floats:
    """The regularised incomplete beta function at x, with `rest` = 1 − x."""
    fraction = np.ones_like(x)
    for term in range(_TERMS, 0, -1):
        m = term // 2
        if term % 2:
            weight = -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            weight = m * (b - m) / ((a + 2 * m - 1) * (a + 2 * m))
        fraction = 1 + weight * x / fraction
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    with np.errstate(divide="ignore"):
        front = np.exp(a * np.log(x) + b * np.log(rest) + scale)
    return np.asarray(front / (a * fraction))
