"""One year of corridors as a matrix, by economy or by group, with the totals that are published.

What the publisher counts but allocates to no corridor stands in a row and a column of its own;
nothing is spread over corridors.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from migov import economies, tidy
from migov.choices import one_year, yes_or_no
from migov.corridors.book import (
    WORLD,
    Book,
    about_totals,
    corridor_series,
    open_book,
    refuse_each,
)
from migov.errors import ArgumentError
from migov.load import Economies
from migov.measures.grouping import INCOME_GROUPS, REST, By, Grouping, grouping
from migov.measures.pairs import NOT_ALLOCATED, checked_fill
from migov.words import few

# Regions of the United Nations that a publisher gives in two parts, and how it calls groups.
_IN_PARTS = {"Americas": ("Latin America and the Caribbean", "Northern America")}
_AS_PUBLISHED = {
    label: f"{label.replace(' income', '-income').replace(' m', '-m')} countries"
    for label in INCOME_GROUPS
}


def matrix(
    series: str,
    year: int,
    *,
    by: By = "economy",
    margins: bool = False,
    fill: float | None = None,
    origins: Economies = None,
    destinations: Economies = None,
    origins_by: By | None = None,
    destinations_by: By | None = None,
    sex: str = "both",
    version: str | None = None,
    on: int | str | None = None,
) -> pd.DataFrame:
    """A corridor series in one year, origins down and destinations across.

    Parameters
    ----------
    series : str
        The id or code of a corridor series.
    year : int
        One year; :func:`load` takes a span.
    by : str, list or mapping
        ``"economy"``; ``"region"`` or ``"subregion"`` (United Nations); ``"income"`` (World Bank);
        a group such as ``"ECOWAS"`` against the rest of the world; a list of groups and
        economies; or a mapping from a label to a group or a list of economies.
    margins : bool
        Add the published totals, row and column ``WLD``, and what they hold beyond the corridors
        shown, row and column ``Not allocated``.  Every row and column then adds up to its total;
        economies left out by `origins` or `destinations` become ``Rest of the world``.
    fill : None or 0
        What an absent corridor shows: NaN, which is unknown, or 0 where you know that it is none.
    origins, destinations, version, on
        As in :func:`load`; `on` also dates the members of groups in `by`.
    origins_by, destinations_by : as `by`, optional
        For one side only, in the place of `by`.
    sex : {"both", "female", "male"}
        Whom to count.

    Returns
    -------
    pandas.DataFrame
        Index ``origin``, columns ``destination``; NaN where a corridor is unknown, which is not
        zero; all economies that `origins` and `destinations` name are there.  Unknown origins
        (``XXX``) and stateless persons (``XXA``) have rows of their own.
        The caveats in ``attrs["migov"]`` say how totals and corridors differ.

    Raises
    ------
    ArgumentError
        If the series has no corridors, `year` is not one year or has no figures, groups overlap,
        both sexes apart are asked for, or `fill` is neither None nor 0.

    Examples
    --------
    >>> stock = matrix("migrant_stock", 2024)
    >>> int(stock.loc["MEX", "USA"])
    11279561
    >>> regions = matrix("migrant_stock", 2024, by="region", margins=True)
    >>> int(regions.loc["Asia", "Europe"]), int(regions.loc["WLD", "WLD"])
    (20002935, 304021813)
    """
    corridor_series(series)
    one_year(year, "year")
    value = checked_fill(fill)
    yes_or_no(margins, "margins")
    down, across = (
        _Side(grouping(each, on), None if names is None else frozenset(economies.select(names, on)))
        for each, names in ((origins_by or by, origins), (destinations_by or by, destinations))
    )
    refuse_each(sex)
    for side in (down, across):
        wholes = sorted(code for code in side.kept or () if economies.is_aggregate(code))
        if wholes and (margins or down.groups or across.groups):
            raise ArgumentError(
                f"A matrix with groups or margins is made of corridors between economies, and "
                f"{few(wholes)} is an aggregate. Name economies or groups such as 'ECOWAS' instead."
            )
    book = open_book(
        series, year, origins=origins, destinations=destinations, sex=sex, version=version, on=on
    )
    rows = book.pairs if margins else book.asked
    rows = rows.assign(
        origin=down.label(rows["origin"]), destination=across.label(rows["destination"])
    )
    sums = rows.groupby(["origin", "destination"], as_index=False)["value"].sum()
    wide = sums.pivot(index="origin", columns="destination", values="value")
    caveats = [*book.said["caveats"], *_about_groups(down, across)]
    totals = [
        each.groupby(side.label(each.index.to_series()).to_numpy()).sum()
        for side, each in ((down, book.origins), (across, book.destinations))
    ]
    places = [wide.index, wide.columns]
    if margins:
        places = [each.union(total.index) for each, total in zip(places, totals, strict=True)]
    places = [side.asked(each) for side, each in zip((down, across), places, strict=True)]
    wide = wide.reindex(index=down.order(places[0]), columns=across.order(places[1]))
    if value is not None:
        caveats.append(f"{int(wide.isna().to_numpy().sum())} absent corridors are shown as 0.")
        wide = wide.fillna(value)
    if margins:
        caveats += about_totals(book)
        if origins is None and destinations is None:
            caveats += _beside_published(book, down, across, totals)
        wide = _with_margins(wide, totals[0], totals[1], book.total)
    wide.index.name, wide.columns.name = "origin", "destination"
    tidy.with_provenance(wide, {"value": {**book.said, "caveats": list(dict.fromkeys(caveats))}})
    wide.attrs[tidy.ATTRS]["year"] = book.year
    return wide


@dataclass(frozen=True)
class _Side:
    """How one side is grouped, and which of its economies are asked for (all if None)."""

    groups: Grouping | None
    kept: frozenset[str] | None

    def label(self, codes: pd.Series) -> pd.Series:
        """What each code of a column is shown as."""
        shown = codes if self.groups is None else self.groups.label(codes)
        if self.kept is None:
            return shown
        return shown.where(codes.isin(self.kept) | economies.is_residual(codes), REST)

    def asked(self, labels: pd.Index) -> pd.Index:
        """The labels, and the economies that are asked for without a known corridor."""
        alone = self.groups is None and self.kept is not None
        return labels.union(sorted(self.kept or ())) if alone else labels

    def order(self, labels: pd.Index) -> list[str]:
        """Economies by code or groups as asked for, then the rest, then the unknown."""
        if self.groups is not None:
            ordered = self.groups.order(labels)
            return sorted(ordered, key=_last)
        return sorted(sorted(labels), key=_last)


def _last(label: str) -> int:
    """The rest of the world stands behind what is named, the unknown behind that."""
    return 2 if economies.is_residual(label) else int(label == REST)


def _with_margins(
    wide: pd.DataFrame, by_origin: pd.Series, by_destination: pd.Series, total: float
) -> pd.DataFrame:
    """The matrix with its totals and with what they hold beyond its cells.

    A person whose two ends are known, but whose corridor is not shown, is in the row and in the
    column of what is not allocated; where the two meet nothing stands, not to count them twice.
    """
    by_origin = by_origin.reindex(wide.index)
    by_destination = by_destination.reindex(wide.columns)
    right = _beyond(by_origin, wide.sum(axis=1), total)
    below = _beyond(by_destination, wide.sum(axis=0), total)
    margin = pd.Series([total, total])
    ends = _beyond(margin, pd.Series([by_destination.sum(), by_origin.sum()]), total)
    wide = wide.assign(**{NOT_ALLOCATED: right, WORLD: by_origin})
    wide.loc[NOT_ALLOCATED] = [*below, float("nan"), ends[1]]
    wide.loc[WORLD] = [*by_destination, ends[0], total]
    return wide


def _beyond(total: pd.Series, parts: pd.Series, world: float) -> pd.Series:
    """Totals less their parts; what adding up fractions leaves behind is nothing."""
    left = total - parts
    return left.where(left.abs() > 1e-12 * abs(world), 0.0)


def _about_groups(down: _Side, across: _Side) -> list[str]:
    named = [("Origins", down.groups), ("destinations", across.groups)]
    ways: dict[str, list[str]] = {}
    for side, groups in named:
        if groups is not None:
            ways.setdefault(groups.words, []).append(side)
    return [
        f"{' and '.join(sides).capitalize()} are summed by migov by {words}, from the corridors "
        "that are known; a cell is empty where none is."
        for words, sides in ways.items()
    ]


def _beside_published(
    book: Book, down: _Side, across: _Side, totals: list[pd.Series]
) -> list[str]:
    """How the totals of groups differ from those that the publisher prints for them."""
    lines = []
    names = economies.aggregates()
    names = names[names["publisher"] == book.record.publisher.id]
    for side, other, at, mine in (
        ("origin", "destination", down, totals[0]),
        ("destination", "origin", across, totals[1]),
    ):
        if at.groups is None:
            continue
        given = book.published[book.published[other] == WORLD].set_index(side)["value"]
        known = names[names["code"].isin(given.index)]
        code_of = dict(zip(known["name"], known["code"], strict=True))
        differ, same = [], 0
        for label in at.groups.labels:
            parts = _IN_PARTS.get(label, (_AS_PUBLISHED.get(label, label),))
            if label not in mine.index or not all(part in code_of for part in parts):
                continue
            printed = sum(given[code_of[part]] for part in parts)
            if abs(printed - mine[label]) <= 1e-9 * abs(printed):
                same += 1
            else:
                differ.append(f"{label} {printed:,.0f} ({mine[label] - printed:+,.0f} here)")
        if differ:
            lines.append(
                f"The publisher's own totals by {side} differ, because it groups economies "
                f"otherwise or adds some that it does not show: {few(differ, 30)}."
            )
        elif same:
            lines.append(f"The publisher's own totals of the {same} groups by {side} are the same.")
    return lines
