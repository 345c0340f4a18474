"""The whole table of one vintage of a series, from wherever it lies.

It may be embedded, in the user's cache, at the publisher, or follow from two other series; the
caller is not told apart, and the provenance says which.  ``"latest"`` asks the publisher and never
falls back to an older vintage.  Nothing here selects rows or knows a publisher's layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from migov import registry, store, tidy
from migov.beyond import archived
from migov.corrections import Correction, correct
from migov.errors import ArgumentError, UnknownNameError, nearest
from migov.registry import Series, Version
from migov.roads import LATEST, fetched, name_of, roads

_INSTEAD: ContextVar[Mapping[tuple[str, str], Whole]] = ContextVar(
    "_INSTEAD", default=MappingProxyType({})
)
_READ: ContextVar[dict[tuple[str, str, str], Whole] | None] = ContextVar("_READ", default=None)
Bar = store.Bar


@dataclass(frozen=True)
class Whole:
    """All figures of one vintage of a series.

    Attributes
    ----------
    record : Series
    version : Version
        The vintage, called as the publisher calls it.
    table : pandas.DataFrame
        Economies and the publisher's aggregates; for corridors, with the column ``sex`` where
        the publisher counts by it.
    facts : mapping
        ``released``, ``retrieved``, ``sha256`` and ``url``, as far as they are known.
    terms : tuple of Whole
        The series that it follows from, if it is derived.
    corrections : tuple of Correction
        What came of the errors that are declared of this vintage.
    """

    record: Series
    version: Version
    table: pd.DataFrame
    facts: Mapping[str, Any] = field(default_factory=dict)
    terms: tuple[Whole, ...] = ()
    corrections: tuple[Correction, ...] = ()


def whole(
    record: Series,
    version: Version,
    sex: str = "both",
    bar: Bar | None = None,
    refresh: bool | None = None,
) -> Whole:
    """The table of a vintage that :func:`find_version` found.

    Parameters
    ----------
    sex : {"both", "female", "male", "each"}
        For corridor series; ``"each"`` keeps the column.
    bar : callable, optional
        Told the bytes so far and in all of a file that is fetched.
    refresh : bool, optional
        Ask the publisher again even if the cache holds the file; so it is for the latest.

    Raises
    ------
    OfflineError, DownloadError
        If the publisher's file is needed and cannot be had.
    LayoutError
        If its layout is not known; a file that was there before stays.
    """
    if version.file is None:
        return _derived(record, version, bar, refresh)
    found = _INSTEAD.get().get((record.id, version.name))
    if found is not None:
        return _of_sex(found, sex)
    if version.obtainable:
        anew = version.name == LATEST if refresh is None else refresh
        return _of_sex(_corrected(Whole(record, *fetched(record, version, bar, anew))), sex)
    read = _READ.get()
    if read is None:
        return _corrected(_embedded(record, version, sex), sex)
    key = (record.id, version.name, sex)
    if key not in read:
        read[key] = _corrected(_embedded(record, version, sex), sex)
    return replace(read[key], table=read[key].table.copy(deep=False))


@contextmanager
def reading_once() -> Iterator[None]:
    """In this block each embedded vintage is read once; its tables share their figures.

    Who writes into such a table writes into a copy.

    Examples
    --------
    >>> gdp = registry.find("gdp")
    >>> with reading_once():
    ...     one, other = (whole(gdp, find_version(gdp)).table for _ in range(2))
    >>> one.loc[0, "value"] = -1.0
    >>> bool(other.loc[0, "value"] > 0)
    True
    """
    token = _READ.set({})
    try:
        yield
    finally:
        _READ.reset(token)


@contextmanager
def standing_in(given: Mapping[tuple[str, str], Whole]) -> Iterator[None]:
    """In this block a vintage, by the ids of series and version, is what is given for it.

    Examples
    --------
    >>> gdp = registry.find("gdp")
    >>> older = whole(gdp, find_version(gdp, "2016-11"))
    >>> with standing_in({("gdp", gdp.pinned): older}):
    ...     whole(gdp, find_version(gdp)).version.name
    '2016-11'
    """
    token = _INSTEAD.set({**_INSTEAD.get(), **given})
    try:
        yield
    finally:
        _INSTEAD.reset(token)


def find_version(record: Series, version: str | None = None) -> Version:
    """The vintage of a series by its name; the pinned one if no name is given.

    Besides the registry's vintages there are ``"latest"``, what the cache holds, and what the
    World Bank keeps in its archives.

    Raises
    ------
    UnknownNameError
        With the vintages that there are.
    OfflineError, DownloadError
        If the World Bank is to be asked which months its archives hold, and cannot be.

    Examples
    --------
    >>> find_version(registry.find("remittances_received")).name
    '2026-07'
    """
    if version is None:
        return record.versions[record.pinned]
    if not isinstance(version, str):
        raise ArgumentError(
            f"version={version!r} is not one vintage; write it as text, such as "
            f"{record.pinned!r}, or compare several with migov.revisions()."
        )
    if version in record.versions:
        return record.versions[version]
    newest = latest(record)
    if version == LATEST:
        return newest
    for kept in cached(record):
        if kept.name == version:
            return kept
    if isinstance(version, str) and (older := archived(record, version)) is not None:
        return older
    known = [*record.versions, LATEST]
    raise UnknownNameError(
        "version", version, nearest(version, known),
        f"{record.id} has {', '.join(sorted(record.versions))}, and {LATEST!r}.",
    )  # fmt: skip


def latest(record: Series) -> Version:
    """The newest vintage, as the publisher serves it; it is named when it has been read.

    Examples
    --------
    >>> latest(registry.find("gdp")).file.id
    'wdi-indicator'
    """
    pinned = record.versions[record.pinned]
    if record.latest:
        return Version(LATEST, registry.files()[record.latest], embed=())
    whole = None if pinned.file is None else ()
    return replace(pinned, name=LATEST, embed=whole, threshold=None, caveats=(), obtained="")


def cached(record: Series) -> list[Version]:
    """The vintages that the cache holds of a series' newest file and its fallback, newest first.

    Each is called by its name, and newer is what the publisher prints a later date on: the clock
    by which it came may have been wrong.

    Examples
    --------
    >>> cached(registry.find("gdp"))  # doctest: +SKIP
    [Version(name='2026-10', ...)]
    """
    held = []
    for each in roads(latest(record)):
        assert each.file is not None
        found = store.standing(each.file.address(record, each))
        if found is not None and (entry := found[1]) is not None:
            named = replace(each, name=name_of(record, each, entry, entry.released))
            held.append((entry.released or named.name, named))
    return [named for _, named in sorted(held, key=lambda each: each[0], reverse=True)]


def terms_of(record: Series, version: Version) -> list[tuple[Series, Version]]:
    """The two series behind a derived one, each in this vintage or else in its pinned one."""
    assert record.derived is not None
    terms = [registry.find(name) for name in record.derived.terms]
    if version.name == LATEST:
        return [(term, latest(term)) for term in terms]
    return [(term, term.versions.get(version.name, term.versions[term.pinned])) for term in terms]


def called(version: Version, terms: tuple[Whole, ...]) -> Version:
    """A derived vintage by its name: it is as old as the oldest that it follows from."""
    if version.name != LATEST:
        return version
    return replace(version, name=min(term.version.name for term in terms))


def _embedded(record: Series, version: Version, sex: str) -> Whole:
    facts = store.manifest().get(f"{record.id}/{version.name}.parquet", {})
    if record.kind == "economy":
        table = store.read_snapshot(record.id, version.name)
    elif sex == "each":
        table = store.read_snapshot(record.id, version.name)
        table = table.sort_values(tidy.keys_of(table, "corridor"), ignore_index=True)
    else:
        table = store.read_snapshot(record.id, version.name, sex)
    return Whole(record, version, table, facts)


def _corrected(found: Whole, sex: str = "both") -> Whole:
    """The one place where known errors of publishers are put right."""
    table, made = correct(found.table, found.record.id, found.version.name, sex)
    return replace(found, table=table, corrections=made)


def _of_sex(found: Whole, sex: str) -> Whole:
    """The rows of one sex, where the table counts by it; otherwise it has both together alone."""
    table = found.table
    if "sex" not in table.columns:
        if sex in ("female", "male"):
            raise ArgumentError(
                f"{found.record.id} ({found.version.name}) does not count {sex} apart; it has both "
                "together. Leave sex= out."
            )
        return found
    if sex == "each":
        table = table.sort_values(tidy.keys_of(table, "corridor"), ignore_index=True)
    else:
        table = table[table["sex"] == sex].drop(columns="sex").reset_index(drop=True)
    return replace(found, table=table)


def _derived(
    record: Series, version: Version, bar: Bar | None, refresh: bool | None
) -> Whole:
    assert record.derived is not None
    terms = tuple(whole(*term, bar=bar, refresh=refresh) for term in terms_of(record, version))
    first, second = (term.table.set_index(["economy", "year"])["value"] for term in terms)
    if record.derived.operation == "product":
        values = first.mul(second)
    else:
        values = first.div(second.where(second != 0))
    values = values.dropna() * record.derived.scale
    table = values.rename("value").sort_index().reset_index()
    return Whole(record, called(version, terms), table, terms=terms)
