"""Lines of evidence from corridors in every vintage, and the arithmetic that claims on them share.

Pairs are added up as :mod:`migov.claims.pairs` does; nothing here judges.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import pandas as pd

from migov import economies, registry
from migov.claims.evidence import Line
from migov.claims.pairs import bare, pairs
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
    return once(
        ("by_end", series, end, version),
        lambda: pairs(series, version).groupby([end, "year"])["value"].sum().unstack("year"),
    )


def within(series: str, members: Collection[str], version: str | None = None) -> pd.DataFrame:
    """The pairs whose two ends are both among `members`, and are not one."""
    there = sorted(members)

    def chosen() -> pd.DataFrame:
        table = pairs(series, version)
        keep = table["origin"].isin(there) & table["destination"].isin(there)
        return table[keep & (table["origin"] != table["destination"])]

    return once(("within", series, tuple(there), version), chosen)


def by_economy(series: str, version: str | None = None) -> pd.DataFrame:
    """A series of economies, an economy a row, a year a column."""
    return once(
        ("by_economy", series, version),
        lambda: bare(load(series, version=version)).pivot(
            index="economy", columns="year", values="value"
        ),
    )


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
    arrived, left = (
        table.groupby([end, "year"])["value"].sum().rename_axis(["economy", "year"])
        for end in ("destination", "origin")
    )
    balance = arrived.sub(left, fill_value=0.0).abs().groupby("year").sum()
    return 100 * balance / arrived.add(left, fill_value=0.0).groupby("year").sum()


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
    return once(("people", *series), lambda: by_economy(series[0]).combine_first(
        by_economy(series[1])
    ))  # fmt: skip
