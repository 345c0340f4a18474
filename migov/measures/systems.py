"""The usual indices of a migration system: effectiveness, connectivity, inequality, or all at once.

After Bell and others (2002, Journal of the Royal Statistical Society A 165(3), 435–464; 2015,
Population and Development Review 41(1), 33–58).  In all formulas :math:`m_{ij}` people move from i
to j, i ≠ j, :math:`O_i` leave i, :math:`D_i` come to i, :math:`M` is the sum of all, n the number
of places.  A place is whatever the table names, economies or groups.  On stocks the same formulas
describe where people born elsewhere live, not moves in a period.
"""

from __future__ import annotations

from functools import reduce

import numpy as np
import pandas as pd

from migov import tidy
from migov.errors import ArgumentError
from migov.measures.corridors import gini, in_and_out
from migov.measures.distances import distance_decay, distance_moved
from migov.measures.intensity import migration_intensity
from migov.measures.pairs import checked_fill, derived_years, moves, pairs


def migration_effectiveness(table: pd.DataFrame) -> pd.DataFrame:
    r"""How much of all the moving redistributes people.

    Migration effectiveness index :math:`MEI = 100 \sum_i |D_i - O_i| / \sum_i (D_i + O_i)`: 0 if
    every place gains as many as it loses, 100 if each only gains or only loses.  That of one place
    is in :func:`balance`, that of one pair in :func:`net_corridors`.

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of moves.

    Returns
    -------
    pandas.DataFrame
        ``economy`` (``ALL``), ``year, value, moves``; the index in per cent.

    Raises
    ------
    ArgumentError
        If figures are negative, or nobody moves.

    Examples
    --------
    >>> flow = pd.DataFrame({"origin": ["MEX", "USA"], "destination": ["USA", "MEX"], "year": 2020,
    ...                      "value": [30.0, 10.0]})
    >>> migration_effectiveness(flow)["value"].tolist()
    [50.0]
    """
    found = moves(pairs(table), "Migration effectiveness")
    lines = []
    for year, now in found.rows.groupby("year"):
        places = in_and_out(now)
        if places["gross"].sum() > 0:
            index = 100 * places["value"].abs().sum() / places["gross"].sum()
            lines.append((year, min(index, 100.0), now["value"].sum()))
    columns = ["year", "value", "moves"]
    return derived_years(lines, columns, found, "migration effectiveness", "%, 0 to 100", [])


def migration_connectivity(table: pd.DataFrame) -> pd.DataFrame:
    r"""What part of the possible corridors is used.

    Index of migration connectivity :math:`I_{MC} = \sum_{i \ne j} c_{ij} / n(n-1)`, where
    :math:`c_{ij}` is 1 if anyone is known to go from i to j.

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of moves.

    Returns
    -------
    pandas.DataFrame
        ``economy`` (``ALL``), ``year, value, connected, known, possible``: the index between 0
        and 1, and how many corridors are used, known and possible.  Unknown corridors are not
        counted as used, so that the index is a lower bound.

    Raises
    ------
    ArgumentError
        If figures are negative, or no corridor has two known ends.

    Examples
    --------
    >>> flow = pd.DataFrame({"origin": ["MEX", "IND"], "destination": "USA", "year": 2020,
    ...                      "value": [30.0, 0.0]})
    >>> migration_connectivity(flow)[["connected", "known", "possible"]].values.tolist()
    [[1, 2, 6]]
    """
    found = moves(pairs(table), "Migration connectivity")
    lines = []
    for year, now in found.rows.groupby("year"):
        used, possible = int((now["value"] > 0).sum()), _possible(now)
        lines.append((year, used / possible, used, len(now), possible))
    columns = ["year", "value", "connected", "known", "possible"]
    notes = ["Unknown corridors are not counted as used: the index is a lower bound."]
    return derived_years(lines, columns, found, "migration connectivity", "index, 0 to 1", notes)


def migration_inequality(
    table: pd.DataFrame, fill: float | None = None, *, corrected: bool = True
) -> pd.DataFrame:
    r"""How unequal corridors are: spatial focus.

    Over K corridors (K = n(n−1) with ``fill=0``):

    - index of migration inequality :math:`I_{MI} = \tfrac12 \sum_{ij} |m_{ij}/M - 1/K|`, the share
      of moves that would have to change their corridor for all to be equal;
    - Gini index :math:`G = \sum_{ij} \sum_{kl} |m_{ij} - m_{kl}| / 2 K M` (Plane and Mulligan
      1997), with :math:`K - 1` for :math:`K` where corrected, so that it can reach 1 (Bell 2002);
    - the Gini indices of out-migration fields (each origin's destinations) and in-migration
      fields, averaged by the moves of each field;
    - coefficient of variation :math:`CV = s / (M/K)`, s the standard deviation of all corridors;
    - aggregate coefficient of variation
      :math:`ACV = \sum_i (O_i CV_i^{out} + D_i CV_i^{in}) / M` (Rogers and Raymer 1998; Rogers and
      Sweeney 1998).

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of moves.
    fill : None or 0
        What an absent corridor between two places counts as; None compares known ones only.
    corrected : bool
        Divide Gini indices so that they can reach 1, whatever the number of corridors.

    Returns
    -------
    pandas.DataFrame
        ``economy`` (``ALL``), ``year, value, gini, gini_out, gini_in, cv, acv, corridors``;
        `value` is the index of inequality.

    Raises
    ------
    ArgumentError
        If figures are negative, or nobody moves.

    Examples
    --------
    >>> flow = pd.DataFrame({"origin": ["MEX", "USA"], "destination": ["USA", "MEX"], "year": 2020,
    ...                      "value": [30.0, 10.0]})
    >>> migration_inequality(flow)[["value", "gini", "cv"]].values.tolist()
    [[0.25, 0.5, 0.5]]
    """
    value = checked_fill(fill)
    found = moves(pairs(table), "Migration inequality")
    lines = []
    for year, now in found.rows.groupby("year"):
        wide = now.pivot(index="origin", columns="destination", values="value")
        if value is not None:
            places = sorted({*now["origin"], *now["destination"]})
            wide = wide.reindex(index=places, columns=places).fillna(value)
            wide = wide.mask(np.eye(len(places), dtype=bool))
        cells = wide.to_numpy()
        counts = cells[np.isfinite(cells)]
        moved = counts.sum()
        if moved <= 0:
            continue
        apart = np.abs(counts / moved - 1 / len(counts)).sum() / 2
        out, into = _fields(cells, corrected), _fields(cells.T, corrected)
        lines.append((year, apart, _gini(counts, corrected), out[0], into[0], _cv(counts),
                      out[1] + into[1], len(counts)))  # fmt: skip
    columns = ["year", "value", "gini", "gini_out", "gini_in", "cv", "acv", "corridors"]
    known = "known corridors only" if value is None else "absent corridors counted as 0"
    return derived_years(
        lines, columns, found, "migration inequality", "index, 0 to 1", [f"Over {known}."]
    )


def system_indices(
    table: pd.DataFrame,
    population: pd.DataFrame | None = None,
    distances: pd.DataFrame | None = None,
    fill: float | None = None,
) -> pd.DataFrame:
    """The indices of a migration system side by side, one row a year.

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of moves.
    population : pandas.DataFrame, optional
        As in :func:`migration_intensity`; without it there is no intensity.
    distances : pandas.DataFrame, optional
        As in :func:`distance_moved`; without it there is no distance.
    fill : None or 0
        As in :func:`migration_inequality` and :func:`distance_decay`.

    Returns
    -------
    pandas.DataFrame
        ``economy`` (``ALL``), ``year, effectiveness, connectivity, inequality, gini, cv, acv``,
        then ``intensity, net_rate, courgeau_k`` and ``mean_distance, median_distance,
        distance_decay`` where they can be had; a decay that the corridors do not tell has no
        value, and the caveats of its column say why.

    Raises
    ------
    ArgumentError
        As from each of them.

    Examples
    --------
    >>> flow = pd.DataFrame({"origin": ["MEX", "USA"], "destination": ["USA", "MEX"], "year": 2020,
    ...                      "value": [30.0, 10.0]})
    >>> system_indices(flow)[["effectiveness", "connectivity", "gini"]].values.tolist()
    [[50.0, 1.0, 0.5]]
    """
    parts = [
        (migration_effectiveness(table), {"value": "effectiveness"}),
        (migration_connectivity(table), {"value": "connectivity"}),
        (migration_inequality(table, fill),
         {"value": "inequality", "gini": "gini", "cv": "cv", "acv": "acv"}),
    ]  # fmt: skip
    if population is not None:
        names = {"value": "intensity", "net_rate": "net_rate", "courgeau_k": "courgeau_k"}
        parts.append((migration_intensity(table, population), names))
    if distances is not None:
        names = {"value": "mean_distance", "median": "median_distance"}
        moved = distance_moved(table, distances)
        parts += [(moved, names),
                  (_decay(table, distances, fill, moved), {"value": "distance_decay"})]  # fmt: skip
    keys = ["economy", "year"]
    frames = [part[[*keys, *names]].rename(columns=names) for part, names in parts]
    wide = reduce(lambda left, right: left.merge(right, on=keys, how="outer"), frames)
    records = {
        new: tidy.provenance(part)["value"] for part, names in parts for new in names.values()
    }
    return tidy.with_provenance(wide, records)


def _decay(
    table: pd.DataFrame, distances: pd.DataFrame, fill: float | None, moved: pd.DataFrame
) -> pd.DataFrame:
    """The distance decay of each year; without a value, and with the reason, where it has none."""
    found = moves(pairs(table), "A distance decay")
    lines, notes = [], []
    for year in sorted(found.rows["year"].unique()):
        now = found.rows[found.rows["year"] == year]
        try:
            lines.append((year, distance_decay(now, distances, fill=fill)["value"].item()))
        except ArgumentError as error:
            lines.append((year, float("nan")))
            notes.append(str(error))
    unit = "power of distance"
    return derived_years(lines, ["year", "value"], found, "distance decay", unit, notes,
                         [tidy.provenance(moved)["value"]])  # fmt: skip


def _possible(rows: pd.DataFrame) -> int:
    places = len({*rows["origin"], *rows["destination"]})
    return places * (places - 1)


def _gini(counts: np.ndarray, corrected: bool) -> float:
    n = len(counts)
    if n < 2:
        return float("nan") if corrected else 0.0
    return gini(counts) * (n / (n - 1) if corrected else 1.0)


def _cv(counts: np.ndarray) -> float:
    return float(counts.std() / counts.mean())


def _fields(cells: np.ndarray, corrected: bool) -> tuple[float, float]:
    """Gini index and coefficient of variation of each row's cells, averaged by their sums."""
    total = weight = 0.0
    variation, moved = 0.0, 0.0
    for row in cells:
        counts = row[np.isfinite(row)]
        size = counts.sum() if len(counts) else 0.0
        if size <= 0:
            continue
        moved += size
        variation += size * _cv(counts)
        if len(counts) > 1:  # a field of one corridor has nothing to be unequal to
            weight += size
            total += size * _gini(counts, corrected)
    return (total / weight if weight else float("nan"), variation / moved)
