"""Load a series: the figures of one vintage as a tidy table with its provenance.

Keeps the rows that are asked for, of the embedded vintage or of one that the publisher is asked
for.  Nothing here knows a publisher's layout, and nothing here draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from migov import absences, corrections, tidy
from migov import economies as _economies
from migov.beyond import find_series
from migov.choices import Years, one_of, years_of, yes_or_no
from migov.economies.spells import day, is_ahead
from migov.errors import ArgumentError
from migov.figures import find_version, whole
from migov.lineage import provenance, without_table
from migov.registry import Series, Version
from migov.words import few

Economies = str | Iterable[str] | None
EACH_YEAR = "each year"
_ARGUMENTS = {"economy": "economies", "origin": "origins", "destination": "destinations"}


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
    on: int | str | None = None,
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
    on : int or str, optional
        The year or ISO date whose members a group has, in every year of the table; today's by
        default.  ``"each year"`` takes the members at the end of each year instead, so that a
        group grows and shrinks.  The caveats say which.

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

    Warns
    -----
    MissingYearsWarning, UserWarning
        If a list of years names one without a figure, or a group has to have members in the future.

    Examples
    --------
    >>> load("remittances_received", economies="MEX", years=(2022, 2024)).round({"value": -6})
      economy  year         value
    0     MEX  2022  6.145800e+10
    1     MEX  2023  6.623800e+10
    2     MEX  2024  6.763800e+10
    """
    return choose(
        series, economies, years, version=version, aggregates=aggregates, sex=sex,
        origins=origins, destinations=destinations, on=on,
    ).rows()  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """What is asked for of a vintage: its whole table, a mark for each row, and its provenance."""

    table: pd.DataFrame
    keep: np.ndarray
    said: dict[str, Any]

    def rows(self) -> pd.DataFrame:
        """The rows that are asked for, as a table that says where it comes from."""
        every = self.keep.all()
        rows = self.table if every else self.table[self.keep].reset_index(drop=True)
        return tidy.with_provenance(rows, {"value": self.said})


def choose(
    series: str | Series,
    economies: Economies = None,
    years: Years = None,
    *,
    version: str | None = None,
    aggregates: bool = False,
    sex: str = "both",
    origins: Economies = None,
    destinations: Economies = None,
    on: int | str | None = None,
) -> Chosen:
    """As :func:`load`, without making a table of its own of the rows.

    Raises
    ------
    UnknownNameError, ArgumentError, OfflineError, DownloadError, LayoutError
        As :func:`load`.
    """
    record = find_series(series, version)
    vintage = find_version(record, version)
    span = years_of(years)
    _check_options(record, economies, origins, destinations, sex, aggregates)
    if not isinstance(on, str) or on != EACH_YEAR:
        day(on)
    found = whole(record, vintage, sex)
    corrections.warn(found.corrections)
    absences.warn(found)
    table, vintage = found.table, found.version
    if sex == "each" and "sex" not in table.columns:
        raise ArgumentError(
            f"{record.id} ({vintage.name}) does not count women and men apart. Leave sex= out."
        )
    sides = ("economy",) if record.kind == "economy" else ("origin", "destination")
    asked = {"economy": economies, "origin": origins, "destination": destinations}
    names = {side: each for side in sides if (each := asked[side]) is not None}
    spells: dict[str, pd.DataFrame] = {}
    if on == EACH_YEAR:
        held = set(table["year"].unique().tolist())
        some = sorted(held if span is None else held & set(span))
        if not some:
            absences.refuse_empty(found, table, years)
        spells = {side: _economies.select_each_year(each, some) for side, each in names.items()}
        wanted = {side: list(dict.fromkeys(each["economy"])) for side, each in spells.items()}
    else:
        wanted = {side: _economies.select(each, on=on) for side, each in names.items()}
    keep = here = _rows(table, sides, wanted, aggregates, record, vintage)
    if span is not None:
        keep = keep & table["year"].isin(span).to_numpy()
    for side, each in spells.items():
        keep = keep & pd.MultiIndex.from_frame(table[["year", side]]).isin(
            pd.MultiIndex.from_frame(each)
        )
    if not keep.any():
        absences.refuse_empty(found, table[here], years)
    said = provenance(found) | ({} if sex in ("both", "each") else {"sex": sex})
    if names:
        said["caveats"] = [*said["caveats"], *_remarks(names, wanted, table[keep], on)]
    if isinstance(span, list) and len(span) > 1:
        said["caveats"] = [*said["caveats"], *absences.years(found, span, table["year"][keep])]
    return Chosen(table, keep, said)


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
    wanted: Mapping[str, list[str]],
    aggregates: bool,
    record: Series,
    vintage: Version,
) -> np.ndarray:
    """Which rows are asked for, as a mask."""
    keep = np.ones(len(table), dtype=bool)
    for side, codes in wanted.items():
        found = table[side].isin(codes).to_numpy()
        outside = [code for code in codes if code not in (vintage.embed or codes)]
        if outside or not found.any():
            raise ArgumentError(
                f"{record.id} ({vintage.name}) has no figures with {side} "
                f"{few(outside or codes)}.{_held(record, vintage)}"
            )
        keep &= found
    if not keep.any():
        small = "" if vintage.threshold is None else (
            f" Corridors that reach {vintage.threshold:,g} in no year are not embedded."
        )
        wholes = [codes for codes in wanted.values() if any(map(_economies.is_aggregate, codes))]
        apart = "" if len(wholes) < 2 else (
            " Between two aggregates only those with the world (WLD) are embedded; name a group or "
            "economies on one side, and add them up."
        )
        raise ArgumentError(
            f"{record.id} ({vintage.name}) has no corridor between these origins and "
            f"destinations: none of them is known, which is not zero.{apart}{small}"
        )
    free = [side for side in sides if side not in wanted]
    if not free:
        return keep
    some = np.logical_or.reduce([_economies.is_aggregate(table[side]).to_numpy() for side in free])
    keep &= some if aggregates else ~some
    if not keep.any():
        what = "aggregates" if aggregates else "economies"
        beside = "".join(f" as {free[0]} with {each} {few(wanted[each])}" for each in wanted)
        world = " and ".join(f"{_ARGUMENTS[side]}='WLD'" for side in free)
        raise ArgumentError(
            f"{record.id} ({vintage.name}) has no {what}{beside or ' here'}."
            f"{_held(record, vintage)} Say {world}, or aggregates=True for all groups."
        )
    return keep


def _held(record: Series, vintage: Version) -> str:
    if not vintage.embed:
        return ""
    return (
        f" The snapshot holds only {', '.join(vintage.embed)} of it, because the publisher's terms "
        f"({record.licence_of(vintage)[0]}) do not let it pass on more."
    )


def _remarks(
    names: Mapping[str, str | Iterable[str]],
    wanted: Mapping[str, list[str]],
    chosen: pd.DataFrame,
    on: int | str | None,
) -> list[str]:
    """What a reader should know of the economies that were asked for by name or by group."""
    said = []
    for side, asked in names.items():
        each = [asked] if isinstance(asked, str) else list(asked)
        for name in filter(_economies.is_group, each):
            said += _of_group(name, side, chosen, on)
        absent = sorted(set(wanted[side]) - set(chosen[side]))
        if absent:
            said.append(f"No figure here with {side} {few(absent)}.")
    return said


def _of_group(name: str, side: str, chosen: pd.DataFrame, on: int | str | None) -> list[str]:
    """Whom the name of a group stands for, and which of them nobody has verified."""
    part = _economies.partial(name, None if on == EACH_YEAR else on)
    if on == EACH_YEAR:
        said = [f"{name} stands for its members at the end of each year."]
        years = chosen["year"].unique().tolist() if _economies.has_history(name) else []
        dates: list[Any] = sorted(year for year in years if not is_ahead(year))
    else:
        count = len(_economies.select(name, on=on))
        when = "today" if on is None else str(on)
        if until := _economies.ends_before(name, on):
            when = f"{when}, by a list that ends on {until}"
        whose = f"{count} of its members" if part else f"its {count} members"
        said, dates = [f"{name} stands for {whose} of {when}, in every year."], [on]
    said += [part] if part else []
    unsure = {code for date in dates for code in _economies.unverified(name, on=date)}
    shown = sorted(unsure & set(chosen[side]))
    if shown:
        said.append(f"Membership of {name} is known from memory, not verified: {few(shown, 12)}.")
    return said


def _check_options(
    record: Series,
    economies: Economies,
    origins: Economies,
    destinations: Economies,
    sex: str,
    aggregates: bool,
) -> None:
    one_of(sex, (*tidy.SEXES, "each"), "sex")
    yes_or_no(aggregates, "aggregates")
    if record.kind == "corridor" and economies is not None:
        raise ArgumentError(
            f"{record.id} has two sides: say origins= or destinations= instead of economies=."
        )
    if record.kind == "economy":
        if origins is not None or destinations is not None:
            raise ArgumentError(f"{record.id} has no corridors: say economies= instead.")
        if sex != "both":
            raise ArgumentError(
                f"{record.id} is not counted by sex. Corridor series are: migov.search('corridor')."
            )
    sides = (economies,) if record.kind == "economy" else (origins, destinations)
    if aggregates and None not in sides:
        raise ArgumentError(
            "aggregates=True gives all groups at once; what is named is given as it is. Leave one "
            "of the two out."
        )
