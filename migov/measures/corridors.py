"""Corridors compared: shares, net and gross, both ways of a pair, and how concentrated they are.

Each takes a corridor table, or a matrix of one year, and gives a table back.  An absent corridor
is unknown and stays out, unless ``fill=0`` says that absent means none.  What has an unknown or no
end is in a whole, and in no corridor.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from migov.choices import one_of
from migov.errors import ArgumentError
from migov.measures.figures import followed
from migov.measures.pairs import (
    Pairs,
    checked_fill,
    derived_pairs,
    derived_places,
    moves,
    named,
    pairs,
)

SIDES = {"origin": ["origin", "year"], "destination": ["destination", "year"], "all": ["year"]}


def corridor_share(table: pd.DataFrame, of: str = "all") -> pd.DataFrame:
    """Each corridor as a share of a whole, in per cent.

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of amounts that are not negative; unknown origins count in the whole.
    of : {"all", "origin", "destination"}
        The whole: the year's sum, all from that origin, or all to that destination.

    Returns
    -------
    pandas.DataFrame
        ``origin, destination, year, value``, in per cent of the table's own sum; shares of
        published totals are those of :func:`migov.top_corridors`.

    Raises
    ------
    ArgumentError
        If figures are negative, or a whole is zero throughout.

    Examples
    --------
    >>> import pandas as pd
    >>> stock = pd.DataFrame({"origin": ["MEX", "IND"], "destination": "USA", "year": 2020,
    ...                       "value": [3.0, 1.0]})
    >>> corridor_share(stock, of="destination")["value"].tolist()
    [25.0, 75.0]
    """
    one_of(of, SIDES, "of")
    found = not_negative(pairs(table), "A share")
    rows = found.rows
    whole = rows.groupby(SIDES[of])["value"].transform("sum")
    empty = whole <= 0
    if empty.all():
        raise ArgumentError("Every whole is zero, so there is nothing to take a share of.")
    shares = rows.assign(value=100 * rows["value"] / whole).loc[~empty]
    words = {"all": "all corridors", "origin": "its origin", "destination": "its destination"}[of]
    notes = []
    if empty.any():
        notes.append(f"{int(empty.sum())} corridors of an empty whole have no share.")
    description = followed(f"share of {found.words}", f"in {words}")
    return derived_pairs(shares, [found], description, "%", notes)


def net_corridors(table: pd.DataFrame, fill: float | None = None) -> pd.DataFrame:
    r"""Both directions of each pair: net, gross, effectiveness and symmetry.

    For a corridor from i to j, with :math:`m_{ij}` there and :math:`m_{ji}` back, net is
    :math:`m_{ij} - m_{ji}`, gross :math:`m_{ij} + m_{ji}`, effectiveness
    :math:`100 (m_{ij} - m_{ji}) / (m_{ij} + m_{ji})`, and symmetry
    :math:`1 - |m_{ij} - m_{ji}| / (m_{ij} + m_{ji})`: 1 if as many go each way, 0 if all go one.

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of counts or amounts.
    fill : None or 0
        What an unknown way back counts as; with None the pair is left out.

    Returns
    -------
    pandas.DataFrame
        ``origin, destination, year, value, gross, effectiveness, symmetry``, each pair in both
        directions; `value` is the net, positive where more go from origin to destination.

    Raises
    ------
    ArgumentError
        If figures are negative, or no pair is known in both directions.

    Examples
    --------
    >>> import pandas as pd
    >>> flow = pd.DataFrame({"origin": ["MEX", "USA"], "destination": ["USA", "MEX"], "year": 2020,
    ...                      "value": [30.0, 10.0]})
    >>> net_corridors(flow)[["origin", "value", "gross", "symmetry"]].values.tolist()
    [['MEX', 20.0, 40.0, 0.5], ['USA', -20.0, 40.0, 0.5]]
    """
    value = checked_fill(fill)
    found = moves(pairs(table), "A net figure")
    there = found.rows.set_index(["origin", "destination", "year"])["value"]
    back = there.copy()
    back.index = pd.MultiIndex.from_arrays(
        [there.index.get_level_values(level) for level in ("destination", "origin", "year")],
        names=there.index.names,
    )
    both = pd.concat({"there": there, "back": back}, axis=1)
    alone = both.isna().any(axis=1)
    notes = []
    if value is None:
        both = both.loc[~alone]
        if alone.any():
            notes.append(
                f"{int(alone.sum()) // 2} of {len(alone) // 2} pairs are known in one direction "
                "only and are left out."
            )
        if both.empty:
            raise ArgumentError(
                "No pair of economies is known in both directions. Say fill=0 if you know that an "
                "absent corridor means none."
            )
    elif alone.any():
        notes.append(f"The unknown direction of {int(alone.sum()) // 2} pairs counts as 0.")
        both = both.fillna(value)
    gross = both["there"] + both["back"]
    net = both["there"] - both["back"]
    part = net / gross.where(gross > 0)
    rows = pd.DataFrame({
        "value": net, "gross": gross, "effectiveness": 100 * part, "symmetry": 1 - part.abs()
    }).reset_index()  # fmt: skip
    return derived_pairs(rows, [found], f"net of {found.words} by corridor", found.unit, notes)


def balance(table: pd.DataFrame) -> pd.DataFrame:
    r"""Of each place: how many came in, how many went out, net and gross.

    With :math:`D_i = \sum_j m_{ji}` in and :math:`O_i = \sum_j m_{ij}` out: net
    :math:`D_i - O_i`, gross :math:`D_i + O_i` and effectiveness
    :math:`100 (D_i - O_i) / (D_i + O_i)`, between −100 (all leave) and 100 (all come).

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of counts or amounts.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value, inward, outward, gross, effectiveness``; `value` is the net, in
        less out, which sums to zero over all places of a year.  A place of which no corridor of
        one direction is known has 0 there.

    Raises
    ------
    ArgumentError
        If figures are negative, or no corridor has two known ends.

    Examples
    --------
    >>> import pandas as pd
    >>> flow = pd.DataFrame({"origin": ["MEX", "USA"], "destination": ["USA", "MEX"], "year": 2020,
    ...                      "value": [30.0, 10.0]})
    >>> balance(flow)[["economy", "value", "inward", "outward"]].values.tolist()
    [['MEX', -20.0, 10.0, 30.0], ['USA', 20.0, 30.0, 10.0]]
    """
    found = moves(pairs(table), "A balance")
    rows = in_and_out(found.rows)
    return derived_places(
        rows, [found], f"net of {found.words} by economy", found.unit,
        ["In and out are sums of the corridors that are known."],
    )  # fmt: skip


def in_and_out(rows: pd.DataFrame) -> pd.DataFrame:
    """``economy, year, value, inward, outward, gross, effectiveness`` of checked corridors."""
    sides = [
        rows.groupby([side, "year"])["value"].sum().rename(name).rename_axis(["economy", "year"])
        for side, name in (("destination", "inward"), ("origin", "outward"))
    ]
    places = pd.concat(sides, axis=1).fillna(0.0).reset_index()
    net, gross = places["inward"] - places["outward"], places["inward"] + places["outward"]
    return places.assign(value=net, gross=gross, effectiveness=100 * net / gross.where(gross > 0))


def corridor_concentration(
    table: pd.DataFrame, of: str = "all", *, fill: float | None = None
) -> pd.DataFrame:
    r"""How concentrated corridors are: Herfindahl, Gini and entropy.

    With shares :math:`p_k` of n corridors: Herfindahl :math:`\sum_k p_k^2` (between 1/n and 1);
    Gini :math:`\sum_k \sum_l |p_k - p_l| / 2n` (0 if all are equal, at most :math:`1 - 1/n`);
    entropy :math:`-\sum_k p_k \ln p_k / \ln n` (Shannon's, 1 if all are equal, 0 if one has all).

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of counts or amounts.
    of : {"all", "origin", "destination"}
        All corridors of a year, the destinations of each origin, or the origins of each
        destination.
    fill : None or 0
        What an absent corridor between two places of the year's table counts as; with None only
        known corridors are compared.

    Returns
    -------
    pandas.DataFrame
        ``economy`` (``ALL``, or the origin or destination), ``year, value, gini, entropy,
        corridors``; `value` is Herfindahl's index.  Of a single corridor Gini is 0 and entropy
        has no value.

    Raises
    ------
    ArgumentError
        If figures are negative, or no corridor has two known ends.

    Examples
    --------
    >>> import pandas as pd
    >>> stock = pd.DataFrame({"origin": ["MEX", "IND"], "destination": "USA", "year": 2020,
    ...                       "value": [3.0, 1.0]})
    >>> corridor_concentration(stock, of="destination")[["value", "gini"]].values.tolist()
    [[0.625, 0.25]]
    """
    one_of(of, SIDES, "of")
    value = checked_fill(fill)
    found = moves(pairs(table), "A measure of concentration")
    lines = []
    for keys, rows in found.rows.groupby(SIDES[of]):
        year, place = keys[-1], "ALL" if of == "all" else keys[0]
        counts = rows["value"].to_numpy()
        if counts.sum() <= 0:
            continue
        if value is not None:
            counts = _with_zeros(counts, _possible(found.rows, int(year), of))
        share = counts / counts.sum()
        lines.append((place, year, float((share**2).sum()), gini(counts), _entropy(share),
                      len(counts)))  # fmt: skip
    if not lines:
        raise ArgumentError("All corridors are zero, so nothing can be shared out.")
    columns = ["economy", "year", "value", "gini", "entropy", "corridors"]
    known = "known corridors only" if value is None else "absent corridors counted as 0"
    return derived_places(
        pd.DataFrame(lines, columns=columns), [found], f"concentration of {found.words}",
        "index, 0 to 1", [f"Concentration over {known}."],
    )  # fmt: skip


def gini(counts: np.ndarray) -> float:
    """Gini coefficient of counts that are not negative: half their relative mean difference.

    Examples
    --------
    >>> gini(np.array([0.0, 0.0, 0.0, 8.0]))
    0.75
    """
    ordered = np.sort(counts)
    n = len(ordered)
    ranks = 2 * np.arange(1, n + 1) - n - 1
    return float(max(0.0, (ranks * ordered).sum() / (n * ordered.sum())))


def _entropy(share: np.ndarray) -> float:
    if len(share) < 2:
        return float("nan")
    some = share[share > 0]
    return float(abs((some * np.log(some)).sum()) / np.log(len(share)))


def _possible(rows: pd.DataFrame, year: int, of: str) -> int:
    """How many corridors there could be between the places of a year."""
    now = rows[rows["year"] == year]
    places = len({*now["origin"], *now["destination"]})
    return places * (places - 1) if of == "all" else places - 1


def _with_zeros(counts: np.ndarray, length: int) -> np.ndarray:
    return np.concatenate([counts, np.zeros(length - len(counts))])


def not_negative(found: Pairs, what: str) -> Pairs:
    """The corridors, if none is negative.

    Raises
    ------
    ArgumentError
        If some are.
    """
    negative = found.rows["value"] < 0
    if negative.any():
        raise ArgumentError(
            f"{what} needs figures that are not negative, and {int(negative.sum())} are "
            f"({named(found.rows.loc[negative])}). Probably these are net flows."
        )
    return found
