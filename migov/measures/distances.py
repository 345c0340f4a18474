"""How far people move: mean and median distance, and how fast moves thin out with distance.

Distances come from the caller, a table of pairs; corridors without a distance are left out and
said.  Nothing here measures a distance itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from migov import tidy
from migov.choices import one_of
from migov.errors import ArgumentError
from migov.measures.pairs import Pairs, checked_fill, derived_places, moves, pairs
from migov.words import few

_NAMES = ("distance", "value", "dist", "km")
_STEPS, _SWEEPS = 200, 5000


def distance_moved(table: pd.DataFrame, distances: pd.DataFrame) -> pd.DataFrame:
    r"""Mean and median distance of a move (Bell et al. 2002).

    Mean :math:`\sum_{ij} m_{ij} d_{ij} / \sum_{ij} m_{ij}`; the median is the distance that half
    of the moves do not exceed.

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of moves.
    distances : pandas.DataFrame
        ``origin, destination`` and ``distance`` (or ``value``), one row a pair.

    Returns
    -------
    pandas.DataFrame
        ``economy`` (``ALL``), ``year, value, median, covered``: the mean and the median in the
        unit of the distances, and the share of moves that have a distance, in per cent.

    Raises
    ------
    ArgumentError
        If `distances` is no such table, a pair has two distances, or none has one.

    Examples
    --------
    >>> flow = pd.DataFrame({"origin": ["MEX", "IND"], "destination": "USA", "year": 2020,
    ...                      "value": [3.0, 1.0]})
    >>> away = pd.DataFrame({"origin": ["MEX", "IND"], "destination": "USA",
    ...                      "distance": [1000.0, 12000.0]})
    >>> distance_moved(flow, away)[["value", "median"]].values.tolist()
    [[3750.0, 1000.0]]
    """
    found = moves(pairs(table), "A distance moved")
    rows, notes = _with_distance(found, distances)
    lines = []
    for year, now in rows.groupby("year"):
        known = now.loc[now["distance"].notna()].sort_values("distance")
        people = known["value"].to_numpy()
        if people.sum() <= 0:
            continue
        away = known["distance"].to_numpy()
        half = np.searchsorted(np.cumsum(people), people.sum() / 2)
        covered = 100 * people.sum() / now["value"].sum()
        lines.append((year, (people * away).sum() / people.sum(), away[half], covered))
    if not lines:
        raise ArgumentError("No move has a distance: the pairs of the two tables do not meet.")
    columns = ["year", "value", "median", "covered"]
    result = pd.DataFrame(lines, columns=columns).assign(economy="ALL")
    said = _record(distances)
    unit = str(said.get("unit") or "unit of the distances")
    return derived_places(result, [found], f"distance of {found.words}", unit, notes, [said])


def distance_decay(
    table: pd.DataFrame,
    distances: pd.DataFrame,
    *,
    function: str = "power",
    fill: float | None = None,
) -> pd.DataFrame:
    r"""How fast moves thin out with distance: the parameter of a spatial interaction model.

    The doubly constrained model :math:`\hat m_{ij} = A_i B_j f(d_{ij})` keeps all totals of
    origins and destinations, with :math:`f(d) = d^{-\beta}` or :math:`e^{-\beta d}`; the estimate
    is that of greatest (Poisson) likelihood, where the model's mean of :math:`\ln d` (or
    :math:`d`) is the observed one.  The larger it is, the more distance deters; it is free of how
    many leave and arrive where (Wilson 1971; Bell et al. 2002).

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of moves.
    distances : pandas.DataFrame
        As in :func:`distance_moved`, all above zero.
    function : {"power", "exponential"}
        How distance deters; the power's parameter has no unit, the exponential's is per unit of
        distance.
    fill : None or 0
        What an absent corridor with a distance counts as; None leaves it out of the model.

    Returns
    -------
    pandas.DataFrame
        ``economy`` (``ALL``), ``year, value, corridors``: the parameter, and how many corridors
        it rests on.

    Raises
    ------
    ArgumentError
        If too few corridors tell distance apart from origins and destinations, or no parameter
        reproduces the mean distance.

    Examples
    --------
    >>> places, masses = ["A1", "B1", "C1", "D1"], [1.0, 2.0, 3.0, 4.0]
    >>> rows = [(a, b, 2020, m * n / abs(m - n) ** 1.5, abs(m - n))
    ...         for a, m in zip(places, masses) for b, n in zip(places, masses) if a != b]
    >>> flow = pd.DataFrame(rows, columns=["origin", "destination", "year", "value", "distance"])
    >>> away = flow[["origin", "destination", "distance"]]
    >>> round(float(distance_decay(flow, away)["value"].item()), 6)
    1.5
    """
    one_of(function, ("power", "exponential"), "function")
    value = checked_fill(fill)
    found = moves(pairs(table), "A distance decay")
    away = _distances(distances)
    rows, notes = _with_distance(found, distances)
    if (rows["distance"] <= 0).any():
        raise ArgumentError(
            "`distances` has pairs of different places at a distance of zero or less, which no "
            "power can deter. Give the distance between them."
        )
    lines = []
    for year, now in rows.groupby("year"):
        known = now.loc[now["distance"].notna(), ["origin", "destination", "value", "distance"]]
        if value is not None:
            known = _completed(known, away)
        wide = known.pivot(index="origin", columns="destination", values="value")
        apart = known.pivot(index="origin", columns="destination", values="distance")
        beta = _decay(wide.to_numpy(), apart.to_numpy(), function, int(year))
        lines.append((year, beta, len(known)))
    result = pd.DataFrame(lines, columns=["year", "value", "corridors"]).assign(economy="ALL")
    unit = "power of distance" if function == "power" else "per unit of distance"
    what = f"distance decay of {found.words}"
    return derived_places(result, [found], what, unit, notes, [_record(distances)])


def _decay(counts: np.ndarray, away: np.ndarray, function: str, year: int) -> float:
    known = np.isfinite(counts) & np.isfinite(away)
    counts = np.where(known, counts, 0.0)
    rows, columns = counts.sum(axis=1) > 0, counts.sum(axis=0) > 0
    counts, away, known = (each[rows][:, columns] for each in (counts, away, known))
    few_left = f"{year}: too few corridors tell distance apart from how many leave and arrive"
    if known.sum() < sum(counts.shape):
        raise ArgumentError(
            f"{few_left} ({int(known.sum())} corridors, {sum(counts.shape)} totals). Give more "
            "corridors, or fill=0 if absent means none."
        )
    scale = 1.0 if function == "power" else float(away[known].mean())
    deterrence = np.where(known, np.log(np.where(known, away, 1.0)), 0.0)
    if function == "exponential":
        deterrence = np.where(known, away / scale, 0.0)
    deterrence = np.where(known, deterrence - deterrence[known].mean(), 0.0)
    observed = (counts * deterrence).sum()

    def excess(beta: float) -> float:
        seed = np.where(known, np.exp(-beta * deterrence), 0.0)
        return float((_balanced(seed, counts, year) * deterrence).sum() - observed)

    low, high = -1.0, 3.0
    below, above = excess(low), excess(high)
    nothing = 1e-9 * np.abs(counts * deterrence).sum()
    if abs(below - above) <= nothing:
        raise ArgumentError(
            f"{few_left}: whatever the parameter, the model's mean distance stays the same."
        )
    while below < nothing and low > -64:
        low, below = 2 * low, excess(2 * low)
    while above > -nothing and high < 64:
        high, above = 2 * high, excess(2 * high)
    if below < nothing or above > -nothing:
        raise ArgumentError(
            f"{year}: no distance decay reproduces the mean distance of these moves. Probably they "
            "all go to the nearest, or all to the farthest, place."
        )
    for _ in range(_STEPS):
        middle = (low + high) / 2
        now = excess(middle)
        low, high = (middle, high) if now > 0 else (low, middle)
        if high - low <= 1e-10 * max(1.0, abs(middle)):
            break
    return (low + high) / 2 / scale


def _balanced(seed: np.ndarray, counts: np.ndarray, year: int) -> np.ndarray:
    """The seed scaled to the totals of the counts, by proportional fitting."""
    out, into = counts.sum(axis=1), counts.sum(axis=0)
    right = np.ones(seed.shape[1])
    for _ in range(_SWEEPS):
        left = out / (seed @ right)
        reached = left @ seed * right
        if np.abs(reached - into).max() <= 1e-11 * into.max():
            return seed * left[:, None] * right
        right = right * into / reached
    raise ArgumentError(
        f"{year}: the totals of origins and destinations cannot be met on the corridors that are "
        "known. Give more corridors, or fill=0 if absent means none."
    )


def _completed(known: pd.DataFrame, away: pd.DataFrame) -> pd.DataFrame:
    """The known corridors, and as zeros all others between the same places with a distance."""
    places = {*known["origin"], *known["destination"]}
    inside = away[away["origin"].isin(places) & away["destination"].isin(places)]
    inside = inside[inside["origin"] != inside["destination"]]
    full = inside.merge(known[["origin", "destination", "value"]], how="left")
    return full.assign(value=full["value"].fillna(0.0))


def _with_distance(found: Pairs, distances: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    away = _distances(distances)
    rows = found.rows.merge(away, on=["origin", "destination"], how="left")
    lost = rows["distance"].isna()
    if lost.all():
        raise ArgumentError(
            "No corridor has a distance: the pairs of the two tables do not meet. Their codes are "
            "probably of two kinds."
        )
    if not lost.any():
        return rows, []
    share = 100 * rows.loc[lost, "value"].sum() / max(rows["value"].sum(), 1e-300)
    places = few(sorted({*rows.loc[lost, "origin"]}))
    return rows, [
        f"{int(lost.sum())} of {len(rows)} corridors ({share:.2g}% of the moves; from {places}) "
        "have no distance and are left out."
    ]


def _record(distances: pd.DataFrame) -> dict[str, Any]:
    """Where the distances came from, if their table says so."""
    said = tidy.provenance(distances)
    return dict(next((said[name] for name in _NAMES if name in said), {}))


def _distances(table: object) -> pd.DataFrame:
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError(
            f"`distances` is a {type(table).__name__}, not a table. Pass one with origin, "
            "destination and distance."
        )
    column = next((name for name in _NAMES if name in table.columns), None)
    if column is None or not {"origin", "destination"} <= set(table.columns):
        raise ArgumentError(
            f"`distances` has the columns {few(table.columns) or '(none)'}; it needs origin, "
            "destination and distance (or value)."
        )
    away = table[["origin", "destination", column]].rename(columns={column: "distance"})
    if not pd.api.types.is_numeric_dtype(away["distance"]):
        raise ArgumentError("`distances` has distances that are text; cast the column to numbers.")
    away = away.loc[away["distance"].notna()]
    twice = away.duplicated(["origin", "destination"])
    if twice.any():
        first = away.loc[twice].iloc[0]
        raise ArgumentError(
            f"`distances` has more than one distance for {int(twice.sum())} pairs (first "
            f"{first['origin']} → {first['destination']}). Keep one of each."
        )
    return away.reset_index(drop=True)
