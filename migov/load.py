"""Load a series: the figures of one vintage as a tidy table with its provenance.

Keeps the rows that are asked for, of the embedded vintage or of one that the publisher is asked
for.  Nothing here knows a publisher's layout, and nothing here draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from migov import economies as _economies
from migov import tidy
from migov.beyond import find_series
from migov.errors import ArgumentError
from migov.figures import find_version, whole
from migov.lineage import provenance, without_table
from migov.registry import Series, Version

Years = int | tuple[int, int] | range | Iterable[int] | None
Economies = str | Iterable[str] | None


def load(
    series: str,
    economies: Economies = None,
    years: Years = None,
    *,
    version: str | None = None,
    aggregates: bool = False,
    sex: str = "both",
    origins: Economies = None,
    destinations: Economies = None,
) -> pd.DataFrame:
    """A series as a tidy table.

    Parameters
    ----------
    series : str
        A series id, or the publisher's own code; with ``version="latest"`` the code of any
        indicator of the World Bank.
    economies : str or list of str, optional
        Codes, names or groups (``"MEX"``, ``"Côte d'Ivoire"``, ``"ECOWAS"``), or the code of an
        aggregate (``"WLD"``): exactly these are given.  All economies by default.
    years : int, (first, last), range or list of int, optional
        All years by default.
    version : str, optional
        A vintage such as ``"2016-11"``; the one this release is pinned to by default.
        ``"latest"`` asks the publisher, and a month that the World Bank's archives hold asks them.
    aggregates : bool
        Only the publisher's aggregates instead of only economies.
    sex : {"both", "female", "male", "each"}
        For corridor series; ``"each"`` gives all three, with a column ``sex``.
    origins, destinations : str or list of str, optional
        For corridor series: the two sides, each as `economies`.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value`` or ``origin, destination, year, [sex,] value``, sorted, with the
        unit, version, licence and caveats in ``attrs["migov"]``.

    Raises
    ------
    UnknownNameError
        If the series, an economy or the version is not known; the nearest are offered.
    ArgumentError
        If nothing can be given for these economies or years, or an option does not fit the series.
    OfflineError, DownloadError, LayoutError
        If the vintage is not embedded and the publisher's file cannot be had or read.

    Examples
    --------
    >>> load("remittances_received", economies="MEX", years=(2022, 2024)).round({"value": -6})
      economy  year         value
    0     MEX  2022  6.145800e+10
    1     MEX  2023  6.623800e+10
    2     MEX  2024  6.763800e+10
    """
    record = find_series(series, version)
    vintage = find_version(record, version)
    span = _span(years)
    _check_options(record, economies, origins, destinations, sex)
    found = whole(record, vintage, sex)
    table, vintage = found.table, found.version
    sides = ("economy",) if record.kind == "economy" else ("origin", "destination")
    asked = {"economy": economies, "origin": origins, "destination": destinations}
    wanted = {side: names for side in sides if (names := asked[side]) is not None}
    keep = _rows(table, sides, wanted, aggregates, record, vintage)
    if span is not None:
        keep &= table["year"].isin(span).to_numpy()
    chosen = table if keep.all() else table[keep].reset_index(drop=True)
    if chosen.empty and span is not None:
        _explain_empty(table, record, vintage, years)
    return tidy.with_provenance(chosen, {"value": provenance(found)})


def describe(series: str, version: str | None = None) -> dict[str, Any]:
    """The provenance record of a series: what a table of it carries in its attributes.

    Examples
    --------
    >>> describe("gdp")["unit"]
    'current US$'
    """
    record = find_series(series, version)
    return provenance(without_table(record, find_version(record, version)))


def _rows(
    table: pd.DataFrame,
    sides: tuple[str, ...],
    wanted: Mapping[str, str | Iterable[str]],
    aggregates: bool,
    record: Series,
    vintage: Version,
) -> np.ndarray:
    """Which rows are asked for, as a mask."""
    keep = np.ones(len(table), dtype=bool)
    for side, names in wanted.items():
        codes = _economies.select(names)
        found = table[side].isin(codes).to_numpy()
        if not found.any():
            part = (
                ""
                if not vintage.embed
                else f" The snapshot holds only {', '.join(vintage.embed)} of it, because the "
                f"publisher's terms ({record.licence}) do not let it pass on more."
            )
            raise ArgumentError(
                f"{record.id} ({vintage.name}) has no figures with {side} "
                f"{', '.join(codes[:5])}{' …' if len(codes) > 5 else ''}.{part}"
            )
        keep &= found
    if not keep.any():
        raise ArgumentError(
            f"{record.id} ({vintage.name}) has no corridor between these origins and "
            "destinations: none of them is known, which is not zero. Between two aggregates only "
            "those with the world (WLD) are embedded; add up the economies on one side instead."
        )
    free = [side for side in sides if side not in wanted]
    if not free:
        return keep
    marks = np.column_stack([_economies.is_aggregate(table[side]).to_numpy() for side in free])
    if aggregates:
        return keep & marks.any(axis=1)
    return keep & ~marks.any(axis=1)


def _check_options(
    record: Series, economies: Economies, origins: Economies, destinations: Economies, sex: str
) -> None:
    if sex not in (*tidy.SEXES, "each"):
        raise ArgumentError(f"sex={sex!r} is not one of both, female, male, each.")
    if record.kind == "corridor" and economies is not None:
        raise ArgumentError(
            f"{record.id} has two sides: say origins= or destinations= instead of economies=."
        )
    if record.kind == "economy":
        if origins is not None or destinations is not None:
            raise ArgumentError(f"{record.id} has no corridors: say economies= instead.")
        if sex != "both":
            raise ArgumentError(
                f"{record.id} is not counted by sex. migov.search('by sex') finds series that are."
            )


def _span(years: Years) -> range | list[int] | None:
    if years is None or isinstance(years, range):
        span: Any = years
    elif isinstance(years, (int, np.integer)) and not isinstance(years, bool):
        return [int(years)]
    elif isinstance(years, tuple) and len(years) == 2:
        first, last = (_year(each) for each in years)
        if first > last:
            raise ArgumentError(
                f"years=({first}, {last}) ends before it begins; say ({last}, {first})?"
            )
        return range(first, last + 1)
    elif isinstance(years, (str, bytes)) or not isinstance(years, Iterable):
        raise ArgumentError(
            f"years={years!r} is not a year, a (first, last) pair, a range or a list of years."
        )
    else:
        span = [_year(each) for each in years]
    if span is not None and len(span) == 0:
        raise ArgumentError("years= is empty: give a year, a (first, last) pair or leave it out.")
    return span


def _year(value: Any) -> int:
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return int(value)
    raise ArgumentError(f"{value!r} is not a year; years are whole numbers such as 1995.")


def _explain_empty(table: pd.DataFrame, record: Series, vintage: Version, years: Years) -> None:
    first, last = int(table["year"].min()), int(table["year"].max())
    some = sorted(set(table["year"].unique().tolist()))
    covered = (
        f"{first} to {last}"
        if len(some) == last - first + 1
        else ", ".join(map(str, some))
    )
    raise ArgumentError(
        f"{record.id} ({vintage.name}) has no figures for years={years!r} and what else is asked; "
        f"it covers {covered}. migov.versions({record.id!r}) lists other vintages."
    )
