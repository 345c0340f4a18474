"""The whole table of one vintage of a series, from wherever it lies.

It may be embedded, in the user's cache, at the publisher, or follow from two other series; the
caller is not told apart, and the provenance says which.  ``"latest"`` asks the publisher and never
falls back to an older vintage.  Nothing here selects rows or knows a publisher's layout.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from migov import registry, store, tidy
from migov.beyond import archived
from migov.errors import ArgumentError, UnknownNameError, nearest
from migov.publishers import reader
from migov.registry import Series, Version
from migov.store import Fetched

LATEST = "latest"
_INSTEAD: ContextVar[Mapping[tuple[str, str], Whole]] = ContextVar(
    "_INSTEAD", default=MappingProxyType({})
)
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
    """

    record: Series
    version: Version
    table: pd.DataFrame
    facts: Mapping[str, Any] = field(default_factory=dict)
    terms: tuple[Whole, ...] = ()


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
        if record.kind == "corridor" and "sex" in found.table.columns:
            return replace(found, table=_of_sex(found.table, sex))
        return found
    if version.obtainable:
        anew = version.name == LATEST if refresh is None else refresh
        found = _fetched(record, version, bar, anew)
        if record.kind == "corridor" and "sex" in found.table.columns:
            found = replace(found, table=_of_sex(found.table, sex))
        return found
    return _embedded(record, version, sex)


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
    token = _INSTEAD.set(given)
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
    kept = cached(record)
    if kept is not None and kept.name == version:
        return kept
    if isinstance(version, str) and (older := archived(record, version)) is not None:
        return older
    known = [*record.versions, LATEST]
    near = nearest(str(version), known) or sorted(record.versions, reverse=True)
    raise UnknownNameError(
        "version", version, near,
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
    return replace(pinned, name=LATEST, embed=None if pinned.file is None else ())


def cached(record: Series) -> Version | None:
    """The vintage that the cache holds of a series' newest file, called by its name.

    Examples
    --------
    >>> cached(registry.find("gdp"))  # doctest: +SKIP
    Version(name='2026-10', ...)
    """
    newest = latest(record)
    if newest.file is None:
        return None
    found = store.standing(newest.file.address(record, newest))
    if found is None or found[1] is None:
        return None
    name = name_of(record, newest, found[1], found[1].released)
    return replace(newest, name=name)


def terms_of(record: Series, version: Version) -> list[tuple[Series, Version]]:
    """The two series behind a derived one, each in this vintage or else in its pinned one."""
    assert record.derived is not None
    terms = [registry.find(name) for name in record.derived.terms]
    if version.name == LATEST:
        return [(term, latest(term)) for term in terms]
    return [(term, term.versions.get(version.name, term.versions[term.pinned])) for term in terms]


def name_of(record: Series, version: Version, entry: Fetched, released: str | None) -> str:
    """What a fetched vintage is called: by its address, by what it prints, or by its day."""
    if version.name != LATEST:
        return version.name
    if version.file is not None and record.pinned in version.file.address(record, version):
        return record.pinned
    if released and re.match(r"(19|20)\d{2}-\d{2}", released):
        return released[:7]
    held = store.manifest().get(f"{record.id}/{record.pinned}.parquet", {})
    return record.pinned if held.get("source_sha256") == entry.sha256 else entry.time[:10]


def called(version: Version, terms: tuple[Whole, ...]) -> Version:
    """A derived vintage by its name: it is as old as the oldest that it follows from."""
    if version.name != LATEST:
        return version
    return replace(version, name=min(term.version.name for term in terms))


def facts_of(entry: Fetched) -> dict[str, Any]:
    """What the provenance of a table says of a fetched file."""
    return {
        "released": entry.released,
        "retrieved": entry.time[:10],
        "sha256": entry.sha256,
    }


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


def _fetched(record: Series, version: Version, bar: Bar | None, refresh: bool) -> Whole:
    file = version.file
    assert file is not None
    arguments = record.arguments(version)
    readings: list[tidy.Reading] = []

    def check(path: Path) -> None:
        found = reader(file.reader)(path, **arguments)
        tidy.check(found.table, record.kind, f"{record.id} as it was fetched")
        readings.append(found)

    got = store.obtain(
        file.address(record, version),
        refresh=refresh,
        expect=file.format,
        redirects=file.redirects,
        paged=file.paged,
        check=check,
        bar=bar,
    )
    reading = (
        readings[0]
        if readings
        else _read(got.path, got.record.sha256, file.reader, json.dumps(arguments))
    )
    store.note_released(got.record.url, got.record.sha256, reading.released)
    entry = replace(got.record, released=reading.released)
    named = replace(version, name=name_of(record, version, entry, reading.released))
    return Whole(record, named, reading.table.copy(), facts_of(entry))


@lru_cache(maxsize=4)
def _read(path: Path, sha256: str, name: str, arguments: str) -> tidy.Reading:
    # A file of unchanged bytes need not be read twice.
    return reader(name)(path, **json.loads(arguments))


def _of_sex(table: pd.DataFrame, sex: str) -> pd.DataFrame:
    if sex == "each":
        return table.sort_values(tidy.keys_of(table, "corridor"), ignore_index=True)
    return table[table["sex"] == sex].drop(columns="sex").reset_index(drop=True)


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
