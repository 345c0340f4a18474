"""The arithmetic that claims share: ratios, shares, growth, and how far vintages lie apart.

Pure functions on series by year; nothing here loads or judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from migov.errors import ArgumentError
from migov.models.student import chance

if TYPE_CHECKING:
    from migov.claims.evidence import Line


def share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Part of a whole in per cent, in the years that both have."""
    return (100 * part / whole).dropna()


def ratio(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """One over the other, in the years that both have and the other is not zero."""
    return (numerator / denominator[denominator != 0]).dropna()


def mean(values: pd.Series, span: Sequence[int]) -> float:
    """The mean of a span of years, its first and its last among them."""
    return float(values.loc[span[0] : span[1]].mean())


def growth(values: pd.Series, first: int, last: int) -> float:
    """Per cent a year from one year to another, compounded."""
    return float(100 * ((values[last] / values[first]) ** (1 / (last - first)) - 1))


def rank_correlation(one: pd.Series, other: pd.Series) -> tuple[float, float]:
    """Spearman's correlation of two columns of one table, and its chance by Student's t.

    Examples
    --------
    >>> round(rank_correlation(pd.Series([1, 2, 3, 4, 5]), pd.Series([1, 8, 27, 125, 64]))[0], 9)
    0.9
    """
    freedom = len(one) - 2
    r = np.corrcoef(one.rank(), other.rank())[0, 1]
    with np.errstate(divide="ignore"):  # of columns in the same order
        statistic = r * np.sqrt(freedom / ((1 + r) * (1 - r)))
    return float(r), float(chance(statistic, freedom))


def spread(lines: Iterable[Line], year: int) -> tuple[float, float]:
    """The lowest and the highest figure that these lines have for a year.

    Raises
    ------
    ArgumentError
        If none of them has one.
    """
    found = [float(line.values[year]) for line in lines if year in line.values.index]
    if not found:
        raise ArgumentError(f"No vintage at hand has a figure for {year}. Ask for a later date.")
    return min(found), max(found)
