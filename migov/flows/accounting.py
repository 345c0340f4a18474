"""Flows by demographic accounting: who must have moved, birthplace by birthplace.

Two stock tables whose birthplaces agree give, for each birthplace, the margins of a table of
origins by destinations.  Such tables are kept as factors and summed by one matrix product, so the
cube of birthplaces, origins and destinations is never made.  Pure arithmetic; nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from migov.flows.fitting import Floats, fit_tables

# The share of the independence table of Azose and Raftery (2019) in the published closed tables of
# Abel and Cohen: these imply 0.13 in each period (docs/flows.md).
WEIGHT = 0.13


@dataclass(frozen=True)
class Tables:
    """Tables of origins by destinations, one for each birthplace, as factors.

    Attributes
    ----------
    left, right : arrays of shape (K, n)
        The factors of origins and destinations.
    seed : array of shape (n, n), or None
        What all tables share; None is 1 everywhere.
    stayers : array of shape (K, n), or None
        Persons on the diagonal of each table beside those that the factors put there.
    """

    left: Floats
    right: Floats
    seed: Floats | None = None
    stayers: Floats | None = None

    def flows(self) -> Floats:
        """Everyone who moved, whatever their birthplace: origins by destinations, shape (n, n)."""
        total = self.left.T @ self.right
        if self.seed is not None:
            total *= self.seed
        np.fill_diagonal(total, 0)
        return total

    def of(self, birthplace: int) -> Floats:
        """The whole table of one birthplace, stayers on its diagonal: shape (n, n)."""
        table = self.left[birthplace][:, None] * self.right[birthplace]
        if self.seed is not None:
            table *= self.seed
        if self.stayers is not None:
            table[np.diag_indices(len(table))] += self.stayers[birthplace]
        return table


def fewest_moves(
    start: Floats, end: Floats, seed: Floats | None = None, names: Sequence[str] | None = None
) -> Tables:
    """The fewest moves that turn one stock table into the other, spread as the seed says.

    Of birthplace k as many as possible stay, :math:`\\min(s^0_{ki}, s^1_{ki})` in each place i.
    What is left, :math:`r_{ki} = s^0_{ki} - \\min` of origins and :math:`c_{kj} = s^1_{kj} - \\min`
    of destinations, are the margins of the movers, whose table is
    :math:`y_{kij} = a_{ki} w_{ij} b_{kj}` (quasi-independence, Abel 2013).  No place has both
    leavers and arrivals of one birthplace, so the diagonal stays empty by itself, and without a
    seed :math:`y_{kij} = r_{ki} c_{kj} / \\sum_i r_{ki}` needs no iteration.

    Parameters
    ----------
    start, end : arrays of shape (K, n)
        Stocks with the same row sums.
    seed : array of shape (n, n), optional
        How likely a move from i to j is beside others; its diagonal is not used.
    names : sequence of str, optional
        What messages call the birthplaces.

    Returns
    -------
    Tables

    Raises
    ------
    NoFitError
        If the zeros of the seed close the only ways.
    """
    stay = np.minimum(start, end)
    leave, arrive = start - stay, end - stay
    _same_sums(leave, arrive)
    if seed is None:
        return Tables(_shares(leave), arrive, None, stay)
    a, b, _ = fit_tables(leave, arrive, seed, names)
    return Tables(a, b, seed, stay)


def independent(
    start: Floats, end: Floats, seed: Floats | None = None, names: Sequence[str] | None = None
) -> Tables:
    """Tables of people who forget where they lived: :math:`s^0_{ki} s^1_{kj} / \\sum_i s^0_{ki}`.

    The other pole of Azose and Raftery (2019): nobody is more likely to stay than to move, unless
    the diagonal of the seed says so.

    Parameters
    ----------
    start, end : arrays of shape (K, n)
        Stocks with the same row sums.
    seed : array of shape (n, n), optional
        How likely it is to be in j for who was in i, staying on the diagonal.
    names : sequence of str, optional
        What messages call the birthplaces.

    Returns
    -------
    Tables

    Raises
    ------
    NoFitError
        If the zeros of the seed close the only ways.
    """
    if seed is None:
        return Tables(_shares(start), end)
    a, b, _ = fit_tables(start, end, seed, names)
    return Tables(a, b, seed)


def _shares(rows: Floats) -> Floats:
    total = rows.sum(1, keepdims=True)
    return np.divide(rows, total, out=np.zeros_like(rows), where=total > 0)


def _same_sums(leave: Floats, arrive: Floats) -> None:
    """Give both margins of a birthplace one sum: they differ by the rounding of its stock."""
    one, two = leave.sum(1, keepdims=True), arrive.sum(1, keepdims=True)
    arrive *= np.divide(one, two, out=np.zeros_like(one), where=two > 0)
    leave *= two > 0
