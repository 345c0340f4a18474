"""One vintage from its publisher to a table: by its own file, or by another with the same figures.

The file that was truly read is the one that the vintage names afterwards.  Nothing here knows what
is embedded, and a refusal is never turned into an older vintage.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

import pandas as pd

from migov import registry, store, tidy
from migov.beyond import UNNAMED
from migov.errors import DownloadError, LayoutError, UnknownNameError, warn_caller
from migov.margins import with_margins
from migov.publishers import reader
from migov.registry import Series, Version
from migov.store import Fetched
from migov.units import unit_of

LATEST = "latest"
# Threads fetch side by side; two that read figures at once only take turns at the interpreter.
_TURN = Lock()
_SMALL = 1 << 20  # bytes of a file
_READ_AGAIN = 3  # times that a file may be replaced while it is read
# The vintage, called as the publisher calls it and with the file that was read; figures; facts.
Came: TypeAlias = tuple[Version, pd.DataFrame, dict[str, Any]]


class _ReplacedError(Exception):
    """Somebody put another file in the place of the one that was read."""


def _forked() -> None:
    """A child has none of its parent's threads, and would wait for one that held the turn."""
    global _TURN
    _TURN = Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


def fetched(
    record: Series, version: Version, bar: store.Bar | None, refresh: bool
) -> Came:
    """The table of a vintage that its publisher has, by its own file or by another.

    Where the file cannot be had or read and the registry names a fallback, that one is asked, and
    a warning and a caveat say so.

    Raises
    ------
    OfflineError, DownloadError
        If the publisher's file cannot be had; with both reasons where two were asked for.
    LayoutError
        If its layout is not known; a file that was there before stays.
    """
    first, *others = roads(version)
    try:
        return _by(record, first, bar, refresh)
    except (DownloadError, LayoutError) as error:
        if not others or not _helped_by_another(error):
            raise
        try:
            vintage, table, facts = _by(record, others[0], bar, refresh)
        except (DownloadError, LayoutError) as other:
            said = f"{error} The same figures were asked for in another format: {other}"
            if isinstance(error, DownloadError):
                raise DownloadError(said, error.url, error.status) from error
            raise LayoutError(said) from error
        why = str(error)
    assert first.file is not None and others[0].file is not None
    said = (
        f"{first.file.title}, could not be had; the figures come from the publisher's other "
        f"format: {others[0].file.title}."
    )
    warn_caller(f"{record.id}: {said} {why}")
    return vintage, table, {**facts, "caveats": (said,)}


def roads(version: Version) -> list[Version]:
    """A vintage by its file, and by the file that is asked where the first cannot be had.

    Examples
    --------
    >>> [each.file.id for each in roads(registry.find("gdp").versions["2026-07"])]
    ['wdi-indicator', 'wdi-rows']
    """
    if version.file is None:
        return []
    other = version.file.fallback
    return [version, *([replace(version, file=registry.files()[other])] if other else [])]


def name_of(record: Series, version: Version, entry: Fetched, released: str | None) -> str:
    """What a fetched vintage is called: by its address, by what it prints, or by its day."""
    if version.name != LATEST:
        return version.name
    if version.file is not None and version.file.edition:
        return version.file.edition
    if version.file is not None and record.pinned in version.file.address(record, version):
        return record.pinned
    if released and (printed := re.match(r"(19|20)\d{2}(-\d{2}|(?=, updated ))", released)):
        return printed[0]
    held = store.manifest().get(f"{record.id}/{record.pinned}.parquet", {})
    return record.pinned if held.get("source_sha256") == entry.sha256 else entry.time[:10]


def facts_of(entry: Fetched) -> dict[str, Any]:
    """What the provenance of a table says of a fetched file."""
    return {
        "released": entry.released,
        "retrieved": entry.time[:10],
        "sha256": entry.sha256,
    }


def _helped_by_another(error: DownloadError | LayoutError) -> bool:
    """Whether another file of the publisher may come where this one did not."""
    if isinstance(error, LayoutError):
        return True
    # Status 429 asks for fewer requests; a disk that is full takes no other file either.
    return error.status != 429 and not isinstance(error.__cause__, OSError)


def _by(record: Series, version: Version, bar: store.Bar | None, refresh: bool) -> Came:
    file = version.file
    assert file is not None
    if file.url == file.landing_page:
        raise DownloadError(
            f"{record.id} cannot be fetched: its publisher shows it at {file.landing_page} and "
            f"gives no address for the whole of it. {_held(record, version)}A table that you got "
            f"there yourself is read by migov.publishers.{file.reader}(path).",
            file.url,
        )
    for number in range(_READ_AGAIN):
        try:
            got, reading, absent = _obtained(record, version, bar, refresh and number == 0)
            break
        except _ReplacedError:
            continue
    else:
        raise DownloadError(
            f"{record.id} could not be read: another process replaced its file each time. Try "
            "again when it is done.",
            file.address(record, version),
        )
    released = reading.released or (
        store.stamped(file.stamp, got, anew=bool(file.edition)) if file.stamp else None
    )
    store.note_released(got.record.url, got.record.sha256, released)
    entry = replace(got.record, released=released)
    named = replace(version, name=name_of(record, version, entry, released))
    _refuse_another(record, version, got.record, released)
    table = reading.table.copy(deep=False)  # pandas copies it before anyone writes to it
    table = with_margins(table) if record.margins == "added" else table
    facts = {**facts_of(entry), "unit": unit_of(record, reading)}
    caveats = [f"The publisher has no file for {', '.join(absent)}."] if absent else []
    if _may_have_moved_on(record, version, released):
        caveats.append(
            f"The publisher serves the newest figures at this address and does not date them; "
            f"those of {entry.time[:10]} are taken for the version {version.name}."
        )
    return named, table, {**facts, "caveats": tuple(caveats)} if caveats else facts


def read_new(record: Series, version: Version, path: Path) -> tidy.Reading:
    """What a file says that has just come, if it is a series' and sound.

    Raises
    ------
    LayoutError, SchemaError
        If it is not.
    """
    assert version.file is not None
    with _TURN:
        found: tidy.Reading = reader(version.file.reader)(path, **record.arguments(version))
        tidy.check(found.table, record.kind, f"{record.id} as it was fetched")
        unit_of(record, found, path.name)
    return found


def _obtained(
    record: Series, version: Version, bar: store.Bar | None, refresh: bool
) -> tuple[store.Obtained, tidy.Reading, tuple[str, ...]]:
    """A vintage's file, what it says, and which of its parts the publisher does not have."""
    file = version.file
    assert file is not None
    readings: list[tidy.Reading] = []

    def check(path: Path) -> tidy.Reading:
        readings.append(read_new(record, version, path))
        return readings[0]

    got = store.obtain(
        file.address(record, version),
        refresh=refresh,
        expect=file.format,
        redirects=file.redirects,
        paged=file.paged,
        parts=file.parts,
        check=check,
        bar=bar,
    )
    absent = store.absent_in(got.path) if file.parts else ()
    if readings:
        return got, readings[0], absent
    again = _read_small if got.record.size < _SMALL else _read
    arguments = json.dumps(record.arguments(version))
    return got, again(got.path, got.record.sha256, file.reader, arguments), absent


def _refuse_another(
    record: Series, version: Version, entry: Fetched, released: str | None
) -> None:
    """Refuse a file that took the place of the one that was asked for by its name in the cache."""
    if version.name in (LATEST, *record.versions) or "archive" in version.extra:
        return
    newest = replace(version, name=LATEST)
    names = [name_of(record, newest, entry, each) for each in (released, entry.released, None)]
    if version.name not in names:
        raise UnknownNameError(
            "version", version.name, names[:1],
            f"The cache held it of {record.id} until somebody fetched a newer one.",
        )  # fmt: skip


def _may_have_moved_on(record: Series, version: Version, released: str | None) -> bool:
    """Whether a vintage is named by the registry and served where any newer one would be."""
    file, pinned = version.file, record.versions[record.pinned]
    if file is None or released or file.edition or file.closed or not version.obtainable:
        return False
    newest = registry.files()[record.latest] if record.latest else pinned.file
    return version.name in record.versions and version.name != UNNAMED and newest is file


def _held(record: Series, version: Version) -> str:
    held = [name for name, each in record.versions.items() if each.file and not each.obtainable]
    return f"Embedded is the version {', '.join(held)}. " if held else ""


# A file of unchanged bytes need not be read twice; of large ones few are kept in mind.
@lru_cache(maxsize=4)
def _read(path: Path, sha256: str, name: str, arguments: str) -> tidy.Reading:
    with _TURN:
        found: tidy.Reading = reader(name)(path, **json.loads(arguments))
    if store.sum_of(path) != sha256:
        raise _ReplacedError
    return found


_read_small = lru_cache(maxsize=128)(_read.__wrapped__)
