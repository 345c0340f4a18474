"""Small worlds typed from the papers, and random ones, for the tests of flows."""

from __future__ import annotations

import numpy as np
import pandas as pd

NAMES = ["AAA", "BBB", "CCC", "DDD"]


def frame(values: list[list[float]] | np.ndarray) -> pd.DataFrame:
    """Birthplaces down, residences across."""
    names = NAMES if len(values) == 4 else [f"P{at:02d}" for at in range(len(values))]
    return pd.DataFrame(np.asarray(values, dtype=float), names, names)


def wide(table: pd.DataFrame, names: list[str] = NAMES) -> np.ndarray:
    """A tidy table of flows as origins by destinations, nobody where no row is."""
    flows = table.pivot(index="origin", columns="destination", values="value")
    return flows.reindex(index=names, columns=names).fillna(0).to_numpy()


# Abel (2013) and Abel and Sander (2014): no births, no deaths.
PLAIN = (
    frame([[1000, 100, 10, 0], [55, 555, 50, 5], [80, 40, 800, 40], [20, 25, 20, 200]]),
    frame([[950, 100, 60, 0], [80, 505, 75, 5], [90, 30, 800, 40], [40, 45, 0, 180]]),
)
PLAIN_FLOW = [[0, 0, 50, 0], [35, 0, 25, 0], [10, 10, 0, 0], [10, 10, 0, 0]]

# The same with births and deaths.
LIVELY = (
    PLAIN[0],
    frame([[1060, 60, 10, 10], [45, 540, 40, 0], [70, 75, 770, 70], [30, 30, 20, 230]]),
)
DEATHS = dict(zip(NAMES, [70, 30, 50, 10], strict=True))
BIRTHS_OPEN = dict(zip(NAMES, [80, 20, 40, 60], strict=True))
BIRTHS_CLOSED = dict(zip(NAMES, [80, 20, 60, 60], strict=True))
# Abel (2013), with each birthplace scaled to the smaller, and to the larger, of its two sums.
OPEN_SMALLER = [
    [0, 8.502866, 0, 3.695332],
    [26.42296, 0, 0.4234563, 9.855274],
    [0, 34.183358, 0, 25.077888],
    [11.46761, 10.933241, 1.3928875, 0],
]
OPEN_LARGER = [
    [0, 8.897732, 0, 3.852711],
    [26.81098, 0, 0.4296748, 10],
    [0, 35.677466, 0, 26.145924],
    [11.62571, 11.251175, 1.4120903, 0],
]
# Abel and Sander (2014), supplement.
CLOSED = [
    [0, 3.328563, 0, 3.24299],
    [34.120952437, 0, 0.5838738, 9.809336],
    [0.004365738, 27.127753, 0, 25.711331],
    [12.446119999, 9.058478, 2.2595262, 0],
]

# Abel (2018): a start, an end without births and deaths, and one with them.
REVIEW = (
    frame([[100, 10, 10, 0], [20, 55, 25, 10], [10, 40, 140, 65], [20, 25, 20, 200]]),
    frame([[70, 30, 10, 10], [25, 60, 10, 15], [10, 55, 140, 50], [40, 45, 0, 180]]),
)
REVIEW_FLOW = [[0, 20, 0, 10], [0, 0, 0, 0], [15, 15, 0, 5], [10, 25, 0, 0]]
REVIEW_LIVELY = frame([[75, 25, 5, 0], [20, 45, 30, 15], [30, 40, 150, 60], [30, 30, 20, 230]])
REVIEW_BIRTHS = dict(zip(NAMES, [10, 50, 25, 60], strict=True))
REVIEW_DEATHS = dict(zip(NAMES, [30, 10, 40, 10], strict=True))
REVIEW_CLOSED = [
    [0, 8.126216, 0, 0],
    [15.45535, 0, 18.081832, 5.712864],
    [0, 1.125679, 0, 0],
    [17.66941, 0, 8.043363, 0],
]
# The same start, the end of the examples of differences and rates.
RATES_END = frame([[75, 25, 5, 15], [20, 45, 30, 15], [30, 40, 150, 35], [10, 50, 5, 200]])
DROPPED = [[0, 15, 0, 15], [0, 0, 5, 5], [20, 0, 0, 0], [0, 25, 0, 0]]
REVERSED = [[0, 15, 0, 25], [0, 0, 5, 5], [25, 0, 0, 15], [0, 25, 30, 0]]
DENNETT = [
    [0, 2.352941, 2.352941, 0],
    [4.705882, 0, 5.882353, 2.352941],
    [2.352941, 9.411765, 0, 15.294118],
    [4.705882, 5.882353, 4.705882, 0],
]
ROGERS = [
    [0, 26.58462, -10.22741, 24.16653],
    [3.474032, 0, 11.71799, 20.12425],
    [34.09761, -0.125662, 0, -51.8513],
    [-12.047899, 38.857311, -24.36993, 0],
]

# Abel and Cohen (2019), tables 1 to 4.
DATA = (
    frame([[100, 10, 10, 0], [80, 180, 10, 90], [30, 10, 140, 40], [60, 70, 10, 160]]),
    frame([[95, 5, 15, 5], [75, 225, 5, 55], [55, 0, 115, 50], [35, 25, 25, 215]]),
)
DATA_MINIMUM = [
    [0, 5, 7.857143, 22.142857],
    [7.142857, 0, 12.142857, 40.714286],
    [17.857143, 5, 0, 7.142857],
    [0, 35, 0, 0],
]
DATA_INDEPENDENT = [
    [0, 59.16667, 34.29293, 66.20707],
    [56.08333, 0, 14.81061, 80.35606],
    [46.16667, 7.5, 0, 40.92929],
    [47.41667, 69.58333, 35.49242, 0],
]
# Table 4 there: who was born in A and in B, to one decimal, stayers on the diagonal.
DATA_BORN_A = [[95, 0, 2.5, 2.5], [0, 5, 2.5, 2.5], [0, 0, 10, 0], [0, 0, 0, 0]]
DATA_BORN_B = [[75, 5, 0, 0], [0, 180, 0, 0], [0, 5, 5, 0], [0, 35, 0, 55]]
DATA_DROPPED = [[0, 0, 5, 5], [0, 0, 0, 0], [25, 0, 0, 10], [0, 0, 15, 0]]
DATA_REVERSED = [[0, 5, 5, 30], [5, 0, 10, 45], [25, 5, 0, 10], [0, 35, 15, 0]]
DATA_DENNETT = [
    [0, 1.666667, 1.666667, 0],
    [13.33333, 0, 1.666667, 15],
    [5, 1.666667, 0, 6.666667],
    [10, 11.666667, 1.666667, 0],
]


def random_world(
    size: int, number: int, zeros: float = 0.0
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, float], dict[str, float]]:
    """Stocks of `size` places whose account closes, with births and deaths."""
    draw = np.random.default_rng(number)
    start = np.floor(draw.lognormal(3, 2, (size, size)))
    end = np.floor(start * draw.lognormal(0, 0.3, (size, size)))
    gone = draw.random((size, size)) < zeros
    start[gone], end[gone] = 0, 0
    diagonal = np.diag_indices(size)
    start[diagonal] = draw.integers(20_000, 90_000, size)
    births = np.floor(draw.uniform(0.02, 0.1, size) * start[diagonal])
    deaths = np.floor(draw.uniform(0.02, 0.08, size) * start[diagonal])
    end[diagonal] = start[diagonal] + births - deaths
    missing = start.sum() + births.sum() - deaths.sum() - end.sum()
    end[diagonal] += missing / size
    one, two = frame(start), frame(end)
    names = list(one.index)
    return one, two, dict(zip(names, births, strict=True)), dict(zip(names, deaths, strict=True))
