"""The search for breaks: least squares over every possible segment of a series.

Plain numbers in and out.  Segments have a level, or a level and a trend; the best partition for
each number of breaks comes from Bellman's recursion, as Bai and Perron (2003) proposed, and the
sup-F statistic is Andrews's (1993).  Nothing here knows years, units or tables.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def squares(response: Floats, q: int) -> Floats:
    """Sum of squared residuals of every segment.

    Parameters
    ----------
    response : numpy.ndarray
        The series, length n.
    q : {1, 2}
        Coefficients of a segment: a level, or a level and a trend.

    Returns
    -------
    numpy.ndarray
        n × n; entry (i, j) is that of observations i to j, both included, and infinite for j < i.
    """
    n = len(response)
    found = np.full((n, n), np.inf)
    y = np.asarray(response - response.mean(), dtype=np.float64)
    t = np.arange(n, dtype=np.float64) - (n - 1) / 2
    for i in range(n):
        found[i, i:] = _squares_of(np.cumsum(y[i:]), np.cumsum(y[i:] ** 2), t[i:], y[i:], q)
    return found


def partitions(cost: Floats, most: int, least: int) -> list[tuple[float, tuple[int, ...]]]:
    """The best partition with 0, 1, ..., `most` breaks.

    Parameters
    ----------
    cost : numpy.ndarray
        As :func:`squares` gives it.
    most : int
        The largest number of breaks.
    least : int
        The fewest observations of a segment.

    Returns
    -------
    list of (float, tuple of int)
        For each number of breaks the sum of squared residuals, and the last observation of each
        segment but the final one.
    """
    n = len(cost)
    best = np.full((most + 1, n), np.inf)
    back = np.full((most + 1, n), -1)
    best[0, least - 1 :] = cost[0, least - 1 :]
    for m in range(1, most + 1):
        for j in range((m + 1) * least - 1, n):
            ends = np.arange(m * least - 1, j - least + 1)
            total = best[m - 1, ends] + cost[ends + 1, j]
            back[m, j] = ends[total.argmin()]
            best[m, j] = total.min()
    return [(float(best[m, -1]), _ends(back, m, n)) for m in range(most + 1)]


def sup_f(responses: Floats, q: int, least: int) -> Floats:
    """The largest F (in Wald form) of a single break, over all its dates.

    Parameters
    ----------
    responses : numpy.ndarray
        One series a row.
    q : {1, 2}
        Coefficients of a segment, all of which may change.
    least : int
        The fewest observations before and after the break.
    """
    n = responses.shape[1]
    y = responses - responses.mean(axis=1, keepdims=True)
    t = np.arange(n) - (n - 1) / 2
    ends = np.arange(least - 1, n - least)
    before = _squares_of(np.cumsum(y, 1), np.cumsum(y**2, 1), t, y, q)
    flipped = y[:, ::-1]
    after = _squares_of(np.cumsum(flipped, 1), np.cumsum(flipped**2, 1), t[::-1], flipped, q)
    null = before[:, -1]
    # Series on an exact line leave rounding errors only; the floor keeps their quotient finite.
    floor = 1e-12 * np.maximum((y**2).sum(axis=1), 1e-300)
    split = np.maximum((before[:, ends] + after[:, n - 2 - ends]).min(axis=1), floor)
    return (null - split) / (split / (n - 2 * q))


def bootstrap_sup_f(
    response: Floats, q: int, least: int, replications: int, seed: int
) -> tuple[Floats, int, bool]:
    """Draws of sup-F where there is no break, by a sieve bootstrap.

    The residuals of the model without a break are taken for an autoregression, its order chosen
    by BIC; its innovations are drawn anew with replacement.

    Returns
    -------
    draws : numpy.ndarray
    order : int
        Of the autoregression.
    pulled : bool
        Whether a root at or beyond the unit circle was pulled in to 0.98.
    """
    # Residuals of a model with a break would look less persistent and reject far too often: in
    # series of 35 to 55 with autocorrelation 0.5, a true null 16 to 44 times in a hundred.
    n = len(response)
    time = np.arange(n) - (n - 1) / 2
    design = np.vander(time, q, increasing=True)
    residuals = response - design @ np.linalg.lstsq(design, response, rcond=None)[0]
    phi, innovations = _autoregression(residuals, min(4, n // 10))
    phi, pulled = _stationary(phi)
    random = np.random.default_rng(seed)
    burn = 100
    shocks = random.choice(innovations, size=(replications, n + burn))
    drawn = np.zeros_like(shocks)
    order = len(phi)
    for step in range(n + burn):
        past = drawn[:, max(0, step - order) : step][:, ::-1]
        drawn[:, step] = shocks[:, step] + past @ phi[: past.shape[1]]
    return sup_f(drawn[:, burn:], q, least), order, pulled


def long_run_ratio(residuals: Floats, lags: int) -> float:
    """Long-run over short-run variance (Bartlett kernel), not below one."""
    n, power = len(residuals), float(residuals @ residuals)
    if power <= 0:
        return 1.0
    weights = [(1 - k / (lags + 1)) * (residuals[k:] @ residuals[:-k]) for k in range(1, lags + 1)]
    return max(1.0, 1 + 2 * float(sum(weights)) / power) if n > lags else 1.0


def _squares_of(sums: Floats, powers: Floats, t: Floats, y: Floats, q: int) -> Floats:
    # Running sums over segments that all begin at the first observation given.
    count = np.arange(1, y.shape[-1] + 1)
    found = powers - sums**2 / count
    if q == 2:
        times = np.cumsum(t)
        cross = np.cumsum(t * y, axis=-1) - times * sums / count
        spread = np.cumsum(t**2) - times**2 / count
        found = found - np.divide(
            cross**2, spread, out=np.zeros_like(found), where=np.broadcast_to(count > 1, y.shape)
        )
    return np.maximum(found, 0.0)


def _ends(back: NDArray[np.int64], breaks: int, n: int) -> tuple[int, ...]:
    ends: list[int] = []
    last = n - 1
    for m in range(breaks, 0, -1):
        last = int(back[m, last])
        ends.append(last)
    return tuple(reversed(ends))


def _autoregression(residuals: Floats, most: int) -> tuple[Floats, Floats]:
    # Every order is compared on the same observations, those that the largest one leaves.
    target = residuals[most:]
    best: tuple[float, Any, Any] | None = None
    for order in range(most + 1):
        lagged = np.column_stack(
            [residuals[most - k : len(residuals) - k] for k in range(1, order + 1)]
            or [np.zeros((len(target), 0))]
        )
        phi = np.linalg.lstsq(lagged, target, rcond=None)[0] if order else np.zeros(0)
        rest = target - lagged @ phi
        power = max(float(rest @ rest) / len(rest), 1e-300)
        criterion = len(rest) * np.log(power) + order * np.log(len(rest))
        if best is None or criterion < best[0]:
            scale = np.sqrt(len(rest) / max(len(rest) - order - 1, 1))
            best = (float(criterion), phi, (rest - rest.mean()) * scale)
    assert best is not None
    return best[1], best[2]


def _stationary(phi: Floats) -> tuple[Floats, bool]:
    if not len(phi):
        return phi, False
    roots = np.roots(np.concatenate([[1.0], -phi]))
    largest = float(np.abs(roots).max())
    if largest < 0.98:
        return phi, False
    # Scaling lag k by r^k scales every root by r.
    return phi * (0.98 / largest) ** np.arange(1, len(phi) + 1), True
