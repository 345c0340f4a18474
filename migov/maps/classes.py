"""Classes of a map: limits that can be read, the colours between them, and what the key says.

Limits are rounded before figures are put between them, so that the key is true of each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from migov.errors import ArgumentError
from migov.plots.shapes import plain

# Light to dark, so that a photocopy keeps the order; below the middle of a map that has one, the
# other colour, which is hatched as well.
_RAMP = ("#d0e2f2", "#8fbfe5", "#4a8fc8", "#0f56a0", "#001838")
_BELOW = ("#f7dcc0", "#e39a58", "#b85b0c", "#7a3600")
MOST = 7


@dataclass(frozen=True)
class Classes:
    """Classes of figures.

    Attributes
    ----------
    limits : tuple of float
        One more than there are classes; a figure on a limit is in the class above it.
    colours : tuple of str
        One a class.
    hatches : tuple of str
        One a class; empty but below the middle.
    """

    limits: tuple[float, ...]
    colours: tuple[str, ...]
    hatches: tuple[str, ...]

    def of(self, value: float) -> int:
        """The number of the class of a figure, from 0."""
        at = int(np.searchsorted(self.limits, value, side="right")) - 1
        return min(max(at, 0), len(self.colours) - 1)

    def labels(self, size: float = 1) -> list[str]:
        """What the key says at each limit, in figures divided by `size`."""
        return _apart([limit / size for limit in self.limits])


def classes(
    values: Sequence[float],
    count: int = 5,
    breaks: Sequence[float] | None = None,
    middle: float | None = None,
) -> Classes:
    """Classes of as many figures each, or with the limits that are asked for.

    Parameters
    ----------
    values : sequence of float
        The figures of the map.
    count : int
        How many classes, as many on both sides of a middle (up to three); fewer where figures are
        few or alike.
    breaks : sequence of float, optional
        Limits between classes, rising.
    middle : float, optional
        A limit that parts two colours: what lies below it, and what lies above; no limit where
        all figures lie on one side of it, and have its colour.

    Raises
    ------
    ArgumentError
        If the limits do not rise, or the classes are too many to be told apart.

    Examples
    --------
    >>> classes([0, 3, 8, 14, 88], breaks=[1, 10]).labels()
    ['0', '1', '10', '88']
    """
    figures = np.asarray(values, dtype=float)
    if breaks is not None:
        inner = _asked(breaks)
    else:
        if not isinstance(count, int) or isinstance(count, bool) or not 2 <= count <= MOST:
            raise ArgumentError(
                f"classes={count!r} cannot be drawn; a map has 2 to {MOST}, which is as many "
                "shades as the eye tells apart."
            )
        inner = _quantiles(figures, count, middle)
    if middle is not None and float(figures.min()) < middle < float(figures.max()):
        inner = sorted({*inner, float(middle)})
    if len(inner) >= MOST:
        raise ArgumentError(
            f"{len(inner)} limits make {len(inner) + 1} classes; {MOST} can be told apart."
        )
    low, high = _ends(figures, inner)
    limits = (low, *inner, high)
    below = sum(limit < middle for limit in limits[:-1]) if middle is not None else 0
    above = len(limits) - 1 - below
    return Classes(
        limits=limits,
        colours=(*_shades(_BELOW, below)[::-1], *_shades(_RAMP, above)),
        hatches=("....",) * below + ("",) * above,
    )


def _quantiles(figures: np.ndarray, count: int, middle: float | None) -> list[float]:
    if middle is None:
        found = np.quantile(figures, np.linspace(0, 1, count + 1)[1:-1])
    else:
        half = min((count + 1) // 2, MOST // 2)  # on both sides of the middle
        shares = np.linspace(0, 1, half + 1)[1:-1]
        found = np.concatenate([
            np.quantile(side, shares) for side in (figures[figures < middle],
                                                   figures[figures > middle]) if len(side)
        ] or [np.empty(0)])
    low, high = float(figures.min()), float(figures.max())
    return sorted({limit for each in found if low < (limit := _rounded(float(each))) < high})


def _asked(breaks: Sequence[float]) -> list[float]:
    try:
        inner = [float(each) for each in breaks]
    except (TypeError, ValueError):
        raise ArgumentError(
            f"breaks={breaks!r} are no limits of classes; write numbers: breaks=[1, 5, 10]."
        ) from None
    if not inner or not np.isfinite(inner).all() or any(a >= b for a, b in pairwise(inner)):
        raise ArgumentError(
            f"breaks={breaks!r} do not rise from one to the next. Write them in order: "
            "breaks=[1, 5, 10]."
        )
    return inner


def _rounded(value: float, digits: int = 2) -> float:
    """A number that can be read: two digits and noughts."""
    if value == 0:
        return 0.0
    places = digits - 1 - int(np.floor(np.log10(abs(value))))
    return float(round(value, places))


def _ends(figures: np.ndarray, inner: list[float]) -> tuple[float, float]:
    """The lowest and highest figure, or the outer limits where no figure lies beyond them."""
    low, high = float(figures.min()), float(figures.max())
    if inner:
        low, high = min(low, inner[0]), max(high, inner[-1])
    return low, high


def _shades(ramp: Sequence[str], count: int) -> tuple[str, ...]:
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    if not count:
        return ()
    colours = LinearSegmentedColormap.from_list("ramp", list(ramp))
    at = np.linspace(0, 1, count) if count > 1 else [0.5]
    return tuple(to_hex(colours(each)) for each in at)


def _apart(limits: Sequence[float]) -> list[str]:
    """Numbers with the fewest digits that tell neighbours apart."""
    for digits in (3, 4, 5, 6):
        said = [plain(_rounded(each, max(digits, len(f"{abs(each):.0f}")))) for each in limits]
        if len(set(said)) == len(set(limits)):
            return said
    return [f"{each:g}" for each in limits]
