"""Lines of evidence from corridors in every vintage, and the arithmetic that claims on them share.

Pairs are added up as :mod:`migov.claims.pairs` does; nothing here judges.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
import pandas as pd

from migov import economies, registry
from migov.claims.evidence import Line
from migov.claims.pairs import coded, ending, pairs
from migov.claims.run import once
from migov.load import load


def embedded(series: str) -> list[str]:
    """The vintages of a series that the snapshot holds, the pinned one first.

    Examples
    --------
    >>> embedded("migrant_stock")
    ['2024', '2020', '2019', '2017']
    """
    record = registry.find(series)
    held = [name for name, each in record.versions.items() if not each.obtainable]
    return sorted(sorted(held, reverse=True), key=lambda name: name != record.pinned)


def in_each(
    series: str,
    label: str,
    unit: str,
    values: Callable[[str], pd.Series],
    population: str = "",
    beside: Sequence[str] = (),
) -> list[Line]:
    """A line for each vintage of a corridor series, the pinned one first.

    `values` takes the vintage and gives the figures by year; `beside` names other series that it
    reads, which are taken in their pinned vintages.
    """
    records = [registry.find(name) for name in (series, *beside)]
    sources = "; ".join(dict.fromkeys(record.publisher.name for record in records))
    names = ", ".join(record.id for record in records)
    lines = []
    for version in embedded(series):
        whole = "/".join(dict.fromkeys([version, *(record.pinned for record in records[1:])]))
        lines.append(
            Line(
                label, sources, names, whole, population or label, unit,
                values(version).dropna().astype(float), pinned=version == records[0].pinned,
            )
        )  # fmt: skip
    return lines


def by_end(series: str, end: str, version: str | None = None) -> pd.DataFrame:
    """What the pairs of a series add up to at one end: an economy a row, a year a column."""

    def added() -> pd.DataFrame:
        table = pairs(series, version)
        at, known = coded(series, end, version)
        sums = table["value"].groupby([at, table["year"]]).sum().unstack("year")
        return sums.set_axis(pd.Index(known, name=end)).sort_index()

    return once(("by_end", series, end, version), added)


def within(series: str, members: Collection[str], version: str | None = None) -> pd.DataFrame:
    """The pairs whose two ends are both among `members`, and are not one."""
    there = sorted(members)

    def chosen() -> pd.DataFrame:
        table = pairs(series, version)[
            ending(series, "origin", there, version) & ending(series, "destination", there, version)
        ]
        return table[table["origin"] != table["destination"]]

    return once(("within", series, tuple(there), version), chosen)


def by_economy(series: str, version: str | None = None) -> pd.DataFrame:
    """A series of economies, an economy a row, a year a column."""

    def laid_out() -> pd.DataFrame:
        table = load(series, version=version)
        row, economy = pd.factorize(table["economy"].array)
        column, year = pd.factorize(table["year"].to_numpy(), sort=True)
        figures = np.full((len(economy), len(year)), np.nan)
        figures[row, column] = table["value"]
        return pd.DataFrame(
            figures, pd.Index(economy, name="economy"), pd.Index(year, name="year")
        )

    return once(("by_economy", series, version), laid_out)


def at_ends(table: pd.DataFrame, figures: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The figures of each pair's origin and destination in its year, missing where there is none.

    `figures` are as :func:`by_economy` gives them.

    Examples
    --------
    >>> pair = pd.DataFrame({"origin": ["MEX"], "destination": ["USA"], "year": [2000]})
    >>> at_ends(pair, pd.DataFrame({2000: [6.0, 36.0]}, index=["MEX", "USA"]))
    (array([6.]), array([36.]))
    """
    years = figures.columns.get_indexer(table["year"])

    def at(end: str) -> np.ndarray:
        place, known = pd.factorize(table[end].array)
        rows = figures.index.get_indexer(known)[place]
        there = (rows >= 0) & (years >= 0)
        return np.where(there, figures.to_numpy()[rows, years], np.nan)

    return at("origin"), at("destination")


def rank_of(counts: pd.DataFrame, economy: str) -> pd.Series:
    """Where an economy stands among the rows in each year, 1 for the most."""
    return counts.rank(ascending=False, method="min").loc[economy].dropna()


def effectiveness(table: pd.DataFrame) -> pd.Series:
    """How one-sided corridors are by year: of 100 people, how many are not offset by others.

    Per cent of all arrivals and departures by economy that their balance makes up.

    Examples
    --------
    >>> both_ways = pd.DataFrame({"origin": ["MEX", "USA"], "destination": ["USA", "MEX"],
    ...                           "year": 2020, "value": [30.0, 10.0]})
    >>> effectiveness(both_ways)[2020].item()
    50.0
    """
    years, values = table["year"], table["value"]
    both = pd.DataFrame({
        "economy": pd.concat([table["destination"], table["origin"]]),
        "year": pd.concat([years, years]),
        "value": pd.concat([values, -values]),
    })
    balance = both.groupby(["economy", "year"])["value"].sum().abs().groupby("year").sum()
    return 100 * balance / (2 * values.groupby(years).sum())


def successors(state: str) -> list[str]:
    """The economies of today on the land of a former state.

    Examples
    --------
    >>> successors("CSK"), len(successors("SUN"))
    (['CZE', 'SVK'], 15)
    """
    following = economies.table().set_index("economy")["successor"].fillna("")
    found: list[str] = []
    left = [state]
    while left:
        one = left.pop(0)
        later = [each for each in str(following[one]).split(";") if each]
        left = [*later, *left]
        found += [] if later else [one]
    return found


def people() -> pd.DataFrame:
    """The people of each economy by year: estimates, and projections for the years after them."""
    series = ("population_wpp", "population_projected_wpp")
    def both() -> pd.DataFrame:
        known, ahead = map(by_economy, series)
        return pd.concat([known, ahead.drop(columns=known.columns, errors="ignore")], axis=1)

    return once(("people", *series), both)
