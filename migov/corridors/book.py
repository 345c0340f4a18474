"""One year of a corridor series, whole: its pairs, its published totals, and who is asked for.

The other modules of the package rank and arrange what stands here.  An absent pair is unknown; a
total that the publisher does not give is summed, and the notes say so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from migov import economies, registry, tidy
from migov.choices import one_of, one_year
from migov.errors import ArgumentError
from migov.figures import find_version, whole
from migov.live import together
from migov.load import Economies, load
from migov.registry import Series
from migov.words import few

WORLD = "WLD"


@dataclass(frozen=True)
class Book:
    """A year of a series.

    Attributes
    ----------
    record : Series
    year : int
    pairs : pandas.DataFrame
        ``origin, destination, value`` between economies (and unknown origins), every one known.
    asked : pandas.DataFrame
        Those of the pairs that are asked for.
    origins, destinations : pandas.Series
        Total of each origin and each destination, by its code.
    total : float
        Total of the world.
    summed : tuple of str
        Codes whose total the publisher does not give, so that it is the sum of known pairs.
    published : pandas.DataFrame
        All rows of the year, aggregates too.
    said : dict
        The provenance record, with what should be known of these rows among its caveats.
    """

    record: Series
    year: int
    pairs: pd.DataFrame
    asked: pd.DataFrame
    origins: pd.Series
    destinations: pd.Series
    total: float
    summed: tuple[str, ...]
    published: pd.DataFrame
    said: dict[str, Any]

    @property
    def unallocated(self) -> float:
        """What the world total has beyond the sum of the pairs."""
        return self.total - float(self.pairs["value"].sum())


def corridor_series(series: str) -> Series:
    """A series of the registry, if it is one of corridors.

    Raises
    ------
    UnknownNameError, ArgumentError
        If there is none of this name, or it is a figure of one economy.

    Examples
    --------
    >>> corridor_series("migrant_stock").kind
    'corridor'
    """
    record = registry.find(series)
    if record.kind != "corridor":
        raise ArgumentError(
            f"{record.id} is a figure of one economy, not of a corridor; use migov.load()."
        )
    return record


def open_book(
    series: str,
    year: int | None,
    *,
    origins: Economies = None,
    destinations: Economies = None,
    sex: str = "both",
    version: str | None = None,
    on: int | str | None = None,
) -> Book:
    """Read one year of a corridor series; the newest it has for these corridors if None.

    Parameters
    ----------
    series : str
        The id or code of a corridor series.
    year : int or None
        One year.
    origins, destinations, sex, version, on
        As in :func:`migov.load`.

    Raises
    ------
    ArgumentError
        If the series has no corridors, no figures for what is asked, or is not counted by sex.

    Examples
    --------
    >>> open_book("migrant_stock", None, origins="MEX", destinations="USA").year
    2024
    """
    record = corridor_series(series)
    when = None if year is None else one_year(year, "year")
    refuse_each(sex)
    with together([record.id], version):
        chosen = load(
            record.id, years=when, origins=origins, destinations=destinations, sex=sex,
            version=version, on=on,
        )  # fmt: skip
        found = whole(record, find_version(record, version), sex)
    last = int(chosen["year"].max()) if when is None else when
    chosen = _of_year(chosen, last)
    published = _of_year(found.table, last)
    above = [economies.is_aggregate(published[side]) for side in ("origin", "destination")]
    pairs = published[~(above[0] | above[1])].reset_index(drop=True)
    by_origin, alone = _totals(published, pairs, "origin", "destination")
    by_destination, single = _totals(published, pairs, "destination", "origin")
    inside = (published["origin"] == WORLD) & (published["destination"] == WORLD)
    total = published.loc[inside, "value"]
    said = dict(tidy.provenance(chosen)["value"])
    return Book(
        record, last, pairs, chosen, by_origin, by_destination,
        float(total.iloc[0]) if len(total) else float(by_destination.sum()),
        tuple(dict.fromkeys([*alone, *single, *([] if len(total) else [WORLD])])),
        published, said,
    )  # fmt: skip


def refuse_each(sex: str) -> None:
    """Refuse what is not one sex, or both together.

    Raises
    ------
    ArgumentError
        Saying what there is.
    """
    if isinstance(sex, str) and sex == "each":
        raise ArgumentError(
            "This shows one sex at a time: both, female or male. migov.load(series, sex='each') "
            "has them apart."
        )
    one_of(sex, tidy.SEXES, "sex")


def refuse_aggregates(book: Book, purpose: str) -> None:
    """Refuse pairs that name an aggregate where its members are counted too.

    Raises
    ------
    ArgumentError
        Naming the aggregates.
    """
    codes = {*book.asked["origin"], *book.asked["destination"]}
    wholes = sorted(code for code in codes if economies.is_aggregate(code))
    if wholes:
        raise ArgumentError(
            f"{purpose} is made of corridors between economies, and {few(wholes)} is an "
            "aggregate. Name economies or groups such as 'ECOWAS' instead."
        )


def about_totals(book: Book) -> list[str]:
    """Sentences on where the totals come from and what they hold beyond the pairs."""
    unit = book.record.unit
    pairs = float(book.pairs["value"].sum())
    lines = []
    if WORLD in book.summed:
        lines.append("The publisher gives no total of the world here; WLD is summed by migov.")
    else:
        part = f" ({book.unallocated / book.total:.2%})" if book.total else ""
        added = book.record.margins == "added"
        whose = "The sum of all that the publisher counts" if added else "The publisher's total"
        lines.append(
            f"{whose} of {book.year} is {book.total:,.0f} {unit}; the corridors here add "
            f"up to {pairs:,.0f}, so that {book.unallocated:,.0f}{part} are not allocated."
        )
    others = [code for code in book.summed if code != WORLD]
    if others:
        lines.append(f"Totals that the publisher does not give are sums of pairs: {few(others)}.")
    unknown = book.pairs.loc[economies.is_residual(book.pairs["origin"])]
    lines += [
        f"{value:,.0f} {unit} are under the origin {code}, {economies.name(str(code))}."
        for code, value in unknown.groupby("origin")["value"].sum().items()
    ]
    return lines


def between_two(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs of two different economies that are both known."""
    unknown = economies.is_residual(pairs["origin"]) | economies.is_residual(pairs["destination"])
    return pairs[~unknown & (pairs["origin"] != pairs["destination"])]


def _of_year(table: pd.DataFrame, year: int) -> pd.DataFrame:
    kept = table.loc[table["year"] == year, ["origin", "destination", "value"]]
    kept = kept.reset_index(drop=True)
    kept.attrs = table.attrs
    return kept


def _totals(
    published: pd.DataFrame, pairs: pd.DataFrame, side: str, other: str
) -> tuple[pd.Series, Iterable[str]]:
    """Totals of one side, published where they are; and the codes that have only their sum."""
    given = published[(published[other] == WORLD) & ~economies.is_aggregate(published[side])]
    totals = given.set_index(side)["value"]
    sums = pairs.groupby(side)["value"].sum()
    alone = sums.index.difference(totals.index)
    return pd.concat([totals, sums[alone]]).sort_index(), alone
