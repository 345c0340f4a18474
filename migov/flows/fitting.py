"""Tables with given margins: iterative proportional fitting, for one table and for many at once.

A fitted table is its seed times a factor for each row and each column, so only the factors are
kept: many tables that share a seed cost two matrix products a sweep and never stand in memory as a
cube.  One table that converges slowly is finished by Newton's method on the same equations.
Nothing here knows what the margins count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from migov.errors import ArgumentError
from migov.words import few

Floats = np.ndarray[Any, np.dtype[np.float64]]

TOLERANCE = 1e-12  # of a margin, or of one person where that is more
SWEEPS = 20_000
_BEFORE_NEWTON = 20
_STEPS = 60


class NoFitError(ArgumentError):
    """Margins that no table with the given zeros can have, or that fitting did not reach.

    Parameters
    ----------
    message : str
        What is wrong, and what to do.
    names : iterable
        The rows in trouble.
    """

    def __init__(self, message: str, names: Iterable[object] = ()) -> None:
        self.names = list(names)
        super().__init__(message)


def fit_margins(
    table: Floats,
    rows: Floats,
    columns: Floats,
    names: tuple[Sequence[str], Sequence[str]] | None = None,
) -> tuple[Floats, int]:
    """One table with the interaction of `table` and the margins `rows` and `columns`.

    Finds :math:`x_{kj} = a_k s_{kj} b_j` with :math:`\\sum_j x_{kj} = r_k` and
    :math:`\\sum_k x_{kj} = c_j` (Deming and Stephan 1940).

    Parameters
    ----------
    table : array of shape (K, n)
        The seed :math:`s`; a zero stays zero.
    rows, columns : arrays of shape (K,) and (n,)
        The margins; their sums are the same.
    names : pair of sequences of str, optional
        What messages call the rows and columns.

    Returns
    -------
    array of shape (K, n), int
        The table, its columns exact to rounding and its rows to 1e-12, and the number of sweeps.

    Raises
    ------
    NoFitError
        If no such table exists, or it was not reached.
    """
    called = [np.asarray(each, dtype=object) for each in names or map(range, table.shape)]
    r, c = rows > 0, columns > 0
    seed = table[np.ix_(r, c)]
    _refuse_empty(seed, list(called[0][r]), "row", 1)
    _refuse_empty(seed, list(called[1][c]), "column", 0)
    fitted, sweeps = _fit(seed, rows[r], columns[c])
    whole = np.zeros_like(table)
    whole[np.ix_(r, c)] = fitted
    wrong = np.abs(whole.sum(1) - rows) > 1e-9 * np.maximum(rows, 1)
    wrong |= ~np.isfinite(whole).all(1)
    if wrong.any():
        stuck = list(called[0][r][_stuck(seed, rows[r], columns[c])])
        raise NoFitError(
            f"No table with these zeros has the margins asked for: after {sweeps} sweeps the rows "
            f"{few(stuck)} do not add up. Probably they have figures in too few columns, or stand "
            "apart from all others. Leave them out, or join them to others.",
            stuck,
        )
    return whole, sweeps


def fit_pair(
    first: Floats, second: Floats, names: Sequence[str] | None = None
) -> tuple[Floats, Floats, int]:
    """The two tables nearest to two others whose rows agree, each with its own columns kept.

    Minimises :math:`\\sum x \\log(x / s) + \\sum y \\log(y / t)`, :math:`s` and :math:`t`
    being the tables given, over tables with their column sums and with
    :math:`\\sum_j x_{kj} = \\sum_j y_{kj}`.  The solution is :math:`x_{kj} = a_k s_{kj} b_j` and
    :math:`y_{kj} = t_{kj} d_j / a_k`.

    Parameters
    ----------
    first, second : arrays of shape (K, n)
        The tables; their sums are the same.
    names : sequence of str, optional
        What messages call the rows.

    Returns
    -------
    array of shape (K, n), array of shape (K, n), int
        The two tables and the number of steps.

    Raises
    ------
    NoFitError
        If no two such tables exist, or they were not reached.
    """
    keep = (first > 0).any(1) & (second > 0).any(1)
    s, t = first[keep], second[keep]
    one, two = first.sum(0), second.sum(0)
    a, steps = np.ones(len(s)), 0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for steps in range(1, 2 * _STEPS + 1):
            x, y = _to_columns(a[:, None] * s, one), _to_columns(t / a[:, None], two)
            held, wanted = x.sum(1), y.sum(1)
            if _close(held, wanted) or not np.isfinite(held - wanted).all():
                break
            if steps <= _STEPS // 2:
                a = a * np.sqrt(wanted / held)
            else:
                a = a * _step(wanted - held, (x, one), (y, two))
    wrong = ~(np.abs(held - wanted) <= 1e-9 * np.maximum(held, 1))
    lost = (one > 0) & ~(x.sum(0) > 0) | (two > 0) & ~(y.sum(0) > 0)
    if wrong.any() or lost.any():
        called = np.asarray(names if names is not None else range(len(first)), dtype=object)
        raise NoFitError(
            f"No two tables with these zeros and columns have the same rows (in trouble: "
            f"{few(called[keep][wrong]) or 'columns that only rows without a partner fill'}). "
            "Probably some stand apart from all others: nobody born there lives elsewhere, and "
            "nobody else lives there. Leave them out, or join them to others."
        )
    found, other = np.zeros_like(first), np.zeros_like(second)
    found[keep], other[keep] = x, y
    return found, other, steps


def fit_tables(
    rows: Floats, columns: Floats, seed: Floats, names: Sequence[str] | None = None
) -> tuple[Floats, Floats, int]:
    """Many tables with one seed and margins of their own, as factors.

    Table k is :math:`x_{kij} = a_{ki} w_{ij} b_{kj}`.  A sweep is two matrix products,
    :math:`a = r / (b w^T)` and :math:`b = c / (a w)`, over the tables not yet done.

    Parameters
    ----------
    rows, columns : arrays of shape (K, n) and (K, m)
        The margins of each table; the two sums of a table are the same.
    seed : array of shape (n, m)
        The weights :math:`w`, the same in every table.
    names : sequence of str, optional
        What messages call the tables.

    Returns
    -------
    array of shape (K, n), array of shape (K, m), int
        The factors :math:`a` and :math:`b`, and the sweeps that the slowest table took.

    Raises
    ------
    NoFitError
        If the zeros of the seed leave a table without a solution, or it was not reached.
    """
    a, b = np.zeros_like(rows), np.zeros_like(columns)
    left = np.flatnonzero(rows.sum(1) > 0)
    sweeps = 0
    reach = (columns[left] > 0).astype(float) @ seed.T
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        while len(left) and sweeps < SWEEPS:
            sweeps += 1
            r, c = rows[left], columns[left]
            some = np.where(r > 0, r / reach, 0.0)
            other = np.where(c > 0, c / (some @ seed), 0.0)
            a[left], b[left] = some, other
            # Columns fit now; what the rows lack is known from the product of the next sweep.
            reach = other @ seed.T
            lacks = np.abs(some * reach - r) > TOLERANCE * np.maximum(r, 1)
            broken = ~(np.isfinite(some).all(1) & np.isfinite(other).all(1))
            if broken.any():
                left = left[broken]
                break
            more = lacks.any(1)
            left, reach = left[more], reach[more]
    if len(left):
        called = np.asarray(names if names is not None else range(len(rows)), dtype=object)[left]
        raise NoFitError(
            f"The seed does not let {len(left)} of {len(rows)} tables have their margins "
            f"({few(called)}): its zeros close the only ways between those who leave and those "
            f"who arrive, or {SWEEPS} sweeps are too few. Give small weights instead of zeros."
        )
    return a, b, sweeps


def _fit(seed: Floats, rows: Floats, columns: Floats) -> tuple[Floats, int]:
    """Sweeps, and Newton's steps where sweeps are slow."""
    b = np.ones(len(columns))
    reach = seed @ b
    done, sweeps = False, 0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        while not done and sweeps < _BEFORE_NEWTON:
            a = rows / reach
            b = columns / (a @ seed)
            reach = seed @ b
            sweeps += 1
            done = _close(a * reach, rows)
        if not done:
            a, b, more = _newton(seed, rows, columns, a, b)
            sweeps += more
        return a[:, None] * seed * b, sweeps


def _newton(
    seed: Floats, rows: Floats, columns: Floats, a: Floats, b: Floats
) -> tuple[Floats, Floats, int]:
    """Newton's method for the logarithms of the factors, each step followed by a sweep.

    The equations are those of a convex function, and the columns always fit, so the linear system
    is that of the rows alone, ``(diag(X 1) - X C^-1 X') du = r - X 1``.
    """
    steps = 0
    while steps < _STEPS:
        steps += 1
        x = a[:, None] * seed * b
        a = a * _step(rows - x.sum(1), (x, columns))
        b = columns / (a @ seed)
        a = rows / (seed @ b)
        b = columns / (a @ seed)
        if not np.isfinite(b).all() or _close(a * (seed @ b), rows):
            break
    return a, b, steps


def _stuck(seed: Floats, rows: Floats, columns: Floats) -> np.ndarray:
    """The rows that plain sweeps leave furthest from their margin, as positions."""
    b = np.ones(len(columns))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        for _ in range(50 * _BEFORE_NEWTON):
            a = rows / (seed @ b)
            b = columns / (a @ seed)
        off = np.nan_to_num(np.abs(a * (seed @ b) - rows) / np.maximum(rows, 1), nan=np.inf)
    return np.flatnonzero(off >= 0.1 * off.max())


def _step(lacks: Floats, *tables: tuple[Floats, Floats]) -> Floats:
    """Newton's change of the row factors; the columns of the tables, given beside them, fit."""
    system = np.zeros((len(lacks), len(lacks)))
    held = np.zeros(len(lacks))
    for x, columns in tables:
        system -= (x / np.where(columns > 0, columns, 1)) @ x.T
        held += x.sum(1)
    # Singular by one constant for each part that stands apart; a grain makes it solvable.
    system[np.diag_indices(len(lacks))] += held * (1 + 1e-14)
    try:
        change = np.linalg.solve(system, lacks)
    except np.linalg.LinAlgError:
        return np.full(len(lacks), np.nan)
    change -= np.median(change)
    most = np.abs(change).max()
    return np.exp(change * min(1.0, 2.0 / most if most else 1.0))


def _to_columns(table: Floats, columns: Floats) -> Floats:
    return table * np.where(columns > 0, columns / table.sum(0), 0.0)


def _close(found: Floats, wanted: Floats) -> bool:
    return bool((np.abs(found - wanted) <= TOLERANCE * np.maximum(wanted, 1)).all())


def _refuse_empty(seed: Floats, names: list[Any], what: str, axis: int) -> None:
    filled = (seed > 0).sum(axis=axis)
    lost = [name for name, count in zip(names, filled, strict=True) if not count]
    if lost:
        raise NoFitError(
            f"No table has these margins: the {what}s {few(lost)} should add up to more than "
            "nothing and hold only zeros. Leave them out, or give them figures."
        )
