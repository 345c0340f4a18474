"""One corridor through every series that knows it, in one long table.

Series that are not embedded are asked only where a version is named; which series have nothing,
and why, is said with the table.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import pandas as pd

from migov import economies, registry, tidy
from migov.choices import Years
from migov.corridors.book import corridor_series, refuse_each
from migov.errors import (
    ArgumentError,
    MigovError,
    MissingYearsWarning,
    UnknownNameError,
    warn_caller,
)
from migov.figures import LATEST, find_version, whole
from migov.live import together
from migov.load import load
from migov.registry import Series
from migov.words import few

_APART = "not held here"
COLUMNS = ["series", "origin", "destination", "year", "value", "unit", "version"]


def corridor(
    origin: str,
    destination: str,
    years: Years = None,
    *,
    both: bool = False,
    series: str | Iterable[str] | None = None,
    sex: str = "both",
    version: str | None = None,
) -> pd.DataFrame:
    """Everything that is known of one corridor: stocks, flows, refugees, remittances.

    Parameters
    ----------
    origin, destination : str
        Two economies by code or name (or aggregates that a series pairs, such as ``"WLD"``).  In
        series of money the origin is where it is sent from.
    years : int, (first, last), range or list of int, optional
        All years by default.
    both : bool
        The way back as well.
    series : str or list of str, optional
        Only these series; every corridor series of the catalogue by default.
    sex : {"both", "female", "male"}
        Whom to count; series that do not tell the sexes apart have nothing then.
    version : str, optional
        A vintage such as ``"2020"``, or ``"latest"``, which asks every publisher; the embedded
        figures by default.

    Returns
    -------
    pandas.DataFrame
        ``series, origin, destination, year, value, unit, version``.  ``attrs["migov"]`` has the
        provenance of each series under its id, and under ``"absent"`` why each other series has
        nothing: that it is not held here, so that nobody looked, or that it does not know the
        corridor, which is not zero.

    Raises
    ------
    ArgumentError
        If the two ends are the same or several economies, or no series knows the corridor.
    UnknownNameError
        If an economy, series or version is not known.
    OfflineError, DownloadError
        If publishers are asked and none can be reached.

    Warns
    -----
    UserWarning
        If some can be reached and others cannot: their series are not in the table.

    Examples
    --------
    >>> known = corridor("MEX", "USA", 2020, series="migrant_stock")
    >>> known[["series", "year", "value", "unit"]].values.tolist()
    [['migrant_stock', 2020, 11177052.0, 'persons']]
    """
    ends = [_one(origin, "origin"), _one(destination, "destination")]
    if ends[0] == ends[1]:
        raise ArgumentError(
            f"Both ends are {ends[0]}; a corridor is between two places. What a series has within "
            f"it is migov.load(series, origins={ends[0]!r}, destinations={ends[0]!r})."
        )
    refuse_each(sex)
    records = _records(series)
    parts: list[pd.DataFrame] = []
    said, absent, errors = {}, {}, []
    for record in records:
        if version is None and find_version(record).obtainable:
            who = record.publisher.name
            absent[record.id] = f"{_APART}; version={LATEST!r} fetches it from {who}."
            continue
        try:
            table = _of(record, ends, years, both, sex, version)
        except MigovError as error:
            absent[record.id] = str(error)
            errors.append(error)
            continue
        provenance = tidy.provenance(table)["value"]
        said[record.id] = provenance
        parts.append(
            table.assign(series=record.id, unit=record.unit, version=provenance["version"])
        )
    failed = [each for each in errors if not isinstance(each, (ArgumentError, LookupError))]
    if not parts:
        if failed:
            raise failed[0]
        if len({str(each) for each in errors}) == 1:
            raise errors[0]
        if errors and all(isinstance(each, UnknownNameError) for each in errors):
            raise UnknownNameError(
                "version", str(version), (),
                f"None of the {len(errors)} corridor series asked for has it; "
                "migov.versions(series) lists those of one.",
            )  # fmt: skip
        raise ArgumentError(_nobody(ends, years, both, records, version))
    if failed:
        warn_caller(
            f"{len(failed)} of {len(records)} series could not be had and are not in the table; "
            f"the first: {failed[0]}"
        )
    table = pd.concat(parts, ignore_index=True)[COLUMNS]
    order = {name: place for place, name in enumerate(said)}
    table = table.sort_values(
        ["series", "origin", "destination", "year"],
        key=lambda column: column.map(order) if column.name == "series" else column,
        ignore_index=True,
    )
    tidy.with_provenance(table, said)
    table.attrs[tidy.ATTRS]["absent"] = absent
    return table


def _of(
    record: Series, ends: list[str], years: Years, both: bool, sex: str, version: str | None
) -> pd.DataFrame:
    with together([record.id], version):
        ways = [ends, ends[::-1]] if both else [ends]
        found: list[pd.DataFrame] = []
        refused: list[ArgumentError] = []
        for way in ways:
            try:
                with warnings.catch_warnings():  # the rows show which years each series has
                    warnings.simplefilter("ignore", MissingYearsWarning)
                    found.append(
                        load(record.id, years=years, origins=way[0], destinations=way[1], sex=sex,
                             version=version)
                    )  # fmt: skip
            except ArgumentError as error:
                refused.append(error)
    if not found:
        raise refused[0]
    table = pd.concat(found, ignore_index=True)
    table.attrs = found[0].attrs
    return table


def _nobody(
    ends: list[str], years: Years, both: bool, records: list[Series], version: str | None
) -> str:
    """What is said where no series has the corridor: the nearest thing that is known."""
    found = {each.id: find_version(each, version) for each in records
             if version is None or version == LATEST or version in each.versions}  # fmt: skip
    apart = [name for name, each in found.items() if version is None and each.obtainable]
    known = [each for each in records if each.id in found and each.id not in apart]
    rest = f" Not held here: {few(apart)}; version={LATEST!r} fetches them." if apart else ""
    if not known:
        return f"None of the series that are named is in the snapshot, so nobody looked.{rest}"
    tables = {} if version == LATEST else {each.id: whole(each, found[each.id]).table
                                           for each in known}  # fmt: skip
    way = f"{ends[0]} → {ends[1]}"
    named = f" ({', '.join(each.id for each in known)})" if len(known) < 6 else " of corridors"
    among = f"{len(known)} series{named}"
    if years is not None and (spans := _years_of(tables.values(), ends, both)):
        return (
            f"{way} is known in other years, from {min(spans)} to {max(spans)}, and none of "
            f"{among} has it in years={years!r}.{rest}"
        )
    for code, side in zip(ends, ("origin", "destination"), strict=True):
        if tables and not any((each[side] == code).any() for each in tables.values()):
            return f"None of {among} has {_called(code)} as {side}, whatever the year.{rest}"
    wholes = [code for code in ends if economies.is_aggregate(code)]
    if wholes:
        return (
            f"None of {among} has {way}: an aggregate ({few(wholes)}) is paired with the world "
            f"(WLD), if at all. migov.matrix(series, year, by='region') adds economies up.{rest}"
        )
    return (
        f"None of {among} knows {way}, which is not zero. "
        f"migov.load(series, origins={ends[0]!r}) shows what a series knows from there.{rest}"
    )


def _years_of(tables: Iterable[pd.DataFrame], ends: list[str], both: bool) -> set[int]:
    ways = [ends, ends[::-1]] if both else [ends]
    return {
        year
        for table in tables
        for way in ways
        for year in table.loc[
            (table["origin"] == way[0]) & (table["destination"] == way[1]), "year"
        ].tolist()
    }


def _called(code: str) -> str:
    """A code with its name, and for a former state what followed it."""
    row = economies.table().set_index("economy")
    if code in row.index and (heirs := row.loc[code, "successor"]):
        return f"{code} ({economies.name(code)}, a former state, then {heirs.replace(';', ', ')})"
    return f"{code} ({economies.name(code)})"


def _one(name: str, side: str) -> str:
    codes = economies.select(name) if isinstance(name, str) else []
    if len(codes) != 1:
        what = f"{len(codes)} economies" if codes else "no name"
        raise ArgumentError(
            f"corridor() is between two economies, and {side}={name!r} is {what}. For groups: "
            "migov.matrix(series, year, by=['ECOWAS', 'EU']); for many economies: migov.load()."
        )
    return codes[0]


def _records(series: str | Iterable[str] | None) -> list[Series]:
    if series is None:
        return [each for each in registry.series().values() if each.kind == "corridor"]
    if not isinstance(series, Iterable):
        raise ArgumentError(f"series={series!r} is neither a series id nor a list of them.")
    names = [series] if isinstance(series, str) else list(series)
    if not names:
        raise ArgumentError("series= names none; leave it out to ask every corridor series.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ArgumentError(f"series= names {few(twice)} more than once; name each once.")
    return [corridor_series(name) for name in names]
