"""The largest corridors of a year, where a people lives, and who shelters refugees: ranked.

Shares are of published totals, so that what is unknown or not allocated counts in the whole.
"""

from __future__ import annotations

from numbers import Integral
from typing import Any

import pandas as pd

from migov import economies, tidy
from migov.corridors.book import (
    Book,
    about_totals,
    between_two,
    corridor_series,
    open_book,
    refuse_aggregates,
)
from migov.errors import ArgumentError
from migov.load import Economies
from migov.measures.grouping import By, grouping
from migov.words import few


def top_corridors(
    series: str,
    year: int | None = None,
    n: int | None = 10,
    *,
    by: By = "economy",
    origins: Economies = None,
    destinations: Economies = None,
    sex: str = "both",
    version: str | None = None,
    on: int | str | None = None,
) -> pd.DataFrame:
    """The largest corridors of a series in one year.

    Parameters
    ----------
    series : str
        The id or code of a corridor series.
    year : int, optional
        One year; the newest by default.
    n : int or None
        How many; None is all of them.
    by : str, list or mapping
        Corridors between economies, regions, income groups or named groups, as in
        :func:`matrix`; those inside one group are among them.
    origins, destinations, sex, version, on
        As in :func:`matrix`.

    Returns
    -------
    pandas.DataFrame
        ``rank, origin, destination, year, value, share``, largest first; the share in per cent of
        the published total of what is asked for.  Equal figures share a rank.  Unknown origins
        and people displaced inside an economy are no corridor and are not ranked, but they are in
        the total.

    Raises
    ------
    ArgumentError
        If the series has no corridors or no figures for what is asked, or `n` is no number.

    Examples
    --------
    >>> top = top_corridors("migrant_stock", 2024, n=2)
    >>> top[["rank", "origin", "destination", "value"]].values.tolist()
    [[1, 'MEX', 'USA', 11279561.0], [2, 'AFG', 'IRN', 3752317.0]]
    """
    corridor_series(series)
    _refuse_count(n)
    groups = grouping(by, on)
    book = open_book(
        series, year, origins=origins, destinations=destinations, sex=sex, version=version, on=on
    )
    refuse_aggregates(book, "A ranking of corridors")
    rows = between_two(book.asked)
    caveats = list(book.said["caveats"])
    if groups is not None:
        rows = rows.assign(**{side: groups.label(rows[side]) for side in ("origin", "destination")})
        rows = rows.groupby(["origin", "destination"], as_index=False)["value"].sum()
        caveats.append(f"Origins and destinations are summed by migov by {groups.words}.")
    total, words = _whole(book, origins, destinations, on)
    return _ranked(rows, book, n, total, [*caveats, words, *about_totals(book)])


def diaspora(
    origin: str | list[str],
    year: int | None = None,
    *,
    series: str = "migrant_stock",
    n: int | None = None,
    sex: str = "both",
    version: str | None = None,
    on: int | str | None = None,
) -> pd.DataFrame:
    """Where the people from an economy live, largest first.

    Parameters
    ----------
    origin : str or list of str
        An economy; a group or several economies are taken together, and those of its people who
        live in another member are counted.
    year : int, optional
        One year; the newest by default.
    series : str
        The stock to look in.
    n : int, optional
        How many; all by default.
    sex, version, on
        As in :func:`load`.

    Returns
    -------
    pandas.DataFrame
        ``rank, origin, destination, year, value, share``; the share in per cent of all people
        from there who live elsewhere, as published.

    Raises
    ------
    ArgumentError, UnknownNameError
        As from :func:`top_corridors`.

    Examples
    --------
    >>> homes = diaspora("PHL", 2024, n=3)
    >>> homes["destination"].tolist()
    ['USA', 'CAN', 'SAU']
    """
    return _from(origin, year, series, n, sex, version, on)


def hosts(
    origin: str | list[str],
    year: int | None = None,
    *,
    series: str = "refugees",
    n: int | None = None,
    version: str | None = None,
    on: int | str | None = None,
) -> pd.DataFrame:
    """Which economies shelter the refugees from one, largest first.

    Parameters
    ----------
    origin : str or list of str
        An economy, or a group or several economies taken together.
    year : int, optional
        One year; the newest by default.
    series : str
        ``"refugees"``, or another series of UNHCR such as ``"asylum_applications"``.
    n : int, optional
        How many; all by default.
    version, on
        As in :func:`load`.

    Returns
    -------
    pandas.DataFrame
        As from :func:`diaspora`.

    Raises
    ------
    ArgumentError, UnknownNameError
        As from :func:`top_corridors`.
    OfflineError, DownloadError
        If the version is not embedded and cannot be fetched.

    Examples
    --------
    >>> hosts("AFG", 2024, n=2)["destination"].tolist()
    ['IRN', 'PAK']
    """
    return _from(origin, year, series, n, "both", version, on)


def _from(
    origin: str | list[str],
    year: int | None,
    series: str,
    n: int | None,
    sex: str,
    version: str | None,
    on: int | str | None,
) -> pd.DataFrame:
    corridor_series(series)
    _refuse_count(n)
    book = open_book(series, year, origins=origin, sex=sex, version=version, on=on)
    refuse_aggregates(book, "A diaspora")
    rows = between_two(book.asked)
    codes = economies.select(origin, on=on)
    if len(codes) > 1:
        label = origin if isinstance(origin, str) else ", ".join(map(str, origin))
        rows = rows.groupby("destination", as_index=False)["value"].sum().assign(origin=label)
    total, words = _whole(book, origin, None, on)
    return _ranked(rows, book, n, total, [*book.said["caveats"], words])


def _whole(
    book: Book, origins: Economies, destinations: Economies, on: int | str | None
) -> tuple[float, str]:
    """What shares are of, and a sentence that says it."""
    if origins is None and destinations is None:
        return book.total, "Shares are of the total of the world, unknown origins included."
    if origins is not None and destinations is not None:
        total = float(book.asked["value"].sum())
        return total, "Shares are of the sum of the corridors between those asked for."
    names, totals, side = (
        (destinations, book.destinations, "to")
        if destinations is not None
        else (origins, book.origins, "from")
    )
    assert names is not None
    codes = economies.select(names, on=on)
    total = float(totals.reindex(codes).sum())
    alone = [code for code in codes if code in book.summed]
    how = f" (for {few(alone)} the sum of known corridors)" if alone else ""
    return total, f"Shares are of all that is counted {side} there, unknown ends included{how}."


def _ranked(
    rows: pd.DataFrame, book: Book, n: int | None, total: float, caveats: list[str]
) -> pd.DataFrame:
    if rows.empty:
        raise ArgumentError(
            f"{book.record.id} has no corridor with two known ends in {book.year} for what is "
            "asked; only unknown origins. migov.matrix(..., margins=True) shows them."
        )
    table = rows.sort_values(
        ["value", "origin", "destination"], ascending=[False, True, True], ignore_index=True
    )
    table = table.assign(
        rank=table["value"].rank(method="min", ascending=False).astype("int64"),
        year=book.year,
        share=100 * table["value"] / total if total > 0 else float("nan"),
    )
    table = table[["rank", "origin", "destination", "year", "value", "share"]]
    said: dict[str, Any] = {**book.said, "caveats": list(dict.fromkeys(caveats))}
    table = table if n is None else table.head(int(n))
    return tidy.with_provenance(table.reset_index(drop=True), {"value": said})


def _refuse_count(n: object) -> None:
    if n is None or (isinstance(n, Integral) and not isinstance(n, bool) and int(n) >= 1):
        return
    raise ArgumentError(f"n={n!r} must be a whole number, 1 or more, or None for all corridors.")
