"""Flows from differences of stocks and from rates: the methods that need no demographic account.

The oldest ways from stocks to flows, quick and with known faults that their docstrings state.  Pure
arithmetic on arrays of birthplaces by residences; nothing is loaded.
"""

from __future__ import annotations

import numpy as np

from migov.errors import ArgumentError
from migov.flows.fitting import Floats


def stock_differences(start: Floats, end: Floats, negatives: str) -> Floats:
    """Flows as growth of stocks: who is born in i and lives in j came from i.

    .. math:: y_{ij} = \\max(s^1_{ij} - s^0_{ij}, 0)

    and, where ``negatives`` are reversed, a stock that shrank went home:

    .. math:: y_{ij} = \\max(s^1_{ij} - s^0_{ij}, 0) + \\max(s^0_{ji} - s^1_{ji}, 0).

    Deaths of migrants count as return or hide arrivals, and moves between two foreign places cannot
    be seen (Beine and Parsons 2015 reverse, Bertoli and Fernández-Huertas Moraga 2015 drop).

    Parameters
    ----------
    start, end : arrays of shape (n, n)
        Persons by birthplace and residence; the diagonal is not used.
    negatives : {"drop", "reverse"}
        What a shrinking stock becomes.

    Returns
    -------
    array of shape (n, n)
        Origins by destinations, the diagonal nought.
    """
    change = end - start
    np.fill_diagonal(change, 0)
    flow = np.maximum(change, 0)
    return flow + np.maximum(-change, 0).T if negatives == "reverse" else flow


def migration_rates(start: Floats, total: float) -> Floats:
    """A world total of moves shared out as migrants live (Dennett 2016).

    .. math:: y_{ij} = M \\, s^0_{ij} / \\sum_{k \\ne l} s^0_{kl}

    The stock at the start says where people go, so a corridor that opened in the period stays shut
    and nobody returns unless migrants of the other birthplace live there too.

    Parameters
    ----------
    start : array of shape (n, n)
        Persons by birthplace and residence; the diagonal is not used.
    total : float
        The world total M of moves in the period.

    Returns
    -------
    array of shape (n, n)
        Origins by destinations, the diagonal nought.

    Raises
    ------
    ArgumentError
        If nobody lives outside their birthplace, or `total` is negative or not finite.
    """
    abroad = start.copy()
    np.fill_diagonal(abroad, 0)
    people = float(abroad.sum())
    if not people:
        raise ArgumentError(
            "Nobody lives outside their birthplace at the start, so there are no rates. Use a "
            "method of demographic accounting."
        )
    if not (np.isfinite(total) and total >= 0):
        raise ArgumentError(
            f"total={total!r} is no number of moves; it is finite and not negative."
        )
    return abroad * (total / people)


def growth_rates(start: Floats, end: Floats) -> Floats:
    """Flows from the matrix that takes one stock to the other (Rogers and von Rabenau 1971).

    .. math:: G = (S^0)^{-1} S^1, \\qquad y_{ij} = g_{ij} \\textstyle\\sum_k s^0_{ki}

    Birthplaces are so many equations for one set of rates.  With real stocks the rates are often
    negative, and so are the flows: this is part of the method, and they are given as they are.

    Parameters
    ----------
    start, end : arrays of shape (n, n)
        Persons by birthplace and residence, natives on the diagonal.

    Returns
    -------
    array of shape (n, n)
        Origins by destinations, the diagonal nought; may be negative.

    Raises
    ------
    ArgumentError
        If the stocks at the start do not determine the rates.
    """
    # A determinant says nothing here; the number of figures that a solution would lose does.
    if np.linalg.matrix_rank(start) < len(start) or np.linalg.cond(start) > 1e12:
        raise ArgumentError(
            "The stocks at the start do not determine the rates: two birthplaces are spread alike, "
            "or one has nobody. Leave it out, join it to another, or use rates='dennett'."
        )
    flow = np.linalg.solve(start, end) * start.sum(0)[:, None]
    np.fill_diagonal(flow, 0)
    return flow


def moves_of_balance(net: Floats) -> float:
    """A world total of moves from net migration: twice what the losing places lose.

    Equals :math:`\\sum_i |n_i|` where gains and losses balance, as they should; where they do not,
    gains without losses are not counted.
    """
    return float(2 * np.maximum(-net, 0).sum())
