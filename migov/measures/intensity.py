"""How much a population moves, and how much that changes where it lives.

After Bell and others (2002, Journal of the Royal Statistical Society A 165(3), 435–464) and
Courgeau (1973).  In all formulas :math:`m_{ij}` people move from i to j, i ≠ j, :math:`O_i` leave
i, :math:`D_i` come to i, :math:`M` is the sum of all, P the population, n the number of places.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import ArgumentError
from migov.measures.corridors import in_and_out
from migov.measures.figures import figures
from migov.measures.pairs import derived_places, derived_years, moves, pairs
from migov.measures.units import parse
from migov.words import few


def migration_intensity(table: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    r"""How much a population moves, and what that changes.

    Crude migration intensity :math:`CMI = 100 M / P`; aggregate net migration rate
    :math:`ANMR = 100 \cdot \tfrac12 \sum_i |D_i - O_i| / P`, which is CMI times the effectiveness
    over 100; and Courgeau's :math:`k = CMI / \ln n^2`, which allows for the number of places.

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of moves.
    population : pandas.DataFrame
        Economy–year table in the years of the moves: of each place, or of the world alone
        (``WLD``); a declared scale (thousands) is brought to persons.

    Returns
    -------
    pandas.DataFrame
        ``economy`` (``ALL``), ``year, value, net_rate, courgeau_k, moves, population, places``;
        CMI and ANMR in per cent of the population.  A place without a population is left out
        with its moves, which the caveats say.

    Raises
    ------
    ArgumentError
        If no year of the moves has a population.

    Examples
    --------
    >>> flow = pd.DataFrame({"origin": ["MEX", "USA"], "destination": ["USA", "MEX"], "year": 2020,
    ...                      "value": [30.0, 10.0]})
    >>> people = pd.DataFrame({"economy": ["MEX", "USA"], "year": 2020, "value": [400.0, 600.0]})
    >>> migration_intensity(flow, people)[["value", "net_rate"]].values.tolist()
    [[4.0, 2.0]]
    """
    found = moves(pairs(table), "Migration intensity")
    people_record, counted = _population(population)
    notes: list[str] = []
    lines = []
    for year, now in found.rows.groupby("year"):
        people, now = _people(counted, now, int(year), notes)
        if people <= 0:
            continue
        places = in_and_out(now)
        moved, number = now["value"].sum(), len(places)
        changed = places["value"].abs().sum() / 2
        crude = 100 * moved / people
        lines.append((year, crude, 100 * changed / people, crude / np.log(number**2), moved,
                      people, number))  # fmt: skip
    if not lines:
        raise ArgumentError(
            "No year of the moves has a population. Load the same years and economies, or the "
            "world: migov.load('population', 'WLD')."
        )
    columns = ["year", "value", "net_rate", "courgeau_k", "moves", "population", "places"]
    what = "crude migration intensity"
    return derived_years(lines, columns, found, what, "% of population", notes, [people_record])


def migration_rates(table: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    r"""Of each place, how many came, left and stayed on balance, in per cent of its population.

    In :math:`100 D_i / P_i`, out :math:`100 O_i / P_i`, net :math:`100 (D_i - O_i) / P_i`.

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of moves.
    population : pandas.DataFrame
        Economy–year table of the places.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value, inward, outward``, in per cent; `value` is the net rate.

    Raises
    ------
    ArgumentError
        If no place has a population in the year of its moves.

    Examples
    --------
    >>> flow = pd.DataFrame({"origin": ["MEX", "USA"], "destination": ["USA", "MEX"], "year": 2020,
    ...                      "value": [30.0, 10.0]})
    >>> people = pd.DataFrame({"economy": ["MEX", "USA"], "year": 2020, "value": [400.0, 800.0]})
    >>> migration_rates(flow, people)["value"].tolist()
    [-5.0, 2.5]
    """
    found = moves(pairs(table), "A migration rate")
    people_record, counted = _population(population)
    notes: list[str] = []
    places = in_and_out(found.rows)
    people = counted.rename(columns={"value": "people"})
    rows = places.merge(people, on=["economy", "year"], how="left")
    lost = ~(rows["people"] > 0)
    if lost.all():
        raise ArgumentError("No place has a population in the year of its moves.")
    if lost.any():
        notes.append(
            f"{int(lost.sum())} of {len(rows)} places and years have no population and are left "
            f"out: {few(rows.loc[lost, 'economy'].unique())}."
        )
    rows = rows.loc[~lost]
    rates = {name: 100 * rows[name] / rows["people"] for name in ("value", "inward", "outward")}
    rows = rows[["economy", "year"]].assign(**rates)
    what = f"net migration rate of {found.words}"
    return derived_places(rows, [found], what, "% of population", notes, [people_record])


def _population(population: pd.DataFrame) -> tuple[dict[str, Any], pd.DataFrame]:
    """The record of a population, and its rows in persons."""
    people = figures(population, "population")
    scale = 1.0
    if people.unit:
        counted = parse(people.unit)
        if counted.base.casefold() not in {"persons", "", "population"}:
            raise ArgumentError(
                f"`population` is in {people.unit!r}, which does not count persons. Pass the "
                'population series: migov.load("population").'
            )
        scale = counted.scale
    return people.record, people.rows.assign(value=people.rows["value"] * scale)


def _people(
    counted: pd.DataFrame, now: pd.DataFrame, year: int, notes: list[str]
) -> tuple[float, pd.DataFrame]:
    """Population of the places in a year, and the moves between places that have one."""
    people = counted.loc[counted["year"] == year].set_index("economy")["value"]
    if len(people) == 1 and economies.is_aggregate(str(people.index[0])):
        return float(people.iloc[0]), now
    places = {*now["origin"], *now["destination"]}
    lost = sorted(places - set(people.index[people > 0]))
    if lost:
        inside = ~now["origin"].isin(lost) & ~now["destination"].isin(lost)
        notes.append(
            f"{year} has no population of {few(lost)}; {now.loc[~inside, 'value'].sum():,.0f} of "
            f"{now['value'].sum():,.0f} moves, to or from there, are left out."
        )
        now = now.loc[inside]
        places = {*now["origin"], *now["destination"]}
    return float(people[sorted(places)].sum()), now
