"""From the globe to the page: an equal-area projection, and the ways between places on it.

Pure numpy; nothing is drawn here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

# Šavrič, Patterson and Jenny, "The Equal Earth map projection", International Journal of
# Geographical Information Science 33 (2019) 454–465, equation 4 and its coefficients.
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = np.sqrt(3) / 2
_STEPS = 60  # stretches that a way between two places is drawn in
_NORTH = 83.0  # no way swerves beyond


def equal_earth(longitude: ArrayLike, latitude: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Place on the page of points of the globe, by the Equal Earth projection.

    Parameters
    ----------
    longitude, latitude : array_like
        Degrees.

    Returns
    -------
    tuple of numpy.ndarray
        ``x`` and ``y`` in radii of the globe; equal areas stay equal.

    Examples
    --------
    >>> x, y = equal_earth([0, 180], [0, 0])
    >>> x.round(4).tolist(), y.tolist()
    ([0.0, 2.7066], [0.0, 0.0])
    """
    lam = np.radians(np.asarray(longitude, dtype=float))
    theta = np.arcsin(_M * np.sin(np.radians(np.asarray(latitude, dtype=float))))
    a1, a2, a3, a4 = _A
    square = theta * theta
    sixth = square**3
    slope = a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)
    x = lam * np.cos(theta) / (_M * slope)
    y = theta * (a1 + a2 * square + sixth * (a3 + a4 * square))
    return x, y


def way(
    start: tuple[float, float], end: tuple[float, float], bow: float = 0.0
) -> list[np.ndarray]:
    """The way between two points that turns the globe the least, in pieces within the map.

    It is no great circle: those between Asia and America run over the pole, along the edge of the
    map, and cannot be followed by eye.

    Parameters
    ----------
    start, end : tuple of float
        Longitude and latitude in degrees.
    bow : float
        How far the way swerves to its right in the middle, as a share of its length, so that the
        ways there and back lie apart.

    Returns
    -------
    list of numpy.ndarray
        Longitude and latitude, shape ``(n, 2)``: one piece, or two where it crosses 180°, the
        first of which ends and the second of which begins at the edge of the map.

    Examples
    --------
    >>> [len(piece) for piece in way((0, 0), (90, 0))]
    [61]
    >>> first, second = way((174, -41), (-172, -13))
    >>> float(first[-1, 0]), float(second[0, 0])
    (180.0, -180.0)
    """
    turn = (end[0] - start[0] + 180) % 360 - 180
    rise = end[1] - start[1]
    flat = np.cos(np.radians((start[1] + end[1]) / 2))
    share = np.linspace(0, 1, _STEPS + 1)
    swerve = bow * np.sin(np.pi * share)
    longitude = start[0] + share * turn + swerve * rise / flat
    latitude = start[1] + share * rise - swerve * turn * flat
    return _cut(np.column_stack([longitude, np.clip(latitude, -_NORTH, _NORTH)]))


def _cut(line: np.ndarray) -> list[np.ndarray]:
    """A line that runs on past ±180° in pieces, each of which ends where the next begins."""
    beyond = np.abs(line[:, 0]) > 180
    pieces = []
    begun, head = 0, np.empty((0, 2))
    for n in np.flatnonzero(beyond[1:] != beyond[:-1]):
        here, there = line[n], line[n + 1]
        edge = np.copysign(180.0, here[0])
        height = here[1] + (edge - here[0]) / (there[0] - here[0]) * (there[1] - here[1])
        piece = np.vstack([head, line[begun : n + 1], [edge, height]])
        pieces.append(_back(piece))
        head, begun = np.array([[edge, height]]), int(n) + 1
    pieces.append(_back(np.vstack([head, line[begun:]])))
    return [piece for piece in pieces if len(piece) > 1]


def _back(piece: np.ndarray) -> np.ndarray:
    """A piece that lies wholly beyond one edge of the map, on the map."""
    far = piece[np.abs(piece[:, 0]).argmax(), 0]
    return piece - [np.copysign(360.0, far), 0.0] if abs(far) > 180 else piece
