"""A folder of publishers' files that any static web server can give to a classroom.

It is laid out as the publishers' addresses are, so that ``MIGOV_MIRROR`` may name the folder or
the server's address.  What the terms do not let one pass on stays in the house: that is for whoever
builds the folder to see to, and the report names the terms.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from migov import registry, store
from migov.errors import ArgumentError, DownloadError, LayoutError
from migov.figures import LATEST, find_version
from migov.publishers import wdi_lists
from migov.registry import DataFile
from migov.roads import read_new


@dataclass(frozen=True)
class Mirror:
    """What a mirror holds.

    Attributes
    ----------
    folder : pathlib.Path
    files : int
    bytes : int
    terms : tuple of str
        The publishers whose terms are not open, with them.
    failed : tuple of str
        Why a file is not there.
    """

    folder: Path
    files: int
    bytes: int
    terms: tuple[str, ...]
    failed: tuple[str, ...]


def build(
    folder: str | os.PathLike[str],
    only: Iterable[str] | None = None,
    told: Callable[[str], None] | None = None,
) -> Mirror:
    """Fetch the newest file of every series, and the publishers' lists, and lay out a mirror.

    Parameters
    ----------
    folder : path
        What it holds already is renewed.
    only : list of str, optional
        Series; all of the registry by default.
    told : callable, optional
        Told each address as its file is there.

    Raises
    ------
    ArgumentError
        If the folder cannot be written, or is the mirror that is in use.

    Examples
    --------
    >>> build("classroom", only=["gdp", "population"]).files  # doctest: +SKIP
    2
    """
    folder = Path(folder)
    if store.is_mirror(folder):
        raise ArgumentError(f"{folder} is the mirror in use; unset MIGOV_MIRROR to renew it.")
    wanted = _wanted(list(registry.series()) if only is None else list(only))
    asked: list[tuple[str, dict[str, Any]]] = [
        (url, {"expect": file.format, "redirects": file.redirects, "paged": file.paged,
               "parts": file.parts, "check": check})
        for url, (file, check) in wanted.items()
    ]
    if only is None:  # what an update and a search beyond the registry ask for
        asked += [
            (wdi_lists.ECONOMIES, {"expect": "json", "check": wdi_lists.read_economies}),
            (wdi_lists.INDICATORS, {"expect": "json", "check": wdi_lists.read_indicators}),
        ]
    files, size, failed = 0, 0, []
    for url, manner in asked:
        try:
            got = store.obtain(url, refresh=True, **manner)
        except (DownloadError, LayoutError) as error:
            failed.append(str(error))
            continue
        laid = _laid(got, folder, url)
        files, size = files + laid, size + got.record.size
        if told is not None:
            told(url)
    terms = {
        f"{file.publisher.name}: {file.publisher.licence}": None
        for url, (file, _) in wanted.items()
        for own in store.addresses(url, file.parts)
        if not file.publisher.open and store.served_path(folder, own).is_file()
    }
    return Mirror(folder, files, size, tuple(terms), tuple(failed))


def _wanted(names: list[str]) -> dict[str, tuple[DataFile, Callable[[Path], object]]]:
    """The address of each file, and what reads it: the cache keeps no file that cannot be read."""
    found: dict[str, tuple[DataFile, Callable[[Path], object]]] = {}
    chosen = [registry.find(name) for name in names]
    while chosen:
        record = chosen.pop(0)
        version = find_version(record, LATEST)
        if version.file is None:
            assert record.derived is not None
            chosen += [registry.find(term) for term in record.derived.terms]
        elif not version.file.retired:
            url = version.file.address(record, version)
            found.setdefault(url, (version.file, partial(read_new, record, version)))
    return found


def _laid(got: store.Obtained, folder: Path, url: str) -> int:
    """Lay a file where a server looks for it, or each part at its own address; how many."""
    if not got.record.parts:
        _lay(got.path, folder, url)
        return 1
    for gone in store.addresses(url, store.absent_in(got.path)):
        store.served_path(folder, gone).unlink(missing_ok=True)
    number = 0
    for own, contents in store.parts_in(got.path, url):
        _lay(contents, folder, own)
        number += 1
    return number


def _lay(file: Path | bytes, folder: Path, url: str) -> None:
    goal = store.served_path(folder, url)
    arriving = goal.with_name(f".{goal.name}.part")
    try:
        goal.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(file, bytes):
            arriving.write_bytes(file)
        else:
            shutil.copyfile(file, arriving)
        os.replace(arriving, goal)
    except OSError as error:
        raise ArgumentError(
            f"The mirror {folder} cannot be written ({error.strerror or error}). Name a folder "
            "that you may write and that has room."
        ) from error
    finally:
        with suppress(OSError):
            arriving.unlink(missing_ok=True)
