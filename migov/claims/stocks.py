"""Lines of evidence from corridors in every vintage, and the arithmetic that claims on them share.

Pairs are added up as :mod:`migov.claims.pairs` does; nothing here judges.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
import pandas as pd

from migov import economies, registry
from migov.claims.evidence import Line, named
from migov.claims.pairs import ENDS, added, added_at, ending, pairs
from migov.claims.run import once
from migov.claims.single import coded, everything


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
    pinned = registry.find(series).pinned
    return [
        Line(
            label, *named([series, *beside], version), population or label, unit,
            values(version).dropna().astype(float), pinned=version == pinned,
        )
        for version in embedded(series)
    ]  # fmt: skip


def by_end(series: str, end: str, version: str | None = None) -> pd.DataFrame:
    """What the pairs of a series add up to at one end: an economy a row, a year a column."""
    version = version or registry.find(series).pinned
    return once(("by_end", series, end, version), lambda: added_at(pairs(series, version), end))


def within(series: str, members: Collection[str], version: str | None = None) -> pd.DataFrame:
    """The pairs whose two ends are both among `members`, and are not one."""
    version, there = version or registry.find(series).pinned, sorted(members)

    def chosen() -> pd.DataFrame:
        table = pairs(series, version)
        table = table[ending(table, "origin", there) & ending(table, "destination", there)]
        return table[table["origin"] != table["destination"]]

    return once(("within", series, tuple(there), version), chosen)


def by_economy(series: str, version: str | None = None) -> pd.DataFrame:
    """A series of economies, an economy a row, a year a column."""
    version = version or registry.find(series).pinned

    def laid_out() -> pd.DataFrame:
        table = everything(series, version)
        row, known = coded(series, "economy", version)
        column, year = pd.factorize(table["year"].to_numpy(), sort=True)
        figures = np.full((len(known), len(year)), np.nan)
        figures[row, column] = table["value"]
        code = pd.Index(known, dtype=object, name="economy")
        economy = ~economies.is_aggregate(code.to_series()).to_numpy()
        return pd.DataFrame(figures[economy], code[economy], pd.Index(year, name="year"))

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
        codes = pd.Categorical(table[end].array)
        rows = figures.index.get_indexer(codes.categories)[codes.codes]
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
    left, came = (added_at(table, end) for end in ENDS)
    balance = came.sub(left, fill_value=0.0).abs().sum()
    return 100 * balance / (2 * added(table))


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
