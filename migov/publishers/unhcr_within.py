"""Reads people in UNHCR's answers who crossed no border, by the economy where they are: internally
displaced, stateless, host communities.  The publisher lists them by pairs as it lists refugees,
and a figure between two places is refused.  Nothing is fetched, and no figure is filled in.
"""

from __future__ import annotations

from dataclasses import replace

from migov.errors import LayoutError
from migov.publishers._unhcr_rows import Pages, read_measure
from migov.publishers.unhcr import POPULATION, SOLUTIONS
from migov.tidy import Reading, arrange

WITHIN = {each: POPULATION[each] for each in ("idps", "stateless", "hst")} | {
    "returned_idps": SOLUTIONS["returned_idps"]
}


def read_population(path: Pages, measure: str = "idps") -> Reading:
    """Read people who crossed no border, by economy.

    Parameters
    ----------
    path : path, binary buffer or list of them
        The pages of one answer of ``/population/v1/population/``, or, for ``returned_idps``, of
        ``/population/v1/solutions/``.
    measure : {"idps", "stateless", "hst", "returned_idps"}
        The publisher's name of the group.

    Returns
    -------
    Reading
        Columns economy, year, value; persons.  The publisher lists these people too by origin and
        asylum: the displaced from a country to the same, the stateless from nowhere (``STA``),
        host communities from their own country or an unknown one.  Noughts that it prints for
        other pairs are left out.

    Raises
    ------
    ArgumentError
        If there is no such group.
    LayoutError
        As from :func:`migov.publishers.unhcr.read_population`, or if some of them have another
        origin.

    Examples
    --------
    >>> read_population("page-1.json", "idps").table.columns.tolist()  # doctest: +SKIP
    ['economy', 'year', 'value']
    """
    return _by_economy(read_measure(path, measure, WITHIN), measure)


def read_idmc(path: Pages) -> Reading:
    """Read the pages of ``/population/v1/idmc/``: all internally displaced, as IDMC counts them.

    Parameters
    ----------
    path : path, binary buffer or list of them
        The pages of one answer, in any order.

    Returns
    -------
    Reading
        As from :func:`read_population`; persons at the end of the year.  Economy ``XXX`` are people
        whose country is not said, which in the first years is everybody.

    Raises
    ------
    LayoutError
        As from :func:`read_population`.

    Examples
    --------
    >>> read_idmc("page-1.json").title  # doctest: +SKIP
    'Internally displaced persons (IDMC)'
    """
    known = {"total": "Internally displaced persons (IDMC)"}
    return _by_economy(read_measure(path, "total", known), "idps")


def _by_economy(reading: Reading, measure: str) -> Reading:
    """Pairs that are one place as that place; figures of other pairs are refused."""
    table = reading.table
    home = table["origin"] == table["destination"]
    if measure == "stateless":
        home = table["origin"] == "XXA"
    elif measure == "hst":
        home |= table["origin"] == "XXX"
    if (abroad := ~home & (table["value"] != 0)).any():
        row = table[abroad].iloc[0]
        raise LayoutError(
            f"The answer has {int(abroad.sum())} rows of {measure} between two places, first "
            f"{row['origin']} to {row['destination']}, {row['year']}: {row['value']:,.0f}. Those "
            "people are counted where they are; the publisher has changed what it counts."
        )
    kept = table[home].rename(columns={"destination": "economy"})
    summed = kept.groupby(["economy", "year"])["value"].sum().reset_index()
    return replace(reading, table=arrange(summed, "economy"))
